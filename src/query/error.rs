//! What is wrong with a query, and where.

use std::ops::Range;

/// Why a text is no query: what is wrong, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at column {column}. {hint}")]
pub struct Error {
    /// Where it is, in characters; the first one is 1. Behind the last one where something is missing.
    pub column: usize,
    /// The same as a range of bytes of the text, empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What would be right: a sentence.
    pub hint: String,
}

impl Error {
    /// What is wrong with a part of a text, given in bytes, and what would be right.
    pub fn new(text: &str, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        Self { column: before.chars().count() + 1, span, message: message.into(), hint: hint.into() }
    }
}
