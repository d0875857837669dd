use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value as Json, json};

use super::*;
use crate::model::custom::FieldType;
use crate::query::testing::{DATES, IDS, PATHS, WORDS, custom, now, text};
use crate::query::{CustomField, Listed, parse_with};

fn terms() -> Terms {
    let field = |name: &str, kind| CustomField { name: name.to_owned(), kind, options: Vec::new() };
    let mut custom: Vec<_> =
        crate::query::testing::CUSTOM.iter().map(|(name, kind)| field(name, *kind)).collect();
    custom.push(CustomField {
        options: vec![json!("licensed"), json!(5)],
        ..field("rights", FieldType::SingleSelect)
    });
    let vocabulary =
        Vocabulary { tags: vec!["red".into(), "sea side".into()], paths: vec!["/a".into()], custom };
    Terms { vocabulary, folder: FolderPath::new("/here"), now: now() }
}

#[rstest]
#[case("tag:red", r#"tags IN ["red"]"#)]
#[case("tags:red|blue", r#"tags IN ["red", "blue"]"#)]
#[case("tag:red,\"sea side\"", r#"tags IN ["red", "sea side"]"#)]
#[case("-tag:red", r#"tags NOT IN ["red"]"#)]
#[case("tag:re*", r#"tags HAS "re""#)]
#[case("is:untagged tag:*", "tags NOT EXISTS AND tags EXISTS")]
#[case("is:private or is:draft", "private = true OR published = false")]
#[case("-is:private", "private = false")]
#[case(">2mb", r#"size > "2mb""#)]
#[case("<500kb size:1mb..2mb", r#"size < "500kb" AND size >= "1mb" AND size <= "2mb""#)]
#[case("->2mb", r#"size <= "2mb""#)]
#[case("w>1000 h<=300 w:640", "width > 1000 AND height <= 300 AND width = 640")]
#[case("shot:1d", r#""embeddedMetadata.DateTimeOriginal" > "1d""#)]
#[case("created:7d", r#"createdAt > "7d""#)]
#[case("updated:>2026-01-01", r#"updatedAt > "2026-01-01""#)]
#[case("created:2026-01", r#"createdAt >= "2026-01-01" AND createdAt < "2026-02-01""#)]
#[case("created:yesterday", r#"createdAt >= "2024-03-28" AND createdAt < "2024-03-29""#)]
#[case("created:2024..2024-02-03", r#"createdAt >= "2024-01-01" AND createdAt < "2024-02-04""#)]
#[case("missing:tags missing:rights", r#"tags NOT EXISTS AND "customMetadata.rights" NOT EXISTS"#)]
#[case("name:hero* ext:png|jpg", r#"name : "hero" AND format IN ["png", "jpg"]"#)]
#[case("in:/a in:.", r#"path : "/a" AND path : "/here""#)]
#[case("hero Banner*", r#"name HAS "hero" AND name : "Banner""#)]
#[case("\"red car\"", r#"name HAS "red car""#)]
#[case("rights:LICENSED", r#""customMetadata.rights" = "licensed""#)]
#[case("rights:5", r#""customMetadata.rights" = 5"#)]
#[case(
    "on:yes many:a|b number>5",
    r#""customMetadata.on" = true AND "customMetadata.many" IN ["a", "b"] AND "customMetadata.number" > 5"#
)]
#[case("-(tag:a or <1kb)", r#"tags NOT IN ["a"] AND size >= "1kb""#)]
#[case("a b or c", r#"(name HAS "a" AND name HAS "b") OR name HAS "c""#)]
#[case(
    "tag:red AND size > 5 or name : \"x\" private = true",
    r#"(tags IN ["red"] AND size > 5) OR (name : "x" AND private = true)"#
)]
#[case("name HAS \"x\" tags IN [\"a\"] width EXISTING", "")]
fn short_forms_become(#[case] text: &str, #[case] wanted: &str) {
    if wanted.is_empty() {
        // A field without an operator is a word like any other.
        assert!(compile(text, &terms()).expect("right").query.contains("name HAS \"EXISTING\""));
        return;
    }
    let found = compile(text, &terms()).unwrap_or_else(|error| panic!("{text}: {error}"));
    let wanted = if wanted.contains(" OR ") { format!("({wanted})") } else { wanted.to_owned() };
    assert_eq!(found.query, format!("{wanted} AND type = \"file\""), "{text}");
    assert_eq!(found.here, None, "{text}");
}

#[rstest]
#[case("is:folder", r#"type = "folder""#, "")]
#[case("missing:alt", r#"type = "file""#, "description NOT EXISTS")]
#[case("alt:sea tag:x", r#"tags IN ["x"] AND type = "file""#, r#"description HAS "sea""#)]
#[case("-hero >1mb", r#"size > "1mb" AND type = "file""#, r#"NOT name HAS "hero""#)]
#[case("tag:a or -ext:png", r#"type = "file""#, r#"tags IN ["a"] OR NOT format = "png""#)]
#[case("missing:shot", r#"type = "file""#, r#""embeddedMetadata.DateTimeOriginal" NOT EXISTS"#)]
fn what_the_service_cannot_say_is_looked_at_here(#[case] text: &str, #[case] sent: &str, #[case] here: &str) {
    let found = compile(text, &terms()).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(found.query, sent);
    assert_eq!(found.here.map(|query| query.to_string()).unwrap_or_default(), here);
}

#[test]
fn an_alt_field_of_the_account_is_taken_for_alt() {
    let mut terms = terms();
    let alt = CustomField { name: "altText".into(), kind: FieldType::Text, options: Vec::new() };
    terms.vocabulary.custom.push(alt);
    let found = compile("missing:alt", &terms).expect("right");
    assert_eq!(found.query, r#""customMetadata.altText" NOT EXISTS AND type = "file""#);
    assert_eq!(found.here, None);
}

#[rstest]
#[case("foo:bar", 1, "foo is not a field")]
#[case("a tgas:x", 3, "tgas is not a field")]
#[case("tag:", 5, "a value for tag is missing")]
#[case("is:secret", 4, "is:secret means nothing")]
#[case("created:soon", 9, "soon is no date")]
#[case("w>wide", 3, "width field must have a valid number value")]
#[case("ext:exe", 5, "format field must have a valid format value")]
#[case("(a", 3, "a closing parenthesis is missing")]
#[case("a)", 2, "a parenthesis is closed that was not opened")]
#[case("a or", 5, "something to search for is missing")]
#[case("name:a*b", 6, "a star may only be the end")]
#[case("tag>5", 5, "> is not an operator of tags")]
#[case("name = \"x\" \"y", 12, "a quote is not closed")]
#[case("\"customMetadata.number\" = \"x\"", 27, "customMetadata.number field must have a valid number value")]
#[case("***", 1, "a star may only be the end")]
#[case("-", 2, "something to search for is missing")]
#[case("missing:all", 9, "all is not a field")]
fn what_is_wrong_is_said_at_its_column(#[case] text: &str, #[case] column: usize, #[case] message: &str) {
    let error = compile(text, &terms()).expect_err(text);
    assert_eq!((error.column, error.message.as_str()), (column, message), "{text}: {error}");
}

/// Texts of short forms; all are right.
fn short() -> impl Strategy<Value = String> {
    let words = || prop::sample::select(vec!["a", "ab", "Ab", "red", "\"red car\"", "été", "2"]);
    let states = prop::sample::select(super::names::STATES.to_vec()).prop_map(|state| format!("is:{state}"));
    let present = prop::sample::select(vec!["alt", "tags", "keywords", "shot", "location", "text", "many"]);
    let order = || prop::sample::select(vec![">", "<", ">=", "<="]);
    let when = || {
        prop::sample::select(vec![
            "1d",
            "2w",
            "1y",
            "2024",
            "2024-02",
            "2024-02-29",
            "yesterday",
            "2023..2024-02",
        ])
    };
    let term = prop_oneof![
        words().prop_map(str::to_owned),
        words().prop_map(|word| format!("tag:{word}")),
        (words(), words()).prop_map(|(a, b)| format!("tag:{a}|{b}")),
        words().prop_map(|word| format!("alt:{word}")),
        words().prop_map(|word| format!("text:{word}")),
        words().prop_map(|word| format!("many:{word}")),
        states,
        present.prop_map(|name| format!("missing:{name}")),
        (order(), 0..5000_u32).prop_map(|(order, n)| format!("{order}{n}")),
        (order(), 0..3_u32).prop_map(|(order, n)| format!("w{order}{n}")),
        (order(), 0..3_u32).prop_map(|(order, n)| format!("number{order}{n}")),
        when().prop_map(|when| format!("created:{when}")),
        when().prop_map(|when| format!("shot:{when}")),
        prop::sample::select(&PATHS[..]).prop_map(|path| format!("in:{path}")),
        prop::sample::select(vec!["png", "jpg", "txt"]).prop_map(|format| format!("ext:{format}")),
    ];
    prop_oneof![term, text().prop_map(|text| format!("({text})"))].prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" or "))),
            inner.prop_map(|one| format!("-({one})")),
        ]
    })
}

fn maybe(value: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    prop::option::of(value).prop_map(|value| value.unwrap_or(Json::Null))
}

/// Files as the API lists them.
fn file() -> impl Strategy<Value = Json> {
    let word = || prop::sample::select(&WORDS[..]).prop_map(|word| json!(word));
    let list = || prop::collection::vec(word(), 0..3).prop_map(Json::Array);
    let date = || prop::sample::select(&DATES[..]).prop_map(|date| json!(date));
    let number = || (0..3_u32).prop_map(|n| json!(n));
    let moment =
        || prop::sample::select(vec!["2024-02-29T12:00:00Z", "2024-03-29T01:00:00Z", "2020-01-01T00:00:00Z"]);
    let plain = (
        word(),
        list(),
        prop::sample::select(&IDS[..]),
        moment(),
        moment(),
        maybe(number()),
        maybe(number()),
        (0..5000_u32, prop::sample::select(vec!["image/png", "image/jpeg", "text/plain", "application/zip"])),
        (any::<bool>(), any::<bool>(), maybe(any::<bool>().prop_map(Json::from))),
        prop::sample::select(&PATHS[..]),
    );
    let more = (
        maybe(word()),
        maybe(list()),
        maybe(date()),
        maybe(word()),
        maybe(number()),
        maybe(date()),
        maybe(list()),
    );
    (plain, more).prop_map(|((name, tags, id, created, updated, width, height, kind, on, path), more)| {
        let folder = if path == "/" { "" } else { path };
        let (description, keywords, shot, text, number, date, many) = more;
        let given = |all: Vec<(&str, Json)>| -> Json {
            let all = all.into_iter().filter(|(_, value)| !value.is_null() && *value != json!([]));
            Json::Object(all.map(|(name, value)| (name.to_owned(), value)).collect())
        };
        json!({
            "type": "file", "fileId": id, "name": name, "filePath": format!("{folder}/{}", name.as_str().unwrap_or("")),
            "tags": tags, "AITags": null, "createdAt": created, "updatedAt": updated, "width": width, "height": height,
            "size": kind.0, "mime": kind.1, "isPrivateFile": on.0, "isPublished": on.1, "hasAlpha": on.2,
            "description": description,
            "embeddedMetadata": given(vec![("Keywords", keywords), ("DateTimeOriginal", shot)]),
            "customMetadata": given(vec![("text", text), ("number", number), ("date", date), ("many", many)]),
        })
    })
}

/// What a text means before it is divided.
fn meant(text: &str, terms: &Terms) -> Query {
    Query { expr: read::read(text, terms).unwrap_or_else(|error| panic!("{text}: {error}")) }
}

proptest! {
    /// The service's part parses, has no negation that is undocumented, and both parts together hold
    /// for the files that are meant, and for no others.
    #[test]
    fn both_parts_together_mean_the_text(text in short(), files in prop::collection::vec(file(), 1..8)) {
        let terms = terms();
        let found = match compile(&text, &terms) {
            Ok(found) => found,
            Err(error) => return Err(TestCaseError::reject(error.message)),
        };
        let kinds = |name: &str| if name == "rights" { Some(FieldType::SingleSelect) } else { custom(name) };
        let sent = parse_with(&found.query, &kinds).expect("what is sent parses");
        prop_assert!(!found.query.contains("NOT (") && !found.query.starts_with("NOT "), "{}", found.query);
        let wanted = meant(&text, &terms);
        let mut typed = false;
        wanted.expr.each(&mut |condition| typed |= condition.field == Field::Type);
        for file in &files {
            let file = Listed(file);
            let here = found.here.as_ref().is_none_or(|query| query.holds(&file, now()));
            let both = here && sent.holds(&file, now());
            prop_assert_eq!(both, wanted.holds(&file, now()), "{} became {:?}", text, found);
        }
    }

    /// Whatever is typed, there is an answer or an error inside the text, and pieces cover it.
    #[test]
    fn any_text_is_taken(text in "[-a-z:<>=()\\[\\],|\"'*. 0-9é写\u{202e}]{0,40}", cursor in 0..60_usize) {
        let terms = terms();
        if let Err(error) = compile(&text, &terms) {
            prop_assert!(error.span.end <= text.len() && text.is_char_boundary(error.span.start));
            prop_assert!(error.column <= text.chars().count() + 1);
        }
        let mut end = 0;
        for (span, _) in pieces(&text, &terms.vocabulary) {
            prop_assert!(text[end..span.start].trim().is_empty() && span.start < span.end);
            end = span.end;
        }
        prop_assert!(text[end..].trim().is_empty());
        for found in propose(&text, cursor, &terms.vocabulary) {
            prop_assert!(text.get(found.span).is_some());
        }
    }
}

/// The text with each proposal in its place; `|` is the cursor.
fn proposed(text: &str) -> Vec<String> {
    let cursor = text.find('¦').expect("a cursor");
    let text = text.replace('¦', "");
    propose(&text, cursor, &terms().vocabulary)
        .into_iter()
        .map(|done| format!("{}{}{}", &text[..done.span.start], done.text, &text[done.span.end..]))
        .collect()
}

#[test]
fn short_forms_and_their_values_are_proposed() {
    assert_eq!(proposed("mis¦"), ["missing:"]);
    assert_eq!(proposed("tag:red -mis¦"), ["tag:red -missing:"]);
    assert_eq!(proposed("missing:a¦")[0], "missing:alt");
    assert_eq!(proposed("tag:s¦"), ["tag:\"sea side\""]);
    assert_eq!(proposed("tag:red|s¦"), ["tag:red|\"sea side\""]);
    assert_eq!(proposed("is:pr¦"), ["is:private"]);
    assert_eq!(proposed("rights:¦"), ["rights:licensed", "rights:5"]);
    assert_eq!(proposed("shot:1¦"), ["shot:1d", "shot:1m", "shot:1y"]);
    assert_eq!(proposed("rig¦"), ["rights:", "\"customMetadata.rights\""]);
    assert_eq!(proposed("tag:red tags ¦")[..2], ["tag:red tags tag:", "tag:red tags is:"]);
    assert_eq!(proposed("tag:red tags IN [\"r¦"), ["tag:red tags IN [\"red\""]);
    assert_eq!(proposed("is:private o¦"), ["is:private on:", "is:private one:", "is:private OR"]);
    assert!(proposed("¦").len() > 20);
}

#[test]
fn pieces_of_short_forms_have_kinds() {
    use crate::query::TokenKind::{Field, Joint, Literal, Operator, Text, Wrong};
    let text = "-tag:red w>5 hero foo:x or size > 5";
    let kinds: Vec<_> =
        pieces(text, &terms().vocabulary).into_iter().map(|(span, kind)| (&text[span], kind)).collect();
    assert_eq!(
        kinds,
        [
            ("-", Joint),
            ("tag", Field),
            (":", Operator),
            ("red", Literal),
            ("w", Field),
            (">", Operator),
            ("5", Literal),
            ("hero", Text),
            ("foo", Wrong),
            (":", Operator),
            ("x", Literal),
            ("or", Joint),
            ("size", Field),
            (">", Operator),
            ("5", Literal),
        ]
    );
}
