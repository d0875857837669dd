//! What an upload can ask for: checks, transformations, and the token of version 2.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::Timestamp;
use reqwest::multipart::{Form, Part};
use rstest::rstest;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::library::{Library, PIXEL, answer, refused, refused_for, text};

/// A picture of 60 × 40 pixels.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let shade = |x, y| image::Rgb([(x * 4) as u8, (y * 6) as u8, 90]);
    DynamicImage::from(RgbImage::from_fn(60, 40, shade)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn form(bytes: &[u8]) -> Form {
    Form::new().part("file", Part::bytes(bytes.to_vec()).file_name("x")).text("fileName", "x.png")
}

#[rstest]
#[case("'request.folder' : '/products'", true)]
#[case(r#""request.folder" : "marketing/""#, false)]
#[case("'request.tags' IN ['red', 'blue']", true)]
#[case("'request.customMetadata.price' >= 5", true)]
#[case("'request.customMetadata.price' > 5", false)]
#[case("'file.size' < '1mb' AND 'file.mime' = 'image/png'", true)]
#[case("'file.mime' IN ['image/jpeg']", false)]
#[case("'mediaMetadata.width' = 60 AND 'mediaMetadata.height' <= 40", true)]
#[case("'mediaMetadata.hasTransparency' = true", false)]
#[case("'mediaMetadata.format' = 'png'", true)]
#[tokio::test]
async fn an_upload_is_stored_only_if_its_checks_hold(#[case] checks: &'static str, #[case] holds: bool) {
    let library = Library::new().await;
    let field = json!({ "name": "price", "label": "price", "schema": { "type": "Number" } });
    assert_eq!(library.post("/v1/customMetadataFields", field).await.0, 201);
    let asked = form(&picture())
        .text("folder", "/products/shoes")
        .text("tags", "red")
        .text("customMetadata", r#"{"price": 5}"#)
        .text("checks", checks);
    let answer = library.upload_form(asked).await;
    if holds {
        assert_eq!(answer.0, 200, "{}", answer.1);
    } else {
        refused(answer, 400, "Your request failed 'checks' validation.");
        assert!(library.all().await.is_empty());
    }
}

#[tokio::test]
async fn checks_that_are_wrong_say_where() {
    let library = Library::new().await;
    for checks in ["'file.size' < ", "file.colour = 'red'", "name = 'x'"] {
        let (status, body) = library.upload_form(form(PIXEL).text("checks", checks)).await;
        let message = text(&body["message"]);
        assert_eq!(status, 400);
        assert!(
            message.starts_with("Your request contains invalid syntax for the checks parameter."),
            "{message}"
        );
        assert!(message.contains("column"), "{message}");
    }
}

#[tokio::test]
async fn a_picture_is_transformed_before_it_is_stored() {
    let library = Library::new().await;
    let asked = form(&picture()).text("transformation", r#"{"pre": "w-30,f-jpg"}"#);
    let (status, body) = library.upload_form(asked).await;
    assert_eq!((status.as_u16(), &body["width"], &body["height"]), (200, &json!(30), &json!(20)), "{body}");
    let original = library.http.get(text(&body["url"])).send().await.unwrap();
    let bytes = original.bytes().await.unwrap();
    assert_eq!(json!(bytes.len()), body["size"]);
    assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::Jpeg);
}

#[tokio::test]
async fn pictures_are_made_ahead() {
    let library = Library::new().await;
    let post = r#"{"post": [{"type": "transformation", "value": "w-10"}, {"type": "transformation", "value": "w-20"}]}"#;
    let (status, body) = library.upload_form(form(&picture()).text("transformation", post)).await;
    assert_eq!((status.as_u16(), &body["width"]), (200, &json!(60)));
    // Nobody asks for them; other calls go on meanwhile.
    while finished(&library) < 2 {
        library.list("").await;
    }
    assert_eq!(finished(&library), 2);
}

/// How many finished pictures are kept.
fn finished(library: &Library) -> usize {
    // The folder is made with the first.
    let Ok(entries) = std::fs::read_dir(library.data.path().join("cache")) else { return 0 };
    entries.filter(|entry| entry.as_ref().unwrap().path().extension().is_none()).count()
}

#[tokio::test]
async fn a_named_transformation_is_written_out_before_storing() {
    let library = Library::new().await;
    let named = json!({ "name": "small", "transformation": "w-15" });
    let (status, body) = library.post("/v1/named-transformations", named).await;
    assert_eq!(status, 201, "{body}");
    let (_, body) =
        library.upload_form(form(&picture()).text("transformation", r#"{"pre": "n-small"}"#)).await;
    assert_eq!(body["width"], json!(15), "{body}");
}

#[rstest]
#[case("pre", "the transformation field is invalid: it should be an object")]
#[case("{}", "the transformation field is invalid: pre or post is missing")]
#[case(r#"{"pre": 5}"#, "the transformation field is invalid: pre should be a transformation")]
#[case(r#"{"post": []}"#, "the transformation field is invalid: post should be an array of 1 to 5 objects")]
#[case(
    r#"{"post": [{"type": "paint"}]}"#,
    "the transformation field is invalid: type should be transformation, gif-to-video, thumbnail or abs"
)]
#[case(
    r#"{"post": [{"type": "transformation"}]}"#,
    "the transformation field is invalid: value of a transformation is missing"
)]
#[case(
    r#"{"post": [{"type": "abs", "value": "sr-240"}]}"#,
    "the transformation field is invalid: protocol of abs should be hls or dash"
)]
#[case(
    r#"{"post": [{"type": "abs", "value": "sr-240", "protocol": "hls"}]}"#,
    "the detected file type & post-transformation are incompatible"
)]
#[case(
    r#"{"post": [{"type": "thumbnail"}]}"#,
    "the detected file type & post-transformation are incompatible"
)]
#[tokio::test]
async fn transformations_that_cannot_be(#[case] asked: &'static str, #[case] why: &str) {
    let library = Library::new().await;
    let answer = library.upload_form(form(PIXEL).text("transformation", asked)).await;
    refused(answer, 400, &format!("The file could not be uploaded because {why}."));
    assert!(library.all().await.is_empty());
}

#[tokio::test]
async fn what_this_library_cannot_transform_is_named() {
    let library = Library::new().await;
    let cut_out = form(PIXEL).text("transformation", r#"{"pre": "w-1,e-bgremove"}"#);
    refused_for(
        library.upload_form(cut_out).await,
        400,
        "NOT_SUPPORTED",
        "This local library does not support e-bgremove in a pre-transformation.",
    );
    let letter = Form::new().part("file", Part::bytes(b"letters".to_vec()).file_name("x.txt"));
    let letter = letter.text("fileName", "x.txt").text("transformation", r#"{"pre": "w-1"}"#);
    refused(
        library.upload_form(letter).await,
        400,
        "The file could not be uploaded because transformations are supported only for image and video files.",
    );
    assert!(library.all().await.is_empty());
}

#[tokio::test]
async fn an_answer_has_what_it_was_asked_for() {
    let library = Library::new().await;
    let field = json!({ "name": "price", "label": "price", "schema": { "type": "Number", "minValue": 1 } });
    library.post("/v1/customMetadataFields", field).await;
    let all = "tags, customCoordinates,isPrivateFile,embeddedMetadata,isPublished,customMetadata,metadata,selectedFieldsSchema";
    let asked =
        form(&picture()).text("responseFields", all).text("customMetadata", r#"{"price": 5, "none": null}"#);
    let (_, body) = library.upload_form(asked).await;
    assert_eq!(body["customMetadata"], json!({ "price": 5 }));
    assert_eq!(body["selectedFieldsSchema"], json!({ "price": { "type": "Number", "minValue": 1 } }));
    assert_eq!((&body["tags"], &body["metadata"]["width"]), (&Value::Null, &json!(60)));
    for key in all.split(',') {
        assert!(body.get(key.trim()).is_some(), "{key}: {body}");
    }
}

fn token(library: &Library, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(library.account.private_key.reveal().as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn version_2_takes_a_token_for_these_very_fields_once() {
    let library = Library::new().await;
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": library.account.public_key });
    let now = Timestamp::now().as_second();
    let claims = |iat: i64, exp: i64| json!({ "fileName": "x.png", "useUniqueFileName": "false", "tags": "a,b", "iat": iat, "exp": exp });
    let url = format!("{}/api/v2/files/upload", library.account.upload);
    let post = async |token: Option<String>, tags: &'static str| {
        let mut form = form(PIXEL).text("useUniqueFileName", "false").text("tags", tags);
        if let Some(token) = token {
            form = form.text("token", token);
        }
        answer(library.http.post(&url).multipart(form).send().await.unwrap()).await
    };
    refused(post(None, "a,b").await, 400, "Your request is missing token parameter.");
    let good = token(&library, &header, &claims(now, now + 600));
    refused(
        post(Some(good.clone()), "a").await,
        400,
        "Your request contains invalid payload. It does not match with the payload used to generate token.",
    );
    let (status, body) = post(Some(good.clone()), "a,b").await;
    assert_eq!((status.as_u16(), &body["name"]), (200, &json!("x.png")), "{body}");
    refused(post(Some(good), "a,b").await, 400, "Your request has invalid token.");
    let old = token(&library, &header, &claims(now - 700, now - 100));
    refused(post(Some(old), "a,b").await, 400, "Your request contains expired token.");
    let none = json!({ "alg": "none", "kid": library.account.public_key });
    let other = json!({ "alg": "HS256", "kid": "public_other" });
    for wrong in [
        token(&library, &header, &claims(now, now + 3601)),
        token(&library, &header, &claims(now + 7200, now + 7260)),
        token(&library, &none, &claims(now, now + 60)),
        token(&library, &other, &claims(now, now + 60)),
        token(&library, &header, &claims(now, now + 60)) + "x",
        "nonsense".into(),
    ] {
        refused(post(Some(wrong), "a,b").await, 400, "Your request has invalid token.");
    }
    let request = library.request(reqwest::Method::POST, "/api/v2/files/upload");
    let both = token(&library, &header, &claims(now, now + 60));
    refused(
        answer(request.multipart(form(PIXEL).text("token", both)).send().await.unwrap()).await,
        400,
        "Your request contains both token and basic auth parameter. Use only one method, you might be exposing your private API key.",
    );
    let request = library.request(reqwest::Method::POST, "/api/v2/files/upload");
    let (status, _) = answer(request.multipart(form(PIXEL)).send().await.unwrap()).await;
    assert_eq!(status, 200, "with the key alone");
}

#[tokio::test]
async fn a_token_stays_spent_over_a_restart() {
    let library = Library::new().await;
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": library.account.public_key });
    let now = Timestamp::now().as_second();
    let spent = token(&library, &header, &json!({ "fileName": "x.png", "iat": now, "exp": now + 3600 }));
    let post = async |library: &Library| {
        let url = format!("{}/api/v2/files/upload", library.account.upload);
        let form = form(PIXEL).text("token", spent.clone());
        answer(library.http.post(url).multipart(form).send().await.unwrap()).await
    };
    assert_eq!(post(&library).await.0, 200);
    let library = library.restarted().await;
    refused(post(&library).await, 400, "Your request has invalid token.");
}
