//! What is typed to find files, and what it means. The screen and `ikt find` read it alike.
//!
//! - A word: it is in the name, the path, a tag or a value of custom metadata, whatever the case and
//!   without accents. Of several words all have to be there; `"two words"` in quotes are one.
//!   `-word`: it is not there.
//! - A short form or a condition of the search language: `tag:red is:private >2mb missing:alt shot:1d`,
//!   `width > 500`. With `OR` between, words are words of names, as in a search of the service.
//! - `/expression/`: a regular expression that fits the path, whatever the case; `-/expression/`: it
//!   doesn't.
//! - `near:/a/b.jpg` or `near:/a/b.jpg~4`: looks like that file: the pHashes differ in at most 8 bits, or
//!   as many as are said. The nearest come first.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::catalog::index::Word;
use crate::query::{Error, Expr, Part, Query, Terms, parts};

/// Bits in which pHashes of pictures that look alike differ at most.
pub const NEAR: u32 = 8;
/// Bits of a pHash.
const BITS: u32 = 64;
/// Bytes that a regular expression may take when it is made ready.
const REGEX: usize = 1 << 20;

/// What a text asks for. All of it has to hold.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Words.
    pub words: Vec<Word>,
    /// Conditions.
    pub query: Option<Query>,
    /// What the path fits, or with `true` doesn't.
    pub paths: Vec<(Regex, bool)>,
    /// What it looks like.
    pub near: Option<Near>,
}

/// A file that others are to look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its path.
    pub path: String,
    /// Bits in which the pHashes differ at most.
    pub bits: u32,
    /// Where it is in the text, in bytes.
    pub span: Range<usize>,
}

impl Text {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// What is wrong, and where.
    pub fn read(text: &str, terms: &Terms) -> Result<Self, Error> {
        let mut found = Self::default();
        let mut rest = text.to_owned();
        for span in own_pieces(text) {
            let piece = text.get(span.clone()).unwrap_or_default();
            if let Some(path) = piece.strip_prefix("near:") {
                if found.near.is_some() {
                    let message = "near: stands there twice";
                    return Err(Error::new(text, span, message, "Take one of them away"));
                }
                found.near = Some(near(text, path, span.clone())?);
            } else if !found.take_regex(text, piece, span.clone())? {
                continue;
            }
            // What is left keeps its place, so that what is wrong there is told where it is.
            rest.replace_range(span.clone(), &" ".repeat(span.len()));
        }
        let mut holds = Vec::new();
        for part in parts(&rest, terms)? {
            match part {
                Part::Word { text, negated, .. } => found.words.extend(Word::new(&text, negated)),
                Part::Holds(expr) => holds.push(expr),
            }
        }
        let expr = if holds.len() > 1 { Some(Expr::All(holds)) } else { holds.pop() };
        found.query = expr.map(|expr| Query { expr });
        Ok(found)
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.query.is_none() && self.paths.is_empty() && self.near.is_none()
    }

    /// What it asks for beside words; equal for texts that ask for the same.
    pub(super) fn beside_words(&self) -> String {
        let query = self.query.as_ref().map(Query::to_string).unwrap_or_default();
        let paths: Vec<_> = self.paths.iter().map(|(regex, negated)| (regex.as_str(), negated)).collect();
        let near = self.near.as_ref().map(|near| (&near.path, near.bits));
        format!("{query}\n{paths:?}\n{near:?}")
    }

    /// Takes `/expression/`. One that means nothing but itself is a word like others.
    fn take_regex(&mut self, text: &str, piece: &str, span: Range<usize>) -> Result<bool, Error> {
        let negated = piece.starts_with('-');
        let inner = piece.trim_start_matches('-').strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let Some(inner) = inner else { return Ok(false) };
        if inner == regex::escape(inner) {
            return Ok(false);
        }
        let regex = RegexBuilder::new(inner).case_insensitive(true).size_limit(REGEX).build();
        let regex = regex.map_err(|error| {
            let why = error.to_string();
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let hint = "Put a backslash before a sign that means itself, or take the slashes away";
            Error::new(text, span, format!("the regular expression can't be read: {why}"), hint)
        })?;
        self.paths.push((regex, negated));
        Ok(true)
    }
}

/// `/a/b.jpg`, `"/a/b.jpg"`, with `~4` behind it or not.
fn near(text: &str, path: &str, span: Range<usize>) -> Result<Near, Error> {
    let quoted = path.strip_prefix('"').and_then(|rest| rest.rsplit_once('"'));
    let (path, bits) = match quoted {
        Some((path, rest)) => (path, rest.strip_prefix('~')),
        None => path.rsplit_once('~').map_or((path, None), |(path, bits)| (path, Some(bits))),
    };
    let bits = match bits {
        None => NEAR,
        Some(bits) => bits.parse().ok().filter(|bits| *bits <= BITS).ok_or_else(|| {
            let hint = format!("Write a number of bits from 0 to {BITS}, such as near:{path}~{NEAR}");
            Error::new(text, span.clone(), format!("~{bits} is no distance"), hint)
        })?,
    };
    Ok(Near { path: path.to_owned(), bits, span })
}

/// The pieces that the search language doesn't know: regular expressions, and `near:` with a path.
fn own_pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let blanks = rest.len() - rest.trim_start().len();
        if blanks > 0 {
            at += blanks;
            continue;
        }
        let is_near = rest.starts_with("near:/") || rest.starts_with("near:\"/");
        let is_regex = rest.trim_start_matches('-').starts_with('/');
        let end = match is_near {
            true => near_end(rest),
            false if is_regex => regex_end(rest).unwrap_or_else(|| piece_end(rest)),
            false => piece_end(rest),
        };
        if is_near || is_regex {
            pieces.push(at..at + end);
        }
        at += end;
    }
    pieces
}

/// Where a piece ends: at a blank that isn't in quotes.
fn piece_end(rest: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => return at,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
    }
    rest.len()
}

/// In a path an apostrophe is a character like others.
fn near_end(rest: &str) -> usize {
    if rest.starts_with("near:\"") {
        return piece_end(rest);
    }
    rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// Where a regular expression ends: behind a slash with a blank behind it, or nothing.
fn regex_end(rest: &str) -> Option<usize> {
    let start = rest.find('/')? + 1;
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip_while(|(at, _)| *at < start) {
        let next = rest.get(at + 1..).and_then(|rest| rest.chars().next());
        if c == '/' && !escaped && at > start && next.is_none_or(char::is_whitespace) {
            return Some(at + 1);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Text, Error> {
        Text::read(text, &Terms::default())
    }

    fn words(text: &str) -> Vec<Word> {
        read(text).expect("a text").words
    }

    fn word(text: &str) -> Word {
        Word::new(text, false).expect("a word")
    }

    #[test]
    fn words_stand_beside_short_forms_and_conditions() {
        let text = read("Hero tag:red >2mb \"two words\" -old width > 500").expect("a text");
        assert_eq!(text.words, [word("hero"), word("two words"), Word::new("old", true).expect("a word")]);
        let query = text.query.expect("a query").to_string();
        assert_eq!(query, r#"tags IN ["red"] AND size > "2mb" AND width > 500"#);
        assert_eq!(
            words("a AND b -\"c d\""),
            [word("a"), word("b"), Word::new("c d", true).expect("a word")]
        );
        assert_eq!(words("/products/shoes IMG_-3"), [word("/products/shoes"), word("img_-3")]);
    }

    #[test]
    fn an_or_makes_a_search_of_all() {
        let text = read("tag:red or hero").expect("a text");
        assert!(text.words.is_empty());
        assert_eq!(text.query.expect("a query").to_string(), r#"tags IN ["red"] OR name HAS "hero""#);
    }

    #[test]
    fn regular_expressions_are_cut_out() {
        let text = read(r"/img_\d+ (a|b)\.jpg$/ hero -/^\/tmp/").expect("a text");
        let paths: Vec<_> = text.paths.iter().map(|(regex, negated)| (regex.as_str(), *negated)).collect();
        assert_eq!(paths, [(r"img_\d+ (a|b)\.jpg$", false), (r"^\/tmp", true)]);
        assert_eq!(text.words.first(), Some(&word("hero")));
        assert_eq!(words("/products/shoes/"), [word("/products/shoes/")], "nothing of it is special");
        let error = read("a /(/").expect_err("no expression");
        assert_eq!((error.column, error.span), (3, 2..5));
    }

    #[test]
    fn near_has_a_path_and_a_distance() {
        let near = |text: &str| read(text).expect("a text").near.map(|near| (near.path, near.bits));
        assert_eq!(near("near:/a/b.jpg"), Some(("/a/b.jpg".into(), NEAR)));
        assert_eq!(near("x near:/a/b.jpg~3 y"), Some(("/a/b.jpg".into(), 3)));
        assert_eq!(near("near:\"/a b/c.jpg\"~0"), Some(("/a b/c.jpg".into(), 0)));
        assert_eq!(near("near:\"40,100 5km\""), None, "that is a place of the world");
        assert_eq!(read("near:/a~99").expect_err("too far").column, 1);
        assert_eq!(read("near:/a near:/b").expect_err("two of them").column, 9);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        assert_eq!(read("hero nmae:x").expect_err("no field").column, 6);
        assert_eq!(read("/a.b/ size:x").expect_err("no size").column, 12);
        assert_eq!(read("\"open").expect_err("no end").column, 1);
        assert!(read("").expect("nothing").is_empty());
    }
}
