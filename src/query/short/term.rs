//! What one short form asks for.

use std::ops::Range;

use super::Terms;
use super::date::period;
use super::names::{STATES, Subject, state, subject};
use crate::model::FolderPath;
use crate::model::custom::FieldType;
use crate::query::ast::{Condition, Expr, Order, Test, Value};
use crate::query::date::When;
use crate::query::field::{Field, Kind, Operator};
use crate::query::parse::joined;
use crate::query::value::Scalar;
use crate::query::words::words;

/// What stands between the name and the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// `:`, which means what is most useful for the field.
    Short,
    /// `=` or `:=`.
    Exactly,
    /// `<` and the like, with a colon before it or not.
    Order(Order),
}

/// Where something is wrong, what, and what would be right.
pub(super) type Problem = (Range<usize>, String, String);

type Result<T> = std::result::Result<T, Problem>;

/// What a short form asks for; of several values one is enough.
pub(super) fn expr(subject: &Subject, asked: Asked, values: &[Scalar], terms: &Terms) -> Result<Expr> {
    let mut all = Vec::new();
    for value in values {
        all.push(match subject {
            Subject::Is => being(value)?,
            Subject::Has(on) => having(value, *on, terms)?,
            Subject::Field(field) => one(field, asked, value, terms)?,
        });
    }
    Ok(match together(&all) {
        Some(listed) => Expr::Is(listed),
        None => joined(all, Expr::Any),
    })
}

/// Several equalities of one field as one condition with `IN`.
fn together(all: &[Expr]) -> Option<Condition> {
    let Some(Expr::Is(first)) = all.first() else { return None };
    let mut values = Vec::new();
    for expr in all {
        match expr {
            Expr::Is(Condition { field, test: Test::Equal(value), negated: false })
                if *field == first.field =>
            {
                values.push(value.clone());
            }
            Expr::Is(Condition { field, test: Test::In(own), negated: false }) if *field == first.field => {
                values.extend(own.iter().cloned());
            }
            _ => return None,
        }
    }
    let listable = !matches!(first.field, Field::Private | Field::Published | Field::Transparency);
    (all.len() > 1 && listable).then(|| is(&first.field, Test::In(values)))
}

fn is(field: &Field, test: Test) -> Condition {
    Condition { field: field.clone(), test, negated: false }
}

fn being(word: &Scalar) -> Result<Expr> {
    state(&word.text).ok_or_else(|| {
        let message = format!("is:{} means nothing", word.text);
        (word.span.clone(), message, format!("It may be {}", STATES.join(", ")))
    })
}

fn having(word: &Scalar, on: bool, terms: &Terms) -> Result<Expr> {
    match subject(&word.text, &terms.vocabulary) {
        Some(Subject::Field(field)) => Ok(Expr::Is(Condition { field, test: Test::Exists, negated: !on })),
        _ => {
            let message = format!("{} is not a field", word.text);
            let hint = "It may be tags, alt, description, keywords or a custom metadata field";
            Err((word.span.clone(), message, hint.to_owned()))
        }
    }
}

fn one(field: &Field, asked: Asked, word: &Scalar, terms: &Terms) -> Result<Expr> {
    let kind = terms.vocabulary.kind(field);
    if *word.text == *"*" && !word.quoted && kind.operators().contains(&Operator::Exists) {
        return Ok(Expr::Is(is(field, Test::Exists)));
    }
    let reader = Reader { field, kind, terms, word };
    match kind {
        Kind::Name | Kind::Custom(FieldType::Text | FieldType::Textarea) => reader.text(asked),
        Kind::Tags => reader.tag(asked),
        Kind::Date | Kind::Custom(FieldType::Date) => reader.date(asked),
        Kind::Number | Kind::Size | Kind::Custom(FieldType::Number) => reader.number(asked),
        Kind::Path => reader.path(asked),
        Kind::Switch | Kind::Custom(FieldType::Boolean) => reader.switch(asked),
        Kind::Custom(FieldType::SingleSelect | FieldType::MultiSelect) => reader.option(asked),
        Kind::Type | Kind::Word | Kind::Format | Kind::Place | Kind::Keywords => reader.plain(asked),
        Kind::Any => reader.unknown(asked),
    }
}

/// A value of a field on its way to become a condition.
struct Reader<'a> {
    field: &'a Field,
    kind: Kind,
    terms: &'a Terms,
    word: &'a Scalar,
}

impl Reader<'_> {
    fn test(&self, test: Test) -> Result<Expr> {
        Ok(Expr::Is(is(self.field, test)))
    }

    /// The value as the search language reads it.
    fn value(&self, text: &str, quoted: bool, operator: Operator) -> Result<Value> {
        let scalar = Scalar { text: text.to_owned(), quoted, span: self.word.span.clone() };
        scalar
            .read(self.field, self.kind, operator)
            .map_err(|(message, hint)| (self.word.span.clone(), message, hint))
    }

    fn no_order<T>(&self, asked: Asked) -> Result<Option<T>> {
        match asked {
            Asked::Order(order) => {
                let message = format!("{} is not an operator of {}", order.sign(), self.field);
                Err((self.word.span.clone(), message, "Take a colon".to_owned()))
            }
            _ => Ok(None),
        }
    }

    /// The text before a star at the end.
    fn starred(&self) -> Option<&str> {
        self.word.text.strip_suffix('*').filter(|start| !self.word.quoted && !start.is_empty())
    }

    fn words(&self, text: &str) -> Result<Expr> {
        if words(text).next().is_none() {
            let hint = "Write a letter or a digit";
            return Err((self.word.span.clone(), "HAS needs a word".to_owned(), hint.to_owned()));
        }
        self.test(Test::Has(text.to_owned()))
    }

    fn text(&self, asked: Asked) -> Result<Expr> {
        self.no_order::<()>(asked)?;
        if asked == Asked::Exactly {
            return self.test(Test::Equal(Value::Text(self.word.text.clone())));
        }
        match self.starred() {
            Some(start) if start.contains('*') => self.inner_star(),
            Some(start) => self.test(Test::Begins(Value::Text(start.to_owned()))),
            None if self.word.text.contains('*') && !self.word.quoted => self.inner_star(),
            None => self.words(&self.word.text),
        }
    }

    fn inner_star(&self) -> Result<Expr> {
        let message = "a star may only be the end";
        let hint = "Write begin*, or the words without a star";
        Err((self.word.span.clone(), message.to_owned(), hint.to_owned()))
    }

    fn tag(&self, asked: Asked) -> Result<Expr> {
        self.no_order::<()>(asked)?;
        match self.starred() {
            Some(start) => self.words(start),
            None => self.test(Test::In(vec![Value::Text(self.word.text.clone())])),
        }
    }

    /// A value that is written in quotes, and compared as a whole.
    fn plain(&self, asked: Asked) -> Result<Expr> {
        self.no_order::<()>(asked)?;
        let value = self.value(&self.word.text, true, Operator::Equal)?;
        let listed = !self.kind.operators().contains(&Operator::Equal);
        self.test(if listed { Test::In(vec![value]) } else { Test::Equal(value) })
    }

    fn path(&self, asked: Asked) -> Result<Expr> {
        self.no_order::<()>(asked)?;
        let text = &self.word.text;
        let path = if text == "." { self.terms.folder.clone() } else { FolderPath::new(text) };
        let value = Value::Path(path);
        self.test(if asked == Asked::Exactly { Test::Equal(value) } else { Test::Begins(value) })
    }

    fn switch(&self, asked: Asked) -> Result<Expr> {
        self.no_order::<()>(asked)?;
        let text = match self.word.text.to_ascii_lowercase().as_str() {
            "yes" | "on" => "true".to_owned(),
            "no" | "off" => "false".to_owned(),
            _ => self.word.text.clone(),
        };
        self.test(Test::Equal(self.value(&text, false, Operator::Equal)?))
    }

    /// An option by how it reads, so that `5` finds the number as well as the text.
    fn option(&self, asked: Asked) -> Result<Expr> {
        if let Asked::Order(order) = asked {
            let value = self.value(&self.word.text, false, operator(order))?;
            return self.test(Test::Order(order, value));
        }
        let plain =
            |option: &serde_json::Value| option.as_str().map_or_else(|| option.to_string(), str::to_owned);
        let known = self.terms.vocabulary.field(self.field).map_or(&[][..], |field| &field.options);
        let known = known.iter().find(|option| plain(option).eq_ignore_ascii_case(&self.word.text));
        let value = match known {
            Some(serde_json::Value::Number(number)) => number.as_f64().map(Value::Number),
            Some(serde_json::Value::Bool(on)) => Some(Value::Bool(*on)),
            Some(option) => Some(Value::Text(plain(option))),
            None => None,
        };
        let value = value.unwrap_or_else(|| Value::Text(self.word.text.clone()));
        let listed = self.kind == Kind::Custom(FieldType::MultiSelect);
        self.test(if listed { Test::In(vec![value]) } else { Test::Equal(value) })
    }

    fn number(&self, asked: Asked) -> Result<Expr> {
        let read = |text: &str| self.value(text, false, Operator::Equal);
        match (asked, self.word.text.split_once("..")) {
            (Asked::Order(order), _) => self.test(Test::Order(order, read(&self.word.text)?)),
            (_, Some((from, to))) => {
                let (from, to) = (read(from)?, read(to)?);
                Ok(self.between((Order::AtLeast, from), (Order::AtMost, to)))
            }
            _ => self.test(Test::Equal(read(&self.word.text)?)),
        }
    }

    fn between(&self, from: (Order, Value), to: (Order, Value)) -> Expr {
        let bound = |(order, value)| Expr::Is(is(self.field, Test::Order(order, value)));
        Expr::All(vec![bound(from), bound(to)])
    }

    /// A span of time up to now, a day, month or year, or a range of these.
    fn date(&self, asked: Asked) -> Result<Expr> {
        let text = self.word.text.as_str();
        if let Asked::Order(order) = asked {
            return self.test(Test::Order(order, self.moment(text)?));
        }
        if asked == Asked::Exactly && period(text, self.terms.now).is_none_or(|_| text.len() == 10) {
            return self.test(Test::Equal(self.moment(text)?));
        }
        let at = |millis: i64| Value::Date(When::At(millis));
        if let Some((from, to)) = text.split_once("..") {
            let from = (Order::AtLeast, self.moment(from)?);
            let to = match period(to, self.terms.now) {
                Some((_, next)) => (Order::Less, at(next)),
                None => (Order::AtMost, self.moment(to)?),
            };
            return Ok(self.between(from, to));
        }
        if let Some((first, next)) = period(text, self.terms.now) {
            return Ok(self.between((Order::AtLeast, at(first)), (Order::Less, at(next))));
        }
        match self.moment(text)? {
            ago @ Value::Date(When::Ago(..)) => self.test(Test::Order(Order::Greater, ago)),
            moment => self.test(Test::Equal(moment)),
        }
    }

    fn moment(&self, text: &str) -> Result<Value> {
        if let Some(when) = When::read(text) {
            return Ok(Value::Date(when));
        }
        if let Some((first, _)) = period(text, self.terms.now) {
            return Ok(Value::Date(When::At(first)));
        }
        let message = format!("{text} is no date");
        let hint = "Write 7d (h, d, w, m or y), 2026, 2026-01, 2026-01-31, today or yesterday";
        Err((self.word.span.clone(), message, hint.to_owned()))
    }

    /// The value of a field whose type isn't known.
    fn unknown(&self, asked: Asked) -> Result<Expr> {
        if let Asked::Order(order) = asked {
            return self.test(Test::Order(order, self.value(&self.word.text, false, operator(order))?));
        }
        if let Some(start) = self.starred() {
            return self.test(Test::Begins(Value::Text(start.to_owned())));
        }
        let bare = self.value(&self.word.text, self.word.quoted, Operator::Equal);
        self.test(Test::Equal(bare.unwrap_or_else(|_| Value::Text(self.word.text.clone()))))
    }
}

fn operator(order: Order) -> Operator {
    match order {
        Order::Less => Operator::Less,
        Order::AtMost => Operator::AtMost,
        Order::Greater => Operator::Greater,
        Order::AtLeast => Operator::AtLeast,
    }
}
