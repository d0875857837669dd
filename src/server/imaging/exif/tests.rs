use std::io::Cursor;

use exif::{Rational, experimental::Writer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder};
use serde_json::json;

use super::*;

/// A camera's block: big-endian TIFF with these fields.
fn block(fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).unwrap();
    bytes.into_inner()
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn ascii(text: &str) -> Value {
    Value::Ascii(vec![text.as_bytes().to_vec()])
}

/// A JPEG with an EXIF block of an orientation and a few other fields.
pub(in super::super) fn photo(pixels: &DynamicImage, orientation: u16) -> Vec<u8> {
    let fields = [
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::Model, ascii("Canon EOS 40D")),
        field(Tag::XResolution, Value::Rational(vec![Rational { num: 300, denom: 1 }])),
        field(Tag::ResolutionUnit, Value::Short(vec![2])),
        field(Tag::DateTimeOriginal, ascii("2008:05:30 15:56:01")),
        field(Tag::FNumber, Value::Rational(vec![Rational { num: 71, denom: 10 }])),
        field(Tag::PhotographicSensitivity, Value::Short(vec![100])),
        field(Tag::GPSVersionID, Value::Byte(vec![2, 2, 0, 0])),
    ];
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(block(&fields)).unwrap();
    encoder.encode_image(pixels).unwrap();
    bytes
}

/// A block with these texts, by the standard's names.
pub(in super::super) fn block_of(texts: &[(&str, &str)]) -> Vec<u8> {
    let known = [Tag::Artist, Tag::Copyright, Tag::ImageDescription];
    let tag = |name: &str| known.into_iter().find(|tag| tag.to_string() == name).unwrap();
    block(&texts.iter().map(|(name, value)| field(tag(name), ascii(value))).collect::<Vec<_>>())
}

#[test]
fn numbers_stand_for_words() {
    let exif = read(block(&[
        field(Tag::ResolutionUnit, Value::Short(vec![2])),
        field(Tag::ColorSpace, Value::Short(vec![65535])),
        field(Tag::Flash, Value::Short(vec![16])),
        field(Tag::ExposureProgram, Value::Short(vec![77])),
        field(Tag::ComponentsConfiguration, Value::Undefined(vec![1, 2, 3, 0], 0)),
    ]));
    let expected = json!({
        "ResolutionUnit": "inches", "ColorSpace": "Uncalibrated", "Flash": "Off, Did not fire",
        "ExposureProgram": 77, "ComponentsConfiguration": "Y,Cb,Cr,-",
    });
    assert_eq!(Json::Object(flat(&exif.unwrap())), expected);
}

#[test]
fn flat_form_is_for_people() {
    let exif = read(block(&[
        field(Tag::Orientation, Value::Short(vec![6])),
        field(Tag::DateTime, ascii("2019:10:16 19:01:03")),
        field(Tag::DateTimeOriginal, ascii("2019:13:41 19:01:03")),
        field(Tag::PhotographicSensitivity, Value::Short(vec![100])),
        field(Tag::MeteringMode, Value::Short(vec![5])),
        field(Tag::FNumber, Value::Rational(vec![Rational { num: 71, denom: 10 }])),
        field(Tag::XResolution, Value::Rational(vec![Rational { num: 72, denom: 1 }])),
        field(Tag::YResolution, Value::Rational(vec![Rational { num: 72, denom: 0 }])),
        field(Tag::Artist, ascii("Zoë ")),
        field(Tag::MakerNote, Value::Undefined(vec![1, 2, 3], 0)),
    ]));
    let expected = json!({
        "Orientation": "Rotate 90 CW",
        "ModifyDate": "2019-10-16T19:01:03.000Z",
        "DateTimeOriginal": "2019:13:41 19:01:03",
        "ISO": 100,
        "MeteringMode": "Multi-segment",
        "FNumber": 7.1,
        "XResolution": 72,
        "YResolution": null,
        "Artist": "Zoë",
    });
    assert_eq!(Json::Object(flat(&exif.unwrap())), expected);
}

#[test]
fn groups_are_as_stored() {
    let thumbnail = Field { ifd_num: In::THUMBNAIL, ..field(Tag::Compression, Value::Short(vec![6])) };
    let exif = read(block(&[
        field(Tag::DateTime, ascii("2008:07:31 10:38:11")),
        field(Tag::ExifVersion, Value::Undefined(b"0221".to_vec(), 0)),
        field(Tag::SceneType, Value::Undefined(vec![1], 0)),
        field(Tag::UserComment, Value::Undefined(b"ASCII\0\0\0hello".to_vec(), 0)),
        field(Tag::ExposureBiasValue, Value::SRational(vec![SRational { num: -1, denom: 3 }])),
        field(Tag::GPSVersionID, Value::Byte(vec![2, 2, 0, 0])),
        field(Tag::InteroperabilityIndex, ascii("R98")),
        thumbnail,
    ]));
    let expected = json!({
        "image": { "ModifyDate": "2008:07:31 10:38:11" },
        "thumbnail": { "Compression": 6 },
        "exif": {
            "ExifVersion": "0221", "SceneType": 1, "UserComment": "hello",
            "ExposureCompensation": -1.0 / 3.0,
        },
        "gps": { "GPSVersionID": [2, 2, 0, 0] },
        "interoperability": { "InteropIndex": "R98" },
        "makernote": {},
    });
    assert_eq!(Json::Object(groups(exif.as_ref())), expected);
}

#[test]
fn a_torn_block_is_read_as_far_as_it_goes() {
    let whole = block(&[
        field(Tag::Orientation, Value::Short(vec![3])),
        field(Tag::Artist, ascii("a text that is stored behind the directory")),
    ]);
    let torn = read(whole[..whole.len() - 20].to_vec()).unwrap();
    assert_eq!(Json::Object(flat(&torn)), json!({ "Orientation": "Rotate 180" }));
    assert!(read(b"nothing like it".to_vec()).is_none());
}
