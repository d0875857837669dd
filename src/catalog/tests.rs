//! The store alone: what is put in comes out, in whatever form the service wrote it.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::*;
use crate::api::details_of_entry;
use crate::model::{AssetId, Direction, FolderPath, Sort, SortKey};
use crate::query;

pub(super) struct Home {
    pub(super) catalog: Catalog,
    _folder: TempDir,
}

pub(super) fn home() -> Home {
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = Catalog::open(&folder.path().join("new/catalog.db")).expect("a catalogue");
    catalog.write(|edit| edit.set_base("https://ik.imagekit.io/demo/")).expect("written");
    Home { catalog, _folder: folder }
}

fn put(catalog: &Catalog, text: &str) {
    let file = details_of_entry(text).expect("a file").file;
    catalog.write(|edit| edit.put(&file, text)).expect("written");
}

/// Puts an entry in and takes it out again.
fn expect_same(catalog: &Catalog, text: &str) {
    put(catalog, text);
    let details = details_of_entry(text).expect("a file");
    let row = catalog.row(&details.file.id).expect("read").expect("a row");
    assert_eq!(catalog.details(&[row]).expect("read"), [details]);
}

pub(super) fn car() -> Value {
    json!({
        "type": "file", "name": "sample-car.jpeg", "createdAt": "2021-12-11T00:58:39.685Z",
        "updatedAt": "2022-05-19T10:57:07.511Z", "fileId": "61b3f7bf75889b0b19970117",
        "tags": ["luxury", "red"],
        "AITags": [{ "name": "Wheel", "confidence": 95.44, "source": "google-auto-tagging" }],
        "versionInfo": { "id": "61b3f7bf75889b0b19970117", "name": "Version 1" },
        "embeddedMetadata": { "Make": "Canon", "ISO": 100 }, "customCoordinates": null,
        "customMetadata": { "alt": "a \"car\"" }, "isPrivateFile": false, "isPublished": true,
        "url": "https://ik.imagekit.io/demo/a%20b/sample-car.jpeg?updatedAt=1652957827511",
        "thumbnail": "https://ik.imagekit.io/demo/a%20b/sample-car.jpeg?updatedAt=1652957827511&tr=n-ik_ml_thumbnail",
        "fileType": "image", "filePath": "/a b/sample-car.jpeg", "height": 638, "width": 1342,
        "size": 1451076, "hasAlpha": true, "mime": "image/png"
    })
}

fn changed(name: &str, value: Value) -> String {
    let mut entry = car();
    entry[name] = value;
    entry.to_string()
}

#[test]
fn entries_come_back_as_they_were() {
    let Home { catalog, _folder } = &home();
    expect_same(catalog, &car().to_string());
    expect_same(catalog, &serde_json::to_string_pretty(&car()).expect("JSON"));
    let odd = [
        ("tags", json!(null)),
        ("tags", json!([])),
        ("tags", json!(["", "a\u{1f}b", "\u{1}"])),
        ("AITags", json!([{ "name": "a\u{1e}b", "confidence": 90, "source": "x" }, { "name": "c" }])),
        ("AITags", json!([{ "name": "\"", "confidence": 90, "source": "x", "more": 1 }])),
        ("name", json!("\u{1b}[2J\"\\\u{202e}\n")),
        ("createdAt", json!("2021-12-11T00:58:39.685+01:00")),
        ("createdAt", json!("soon")),
        ("updatedAt", json!(null)),
        ("size", json!(1.5)),
        ("size", json!(u64::MAX)),
        ("width", json!(-4)),
        ("versionInfo", json!({ "id": "61b3f7bf75889b0b19970118", "name": "Version 2" })),
        ("versionInfo", json!({ "id": "odd", "name": "\u{10}", "more": [] })),
        ("url", json!("https://elsewhere.example/sample-car.jpeg")),
        ("url", json!("")),
        ("mime", json!("\u{11}")),
        ("type", json!("file\u{2}")),
        ("isPrivateFile", json!(null)),
        ("new\u{3}one", json!({ "x": [1, { "y": "\u{7f}" }] })),
        ("fileId", json!("no hexadecimal digits")),
    ];
    for (name, value) in odd {
        expect_same(catalog, &changed(name, value));
    }
    expect_same(catalog, r#"{"fileId":"x","name":"n","size":null}"#);
}

#[test]
fn what_is_common_is_kept_once() {
    let Home { catalog, _folder } = &home();
    for number in 0..50 {
        let mut entry = car();
        let name = format!("picture-{number}.jpg");
        let url = format!("https://ik.imagekit.io/demo/a%20b/{name}?updatedAt=1652957827511");
        entry["fileId"] = format!("61b3f7bf75889b0b1997{number:04}").into();
        entry["versionInfo"]["id"] = entry["fileId"].clone();
        entry["filePath"] = format!("/a b/{name}").into();
        entry["name"] = name.into();
        entry["thumbnail"] = format!("{url}&tr=n-ik_ml_thumbnail").into();
        entry["url"] = url.into();
        entry["size"] = number.into();
        expect_same(catalog, &entry.to_string());
    }
    let shapes: i64 =
        catalog.read(|db| db.query_row("SELECT count(*) FROM shape", [], |row| row.get(0))).expect("read");
    assert_eq!(shapes, 1);
}

#[test]
fn where_the_library_delivers_may_change() {
    let Home { catalog, _folder } = &home();
    put(catalog, &car().to_string());
    catalog.write(|edit| edit.set_base("http://127.0.0.1:4000/local")).expect("written");
    let details = catalog.details(&[1]).expect("read").remove(0);
    assert_eq!(details.url, "http://127.0.0.1:4000/local/a%20b/sample-car.jpeg?updatedAt=1652957827511");
}

#[test]
fn a_query_holds_for_a_row_as_for_its_entry() {
    let Home { catalog, _folder } = &home();
    put(catalog, &changed("createdBy", json!("someone@example.com")));
    let now = Timestamp::UNIX_EPOCH;
    let queries = [
        ("name = \"sample-car.jpeg\" AND type = \"file\" AND format = \"png\"", true),
        ("tags IN [\"red\"] AND tags IN [\"Wheel\"] AND path : \"/a b\"", true),
        (
            "createdAt > \"2021-12-10\" AND updatedAt < \"2022-05-20\" AND size > \"1mb\" AND width = 1342",
            true,
        ),
        ("private = false AND published = true AND transparency = true", true),
        ("\"customMetadata.alt\" EXISTS AND createdBy = \"someone@example.com\"", true),
        ("id = \"61b3f7bf75889b0b19970117\"", true),
        ("tags NOT EXISTS", false),
        ("\"embeddedMetadata.Keywords\" EXISTS", false),
    ];
    for (text, expected) in queries {
        let query = query::parse(text).expect("a query");
        let mut found = Vec::new();
        let visit = |file: Scanned<'_>| {
            found.push(query.holds(&file, now));
            std::ops::ControlFlow::Continue(())
        };
        catalog.each(0, visit).expect("read");
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn rows_are_never_given_again_and_changes_are_told() {
    let Home { catalog, _folder } = &home();
    let entry = |id: u32| changed("fileId", json!(format!("{id:024x}")));
    (1..=3).for_each(|id| put(catalog, &entry(id)));
    let before = catalog.revision().expect("read");
    let id = |number: u32| AssetId::new(&format!("{number:024x}"));
    catalog.gone(&[id(3)]).expect("written");
    put(catalog, &entry(4));
    put(catalog, &entry(1).replace("luxury", "plain"));
    put(catalog, &entry(2));
    assert_eq!(catalog.rows(&[id(3), id(4), id(1)]).expect("read"), [None, Some(4), Some(1)]);
    let changes = catalog.changed_since(before).expect("read").expect("known");
    assert_eq!((changes.changed, changes.gone), (vec![1, 4], vec![3]));
    assert_eq!(changes.revision, catalog.revision().expect("read"));
    assert_eq!(catalog.changed_since(changes.revision + 1).expect("read"), None);
    assert_eq!(catalog.state().expect("read").files, 3);
}

#[test]
fn folders_that_change_places_keep_their_own_files() {
    let Home { catalog, _folder } = &home();
    let folder = |id: &str, path: &str| crate::model::Folder {
        id: AssetId::new(id),
        path: FolderPath::new(path),
        created: Timestamp::UNIX_EPOCH,
        updated: Timestamp::UNIX_EPOCH,
    };
    catalog.set_folders(&[folder("1", "/x"), folder("2", "/y")]).expect("written");
    for (id, path) in [("a", "/x/a.jpg"), ("b", "/y/b.jpg")] {
        put(catalog, &json!({ "fileId": id, "filePath": path }).to_string());
    }
    catalog.set_folders(&[folder("2", "/x"), folder("1", "/y")]).expect("written");
    let names = |path: &str| -> Vec<String> {
        let page = catalog.page(&FolderPath::new(path), Sort::BY_NAME, 0, 10).expect("read");
        page.iter().map(|file| file.name.to_string()).collect()
    };
    assert_eq!((names("/x"), names("/y")), (vec!["b.jpg".to_owned()], vec!["a.jpg".to_owned()]));
    let (_, pending) = catalog.pending().expect("read");
    assert_eq!(pending, [FolderPath::new("/x"), FolderPath::new("/y")]);
}

#[test]
fn a_newer_format_is_left_alone() {
    let Home { catalog, _folder } = home();
    let path = catalog.path().to_owned();
    catalog.write(|edit| edit.db.pragma_update(None, "user_version", FORMAT + 1)).expect("written");
    assert!(matches!(Catalog::open(&path), Err(Error::Newer { .. })));
}

#[test]
fn the_first_format_gets_what_the_second_has() {
    let Home { catalog, _folder } = home();
    put(&catalog, &car().to_string());
    let path = catalog.path().to_owned();
    let first = |edit: &mut Edit<'_>| {
        edit.db.execute_batch("DROP INDEX file_order")?;
        edit.db.pragma_update(None, "user_version", 1)
    };
    catalog.write(first).expect("written");
    drop(catalog);
    let catalog = Catalog::open(&path).expect("a catalogue");
    let sort = Sort { key: SortKey::Size, direction: Direction::Ascending };
    assert_eq!(catalog.page(&FolderPath::new("/a b"), sort, 0, 10).expect("read").len(), 1);
}

#[test]
fn pages_are_parts_of_the_whole_in_every_order() {
    let Home { catalog, _folder } = home();
    for number in 0..60_u64 {
        let mut entry = car();
        entry["fileId"] = format!("{number:024x}").into();
        entry["name"] = format!("{}.jpg", number * 37 % 60).into();
        entry["filePath"] = format!("/x/{}.jpg", number * 37 % 60).into();
        for (name, period) in [("size", 7), ("width", 11), ("height", 3)] {
            entry[name] = (number * 17 % period + 1).into();
        }
        put(&catalog, &entry.to_string());
    }
    let folder = FolderPath::new("/x");
    let keys =
        [SortKey::Name, SortKey::Created, SortKey::Updated, SortKey::Size, SortKey::Height, SortKey::Width];
    for key in keys {
        let page = |direction, skip, limit| {
            catalog.page(&folder, Sort { key, direction }, skip, limit).expect("read")
        };
        let all = page(Direction::Ascending, 0, 100);
        assert_eq!(all.len(), 60);
        for (skip, limit) in [(0, 1), (0, 60), (7, 20), (59, 5), (60, 5), (99, 5), (30, 0)] {
            let end = (skip + limit).min(60);
            let part = all.get(skip.min(60)..end).unwrap_or_default();
            assert_eq!(page(Direction::Ascending, skip, limit), part, "{key:?} {skip} {limit}");
        }
        let mut turned = page(Direction::Descending, 3, 50);
        turned.reverse();
        assert_eq!(turned, all[7..57], "{key:?}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..5)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_entry_comes_back(members in prop::collection::vec((0_usize..32, any_value()), 0..8)) {
        let Home { catalog, _folder } = &home();
        let mut entry = car();
        let names: Vec<String> = entry.as_object().expect("an object").keys().cloned().collect();
        for (at, value) in members {
            let name = names.get(at).cloned().unwrap_or_else(|| format!("other{at}"));
            entry[name.as_str()] = value;
        }
        let text = entry.to_string();
        // What the client can't read never comes so far.
        if details_of_entry(&text).is_some() {
            expect_same(catalog, &text);
        }
    }
}
