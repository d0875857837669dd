//! What an uploaded file is: its media type, and of pictures the size.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader};

use crate::model::FileKind;

/// What can be told of a file without decoding it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Probe {
    pub(super) kind: FileKind,
    pub(super) mime: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) has_alpha: Option<bool>,
    pub(super) orientation: u8,
    pub(super) embedded: serde_json::Map<String, serde_json::Value>,
}

/// Looks at a file's first bytes.
pub(super) fn probe(_name: &str, bytes: &[u8]) -> Probe {
    picture(bytes).unwrap_or(Probe {
        kind: FileKind::Other,
        mime: "application/octet-stream".into(),
        width: None,
        height: None,
        has_alpha: None,
        orientation: 1,
        embedded: serde_json::Map::new(),
    })
}

fn picture(bytes: &[u8]) -> Option<Probe> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mime = reader.format()?.to_mime_type().to_owned();
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    Some(Probe {
        kind: FileKind::Image,
        mime,
        width: Some(width),
        height: Some(height),
        has_alpha: Some(decoder.color_type().has_alpha()),
        orientation: decoder.orientation().map_or(1, |orientation| orientation.to_exif()),
        embedded: serde_json::Map::new(),
    })
}
