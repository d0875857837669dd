//! Every endpoint: the method, the address and the body that go over the wire, and what is made of
//! the answers that the documents show.

use futures_util::future::BoxFuture;
use ikt::api::{
    AutoTagging, Change, Client, Content, Credentials, Error, Extension, FieldChange, FileType, FileUpdate,
    JobState, Kind, ListKind, ListQuery, NamedTransformationChange, NewField, NewNamedTransformation,
    NewOrigin, NewSavedExtension, NewUrlEndpoint, NewWebhook, Order, OriginSource, Receipt, RemoveAiTags,
    SavedExtensionChange, Upload, Versions, WebhookChange,
};
use ikt::model::custom::{FieldType, Schema};
use ikt::model::{AssetDetails, AssetId, Direction, FolderPath, Secret, Sort, Tag};
use serde_json::{Map, Value, json};

use crate::canned::Host;

type Made<'c> = BoxFuture<'c, Result<(), Error>>;

/// A call, what it has to ask, and an answer to it.
struct Row {
    call: fn(&Client) -> Made<'_>,
    asks: (&'static str, &'static str, Value),
    answer: (u16, Value),
}

fn row(
    method: &'static str,
    target: &'static str,
    body: Value,
    answer: (u16, Value),
    call: fn(&Client) -> Made<'_>,
) -> Row {
    Row { call, asks: (method, target, body), answer }
}

/// Makes a call, and leaves its answer aside.
macro_rules! call {
    (|$client:ident| $call:expr) => {
        |$client| Box::pin(async move { $call.await.map(drop) })
    };
}

fn id() -> AssetId {
    AssetId::new("598821f949c0a938d57563bd")
}

fn version() -> AssetId {
    AssetId::new("598821f949c0a938d57563be")
}

fn tags() -> [Tag; 2] {
    ["a".into(), "b c".into()]
}

fn path(text: &str) -> FolderPath {
    FolderPath::new(text)
}

fn file() -> Value {
    json!({ "type": "file", "fileId": "598821f949c0a938d57563bd", "name": "x.jpg", "filePath": "/x.jpg" })
}

fn tagging() -> Extension {
    Extension::GoogleAutoTagging(AutoTagging { min_confidence: Some(80), max_tags: Some(5) })
}

fn origin() -> NewOrigin {
    NewOrigin {
        name: "shop".into(),
        include_canonical_header: false,
        base_url_for_canonical_header: None,
        source: OriginSource::WebFolder {
            base_url: "https://h".into(),
            forward_host_header_to_origin: false,
        },
    }
}

fn days() -> (jiff::civil::Date, jiff::civil::Date) {
    (jiff::civil::date(2024, 1, 2), jiff::civil::date(2024, 2, 3))
}

const ID: &str = "598821f949c0a938d57563bd";

fn library_calls() -> Vec<Row> {
    let none = || json!(null);
    let ids = json!([ID]);
    vec![
        row("GET", "/v1/files", none(), (200, json!([])), call!(|c| c.list(&ListQuery::default()))),
        row(
            "GET",
            "/v1/files?type=all&sort=DESC_RELEVANCE&path=%2Fa&searchQuery=name+HAS+%22x%22&fileType=image\
             &tags=a%2Cb+c&name=x.jpg&includeFolder=true&skip=10&limit=20",
            none(),
            (200, json!([])),
            call!(|c| {
                let query = ListQuery {
                    kind: Some(ListKind::All),
                    order: Some(Order::Relevance(Direction::Descending)),
                    path: Some(path("/a")),
                    search: Some("name HAS \"x\"".into()),
                    file_type: Some(FileType::Image),
                    tags: tags().to_vec(),
                    name: Some("x.jpg".into()),
                    include_folders: true,
                    skip: 10,
                    limit: Some(20),
                };
                async move { c.list_details(&query).await }
            }),
        ),
        row(
            "GET",
            "/v1/files?type=file&sort=ASC_NAME&path=%2F&limit=5",
            none(),
            (200, json!([file()])),
            call!(|c| async move { c.list_files(&path("/"), Sort::BY_NAME, 0, 5).await }),
        ),
        row(
            "GET",
            "/v1/files/598821f949c0a938d57563bd/details",
            none(),
            (200, file()),
            call!(|c| async move { c.details(&id()).await }),
        ),
        row(
            "PATCH",
            "/v1/files/598821f949c0a938d57563bd/details",
            json!({ "removeAITags": "all", "tags": null, "customCoordinates": "1,2,3,4", "description": "d",
                "customMetadata": { "price": 3 }, "webhookUrl": "https://h/",
                "extensions": [{ "name": "google-auto-tagging", "minConfidence": 80, "maxTags": 5 }] }),
            (200, file()),
            call!(|c| async move {
                let update = FileUpdate {
                    remove_ai_tags: RemoveAiTags::All,
                    tags: Change::Clear,
                    custom_coordinates: Change::Set("1,2,3,4".into()),
                    description: Some("d".into()),
                    custom_metadata: Map::from_iter([("price".to_owned(), json!(3))]),
                    extensions: vec![tagging()],
                    webhook_url: Some("https://h/".into()),
                };
                c.update(&id(), &update).await
            }),
        ),
        row(
            "PATCH",
            "/v1/files/598821f949c0a938d57563bd/details",
            json!({ "publish": { "isPublished": false, "includeFileVersions": true } }),
            (200, file()),
            call!(|c| async move { c.set_published(&id(), false, Versions::All).await }),
        ),
        row(
            "POST",
            "/v1/files/addTags",
            json!({ "fileIds": ids, "tags": ["a", "b c"] }),
            (200, json!({ "successfullyUpdatedFileIds": ids })),
            call!(|c| async move { c.add_tags(&[id()], &tags()).await }),
        ),
        row(
            "POST",
            "/v1/files/removeTags",
            json!({ "fileIds": ids, "tags": ["a", "b c"] }),
            (200, json!({ "successfullyUpdatedFileIds": ids })),
            call!(|c| async move { c.remove_tags(&[id()], &tags()).await }),
        ),
        row(
            "POST",
            "/v1/files/removeAITags",
            json!({ "fileIds": ids, "AITags": ["a", "b c"] }),
            (200, json!({ "successfullyUpdatedFileIds": ids })),
            call!(|c| async move { c.remove_ai_tags(&[id()], &tags()).await }),
        ),
        row(
            "DELETE",
            "/v1/files/598821f949c0a938d57563bd",
            none(),
            (204, none()),
            call!(|c| async move { c.delete(&id()).await }),
        ),
        row(
            "POST",
            "/v1/files/batch/deleteByFileIds",
            json!({ "fileIds": ids }),
            (200, json!({ "successfullyDeletedFileIds": ids })),
            call!(|c| async move { c.delete_many(&[id()]).await }),
        ),
        row(
            "POST",
            "/v1/files/copy",
            json!({ "sourceFilePath": "/a/x.jpg", "destinationPath": "/b/", "includeFileVersions": true }),
            (204, none()),
            call!(|c| async move { c.copy_file("/a/x.jpg", &path("/b"), Versions::All).await }),
        ),
        row(
            "POST",
            "/v1/files/move",
            json!({ "sourceFilePath": "/a/x.jpg", "destinationPath": "/" }),
            (204, none()),
            call!(|c| async move { c.move_file("/a/x.jpg", &path("/")).await }),
        ),
        row(
            "PUT",
            "/v1/files/rename",
            json!({ "filePath": "/a/x.jpg", "newFileName": "y.jpg", "purgeCache": true }),
            (200, json!({ "purgeRequestId": "p" })),
            call!(|c| async move { c.rename_file("/a/x.jpg", "y.jpg", true).await }),
        ),
        row(
            "GET",
            "/v1/files/598821f949c0a938d57563bd/versions",
            none(),
            (200, json!([file()])),
            call!(|c| async move { c.versions(&id()).await }),
        ),
        row(
            "GET",
            "/v1/files/598821f949c0a938d57563bd/versions/598821f949c0a938d57563be",
            none(),
            (200, file()),
            call!(|c| async move { c.version(&id(), &version()).await }),
        ),
        row(
            "DELETE",
            "/v1/files/598821f949c0a938d57563bd/versions/598821f949c0a938d57563be",
            none(),
            (204, none()),
            call!(|c| async move { c.delete_version(&id(), &version()).await }),
        ),
        row(
            "PUT",
            "/v1/files/598821f949c0a938d57563bd/versions/598821f949c0a938d57563be/restore",
            none(),
            (200, file()),
            call!(|c| async move { c.restore_version(&id(), &version()).await }),
        ),
        row(
            "GET",
            "/v1/files/598821f949c0a938d57563bd/metadata",
            none(),
            (200, json!({})),
            call!(|c| async move { c.metadata(&id()).await }),
        ),
        row(
            "GET",
            "/v1/metadata?url=https%3A%2F%2Fh%2Fa+b.jpg%3Ftr%3Dw-1",
            none(),
            (200, json!({})),
            call!(|c| c.metadata_of_url("https://h/a b.jpg?tr=w-1")),
        ),
    ]
}

fn folder_calls() -> Vec<Row> {
    let none = || json!(null);
    let job = || (200, json!({ "jobId": "j" }));
    vec![
        row(
            "POST",
            "/v1/folder",
            json!({ "folderName": "n", "parentFolderPath": "/a/" }),
            (201, json!({})),
            call!(|c| async move { c.create_folder(&path("/a"), "n").await }),
        ),
        row(
            "DELETE",
            "/v1/folder",
            json!({ "folderPath": "/a/" }),
            (204, none()),
            call!(|c| async move { c.delete_folder(&path("/a")).await }),
        ),
        row(
            "POST",
            "/v1/bulkJobs/copyFolder",
            json!({ "sourceFolderPath": "/a/", "destinationPath": "/b/", "includeVersions": true,
                "includeFileVersions": true }),
            job(),
            call!(|c| async move { c.copy_folder(&path("/a"), &path("/b"), Versions::All).await }),
        ),
        row(
            "POST",
            "/v1/bulkJobs/moveFolder",
            json!({ "sourceFolderPath": "/a/", "destinationPath": "/b/" }),
            job(),
            call!(|c| async move { c.move_folder(&path("/a"), &path("/b")).await }),
        ),
        row(
            "POST",
            "/v1/bulkJobs/renameFolder",
            json!({ "folderPath": "/a/", "newFolderName": "n", "purgeCache": true }),
            (202, json!({ "jobId": "j" })),
            call!(|c| async move { c.rename_folder(&path("/a"), "n", true).await }),
        ),
        row("GET", "/v1/bulkJobs/j%2F1", none(), (200, json!({})), call!(|c| c.job("j/1"))),
        row(
            "POST",
            "/v1/files/purge",
            json!({ "url": "https://h/x*" }),
            (201, json!({ "requestId": "p" })),
            call!(|c| c.purge("https://h/x*")),
        ),
        row(
            "GET",
            "/v1/files/purge/p",
            none(),
            (200, json!({ "status": "Pending" })),
            call!(|c| c.purge_status("p")),
        ),
    ]
}

fn field() -> Value {
    json!({ "id": ID, "name": "price", "label": "Price", "schema": { "type": "Number", "minValue": 1 } })
}

fn field_calls() -> Vec<Row> {
    let none = || json!(null);
    vec![
        row(
            "GET",
            "/v1/customMetadataFields?includeDeleted=true&folderPath=%2Fa",
            none(),
            (200, json!([field()])),
            call!(|c| async move { c.fields(true, Some(&path("/a"))).await }),
        ),
        row(
            "GET",
            "/v1/customMetadataFields?includeDeleted=false",
            none(),
            (200, json!([])),
            call!(|c| c.fields(false, None)),
        ),
        row(
            "POST",
            "/v1/customMetadataFields",
            json!({ "name": "size", "label": "Size", "description": "how large", "schema": {
                "type": "MultiSelect", "selectOptions": ["s", 1, true], "defaultValue": ["s"],
                "isValueRequired": true } }),
            (201, field()),
            call!(|c| async move {
                let schema = Schema {
                    options: Some(vec![json!("s"), json!(1), json!(true)]),
                    default: Some(json!(["s"])),
                    required: true,
                    ..Schema::new(FieldType::MultiSelect)
                };
                let new = NewField {
                    name: "size".into(),
                    label: "Size".into(),
                    schema,
                    description: Some("how large".into()),
                };
                c.create_field(&new).await
            }),
        ),
        row(
            "PATCH",
            "/v1/customMetadataFields/598821f949c0a938d57563bd",
            json!({ "label": "Name", "schema": { "minLength": 1, "maxLength": 9, "isValueRequired": false } }),
            (200, field()),
            call!(|c| async move {
                let schema =
                    Schema { min_length: Some(1), max_length: Some(9), ..Schema::new(FieldType::Text) };
                let change = FieldChange {
                    label: Some("Name".into()),
                    schema: Some(schema),
                    ..FieldChange::default()
                };
                c.update_field(&id(), &change).await
            }),
        ),
        row(
            "DELETE",
            "/v1/customMetadataFields/598821f949c0a938d57563bd",
            none(),
            (204, none()),
            call!(|c| async move { c.delete_field(&id()).await }),
        ),
    ]
}

#[tokio::test]
async fn calls_about_fields_ask_as_documented() {
    assert_asked(field_calls()).await;
}

#[tokio::test]
async fn fields_are_typed_and_keep_what_ikt_does_not_know() {
    let host = Host::saying(
        200,
        json!([
            { "id": ID, "name": "price", "label": "Price", "reserved": true, "description": "in euros",
              "schema": { "type": "Number", "minValue": 1, "maxValue": 2.5, "readOnly": true }, "brandNew": 1 },
            { "id": ID, "name": "place", "label": null, "schema": { "type": "Place" } },
            { "id": ID, "name": "text", "schema": { "type": "Text", "minLength": 2.0, "isValueRequired": null } },
        ]),
    )
    .await;
    let fields = host.client.fields(false, None).await.expect("fields");
    let schema = fields[0].schema.as_ref().expect("a schema");
    assert_eq!((schema.field_type, schema.max.clone()), (FieldType::Number, Some(json!(2.5))));
    assert!(
        fields[0].reserved && fields[0].raw["schema"]["readOnly"] == true && fields[0].raw["brandNew"] == 1
    );
    assert!(fields[1].schema.is_none() && fields[1].custom().is_none(), "its type is not known");
    let text = fields[2].custom().expect("a field");
    assert_eq!((text.schema.min_length, text.schema.required), (Some(2), false));
    assert!(text.schema.check(&json!("x")).is_err());
}

fn account_calls() -> Vec<Row> {
    let none = || json!(null);
    let web = json!({ "name": "shop", "type": "WEB_FOLDER", "baseUrl": "https://h",
        "forwardHostHeaderToOrigin": false });
    let endpoint = json!({ "description": "d", "urlPrefix": "p", "origins": ["o"] });
    vec![
        row(
            "GET",
            "/v1/accounts/usage?startDate=2024-01-02&endDate=2024-02-03",
            none(),
            (200, json!({ "bandwidthBytes": 1 })),
            call!(|c| c.usage(days().0, days().1)),
        ),
        row(
            "GET",
            "/v1/accounts/usage-analytics?startDate=2024-01-02&endDate=2024-02-03",
            none(),
            (200, json!({})),
            call!(|c| c.usage_analytics(days().0, days().1)),
        ),
        row(
            "GET",
            "/v1/accounts/origins",
            none(),
            (200, json!([])),
            call!(|c| async move { c.origins().list().await }),
        ),
        row(
            "GET",
            "/v1/accounts/origins/o%20p",
            none(),
            (200, json!({})),
            call!(|c| async move { c.origins().get("o p").await }),
        ),
        row(
            "POST",
            "/v1/accounts/origins",
            web.clone(),
            (201, json!({})),
            call!(|c| async move { c.origins().create(&origin()).await }),
        ),
        row(
            "PUT",
            "/v1/accounts/origins/o",
            web,
            (200, json!({})),
            call!(|c| async move { c.origins().update("o", &origin()).await }),
        ),
        row(
            "DELETE",
            "/v1/accounts/origins/o",
            none(),
            (204, none()),
            call!(|c| async move { c.origins().delete("o").await }),
        ),
        row(
            "GET",
            "/v1/accounts/url-endpoints",
            none(),
            (200, json!([])),
            call!(|c| async move { c.url_endpoints().list().await }),
        ),
        row(
            "GET",
            "/v1/accounts/url-endpoints/default",
            none(),
            (200, json!({})),
            call!(|c| async move { c.url_endpoints().get("default").await }),
        ),
        row(
            "POST",
            "/v1/accounts/url-endpoints",
            endpoint.clone(),
            (201, json!({})),
            call!(|c| async move { c.url_endpoints().create(&new_endpoint()).await }),
        ),
        row(
            "PUT",
            "/v1/accounts/url-endpoints/e",
            endpoint,
            (200, json!({})),
            call!(|c| async move { c.url_endpoints().update("e", &new_endpoint()).await }),
        ),
        row(
            "DELETE",
            "/v1/accounts/url-endpoints/e",
            none(),
            (204, none()),
            call!(|c| async move { c.url_endpoints().delete("e").await }),
        ),
        row(
            "GET",
            "/v1/accounts/webhooks",
            none(),
            (200, json!([])),
            call!(|c| async move { c.webhooks().list().await }),
        ),
        row(
            "GET",
            "/v1/accounts/webhooks/w",
            none(),
            (200, json!({})),
            call!(|c| async move { c.webhooks().get("w").await }),
        ),
        row(
            "POST",
            "/v1/accounts/webhooks",
            json!({ "endpoint": "https://h/", "events": ["file.created"], "enabled": true }),
            (201, json!({})),
            call!(|c| async move {
                let new = NewWebhook {
                    endpoint: "https://h/".into(),
                    events: vec!["file.created".into()],
                    enabled: true,
                };
                c.webhooks().create(&new).await
            }),
        ),
        row(
            "PATCH",
            "/v1/accounts/webhooks/w",
            json!({ "enabled": false }),
            (200, json!({})),
            call!(|c| async move {
                let change = WebhookChange { enabled: Some(false), ..WebhookChange::default() };
                c.webhooks().update("w", &change).await
            }),
        ),
        row(
            "DELETE",
            "/v1/accounts/webhooks/w",
            none(),
            (204, none()),
            call!(|c| async move { c.webhooks().delete("w").await }),
        ),
        row(
            "GET",
            "/v1/saved-extensions",
            none(),
            (200, json!([])),
            call!(|c| async move { c.saved_extensions().list().await }),
        ),
        row(
            "GET",
            "/v1/saved-extensions/s",
            none(),
            (200, json!({})),
            call!(|c| async move { c.saved_extensions().get("s").await }),
        ),
        row(
            "POST",
            "/v1/saved-extensions",
            json!({ "name": "n", "description": "d",
                "config": { "name": "google-auto-tagging", "minConfidence": 80, "maxTags": 5 } }),
            (201, json!({})),
            call!(|c| async move {
                let new = NewSavedExtension { name: "n".into(), description: "d".into(), config: tagging() };
                c.saved_extensions().create(&new).await
            }),
        ),
        row(
            "PATCH",
            "/v1/saved-extensions/s",
            json!({ "name": "m" }),
            (200, json!({})),
            call!(|c| async move {
                let change =
                    SavedExtensionChange { name: Some("m".into()), ..SavedExtensionChange::default() };
                c.saved_extensions().update("s", &change).await
            }),
        ),
        row(
            "DELETE",
            "/v1/saved-extensions/s",
            none(),
            (204, none()),
            call!(|c| async move { c.saved_extensions().delete("s").await }),
        ),
        row(
            "GET",
            "/v1/named-transformations",
            none(),
            (200, json!([])),
            call!(|c| async move { c.named_transformations().list().await }),
        ),
        row(
            "GET",
            "/v1/named-transformations/t",
            none(),
            (200, json!({})),
            call!(|c| async move { c.named_transformations().get("t").await }),
        ),
        row(
            "POST",
            "/v1/named-transformations",
            json!({ "name": "n", "transformation": "w-1", "enabled": true }),
            (201, json!({})),
            call!(|c| async move {
                let new =
                    NewNamedTransformation { name: "n".into(), transformation: "w-1".into(), enabled: true };
                c.named_transformations().create(&new).await
            }),
        ),
        row(
            "PATCH",
            "/v1/named-transformations/t",
            json!({ "transformation": "w-2" }),
            (200, json!({})),
            call!(|c| async move {
                let change = NamedTransformationChange {
                    transformation: Some("w-2".into()),
                    ..NamedTransformationChange::default()
                };
                c.named_transformations().update("t", &change).await
            }),
        ),
        row(
            "DELETE",
            "/v1/named-transformations/t",
            none(),
            (204, none()),
            call!(|c| async move { c.named_transformations().delete("t").await }),
        ),
        row("POST", "/v1/dummy/test", json!({}), (204, none()), call!(|c| c.dummy())),
    ]
}

fn new_endpoint() -> NewUrlEndpoint {
    NewUrlEndpoint {
        description: "d".into(),
        url_prefix: Some("p".into()),
        origins: vec!["o".into()],
        url_rewriter: None,
    }
}

async fn assert_asked(rows: Vec<Row>) {
    for Row { call, asks: (method, target, body), answer: (status, answer) } in rows {
        let host = Host::saying(status, answer).await;
        if let Err(error) = call(&host.client).await {
            panic!("{method} {target}: {error:?}");
        }
        let asked = host.asked();
        let [asked] = &asked[..] else { panic!("{method} {target}: {asked:?}") };
        assert_eq!((asked.method.as_str(), asked.target.as_str()), (method, target));
        assert_eq!(asked.json(), body, "{method} {target}");
        let key = asked.headers.get("authorization").expect("a key");
        assert_eq!(key, "Basic cHJpdmF0ZV9odXNoOg==", "{method} {target}");
        let has_type = asked.headers.contains_key("content-type");
        assert_eq!(has_type, !body.is_null(), "{method} {target}: a type where there is a body");
    }
}

#[tokio::test]
async fn calls_about_files_ask_as_documented() {
    assert_asked(library_calls()).await;
}

#[tokio::test]
async fn calls_about_folders_and_the_cache_ask_as_documented() {
    assert_asked(folder_calls()).await;
}

#[tokio::test]
async fn calls_about_the_account_ask_as_documented() {
    assert_asked(account_calls()).await;
}

#[tokio::test]
async fn uploads_go_to_both_versions_with_the_key_or_without() {
    let host =
        Host::saying(202, json!({ "message": "The pre-transformation has been queued successfully." })).await;
    let upload = Upload::new(Content::Url("https://h/film.mp4".into()), path("/a"), "film.mp4");
    let receipt = host.client.upload(&upload, |_| {}).await.expect("a receipt");
    assert!(matches!(receipt, Receipt::Queued { message } if message.contains("queued")));
    let token = host.client.upload_token(&upload, 1_700_000_000, 60).expect("a token");
    let signed = Upload { credentials: Credentials::Token(token), ..upload };
    host.client.upload_v2(&signed, |_| {}).await.expect("a receipt");
    let asked = host.asked();
    assert_eq!(
        (asked[0].target.as_str(), asked[1].target.as_str()),
        ("/api/v1/files/upload", "/api/v2/files/upload")
    );
    let has_key: Vec<bool> = asked.iter().map(|asked| asked.headers.contains_key("authorization")).collect();
    assert_eq!(has_key, [true, false]);
    let form = String::from_utf8_lossy(&asked[0].body).into_owned();
    assert!(form.contains("name=\"file\"\r\n\r\nhttps://h/film.mp4\r\n"), "{form}");
}

#[tokio::test]
async fn a_list_keeps_what_ikt_does_not_know() {
    let host = Host::saying(
        200,
        json!([
            { "type": "file-version", "fileId": ID, "name": "x.mp4", "filePath": "/a/x.mp4", "tags": null,
              "AITags": null, "size": 12.0, "versionInfo": { "id": "598821f949c0a938d57563be", "name": "Version 1" },
              "duration": 7, "videoCodec": "h264", "brandNew": { "deep": [1] }, "description": "a film" },
            { "type": "folder", "folderId": "f", "name": "b", "folderPath": "/a/b", "customMetadata": { "k": 1 },
              "owner": "me" },
            { "type": "file" },
        ]),
    )
    .await;
    let list = host.client.list_details(&ListQuery::default()).await.expect("a list");
    assert_eq!(list.len(), 2, "what has no id can't be used");
    let AssetDetails::File(film) = &list[0] else { panic!("{list:?}") };
    assert_eq!((film.current, film.version.as_str(), film.file.size), (false, "Version 1", 12));
    assert_eq!(film.version_id, Some(version()));
    assert_eq!(film.film.as_ref().and_then(|film| film.duration), Some(7.0));
    assert_eq!(film.description.as_deref(), Some("a film"));
    assert_eq!(list[0].raw()["brandNew"]["deep"][0], 1);
    let AssetDetails::Folder(folder) = &list[1] else { panic!("{list:?}") };
    assert_eq!((folder.folder.path.as_str(), folder.custom.len()), ("/a/b", 1));
    assert_eq!(list[1].raw()["owner"], "me");
}

#[tokio::test]
async fn metadata_of_pictures_and_films() {
    let picture = json!({ "height": 68, "width": 100.0, "size": 7749, "format": "jpg", "hasColorProfile": true,
        "quality": 0, "density": 72, "hasTransparency": false, "pHash": "f06830ca9f1e3e90",
        "exif": { "image": { "Make": "Canon", "Model": "EOS" }, "gps": { "GPSVersionID": [2, 2, 0, 0] },
            "thumbnail": null, "makernote": {} }, "brandNew": true });
    let host = Host::saying(200, picture).await;
    let metadata = host.client.metadata(&id()).await.expect("metadata");
    assert_eq!((metadata.width, metadata.quality, metadata.density), (Some(100), Some(0), Some(72.0)));
    assert_eq!(metadata.p_hash.as_deref(), Some("f06830ca9f1e3e90"));
    let names: Vec<&str> = metadata.exif.image.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Make", "Model"]);
    assert_eq!(metadata.raw["brandNew"], true);
    assert_eq!(metadata.film, None);

    let film = json!({ "height": 720, "width": 1280, "bitRate": 546524, "duration": 70, "audioCodec": "aac",
        "videoCodec": "h264", "size": 23490, "exif": null });
    let host = Host::saying(200, film).await;
    let metadata = host.client.metadata_of_url("https://h/x.mp4").await.expect("metadata");
    let film = metadata.film.expect("a film");
    assert_eq!((film.bit_rate, film.audio_codec.as_deref()), (Some(546_524), Some("aac")));
}

#[tokio::test]
async fn a_part_that_succeeded_is_an_answer() {
    let host = Host::saying(
        207,
        json!({ "successfullyUpdatedFileIds": [ID], "errors": [{ "fileId": "x", "error": "Error in adding tags" }] }),
    )
    .await;
    let bulk = host.client.add_tags(&[id()], &tags()).await.expect("a part of it");
    assert_eq!(bulk.done, [id()]);
    assert_eq!(bulk.failed, [(AssetId::new("x"), "Error in adding tags".to_owned())]);

    let host = Host::saying(207, json!({ "message": "renamed, not purged", "help": "h" })).await;
    let renamed = host.client.rename_file("/x", "y", true).await.expect("a part of it");
    assert_eq!(renamed.not_purged.as_deref(), Some("renamed, not purged"));

    let host = Host::saying(
        207,
        json!({ "jobId": "j", "type": "RENAME_FOLDER", "status": "Partial success", "message": "not purged",
            "purgeRequestId": "p" }),
    )
    .await;
    let job = host.client.job("j").await.expect("a job");
    assert_eq!((job.kind.as_str(), job.state), ("RENAME_FOLDER", JobState::Partial("not purged".into())));
    assert_eq!(job.purge.as_deref(), Some("p"));
}

#[tokio::test]
async fn calls_by_hand() {
    let host = Host::saying(404, json!({ "message": "not here", "help": "h" })).await;
    let body = json!({ "a": 1 });
    let answer = host.client.raw("post", "/v1/any thing?x=%20y", Some(&body)).await.expect("an answer");
    assert_eq!((answer.status, answer.json().expect("JSON")["message"].as_str()), (404, Some("not here")));
    assert_eq!(answer.error.as_ref().and_then(Error::kind), Some(&Kind::NotFound));
    let asked = host.asked();
    assert_eq!((asked[0].method.as_str(), asked[0].target.as_str()), ("POST", "/v1/any%20thing?x=%20y"));
    assert_eq!(asked[0].json(), body);

    for path in ["v1/files", "https://elsewhere.test/", "@elsewhere.test/", ""] {
        let error = host.client.raw("GET", path, None).await.expect_err(path);
        assert!(matches!(error, Error::Setup(_)), "{path}: {error:?}");
    }
    // What looks like another host is a path on this one.
    for path in ["//elsewhere.test/v1", "/\\elsewhere.test/", "/../@elsewhere.test"] {
        host.client.raw("GET", path, None).await.expect("an answer");
    }
    assert_eq!(host.asked().len(), 3);
    let error = host.client.raw("NO METHOD", "/v1", None).await.expect_err("no method");
    assert!(error.to_string().contains("NO METHOD"), "{error}");
}

#[tokio::test]
async fn secrets_of_origins_and_webhooks_are_typed() {
    let host = Host::saying(
        201,
        json!({ "id": "w", "endpoint": "https://h/", "events": ["file.created"], "enabled": true,
            "secret": "whsec_hushhush", "createdAt": "2024-01-01T00:00:00.000Z", "new": 1 }),
    )
    .await;
    let new = NewWebhook { endpoint: "https://h/".into(), events: Vec::new(), enabled: true };
    let webhook = host.client.webhooks().create(&new).await.expect("a webhook");
    assert_eq!(webhook.secret.as_ref().map(Secret::reveal), Some("whsec_hushhush"));
    assert_eq!(webhook.extra.0.get("new"), Some(&json!(1)));
    let empty = host.client.webhooks().get("").await.expect_err("no id");
    assert!(matches!(empty, Error::Setup(_)), "{empty:?}");
}
