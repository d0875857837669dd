//! Bodies as the documents show them, and as they should not be but may.

use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::model::{File, FileKind};

const CAR: &str = r#"{"type":"file","name":"sample-car.jpeg","createdAt":"2021-12-11T00:58:39.685Z",
    "updatedAt":"2022-05-19T10:57:07.511Z","fileId":"61b3f7bf75889b0b19970117","tags":["luxury"],
    "AITags":[{"name":"Wheel","confidence":95.44,"source":"google-auto-tagging"}],
    "versionInfo":{"id":"61b3f7bf75889b0b19970117","name":"Version 1"},
    "embeddedMetadata":{"Make":"Canon","ISO":100,"gps":{"Lat":[1,2.5]},"Artist":null},
    "customCoordinates":null,"customMetadata":{"zoom":1.5,"alt":"a car"},"isPrivateFile":false,
    "url":"https://ik.imagekit.io/demo/a/sample-car.jpeg?updatedAt=1","fileType":"image",
    "filePath":"/a/sample-car.jpeg","height":638.0,"width":1342,"size":1451076,"hasAlpha":true,
    "mime":"image/png","brandNew":{"x":1}}"#;

fn asset(json: &str) -> Asset {
    serde_json::from_str(json).expect("an asset")
}

fn file(json: &str) -> Option<File> {
    asset(json).into_file(&mut Shared::default())
}

#[test]
fn a_file_as_the_documents_show_it() {
    let file = file(CAR).expect("a file");
    assert_eq!(file.path(), "/a/sample-car.jpeg");
    assert_eq!((file.width, file.height, file.size), (1342, 638, 1_451_076));
    assert_eq!(file.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["luxury"]);
    assert_eq!(file.created, "2021-12-11T00:58:39.685Z".parse().expect("a time"));
    assert!(file.published && !file.private);
    assert_eq!(file.kind, FileKind::Image);
}

#[test]
fn details_keep_the_order_of_metadata() {
    let raw = serde_json::from_str(CAR).expect("JSON");
    let details = asset(CAR).into_details(raw).expect("details");
    let pairs = |list: &[(String, String)]| {
        list.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&details.embedded), ["Make=Canon", "ISO=100", "gps.Lat=1, 2.5"]);
    assert_eq!(pairs(&details.custom), ["zoom=1.5", "alt=a car"]);
    assert_eq!(details.version, "Version 1");
    assert_eq!(details.raw["brandNew"]["x"], 1);
}

#[test]
fn nearly_nothing_is_needed() {
    let bare =
        file(r#"{"fileId":"x","filePath":"/a.txt","tags":null,"AITags":null,"size":null}"#).expect("a file");
    assert_eq!((&*bare.name, bare.size, bare.width), ("a.txt", 0, 0));
    assert_eq!(bare.created, Timestamp::UNIX_EPOCH);
    assert!(file(r#"{"name":"no id"}"#).is_none());
    assert!(file(r#"{"fileId":"no name"}"#).is_none());
    let odd = file(r#"{"fileId":"x","name":"n","width":-3,"height":1e300,"size":1.6}"#).expect("a file");
    assert_eq!((odd.width, odd.height, odd.size), (0, u32::MAX, 2));
}

#[test]
fn kinds_follow_the_type_then_the_mime_then_the_name() {
    let kind = |json: &str| file(json).map(|file| file.kind);
    let video = r#"{"fileId":"x","name":"a","fileType":"non-image","mime":"video/mp4"}"#;
    assert_eq!(kind(video), Some(FileKind::Video));
    let by_name = r#"{"fileId":"x","name":"a.MP4","fileType":"non-image"}"#;
    assert_eq!(kind(by_name), Some(FileKind::Video));
    assert_eq!(kind(r#"{"fileId":"x","name":"a.pdf","fileType":"non-image"}"#), Some(FileKind::Other));
}

#[test]
fn neighbours_share_what_is_equal() {
    let mut shared = Shared::default();
    let mut next = || asset(CAR).into_file(&mut shared).expect("a file");
    let (one, two) = (next(), next());
    assert!(Arc::ptr_eq(&one.tags, &two.tags));
    assert_eq!(one.folder.as_str().as_ptr(), two.folder.as_str().as_ptr());
    let bare = r#"{"fileId":"x","name":"n"}"#;
    let (one, two) = (file(bare).expect("a file"), file(bare).expect("a file"));
    assert!(Arc::ptr_eq(&one.tags, &two.tags), "no tags cost nothing");
}

#[test]
fn folders_lie_where_they_were_asked_for() {
    let sale = FolderPath::new("/sale");
    for path in ["/sale/summer", "/sale", "/sale/summer/"] {
        let json = format!(r#"{{"type":"folder","folderId":"f","name":"summer","folderPath":"{path}"}}"#);
        let folder = asset(&json);
        assert!(folder.is_folder());
        assert_eq!(folder.into_folder(&sale).expect("a folder").path, sale.child("summer"));
    }
    let nameless = asset(r#"{"folderId":"f","folderPath":"/sale/summer"}"#);
    assert!(nameless.is_folder());
    assert_eq!(nameless.into_folder(&sale).expect("a folder").path.name(), "summer");
}

#[test]
fn errors_in_any_form() {
    let body = |json: &str| serde_json::from_str::<ErrorBody>(json).expect("a body");
    assert!(body(r#"{"errors":null,"missingFileIds":null}"#).errors.is_empty());
    assert_eq!(body(r#"{"errors":"all wrong"}"#).errors[0].error, "all wrong");
    let bulk: BulkBody =
        serde_json::from_str(r#"{"successfullyDeletedFileIds":["a"],"errors":[{"fileId":"b","error":"e"}]}"#)
            .expect("a body");
    assert_eq!((bulk.done[0].as_str(), bulk.errors[0].subject.as_str()), ("a", "b"));
}
