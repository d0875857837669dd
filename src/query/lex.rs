//! Cuts a query into words, signs and quoted texts.

use std::ops::Range;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// One of `( ) [ ] ,`, `=`, `:`, `<`, `<=`, `>`, `>=`.
    Sign(&'static str),
    /// A text in quotes, its escapes undone.
    Quoted(String),
    /// Anything else between blanks and signs.
    Word,
}

/// A piece and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Range<usize>,
}

/// A quote that nothing closes; it reaches to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    pub(super) span: Range<usize>,
    pub(super) quote: char,
}

/// Longer ones first.
const SIGNS: [&str; 11] = ["<=", ">=", "<", ">", "=", ":", "(", ")", "[", "]", ","];

/// Gives the pieces of a text one after the other.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A text in quotes. `\"`, `\'` and `\\` stand for the second character, other backslashes for
    /// themselves (imagekit-api.md 3.1).
    fn quoted(&mut self, quote: char) -> Result<Lexeme, Unclosed> {
        let start = self.at;
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\'' | '\\')) {
                    Some((_, escaped)) => value.push(escaped),
                    None => value.push(c),
                },
                c if c == quote => {
                    self.at = start + at + c.len_utf8();
                    return Ok(Lexeme { token: Token::Quoted(value), span: start..self.at });
                }
                c => value.push(c),
            }
        }
        self.at = self.text.len();
        Err(Unclosed { span: start..self.at, quote })
    }

    fn word(&mut self) -> Lexeme {
        let (start, rest) = (self.at, self.rest());
        let ends = |&(at, c): &(usize, char)| {
            let in_time = c == ':' && begins_as_time(rest.get(..at).unwrap_or_default());
            !in_time && (c.is_whitespace() || "()[],=<>:\"'".contains(c))
        };
        let length = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        self.at = start + length;
        Lexeme { token: Token::Word, span: start..self.at }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Lexeme, Unclosed>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        if let Some(sign) = SIGNS.into_iter().find(|sign| trimmed.starts_with(sign)) {
            let start = self.at;
            self.at += sign.len();
            return Some(Ok(Lexeme { token: Token::Sign(sign), span: start..self.at }));
        }
        Some(match trimmed.chars().next()? {
            quote @ ('"' | '\'') => self.quoted(quote),
            _ => Ok(self.word()),
        })
    }
}

/// `2020-01-01T…`: the colons of a bare time of day belong to it.
fn begins_as_time(text: &str) -> bool {
    let pattern = "dddd-dd-ddT";
    text.len() > pattern.len()
        && text.chars().zip(pattern.chars()).all(|(c, p)| if p == 'd' { c.is_ascii_digit() } else { c == p })
}
