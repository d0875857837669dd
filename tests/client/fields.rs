//! Custom metadata: fields, values, and searches by them, in the local library.

use ikt::api::{Content, ErrorClass, FieldChange, FileUpdate, ListQuery, NewField, Upload};
use ikt::model::custom::{FieldType, Schema};
use ikt::model::{Asset, AssetId, FolderPath};
use serde_json::{Map, Value, json};

use crate::library::Library;

fn field(name: &str, schema: Schema) -> NewField {
    NewField { name: name.into(), label: format!("The {name}"), schema, description: None }
}

fn values(object: Value) -> Map<String, Value> {
    object.as_object().expect("an object").clone()
}

#[tokio::test]
async fn fields_of_every_type_are_made_changed_and_deleted() {
    let library = Library::start().await;
    let client = &library.client;
    for field_type in FieldType::ALL {
        let options = matches!(field_type, FieldType::SingleSelect | FieldType::MultiSelect)
            .then(|| vec![json!("a"), json!(2), json!(true)]);
        let schema = Schema { options, ..Schema::new(field_type) };
        let made = client.create_field(&field(field_type.as_str(), schema.clone())).await.expect("a field");
        assert_eq!((made.name.as_str(), made.schema.as_ref()), (field_type.as_str(), Some(&schema)));
    }
    let fields = client.fields(false, None).await.expect("fields");
    let number = fields.iter().find(|field| field.name == "Number").expect("a field");

    let change = FieldChange {
        label: Some("A number".into()),
        schema: Some(Schema { min: Some(json!(1)), max: Some(json!(9)), ..Schema::new(FieldType::Number) }),
        ..FieldChange::default()
    };
    let changed = client.update_field(&number.id, &change).await.expect("a field");
    assert_eq!((changed.label.as_str(), changed.schema), ("A number", change.schema));

    client.delete_field(&number.id).await.expect("a delete");
    let names = |fields: &[ikt::api::Field]| fields.iter().any(|field| field.name == "Number");
    assert!(!names(&client.fields(false, None).await.expect("fields")));
    assert!(names(&client.fields(true, None).await.expect("fields")));
    let taken = client.create_field(&field("Number", Schema::new(FieldType::Text))).await.expect_err("taken");
    assert_eq!(taken.class(), ErrorClass::BadRequest);
    let missing = client.delete_field(&AssetId::new("598821f949c0a938d57563bd")).await.expect_err("missing");
    assert!(missing.is_not_found());
}

#[tokio::test]
async fn a_wrong_schema_is_told_key_by_key() {
    let library = Library::start().await;
    let wrong = Schema { min: Some(json!("a")), max_length: Some(3), ..Schema::new(FieldType::Number) };
    let error = library.client.create_field(&field("n", wrong)).await.expect_err("a wrong schema");
    let report = error.report("Could not make the field n");
    assert!(report.why.contains("minValue: ") && report.why.contains("maxLength: "), "{report:?}");
}

#[tokio::test]
async fn values_are_set_searched_for_and_taken_away() {
    let library = Library::start().await;
    let client = &library.client;
    client.create_field(&field("price", Schema::new(FieldType::Number))).await.expect("a field");
    client.create_field(&field("brand", Schema::new(FieldType::Text))).await.expect("a field");
    let upload = Upload {
        custom_metadata: values(json!({ "price": 5 })),
        ..Upload::new(Content::Bytes("x".into()), FolderPath::new("/shop"), "x.txt")
    };
    let file = client.upload(&upload, |_| {}).await.expect("an upload").stored().expect("a file");
    let update = FileUpdate { custom_metadata: values(json!({ "brand": "ikt" })), ..FileUpdate::default() };
    let details = client.update(&file.id, &update).await.expect("an update");
    let mut custom = details.custom.clone();
    custom.sort();
    assert_eq!(custom, [("brand".into(), "ikt".into()), ("price".into(), "5".into())]);

    let search = |text: &str| ListQuery { search: Some(text.into()), ..ListQuery::default() };
    let dear = search("\"customMetadata.price\" > 4 AND type = \"file\"");
    let found = client.list(&dear).await.expect("a list");
    assert!(matches!(&found[..], [Asset::File(found)] if found.id == file.id), "{found:?}");

    let wrong = FileUpdate { custom_metadata: values(json!({ "price": "much" })), ..FileUpdate::default() };
    let error = client.update(&file.id, &wrong).await.expect_err("no number");
    let errors = &error.answer().expect("an answer").errors;
    assert_eq!(errors.iter().map(|item| item.subject.as_str()).collect::<Vec<_>>(), ["price"]);
    let unset = FileUpdate { custom_metadata: values(json!({ "price": null })), ..FileUpdate::default() };
    let details = client.update(&file.id, &unset).await.expect("an update");
    assert_eq!(details.custom, [("brand".to_owned(), "ikt".to_owned())]);
    assert!(client.list(&dear).await.expect("a list").is_empty());

    let nonsense = client.list(&search("price >")).await.expect_err("no search");
    assert_eq!(nonsense.class(), ErrorClass::BadRequest);
    assert!(nonsense.to_string().contains("Invalid search query"), "{nonsense}");
}
