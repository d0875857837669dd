//! Random queries over a small world, in which they find something now and then.

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

use super::parse_with;
use crate::model::custom::FieldType;

/// Words that names, tags and custom values are made of.
pub(crate) const WORDS: [&str; 8] = ["a", "ab", "Ab", "red car", "red", "été", "it's \"x\\y\"", "2"];
/// Paths of folders.
pub(crate) const PATHS: [&str; 5] = ["/", "/a", "/a/b", "/ab", "/a-c"];
/// Ids of assets.
pub(crate) const IDS: [&str; 3] =
    ["000000000000000000000001", "000000000000000000000002", "00000000000000000000000f"];
/// Dates of custom and embedded metadata.
pub(crate) const DATES: [&str; 4] =
    ["2024-02-28", "2024-02-29T23:00:00.000Z", "2024-03-01T00:00:00+01:00", "2023-03-01T12:00:00"];
/// The custom metadata fields.
pub(crate) const CUSTOM: [(&str, FieldType); 6] = [
    ("text", FieldType::Text),
    ("number", FieldType::Number),
    ("date", FieldType::Date),
    ("on", FieldType::Boolean),
    ("one", FieldType::SingleSelect),
    ("many", FieldType::MultiSelect),
];

/// The time at which the queries are asked: a month before is the 28th of February.
pub(crate) fn now() -> Timestamp {
    "2024-03-29T12:00:00.123Z".parse().unwrap()
}

pub(crate) fn custom(name: &str) -> Option<FieldType> {
    CUSTOM.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

fn quoted(text: &str) -> String {
    let escaped: String =
        text.chars().flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

fn word() -> impl Strategy<Value = String> {
    select(&WORDS[..]).prop_map(quoted)
}

fn date() -> impl Strategy<Value = String> {
    let others = ["1h", "1d", "2w", "1m", "1y", "2024-02-29", "2024-02-29T23:00:00"];
    select([&DATES[..], &others[..]].concat()).prop_map(quoted)
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![(0..4_i32).prop_map(|n| n.to_string()), Just("1.5".to_owned()), Just("-2".to_owned())]
}

fn size() -> impl Strategy<Value = String> {
    select(vec!["0", "1", "1024", "\"1kb\"", "'2KB'", "\"1mb\""]).prop_map(str::to_owned)
}

fn flag() -> impl Strategy<Value = String> {
    select(vec!["true", "false"]).prop_map(str::to_owned)
}

fn place() -> impl Strategy<Value = String> {
    let all = ["48,2 100km", "48.1,2.2 1km", "40,0|50,5", "0,0|0,10|60,10|60,0", "-10,-10|0,0"];
    select(all.to_vec()).prop_map(quoted)
}

fn option() -> impl Strategy<Value = String> {
    prop_oneof![word(), number(), flag()]
}

fn list(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(value, 1..3).prop_map(|all| format!("[{}]", all.join(", ")))
}

/// Conditions of a field with these values: what `IN` and `=` take, and more operators.
fn compared<S: Strategy<Value = String> + Clone + 'static>(
    field: &'static str,
    value: S,
    more: &'static [&'static str],
) -> BoxedStrategy<String> {
    let single = select([&["=", "NOT ="][..], more].concat());
    prop_oneof![
        (single, value.clone()).prop_map(move |(operator, value)| format!("{field} {operator} {value}")),
        (select(vec!["IN", "NOT IN"]), list(value))
            .prop_map(move |(operator, list)| format!("{field} {operator} {list}")),
    ]
    .boxed()
}

/// Conditions with these operators alone.
fn only<S: Strategy<Value = String> + 'static>(
    field: &'static str,
    value: S,
    operators: &'static [&'static str],
) -> BoxedStrategy<String> {
    (select(operators), value)
        .prop_map(move |(operator, value)| format!("{field} {operator} {value}"))
        .boxed()
}

const ORDER: &[&str] = &["<", "<=", ">", ">="];

fn condition() -> impl Strategy<Value = String> {
    let shared = || word().boxed();
    let types = || select(vec!["\"file\"", "\"folder\"", "\"file-version\""]).prop_map(str::to_owned).boxed();
    let files = proptest::strategy::Union::new([
        compared("name", shared(), &[":", "HAS"]),
        only("tags", list(word()), &["IN", "NOT IN"]),
        only("tags", word(), &["HAS"]),
        only("tags", Just(String::new()), &["EXISTS", "NOT EXISTS"]),
        compared("type", types(), &[]),
        compared("id", select(&IDS[..]).prop_map(quoted).boxed(), &[]),
        compared("createdAt", date().boxed(), ORDER),
        compared("updatedAt", date().boxed(), ORDER),
        compared("height", number().boxed(), ORDER),
        compared("width", number().boxed(), ORDER),
        compared("size", size().boxed(), ORDER),
        only("format", select(vec!["'png'", "\"jpg\"", "\"TXT\""]).prop_map(str::to_owned), &["="]),
        only("private", flag(), &["="]),
        only("published", flag(), &["="]),
        only("transparency", flag(), &["="]),
        compared("createdBy", shared(), &[]),
        compared("path", select(&PATHS[..]).prop_map(quoted).boxed(), &[":"]),
        only("\"embeddedMetadata.LocationTaken\"", place(), &["="]),
        only("'embeddedMetadata.Keywords'", list(word()), &["IN", "NOT IN"]),
        only("\"embeddedMetadata.Keywords\"", Just(String::new()), &["EXISTS", "NOT EXISTS"]),
        compared("\"embeddedMetadata.DateTimeOriginal\"", date().boxed(), ORDER),
    ]);
    let custom = proptest::strategy::Union::new([
        compared("\"customMetadata.text\"", shared(), &[":", "HAS"]),
        compared("\"customMetadata.number\"", number().boxed(), ORDER),
        compared("\"customMetadata.date\"", date().boxed(), ORDER),
        only("\"customMetadata.on\"", flag(), &["="]),
        compared("\"customMetadata.one\"", option().boxed(), &[]),
        only("\"customMetadata.one\"", number(), ORDER),
        only("\"customMetadata.one\"", word(), &[":"]),
        only("\"customMetadata.many\"", list(option()), &["IN", "NOT IN"]),
        only("customMetadata.many", Just(String::new()), &["EXISTS", "NOT EXISTS"]),
        compared("\"customMetadata.other\"", option().boxed(), &[]),
        only("\"customMetadata.other\"", number(), ORDER),
        only("\"customMetadata.other\"", date(), ORDER),
        only("\"customMetadata.other\"", word(), &[":", "HAS"]),
    ]);
    prop_oneof![files, custom]
}

/// Texts of queries; all are right.
pub(crate) fn text() -> impl Strategy<Value = String> {
    condition().prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" AND "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" OR "))),
            inner.prop_map(|one| format!("NOT {one}")),
        ]
    })
}

/// Queries, their custom metadata fields being [`CUSTOM`].
pub(crate) fn query() -> impl Strategy<Value = super::Query> {
    text().prop_map(|text| parse_with(&text, &custom).unwrap_or_else(|error| panic!("{text}: {error}")))
}
