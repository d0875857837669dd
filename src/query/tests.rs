use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value as Json, json};

use super::testing::{custom, now, query, text};
use super::*;
use crate::model::FolderPath;

/// A file by its JSON in the API's words, `mime` and `path` (of its folder) among them.
struct Thing(Json);

impl Subject for Thing {
    fn find(&self, field: &Field) -> Found<'_> {
        let name = field.to_string();
        let at = |name: &str| self.0.get(name);
        let text = |name: &str| at(name).and_then(Json::as_str).map(Found::from).into();
        let time = |name: &str| match at(name).and_then(Json::as_str).and_then(|text| text.parse().ok()) {
            Some(time) => Found::Time(time),
            None => Found::Nothing,
        };
        match field {
            Field::Format | Field::FileMime => text("mime"),
            Field::CreatedAt => time("createdAt"),
            Field::UpdatedAt => time("updatedAt"),
            Field::Custom(field) | Field::RequestCustom(field) => {
                at("custom").and_then(|custom| custom.get(field)).into()
            }
            Field::Keywords => at("Keywords").into(),
            Field::DateTimeOriginal => at("DateTimeOriginal").into(),
            Field::LocationTaken => Point::of_embedded(&self.0).map_or(Found::Nothing, Found::Point),
            Field::RequestFolder => text("path"),
            Field::RequestTags => at("tags").into(),
            Field::FileSize => at("size").into(),
            Field::Media(name) => at(name).into(),
            _ => at(&name).into(),
        }
    }
}

fn car() -> Thing {
    Thing(json!({
        "name": "red-Car_01.jpg", "tags": ["summer-sale", "Wheel"], "type": "file",
        "id": "598821f949c0a938d57563bd", "createdAt": "2024-03-25T12:00:00Z", "updatedAt": "2024-03-29T11:30:00Z",
        "height": 400, "width": 600, "size": 1_048_576, "mime": "image/jpeg",
        "private": false, "published": true, "transparency": false, "path": "/cars/red",
        "createdBy": "a@b.c",
        "Keywords": ["road"], "DateTimeOriginal": "2019-10-16T19:01:03.000Z",
        "GPSLatitude": [40, 0, 36.0], "GPSLatitudeRef": "N", "GPSLongitude": [100, 0, 0], "GPSLongitudeRef": "E",
        "custom": { "category": "clothing", "price": 500, "since": "2024-01-31T00:00:00.000Z", "sold": true,
                    "kinds": ["luxury", 500, true] },
    }))
}

fn holds(text: &str) -> bool {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).holds(&car(), now())
}

#[rstest]
// The examples of imagekit-api.md 3.5 and those of the SDKs.
#[case(r#"createdAt > "7d" AND name: "red-Car""#)]
#[case(r#"(size < "1mb" AND width > 500) OR (tags IN ["summer-sale","banner"])"#)]
#[case("createdAt >= '2d' OR size < '2mb' OR format='png'")]
#[case(r#""customMetadata.category" IN ["clothing", "accessories"]"#)]
#[case(r#""embeddedMetadata.DateTimeOriginal" < "1y""#)]
#[case(r#""embeddedMetadata.LocationTaken" = "40,100 5km""#)]
#[case(r#"format = "jpg" AND path : "/cars/""#)]
#[case(r#"type = "file" AND tags EXISTS"#)]
#[case("private = false and published = true AND transparency = FALSE")]
// Operators.
#[case(r#"name = "red-Car_01.jpg""#)]
#[case(r#"name NOT = "red-car_01.jpg""#)]
#[case(r#"name IN ["x", "red-Car_01.jpg"] AND name NOT IN ["x"]"#)]
#[case(r#"name HAS "car RED""#)]
#[case(r#"name HAS "01 ca""#)]
#[case(r#"tags HAS "sale wheel""#)]
#[case(r#"tags NOT IN ["banner"]"#)]
#[case("width >= 600 AND width <= 600 AND width = 600 AND NOT width < 600 AND NOT width > 600")]
#[case("size = 1048576 AND size = '1mb' AND size >= '1024kb' AND size > 1.5 AND size < '1gb'")]
#[case(r#"id = "598821f949c0a938d57563bd""#)]
#[case(r#"createdBy IN ["a@b.c"]"#)]
#[case(
    r#"createdAt > "2024-03-25" AND createdAt <= "2024-03-25T12:00:00" AND createdAt = 2024-03-25T12:00:00"#
)]
#[case("createdAt < 2d AND createdAt > 5d AND updatedAt > \"1h\" AND createdAt < 2025-01-01")]
#[case(r#"createdAt IN ["2024-03-25T13:00:00+01:00"]"#)]
#[case(r#"path = "cars/red/" AND path : "/" AND path NOT = "/cars" AND path IN ["/cars/red"]"#)]
#[case(r#""path" : "/cars" AND NOT path : "/car""#)]
#[case(r#"'embeddedMetadata.Keywords' IN ['road'] AND "embeddedMetadata.Keywords" EXISTS"#)]
#[case(r#""embeddedMetadata.LocationTaken" = "40,99|41,101""#)]
#[case(r#""embeddedMetadata.LocationTaken" = "39,99|39,101|41,101|41,99""#)]
#[case(
    r#""customMetadata.price" = 500 AND "customMetadata.price" >= 500 AND "customMetadata.price" NOT = 1"#
)]
#[case(r#""customMetadata.since" > "2m" AND "customMetadata.since" < "2024-02-01""#)]
#[case(r#""customMetadata.sold" = true AND "customMetadata.none" NOT EXISTS"#)]
#[case(r#""customMetadata.kinds" IN [500] AND "customMetadata.kinds" IN ["x", true]"#)]
#[case(r#""customMetadata.category" : "cloth" AND "customMetadata.category" HAS "CLO""#)]
#[case(r#""customMetadata.none" NOT = "x" AND NOT "customMetadata.none" = "x""#)]
// AND before OR.
#[case("width = 600 OR width = 1 AND width = 2")]
fn it_holds(#[case] text: &str) {
    assert!(holds(text));
}

#[rstest]
#[case(r#"name = "red-car_01.jpg""#)]
#[case(r#"name : "Car""#)]
#[case(r#"name HAS "ar""#)]
#[case(r#"name HAS "re car""#)]
#[case(r#"tags IN ["Summer-sale"]"#)]
#[case("tags NOT EXISTS")]
#[case(r#"createdAt < "7d""#)]
#[case(r#"path = "/cars""#)]
#[case(r#"path : "/cars/re""#)]
#[case(r#"format = "png""#)]
#[case(r#""embeddedMetadata.LocationTaken" = "40,100 1km""#)]
#[case(r#""embeddedMetadata.LocationTaken" = "0,0|0,100|40,100|40,0""#)]
#[case(r#""customMetadata.price" = "500""#)]
#[case(r#""customMetadata.none" < 5 OR "customMetadata.none" : "" OR "customMetadata.category" > 5"#)]
#[case(r#""customMetadata.kinds" IN [1, false, "500"]"#)]
#[case("NOT (width = 600 OR height = 1)")]
#[case("(width = 600 OR width = 1) AND width = 2")]
fn it_does_not_hold(#[case] text: &str) {
    assert!(!holds(text));
}

#[test]
fn months_are_those_of_the_calendar() {
    let at = |text: &str, now: &str| {
        let now: Timestamp = now.parse().unwrap();
        let When::Ago(amount, span) = date_of(text) else { panic!("{text}") };
        Timestamp::from_millisecond(When::Ago(amount, span).millis(now)).unwrap().to_string()
    };
    assert_eq!(at("1m", "2024-03-31T10:00:00Z"), "2024-02-29T10:00:00Z");
    assert_eq!(at("1y", "2024-02-29T10:00:00Z"), "2023-02-28T10:00:00Z");
    assert_eq!(at("3w", "2024-03-31T10:00:00Z"), "2024-03-10T10:00:00Z");
    assert_eq!(When::Ago(u32::MAX, Span::Years).millis(now()), Timestamp::MIN.as_millisecond());
}

fn date_of(text: &str) -> When {
    let query = parse(&format!("createdAt = '{text}'")).unwrap();
    match query.expr {
        Expr::Is(Condition { test: Test::Equal(Value::Date(when)), .. }) => when,
        other => panic!("{other}"),
    }
}

#[rstest]
#[case("2020-01-31", Some("2020-01-31T00:00:00Z"))]
#[case("2020-01-31T10:20:30", Some("2020-01-31T10:20:30Z"))]
#[case("2020-01-31T10:20:30.5Z", Some("2020-01-31T10:20:30.5Z"))]
#[case("2020-01-31T10:20:30+02:00", Some("2020-01-31T08:20:30Z"))]
#[case("2020-02-30", None)]
#[case("2020-1-31", None)]
#[case("2020-01-31T", None)]
#[case("2020-01-31Tx", None)]
#[case("2020-01-31T10:20:30[Europe/Paris]", None)]
#[case("20200131", None)]
#[case("", None)]
fn moments(#[case] text: &str, #[case] expected: Option<&str>) {
    let expected = expected.map(|text| text.parse::<Timestamp>().unwrap().as_millisecond());
    assert_eq!(moment(text), expected);
}

#[rstest]
#[case("", 1, "a field is missing")]
#[case("   ", 1, "a field is missing")]
#[case("name", 5, "an operator is missing")]
#[case("name =", 7, "a value for name is missing")]
#[case("name = )", 8, "a value for name is missing before )")]
#[case("name = \"a", 8, "a quote is not closed")]
#[case("é = 1", 1, "é is not a field")]
#[case("'é' = 1 OR nmae = 'x'", 1, "é is not a field")]
#[case("(width = 1", 11, "a closing parenthesis is missing")]
#[case("(width = 1 width = 2", 12, "a closing parenthesis is missing before width")]
#[case("width = 1)", 10, "a parenthesis is closed that was not opened")]
#[case("width = 1 width = 2", 11, "width comes after the end of a condition")]
#[case("width == 1", 8, "a value for width is missing before =")]
#[case("width != 1", 7, "an operator is missing before !")]
#[case("tags IN 'a'", 9, "a list is missing before 'a'")]
#[case("tags IN ['a' 'b']", 14, "a closing bracket is missing before 'b'")]
#[case("tags IN []", 10, "a value for tags is missing before ]")]
#[case("tags = 'a'", 6, "= is not an operator of tags")]
#[case("width NOT EXISTS", 7, "NOT EXISTS is not an operator of width")]
#[case("width NOT < 1", 11, "an operator is missing before <")]
#[case("name = foo", 8, "name field must have a valid text value")]
#[case("width > '5'", 9, "width field must have a valid number value")]
#[case("width > 1e999", 9, "width field must have a valid number value")]
#[case("size > '5tb'", 8, "size field must have a valid size value")]
#[case("size > -1", 8, "size field must have a valid size value")]
#[case("createdAt > 'soon'", 13, "createdAt field must have a valid date value")]
#[case("createdAt > '99999999999d'", 13, "createdAt field must have a valid date value")]
#[case("createdAt IN ['1d', 'x']", 21, "createdAt field must have a valid date value")]
#[case("private = 'true'", 11, "private field must have a valid boolean value")]
#[case("type = 'image'", 8, "type field must have a valid type value")]
#[case("name HAS '...'", 10, "HAS needs a word")]
#[case(
    "'embeddedMetadata.LocationTaken' = '1,2 3mi'",
    36,
    "embeddedMetadata.LocationTaken field must have a valid location value"
)]
#[case(
    "'embeddedMetadata.LocationTaken' = '91,2 3km'",
    36,
    "embeddedMetadata.LocationTaken field must have a valid location value"
)]
#[case("'customMetadata.x' < 'a'", 22, "customMetadata.x field must have a valid number or date value")]
#[case("'customMetadata.' = 'a'", 1, "customMetadata. is not a field")]
#[case("'request.folder' = 'a'", 1, "request.folder is not a field")]
fn errors_name_the_column(#[case] text: &str, #[case] column: usize, #[case] message: &str) {
    let error = parse(text).unwrap_err();
    assert_eq!((error.column, error.message.as_str()), (column, message));
    assert!(error.to_string().starts_with(&format!("{message} at column {column}. ")));
    assert!(!error.hint.is_empty() && !error.hint.ends_with('.'));
}

#[rstest]
#[case("nmae = 'a'", "Perhaps name is meant")]
#[case("createdat > '1d'", "Perhaps createdAt is meant")]
#[case("keywords IN ['a']", "Perhaps embeddedMetadata.Keywords is meant")]
fn fields_that_are_near_are_suggested(#[case] text: &str, #[case] hint: &str) {
    assert_eq!(parse(text).unwrap_err().hint, hint);
}

#[rstest]
#[case("'customMetadata.on' > 1", "> is not an operator of customMetadata.on")]
#[case("'customMetadata.number' = 'a'", "customMetadata.number field must have a valid number value")]
#[case("'customMetadata.date' = 'a'", "customMetadata.date field must have a valid date value")]
#[case("'customMetadata.many' = 'a'", "= is not an operator of customMetadata.many")]
#[case("'customMetadata.one' > 'a'", "customMetadata.one field must have a valid number value")]
fn known_custom_fields_are_checked(#[case] text: &str, #[case] message: &str) {
    assert_eq!(parse_with(text, &custom).unwrap_err().message, message);
}

#[rstest]
#[case(r#""request.folder" : "cars/""#, true)]
#[case("'request.folder' : '/testing-python-folder'", false)]
#[case(r#""file.size" < "2mb" AND "file.mime" : "image/""#, true)]
#[case(
    r#""request.tags" IN ["Wheel"] AND "mediaMetadata.width" > 500 AND "mediaMetadata.height" <= 400"#,
    true
)]
#[case(r#""request.customMetadata.price" = 500"#, true)]
fn checks_have_fields_of_their_own(#[case] text: &str, #[case] expected: bool) {
    assert_eq!(parse_checks(text).unwrap().holds(&car(), now()), expected);
}

#[test]
fn hostile_texts_are_refused() {
    let deep = |n: usize| format!("{}width = 1{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(MAX_DEPTH)).is_ok());
    let error = parse(&deep(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!(error.column, MAX_DEPTH + 1);
    assert!(parse(&"(".repeat(MAX_CHARS)).is_err());
    assert!(parse(&format!("{} width = 1", "NOT ".repeat(MAX_DEPTH))).is_ok());
    assert!(parse(&format!("{} width = 1", "NOT ".repeat(MAX_DEPTH + 1))).is_err());
    assert_eq!(parse(&"é".repeat(MAX_CHARS + 1)).unwrap_err().column, MAX_CHARS + 1);
    let many = |n: usize| vec!["width = 1"; n].join(" OR ");
    assert!(parse(&many(MAX_CONDITIONS)).is_ok());
    assert_eq!(parse(&many(MAX_CONDITIONS + 1)).unwrap_err().column, MAX_CONDITIONS * 13 + 1);
}

#[test]
fn relevance_is_the_share_of_the_words() {
    assert_eq!(relevance("red car", "red car"), 1000);
    assert!(relevance("red car", "car") > relevance("red car in town", "car"));
    assert!(relevance("red car", "car") > relevance("red cars", "car"));
    assert_eq!(relevance("red car", "blue"), 0);
    assert_eq!(relevance("red", "red red red"), 1000);
}

#[test]
fn what_was_written_is_written_back() {
    for text in [
        r#"(createdAt > "7d" AND name : "a\"b\\") OR NOT tags IN ["x", "y"]"#,
        r#""customMetadata.price" NOT = 1.5 AND size < "1.5mb" AND path : "/a/b""#,
        r#"createdAt = "2020-01-31" OR createdAt < "2020-01-31T10:20:30.5""#,
        r#"tags NOT EXISTS AND name HAS "red car" AND "embeddedMetadata.LocationTaken" = "40,100.5 5km""#,
    ] {
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
    assert_eq!(
        parse("path='a' and ('width'=1e300)").unwrap().to_string(),
        r#"path = "/a" AND width = 1e300"#
    );
    assert_eq!(FolderPath::new("a").as_str(), "/a");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.get(error.span.clone()).is_some());
            prop_assert_eq!(error.column, text[..error.span.start].chars().count() + 1);
        }
        let _ = parse_checks(&text);
    }

    #[test]
    fn a_text_of_pieces_is_read_or_refused(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "(", ")", "[", "]", ",", "=", "<", ">=", ":", "NOT", "AND", "or", "IN", "HAS", "EXISTS", "'", "\"", "\\",
            "name", "tags", "size", "'customMetadata.x'", "1", "2d", "2020-01-01T10:00:00", "'a'", "\"é\"", "true", " ",
        ]), 0..30)) {
        let text = pieces.concat();
        if let Ok(query) = parse(&text) {
            prop_assert_eq!(&parse(&query.to_string()).unwrap(), &query);
            let _ = query.holds(&car(), now());
        }
    }

    #[test]
    fn good_queries_gone_bad_are_read_or_refused(
        text in text(), at in any::<prop::sample::Index>(), length in 0..4_usize, put in "[ -~é]{0,3}",
    ) {
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len());
        let bad: String =
            chars[..at].iter().copied().chain(put.chars()).chain(chars.iter().skip(at + length).copied()).collect();
        if let Ok(query) = parse_with(&bad, &custom) {
            prop_assert_eq!(&parse_with(&query.to_string(), &custom).unwrap(), &query);
        }
    }

    #[test]
    fn what_is_written_back_is_the_same(query in query()) {
        prop_assert_eq!(&parse_with(&query.to_string(), &custom).unwrap(), &query);
    }

    #[test]
    fn not_is_the_opposite(query in query()) {
        let opposite = Query { expr: Expr::Not(Box::new(query.expr.clone())) };
        prop_assert_ne!(query.holds(&car(), now()), opposite.holds(&car(), now()));
    }
}
