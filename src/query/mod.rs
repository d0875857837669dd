//! The search language of `searchQuery`, and short forms of it: parse, complete, explain errors by column, evaluate on an
//! asset, translate to SQL. Pure: the prompt, the catalogue and the local library all use this one.
//!
//! ```
//! use ikt::query;
//!
//! let found = query::parse(r#"(size < "1mb" AND width > 500) OR tags IN ["summer-sale", "banner"]"#)?;
//! assert_eq!(query::parse(&found.to_string())?, found);
//!
//! let error = query::parse(r#"createdAt > soon"#).unwrap_err();
//! assert_eq!(error.column, 13);
//! # Ok::<(), query::Error>(())
//! ```

mod ast;
mod complete;
mod date;
mod display;
mod error;
mod field;
mod format;
mod holds;
mod lex;
mod listed;
mod parse;
mod place;
mod short;
pub mod sql;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod value;
mod walk;
mod words;

pub use ast::{Condition, Expr, Order, Query, Size, Test, Unit, Value};
pub use complete::{Completion, CustomField, Vocabulary, complete};
pub use date::{Span, When, moment};
pub use error::Error;
pub use field::{AssetType, Field};
pub use format::{format_of, mime_types};
pub use holds::{Found, Subject};
pub use listed::Listed;
pub use parse::{MAX_CHARS, MAX_CONDITIONS, MAX_DEPTH, parse, parse_checks, parse_with};
pub use place::{Place, Point};
pub use short::{Compiled, Part, Proposal, Terms, compile, parts, pieces, propose};
pub use walk::{TokenKind, tokens};
pub use words::{has_words, relevance};
