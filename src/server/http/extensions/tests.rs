use serde_json::{Value, json};

use super::*;

fn read(value: Value) -> Result<Option<Extensions>, String> {
    Extensions::read(Some(&value), None).map_err(|refused| refused.message.to_string())
}

#[test]
fn those_of_the_reference_are_taken() {
    let asked = json!([
        {"name": "remove-bg", "options": {"add_shadow": true, "bg_color": "green", "bg_image_url": null}},
        {"name": "google-auto-tagging", "minConfidence": 80, "maxTags": 10},
        {"name": "aws-auto-tagging", "minConfidence": 80},
        {"name": "ai-auto-description"},
        {"name": "ai-tasks", "tasks": [
            {"type": "select_tags", "instruction": "what?", "vocabulary": ["a", "b"], "min_selections": 0},
            {"type": "select_metadata", "instruction": "which?", "field": "colour", "vocabulary": [1, true, "x"]},
            {"type": "yes_no", "instruction": "a cat?", "on_yes": {"add_tags": ["cat"],
                "set_metadata": [{"field": "animal", "value": "cat"}]}, "on_no": {"unset_metadata": [{"field": "animal"}]}},
        ]},
        {"name": "saved-extension", "id": "ext_1"},
    ]);
    let extensions = read(asked).unwrap().unwrap();
    let status = extensions.pending();
    assert_eq!(status.as_object().unwrap().len(), 6);
    assert!(status.as_object().unwrap().values().all(|state| state == "pending"));
    let fields: Vec<_> = extensions.asked.iter().flat_map(|one| &one.fields).collect();
    assert_eq!(fields, ["colour", "animal", "animal"]);
    assert_eq!(read(json!([])), Ok(None));
    assert_eq!(read(json!(null)), Ok(None));
}

#[test]
fn others_are_named() {
    let task = |task: Value| json!([{"name": "ai-tasks", "tasks": [task]}]);
    let yes = |action: Value| task(json!({"type": "yes_no", "instruction": "?", "on_yes": action}));
    for (asked, word) in [
        (json!({"name": "remove-bg"}), "array"),
        (json!(["remove-bg"]), "array"),
        (json!([{"options": {}}]), "name"),
        (json!([{"name": "paint"}]), "`paint`"),
        (json!([{"name": "remove-bg", "options": {"x": 1}}]), "`x`"),
        (
            json!([{"name": "remove-bg", "options": {"bg_color": "red", "bg_image_url": "http://x"}}]),
            "bg_color",
        ),
        (json!([{"name": "aws-auto-tagging", "maxTags": 31}]), "maxTags"),
        (json!([{"name": "aws-auto-tagging", "maxTags": -1}]), "maxTags"),
        (json!([{"name": "aws-auto-tagging", "minConfidence": "9"}]), "minConfidence"),
        (json!([{"name": "ai-tasks", "tasks": []}]), "tasks"),
        (task(json!({"type": "yes_no"})), "instruction"),
        (task(json!({"type": "yes_no", "instruction": "x".repeat(2001)})), "2000"),
        (task(json!({"type": "guess", "instruction": "?"})), "type"),
        (task(json!({"type": "select_metadata", "instruction": "?"})), "field"),
        (task(json!({"type": "select_tags", "instruction": "?", "vocabulary": ["50%"]})), "%"),
        (task(json!({"type": "select_tags", "instruction": "?", "vocabulary": []})), "1 to 30"),
        (task(json!({"type": "select_tags", "instruction": "?", "max_selections": 0})), "max_selections"),
        (
            task(
                json!({"type": "select_tags", "instruction": "?", "min_selections": 3, "max_selections": 2}),
            ),
            "less than",
        ),
        (yes(json!([])), "on_yes"),
        (yes(json!({"add_tags": "cat"})), "add_tags"),
        (yes(json!({"set_metadata": [{"field": "animal"}]})), "value"),
        (yes(json!({"unset_metadata": [{}]})), "field"),
        (json!([{"name": "saved-extension"}]), "id"),
    ] {
        let error = read(asked.clone()).unwrap_err();
        assert!(error.contains(word), "{asked}: {error}");
    }
    assert!(Extensions::read(None, Some("ftp://x")).is_err());
}
