//! What may be written next, short forms first.

use std::collections::HashSet;

use std::ops::Range;

use super::names::{PRESENT, PROPOSED, STATES, Subject};
use super::walk::{Ahead, walk};
use crate::query::complete::{MOST, Vocabulary, complete, values};
use crate::query::field::Field;
use crate::query::lex::{Lexer, Token};
use crate::query::walk::Next;

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What it takes the place of, in bytes of the text: what was begun, or nothing.
    pub span: Range<usize>,
    /// What is written there.
    pub text: String,
    /// What it is, or nothing.
    pub note: String,
    /// The tag, where it is one.
    pub tag: Option<String>,
}

/// What may stand at the cursor (in bytes, on the border of a character), in the place of what was
/// begun there.
pub fn propose(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Vec<Proposal> {
    let Some(before) = text.get(..cursor) else { return Vec::new() };
    let (piece, begun) = begun(before);
    let prefix = before.get(begun..).unwrap_or_default();
    match walk(before.get(..piece).unwrap_or_default(), vocabulary).1 {
        Ahead::Value(subject) => short_values(&subject, prefix, begun, cursor, vocabulary),
        Ahead::Plain(Next::Field | Next::Joint) => {
            let mut all = short_names(prefix, begun, cursor, vocabulary);
            all.extend(plain(text, begun, cursor, vocabulary));
            all.truncate(MOST);
            all
        }
        Ahead::Plain(_) => plain(text, begun, cursor, vocabulary),
    }
}

/// Where the piece begins that is being written at the end of a text, and where in it what is to be
/// completed: behind a minus sign, or the last of the values with bars between them.
fn begun(before: &str) -> (usize, usize) {
    let start = match Lexer::new(before).last() {
        Some(Ok(lexeme)) if lexeme.token == Token::Word && lexeme.span.end == before.len() => {
            lexeme.span.start
        }
        Some(Err(open)) => open.span.start,
        _ => before.len(),
    };
    let piece = before.get(start..).unwrap_or_default();
    let bar = piece.rfind('|').map_or(0, |at| at + 1);
    (start, start + if bar == 0 { usize::from(piece.starts_with('-')) } else { bar })
}

fn short_names(prefix: &str, begun: usize, cursor: usize, vocabulary: &Vocabulary) -> Vec<Proposal> {
    let lower = prefix.to_lowercase();
    let known = PROPOSED.iter().map(|(text, note)| ((*text).to_owned(), (*note).to_owned()));
    let is_plain = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let custom = vocabulary
        .custom
        .iter()
        .filter(|field| {
            is_plain(&field.name)
                && !PROPOSED.iter().any(|(text, _)| text.trim_end_matches(':') == field.name)
        })
        .map(|field| (format!("{}:", field.name), format!("custom metadata, {}", field.kind)));
    known
        .chain(custom)
        .filter(|(text, _)| text.to_lowercase().starts_with(&lower))
        .map(|(text, note)| Proposal { span: begun..cursor, text, note, tag: None })
        .collect()
}

fn short_values(
    subject: &Subject,
    prefix: &str,
    begun: usize,
    cursor: usize,
    vocabulary: &Vocabulary,
) -> Vec<Proposal> {
    let all: Vec<String> = match subject {
        Subject::Is => STATES.iter().map(|word| (*word).to_owned()).collect(),
        Subject::Has(_) => {
            let custom = vocabulary.custom.iter().map(|field| field.name.clone());
            PRESENT.iter().map(|word| (*word).to_owned()).chain(custom).collect()
        }
        Subject::Field(field) if is_date(field, vocabulary) => {
            ["1d", "7d", "1m", "1y", "today", "yesterday"].map(str::to_owned).to_vec()
        }
        Subject::Field(field) => values(field, vocabulary).into_iter().map(bare).collect(),
    };
    let is_tag = matches!(subject, Subject::Field(Field::Tags));
    let lower = prefix.trim_start_matches(['"', '\'']).to_lowercase();
    let inner = |text: &str| text.trim_matches('"').to_lowercase();
    let mut fitting: Vec<String> = all.into_iter().filter(|text| inner(text).contains(&lower)).collect();
    fitting.sort_by_key(|text| !inner(text).starts_with(&lower));
    // What stands there already needs no proposal of itself.
    let mut seen = HashSet::from([lower]);
    fitting.retain(|text| seen.insert(inner(text)));
    fitting
        .into_iter()
        .take(MOST)
        .map(|text| Proposal {
            span: begun..cursor,
            tag: is_tag.then(|| plain_tag(&text)),
            text,
            note: String::new(),
        })
        .collect()
}

fn is_date(field: &Field, vocabulary: &Vocabulary) -> bool {
    use crate::model::custom::FieldType;
    use crate::query::field::Kind;
    matches!(vocabulary.kind(field), Kind::Date | Kind::Custom(FieldType::Date))
}

/// Without its quotes, where it is one word.
fn bare(text: String) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return text };
    let is_word =
        !inner.is_empty() && !inner.chars().any(|c| c.is_whitespace() || "()[],=<>:\"'|*\\".contains(c));
    if is_word { inner.to_owned() } else { text }
}

fn plain_tag(text: &str) -> String {
    match Lexer::new(text).next() {
        Some(Ok(lexeme)) => match lexeme.token {
            Token::Quoted(tag) => tag,
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

/// What the search language has to come, given that short forms before it are conditions.
fn plain(text: &str, begun: usize, cursor: usize, vocabulary: &Vocabulary) -> Vec<Proposal> {
    let (from, joint) = plain_start(text.get(..begun).unwrap_or_default(), vocabulary);
    let Some(own) = text.get(from..) else { return Vec::new() };
    let found = complete(own, cursor - from, vocabulary).into_iter().map(|found| Proposal {
        span: from + found.span.start..from + found.span.end,
        text: found.text,
        note: String::new(),
        tag: None,
    });
    let prefix = text.get(begun..cursor).unwrap_or_default().to_uppercase();
    let words = ["AND", "OR"].into_iter().filter(|word| joint && word.starts_with(&prefix));
    let words = words.map(|word| Proposal {
        span: begun..cursor,
        text: word.to_owned(),
        note: String::new(),
        tag: None,
    });
    found.chain(words).map(|found| with_tag(found, text)).collect()
}

/// A quoted value behind `tags` is a tag.
fn with_tag(mut found: Proposal, text: &str) -> Proposal {
    let before = text.get(..found.span.start).unwrap_or_default();
    let in_list =
        before.rfind('[').and_then(|at| before.get(..at)).map(|head| head.trim_end().to_lowercase());
    let of_tags = in_list.is_some_and(|head| head.ends_with("tags in") || head.ends_with("tags not in"));
    if of_tags && found.text.starts_with('"') {
        found.tag = Some(plain_tag(&found.text));
    }
    found
}

/// Where the last condition of the search language begins that isn't finished, and whether `AND` and
/// `OR` may come.
fn plain_start(head: &str, vocabulary: &Vocabulary) -> (usize, bool) {
    let (pieces, ahead) = walk(head, vocabulary);
    match ahead {
        Ahead::Plain(Next::Field) => (head.len(), false),
        Ahead::Plain(Next::Joint) => (head.len(), true),
        _ => {
            let field = pieces.iter().rev().find(|(_, kind)| *kind == crate::query::TokenKind::Field);
            (field.map_or(head.len(), |(span, _)| span.start), false)
        }
    }
}
