//! `searchQuery` of the list call.

use reqwest::Url;
use serde_json::{Value, json};

use crate::library::{HELP, Library, PIXEL, text};

/// Files of all kinds, one of them with an older version, in folders.
async fn shelf() -> Library {
    let library = Library::new().await;
    library.upload_with("/b.png", b"first of all", &[("tags", "old")]).await;
    library.upload_with("/b.png", PIXEL, &[("tags", "sea"), ("isPrivateFile", "true")]).await;
    let words = b"some text, longer than the picture ".repeat(40);
    library.upload_with("/a.txt", &words, &[("isPublished", "false")]).await;
    library.upload_with("/d/e/c.png", PIXEL, &[("tags", "sky, sea")]).await;
    library.upload_with("/d/Red-Car_01.png", PIXEL, &[]).await;
    library.upload_with("/dd/red.png", PIXEL, &[("tags", "Red wheel")]).await;
    library
}

fn parameters(search: &str, others: &str) -> String {
    let mut url = Url::parse("http://x/").unwrap();
    url.query_pairs_mut().append_pair("searchQuery", search);
    format!("{}&{others}", url.query().unwrap())
}

async fn search(library: &Library, text: &str) -> Vec<String> {
    let mut found = library.list(&parameters(text, "")).await;
    found.sort();
    found
}

#[tokio::test]
async fn every_field_and_operator_is_answered() {
    let library = shelf().await;
    let id = text(&library.get("/v1/files?name=a.txt").await.1[0]["fileId"]);
    let folder = text(&library.get("/v1/files?type=folder&name=dd").await.1[0]["folderId"]);
    let by_id = format!("id = \"{id}\" OR id IN [\"{folder}\", \"x\"]");
    let not_id =
        format!("type = \"file\" AND id NOT = \"{id}\" AND id NOT IN [\"{folder}\"] AND size < '1kb'");
    let pictures = ["/b.png", "/d/Red-Car_01.png", "/d/e/c.png", "/dd/red.png"];
    let files = [&["/a.txt"][..], &pictures].concat();
    for (query, expected) in [
        ("name = \"b.png\"", vec!["/b.png"]),
        ("name='b.png' OR name=\"a.txt\"", vec!["/a.txt", "/b.png"]),
        ("name = \"B.png\"", vec![]),
        ("name : \"r\"", vec!["/dd/red.png"]),
        ("name : \"d\"", vec!["/d/", "/dd/"]),
        ("name IN [\"b.png\", \"e\"]", vec!["/b.png", "/d/e/"]),
        ("type = \"file\" AND name NOT = \"b.png\" AND name NOT IN [\"a.txt\"]", pictures[1..].to_vec()),
        ("name HAS \"RED\"", vec!["/d/Red-Car_01.png", "/dd/red.png"]),
        ("name HAS \"car red png\"", vec!["/d/Red-Car_01.png"]),
        ("name HAS \"ca\"", vec!["/d/Red-Car_01.png"]),
        ("tags IN [\"sea\", \"none\"]", vec!["/b.png", "/d/e/c.png"]),
        ("type='file' AND tags NOT IN [\"sea\"]", vec!["/a.txt", "/d/Red-Car_01.png", "/dd/red.png"]),
        ("tags HAS \"wheel red\"", vec!["/dd/red.png"]),
        ("tags EXISTS", vec!["/b.png", "/d/e/c.png", "/dd/red.png"]),
        ("type = \"file\" AND tags NOT EXISTS", vec!["/a.txt", "/d/Red-Car_01.png"]),
        ("type = \"folder\"", vec!["/d/", "/d/e/", "/dd/"]),
        ("type = \"file-version\"", vec!["/b.png"]),
        ("type = \"file-version\" AND tags IN [\"old\"]", vec!["/b.png"]),
        ("type = \"file-version\" AND tags IN [\"sea\"]", vec![]),
        ("type IN [\"file\", \"file-version\"] AND name = \"b.png\"", vec!["/b.png", "/b.png"]),
        ("type NOT = \"file\" AND type NOT IN [\"file-version\"]", vec!["/d/", "/d/e/", "/dd/"]),
        (by_id.as_str(), vec!["/a.txt", "/dd/"]),
        (not_id.as_str(), pictures.to_vec()),
        ("type = 'file' AND createdAt > \"1h\"", files.clone()),
        ("createdAt < \"1d\" OR updatedAt <= '1m' OR createdAt = '2020-01-01'", vec![]),
        (
            "type = 'file' AND updatedAt >= 2020-01-31T10:20:30 AND createdAt NOT = '2020-01-01'",
            files.clone(),
        ),
        ("width = 1 AND height <= 1 AND width IN [1, 2]", pictures.to_vec()),
        ("width < 1 OR height > 1 OR height NOT = 1 AND type = 'file'", vec!["/a.txt"]),
        ("size > 1024", vec!["/a.txt"]),
        ("size >= \"1kb\" AND size < '1mb' AND size NOT = 1024", vec!["/a.txt"]),
        ("format = \"png\" AND format IN ['png', 'jpg']", pictures.to_vec()),
        ("format='txt'", vec!["/a.txt"]),
        ("private = true", vec!["/b.png"]),
        ("published = false", vec!["/a.txt"]),
        ("transparency = true", pictures.to_vec()),
        ("createdBy = \"a@b.c\"", vec![]),
        ("path = \"/d\"", vec!["/d/Red-Car_01.png", "/d/e/"]),
        ("path : \"d/\"", vec!["/d/Red-Car_01.png", "/d/e/", "/d/e/c.png"]),
        ("path IN ['/d/e', '/dd']", vec!["/d/e/c.png", "/dd/red.png"]),
        ("type='file' and path NOT = '/' and path not in ['/d', '/dd']", vec!["/d/e/c.png"]),
        ("type='file' AND path : '/'", files.clone()),
        (
            "\"embeddedMetadata.Keywords\" EXISTS OR \"embeddedMetadata.LocationTaken\" = \"40,100 5km\"",
            vec![],
        ),
        ("'embeddedMetadata.DateTimeOriginal' > '1y' OR 'customMetadata.x' = 1", vec![]),
        ("type = 'file' AND 'customMetadata.x' NOT EXISTS", files.clone()),
        (
            "NOT (type = 'folder' OR type = 'file-version' OR name : 'a' OR path : '/d')",
            vec!["/b.png", "/dd/red.png"],
        ),
        // AND before OR.
        ("name = 'a.txt' OR name = 'b.png' AND private = false", vec!["/a.txt"]),
        ("(name = 'a.txt' OR name = 'b.png') AND private = true", vec!["/b.png"]),
    ] {
        assert_eq!(search(&library, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn the_examples_of_the_service_are_understood() {
    let library = shelf().await;
    for query in [
        "createdAt > \"7d\" AND name: \"file-name\"",
        "(size < \"1mb\" AND width > 500) OR (tags IN [\"summer-sale\",\"banner\"])",
        "createdAt >= '2d' OR size < '2mb' OR format='png'",
        "\"customMetadata.category\" IN [\"clothing\", \"accessories\"]",
        "\"embeddedMetadata.DateTimeOriginal\" > \"1y\"",
        "\"embeddedMetadata.LocationTaken\" = \"40,100 5km\"",
        "format = \"png\" AND path : \"/sales-banner/\"",
        "type = \"file\" AND tags NOT EXISTS",
        "private = true",
        "published = false",
        "transparency = true",
    ] {
        search(&library, query).await;
    }
    // The example of the README finds what was uploaded just now.
    assert_eq!(search(&library, "createdAt >= '2d' OR size < '2mb' OR format='png'").await.len(), 8);
}

#[tokio::test]
async fn the_other_parameters_apply_on_top_but_for_three() {
    let library = shelf().await;
    for (search, others, expected) in [
        ("tags EXISTS", "type=folder&tags=none&name=none", vec!["/b.png", "/d/e/c.png", "/dd/red.png"]),
        ("tags EXISTS", "includeFolder=true&sort=DESC_CREATED", vec!["/dd/red.png", "/d/e/c.png", "/b.png"]),
        ("name : 'r' OR name : 'R'", "sort=ASC_NAME", vec!["/d/Red-Car_01.png", "/dd/red.png"]),
        ("name : 'r' OR name : 'R'", "sort=DESC_NAME", vec!["/dd/red.png", "/d/Red-Car_01.png"]),
        ("path : '/d'", "path=/d/e", vec!["/d/e/c.png"]),
        ("path : '/d'", "path=/none", vec![]),
        ("name : 'd' OR name : 'a'", "path=/&sort=ASC_NAME", vec!["/a.txt", "/d/", "/dd/"]),
        ("size > 0", "fileType=non-image", vec!["/a.txt"]),
        ("name : 'd'", "fileType=image", vec![]),
        ("width > 0", "sort=ASC_SIZE&skip=1&limit=2", vec!["/d/e/c.png", "/d/Red-Car_01.png"]),
        ("type IN ['file', 'folder'] AND name : 'd'", "sort=DESC_SIZE", vec!["/dd/", "/d/"]),
        ("type = 'file'", "sort=DESC_SIZE&limit=1", vec!["/a.txt"]),
        ("type = 'file'", "sort=ASC_HEIGHT&limit=1", vec!["/a.txt"]),
        ("type = 'file'", "sort=ASC_WIDTH&limit=1", vec!["/a.txt"]),
        ("type = 'file'", "sort=DESC_UPDATED&limit=1", vec!["/dd/red.png"]),
        ("name HAS 'red'", "sort=DESC_RELEVANCE", vec!["/dd/red.png", "/d/Red-Car_01.png"]),
        ("name HAS 'red'", "sort=ASC_RELEVANCE", vec!["/d/Red-Car_01.png", "/dd/red.png"]),
        ("tags EXISTS", "sort=DESC_RELEVANCE", vec!["/dd/red.png", "/d/e/c.png", "/b.png"]),
        ("tags EXISTS", "sort=ASC_ORIGINAL_CREATION_DATE", vec!["/b.png", "/d/e/c.png", "/dd/red.png"]),
        ("tags EXISTS", "sort=DESC_DURATION&limit=1", vec!["/dd/red.png"]),
    ] {
        assert_eq!(library.list(&parameters(search, others)).await, expected, "{search} {others}");
    }
    // An empty one is none.
    assert_eq!(library.list("searchQuery=&type=folder&path=/").await, ["/d/", "/dd/"]);
}

#[tokio::test]
async fn a_version_that_is_found_is_that_version() {
    let library = shelf().await;
    let (_, list) = library.get(&format!("/v1/files?{}", parameters("type = 'file-version'", ""))).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(
        (&list[0]["type"], &list[0]["versionInfo"]["name"]),
        (&json!("file-version"), &json!("Version 1"))
    );
    assert_eq!(list[0]["tags"], json!(["old"]));
}

#[tokio::test]
async fn errors_are_in_the_words_of_the_service_and_name_the_column() {
    let library = Library::new().await;
    let end = "Please refer to the documentation for syntax specification.";
    for (query, column, words) in [
        (
            "createdAt > soon",
            13,
            "createdAt field must have a valid date value. Make sure the value is enclosed within quotes.",
        ),
        ("nmae = 'x'", 1, "nmae is not a field. Perhaps name is meant."),
        (
            "width > '5'",
            9,
            "width field must have a valid number value. Write a number without quotes, such as 500.",
        ),
        ("name =", 7, "a value for name is missing. Write a value here."),
    ] {
        let (status, body) = library.get(&format!("/v1/files?{}", parameters(query, ""))).await;
        let message = format!("Invalid search query - {words} {end} (column {column})");
        let expected = json!({ "message": message, "help": HELP, "column": column });
        assert_eq!((status.as_u16(), body), (400, expected), "{query}");
    }
    let (status, body) = library.get(&format!("/v1/files?{}", parameters(&"(".repeat(20_000), ""))).await;
    assert_eq!((status.as_u16(), &body["column"]), (400, &Value::from(16_385)));
}

#[tokio::test]
async fn custom_metadata_is_searched_by_the_types_of_its_fields() {
    let library = Library::new().await;
    for (name, schema) in [
        ("category", json!({ "type": "SingleSelect", "selectOptions": ["clothing", "accessories", 5] })),
        ("kinds", json!({ "type": "MultiSelect", "selectOptions": ["luxury", 500, true] })),
        ("price", json!({ "type": "Number" })),
        ("since", json!({ "type": "Date" })),
        ("sold", json!({ "type": "Boolean" })),
        ("note", json!({ "type": "Textarea" })),
    ] {
        let field = json!({ "name": name, "label": name, "schema": schema });
        assert_eq!(library.post("/v1/customMetadataFields", field).await.0, 201);
    }
    for (path, custom) in [
        ("/a.png", json!({ "category": "clothing", "kinds": ["luxury", 500], "price": 20, "sold": true })),
        (
            "/b.png",
            json!({ "category": 5, "kinds": [true], "price": 500, "since": "2024-02-29T10:00:00.000Z" }),
        ),
        ("/c.png", json!({ "note": "A red dress", "sold": false })),
    ] {
        library.upload_with(path, PIXEL, &[("customMetadata", &custom.to_string())]).await;
    }
    for (query, expected) in [
        ("\"customMetadata.category\" IN [\"clothing\", \"accessories\"]", vec!["/a.png"]),
        ("'customMetadata.category' : 'cl' OR 'customMetadata.category' > 4", vec!["/a.png", "/b.png"]),
        ("customMetadata.kinds IN [500, 'none']", vec!["/a.png"]),
        ("type='file' and 'customMetadata.kinds' NOT IN [true]", vec!["/a.png", "/c.png"]),
        ("'customMetadata.price' >= 20 AND 'customMetadata.price' NOT = 500", vec!["/a.png"]),
        ("'customMetadata.since' > '2024-02-29' AND 'customMetadata.since' < '2024-03-01'", vec!["/b.png"]),
        ("'customMetadata.since' = '2024-02-29T10:00:00'", vec!["/b.png"]),
        ("'customMetadata.sold' = false", vec!["/c.png"]),
        ("'customMetadata.note' HAS 'dress red' AND 'customMetadata.note' : 'A'", vec!["/c.png"]),
        ("'customMetadata.sold' EXISTS AND 'customMetadata.price' NOT EXISTS", vec!["/c.png"]),
    ] {
        assert_eq!(search(&library, query).await, expected, "{query}");
    }
    for (query, column) in
        [("'customMetadata.price' = 'x'", 26), ("size > 1 AND 'customMetadata.sold' > 1", 36)]
    {
        let (status, body) = library.get(&format!("/v1/files?{}", parameters(query, ""))).await;
        assert_eq!((status.as_u16(), &body["column"]), (400, &json!(column)), "{query}: {body}");
    }
}
