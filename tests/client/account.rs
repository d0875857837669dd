//! The account behind the library, and the ways to let an upload in.

use ikt::api::{
    AutoTagging, Content, Credentials, ErrorClass, Extension, NamedTransformationChange,
    NewNamedTransformation, NewOrigin, NewSavedExtension, NewUrlEndpoint, NewWebhook, OriginSource, Upload,
    WebhookChange,
};
use ikt::model::{FolderPath, Secret};
use ikt::url::auth::AuthParameters;

use crate::library::Library;

/// The time now, in Unix seconds.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn upload(name: &str, credentials: Credentials) -> Upload {
    let content = Content::Bytes("bytes".into());
    Upload { credentials, ..Upload::new(content, FolderPath::new("/in"), name) }
}

#[tokio::test]
async fn a_token_lets_one_upload_in() {
    let library = Library::start().await;
    let client = &library.client;
    let plain = upload("a.txt", Credentials::PrivateKey);
    let token = client.upload_token(&plain, now(), 600).expect("a token");
    let signed = Upload { credentials: Credentials::Token(token), ..plain.clone() };
    let file = client.upload_v2(&signed, |_| {}).await.expect("an upload").stored().expect("a file");
    assert_eq!(file.path, "/in/a.txt");

    let again = client.upload_v2(&signed, |_| {}).await.expect_err("a token is for one upload");
    assert_eq!(again.class(), ErrorClass::BadRequest);
    let token = client.upload_token(&plain, now(), 600).expect("a token");
    let other = upload("b.txt", Credentials::Token(token));
    let error = client.upload_v2(&other, |_| {}).await.expect_err("it was signed for another name");
    assert_eq!(error.class(), ErrorClass::BadRequest);
    client.upload_v2(&upload("c.txt", Credentials::PrivateKey), |_| {}).await.expect("the key does as well");
}

#[tokio::test]
async fn signed_parameters_let_one_upload_in() {
    let library = Library::start().await;
    let account = library.client.account();
    let parameters = AuthParameters::new(&account.private_key, "once", now() + 600);
    let signed = Credentials::Parameters { public_key: account.public_key.clone(), parameters };
    library.client.upload(&upload("a.txt", signed.clone()), |_| {}).await.expect("an upload");
    let error = library.client.upload(&upload("b.txt", signed), |_| {}).await.expect_err("used once");
    assert_eq!(error.class(), ErrorClass::BadRequest);
}

#[tokio::test]
async fn origins_and_url_endpoints() {
    let library = Library::start().await;
    let (origins, endpoints) = (library.client.origins(), library.client.url_endpoints());
    let mut new = NewOrigin {
        name: "shop".into(),
        include_canonical_header: false,
        base_url_for_canonical_header: None,
        source: OriginSource::S3 {
            bucket: "b".into(),
            access_key: Secret::new("hush"),
            secret_key: Secret::new("hush"),
            prefix: String::new(),
            use_iam_role: false,
        },
    };
    let made = origins.create(&new).await.expect("an origin");
    assert_eq!((made.kind.as_str(), made.bucket.as_deref()), ("S3", Some("b")));
    assert!(!made.extra.0.contains_key("secretKey"), "a secret came back");
    new.source = OriginSource::WebProxy;
    let changed = origins.update(&made.id, &new).await.expect("an origin");
    assert_eq!((changed.id.as_str(), changed.kind.as_str()), (made.id.as_str(), "WEB_PROXY"));

    let new = NewUrlEndpoint {
        description: "for the shop".into(),
        url_prefix: Some("shop".into()),
        origins: vec![made.id.clone()],
        url_rewriter: None,
    };
    let endpoint = endpoints.create(&new).await.expect("an endpoint");
    assert_eq!(endpoints.get(&endpoint.id).await.expect("an endpoint").origins, [made.id.as_str()]);
    assert!(endpoints.list().await.expect("endpoints").iter().any(|one| one.id == "default"));
    endpoints.delete(&endpoint.id).await.expect("a delete");
    origins.delete(&made.id).await.expect("a delete");
    assert!(origins.get(&made.id).await.expect_err("it is gone").is_not_found());
}

#[tokio::test]
async fn webhooks_saved_extensions_and_named_transformations() {
    let library = Library::start().await;
    let client = &library.client;
    let new =
        NewWebhook { endpoint: "https://h.test/".into(), events: vec!["file.created".into()], enabled: true };
    let webhook = client.webhooks().create(&new).await.expect("a webhook");
    assert!(webhook.secret.as_ref().is_some_and(|secret| secret.reveal().starts_with("whsec_")));
    let change = WebhookChange { enabled: Some(false), ..WebhookChange::default() };
    assert!(!client.webhooks().update(&webhook.id, &change).await.expect("a webhook").enabled);
    let told = format!("{:?} {webhook:?}", client.calls());
    assert!(!told.contains(webhook.secret.as_ref().expect("a secret").reveal()), "{told}");
    client.webhooks().delete(&webhook.id).await.expect("a delete");

    let config = Extension::AwsAutoTagging(AutoTagging { min_confidence: Some(80), max_tags: Some(5) });
    let new = NewSavedExtension { name: "tags".into(), description: "d".into(), config: config.clone() };
    let saved = client.saved_extensions().create(&new).await.expect("an extension");
    assert_eq!(client.saved_extensions().get(&saved.id).await.expect("an extension").config, Some(config));
    client.saved_extensions().delete(&saved.id).await.expect("a delete");

    let new = NewNamedTransformation { name: "small".into(), transformation: "w-100".into(), enabled: true };
    let named = client.named_transformations().create(&new).await.expect("a transformation");
    let change = NamedTransformationChange {
        transformation: Some("w-200".into()),
        ..NamedTransformationChange::default()
    };
    let changed = client.named_transformations().update(&named.id, &change).await.expect("a transformation");
    assert_eq!((changed.name.as_str(), changed.transformation.as_str()), ("small", "w-200"));
    client.named_transformations().delete(&named.id).await.expect("a delete");
    client.dummy().await.expect("nothing");
}

#[tokio::test]
async fn use_of_the_account() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let (yesterday, tomorrow) = (today.yesterday().expect("a day"), today.tomorrow().expect("a day"));
    let usage = library.client.usage(yesterday, tomorrow).await.expect("usage");
    assert!(usage.media_library_storage_bytes > 0, "{usage:?}");
    let analytics = library.client.usage_analytics(yesterday, today).await.expect("analytics");
    assert_eq!(analytics.start_date, yesterday.to_string());
    let error = library.client.usage(tomorrow, yesterday).await.expect_err("backwards");
    assert_eq!(error.class(), ErrorClass::BadRequest);
}
