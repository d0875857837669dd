//! What belongs to the account: fields, origins, endpoints, webhooks, extensions, transformations, use.

use serde_json::{Value, json};

use crate::served::Served;

#[test]
fn fields_are_made_changed_and_deleted() {
    let served = Served::with(&["/a.txt"]);
    let made = served
        .json(&["fields", "create", "price", "--label", "Price", "--type", "Number", "--min", "1"])
        .remove(0);
    assert_eq!(
        (&made["name"], &made["schema"]),
        (&json!("price"), &json!({ "type": "Number", "minValue": 1 }))
    );
    let id = made["id"].as_str().expect("an id");
    served
        .run(&[
            "fields",
            "create",
            "size",
            "--schema",
            r#"{"type":"SingleSelect"}"#,
            "--option",
            "S",
            "--option",
            "M",
        ])
        .code(0);
    let names: Vec<_> = served.json(&["fields", "list"]).iter().map(|field| field["name"].clone()).collect();
    assert_eq!(names, ["price", "size"]);
    served.run(&["set", "/a.txt", "--meta", "price=12.5", "--meta", "size=M"]).code(0);
    assert_eq!(served.stat("/a.txt")["customMetadata"], json!({ "price": 12.5, "size": "M" }));
    served.run(&["set", "/a.txt", "--unset", "size"]).code(0);
    assert_eq!(served.stat("/a.txt")["customMetadata"], json!({ "price": 12.5 }));
    let refused = served.run(&["set", "/a.txt", "--meta", "price=0", "--json"]).code(10).error();
    assert!(refused["why"].as_str().expect("text").contains("price"), "{refused}");
    let changed = served.json(&["fields", "update", id, "--label", "Cost"]).remove(0);
    assert_eq!(changed["label"], "Cost");
    assert_eq!(served.run(&["fields", "delete", id]).code, 2, "it asks");
    served.run(&["fields", "delete", id, "--yes"]).code(0);
    assert_eq!(served.json(&["fields", "list"]).len(), 1);
    assert_eq!(served.json(&["fields", "list", "--deleted"]).len(), 2);
    assert_eq!(served.run(&["fields", "create", "price", "--type", "Text"]).code, 10, "its name stays taken");
}

/// Makes one, lists, looks, changes and deletes it.
#[track_caller]
fn lives(served: &Served, kind: &str, new: &Value, change: &Value, changed: (&str, &Value)) {
    let before = served.json(&[kind, "list"]).len();
    let made = served.json(&[kind, "create", &new.to_string()]).remove(0);
    let id = made["id"].as_str().expect("an id");
    assert_eq!(served.json(&[kind, "list"]).len(), before + 1);
    assert_eq!(served.json(&[kind, "get", id])[0]["id"], made["id"]);
    let told = Served::run_with(served, &change.to_string(), &[kind, "update", id, "-", "--json"])
        .code(0)
        .values()
        .remove(0);
    assert_eq!(told[changed.0], *changed.1, "{told}");
    assert_eq!(served.run(&[kind, "delete", id]).code, 2, "it asks");
    served.run(&[kind, "delete", id, "--yes"]).code(0);
    assert_eq!(served.json(&[kind, "list"]).len(), before);
    assert_eq!(served.run(&[kind, "get", id]).code, 3);
}

#[test]
fn things_of_the_account_live_and_end() {
    let served = Served::new();
    let origin = json!({ "type": "WEB_FOLDER", "name": "web", "baseUrl": "https://example.com" });
    let other = json!({ "type": "WEB_FOLDER", "name": "other", "baseUrl": "https://example.com" });
    lives(&served, "origins", &origin, &other, ("name", &json!("other")));
    let endpoint = json!({ "description": "mine", "urlPrefix": "mine" });
    let other = json!({ "description": "ours", "urlPrefix": "mine" });
    lives(&served, "endpoints", &endpoint, &other, ("description", &json!("ours")));
    let webhook =
        json!({ "endpoint": "https://example.com/hook", "events": ["file.created"], "enabled": true });
    lives(&served, "webhooks", &webhook, &json!({ "enabled": false }), ("enabled", &json!(false)));
    let extension =
        json!({ "name": "tags", "description": "d", "config": { "name": "ai-auto-description" } });
    lives(&served, "extensions", &extension, &json!({ "name": "words" }), ("name", &json!("words")));
    let transformation = json!({ "name": "small", "transformation": "w-100" });
    let change = json!({ "transformation": "w-50" });
    lives(&served, "transformations", &transformation, &change, ("transformation", &json!("w-50")));
    assert_eq!(served.run(&["origins", "create", "{}"]).code, 10);
    assert_eq!(served.run(&["origins", "create", "{"]).code, 2);
}

#[test]
fn use_is_told() {
    let served = Served::with(&["/a.txt"]);
    let told = served.json(&["usage"]).remove(0);
    assert!(told["mediaLibraryStorageBytes"].as_u64().is_some_and(|bytes| bytes > 0), "{told}");
    assert!(served.json(&["usage", "--analytics"])[0]["requestCount"].is_number());
    assert_eq!(served.run(&["usage", "--from", "2026-01-01", "--to", "2026-12-01"]).code, 10);
    assert_eq!(served.run(&["usage", "--from", "yesterday"]).code, 2);
}
