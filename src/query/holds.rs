//! Evaluates a query on one asset.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::ast::{Condition, Expr, Order, Query, Test, Value};
use super::date::moment;
use super::field::Field;
use super::format::mime_types;
use super::place::Point;
use super::words::has_words;

/// Something that a query can be evaluated on.
pub trait Subject {
    /// What it has for a field. For [`Field::Format`] that is the MIME type, for [`Field::Path`] the
    /// path of the folder that it is in, for [`Field::Type`] the name of its [`super::AssetType`].
    fn find(&self, field: &Field) -> Found<'_>;
}

/// What a subject has for a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<'a> {
    /// Nothing.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// Several texts: tags.
    Texts(Vec<&'a str>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A moment.
    Time(Timestamp),
    /// A point of the world.
    Point(Point),
    /// A value as JSON: text, number, boolean or an array of these.
    Json(&'a Json),
}

impl<'a> From<&'a str> for Found<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a, T: Into<Found<'a>>> From<Option<T>> for Found<'a> {
    fn from(found: Option<T>) -> Self {
        found.map_or(Self::Nothing, Into::into)
    }
}

impl<'a> From<&'a Json> for Found<'a> {
    fn from(json: &'a Json) -> Self {
        Self::Json(json)
    }
}

impl Query {
    /// Whether the query holds for a subject at a time, from which relative dates count.
    pub fn holds(&self, subject: &impl Subject, now: Timestamp) -> bool {
        self.expr.holds(subject, now)
    }
}

impl Expr {
    fn holds(&self, subject: &impl Subject, now: Timestamp) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.holds(subject, now)),
            Self::Any(all) => all.iter().any(|one| one.holds(subject, now)),
            Self::Not(inner) => !inner.holds(subject, now),
            Self::Is(condition) => condition.holds(subject, now),
        }
    }
}

impl Condition {
    fn holds(&self, subject: &impl Subject, now: Timestamp) -> bool {
        let found = subject.find(&self.field);
        let is = |value: &Value| atoms(&found).iter().any(|atom| equal(&self.field, atom, value, now));
        let holds = match &self.test {
            Test::Equal(value) => is(value),
            Test::In(values) => values.iter().any(is),
            Test::Order(order, value) => atoms(&found).iter().any(|atom| ordered(atom, *order, value, now)),
            Test::Begins(value) => atoms(&found).iter().any(|atom| begins(atom, value)),
            Test::Has(words) => has_words(&joined(&found), words),
            Test::Exists => !atoms(&found).is_empty(),
        };
        holds != self.negated
    }
}

/// One value of a field.
enum Atom<'a> {
    Text(&'a str),
    Number(f64),
    Bool(bool),
    Time(Timestamp),
    Point(Point),
}

/// The values of a field, one or several.
fn atoms<'a>(found: &'a Found<'_>) -> Vec<Atom<'a>> {
    match found {
        Found::Nothing => Vec::new(),
        Found::Text(text) => vec![Atom::Text(text)],
        Found::Texts(texts) => texts.iter().map(|text| Atom::Text(text)).collect(),
        Found::Number(number) => vec![Atom::Number(*number)],
        Found::Bool(on) => vec![Atom::Bool(*on)],
        Found::Time(time) => vec![Atom::Time(*time)],
        Found::Point(point) => vec![Atom::Point(*point)],
        Found::Json(Json::Array(all)) => all.iter().filter_map(atom).collect(),
        Found::Json(one) => atom(one).into_iter().collect(),
    }
}

fn atom(json: &Json) -> Option<Atom<'_>> {
    match json {
        Json::String(text) => Some(Atom::Text(text)),
        Json::Number(number) => number.as_f64().map(Atom::Number),
        Json::Bool(on) => Some(Atom::Bool(*on)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// The texts of a field with blanks between them.
fn joined<'a>(found: &'a Found<'_>) -> Cow<'a, str> {
    let texts: Vec<&str> = atoms(found)
        .into_iter()
        .filter_map(|atom| if let Atom::Text(text) = atom { Some(text) } else { None })
        .collect();
    match *texts {
        [one] => one.into(),
        _ => texts.join(" ").into(),
    }
}

fn equal(field: &Field, atom: &Atom<'_>, value: &Value, now: Timestamp) -> bool {
    match (atom, value) {
        (Atom::Text(mime), Value::Text(format)) if *field == Field::Format => {
            mime_types(format).contains(mime)
        }
        (Atom::Text(text), Value::Text(wanted)) => text == wanted,
        (Atom::Text(text), Value::Path(path)) => *text == path.as_str(),
        (Atom::Number(number), Value::Number(wanted)) => number == wanted,
        (Atom::Number(number), Value::Size(size)) => *number == size.bytes(),
        (Atom::Bool(on), Value::Bool(wanted)) => on == wanted,
        (Atom::Point(point), Value::Place(place)) => place.contains(*point),
        (atom, Value::Date(when)) => millis(atom) == Some(when.millis(now)),
        _ => false,
    }
}

fn ordered(atom: &Atom<'_>, order: Order, value: &Value, now: Timestamp) -> bool {
    match (atom, value) {
        (Atom::Number(number), Value::Number(bound)) => order.holds(*number, *bound),
        (Atom::Number(number), Value::Size(size)) => order.holds(*number, size.bytes()),
        (atom, Value::Date(when)) => millis(atom).is_some_and(|millis| order.holds(millis, when.millis(now))),
        _ => false,
    }
}

fn begins(atom: &Atom<'_>, value: &Value) -> bool {
    match (atom, value) {
        (Atom::Text(text), Value::Text(start)) => text.starts_with(start.as_str()),
        (Atom::Text(text), Value::Path(path)) => {
            path.is_root()
                || text
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => false,
    }
}

fn millis(atom: &Atom<'_>) -> Option<i64> {
    match atom {
        Atom::Time(time) => Some(time.as_millisecond()),
        Atom::Text(text) => moment(text),
        _ => None,
    }
}
