//! The list call.

use reqwest::Method;
use serde_json::json;

use crate::library::{Library, PIXEL, refused, text};

async fn shelf() -> Library {
    let library = Library::new().await;
    library.upload_with("/b.png", PIXEL, &[("tags", "sea")]).await;
    library.upload_with("/a.txt", b"some text, longer than the picture ".repeat(3).as_slice(), &[]).await;
    library.upload_with("/d/e/c.png", PIXEL, &[("tags", "sky, sea")]).await;
    library
}

#[tokio::test]
async fn a_file_has_the_fields_of_the_service() {
    let library = Library::new().await;
    let fields = [("customCoordinates", "0,0,1,1"), ("isPrivateFile", "true"), ("tags", "a,b")];
    let id = text(&library.upload_with("/d/été 1.png", PIXEL, &fields).await["fileId"]);
    let (_, list) = library.get("/v1/files").await;
    let file = &list[0];
    assert_eq!(file, &library.details(&id).await);
    let millis = text(&file["url"]).rsplit_once('=').unwrap().1.parse::<i64>().unwrap();
    let url = format!("{}/d/%C3%A9t%C3%A9_1.png?updatedAt={millis}", library.account.delivery);
    let time = text(&file["updatedAt"]);
    assert_eq!(time.parse::<jiff::Timestamp>().unwrap().as_millisecond(), millis);
    assert_eq!(time.len(), "2021-12-11T00:58:39.685Z".len());
    assert_eq!(
        file,
        &json!({
            "type": "file",
            "name": "été_1.png",
            "createdAt": time,
            "updatedAt": time,
            "fileId": id,
            "tags": ["a", "b"],
            "AITags": null,
            "versionInfo": { "id": id, "name": "Version 1" },
            "embeddedMetadata": null,
            "customCoordinates": "0,0,1,1",
            "customMetadata": {},
            "isPrivateFile": true,
            "isPublished": true,
            "url": url,
            "thumbnail": format!("{url}&tr=n-ik_ml_thumbnail"),
            "fileType": "image",
            "filePath": "/d/été_1.png",
            "height": 1,
            "width": 1,
            "size": PIXEL.len(),
            "hasAlpha": true,
            "mime": "image/png",
        })
    );
}

#[tokio::test]
async fn a_folder_has_the_fields_of_the_service() {
    let library = shelf().await;
    let (_, list) = library.get("/v1/files?type=folder&path=d").await;
    let folder = &list[0];
    assert_eq!(text(&folder["folderId"]).len(), 24);
    assert_eq!(
        folder,
        &json!({
            "type": "folder",
            "name": "e",
            "folderId": folder["folderId"],
            "folderPath": "/d/e",
            "createdAt": folder["createdAt"],
            "updatedAt": folder["createdAt"],
            "customMetadata": {},
        })
    );
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let library = shelf().await;
    for (query, expected) in [
        ("", vec!["/b.png", "/a.txt", "/d/e/c.png"]),
        ("sort=DESC_CREATED", vec!["/d/e/c.png", "/a.txt", "/b.png"]),
        ("sort=ASC_NAME", vec!["/a.txt", "/b.png", "/d/e/c.png"]),
        ("sort=DESC_SIZE&limit=1", vec!["/a.txt"]),
        ("sort=DESC_WIDTH&skip=2", vec!["/a.txt"]),
        ("path=%2F&sort=ASC_NAME", vec!["/a.txt", "/b.png"]),
        ("path=/d/e/", vec!["/d/e/c.png"]),
        ("path=d", vec![]),
        ("path=/none", vec![]),
        ("type=folder", vec!["/d/", "/d/e/"]),
        ("type=folder&path=/", vec!["/d/"]),
        ("type=all&path=/&sort=ASC_NAME", vec!["/a.txt", "/b.png", "/d/"]),
        ("includeFolder=true&path=/&tags=sea&fileType=image&sort=ASC_NAME", vec!["/a.txt", "/b.png", "/d/"]),
        ("type=file-version", vec![]),
        ("fileType=image&sort=ASC_NAME", vec!["/b.png", "/d/e/c.png"]),
        ("fileType=non-image", vec!["/a.txt"]),
        ("tags=sky", vec!["/d/e/c.png"]),
        ("tags=none,+sky", vec!["/d/e/c.png"]),
        ("tags=sea%2C%20sky", vec!["/b.png", "/d/e/c.png"]),
        ("name=c.png", vec!["/d/e/c.png"]),
        ("name=C.png", vec![]),
        ("skip=3", vec![]),
    ] {
        assert_eq!(library.list(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn wrong_parameters_are_refused_in_the_words_of_the_service() {
    let library = Library::new().await;
    for (query, message) in [
        ("skip=-1", "The value of skip parameter should be greater than or equal to 0. Value sent is -1."),
        ("limit=0", "Minimum value of limit parameter is 1. Value sent is 0."),
        ("limit=2000", "Maximum value of limit parameter is 1000. Value sent is 2000."),
        ("limit=x", "Minimum value of limit parameter is 1. Value sent is x."),
        ("sort=NAME", "Your request contains invalid value for sort parameters."),
        ("sort=ASC_TASTE", "Your request contains invalid value for sort parameters."),
        (
            "type=image",
            "Your request contains invalid value for type parameter. Please provide one of the following: file, file-version, folder, all.",
        ),
        (
            "fileType=video",
            "Your request contains invalid value for fileType parameter. Please provide one of the following: all, image, non-image.",
        ),
    ] {
        refused(library.get(&format!("/v1/files?{query}")).await, 400, message);
    }
}

#[tokio::test]
async fn a_last_slash_makes_no_difference() {
    let library = shelf().await;
    let (status, list) = library.get("/v1/files/?limit=2").await;
    assert_eq!((status.as_u16(), list.as_array().unwrap().len()), (200, 2));
    let id = text(&list[0]["fileId"]);
    let body = json!({ "tags": ["x"] });
    let (status, file) = library.send(Method::PATCH, &format!("/v1/files/{id}/details/"), body).await;
    assert_eq!((status.as_u16(), &file["tags"]), (200, &json!(["x"])));
}
