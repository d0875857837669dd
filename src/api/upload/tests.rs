//! What goes over the wire, and what comes back.

use serde_json::json;

use super::*;
use crate::model::Account;

fn upload() -> Upload {
    Upload::new(Content::Url("https://h/x.jpg".into()), FolderPath::new("/a"), "x.jpg")
}

fn pairs(upload: &Upload) -> Vec<(&'static str, String)> {
    Fields::of(upload).expect("fields").pairs().to_vec()
}

fn value(upload: &Upload, name: &str) -> Option<String> {
    pairs(upload).into_iter().find(|(field, _)| *field == name).map(|(_, value)| value)
}

#[test]
fn choices_about_existing_files_are_always_sent_and_the_rest_when_given() {
    let names: Vec<&str> = pairs(&upload()).iter().map(|(name, _)| *name).collect();
    let always = [
        "fileName",
        "folder",
        "useUniqueFileName",
        "overwriteFile",
        "overwriteTags",
        "overwriteAITags",
        "overwriteCustomMetadata",
        "isPrivateFile",
    ];
    assert_eq!(names, always);
}

#[test]
fn every_option_has_its_field() {
    let full = Upload {
        tags: vec!["a".into(), "b".into()],
        draft: true,
        custom_coordinates: Some("1,2,3,4".into()),
        description: Some("words".into()),
        custom_metadata: Map::from_iter([("price".to_owned(), json!(3))]),
        extensions: vec![Extension::AutoDescription],
        webhook_url: Some("https://h/hook".into()),
        transformation: UploadTransformation {
            pre: Some("w-100".into()),
            post: vec![
                PostTransformation::Transformation { value: "w-1".into() },
                PostTransformation::GifToVideo { value: None },
                PostTransformation::Abs { protocol: StreamProtocol::Hls, value: "sr-240".into() },
            ],
        },
        checks: Some("\"file.size\" < \"1mb\"".into()),
        response_fields: ResponseField::ALL.to_vec(),
        ..upload()
    };
    let expected = [
        ("tags", "a,b"),
        ("isPublished", "false"),
        ("customCoordinates", "1,2,3,4"),
        ("description", "words"),
        ("customMetadata", r#"{"price":3}"#),
        ("extensions", r#"[{"name":"ai-auto-description"}]"#),
        ("webhookUrl", "https://h/hook"),
        (
            "transformation",
            r#"{"pre":"w-100","post":[{"type":"transformation","value":"w-1"},{"type":"gif-to-video"},{"type":"abs","protocol":"hls","value":"sr-240"}]}"#,
        ),
        ("checks", "\"file.size\" < \"1mb\""),
        (
            "responseFields",
            "tags,customCoordinates,isPrivateFile,embeddedMetadata,isPublished,customMetadata,metadata,selectedFieldsSchema",
        ),
    ];
    for (name, text) in expected {
        assert_eq!(value(&full, name).as_deref(), Some(text), "{name}");
    }
}

#[test]
fn what_lets_an_upload_in_is_sent_and_not_shown() {
    let parameters = AuthParameters::new(&Secret::new("private_x"), "once", 1_700_000_000);
    let signature = parameters.signature.clone();
    let signed = Upload {
        credentials: Credentials::Parameters { public_key: "public_x".into(), parameters },
        ..upload()
    };
    assert_eq!(value(&signed, "signature"), Some(signature.clone()));
    assert_eq!(value(&signed, "expire").as_deref(), Some("1700000000"));
    let described = Fields::of(&signed).expect("fields").described(None);
    assert!(described.contains("publicKey: public_x") && described.contains("token: …"), "{described}");
    assert!(!described.contains(&signature) && described.ends_with("file: a stream"), "{described}");

    let token = Upload { credentials: Credentials::Token(Secret::new("a.b.c")), ..upload() };
    assert_eq!(value(&token, "token").as_deref(), Some("a.b.c"));
    assert!(!format!("{token:?}").contains("a.b.c"));
}

#[test]
fn a_token_holds_every_field_as_text() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

    let account = Account {
        name: "test".into(),
        api: "http://127.0.0.1:1".into(),
        upload: "http://127.0.0.1:1".into(),
        delivery: "http://127.0.0.1:1/x".into(),
        public_key: "public_x".into(),
        private_key: Secret::new("private_x"),
        read_only: false,
    };
    let client = Client::new(account).expect("a client");
    let token = client.upload_token(&upload(), 1_700_000_000, 60).expect("a token");
    let parts: Vec<&str> = token.reveal().split('.').collect();
    let read = |part: &str| -> Value {
        serde_json::from_slice(&BASE64.decode(part).expect("base64")).expect("JSON")
    };
    assert_eq!(read(parts[0]), json!({ "alg": "HS256", "typ": "JWT", "kid": "public_x" }));
    let payload = read(parts[1]);
    assert_eq!(payload["useUniqueFileName"], "false");
    assert_eq!(
        (payload["iat"].as_i64(), payload["exp"].as_i64()),
        (Some(1_700_000_000), Some(1_700_000_060))
    );
    assert_eq!(payload.as_object().map(Map::len), Some(pairs(&upload()).len() + 2));
    assert_eq!(parts[2].len(), 43);
}

#[test]
fn a_reader_can_be_sent_once_and_tells_nothing_of_itself() {
    let source = Source::new(&b"hush"[..], Some(4));
    let content = Content::Stream(source.clone());
    assert_eq!(content, Content::Stream(source));
    assert_ne!(content, Content::Stream(Source::new(&b"hush"[..], Some(4))));
    assert_eq!(format!("{content:?}"), "Stream(Source { length: Some(4), .. })");
    assert!(!content.can_be_sent_again() && upload().content.can_be_sent_again());
}
