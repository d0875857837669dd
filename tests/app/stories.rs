//! What people must be able to do quickly: whole tasks whose keys are counted.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use futures_util::{StreamExt, stream};
use ikt::api::{FileUpdate, ListQuery, NewField};
use ikt::model::FolderPath;
use ikt::model::custom::{FieldType, Schema};
use ikt::runtime::Exit;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

/// A small JPEG that a camera took so many days ago, at noon.
fn photo(days: i64) -> Vec<u8> {
    let day = Timestamp::now().to_zoned(TimeZone::UTC).date().checked_sub(days.days()).expect("a day");
    let taken = format!("{} 12:00:00", day.strftime("%Y:%m:%d"));
    let taken = Value::Ascii(vec![taken.into_bytes()]);
    let field = Field { tag: Tag::DateTimeOriginal, ifd_num: In::PRIMARY, value: taken };
    let mut writer = Writer::new();
    writer.push_field(&field);
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).expect("EXIF");
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 60);
    encoder.add_app_segment(1, [&b"Exif\0\0"[..], block.get_ref()].concat()).expect("a segment");
    encoder.encode(&[90; 12], 2, 2, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    bytes
}

/// Story 1: tag 300 photos that were shot yesterday, and set their rights.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_photos_of_yesterday_are_tagged_and_licensed() {
    let library = Library::start().await;
    let yesterday = photo(1);
    let names: Vec<String> = (0..300).map(|n| format!("/shoot/{}/p{n:03}.jpg", n % 3)).collect();
    stream::iter(&names).for_each_concurrent(8, |name| library.put(name, &yesterday)).await;
    library.put("/shoot/0/older.jpg", &photo(3)).await;
    library.put("/shoot/0/newer.jpg", &photo(0)).await;
    library.put("/shoot/0/notes.txt", b"no picture").await;
    let options = Some(vec![json!("licensed"), json!("none")]);
    let schema = Schema { options, ..Schema::new(FieldType::SingleSelect) };
    let rights = NewField { name: "rights".into(), label: "rights".into(), schema, description: None };
    library.client.create_field(&rights).await.expect("a field");
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("▸ shoot").await;

    let fingers = Counted::new(&rig);
    fingers.press("/");
    fingers.type_text("shot:yesterday");
    fingers.press("enter");
    rig.until("Search: shot:yesterday").await;
    fingers.press("*");
    rig.until("300 selected").await;
    fingers.press("t");
    rig.until("Tags of 300 files").await;
    fingers.type_text("campaign-x");
    fingers.press("enter enter");
    rig.until("Tag 300 files with campaign-x").await;
    fingers.press("enter");
    rig.until("with campaign-x: done").await;
    fingers.press("m");
    rig.until("Custom metadata of 300 files").await;
    rig.until("rights · one, of licensed").await;
    fingers.press("enter l enter ctrl-s");
    rig.until("Set rights = licensed on 300 files").await;
    fingers.press("enter");
    rig.until("on 300 files: done").await;
    assert!(fingers.count() <= 37, "{} keys", fingers.count());
    assert_eq!(rig.quit().await, Exit::Quit);

    let mut done = 0;
    for folder in ["/shoot/0", "/shoot/1", "/shoot/2"] {
        let query =
            ListQuery { path: Some(FolderPath::new(folder)), limit: Some(1000), ..ListQuery::default() };
        for file in library.client.list_details(&query).await.expect("a list") {
            let raw = file.raw();
            let name = raw["name"].as_str().expect("a name");
            let (tags, custom) = (&raw["tags"], &raw["customMetadata"]);
            if name.starts_with('p') {
                assert_eq!(
                    (tags, custom),
                    (&json!(["campaign-x"]), &json!({ "rights": "licensed" })),
                    "{name}"
                );
                done += 1;
            } else {
                assert!(tags.is_null() && *custom == json!({}), "{name}: {tags} {custom}");
            }
        }
    }
    assert_eq!(done, 300);
}

/// Story 8: list what lacks an alt text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lacks_an_alt_text_is_listed() {
    let library = Library::start().await;
    let picture = photo(1);
    for name in ["/shop/told.jpg", "/shop/deep/bare.jpg", "/shop/empty.jpg"] {
        library.put(name, &picture).await;
    }
    let told = library.id("/shop", "told.jpg").await;
    let words = FileUpdate { description: Some("a red shoe".to_owned()), ..FileUpdate::default() };
    library.client.update(&told, &words).await.expect("a description");
    let folder = tempfile::tempdir().expect("a folder");
    let rig = Rig::open_with(&library, "/", (120, 30), |setup| {
        setup.catalog = Some(folder.path().join("catalog.db"));
    });
    // A small library is copied by itself.
    rig.until("catalogue 1 min").await;

    let fingers = Counted::new(&rig);
    fingers.press("H");
    rig.when("the rules", |shown| shown.text.contains("3 files") && shown.text.contains("no alt text")).await;
    fingers.press("enter");
    rig.until("/missing:alt").await;
    let shown = rig.until("2 found").await.text;
    assert!(
        shown.contains("bare.jpg") && shown.contains("empty.jpg") && !shown.contains("told.jpg"),
        "{shown}"
    );
    assert!(fingers.count() <= 12, "{} keys", fingers.count());
    assert_eq!(rig.quit().await, Exit::Quit);
}
