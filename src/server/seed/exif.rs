//! What a camera would have written into a picture.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Error, Field, In, Rational, Tag, Value};

use super::jpeg::Segment;
use super::manifest::Shot;

/// A camera's settings as the segment of a JPEG.
///
/// # Errors
/// Where they can't be written.
pub(super) fn segment(shot: &Shot) -> Result<Segment, Error> {
    let fields = fields(shot);
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false)?;
    Ok((1, [&b"Exif\0\0"[..], block.get_ref()].concat()))
}

fn fields(shot: &Shot) -> Vec<Field> {
    let taken = shot.taken.strftime("%Y:%m:%d %H:%M:%S").to_string();
    let mut fields = vec![
        field(Tag::Make, text(&shot.make)),
        field(Tag::Model, text(&shot.model)),
        field(Tag::Orientation, Value::Short(vec![1])),
        field(Tag::XResolution, ratio(300, 1)),
        field(Tag::YResolution, ratio(300, 1)),
        field(Tag::ResolutionUnit, Value::Short(vec![2])),
        field(Tag::DateTime, text(&taken)),
        field(Tag::ExposureTime, ratio(shot.exposure[0], shot.exposure[1])),
        field(Tag::FNumber, tenths(shot.aperture)),
        field(Tag::PhotographicSensitivity, Value::Short(vec![shot.iso])),
        field(Tag::ExifVersion, Value::Undefined(b"0232".to_vec(), 0)),
        field(Tag::DateTimeOriginal, text(&taken)),
        field(Tag::DateTimeDigitized, text(&taken)),
        field(Tag::FocalLength, ratio(shot.focal, 1)),
        field(Tag::ColorSpace, Value::Short(vec![1])),
    ];
    if let Some([north, east]) = shot.place {
        fields.extend([
            field(Tag::GPSVersionID, Value::Byte(vec![2, 3, 0, 0])),
            field(Tag::GPSLatitudeRef, text(if north < 0.0 { "S" } else { "N" })),
            field(Tag::GPSLatitude, degrees(north)),
            field(Tag::GPSLongitudeRef, text(if east < 0.0 { "W" } else { "E" })),
            field(Tag::GPSLongitude, degrees(east)),
        ]);
    }
    fields
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(text: &str) -> Value {
    Value::Ascii(vec![text.as_bytes().to_vec()])
}

fn ratio(num: u32, denom: u32) -> Value {
    Value::Rational(vec![Rational { num, denom }])
}

fn tenths(number: f64) -> Value {
    ratio((number * 10.0).round() as u32, 10)
}

/// Degrees, minutes and hundredths of seconds.
fn degrees(angle: f64) -> Value {
    let hundredths = (angle.abs() * 360_000.0).round() as u32;
    let part = |num, denom| Rational { num, denom };
    Value::Rational(vec![
        part(hundredths / 360_000, 1),
        part(hundredths / 6000 % 60, 1),
        part(hundredths % 6000, 100),
    ])
}
