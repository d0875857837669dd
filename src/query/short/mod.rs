//! Short forms: `tag:red -is:private >2mb created:7d`, alone or mixed with the search language,
//! made into what the service understands.
//!
//! ```
//! use ikt::query::{Terms, compile};
//!
//! let found = compile("tag:red >2mb or is:private", &Terms::default())?;
//! assert_eq!(
//!     found.query,
//!     r#"((tags IN ["red"] AND size > "2mb") OR private = true) AND type = "file""#
//! );
//! assert!(found.here.is_none());
//! # Ok::<(), ikt::query::Error>(())
//! ```

mod complete;
mod date;
mod names;
mod read;
mod split;
mod term;
#[cfg(test)]
mod tests;
mod walk;

use jiff::Timestamp;

use super::ast::{Condition, Expr, Query, Test, Value};
use super::complete::Vocabulary;
use super::error::Error;
use super::field::{AssetType, Field};
use super::parse::{MAX_CONDITIONS, MAX_DEPTH};
use crate::model::FolderPath;

pub use complete::{Proposal, propose};
pub use read::{Part, parts};
pub use walk::pieces;

/// What short forms are read with.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The library's custom metadata fields, which short forms may name.
    pub vocabulary: Vocabulary,
    /// The folder that `in:.` means.
    pub folder: FolderPath,
    /// The time that `today` and `yesterday` count from.
    pub now: Timestamp,
}

impl Default for Terms {
    fn default() -> Self {
        Self { vocabulary: Vocabulary::default(), folder: FolderPath::root(), now: Timestamp::UNIX_EPOCH }
    }
}

/// What a text has become. A file is found if both parts hold for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// What the service is asked, as the value of `searchQuery`. It always says which types are
    /// wanted: files, unless the text says otherwise (imagekit-api.md 2.4).
    pub query: String,
    /// What the service can't be asked, and is looked at in each entry of its answer.
    pub here: Option<Query>,
}

/// Makes a query of a text of short forms, of the search language, or of both.
///
/// # Errors
///
/// [`Error`] says what is wrong and where.
pub fn compile(text: &str, terms: &Terms) -> Result<Compiled, Error> {
    let expr = read::read(text, terms)?;
    let whole = 0..text.len();
    let mut conditions = 0;
    expr.each(&mut |_| conditions += 1);
    if conditions > MAX_CONDITIONS {
        let message = format!("the search has more than {MAX_CONDITIONS} conditions");
        return Err(Error::new(text, whole, message, "Take some of them away"));
    }
    let (mut sent, here) = split::split(expr, &terms.vocabulary);
    let mut typed = false;
    let mut look = |condition: &Condition| typed |= condition.field == Field::Type;
    sent.iter().chain(&here).for_each(|expr| expr.each(&mut look));
    if !typed {
        sent.push(Expr::Is(files_alone()));
    }
    let query = join(sent).map(|expr| Query { expr });
    let query = query.unwrap_or_else(|| Query { expr: Expr::Is(any_type()) });
    if query.expr.depth() > MAX_DEPTH {
        let message = format!("more than {MAX_DEPTH} parentheses, ANDs and ORs are within each other");
        return Err(Error::new(text, whole, message, "Take some of them away"));
    }
    Ok(Compiled { query: query.to_string(), here: join(here).map(|expr| Query { expr }) })
}

fn join(mut all: Vec<Expr>) -> Option<Expr> {
    if all.len() > 1 { Some(Expr::All(all)) } else { all.pop() }
}

fn files_alone() -> Condition {
    let file = Value::Text(AssetType::File.name().to_owned());
    Condition { field: Field::Type, test: Test::Equal(file), negated: false }
}

/// Where types are looked at here alone, all of them have to come.
fn any_type() -> Condition {
    let all = AssetType::ALL.iter().map(|known| Value::Text(known.name().to_owned()));
    Condition { field: Field::Type, test: Test::In(all.collect()), negated: false }
}
