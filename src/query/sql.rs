//! Translates a query to SQL for SQLite. Which columns and tables hold what is the caller's matter,
//! see [`Columns`]; values are always bound.

use jiff::Timestamp;

use super::ast::{Condition, Expr, Order, Query, Test, Value};
use super::field::Field;
use super::format::mime_types;
use super::place::{Place, Point};
use crate::model::FolderPath;

/// The SQL function for `HAS` that the caller has to register: [`super::has_words`].
pub const HAS_WORDS: &str = "has_words";
/// The SQL function of `LocationTaken` that the caller has to register: [`in_place`].
pub const IN_PLACE: &str = "in_place";

/// A value to be bound.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A piece of SQL with a `?` for each parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sql {
    /// The text.
    pub text: String,
    /// The parameters in the order of the text.
    pub params: Vec<Param>,
}

/// Where the database keeps what a condition looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// In no place: nothing has it.
    Nothing,
    /// In an expression, which is `NULL` for what doesn't have it. Dates are milliseconds since
    /// 1970, booleans 0 and 1, formats MIME types, locations the whole `embeddedMetadata` as JSON;
    /// several texts are joined by blanks for [`Test::Has`].
    Value(Sql),
    /// In rows, one a value.
    Rows(Rows),
}

/// Rows of a subquery that is left open, so that one more condition can be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// `EXISTS (SELECT 1 FROM … WHERE …` or `s.id IN (SELECT … FROM … WHERE …`.
    pub open: Sql,
    /// The expression of the value, never `NULL`: a text, a number, or as a boolean `x'00'` or `x'01'`.
    pub value: &'static str,
    /// The expression of the moment that a text names, in milliseconds since 1970, else `NULL`.
    pub moment: &'static str,
}

/// Says where things are.
pub trait Columns {
    /// Where the values are that this condition asks for.
    fn source(&self, condition: &Condition) -> Source;

    /// How an id is bound.
    fn id(&self, id: &str) -> Param {
        Param::Text(id.to_owned())
    }
}

/// A condition for `WHERE` that is true for what the query holds for; for all else it is false or `NULL`.
pub fn to_sql(query: &Query, columns: &impl Columns, now: Timestamp) -> Sql {
    expression(&query.expr, columns, now)
}

/// The same for a part of a query.
pub fn expression(expr: &Expr, columns: &impl Columns, now: Timestamp) -> Sql {
    let mut writer = Writer { columns, now, sql: Sql::default() };
    writer.expr(expr);
    writer.sql
}

/// Whether a place, as it is bound, contains where a picture was taken by its `embeddedMetadata`.
pub fn in_place(embedded: &str, place: &str) -> bool {
    let point = serde_json::from_str(embedded).ok().and_then(|embedded| Point::of_embedded(&embedded));
    point.zip(Place::read(place)).is_some_and(|(point, place)| place.contains(point))
}

impl Sql {
    /// A text without parameters.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), params: Vec::new() }
    }

    /// Adds a text without parameters.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a piece.
    pub fn append(&mut self, other: Self) {
        self.text.push_str(&other.text);
        self.params.extend(other.params);
    }

    /// Adds a parameter with a text before it.
    pub fn bind(&mut self, before: &str, param: Param) {
        self.text.push_str(before);
        self.text.push('?');
        self.params.push(param);
    }
}

struct Writer<'a, C> {
    columns: &'a C,
    now: Timestamp,
    sql: Sql,
}

/// What a test is written for.
struct Target {
    value: Sql,
    moment: Sql,
    /// Whether it is a value of [`Rows`], which may be of any type.
    mixed: bool,
}

impl<C: Columns> Writer<'_, C> {
    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::All(all) => self.joined(all, " AND "),
            Expr::Any(all) => self.joined(all, " OR "),
            Expr::Not(inner) => {
                self.sql.push("(");
                self.expr(inner);
                self.sql.push(") IS NOT TRUE");
            }
            Expr::Is(condition) => self.condition(condition),
        }
    }

    fn joined(&mut self, all: &[Expr], between: &str) {
        self.sql.push("(");
        for (i, one) in all.iter().enumerate() {
            if i > 0 {
                self.sql.push(between);
            }
            self.expr(one);
        }
        self.sql.push(")");
    }

    fn condition(&mut self, condition: &Condition) {
        if condition.negated {
            self.sql.push("(");
        }
        match self.columns.source(condition) {
            Source::Nothing => self.sql.push("0"),
            Source::Value(value) => {
                self.sql.push("(");
                self.test(condition, &Target { moment: value.clone(), value, mixed: false });
                self.sql.push(")");
            }
            Source::Rows(rows) => {
                self.sql.append(rows.open);
                self.sql.push(" AND (");
                let (value, moment) = (Sql::plain(rows.value), Sql::plain(rows.moment));
                self.test(condition, &Target { value, moment, mixed: true });
                self.sql.push("))");
            }
        }
        if condition.negated {
            self.sql.push(") IS NOT TRUE");
        }
    }

    fn test(&mut self, condition: &Condition, target: &Target) {
        match &condition.test {
            Test::Equal(value) => self.one_of(&condition.field, std::slice::from_ref(value), target),
            Test::In(values) => self.one_of(&condition.field, values, target),
            Test::Order(order, value) => self.order(*order, value, target),
            Test::Begins(Value::Path(path)) => self.within(path, target),
            Test::Begins(value) => self.begins(value, target),
            Test::Has(words) => {
                self.sql.push(HAS_WORDS);
                self.sql.push("(");
                self.sql.append(target.value.clone());
                self.sql.bind(", ", Param::Text(words.clone()));
                self.sql.push(")");
            }
            Test::Exists => {
                self.sql.append(target.value.clone());
                self.sql.push(" IS NOT NULL");
            }
        }
    }

    /// Equal to one of the values, each kind of them in a comparison of its own.
    fn one_of(&mut self, field: &Field, values: &[Value], target: &Target) {
        let (mut plain, mut moments, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for value in values {
            match value {
                Value::Date(when) => moments.push(Param::Integer(when.millis(self.now))),
                Value::Place(place) => places.push(Param::Text(place.to_string())),
                Value::Text(format) if *field == Field::Format => {
                    plain.extend(mime_types(format).iter().map(|mime| Param::Text((*mime).to_owned())));
                }
                Value::Text(id) if *field == Field::Id => plain.push(self.columns.id(id)),
                Value::Text(text) => plain.push(Param::Text(text.clone())),
                Value::Path(path) => plain.push(Param::Text(path.as_str().to_owned())),
                Value::Number(number) => plain.push(Param::of_number(*number)),
                Value::Size(size) => plain.push(Param::of_number(size.bytes())),
                Value::Bool(on) if target.mixed => plain.push(Param::Blob(vec![u8::from(*on)])),
                Value::Bool(on) => plain.push(Param::Integer(i64::from(*on))),
            }
        }
        let start = self.sql.text.len();
        self.member(&target.value, plain, start);
        self.member(&target.moment, moments, start);
        for place in places {
            self.or(start);
            self.sql.push(IN_PLACE);
            self.sql.push("(");
            self.sql.append(target.value.clone());
            self.sql.bind(", ", place);
            self.sql.push(")");
        }
        if self.sql.text.len() == start {
            self.sql.push("0");
        }
    }

    fn member(&mut self, value: &Sql, params: Vec<Param>, start: usize) {
        if params.is_empty() {
            return;
        }
        self.or(start);
        self.sql.append(value.clone());
        let mut before = if params.len() == 1 { " = " } else { " IN (" };
        let closed = params.len() == 1;
        for param in params {
            self.sql.bind(before, param);
            before = ", ";
        }
        self.sql.push(if closed { "" } else { ")" });
    }

    /// An `OR`, unless nothing was written since `start`.
    fn or(&mut self, start: usize) {
        if self.sql.text.len() > start {
            self.sql.push(" OR ");
        }
    }

    fn order(&mut self, order: Order, value: &Value, target: &Target) {
        let (expression, param) = match value {
            Value::Date(when) => (&target.moment, Param::Integer(when.millis(self.now))),
            Value::Number(number) => (&target.value, Param::of_number(*number)),
            Value::Size(size) => (&target.value, Param::of_number(size.bytes())),
            _ => return self.sql.push("0"),
        };
        self.compare(expression, order.sign(), param);
        let upwards = matches!(order, Order::Greater | Order::AtLeast);
        if target.mixed && upwards && !matches!(value, Value::Date(_)) {
            // All texts come after all numbers, and the empty one is the first of them.
            self.sql.push(" AND ");
            self.compare(expression, "<", Param::Text(String::new()));
        }
    }

    fn begins(&mut self, value: &Value, target: &Target) {
        let Value::Text(start) = value else { return self.sql.push("0") };
        self.compare(&target.value, ">=", Param::Text(start.clone()));
        self.sql.push(" AND ");
        // All blobs come after all texts.
        let end = after(start).map_or(Param::Blob(Vec::new()), Param::Text);
        self.compare(&target.value, "<", end);
    }

    fn within(&mut self, path: &FolderPath, target: &Target) {
        if path.is_root() {
            self.sql.append(target.value.clone());
            return self.sql.push(" IS NOT NULL");
        }
        let path = path.as_str();
        self.compare(&target.value, "=", Param::Text(path.to_owned()));
        self.sql.push(" OR (");
        // `0` comes right after `/`.
        self.compare(&target.value, ">", Param::Text(format!("{path}/")));
        self.sql.push(" AND ");
        self.compare(&target.value, "<", Param::Text(format!("{path}0")));
        self.sql.push(")");
    }

    fn compare(&mut self, value: &Sql, sign: &str, param: Param) {
        self.sql.append(value.clone());
        self.sql.bind(&format!(" {sign} "), param);
    }
}

impl Param {
    /// A number, whole where it can be.
    fn of_number(number: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() < EXACT {
            // Whole and within 53 bits: the cast is exact.
            Self::Integer(number as i64)
        } else {
            Self::Number(number)
        }
    }
}

/// The least text that comes after all that begin with `start`; `None` if there is none.
fn after(start: &str) -> Option<String> {
    let mut end = start.to_owned();
    while let Some(last) = end.pop() {
        // The range leaves out what is no character.
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// Every field is a column of its name.
    struct Plain;

    impl Columns for Plain {
        fn source(&self, condition: &Condition) -> Source {
            match &condition.field {
                Field::CreatedBy => Source::Nothing,
                Field::Custom(name) => {
                    let mut open = Sql::plain("EXISTS (SELECT 1 FROM custom AS v WHERE v.name");
                    open.bind(" = ", Param::Text(name.clone()));
                    Source::Rows(Rows { open, value: "v.value", moment: "v.moment" })
                }
                field => Source::Value(Sql::plain(field.to_string())),
            }
        }
    }

    fn sql(text: &str) -> (String, Vec<Param>) {
        let now = "2024-03-01T00:00:00Z".parse().unwrap();
        let sql = to_sql(&parse(text).unwrap(), &Plain, now);
        (sql.text, sql.params)
    }

    #[test]
    fn values_are_bound() {
        let text = |text: &str| Param::Text(text.to_owned());
        assert_eq!(sql("name = \"a' OR 1=1\""), ("(name = ?)".into(), vec![text("a' OR 1=1")]));
        assert_eq!(
            sql("NOT size < '1kb' AND createdAt > '1d'"),
            (
                "(((size < ?)) IS NOT TRUE AND (createdAt > ?))".into(),
                vec![Param::Integer(1024), Param::Integer(1_709_164_800_000)]
            )
        );
        assert_eq!(
            sql("'customMetadata.x' NOT IN [1, 'a', true]"),
            (
                "(EXISTS (SELECT 1 FROM custom AS v WHERE v.name = ? AND (v.value IN (?, ?, ?)))) IS NOT TRUE".into(),
                vec![text("x"), Param::Integer(1), text("a"), Param::Blob(vec![1])]
            )
        );
        assert_eq!(sql("createdBy = 'x' OR format = 'tiff'").0, "(0 OR (0))");
        assert_eq!(sql("path : '/'").0, "(path IS NOT NULL)");
    }

    #[test]
    fn the_end_of_what_begins() {
        assert_eq!(after("ab").as_deref(), Some("ac"));
        assert_eq!(after("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(after("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(after("\u{10ffff}"), None);
        assert_eq!(after(""), None);
    }
}
