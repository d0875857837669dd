//! Writes a query back.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Condition, Expr, Query, Size, Test, Unit, Value};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(all) => joined(f, all, " AND "),
            Self::Any(all) => joined(f, all, " OR "),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                part(f, inner)
            }
            Self::Is(condition) => condition.fmt(f),
        }
    }
}

/// Parentheses around every `AND` and `OR` within another: nobody has to know which comes first.
fn part(f: &mut Formatter<'_>, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::Is(_) | Expr::Not(_) => expr.fmt(f),
        Expr::All(_) | Expr::Any(_) => write!(f, "({expr})"),
    }
}

fn joined(f: &mut Formatter<'_>, all: &[Expr], between: &str) -> fmt::Result {
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        part(f, one)?;
    }
    Ok(())
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = self.field.to_string();
        let plain = name.chars().all(|c| c.is_ascii_alphabetic());
        if plain {
            f.write_str(&name)?
        } else {
            quoted(f, &name)?
        }
        f.write_str(if self.negated { " NOT " } else { " " })?;
        match &self.test {
            Test::Equal(value) => write!(f, "= {value}"),
            Test::Order(order, value) => write!(f, "{} {value}", order.sign()),
            Test::Begins(value) => write!(f, ": {value}"),
            Test::In(values) => {
                f.write_str("IN [")?;
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    value.fmt(f)?;
                }
                f.write_str("]")
            }
            Test::Has(words) => {
                f.write_str("HAS ")?;
                quoted(f, words)
            }
            Test::Exists => f.write_str("EXISTS"),
        }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::Number(number) => digits(f, *number),
            Self::Bool(on) => on.fmt(f),
            Self::Date(when) => write!(f, "\"{when}\""),
            Self::Size(Size { amount, unit: Unit::Byte }) => digits(f, *amount),
            Self::Size(size) => write!(f, "\"{size}\""),
            Self::Path(path) => quoted(f, path.as_str()),
            Self::Place(place) => write!(f, "\"{place}\""),
        }
    }
}

impl Display for Size {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        digits(f, self.amount)?;
        f.write_str(match self.unit {
            Unit::Byte => "",
            Unit::Kilobyte => "kb",
            Unit::Megabyte => "mb",
            Unit::Gigabyte => "gb",
        })
    }
}

/// With an exponent where the plain digits would be many.
fn digits(f: &mut Formatter<'_>, number: f64) -> fmt::Result {
    let size = number.abs();
    let plain = size == 0.0 || (1e-5..1e16).contains(&size);
    if plain { write!(f, "{number}") } else { write!(f, "{number:e}") }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
