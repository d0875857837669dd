//! Uploads in all their shapes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use ikt::server::{Settings, start};
use jiff::Timestamp;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sha1::Sha1;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::library::{HELP, Library, PIXEL, answer, refused, settings, text};

fn file(bytes: &[u8]) -> Form {
    Form::new().part("file", Part::bytes(bytes.to_vec()).file_name("upload")).text("fileName", "x.png")
}

fn exact(form: Form) -> Form {
    form.text("useUniqueFileName", "false")
}

#[tokio::test]
async fn the_answer_has_the_fields_of_the_service() {
    let library = Library::new().await;
    let (status, body) = library.upload_form(exact(file(PIXEL)).text("folder", "/a b/c.d/")).await;
    assert_eq!(status, 200);
    let endpoint = &library.account.delivery;
    assert_eq!(
        body,
        json!({
            "fileId": body["fileId"],
            "name": "x.png",
            "size": PIXEL.len(),
            "versionInfo": { "id": body["fileId"], "name": "Version 1" },
            "filePath": "/a_b/c_d/x.png",
            "url": format!("{endpoint}/a_b/c_d/x.png"),
            "fileType": "image",
            "height": 1,
            "width": 1,
            "orientation": 1,
            "thumbnailUrl": format!("{endpoint}/tr:n-ik_ml_thumbnail/a_b/c_d/x.png"),
            "AITags": null,
        })
    );
    let fields = "tags,customCoordinates,isPrivateFile,isPublished,customMetadata,embeddedMetadata";
    let asked = exact(file(PIXEL)).text("responseFields", fields).text("tags", "a, b").text("nonsense", "1");
    let (_, body) = library.upload_form(asked).await;
    assert_eq!(
        (&body["tags"], &body["customCoordinates"], &body["isPrivateFile"], &body["isPublished"]),
        (&json!(["a", "b"]), &Value::Null, &json!(false), &json!(true))
    );
    assert_eq!(body["customMetadata"], json!({}));
    assert_eq!(body.get("embeddedMetadata"), Some(&Value::Null));
}

#[tokio::test]
async fn a_name_is_unique_unless_told_otherwise() {
    let library = Library::new().await;
    let mut names = Vec::new();
    for _ in 0..2 {
        let (_, body) = library.upload_form(file(PIXEL)).await;
        names.push(text(&body["name"]));
    }
    assert_ne!(names[0], names[1]);
    for name in &names {
        assert_eq!((name.len(), &name[..2], &name[11..]), ("x_gr64HPlJS.png".len(), "x_", ".png"));
    }
    assert_eq!(library.list("").await.len(), 2);
}

#[tokio::test]
async fn a_file_comes_as_bytes_base64_data_uri_url_or_text() {
    let library = Library::new().await;
    let origin = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/pixel", origin.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut client, _) = origin.accept().await.unwrap();
        let mut request = [0; 1024];
        assert!(client.read(&mut request).await.unwrap() > 0);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", PIXEL.len());
        client.write_all(head.as_bytes()).await.unwrap();
        client.write_all(PIXEL).await.unwrap();
    });
    let base64 = STANDARD.encode(PIXEL);
    let mut sizes = Vec::new();
    for (name, content) in [
        ("base64", base64.clone().into_bytes()),
        ("data", format!("data:image/png;base64,{base64}").into_bytes()),
        ("url", url.into_bytes()),
        ("raw", PIXEL.to_vec()),
    ] {
        let form = exact(Form::new().part("file", Part::bytes(content)).text("fileName", name));
        let (status, body) = library.upload_form(form).await;
        assert_eq!((status.as_u16(), &body["fileType"]), (200, &json!("image")), "{name}: {body}");
        sizes.push(body["size"].as_u64().unwrap());
    }
    served.await.unwrap();
    assert_eq!(sizes, [PIXEL.len() as u64; 4]);

    let form = exact(file(base64.as_bytes()).text("fileName", "as-a-file"));
    let (_, body) = library.upload_form(form).await;
    assert_eq!(body["size"], json!(base64.len()), "a file is never decoded");
    let gone = format!("{}/none", library.account.api);
    let (status, body) = library.upload_form(Form::new().text("fileName", "x").text("file", gone)).await;
    assert_eq!(status, 400);
    assert!(text(&body["message"]).ends_with("from the URL: it answered 404 Not Found."), "{body}");
}

#[tokio::test]
async fn an_upload_onto_a_file_is_its_new_version() {
    let library = Library::new().await;
    let first =
        library.upload_form(exact(file(b"1")).text("tags", "old").text("isPrivateFile", "true")).await.1;
    let second = library.upload_form(exact(file(b"22"))).await.1;
    assert_eq!(second["fileId"], first["fileId"]);
    assert_eq!(second["versionInfo"]["name"], "Version 2");
    let id = text(&first["fileId"]);
    let file_now = library.details(&id).await;
    assert_eq!((&file_now["tags"], &file_now["isPrivateFile"]), (&Value::Null, &json!(false)));

    library.upload_form(exact(file(b"333")).text("tags", "kept")).await;
    library.upload_form(exact(file(b"4444")).text("overwriteTags", "false")).await;
    assert_eq!(library.details(&id).await["tags"], json!(["kept"]));
    library.upload_form(exact(file(b"5")).text("overwriteTags", "false").text("tags", "new")).await;
    assert_eq!(library.details(&id).await["tags"], json!(["new"]));
    let refusal = library.upload_form(exact(file(b"6")).text("overwriteFile", "false")).await;
    refused(
        refusal,
        400,
        "A file with the same name already exists at the exact location. We could not overwrite it because both overwriteFile and useUniqueFileName are set to false.",
    );
    assert_eq!(library.details(&id).await["versionInfo"]["name"], "Version 5");
}

#[tokio::test]
async fn wrong_uploads_leave_nothing_behind() {
    let library = Library::new().await;
    let long = "x".repeat(501);
    for (form, message) in [
        (Form::new().text("fileName", "x"), "Your request is missing file parameter."),
        (
            Form::new().part("file", Part::bytes(PIXEL).file_name("x")),
            "Your request is missing fileName parameter.",
        ),
        (
            file(PIXEL).text("tags", long),
            "Your request contains invalid value for tags parameter. Combined length of all tags should be less than or equal to 500.",
        ),
        (
            file(PIXEL).text("useUniqueFileName", "maybe"),
            "Your request contains invalid value for useUniqueFileName parameter.",
        ),
        (
            file(PIXEL).text("extensions", "["),
            "Your request contains invalid value for extensions parameter.",
        ),
        (
            file(PIXEL).text("customCoordinates", "1,2"),
            "Your request contains invalid value for customCoordinates parameter. It should be in the format x,y,width,height.",
        ),
        (file(PIXEL).text("checks", "'file.size' > '1mb'"), "Your request failed 'checks' validation."),
        (
            file(PIXEL).text("responseFields", "tags,colour"),
            "Your request contains invalid value for responseFields parameter.",
        ),
        (
            file(PIXEL).text("description", "x".repeat(1 << 17)),
            "The description parameter of your request is too long.",
        ),
    ] {
        refused(library.upload_form(form).await, 400, message);
    }
    let (status, body) = library.upload_form(file(PIXEL).text("customMetadata", r#"{"a": 1}"#)).await;
    let errors = json!({ "a": "This field does not exist." });
    let words = json!({ "message": "Invalid custom metadata.", "help": HELP, "errors": errors });
    assert_eq!((status.as_u16(), body), (400, words));
    let no_form = library.request(Method::POST, "/api/v1/files/upload").body("x").send().await.unwrap();
    refused(answer(no_form).await, 400, "Your request is missing file parameter.");
    let half = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhalf of it";
    let half = library
        .request(Method::POST, "/api/v1/files/upload")
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(half);
    let half = answer(half.send().await.unwrap()).await;
    refused(half, 400, "Your request contains an incomplete or invalid multipart form.");
    assert!(library.all().await.is_empty());
    assert_eq!(std::fs::read_dir(library.data.path().join("staging")).unwrap().count(), 0);
}

#[tokio::test]
async fn the_form_of_the_python_sdk_is_read() {
    let library = Library::new().await;
    let boundary = "--randomBoundary---------------------";
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"été.txt\"\r\n\r\nhello\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"fileName\"\r\n\r\nété.txt\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"useUniqueFileName\"\r\n\r\nfalse\r\n--{boundary}--\r\n"
    );
    let request = library
        .request(Method::POST, "/api/v1/files/upload/")
        .header("Content-Type", format!("multipart/form-data; boundary={boundary}"))
        .body(body);
    let (status, body) = answer(request.send().await.unwrap()).await;
    assert_eq!((status.as_u16(), &body["filePath"], &body["size"]), (200, &json!("/été.txt"), &json!(5)));
    assert_eq!((&body["fileType"], body.get("width")), (&json!("non-image"), None));
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let running = start(Settings { upload_limit: 1000, ..settings(&data) }).await.unwrap();
    let library = Library { account: running.account(), running, ..Library::new().await };
    let too_large = "Your request contains invalid file parameter. The file size exceeds limits.";
    refused(library.upload_form(file(&[0; 1001])).await, 400, too_large);
    let base64 = Form::new().text("fileName", "x").text("file", STANDARD.encode([0; 1001]));
    refused(library.upload_form(base64).await, 400, too_large);
    assert_eq!(library.upload_form(file(&[0; 1000])).await.0, 200);
    assert_eq!(std::fs::read_dir(data.path().join("staging")).unwrap().count(), 0);
}

#[tokio::test]
async fn an_upload_needs_a_key_or_a_signature_that_is_used_once() {
    let library = Library::new().await;
    let post = |form: Form| {
        let request = library.http.post(format!("{}/api/v1/files/upload", library.account.upload));
        async move { answer(request.multipart(form).send().await.unwrap()).await }
    };
    refused(post(file(PIXEL)).await, 401, "Your request does not contain private API key.");
    let wrong = library.http.post(format!("{}/api/v1/files/upload", library.account.upload));
    let wrong = wrong.basic_auth("private_wrong", None::<&str>).multipart(file(PIXEL));
    refused(answer(wrong.send().await.unwrap()).await, 403, "Your account cannot be authenticated.");

    let expire = (Timestamp::now().as_second() + 1800).to_string();
    let sign = |token: &str, expire: &str| {
        let key = library.account.private_key.reveal().as_bytes();
        let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap();
        mac.update(format!("{token}{expire}").as_bytes());
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let signed = |token: &str, expire: &str, signature: String| {
        file(PIXEL)
            .text("publicKey", library.account.public_key.clone())
            .text("token", token.to_owned())
            .text("expire", expire.to_owned())
            .text("signature", signature)
    };
    let good = || signed("one", &expire, sign("one", &expire));
    refused(
        library.upload_form(good()).await,
        400,
        "Your request contains both signature and basic auth parameter. Use only one method, you might be exposing your private API key.",
    );
    assert_eq!(post(good()).await.0, 200);
    refused(post(good()).await, 400, "Your request contains invalid token parameter.");
    let forged = post(signed("two", &expire, sign("three", &expire))).await;
    refused(forged, 400, "Your request contains invalid signature parameter.");
    for expire in ["1582269249", "99999999999", "soon"] {
        refused(
            post(signed("four", expire, sign("four", expire))).await,
            400,
            "Your request contains invalid expire parameter. Expire parameter should be a Unix time in less than 1 hour into the future.",
        );
    }
    assert_eq!(library.list("").await.len(), 1);
}
