//! What may be written next.

use std::ops::Range;

use super::field::{AssetType, Dialect, Field, Kind};
use super::format;
use super::lex::{Lexer, Token};
use super::walk::{Next, step};
use crate::model::custom::FieldType;

/// What a library has that can be proposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// Tags, those first that should be proposed first.
    pub tags: Vec<String>,
    /// Paths of folders.
    pub paths: Vec<String>,
    /// Custom metadata fields.
    pub custom: Vec<CustomField>,
}

/// A custom metadata field that can be proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: FieldType,
    /// The options of a select: texts, numbers and booleans.
    pub options: Vec<serde_json::Value>,
}

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it takes the place of, in bytes of the text: what was begun, or nothing.
    pub span: Range<usize>,
    /// What is written there, with its quotes.
    pub text: String,
}

/// Most completions at a time.
pub(super) const MOST: usize = 50;

/// What may stand at the cursor (in bytes, on the border of a character), in the place of what was
/// begun there.
pub fn complete(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Vec<Completion> {
    let Some(before) = text.get(..cursor) else { return Vec::new() };
    let (next, begun) = situation(before);
    let prefix = before.get(begun..).unwrap_or_default();
    let plain = prefix.trim_start_matches(['"', '\'']).to_lowercase();
    let quoted = plain.len() < prefix.len();
    proposals(&next, vocabulary)
        .into_iter()
        .filter(|proposal| {
            let inner = proposal.trim_matches('"').to_lowercase();
            let fits =
                inner.starts_with(&plain) || inner.split('.').skip(1).any(|part| part.starts_with(&plain));
            fits && (!quoted || proposal.starts_with('"') || next == Next::Field)
        })
        .take(MOST)
        .map(|text| Completion { span: begun..cursor, text })
        .collect()
}

/// What may come at the end of a text, and where the piece begins that is being written there.
fn situation(before: &str) -> (Next, usize) {
    let mut next = Next::Field;
    for piece in Lexer::new(before) {
        let lexeme = match piece {
            Ok(lexeme) => lexeme,
            Err(open) => return (next, open.span.start),
        };
        if lexeme.token == Token::Word && lexeme.span.end == before.len() {
            return (next, lexeme.span.start);
        }
        next = step(before, &lexeme, next).1;
    }
    (next, before.len())
}

pub(super) fn proposals(next: &Next, vocabulary: &Vocabulary) -> Vec<String> {
    match next {
        Next::Field => fields(vocabulary),
        Next::Operator(field, negated) => operators(vocabulary.kind(field), *negated),
        Next::Value(field) | Next::Item(field) => values(field, vocabulary),
        Next::List(_) => vec!["[".to_owned()],
        Next::Comma(_) => vec![",".to_owned(), "]".to_owned()],
        Next::Joint => vec!["AND".to_owned(), "OR".to_owned()],
    }
}

fn fields(vocabulary: &Vocabulary) -> Vec<String> {
    let custom = vocabulary.custom.iter().map(|field| Field::Custom(field.name.clone()).to_string());
    let written = |name: String| if name.contains('.') { quoted(&name) } else { name };
    Field::names(Dialect::Search).map(str::to_owned).chain(custom).map(written).collect()
}

fn operators(kind: Kind, negated: bool) -> Vec<String> {
    let all = kind.operators().iter().map(|operator| operator.text());
    if negated {
        all.filter_map(|text| text.strip_prefix("NOT ")).map(str::to_owned).collect()
    } else {
        all.map(str::to_owned).collect()
    }
}

pub(super) fn values(field: &Field, vocabulary: &Vocabulary) -> Vec<String> {
    let texts = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect();
    let known = |texts: &[&str]| texts.iter().map(|text| quoted(text)).collect();
    match vocabulary.kind(field) {
        Kind::Tags => texts(&vocabulary.tags),
        Kind::Path => texts(&vocabulary.paths),
        Kind::Type => AssetType::ALL.iter().map(|asset| quoted(asset.name())).collect(),
        Kind::Format => format::names().map(quoted).collect(),
        Kind::Date | Kind::Custom(FieldType::Date) => known(&["1h", "1d", "7d", "1m", "1y"]),
        Kind::Size => known(&["100kb", "1mb", "10mb"]),
        Kind::Switch | Kind::Custom(FieldType::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        Kind::Custom(FieldType::SingleSelect | FieldType::MultiSelect) => {
            let options = vocabulary.field(field).map_or(&[][..], |field| &field.options);
            options.iter().map(|option| option.as_str().map_or_else(|| option.to_string(), quoted)).collect()
        }
        _ => Vec::new(),
    }
}

impl Vocabulary {
    pub(super) fn field(&self, field: &Field) -> Option<&CustomField> {
        let Field::Custom(name) = field else { return None };
        self.custom.iter().find(|known| known.name == *name)
    }

    pub(super) fn kind(&self, field: &Field) -> Kind {
        field.kind(|_| self.field(field).map(|known| known.kind))
    }
}

pub(super) fn quoted(text: &str) -> String {
    super::Value::Text(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary {
            tags: vec!["sea".into(), "se\"a".into(), "sky".into()],
            paths: vec!["/a".into()],
            custom: vec![CustomField {
                name: "color".into(),
                kind: FieldType::SingleSelect,
                options: vec![json!("red"), json!(5), json!(true)],
            }],
        }
    }

    /// The text with each completion in its place; `|` is the cursor.
    fn completed(text: &str) -> Vec<String> {
        let cursor = text.find('|').unwrap();
        let text = text.replace('|', "");
        complete(&text, cursor, &vocabulary())
            .into_iter()
            .map(|done| format!("{}{}{}", &text[..done.span.start], done.text, &text[done.span.end..]))
            .collect()
    }

    #[test]
    fn what_may_come_is_proposed() {
        assert_eq!(completed("na|"), ["name"]);
        assert_eq!(
            completed("NOT (name = 'x' AND cr|)"),
            ["NOT (name = 'x' AND createdAt)", "NOT (name = 'x' AND createdBy)"]
        );
        assert_eq!(completed("'col|"), ["\"customMetadata.color\""]);
        assert_eq!(completed("key|"), ["\"embeddedMetadata.Keywords\""]);
        assert_eq!(
            completed("tags |"),
            ["tags IN", "tags NOT IN", "tags HAS", "tags EXISTS", "tags NOT EXISTS"]
        );
        assert_eq!(completed("tags NOT |"), ["tags NOT IN", "tags NOT EXISTS"]);
        assert_eq!(completed("tags IN|"), ["tags IN"]);
        assert_eq!(completed("tags IN |"), ["tags IN ["]);
        assert_eq!(
            completed("tags IN [\"s|"),
            ["tags IN [\"sea\"", "tags IN [\"se\\\"a\"", "tags IN [\"sky\""]
        );
        assert_eq!(
            completed("tags IN [\"sky\", 'sE|]"),
            ["tags IN [\"sky\", \"sea\"]", "tags IN [\"sky\", \"se\\\"a\"]"]
        );
        assert_eq!(completed("tags IN ['sky'|"), ["tags IN ['sky',", "tags IN ['sky']"]);
        assert_eq!(completed("private = t|"), ["private = true"]);
        assert_eq!(completed("type = |").len(), 3);
        assert_eq!(completed("type = f|").len(), 3);
        assert_eq!(completed("path : \"/|"), ["path : \"/a\""]);
        assert_eq!(completed("\"customMetadata.color\" = |").len(), 3);
        assert_eq!(completed("\"customMetadata.color\" = \"|"), ["\"customMetadata.color\" = \"red\""]);
        assert_eq!(completed("size > 5 |"), ["size > 5 AND", "size > 5 OR"]);
        assert_eq!(completed("name = x|"), Vec::<String>::new());
    }

    #[test]
    fn a_cursor_within_a_character_has_nothing() {
        assert_eq!(complete("é", 1, &vocabulary()), []);
        assert_eq!(complete("a", 5, &vocabulary()), []);
    }
}
