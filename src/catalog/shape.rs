//! Entries as the service wrote them, kept in few bytes and given back without a loss.
//!
//! Most of an entry's JSON is in the columns of its row already, or the same in thousands of entries.
//! So what an entry has in common with others is its *shape*: its text with marks, signs that no JSON
//! text holds, in the place of what columns hold. The members that neither columns nor shape hold are
//! the *rest*, a JSON object.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::times::{is_iso, iso};

/// Between the tags of a file, and between its AI tags.
pub(super) const BETWEEN: char = '\u{1f}';
/// Between the name of an AI tag, how sure it is, and its source.
pub(super) const WITHIN: char = '\u{1e}';
/// The longest value that may be in a shape.
const LONGEST: usize = 4096;

const ID: char = '\u{1}';
const NAME: char = '\u{2}';
const PATH: char = '\u{3}';
const ENCODED: char = '\u{4}';
const CREATED: char = '\u{5}';
const UPDATED: char = '\u{6}';
const UPDATED_MS: char = '\u{7}';
const SIZE: char = '\u{8}';
const WIDTH: char = '\u{b}';
const HEIGHT: char = '\u{c}';
const TAGS: char = '\u{e}';
const AI_TAGS: char = '\u{f}';
const VERSION: char = '\u{10}';
const OWN: char = '\u{11}';
const BASE: char = '\u{12}';

/// What the columns of a row hold, in the words of the API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// From the root of the library.
    pub(super) path: &'a str,
    /// The same as it stands in URLs.
    pub(super) encoded: &'a str,
    /// Milliseconds.
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) size: u64,
    pub(super) width: u32,
    pub(super) height: u32,
    /// With [`BETWEEN`] between them.
    pub(super) tags: &'a str,
    /// With [`BETWEEN`] between them, and [`WITHIN`] inside.
    pub(super) ai_tags: &'a str,
    /// The id of the version where it isn't the file's; else empty.
    pub(super) version: &'a str,
    /// Where the library delivers, without a slash at the end.
    pub(super) base: &'a str,
}

/// The top-level members of an object in their order, values as text.
#[derive(Debug, Default)]
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::with_capacity(32);
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        input.deserialize_map(Reader)
    }
}

impl<'a> Members<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| *value)
    }
}

/// The shape and the rest of an entry. Where `common` doesn't hold, only what columns have and what is
/// empty goes into the shape, so that there can't be many.
pub(super) fn pack(
    members: &Members<'_>,
    length: usize,
    columns: &Columns<'_>,
    common: bool,
) -> (String, String) {
    let (mut shape, mut rest) = (String::with_capacity(length), String::new());
    for (key, value) in &members.0 {
        let key_text = escaped(key);
        shape.push(if shape.is_empty() { '{' } else { ',' });
        shape.extend(["\"", &key_text, "\":"]);
        if !push_value(&mut shape, key, value.get(), columns, common) {
            shape.push(OWN);
            rest.push(if rest.is_empty() { '{' } else { ',' });
            rest.extend(["\"", &key_text, "\":", value.get()]);
        }
    }
    if shape.is_empty() {
        shape.push('{');
    }
    shape.push('}');
    if !rest.is_empty() {
        rest.push('}');
    }
    (shape, rest)
}

/// The entry of a shape and a rest: the same members with the same values in the same order.
pub(super) fn unpack(shape: &str, rest: &str, columns: &Columns<'_>) -> String {
    let own = if rest.is_empty() { Members::default() } else { Members::read(rest).unwrap_or_default() };
    let mut own = own.0.into_iter();
    let mut entry = String::with_capacity(shape.len() + rest.len() + 256);
    for sign in shape.chars() {
        match sign {
            ID => entry.push_str(&escaped(columns.id)),
            NAME => entry.push_str(&escaped(columns.name)),
            PATH => entry.push_str(&escaped(columns.path)),
            ENCODED => entry.push_str(&escaped(columns.encoded)),
            CREATED => entry.push_str(&iso(columns.created)),
            UPDATED => entry.push_str(&iso(columns.updated)),
            UPDATED_MS => entry.push_str(&columns.updated.to_string()),
            SIZE => entry.push_str(&columns.size.to_string()),
            WIDTH => entry.push_str(&columns.width.to_string()),
            HEIGHT => entry.push_str(&columns.height.to_string()),
            TAGS => entry.push_str(&tags_json(columns.tags)),
            AI_TAGS => entry.push_str(&ai_tags_json(columns.ai_tags)),
            VERSION => entry.push_str(&escaped(columns.version)),
            BASE => entry.push_str(&escaped(columns.base)),
            OWN => entry.push_str(own.next().map_or("null", |(_, value)| value.get())),
            other => entry.push(other),
        }
    }
    entry
}

/// The entry of a shape with nothing where columns and the rest belong.
pub(super) fn literals(shape: &str) -> Value {
    let mut text = String::with_capacity(shape.len());
    for sign in shape.chars() {
        match sign {
            SIZE | WIDTH | HEIGHT | TAGS | AI_TAGS | OWN => text.push_str("null"),
            '\u{1}'..='\u{8}' | VERSION | BASE => {}
            other => text.push(other),
        }
    }
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes a value into the shape; writes nothing and answers `false` where it belongs into the rest.
fn push_value(shape: &mut String, key: &str, raw: &str, columns: &Columns<'_>, common: bool) -> bool {
    let mark = match key {
        "fileId" => is_text(raw, columns.id).then_some(ID),
        "name" => is_text(raw, columns.name).then_some(NAME),
        "filePath" => is_text(raw, columns.path).then_some(PATH),
        "createdAt" => is_time(raw, columns.created).then_some(CREATED),
        "updatedAt" => is_time(raw, columns.updated).then_some(UPDATED),
        "size" => is_number(raw, columns.size).then_some(SIZE),
        "width" => is_number(raw, columns.width.into()).then_some(WIDTH),
        "height" => is_number(raw, columns.height.into()).then_some(HEIGHT),
        "tags" => is_tags(raw, columns.tags).then_some(TAGS),
        // The column is made of this very text most often, in which case there is something in it.
        "AITags" if !columns.ai_tags.is_empty() => {
            ai_tags_column(raw).is_some_and(|tags| tags == columns.ai_tags).then_some(AI_TAGS)
        }
        "versionInfo" if push_version(shape, raw, columns) => return true,
        "url" | "thumbnail" if common && push_url(shape, raw, columns) => return true,
        _ => None,
    };
    match (mark, key) {
        (Some(mark @ (SIZE | WIDTH | HEIGHT | TAGS | AI_TAGS)), _) => shape.push(mark),
        (Some(mark), _) => shape.extend(['"', mark, '"']),
        (None, "type" | "fileType" | "mime" | "createdBy" | "selectedFieldsSchema")
            if common && raw.len() <= LONGEST && !raw.contains(char::is_control) =>
        {
            shape.push_str(raw);
        }
        (None, "type" | "fileType" | "mime" | "createdBy" | "selectedFieldsSchema") => return false,
        (None, _) if matches!(raw, "null" | "true" | "false" | "{}" | "[]" | "\"\"") => shape.push_str(raw),
        (None, _) => return false,
    }
    true
}

/// Whether a text needs no escapes in JSON.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\')
}

/// A text as it stands between the quotes of JSON.
fn escaped(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned().into()
}

fn plain(raw: &str) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// What is between the quotes of a text that has nothing escaped.
fn unescaped(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
}

fn is_text(raw: &str, column: &str) -> bool {
    match unescaped(raw) {
        Some(text) => text == column,
        None => plain(raw).is_some_and(|text| text == column),
    }
}

fn is_time(raw: &str, column: i64) -> bool {
    match unescaped(raw) {
        Some(text) => is_iso(text, column),
        None => plain(raw).is_some_and(|text| is_iso(&text, column)),
    }
}

/// Whether a number is written as this one: JSON allows neither a `+` nor zeros in front.
fn is_number(raw: &str, column: u64) -> bool {
    raw.parse() == Ok(column)
}

/// Whether the column can give tags back as they were.
fn is_tags(raw: &str, column: &str) -> bool {
    if column.is_empty() {
        return false;
    }
    is_list_of(raw, column) || tags_column(raw).is_some_and(|tags| tags == column)
}

/// Whether a list is certainly these tags: a quick look that decides about all usual ones.
fn is_list_of(raw: &str, column: &str) -> bool {
    let Some(list) = raw.strip_prefix('[').and_then(|list| list.strip_suffix(']')) else { return false };
    let mut left = Some(list);
    for tag in column.split(BETWEEN) {
        if tag.is_empty() || tag.bytes().any(|b| b < 0x20 || b == b'"' || b == b'\\') {
            return false;
        }
        let next = left
            .and_then(|left| left.strip_prefix('"'))
            .and_then(|left| left.strip_prefix(tag))
            .and_then(|left| left.strip_prefix('"'));
        left = match next {
            Some("") => None,
            Some(more) => match more.strip_prefix(',') {
                Some(more) => Some(more),
                None => return false,
            },
            None => return false,
        };
    }
    left.is_none()
}

/// `{"id":…,"name":"Version 1"}` with a mark for the id.
fn push_version(shape: &mut String, raw: &str, columns: &Columns<'_>) -> bool {
    let Some(Members(members)) = Members::read(raw) else { return false };
    let [(id, id_value), (name, number)] = members.as_slice() else { return false };
    let short = number.get().len() <= 20 && !number.get().contains(char::is_control);
    if id != "id" || name != "name" || !short {
        return false;
    }
    let mark = match id_value.get() {
        id if is_text(id, columns.id) => ID,
        id if !columns.version.is_empty() && is_text(id, columns.version) => VERSION,
        _ => return false,
    };
    shape.push_str("{\"id\":\"");
    shape.push(mark);
    shape.extend(["\",\"name\":", number.get(), "}"]);
    true
}

/// A URL with marks for where the library delivers, the path, and the time of the last change.
fn push_url(shape: &mut String, raw: &str, columns: &Columns<'_>) -> bool {
    let url = match unescaped(raw) {
        Some(text) => Cow::Borrowed(text),
        None => match plain(raw) {
            Some(text) => text,
            None => return false,
        },
    };
    let parts = url
        .rfind(columns.encoded)
        .filter(|_| columns.encoded.len() > 1)
        .and_then(|at| Some((url.get(..at)?, url.get(at.checked_add(columns.encoded.len())?..)?)));
    let Some((before, after)) = parts else { return false };
    if [before, after].iter().any(|part| !is_plain(part)) {
        return false;
    }
    shape.push('"');
    match before.strip_prefix(columns.base).filter(|_| !columns.base.is_empty()) {
        Some(rest) => {
            shape.push(BASE);
            shape.push_str(rest);
        }
        None => shape.push_str(before),
    }
    shape.push(ENCODED);
    push_updated(shape, after, columns.updated);
    shape.push('"');
    true
}

/// What follows the path in a URL, with marks for the time of the last change.
fn push_updated(shape: &mut String, after: &str, updated: i64) {
    let updated = updated.to_string();
    // A number this long is found for no other reason.
    if updated.len() < 12 {
        shape.push_str(after);
        return;
    }
    let mut parts = after.split(&*updated);
    shape.push_str(parts.next().unwrap_or_default());
    for part in parts {
        shape.push(UPDATED_MS);
        shape.push_str(part);
    }
}

/// The column of tags, where it can give them back as they were.
pub(super) fn tags_column(raw: &str) -> Option<String> {
    let tags: Vec<Text<'_>> = serde_json::from_str(raw).ok()?;
    let whole = tags.iter().all(|Text(tag)| !tag.is_empty() && !tag.contains([BETWEEN, WITHIN]));
    whole.then(|| {
        tags.iter().map(|Text(tag)| &**tag).collect::<Vec<_>>().join(BETWEEN.encode_utf8(&mut [0; 4]))
    })
}

fn tags_json(column: &str) -> String {
    let tags: Vec<String> = column.split(BETWEEN).map(|tag| format!("\"{}\"", escaped(tag))).collect();
    format!("[{}]", tags.join(","))
}

/// The column of AI tags, where it can give them back as they were.
pub(super) fn ai_tags_column(raw: &str) -> Option<String> {
    let tags: Vec<Members<'_>> = serde_json::from_str(raw).ok()?;
    let mut column = String::new();
    for tag in &tags {
        let (name, source) = (plain(tag.get("name")?.get())?, plain(tag.get("source")?.get())?);
        let confidence = tag.get("confidence")?.get();
        let whole = !name.contains([BETWEEN, WITHIN]) && !source.contains([BETWEEN, WITHIN]);
        let number = confidence.starts_with(|c: char| c.is_ascii_digit());
        if tag.0.len() != 3 || !whole || !number {
            return None;
        }
        if !column.is_empty() {
            column.push(BETWEEN);
        }
        column.extend([&*name, WITHIN.encode_utf8(&mut [0; 4]), confidence]);
        column.push(WITHIN);
        column.push_str(&source);
    }
    Some(column)
}

fn ai_tags_json(column: &str) -> String {
    let tag = |text: &str| {
        let mut parts = text.split(WITHIN);
        let mut next = || parts.next().unwrap_or_default();
        let (name, confidence, source) = (next(), next(), next());
        format!(
            "{{\"name\":\"{}\",\"confidence\":{confidence},\"source\":\"{}\"}}",
            escaped(name),
            escaped(source)
        )
    };
    format!("[{}]", column.split(BETWEEN).map(tag).collect::<Vec<_>>().join(","))
}
