//! Values of custom metadata by keys, on one file and on many.

use ikt::api::{FileUpdate, ListQuery, NewField};
use ikt::model::AssetDetails;
use ikt::model::custom::{FieldType, Schema};
use ikt::runtime::Exit;
use serde_json::{Map, Value, json};

use crate::rig::{Library, Rig};

async fn make(library: &Library, name: &str, schema: Schema) {
    let new = NewField { name: name.into(), label: name.into(), schema, description: None };
    library.client.create_field(&new).await.expect("a field");
}

fn select(field_type: FieldType, options: &[&str]) -> Schema {
    let options = Some(options.iter().map(|option| json!(option)).collect());
    Schema { options, ..Schema::new(field_type) }
}

/// The values of all files in a folder, in the order of their names.
async fn values(library: &Library, folder: &str) -> Vec<Value> {
    let query = ListQuery {
        path: Some(ikt::model::FolderPath::new(folder)),
        order: Some(ikt::api::Order::By(ikt::model::Sort::BY_NAME)),
        limit: Some(1000),
        ..ListQuery::default()
    };
    let files = library.client.list_details(&query).await.expect("a list");
    let held = |file: &AssetDetails| file.raw().get("customMetadata").cloned().unwrap_or_else(|| json!({}));
    files.iter().map(held).collect()
}

async fn set(library: &Library, folder: &str, name: &str, values: Value) {
    let folder = ikt::model::FolderPath::new(folder);
    let file = library.client.find_file(&folder, name).await.expect("a list").expect("a file");
    let custom_metadata: Map<String, Value> = values.as_object().expect("an object").clone();
    let update = FileUpdate { custom_metadata, ..FileUpdate::default() };
    library.client.update(&file.id, &update).await.expect("an update");
}

/// `update_file_details`: values of every type on one file; what is wrong is said while it is typed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_of_every_type_on_one_file() {
    let library = Library::start().await;
    library.put("/a.txt", b"a").await;
    make(&library, "brand", Schema { max_length: Some(6), ..Schema::new(FieldType::Text) }).await;
    make(&library, "colours", select(FieldType::MultiSelect, &["red", "green", "blue"])).await;
    make(&library, "day", Schema::new(FieldType::Date)).await;
    make(&library, "notes", Schema::new(FieldType::Textarea)).await;
    make(&library, "open", Schema::new(FieldType::Boolean)).await;
    make(&library, "price", Schema { min: Some(json!(5)), ..Schema::new(FieldType::Number) }).await;
    make(&library, "rights", select(FieldType::SingleSelect, &["licensed", "none"])).await;
    set(&library, "/", "a.txt", json!({ "brand": "old", "colours": ["red"], "open": true })).await;
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("a.txt").await;
    rig.press("m");
    rig.until("red").await;
    rig.press("b enter");
    rig.type_text("-brand");
    rig.until("should have at most 6 characters").await;
    rig.press("ctrl-u");
    rig.type_text("new");
    rig.press("enter p enter");
    rig.type_text("4");
    rig.until("should be greater than or equal to 5").await;
    rig.press("backspace");
    rig.type_text("5.5");
    rig.press("enter d enter");
    rig.type_text("2026-03-14");
    rig.press("enter n enter");
    rig.type_text("one");
    rig.press("ctrl-j");
    rig.type_text("two");
    rig.press("enter o delete");
    // Green is added to what the file has.
    rig.press("c enter tab space down space enter r enter l enter");
    rig.until("7 changed").await;
    rig.press("ctrl-s");
    rig.until("Change").await;
    rig.until(": done").await;
    let now = values(&library, "/").await;
    let expected = json!({
        "brand": "new", "colours": ["red", "green"], "day": "2026-03-14", "notes": "one\ntwo", "price": 5.5,
        "rights": "licensed",
    });
    assert_eq!(now, [expected]);
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// On many files: what differs is said, a required value can't be cleared, files that hold the value
/// already are sent nothing, and leaving with changes is asked about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_of_many_files_at_once() {
    let library = Library::start().await;
    for name in ["a.txt", "b.txt", "c.txt"] {
        library.put(&format!("/many/{name}"), name.as_bytes()).await;
    }
    make(&library, "price", Schema::new(FieldType::Number)).await;
    make(&library, "rights", select(FieldType::SingleSelect, &["licensed", "none"])).await;
    set(&library, "/many", "a.txt", json!({ "rights": "licensed", "price": 1 })).await;
    set(&library, "/many", "b.txt", json!({ "rights": "none", "price": 2 })).await;
    let required =
        Schema { required: true, default: Some(json!("none")), ..select(FieldType::SingleSelect, &["none"]) };
    let rig = Rig::open(&library, "/many", (100, 30));
    rig.until("c.txt").await;
    rig.press("* m");
    rig.until("Custom metadata of 3 files").await;
    rig.until("differs: 2 values, 1 without").await;
    rig.press("r enter l enter");
    rig.until("1 changed").await;
    rig.press("esc");
    rig.until("The changes are not sent").await;
    rig.press("ctrl-s");
    rig.until("Set rights = licensed on 2 files").await;
    rig.until("1 file is so already").await;
    rig.press("enter");
    rig.until("on 2 files: done").await;
    assert_eq!(
        values(&library, "/many").await,
        [
            json!({ "rights": "licensed", "price": 1 }),
            json!({ "rights": "licensed", "price": 2 }),
            json!({ "rights": "licensed" }),
        ]
    );
    make(&library, "usage", required).await;
    rig.press("esc g g m");
    rig.until("usage is required and a file has none").await;
    rig.press("u delete");
    rig.until("can be set, but not cleared").await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
