//! What an uploaded file is.

use std::path::Path;

use image::ImageDecoder;
use serde_json::{Map, Value};

use super::{decode, embedded, exif};
use crate::model::FileKind;

/// What can be told of a file without decoding it.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Image, video or other. (The API says `image` or `non-image`.)
    pub kind: FileKind,
    /// `image/jpeg` and the like; `application/octet-stream` for what nobody knows.
    pub mime: String,
    /// Pixels, as stored; `None` unless the file is a JPEG, PNG, WebP or GIF with a sound beginning.
    pub width: Option<u32>,
    /// Pixels, as stored.
    pub height: Option<u32>,
    /// Whether the format of its pixels has an alpha channel.
    pub has_alpha: Option<bool>,
    /// EXIF orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
    /// `embeddedMetadata` of the file object (imagekit-api.md 2.11); empty when there is none.
    pub embedded: Map<String, Value>,
}

/// Looks at a file's first bytes, and at its name where formats have no mark of their own (text).
pub fn probe(name: &str, bytes: &[u8]) -> Probe {
    let mime = mime(name, bytes);
    let kind = match mime.split('/').next() {
        Some("image") => FileKind::Image,
        Some("video") => FileKind::Video,
        _ => FileKind::Other,
    };
    let blank = Probe {
        kind,
        mime,
        width: None,
        height: None,
        has_alpha: None,
        orientation: 1,
        embedded: Map::new(),
    };
    if kind == FileKind::Image { picture(blank.clone(), bytes).unwrap_or(blank) } else { blank }
}

fn picture(blank: Probe, bytes: &[u8]) -> Option<Probe> {
    let (_, mut decoder) = decode::open(bytes).ok()?;
    let (width, height) = decoder.dimensions();
    let exif = decoder.exif_metadata().ok().flatten().and_then(exif::read);
    Some(Probe {
        width: Some(width),
        height: Some(height),
        has_alpha: Some(decoder.color_type().has_alpha()),
        orientation: decoder.orientation().map_or(1, |orientation| orientation.to_exif()),
        embedded: embedded::embedded(&mut decoder, exif.as_ref()),
        ..blank
    })
}

/// The media type by the bytes' own mark, else by the extension.
///
/// An extension isn't believed where the format would have had a mark: what is called `.jpg` and
/// doesn't begin like a picture is none.
fn mime(name: &str, bytes: &[u8]) -> String {
    const MARKUP: [&str; 2] = ["text/xml", "text/html"];
    let by_mark = infer::get(bytes).map(|found| found.mime_type());
    if let Some(mime) = by_mark.filter(|mime| !MARKUP.contains(mime)) {
        return mime.to_owned();
    }
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let by_name = mime_guess::from_ext(extension).first_raw().filter(|mime| !infer::is_mime_supported(mime));
    let plain = || if is_text(bytes) { "text/plain" } else { "application/octet-stream" };
    by_name.or(by_mark).unwrap_or_else(plain).to_owned()
}

/// Whether the first kilobytes are UTF-8 without control characters beyond line breaks and tabs.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let readable = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character may be cut in two at the end of the head.
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !readable.is_empty()
        && readable.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests;
