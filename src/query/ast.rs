//! A query that has been understood.

use super::date::When;
use super::field::Field;
use super::place::Place;
use crate::model::FolderPath;

/// A query, ready to be evaluated. Its `Display` is a text that parses to the same query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What has to hold.
    pub expr: Expr,
}

/// A condition, or conditions put together.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// All hold; two at least.
    All(Vec<Expr>),
    /// One holds or more; two at least.
    Any(Vec<Expr>),
    /// It doesn't hold.
    Not(Box<Expr>),
    /// One condition.
    Is(Condition),
}

/// A field and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: Field,
    /// What is asked of it.
    pub test: Test,
    /// `NOT =`, `NOT IN`, `NOT EXISTS`: the opposite is asked, so a field that isn't there passes.
    pub negated: bool,
}

/// What is asked of a field. One that isn't there passes none.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `=`; of several values one.
    Equal(Value),
    /// `<`, `<=`, `>`, `>=`.
    Order(Order, Value),
    /// `:` begins with it; of a path: is it or lies below it.
    Begins(Value),
    /// `IN`: it is one of these; of several values one is.
    In(Vec<Value>),
    /// `HAS`: all these words occur, see [`super::has_words`].
    Has(String),
    /// `EXISTS`.
    Exists,
}

/// Less or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Order {
    /// The sign, which is that of SQL too.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether `left` stands in this order to `right`; false where they can't be compared.
    pub fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, a type, a format or an id.
    Text(String),
    /// A finite number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A moment.
    Date(When),
    /// A number of bytes.
    Size(Size),
    /// A folder.
    Path(FolderPath),
    /// A part of the world.
    Place(Place),
}

/// A number of bytes as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// How many units, not negative.
    pub amount: f64,
    /// Which.
    pub unit: Unit,
}

/// Units of sizes, by factors of 1024 (imagekit-api.md 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// No unit.
    Byte,
    /// `kb`
    Kilobyte,
    /// `mb`
    Megabyte,
    /// `gb`
    Gigabyte,
}

impl Size {
    /// In bytes.
    pub fn bytes(self) -> f64 {
        self.amount
            * match self.unit {
                Unit::Byte => 1.0,
                Unit::Kilobyte => 1024.0,
                Unit::Megabyte => 1024.0 * 1024.0,
                Unit::Gigabyte => 1024.0 * 1024.0 * 1024.0,
            }
    }
}

impl Expr {
    /// How many parts lie within each other; 0 for a condition.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::All(all) | Self::Any(all) => 1 + all.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(one) => 1 + one.depth(),
            Self::Is(_) => 0,
        }
    }

    /// Calls `f` on every condition, from left to right.
    pub fn each<'a>(&'a self, f: &mut impl FnMut(&'a Condition)) {
        match self {
            Self::All(all) | Self::Any(all) => all.iter().for_each(|one| one.each(f)),
            Self::Not(one) => one.each(f),
            Self::Is(condition) => f(condition),
        }
    }
}
