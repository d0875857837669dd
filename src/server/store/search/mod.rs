//! Search: where the fields of the search language are in the database, and which index a search goes by.

pub(super) mod columns;
pub(super) mod plan;
#[cfg(test)]
mod tests;

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

use crate::query::sql::{HAS_WORDS, IN_PLACE, Param, in_place};
use crate::query::{AssetType, Condition, Expr, Field, Test, has_words, relevance};

/// The SQL function of how well words fit a text: [`relevance()`].
pub(super) const RELEVANCE: &str = "relevance";

/// Adds the functions that searches call.
pub(super) fn add_functions(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function(HAS_WORDS, 2, flags, |call| {
        texts(call).map(|texts| texts.is_some_and(|(text, words)| has_words(text, words)))
    })?;
    db.create_scalar_function(RELEVANCE, 2, flags, |call| {
        texts(call).map(|texts| texts.map_or(0, |(text, words)| relevance(text, words)))
    })?;
    db.create_scalar_function(IN_PLACE, 2, flags, |call| {
        texts(call).map(|texts| texts.is_some_and(|(embedded, place)| in_place(embedded, place)))
    })
}

/// The two texts that a function is called with; `None` where one is something else.
fn texts<'a>(call: &'a Context<'_>) -> rusqlite::Result<Option<(&'a str, &'a str)>> {
    match (call.get_raw(0), call.get_raw(1)) {
        (text @ ValueRef::Text(_), words @ ValueRef::Text(_)) => Ok(Some((text.as_str()?, words.as_str()?))),
        _ => Ok(None),
    }
}

impl rusqlite::ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Number(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The parts of a query that all have to hold.
pub(super) fn conjuncts(expr: &Expr) -> &[Expr] {
    match expr {
        Expr::All(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// Whether anything of a type can match. Without a word on types these are files and folders
/// (imagekit-api.md 2.4).
pub(super) fn may_match(expr: &Expr, asset: AssetType) -> bool {
    let mut typed = false;
    expr.each(&mut |condition| typed |= condition.field == Field::Type);
    if typed { outcomes(expr, asset).0 } else { asset != AssetType::FileVersion }
}

/// Whether the expression can hold for something of a type, and whether it can fail.
fn outcomes(expr: &Expr, asset: AssetType) -> (bool, bool) {
    match expr {
        Expr::All(all) => {
            let of_parts: Vec<_> = all.iter().map(|one| outcomes(one, asset)).collect();
            (of_parts.iter().all(|(holds, _)| *holds), of_parts.iter().any(|(_, fails)| *fails))
        }
        Expr::Any(all) => {
            let of_parts: Vec<_> = all.iter().map(|one| outcomes(one, asset)).collect();
            (of_parts.iter().any(|(holds, _)| *holds), of_parts.iter().all(|(_, fails)| *fails))
        }
        Expr::Not(one) => {
            let (holds, fails) = outcomes(one, asset);
            (fails, holds)
        }
        Expr::Is(condition) => match type_holds(condition, asset) {
            Some(holds) => (holds, !holds),
            None => (true, true),
        },
    }
}

/// Whether a condition on the type holds.
fn type_holds(condition: &Condition, asset: AssetType) -> Option<bool> {
    use crate::query::Value as Wanted;
    let is = |value: &Wanted| *value == Wanted::Text(asset.name().to_owned());
    match &condition.test {
        _ if condition.field != Field::Type => None,
        Test::Equal(value) => Some(is(value) != condition.negated),
        Test::In(values) => Some(values.iter().any(is) != condition.negated),
        _ => None,
    }
}

/// The conditions of a query by which relevance is measured.
pub(super) fn wanted_words(expr: &Expr) -> Vec<(&Condition, &str)> {
    let mut all = Vec::new();
    expr.each(&mut |condition| {
        if let Test::Has(words) = &condition.test {
            all.push((condition, words.as_str()));
        }
    });
    all
}
