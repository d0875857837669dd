//! What cameras write into pictures, in the two forms in which the service tells it
//! (imagekit-api.md 2.11): flat and for people, or in groups and as stored.

mod words;

use exif::{Context, Exif, Field, In, Reader, SRational, Tag, Value};
use serde_json::{Map, Value as Json};

/// Characters of a text, and members of an array, that are told at most.
const LONGEST: usize = 2000;

/// Where the service's names (those of ExifTool) differ from the standard's.
const NAMES: &[(Tag, &str)] = &[
    (Tag::DateTime, "ModifyDate"),
    (Tag::DateTimeDigitized, "CreateDate"),
    (Tag::PhotographicSensitivity, "ISO"),
    (Tag::PixelXDimension, "ExifImageWidth"),
    (Tag::PixelYDimension, "ExifImageHeight"),
    (Tag::ExposureBiasValue, "ExposureCompensation"),
    (Tag::FocalLengthIn35mmFilm, "FocalLengthIn35mmFormat"),
    (Tag::InteroperabilityIndex, "InteropIndex"),
    (Tag::InteroperabilityVersion, "InteropVersion"),
    (Tag::JPEGInterchangeFormat, "ThumbnailOffset"),
    (Tag::JPEGInterchangeFormatLength, "ThumbnailLength"),
];

/// Reads an EXIF block as far as it can be read.
pub(super) fn read(block: Vec<u8>) -> Option<Exif> {
    let read = Reader::new().continue_on_error(true).read_raw(block);
    read.or_else(|error| error.distill_partial_result(|_| ())).ok()
}

/// The flat form of a file object's `embeddedMetadata`: dates by ISO 8601, words for numbers.
pub(super) fn flat(exif: &Exif) -> Map<String, Json> {
    let own = exif.fields().filter(|field| field.ifd_num == In::PRIMARY);
    own.filter_map(|field| Some((name(field.tag)?, readable(field).or_else(|| stored(&field.value))?)))
        .collect()
}

/// The six groups of the metadata call, each an object, its values as stored.
pub(super) fn groups(exif: Option<&Exif>) -> Map<String, Json> {
    let mut groups: Map<String, Json> =
        ["image", "thumbnail", "exif", "gps", "interoperability", "makernote"]
            .into_iter()
            .map(|group| (group.to_owned(), Json::Object(Map::new())))
            .collect();
    for field in exif.into_iter().flat_map(Exif::fields) {
        let (Some(name), Some(value)) = (name(field.tag), stored(&field.value)) else { continue };
        if let Some(Json::Object(group)) = groups.get_mut(group_of(field)) {
            group.insert(name, value);
        }
    }
    groups
}

/// Dots an inch, where the camera says so.
pub(super) fn density(exif: &Exif) -> Option<f64> {
    const CENTIMETRES: u32 = 3;
    let resolution = exif.get_field(Tag::XResolution, In::PRIMARY)?;
    let Value::Rational(numbers) = &resolution.value else { return None };
    let number = numbers.first().filter(|number| number.denom != 0)?.to_f64();
    let unit = exif.get_field(Tag::ResolutionUnit, In::PRIMARY).and_then(|unit| unit.value.get_uint(0));
    Some(if unit == Some(CENTIMETRES) { number * 2.54 } else { number })
}

fn group_of(field: &Field) -> &'static str {
    match field.tag.context() {
        Context::Tiff if field.ifd_num == In::THUMBNAIL => "thumbnail",
        Context::Tiff => "image",
        Context::Exif => "exif",
        Context::Gps => "gps",
        Context::Interop => "interoperability",
        _ => "makernote",
    }
}

/// `None` for tags that the standard doesn't know, and for what only a camera's maker can read.
fn name(tag: Tag) -> Option<String> {
    tag.description().filter(|_| tag != Tag::MakerNote)?;
    let other = NAMES.iter().find(|(known, _)| *known == tag);
    Some(other.map_or_else(|| tag.to_string(), |(_, name)| (*name).to_owned()))
}

fn readable(field: &Field) -> Option<Json> {
    match (field.tag, &field.value) {
        (Tag::DateTime | Tag::DateTimeOriginal | Tag::DateTimeDigitized, value) => {
            iso_date(value).map(Json::from)
        }
        (Tag::ComponentsConfiguration, Value::Undefined(bytes, _)) => {
            let names: Vec<_> = bytes.iter().map(|&number| words::component(number)).collect();
            Some(names.join(",").into())
        }
        (tag, value) => words::word(tag, value.get_uint(0)?).map(Json::from),
    }
}

/// A camera knows no time zone; the service writes its time as if it were UTC.
fn iso_date(value: &Value) -> Option<String> {
    let Value::Ascii(texts) = value else { return None };
    let read = exif::DateTime::from_ascii(texts.first()?).ok()?;
    let [month, day, hour, minute, second] =
        [read.month, read.day, read.hour, read.minute, read.second].map(|part| i8::try_from(part).ok());
    let year = i16::try_from(read.year).ok()?;
    let date = jiff::civil::DateTime::new(year, month?, day?, hour?, minute?, second?, 0).ok()?;
    Some(date.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}

fn stored(value: &Value) -> Option<Json> {
    match value {
        Value::Ascii(texts) => Some(text(&texts.join(&b' '))),
        Value::Undefined(bytes, _) => undefined(bytes),
        Value::Byte(numbers) => array(numbers.iter().copied()),
        Value::Short(numbers) => array(numbers.iter().copied()),
        Value::Long(numbers) => array(numbers.iter().copied()),
        Value::SByte(numbers) => array(numbers.iter().copied()),
        Value::SShort(numbers) => array(numbers.iter().copied()),
        Value::SLong(numbers) => array(numbers.iter().copied()),
        Value::Rational(numbers) => array(numbers.iter().map(|n| ratio(n.num.into(), n.denom.into()))),
        Value::SRational(numbers) => {
            array(numbers.iter().map(|SRational { num, denom }| ratio((*num).into(), (*denom).into())))
        }
        Value::Float(numbers) => array(numbers.iter().copied()),
        Value::Double(numbers) => array(numbers.iter().copied()),
        Value::Unknown(..) => None,
    }
}

/// Whole where it is whole: `72`, not `72.0`. Null where the divisor is 0.
fn ratio(numerator: i64, denominator: i64) -> Json {
    match numerator.checked_rem(denominator) {
        Some(0) => Json::from(numerator / denominator),
        // Both have 32 bits, so the casts are exact.
        Some(_) => Json::from(numerator as f64 / denominator as f64),
        None => Json::Null,
    }
}

/// One number alone, several as an array.
fn array<T: Into<Json>>(mut numbers: impl ExactSizeIterator<Item = T>) -> Option<Json> {
    match numbers.len() {
        0 => None,
        1 => numbers.next().map(Into::into),
        _ => Some(numbers.take(LONGEST).map(Into::into).collect()),
    }
}

/// Bytes without a type: text if they can be read as such, behind the mark of a comment's encoding
/// if there is one, or a small number.
fn undefined(bytes: &[u8]) -> Option<Json> {
    let bytes = bytes.strip_prefix(b"ASCII\0\0\0").unwrap_or(bytes);
    let is_text = bytes.iter().all(|c| c.is_ascii_graphic() || matches!(c, b' ' | 0));
    match bytes {
        [] => None,
        [number] if !number.is_ascii_graphic() => Some(Json::from(*number)),
        _ if is_text => Some(text(bytes)),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> Json {
    let text = String::from_utf8_lossy(bytes);
    Json::from(text.trim_matches(['\0', ' ']).chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
pub(super) mod tests;
