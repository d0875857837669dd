use serde_json::json;

use super::*;
use crate::model::Exif;

fn metadata() -> Metadata {
    let pairs = |value: serde_json::Value| {
        let fields = value.as_object().cloned().unwrap_or_default();
        fields.into_iter().collect::<Vec<_>>()
    };
    Metadata {
        width: Some(100),
        height: Some(68),
        p_hash: Some("f06830ca9f1e3e90".to_owned()),
        quality: Some(0),
        exif: Exif {
            image: pairs(json!({ "Make": "Canon", "Model": "EOS 40D" })),
            exif: pairs(json!({ "ExposureTime": 0.00625, "FNumber": 7.1, "ISO": 100, "FocalLength": 135 })),
            gps: pairs(json!({
                "GPSLatitude": [52, 30, 36], "GPSLatitudeRef": "N",
                "GPSLongitude": [13, 22.5, 0], "GPSLongitudeRef": "W",
            })),
            ..Exif::default()
        },
        raw: json!({ "width": 100, "brandNew": [1, 2] }),
        ..Metadata::default()
    }
}

fn pane() -> MetadataPane {
    let mut pane = MetadataPane {
        about: "a.jpg".to_owned(),
        metadata: Asked::Here(Box::new(metadata())),
        embedded: Asked::Here(vec![("Title".to_owned(), "A car".to_owned())]),
        facts: Vec::new(),
        find: Field::default(),
        cursor: Cursor::default(),
        mode: Mode::List,
    };
    pane.renew();
    pane
}

fn value(pane: &MetadataPane, name: &str) -> Option<String> {
    pane.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
}

#[test]
fn what_people_ask_for_is_said_in_their_words() {
    let pane = pane();
    let told = |name: &str| value(&pane, name).unwrap_or_default();
    assert_eq!(told("camera"), "Canon EOS 40D");
    assert_eq!(told("exposure"), "1/160 s  f/7.1  ISO 100  135 mm");
    assert_eq!(told("coordinates"), "52.510000, -13.375000");
    assert_eq!(told("quality"), "not known");
    assert_eq!(told("Title"), "A car");
    assert_eq!(told("brandNew"), "1, 2", "what ikt doesn't know is shown too");
}

#[test]
fn a_search_keeps_the_headings_of_what_fits() {
    let mut pane = pane();
    pane.find = Field::new("CANON");
    let shown: Vec<&str> = pane.shown().iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(shown, ["Taken", "camera", "EXIF image", "Make"]);
    pane.settle(false);
    assert_eq!(
        pane.current().map(|fact| fact.name.as_str()),
        Some("camera"),
        "the cursor is off the heading"
    );
    pane.find = Field::new("nothing like this");
    pane.settle(false);
    assert_eq!((pane.shown().len(), pane.current()), (0, None));
}
