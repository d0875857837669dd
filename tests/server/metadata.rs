//! What the bytes of a file say of themselves.

use reqwest::Url;
use serde_json::{Value, json};

use crate::library::{GHOST, Library, PIXEL, refused, refused_for, text};

const INACCESSIBLE: &str = "The requested file does not exist or is inaccessible at this time.";
const CORRUPT: &str = "The requested file is corrupt or invalid.";

async fn of_url(library: &Library, url: &str) -> (reqwest::StatusCode, Value) {
    let mut full = Url::parse(&format!("{}/v1/metadata", library.account.api)).unwrap();
    full.query_pairs_mut().append_pair("url", url);
    library.get(full.as_str().strip_prefix(&library.account.api).unwrap()).await
}

#[tokio::test]
async fn metadata_comes_by_id_by_url_and_with_an_upload() {
    let library = Library::new().await;
    let upload = library.upload_with("/d/é x.png", PIXEL, &[("responseFields", "metadata")]).await;
    let metadata = &upload["metadata"];
    assert_eq!(
        (&metadata["width"], &metadata["height"], &metadata["size"], &metadata["format"]),
        (&json!(1), &json!(1), &json!(PIXEL.len()), &json!("png"))
    );
    assert_eq!(text(&metadata["pHash"]).len(), 16);
    assert!(metadata["exif"].is_object());
    let by_id = library.get(&format!("/v1/files/{}/metadata", text(&upload["fileId"]))).await;
    assert_eq!(by_id, (200.try_into().unwrap(), metadata.clone()));
    let by_url = of_url(&library, &text(&upload["url"])).await;
    assert_eq!(by_url, (200.try_into().unwrap(), metadata.clone()));
    let larger = of_url(&library, &format!("{}?tr=w-4,h-3", text(&upload["url"]))).await.1;
    assert_eq!((&larger["width"], &larger["height"]), (&json!(4), &json!(3)));
}

/// A JPEG with a title in XMP.
fn titled() -> Vec<u8> {
    let xmp = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3">
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sea</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"#;
    let iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x11\x1c\x02\x19\0\x03sea\x1c\x02\x19\0\x04boat\0";
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 77);
    encoder.add_app_segment(1, [b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat()).unwrap();
    encoder.add_app_segment(13, iptc.to_vec()).unwrap();
    encoder.encode(&[120; 48], 4, 4, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

#[tokio::test]
async fn what_editors_wrote_is_told_and_found() {
    let library = Library::new().await;
    library.put("/other.png").await;
    let upload =
        library.upload_with("/sea.jpg", &titled(), &[("responseFields", "embeddedMetadata,metadata")]).await;
    let expected = json!({ "Title": "Sea", "Rating": 3, "Keywords": ["sea", "boat"] });
    assert_eq!(upload["embeddedMetadata"], expected);
    assert_eq!(upload["metadata"]["quality"], json!(77));
    assert_eq!(library.details(&text(&upload["fileId"])).await["embeddedMetadata"], expected);
    let mut query = Url::parse("http://x").unwrap();
    query.query_pairs_mut().append_pair("searchQuery", r#""embeddedMetadata.Keywords" IN ["boat"]"#);
    assert_eq!(library.list(query.query().unwrap()).await, ["/sea.jpg"]);
}

#[tokio::test]
async fn what_has_no_metadata_is_refused_in_the_words_of_the_service() {
    let library = Library::new().await;
    let upload = library.upload_with("/x.txt", b"letters", &[("responseFields", "metadata")]).await;
    assert_eq!(upload.get("metadata"), None);
    let id = text(&upload["fileId"]);
    refused(library.get(&format!("/v1/files/{id}/metadata")).await, 400, CORRUPT);
    refused(of_url(&library, &text(&upload["url"])).await, 400, CORRUPT);
    refused(library.get(&format!("/v1/files/{GHOST}/metadata")).await, 404, INACCESSIBLE);
    let film = library.upload_with("/x.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", &[]).await;
    let words = "This local library does not read the metadata of videos.";
    let of_film = library.get(&format!("/v1/files/{}/metadata", text(&film["fileId"]))).await;
    refused_for(of_film, 400, "NOT_SUPPORTED", words);
    refused_for(of_url(&library, &text(&film["url"])).await, 400, "NOT_SUPPORTED", words);
    let malformed = library.get("/v1/files/x/metadata").await;
    refused(malformed, 400, "Your request contains invalid fileId parameter.");
    refused(of_url(&library, &format!("{}/none.png", library.account.delivery)).await, 404, INACCESSIBLE);
    let private = library.upload_with("/private.png", PIXEL, &[("isPrivateFile", "true")]).await;
    refused(of_url(&library, &text(&private["url"])).await, 404, INACCESSIBLE);
    for foreign in [
        "",
        "nonsense",
        "//x",
        "http://[",
        "/x.png",
        "https://ik.imagekit.io/demo/x.jpg",
        &format!("{}x/y.png", library.account.delivery),
    ] {
        let words = "The url should be accessible using your ImageKit.io account.";
        refused(of_url(&library, foreign).await, 400, words);
    }
}
