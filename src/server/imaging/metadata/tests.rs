use image::DynamicImage;
use serde_json::json;

use super::super::exif::tests::photo;
use super::*;

#[test]
fn the_wire_form_is_the_services() {
    let bytes = photo(&DynamicImage::new_rgb8(30, 20), 6);
    let told = serde_json::to_value(metadata(&bytes, &Limits::default()).unwrap()).unwrap();
    let expected = json!({
        "height": 20, "width": 30, "size": bytes.len(), "format": "jpg", "hasColorProfile": false,
        "quality": 95, "density": told["density"], "hasTransparency": false, "pHash": "0000000000000000",
        "exif": {
            "image": { "Orientation": 6, "Model": "Canon EOS 40D", "XResolution": 300, "ResolutionUnit": 2 },
            "thumbnail": {},
            "exif": { "DateTimeOriginal": "2008:05:30 15:56:01", "FNumber": 7.1, "ISO": 100 },
            "gps": { "GPSVersionID": [2, 2, 0, 0] },
            "interoperability": {},
            "makernote": {},
        },
    });
    assert_eq!(told, expected);
}

#[test]
fn an_alpha_channel_alone_is_no_transparency() {
    let of = |alpha| {
        let pixels = DynamicImage::from(image::RgbaImage::from_pixel(3, 3, image::Rgba([9, 9, 9, alpha])));
        let mut bytes = std::io::Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, ImageFormat::Png).unwrap();
        metadata(&bytes.into_inner(), &Limits::default()).unwrap()
    };
    assert!(of(254).has_transparency);
    assert!(!of(255).has_transparency);
    assert_eq!(of(255).quality, 0);
}

#[test]
fn density_in_either_unit() {
    let header = |unit, density| {
        [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, unit, 0, density, 0, 1]
    };
    assert_eq!(jfif_density(&header(1, 72)), Some(72.0));
    assert_eq!(jfif_density(&header(2, 100)), Some(254.0));
    assert_eq!(jfif_density(&header(0, 1)), None);
    assert_eq!(jfif_density(b"\xff\xd8\xff\xe0"), None);
}

#[test]
fn what_is_no_picture_has_no_metadata() {
    let refusal = metadata(b"%PDF-1.7", &Limits::default()).unwrap_err();
    assert!(matches!(&refusal, ImagingError::Unsupported(mime) if mime == "application/pdf"), "{refusal}");
}
