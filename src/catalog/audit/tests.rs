use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::model::FileKind::{Image, Other, Video};
use crate::model::custom::FieldType;
use crate::query::{CustomField, Listed};

fn entry(path: &str, change: Value) -> Value {
    let mut entry = json!({
        "type": "file", "name": path.rsplit('/').next(), "filePath": path, "size": 1000, "width": 20,
        "height": 10, "fileType": "image", "mime": "image/jpeg", "tags": ["a"], "AITags": null,
        "isPrivateFile": false, "isPublished": true, "customMetadata": {}, "description": "words",
    });
    let own = change.as_object().expect("an object").clone();
    entry.as_object_mut().expect("an object").extend(own);
    entry
}

fn field(name: &str, required: bool) -> KnownField {
    let field = CustomField { name: name.to_owned(), kind: FieldType::Text, options: Vec::new() };
    KnownField { field, required }
}

fn order(rules: &[&str], fields: Vec<KnownField>) -> Order {
    Order {
        rules: rules.iter().map(|name| Rule::named(name).expect("a rule")).collect(),
        bounds: Bounds::default(),
        folder: FolderPath::root(),
        fields,
        now: "2026-03-14T09:26:53Z".parse().expect("a literal"),
        examples: 20,
    }
}

fn audit(order: Order, entries: &[Value]) -> Found {
    let mut audit = Audit::new(order);
    let path = |entry: &Value| entry["filePath"].as_str().expect("a path").to_owned();
    for (row, entry) in (0..).zip(entries) {
        let (path, subject) = (path(entry), Listed(entry));
        let (folder, name) = FolderPath::split_file(&path);
        let number = |name: &str| u32::try_from(entry[name].as_u64().expect("a number")).expect("small");
        audit.look(&Item {
            row,
            name,
            folder: folder.as_str(),
            kind: if entry["fileType"] == "image" { Image } else { Other },
            size: entry["size"].as_u64().expect("a size"),
            width: number("width"),
            height: number("height"),
            private: entry["isPrivateFile"] == true,
            published: entry["isPublished"] == true,
            subject: &subject,
        });
    }
    audit.end(|row| entries.get(usize::try_from(row).ok()?).map(path))
}

/// What each rule has found, without those that have found nothing.
fn found(order: Order, entries: &[Value]) -> Vec<(String, Vec<String>)> {
    let found = audit(order, entries).findings.into_iter().filter(|own| !own.rows.is_empty());
    found.map(|own| (own.name, own.examples)).collect()
}

#[rstest]
#[case("missing-alt", json!({ "description": " " }))]
#[case("missing-alt", json!({ "description": null }))]
#[case("max-bytes", json!({ "size": (20 << 20) + 1 }))]
#[case("max-pixels", json!({ "width": 5001, "height": 5000 }))]
#[case("private", json!({ "isPrivateFile": true }))]
#[case("unpublished", json!({ "isPublished": false }))]
#[case("untagged", json!({ "tags": [] }))]
#[case("untagged", json!({ "tags": null }))]
#[case("wrong-extension", json!({ "mime": "image/png" }))]
#[case("wrong-extension", json!({ "fileType": "non-image", "mime": null }))]
fn a_file_that_breaks_a_rule_is_found_by_it_alone(#[case] rule: &str, #[case] change: Value) {
    let entries = [entry("/a/fine.jpg", json!({})), entry("/b/not.jpg", change)];
    let found = found(order(&[], Vec::new()), &entries);
    assert_eq!(found, [(rule.to_owned(), vec!["/b/not.jpg".to_owned()])]);
}

#[rstest]
#[case("a b.jpg", "name-blanks")]
#[case("a\u{a0}b.jpg", "name-blanks name-non-ascii")]
#[case("IMG_0001.jpg", "")]
#[case("IMG_Beach.JPG", "name-case")]
#[case("é.jpg", "name-non-ascii")]
#[case("a+b.jpg", "name-signs")]
#[case("readme", "no-extension")]
#[case(".hidden", "no-extension")]
#[case("ends.", "no-extension")]
fn names_are_looked_at(#[case] name: &str, #[case] rules: &str) {
    let found = found(order(&[], Vec::new()), &[entry(&format!("/x/{name}"), json!({}))]);
    let names: Vec<_> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(names.join(" "), rules, "{name:?}");
}

#[rstest]
#[case("a.jpg", Image, Some("image/jpeg"), false)]
#[case("a.jpeg", Image, Some("image/jpg"), false)]
#[case("a.png", Image, Some("image/jpeg"), true)]
#[case("a.svg", Image, Some("image/svg+xml"), false)]
#[case("a.svg", Other, None, false)]
#[case("a.mp4", Video, Some("video/mp4"), false)]
#[case("a.mp4", Image, None, true)]
#[case("a.jpg", Video, None, true)]
#[case("a.pdf", Other, Some("application/pdf"), false)]
#[case("a.woff2", Other, None, false)]
#[case("a.psd", Image, None, false)]
#[case("a.xyzq", Image, Some("image/png"), false)]
#[case("a", Image, Some("image/png"), false)]
fn an_extension_says_what_the_file_is(
    #[case] name: &str,
    #[case] kind: FileKind,
    #[case] mime: Option<&str>,
    #[case] wrong: bool,
) {
    assert_eq!(names::is_wrong(name, kind, mime), wrong);
}

#[test]
fn each_required_field_is_a_finding_of_its_own() {
    let fields = vec![field("rights", true), field("place of \"birth\"", true), field("note", false)];
    let entries = [
        entry("/a.jpg", json!({ "customMetadata": { "rights": "none" } })),
        entry("/b.jpg", json!({ "customMetadata": { "place of \"birth\"": "x", "rights": [] } })),
    ];
    let all = audit(order(&["required"], fields), &entries);
    let of = |at: usize| (all.findings[at].name.as_str(), all.findings[at].rows.as_slice());
    assert_eq!(of(0), ("required:rights", &[1][..]));
    assert_eq!(of(1), ("required:place of \"birth\"", &[0][..]));
    assert_eq!((all.findings.len(), all.files), (2, 2));
    assert_eq!(all.findings[0].search.as_ref().map(|own| own.text.as_str()), Some("missing:rights"));
}

#[test]
fn the_alt_text_is_that_of_the_search() {
    let entries = [
        entry("/a.jpg", json!({ "customMetadata": { "altText": "a dog" }, "description": null })),
        entry("/b.jpg", json!({ "description": "not where it is looked for" })),
    ];
    let found = found(order(&["missing-alt"], vec![field("altText", false)]), &entries);
    assert_eq!(found, [("missing-alt".to_owned(), vec!["/b.jpg".to_owned()])]);
}

#[test]
fn twins_stand_together_and_the_folder_bounds_the_audit() {
    let paths = ["/a/x.jpg", "/a/one.jpg", "/b/x.jpg", "/a/b/y.jpg", "/ab/y.jpg", "/a/y.jpg"];
    let entries = paths.map(|path| entry(path, json!({})));
    let all = audit(order(&["same-name"], Vec::new()), &entries);
    let mut rows = all.findings[0].rows.clone();
    rows.sort_unstable();
    assert_eq!((all.files, rows), (6, vec![0, 2, 3, 4, 5]));
    let below = Order { folder: FolderPath::new("/a"), ..order(&["same-name"], Vec::new()) };
    let below = audit(below, &entries);
    assert_eq!(
        (below.files, &below.findings[0].examples),
        (4, &vec!["/a/b/y.jpg".to_owned(), "/a/y.jpg".into()])
    );
}

#[test]
fn rules_stand_at_their_numbers_and_searches_can_be_read() {
    for (n, def) in RULES.iter().enumerate() {
        assert_eq!((def.rule as usize, Rule::named(def.name)), (n, Some(def.rule)));
        let search = def.rule.search(&Bounds::default());
        assert!(!def.rule.is_search() || search.is_some());
        if let Some(text) = search {
            assert!(rules::Condition::read(&text, &Terms::default()).is_some(), "{text}");
        }
    }
    let bounds = Bounds { bytes: 5 << 20, pixels: 1_500_000, name: 1 };
    assert_eq!(Rule::MaxBytes.title(&bounds), "more than 5 MB");
    assert_eq!(Rule::MaxPixels.title(&bounds), "more than 1.5 megapixels");
}

#[test]
fn bounds_are_read_as_people_write_them() {
    for (text, bytes) in [("5mb", 5 << 20), ("500 kB", 500 << 10), ("1.5GB", 3 << 29), ("0", 0), ("12b", 12)]
    {
        assert_eq!(read_bytes(text), Ok(bytes), "{text}");
    }
    for (text, pixels) in [("25mp", 25_000_000), ("6000x4000", 24_000_000), ("1.5 MP", 1_500_000), ("9px", 9)]
    {
        assert_eq!(read_pixels(text), Ok(pixels), "{text}");
    }
    for text in ["", "mb", "-1mb", "1tb", "nanmb", "inf", "1e300", "99999999999x99999999999"] {
        assert!(read_bytes(text).is_err() && read_pixels(text).is_err(), "{text}");
    }
}
