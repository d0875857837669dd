//! Custom metadata fields by keys: made, changed, deleted, and who lacks a value.

use ikt::api::NewField;
use ikt::model::custom::{Field, FieldType, Schema};
use ikt::runtime::Exit;
use serde_json::json;

use crate::rig::{Library, Rig};

async fn named(library: &Library, name: &str) -> Option<Field> {
    let fields = library.client.fields(false, None).await.expect("fields");
    fields.into_iter().find(|field| field.name == name)
}

async fn make(library: &Library, name: &str, schema: Schema) {
    let new = NewField { name: name.into(), label: name.to_uppercase(), schema, description: None };
    library.client.create_field(&new).await.expect("a field");
}

/// `create_custom_metadata_fields`, and what is wrong is said at its line before anything is sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_is_made_with_its_rules() {
    let library = Library::start().await;
    library.put("/a.txt", b"a").await;
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("a.txt").await;
    rig.press("M");
    rig.until("No fields yet").await;
    rig.press("n");
    rig.type_text("price");
    rig.press("tab");
    rig.type_text("The price");
    // Number, 1000 to 30: the greatest value is too small.
    rig.press("tab N tab");
    rig.type_text("1000");
    rig.press("tab");
    rig.type_text("30");
    rig.press("enter");
    rig.until("should be less than or equal to maxValue").await;
    assert_eq!(named(&library, "price").await, None, "nothing is sent while something is wrong");
    rig.press("down");
    rig.type_text("00");
    rig.press("enter");
    rig.until("The field price is as asked").await;
    rig.until("number, 1000 to 3000").await;
    let price = named(&library, "price").await.expect("a field");
    let schema = Schema { min: Some(json!(1000)), max: Some(json!(3000)), ..Schema::new(FieldType::Number) };
    assert_eq!((price.label.as_str(), price.schema), ("The price", Some(schema)));

    // Options, and one of them as the default of what is required.
    rig.press("n");
    rig.type_text("size");
    rig.press("tab tab S tab");
    rig.type_text("small, 30, \"40\"");
    rig.press("tab space tab");
    rig.type_text("30");
    rig.press("enter");
    rig.until("The field size is as asked").await;
    let size = named(&library, "size").await.and_then(|field| field.schema).expect("a schema");
    assert_eq!(size.options, Some(vec![json!("small"), json!(30), json!("40")]));
    assert_eq!((size.required, size.default), (true, Some(json!(30))));
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// `get`, `update` and `delete_custom_metadata_fields`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_is_changed_and_deleted_and_its_name_stays_taken() {
    let library = Library::start().await;
    library.put("/a.txt", b"a").await;
    make(&library, "brand", Schema::new(FieldType::Text)).await;
    make(&library, "season", Schema::new(FieldType::Date)).await;
    let rig = Rig::open(&library, "/", (140, 45));
    rig.until("a.txt").await;
    rig.press("M");
    rig.until("SEASON").await;
    rig.press("enter");
    rig.until("Change BRAND").await;
    rig.type_text("S");
    rig.press("tab tab tab");
    rig.type_text("80");
    rig.press("enter");
    rig.until("The field brand is as asked").await;
    rig.until("at most 80 characters").await;
    let brand = named(&library, "brand").await.expect("a field");
    assert_eq!(
        (brand.label.as_str(), brand.schema.and_then(|schema| schema.max_length)),
        ("BRANDS", Some(80))
    );

    rig.press("G d");
    rig.until("No field can ever be named season again").await;
    rig.type_text("seas");
    rig.press("enter");
    rig.until("That is not season").await;
    assert!(named(&library, "season").await.is_some());
    rig.type_text("on");
    rig.press("enter");
    rig.until("The field season is deleted").await;
    assert_eq!(named(&library, "season").await, None);
    rig.press("x");
    rig.until("its name stays taken").await;

    // What the service refuses is said in the form, which keeps what was typed.
    rig.press("n");
    rig.type_text("season");
    rig.press("enter");
    rig.until("SEASON had this name: it can't be used again").await;
    rig.press("esc y");
    rig.until("The fields as JSON copied").await;
    let copied: serde_json::Value = serde_json::from_str(&rig.copied()).expect("JSON");
    assert_eq!(copied[0]["name"], "brand");
    assert_eq!((copied[0].get("id"), copied.as_array().map(Vec::len)), (None, Some(1)));
    assert_eq!(rig.quit().await, Exit::Quit);
}
