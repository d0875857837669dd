//! Divides what is searched for into what the service can be asked and what is looked at here.
//!
//! The service documents `NOT` only before `=`, `IN` and `EXISTS` (imagekit-api.md 3.1), and has no
//! word for the description. So a negation is carried to the conditions, and where one can't be
//! written there, its part of the search is looked at here.

use crate::model::custom::FieldType;
use crate::query::ast::{Condition, Expr, Order, Test, Value};
use crate::query::complete::Vocabulary;
use crate::query::field::{Field, Kind, Operator};

/// The parts that all have to hold: for the service, and for here.
pub(super) fn split(expr: Expr, vocabulary: &Vocabulary) -> (Vec<Expr>, Vec<Expr>) {
    let parts = match carried(expr, false, vocabulary) {
        Expr::All(all) => all,
        other => vec![other],
    };
    parts.into_iter().partition(can_be_asked)
}

fn can_be_asked(expr: &Expr) -> bool {
    match expr {
        Expr::All(all) | Expr::Any(all) => all.iter().all(can_be_asked),
        Expr::Not(_) => false,
        Expr::Is(condition) => {
            let absent = condition.test == Test::Exists
                && matches!(condition.field, Field::DateTimeOriginal | Field::LocationTaken);
            condition.field != Field::Description && !absent
        }
    }
}

/// The same with every negation at a condition, joined parts flat.
fn carried(expr: Expr, negate: bool, vocabulary: &Vocabulary) -> Expr {
    let each = |all: Vec<Expr>| all.into_iter().map(|one| carried(one, negate, vocabulary));
    match expr {
        Expr::Not(inner) => carried(*inner, !negate, vocabulary),
        Expr::All(all) if negate => flat_any(each(all)),
        Expr::Any(all) if negate => flat_all(each(all)),
        Expr::All(all) => flat_all(each(all)),
        Expr::Any(all) => flat_any(each(all)),
        Expr::Is(condition) if negate => opposite(condition, vocabulary),
        is => is,
    }
}

fn flat_all(parts: impl Iterator<Item = Expr>) -> Expr {
    Expr::All(parts.flat_map(|part| if let Expr::All(inner) = part { inner } else { vec![part] }).collect())
}

fn flat_any(parts: impl Iterator<Item = Expr>) -> Expr {
    Expr::Any(parts.flat_map(|part| if let Expr::Any(inner) = part { inner } else { vec![part] }).collect())
}

/// What holds exactly where the condition doesn't.
fn opposite(condition: Condition, vocabulary: &Vocabulary) -> Expr {
    let kind = vocabulary.kind(&condition.field);
    let takes = |operator| kind.operators().contains(&operator);
    let turned = |condition: Condition| Expr::Is(Condition { negated: !condition.negated, ..condition });
    match &condition.test {
        _ if condition.negated => turned(condition),
        Test::Equal(Value::Bool(on)) if matches!(condition.field, Field::Private | Field::Published) => {
            Expr::Is(Condition { test: Test::Equal(Value::Bool(!on)), ..condition })
        }
        Test::Equal(_) if takes(Operator::Differs) => turned(condition),
        Test::In(_) if takes(Operator::NotIn) => turned(condition),
        Test::Exists => turned(condition),
        Test::Order(order, value) if is_always_there(&condition.field) => {
            let test = Test::Order(beyond(*order), value.clone());
            Expr::Is(Condition { test, ..condition })
        }
        Test::Order(order, value) if matches!(kind, Kind::Custom(FieldType::Number | FieldType::Date)) => {
            let test = Test::Order(beyond(*order), value.clone());
            let field = condition.field.clone();
            let missing = Condition { field: field.clone(), test: Test::Exists, negated: true };
            Expr::Any(vec![Expr::Is(Condition { field, test, negated: false }), Expr::Is(missing)])
        }
        _ => Expr::Not(Box::new(Expr::Is(condition))),
    }
}

/// Fields that every file has, so that one of two opposite orders holds for it.
fn is_always_there(field: &Field) -> bool {
    matches!(field, Field::Size | Field::CreatedAt | Field::UpdatedAt)
}

fn beyond(order: Order) -> Order {
    match order {
        Order::Less => Order::AtLeast,
        Order::AtMost => Order::Greater,
        Order::Greater => Order::AtMost,
        Order::AtLeast => Order::Less,
    }
}
