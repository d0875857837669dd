//! What an account has besides its media library.

use reqwest::Method;
use reqwest::header::{REFERER, USER_AGENT};
use serde_json::{Value, json};

use crate::library::{GHOST, Library, PIXEL, answer, refused, text};

const ORIGINS: &str = "/v1/accounts/origins";
const ENDPOINTS: &str = "/v1/accounts/url-endpoints";
const WEBHOOKS: &str = "/v1/accounts/webhooks";
const EXTENSIONS: &str = "/v1/saved-extensions";
const NAMED: &str = "/v1/named-transformations";

async fn made(library: &Library, path: &str, body: Value) -> String {
    let (status, body) = library.post(path, body).await;
    assert_eq!(status, 201, "{body}");
    text(&body["id"])
}

/// Asks for one by its id: details, a change, the removal, and that it is gone.
async fn gone(library: &Library, path: &str, id: &str, words: &str) {
    let one = format!("{path}/{id}");
    assert_eq!(library.delete(&one).await, (204.try_into().unwrap(), Value::Null));
    refused(library.get(&one).await, 404, words);
    refused(library.delete(&one).await, 404, words);
}

#[tokio::test]
async fn origins_are_kept_without_their_secrets() {
    let library = Library::new().await;
    let s3 = json!({ "name": "US S3", "type": "S3", "bucket": "pictures", "accessKey": "AKIA1", "secretKey": "s3cret" });
    let (status, body) = library.post(ORIGINS, s3.clone()).await;
    let id = text(&body["id"]);
    let shown = json!({ "id": id, "name": "US S3", "type": "S3", "bucket": "pictures", "prefix": "",
        "useIAMRole": false, "includeCanonicalHeader": false });
    assert_eq!((status.as_u16(), &body), (201, &shown));
    for (kind, fields) in [
        ("S3", json!({ "bucket": "b", "useIAMRole": true, "accessKey": "", "secretKey": "" })),
        (
            "S3_COMPATIBLE",
            json!({ "bucket": "b", "accessKey": "k1", "secretKey": "k2", "endpoint": "https://s3.example.com" }),
        ),
        ("CLOUDINARY_BACKUP", json!({ "bucket": "b", "accessKey": "k1", "secretKey": "k2", "prefix": "p" })),
        ("WEB_FOLDER", json!({ "baseUrl": "https://example.com/a", "forwardHostHeaderToOrigin": true })),
        (
            "WEB_PROXY",
            json!({ "includeCanonicalHeader": true, "baseUrlForCanonicalHeader": "https://example.com" }),
        ),
        ("GCS", json!({ "bucket": "b", "clientEmail": "a@b.example.com", "privateKey": "k1" })),
        ("AZURE_BLOB", json!({ "container": "c", "accountName": "a", "sasToken": "k1" })),
        (
            "AKENEO_PIM",
            json!({ "baseUrl": "https://example.com", "clientId": "k1", "clientSecret": "k2", "username": "k3", "password": "k4" }),
        ),
    ] {
        let mut whole = json!({ "name": "An origin", "type": kind });
        whole.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let (status, body) = library.post(ORIGINS, whole).await;
        assert_eq!(status, 201, "{kind}: {body}");
        let shown = body.to_string();
        assert!(!(1..5).any(|n| shown.contains(&format!("\"k{n}\""))), "{shown}");
    }
    assert_eq!(library.get(ORIGINS).await.1.as_array().unwrap().len(), 9);

    let one = format!("{ORIGINS}/{id}");
    let put = json!({ "name": "Web", "type": "WEB_FOLDER", "baseUrl": "http://example.com" });
    let (_, changed) = library.send(Method::PUT, &one, put).await;
    let shown = json!({ "id": id, "name": "Web", "type": "WEB_FOLDER", "baseUrl": "http://example.com",
        "forwardHostHeaderToOrigin": false, "includeCanonicalHeader": false });
    assert_eq!(changed, shown);
    let library = library.restarted().await;
    assert_eq!(library.get(&one).await.1, shown);
    gone(&library, ORIGINS, &id, "Origin not found.").await;
    refused(library.send(Method::PUT, &one, s3).await, 404, "Origin not found.");
}

#[tokio::test]
async fn wrong_origins_are_refused() {
    let library = Library::new().await;
    let types = "Invalid origin type. Must be one of S3, S3_COMPATIBLE, CLOUDINARY_BACKUP, WEB_FOLDER, WEB_PROXY, GCS, AZURE_BLOB, AKENEO_PIM.";
    for (body, words) in [
        (json!({ "name": "x" }), types),
        (json!({ "name": "x", "type": "FTP" }), types),
        (json!({ "type": "WEB_PROXY" }), "name is required and must be a string"),
        (json!({ "type": "WEB_PROXY", "name": 7 }), "name is required and must be a string"),
        (json!({ "type": "WEB_PROXY", "name": "a-b" }), "name can only have letters, digits and blanks"),
        (json!({ "type": "WEB_PROXY", "name": "x".repeat(101) }), "name must have at most 100 characters"),
        (json!({ "type": "WEB_PROXY", "name": "x", "bucket": "b" }), "bucket is not allowed"),
        (
            json!({ "type": "WEB_PROXY", "name": "x", "includeCanonicalHeader": 1 }),
            "includeCanonicalHeader must be a boolean",
        ),
        (json!({ "type": "S3", "name": "x" }), "bucket is required and must be a string"),
        (
            json!({ "type": "S3", "name": "x", "bucket": "b", "accessKey": "", "secretKey": "" }),
            "accessKey is required and must be a string",
        ),
        (json!({ "type": "WEB_FOLDER", "name": "x", "baseUrl": "/a" }), "baseUrl must be a valid URL"),
        (
            json!({ "type": "GCS", "name": "x", "bucket": "b", "clientEmail": "x", "privateKey": "k" }),
            "clientEmail must be a valid email address",
        ),
    ] {
        refused(library.post(ORIGINS, body).await, 400, words);
    }
    assert_eq!(library.get(ORIGINS).await.1, json!([]));
}

#[tokio::test]
async fn url_endpoints_search_origins_in_order() {
    let library = Library::new().await;
    let origin = json!({ "name": "x", "type": "WEB_PROXY" });
    let (first, second) =
        (made(&library, ORIGINS, origin.clone()).await, made(&library, ORIGINS, origin).await);
    let body = json!({ "description": "Shop", "urlPrefix": "shop", "origins": [second, first],
        "urlRewriter": { "type": "CLOUDINARY" } });
    let (status, shown) = library.post(ENDPOINTS, body.clone()).await;
    let id = text(&shown["id"]);
    let rewriter = json!({ "type": "CLOUDINARY", "preserveAssetDeliveryTypes": false });
    let expected = json!({ "id": id, "description": "Shop", "urlPrefix": "shop", "origins": [second, first],
        "urlRewriter": rewriter });
    assert_eq!((status.as_u16(), shown), (201, expected));
    refused(library.post(ENDPOINTS, body).await, 400, "A URL-endpoint with this urlPrefix already exists.");
    for (body, words) in [
        (json!({}), "description is required"),
        (json!({ "description": "x", "urlPrefix": 7 }), "urlPrefix must be a string"),
        (
            json!({ "description": "x", "urlPrefix": "" }),
            "urlPrefix cannot be empty string. This is reserved for the default URL-endpoint created by ImageKit.",
        ),
        (
            json!({ "description": "x", "urlPrefix": "a b" }),
            "urlPrefix can only have letters, digits and hyphens",
        ),
        (
            json!({ "description": "x", "urlPrefix": "a", "origins": [GHOST] }),
            "Origin does not exists. Please create origin before using it in URL-endpoint.",
        ),
        (
            json!({ "description": "x", "urlPrefix": "a", "origins": vec![&first; 11] }),
            "origins cannot have more than 10 items",
        ),
        (
            json!({ "description": "x", "urlPrefix": "a", "urlRewriter": { "type": "X" } }),
            "urlRewriter must be an object of type CLOUDINARY, IMGIX or AKAMAI",
        ),
    ] {
        refused(library.post(ENDPOINTS, body).await, 400, words);
    }
    library.delete(&format!("{ORIGINS}/{second}")).await;
    assert_eq!(library.get(&format!("{ENDPOINTS}/{id}")).await.1["origins"], json!([first]));
    let put = json!({ "description": "Other", "urlPrefix": "other" });
    let (_, changed) = library.send(Method::PUT, &format!("{ENDPOINTS}/{id}"), put).await;
    assert_eq!(changed, json!({ "id": id, "description": "Other", "urlPrefix": "other", "origins": [] }));
    gone(&library, ENDPOINTS, &id, "URL-endpoint not found.").await;

    let default = format!("{ENDPOINTS}/default");
    refused(library.delete(&default).await, 400, "Default URL-endpoint cannot be deleted.");
    let put = json!({ "description": "Mine", "origins": [first] });
    assert_eq!(library.send(Method::PUT, &default, put).await.0, 200);
    let all = library.get(ENDPOINTS).await.1;
    assert_eq!(all, json!([{ "id": "default", "description": "Mine", "urlPrefix": "", "origins": [first] }]));
}

#[tokio::test]
async fn webhooks_are_at_most_three_and_have_a_secret() {
    let library = Library::new().await;
    let body = |n: u8| json!({ "endpoint": format!("https://example.com/{n}"), "events": ["file.created"] });
    let (_, first) = library.post(WEBHOOKS, body(1)).await;
    assert!(text(&first["secret"]).starts_with("whsec_") && first["enabled"] == true, "{first}");
    assert_eq!(first["createdAt"], first["updatedAt"]);
    refused(library.post(WEBHOOKS, body(1)).await, 400, "A webhook with this endpoint already exists.");
    for (wrong, words) in [
        (json!({}), "endpoint is required and must be a string"),
        (json!({ "endpoint": "ftp://x/y", "events": [] }), "endpoint must be a valid http or https URL"),
        (json!({ "endpoint": "http://x/y" }), "events is required and must be an array of event types"),
        (json!({ "endpoint": "http://x/y", "events": ["x"] }), "x is not an event type"),
        (
            json!({ "endpoint": "http://x/y", "events": ["file.created"], "secret": "x" }),
            "secret cannot be set",
        ),
    ] {
        refused(library.post(WEBHOOKS, wrong).await, 400, words);
    }
    made(&library, WEBHOOKS, body(2)).await;
    made(&library, WEBHOOKS, body(3)).await;
    refused(library.post(WEBHOOKS, body(4)).await, 400, "You can have at most 3 webhooks.");
    let one = format!("{WEBHOOKS}/{}", text(&first["id"]));
    let (_, changed) = library.send(Method::PATCH, &one, json!({ "enabled": false })).await;
    assert_eq!((&changed["enabled"], &changed["secret"]), (&json!(false), &first["secret"]));
    assert_eq!(changed["events"], json!(["file.created"]));
    gone(&library, WEBHOOKS, &text(&first["id"]), "The requested webhook does not exist.").await;
    assert_eq!(library.get(WEBHOOKS).await.1.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn saved_extensions_are_at_most_a_hundred() {
    let library = Library::new().await;
    let config = json!({ "name": "remove-bg" });
    let body = json!({ "name": "Cars", "description": "No background", "config": config });
    let (status, shown) = library.post(EXTENSIONS, body.clone()).await;
    let id = text(&shown["id"]);
    assert_eq!((status.as_u16(), &shown["config"], &shown["name"]), (201, &config, &json!("Cars")));
    assert!(id.starts_with("ext_") && shown["updatedAt"].is_string(), "{shown}");
    let without = |field: &str| {
        let mut body = body.clone();
        body.as_object_mut().unwrap().remove(field);
        body
    };
    refused(library.post(EXTENSIONS, without("name")).await, 400, "name is required and must be a string");
    refused(library.post(EXTENSIONS, without("config")).await, 400, "Invalid extension configuration.");
    let one = format!("{EXTENSIONS}/{id}");
    for config in [
        json!({ "name": "saved-extension", "id": id }),
        json!({ "name": "paint" }),
        json!({ "name": "aws-auto-tagging", "minConfidence": 101, "maxTags": 5 }),
        json!({ "name": "aws-auto-tagging", "minConfidence": 80 }),
        json!({ "name": "ai-tasks", "tasks": [] }),
        json!(["remove-bg"]),
        Value::Null,
    ] {
        let wrong = json!({ "config": config });
        refused(library.send(Method::PATCH, &one, wrong).await, 400, "Invalid extension configuration.");
    }
    let (_, changed) = library.send(Method::PATCH, &one, json!({ "description": "Other" })).await;
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Cars"), &json!("Other")));
    refused(library.get(&format!("{EXTENSIONS}/{GHOST}")).await, 400, "Invalid saved extension ID.");
    for _ in 1..100 {
        made(&library, EXTENSIONS, body.clone()).await;
    }
    refused(library.post(EXTENSIONS, body).await, 400, "You can have at most 100 saved extensions.");
    gone(&library, EXTENSIONS, &id, "The requested saved extension does not exist.").await;
}

#[tokio::test]
async fn named_transformations_are_used_in_delivery() {
    let library = Library::new().await;
    library.upload_with("/x.png", PIXEL, &[]).await;
    let width = async |transformation: &str| {
        let url = format!("{}/tr:{transformation}/x.png", library.account.delivery);
        let answer = library.http.get(url).send().await.unwrap();
        if answer.status() != 200 {
            return None;
        }
        let bytes = answer.bytes().await.unwrap();
        Some(image::load_from_memory(&bytes).unwrap().width())
    };
    assert_eq!(width("n-wide").await, None);
    let id = made(&library, NAMED, json!({ "name": "wide", "transformation": "w-7,h-3" })).await;
    assert_eq!(width("n-wide").await, Some(7));
    let one = format!("{NAMED}/{id}");
    library.send(Method::PATCH, &one, json!({ "transformation": "w-9" })).await;
    assert_eq!(width("n-wide").await, Some(9));
    let outer = made(&library, NAMED, json!({ "name": "outer", "transformation": "n-wide:rt-90" })).await;
    assert_eq!(width("n-outer").await, Some(9));
    let used = "This named transformation is in use: another one refers to it.";
    refused(library.delete(&one).await, 409, used);
    for change in [json!({ "name": "other" }), json!({ "enabled": false })] {
        refused(library.send(Method::PATCH, &one, change).await, 409, used);
    }
    gone(&library, NAMED, &outer, "The requested named transformation does not exist.").await;
    let (_, off) = library.send(Method::PATCH, &one, json!({ "enabled": false })).await;
    let created = off["createdAt"].clone();
    let shown =
        json!({ "id": id, "name": "wide", "transformation": "w-9", "enabled": false, "createdAt": created });
    assert_eq!(off, shown);
    assert_eq!(width("n-wide").await, None);

    let taken = "A named transformation with this name already exists.";
    for (body, words) in [
        (json!({ "name": "wide", "transformation": "w-1" }), taken),
        (json!({ "name": "ik_ml_thumbnail", "transformation": "w-1" }), taken),
        (
            json!({ "name": "a-b", "transformation": "w-1" }),
            "name can only have letters, digits and underscores",
        ),
        (json!({ "name": "x" }), "transformation is required and must be a string"),
        (json!({ "name": "x", "transformation": "w-1", "enabled": "no" }), "enabled must be a boolean"),
    ] {
        refused(library.post(NAMED, body).await, 400, words);
    }
    for n in 1..250 {
        made(&library, NAMED, json!({ "name": format!("n{n}"), "transformation": "w-1" })).await;
    }
    let more = json!({ "name": "more", "transformation": "w-1" });
    refused(library.post(NAMED, more).await, 400, "You can have at most 250 named transformations.");
}

#[tokio::test]
async fn usage_is_what_was_stored_and_delivered() {
    let library = Library::new().await;
    library.post("/_ikt/clock", json!({ "at": "2026-05-10T12:00:00Z" })).await;
    library.upload_with("/x.png", PIXEL, &[]).await;
    library.upload_with("/x.png", PIXEL, &[]).await;
    library.upload_with("/a.txt", b"twelve bytes", &[]).await;
    let deliver = async |path: &str| {
        let request = library.http.get(format!("{}/{path}", library.account.delivery));
        let request =
            request.header(USER_AGENT, "Mozilla (Windows) Firefox/1").header(REFERER, "http://shop");
        request.send().await.unwrap().bytes().await.unwrap().len()
    };
    assert_eq!(deliver("a.txt").await, 12);
    let small = deliver("tr:w-1/x.png").await;
    assert_eq!(deliver("tr:w-1/x.png").await, small);
    let missing = deliver("none.jpg").await;
    library.post("/_ikt/clock", json!({ "at": "2026-05-11T00:00:00Z" })).await;
    deliver("a.txt").await;

    let library = library.restarted().await;
    let (_, usage) = library.get("/v1/accounts/usage?startDate=2026-05-10&endDate=2026-05-11").await;
    let sum = 12 + 2 * small + missing;
    assert_eq!(
        usage,
        json!({ "bandwidthBytes": sum, "mediaLibraryStorageBytes": 2 * PIXEL.len() + 12,
            "videoProcessingUnitsCount": 0, "extensionUnitsCount": 0, "originalCacheStorageBytes": 0 })
    );
    let (_, told) = library.get("/v1/accounts/usage-analytics?startDate=2026-05-10&endDate=2026-05-10").await;
    assert_eq!((&told["bandwidthBytes"], &told["requestCount"]), (&json!(sum), &json!(4)));
    assert_eq!(told["cache"], json!({ "hitCount": 1, "missCount": 3, "errorCount": 0 }));
    let everything = json!([{ "name": "Firefox", "bandwidthBytes": sum, "requestCount": 4 }]);
    assert_eq!(told["browser"], json!({ "byBandwidth": everything, "byRequests": everything }));
    let text_file = format!("{}/a.txt", library.account.delivery.rsplit_once('/').unwrap().1);
    assert!(text(&told["topOtherAssets"]["byRequests"][0]["name"]).ends_with(&text_file), "{told}");
    assert_eq!(told["topImageTransforms"]["byRequests"][0]["name"], "tr:w-1");
    assert_eq!(told["topImages"]["byRequests"][0]["requestCount"], 2);
    assert_eq!(told["statusCodes"][1], json!({ "name": "404", "requestCount": 1 }));
    assert_eq!(told["topReferrers"]["byRequests"][0]["name"], "http://shop");
    let (_, both) = library.get("/v1/accounts/usage-analytics?startDate=2026-05-10&endDate=2026-05-11").await;
    assert_eq!(both["requestCount"], 5);
    let required = "startDate and endDate are required in query parameters.";
    refused(library.get("/v1/accounts/usage?endDate=2026-01-01").await, 400, required);
}

#[tokio::test]
async fn the_dummy_does_nothing() {
    let library = Library::new().await;
    let nothing = (204.try_into().unwrap(), Value::Null);
    assert_eq!(library.post("/v1/dummy/test", json!({ "baseOverlay": {} })).await, nothing);
    let wrong = library.request(Method::POST, "/v1/dummy/test").body("[7");
    let (status, body) = answer(wrong.send().await.unwrap()).await;
    assert_eq!((status.as_u16(), &body["error"]), (400, &json!("Invalid input data")));
}
