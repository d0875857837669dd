//! Custom metadata fields, and the values of files.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::library::{GHOST, HELP, Library, PIXEL, refused, text};

const FIELDS: &str = "/v1/customMetadataFields";
const NO_FIELD: &str = "No such custom metadata field exists.";

async fn create(library: &Library, name: &str, schema: Value) -> Value {
    let (status, body) =
        library.post(FIELDS, json!({ "name": name, "label": format!("The {name}"), "schema": schema })).await;
    assert_eq!(status, 201, "{body}");
    body
}

async fn patch(library: &Library, id: &str, body: Value) -> (StatusCode, Value) {
    library.send(Method::PATCH, &format!("{FIELDS}/{id}"), body).await
}

#[tokio::test]
async fn fields_of_every_type() {
    let library = Library::new().await;
    let schemas = [
        ("title", json!({ "type": "Text", "minLength": 2, "maxLength": 80, "defaultValue": "none" })),
        ("notes", json!({ "type": "Textarea", "isValueRequired": true, "defaultValue": "none" })),
        ("price", json!({ "type": "Number", "minValue": 1000, "maxValue": 3000 })),
        ("until", json!({ "type": "Date", "minValue": "2022-11-29T10:11:10+00:00" })),
        ("approved", json!({ "type": "Boolean" })),
        ("size", json!({ "type": "SingleSelect", "selectOptions": ["small", 30, true] })),
        (
            "uses",
            json!({ "type": "MultiSelect", "selectOptions": ["web", "print"], "defaultValue": ["web"] }),
        ),
    ];
    let mut made = Vec::new();
    for (name, schema) in schemas {
        let field = create(&library, name, schema.clone()).await;
        let id = text(&field["id"]);
        assert!(id.len() == 24 && id.bytes().all(|c| c.is_ascii_hexdigit()));
        assert_eq!(
            field,
            json!({ "id": id, "name": name, "label": format!("The {name}"), "schema": schema })
        );
        made.push(field);
    }
    assert_eq!(library.get(FIELDS).await, (StatusCode::OK, json!(made)));
    assert_eq!(library.get(&format!("{FIELDS}?folderPath=/a")).await.1, json!(made));
    let library = library.restarted().await;
    assert_eq!(library.get(FIELDS).await.1, json!(made));
}

#[tokio::test]
async fn bad_fields_are_refused_by_key() {
    let library = Library::new().await;
    create(&library, "price", json!({ "type": "Number" })).await;
    for (body, errors) in [
        (json!({}), json!({ "name": "is required", "label": "is required", "schema": "is required" })),
        (
            json!({ "name": 5, "label": "", "schema": [] }),
            json!({ "name": "should be of type string", "label": "is required", "schema": "should be of type object" }),
        ),
        (
            json!({ "name": "a", "label": "a", "schema": { "type": "Text", "minValue": "x", "maxLength": "5" } }),
            json!({ "maxLength": "should be of type number" }),
        ),
        (
            json!({ "name": "a", "label": "a", "schema": { "type": "Number", "minValue": "x", "maxLength": 5 } }),
            json!({ "minValue": "should be of type number", "maxLength": "not allowed for this type" }),
        ),
        (
            json!({ "name": "a", "label": "a", "schema": { "type": "SingleSelect" } }),
            json!({ "selectOptions": "is required for this type" }),
        ),
        (
            json!({ "name": "a", "label": "a", "schema": { "type": "Text", "isValueRequired": true } }),
            json!({ "defaultValue": "is required when isValueRequired is true" }),
        ),
        (
            json!({ "name": "a", "label": "a", "schema": { "type": "Text", "colour": 1 } }),
            json!({ "colour": "is not allowed" }),
        ),
    ] {
        let answer = library.post(FIELDS, body).await;
        assert_eq!(
            answer,
            (
                StatusCode::BAD_REQUEST,
                json!({ "message": "Invalid field object", "help": HELP, "errors": errors })
            )
        );
    }
    let twin =
        |name: &str, label: &str| json!({ "name": name, "label": label, "schema": { "type": "Text" } });
    refused(
        library.post(FIELDS, twin("price", "Another")).await,
        400,
        "A custom metadata field with this name already exists.",
    );
    refused(
        library.post(FIELDS, twin("another", "The price")).await,
        400,
        "A custom metadata field with this label already exists.",
    );
    refused(
        library.post(FIELDS, twin("_internal_original_created_datetime", "x")).await,
        400,
        "A custom metadata field with this name already exists.",
    );
    assert_eq!(library.get(FIELDS).await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn fields_are_changed() {
    let library = Library::new().await;
    let id = text(&create(&library, "price", json!({ "type": "Number", "minValue": 1 })).await["id"]);
    create(&library, "other", json!({ "type": "Text" })).await;
    // As the older SDK sends it: a label of null.
    let (status, field) =
        patch(&library, &id, json!({ "label": null, "schema": { "type": "Text", "maxValue": 9 } })).await;
    assert_eq!(
        (status.as_u16(), &field["schema"]),
        (200, &json!({ "type": "Number", "minValue": 1, "maxValue": 9 }))
    );
    let (_, field) = patch(&library, &id, json!({ "label": "Price" })).await;
    assert_eq!((&field["label"], &field["name"]), (&json!("Price"), &json!("price")));
    for (body, message) in [
        (json!({}), "Either label or schema should be provided."),
        (json!({ "label": null }), "Either label or schema should be provided."),
        (json!({ "name": "x", "label": "y" }), "Name cannot be updated."),
        (json!({ "schema": 5 }), "Invalid schema object."),
        (json!({ "label": "The other" }), "A custom metadata field with this label already exists."),
    ] {
        refused(patch(&library, &id, body).await, 400, message);
    }
    let (status, body) = patch(&library, &id, json!({ "schema": { "minValue": 10 } })).await;
    assert_eq!(
        (status.as_u16(), &body["errors"]),
        (400, &json!({ "minValue": "should be less than or equal to maxValue" }))
    );
    refused(patch(&library, GHOST, json!({ "label": "x" })).await, 404, NO_FIELD);
    refused(
        patch(&library, "x", json!({ "label": "x" })).await,
        400,
        "Your request contains invalid ID parameter.",
    );
    refused(library.send(Method::PATCH, FIELDS, json!({})).await, 400, "Missing id parameter.");
}

#[tokio::test]
async fn a_deleted_field_takes_its_values_with_it_and_keeps_its_name() {
    let library = Library::new().await;
    let id = text(&create(&library, "price", json!({ "type": "Number" })).await["id"]);
    create(&library, "brand", json!({ "type": "Text" })).await;
    let values = r#"{"price": 5, "brand": "x"}"#;
    let file = text(&library.upload_with("/x.png", PIXEL, &[("customMetadata", values)]).await["fileId"]);
    library.upload_with("/x.png", PIXEL, &[("customMetadata", r#"{"price": 6}"#)]).await;
    assert_eq!(library.delete(&format!("{FIELDS}/{id}")).await.0, 204);
    assert_eq!(library.details(&file).await["customMetadata"], json!({}));
    let (_, versions) = library.get(&format!("/v1/files/{file}/versions")).await;
    assert_eq!(versions[1]["customMetadata"], json!({ "brand": "x" }));
    let names =
        |body: Value| body.as_array().unwrap().iter().map(|field| text(&field["name"])).collect::<Vec<_>>();
    assert_eq!(names(library.get(FIELDS).await.1), ["brand"]);
    assert_eq!(names(library.get(&format!("{FIELDS}?includeDeleted=true")).await.1), ["price", "brand"]);
    refused(library.delete(&format!("{FIELDS}/{id}")).await, 404, NO_FIELD);
    refused(
        patch(&library, &id, json!({ "label": "x" })).await,
        400,
        "Cannot update a deleted custom metadata fields.",
    );
    let again = json!({ "name": "price", "label": "The price", "schema": { "type": "Text" } });
    refused(library.post(FIELDS, again).await, 400, "A custom metadata field with this name already exists.");
    // The label is free again.
    let other = json!({ "name": "cost", "label": "The price", "schema": { "type": "Text" } });
    assert_eq!(library.post(FIELDS, other).await.0, 201);
}

#[tokio::test]
async fn values_are_checked_and_merged() {
    let library = Library::new().await;
    create(&library, "price", json!({ "type": "Number", "maxValue": 9 })).await;
    create(&library, "uses", json!({ "type": "MultiSelect", "selectOptions": ["web", 7, true] })).await;
    let id = library.put("/x.png").await;
    let path = format!("/v1/files/{id}/details");
    let set =
        async |values: Value| library.send(Method::PATCH, &path, json!({ "customMetadata": values })).await;
    let (status, file) = set(json!({ "price": 5, "uses": ["web", 7.0] })).await;
    assert_eq!((status.as_u16(), &file["customMetadata"]["price"]), (200, &json!(5)), "{file}");
    let (_, file) = set(json!({ "price": null })).await;
    assert_eq!(file["customMetadata"], json!({ "uses": ["web", 7.0] }));
    let before = library.details(&id).await;
    let (status, body) = set(json!({ "price": 10, "uses": "web", "sku": 1 })).await;
    assert_eq!((status.as_u16(), &body["message"]), (400, &json!("Invalid custom metadata.")));
    assert_eq!(
        body["errors"],
        json!({ "price": "should be less than or equal to 9", "uses": "should be an array", "sku": "This field does not exist." })
    );
    assert_eq!(library.details(&id).await, before);
}

#[tokio::test]
async fn a_required_value_has_to_be_there_once_any_is_set() {
    let library = Library::new().await;
    let id = library.put("/x.png").await;
    create(&library, "brand", json!({ "type": "Text", "isValueRequired": true, "defaultValue": "x" })).await;
    create(&library, "price", json!({ "type": "Number" })).await;
    let path = format!("/v1/files/{id}/details");
    let set =
        async |values: Value| library.send(Method::PATCH, &path, json!({ "customMetadata": values })).await;
    assert_eq!(set(json!({ "price": 1 })).await.1["errors"], json!({ "brand": "is required" }));
    assert_eq!(set(json!({ "price": 1, "brand": "a" })).await.0, 200);
    assert_eq!(set(json!({ "price": 2 })).await.0, 200);
    assert_eq!(set(json!({ "brand": null })).await.1["errors"], json!({ "brand": "is required" }));
}

#[tokio::test]
async fn names_of_any_kind_lose_their_values_too() {
    let library = Library::new().await;
    let names = ["a.b", "a\"b", "a\\b", "$", "[0]", "名前", "tab\there", "it's"];
    let mut values = serde_json::Map::new();
    let mut ids = Vec::new();
    for name in names {
        ids.push(text(&create(&library, name, json!({ "type": "Text" })).await["id"]));
        values.insert(name.to_owned(), json!("x"));
    }
    let file = library.put("/x.png").await;
    let path = format!("/v1/files/{file}/details");
    let (status, body) = library.send(Method::PATCH, &path, json!({ "customMetadata": values })).await;
    assert_eq!((status.as_u16(), &body["customMetadata"]), (200, &json!(values)), "{body}");
    for (name, id) in names.into_iter().zip(ids) {
        assert_eq!(library.delete(&format!("{FIELDS}/{id}")).await.0, 204);
        values.remove(name);
        assert_eq!(library.details(&file).await["customMetadata"], json!(values), "{name}");
    }
}

#[tokio::test]
async fn values_and_deletions_outlive_a_restart_and_are_searched() {
    let library = Library::new().await;
    let id = text(&create(&library, "price", json!({ "type": "Number" })).await["id"]);
    let file = library.put("/x.png").await;
    let path = format!("/v1/files/{file}/details");
    let body = json!({ "customMetadata": { "price": 5 } });
    assert_eq!(library.send(Method::PATCH, &path, body).await.0, 200);
    let library = library.restarted().await;
    let query = "searchQuery=%22customMetadata.price%22%20%3E%204";
    assert_eq!(library.list(query).await, ["/x.png"]);
    assert_eq!(library.delete(&format!("{FIELDS}/{id}")).await.0, 204);
    let library = library.restarted().await;
    assert_eq!(library.details(&file).await["customMetadata"], json!({}));
    let again = json!({ "name": "price", "label": "x", "schema": { "type": "Text" } });
    refused(library.post(FIELDS, again).await, 400, "A custom metadata field with this name already exists.");
}

#[tokio::test]
async fn what_no_field_can_be_made_of_is_a_400() {
    let library = Library::new().await;
    let id = text(&create(&library, "price", json!({ "type": "Number" })).await["id"]);
    for schema in [
        json!({ "type": ["Text"] }),
        json!({ "type": "Text", "minLength": -1 }),
        json!({ "type": "Text", "maxLength": 1.5 }),
        json!({ "type": "Text", "maxLength": 1e300 }),
        json!({ "type": "Text", "minValue": 1 }),
        json!({ "type": "Number", "minValue": [1] }),
        json!({ "type": "Number", "selectOptions": [1] }),
        json!({ "type": "Date", "defaultValue": "tomorrow" }),
        json!({ "type": "Boolean", "isValueRequired": "yes" }),
        json!({ "type": "SingleSelect", "selectOptions": {} }),
        json!({ "type": "SingleSelect", "selectOptions": [{ "a": 1 }] }),
        json!({ "type": "MultiSelect", "selectOptions": ["a"], "defaultValue": ["a", "b"] }),
    ] {
        let body = json!({ "name": "x", "label": "x", "schema": schema });
        let (status, answer) = library.post(FIELDS, body.clone()).await;
        assert_eq!((status.as_u16(), &answer["message"]), (400, &json!("Invalid field object")), "{body}");
        let (status, answer) = patch(&library, &id, json!({ "schema": { "defaultValue": [schema] } })).await;
        assert_eq!(
            (status.as_u16(), &answer["errors"]["defaultValue"]),
            (400, &json!("should be of type number"))
        );
    }
    let (_, fields) = library.get(FIELDS).await;
    assert_eq!(
        fields,
        json!([{ "id": id, "name": "price", "label": "The price", "schema": { "type": "Number" } }])
    );
}
