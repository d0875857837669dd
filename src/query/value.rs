//! Values: which kinds a field takes, and how they are written.

use std::ops::Range;

use super::ast::{Size, Unit, Value};
use super::date::When;
use super::field::{AssetType, Field, Kind, Operator};
use super::format;
use super::place::Place;
use crate::model::FolderPath;
use crate::model::custom::FieldType;

/// A value as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scalar {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) span: Range<usize>,
}

/// What is wrong with a value: a message and a hint.
pub(super) type Wrong = (String, String);

impl Scalar {
    /// The value, if it is one for this field and operator.
    pub(super) fn read(&self, field: &Field, kind: Kind, operator: Operator) -> Result<Value, Wrong> {
        let found = match kind {
            Kind::Name
            | Kind::Tags
            | Kind::Word
            | Kind::Keywords
            | Kind::Custom(FieldType::Text | FieldType::Textarea) => self.text(),
            Kind::Type => self.asset_type(),
            Kind::Date | Kind::Custom(FieldType::Date) => When::read(&self.text).map(Value::Date),
            Kind::Number | Kind::Custom(FieldType::Number) => self.number(),
            Kind::Size => size(&self.text).map(Value::Size),
            Kind::Format => self.quoted.then(|| Value::Text(self.text.to_lowercase())),
            Kind::Switch | Kind::Custom(FieldType::Boolean) => self.switch(),
            Kind::Path => self.quoted.then(|| Value::Path(FolderPath::new(&self.text))),
            Kind::Place => Place::read(&self.text).filter(|_| self.quoted).map(Value::Place),
            Kind::Custom(FieldType::SingleSelect | FieldType::MultiSelect) => self.option(operator),
            Kind::Any => self.any(operator),
        };
        found.ok_or_else(|| self.wrong(field, kind, operator))
    }

    fn text(&self) -> Option<Value> {
        self.quoted.then(|| Value::Text(self.text.clone()))
    }

    fn asset_type(&self) -> Option<Value> {
        let known = AssetType::ALL.iter().any(|known| known.name() == self.text);
        self.text().filter(|_| known)
    }

    fn number(&self) -> Option<Value> {
        if self.quoted { None } else { number(&self.text).map(Value::Number) }
    }

    fn switch(&self) -> Option<Value> {
        match self.text.to_ascii_lowercase().as_str() {
            "true" if !self.quoted => Some(Value::Bool(true)),
            "false" if !self.quoted => Some(Value::Bool(false)),
            _ => None,
        }
    }

    /// An option of a select: a text, a number or a boolean; an order is one of numbers.
    fn option(&self, operator: Operator) -> Option<Value> {
        match operator {
            Operator::Begins => self.text(),
            _ if is_order(operator) => self.number(),
            _ => self.text().or_else(|| self.number()).or_else(|| self.switch()),
        }
    }

    /// Where the field's type isn't known: an order is one of numbers or dates.
    fn any(&self, operator: Operator) -> Option<Value> {
        let date = || When::read(&self.text).map(Value::Date);
        match operator {
            Operator::Begins => self.text(),
            _ if is_order(operator) => self.number().or_else(date),
            _ if self.quoted => self.text(),
            _ => self.number().or_else(|| self.switch()).or_else(date),
        }
    }

    fn wrong(&self, field: &Field, kind: Kind, operator: Operator) -> Wrong {
        let (must, hint) = match kind {
            // The service's own words (imagekit-api.md 2.4).
            Kind::Date | Kind::Custom(FieldType::Date) => {
                ("date value", "Make sure the value is enclosed within quotes".to_owned())
            }
            Kind::Number | Kind::Custom(FieldType::Number) => {
                ("number value", "Write a number without quotes, such as 500".to_owned())
            }
            Kind::Size => (
                "size value",
                "Write a number of bytes, or a number and kb, mb or gb in quotes, such as \"1mb\"".to_owned(),
            ),
            Kind::Switch | Kind::Custom(FieldType::Boolean) => {
                ("boolean value", "Write true or false without quotes".to_owned())
            }
            Kind::Type => ("type value", "Write \"file\", \"file-version\" or \"folder\"".to_owned()),
            Kind::Format => ("format value", {
                let names: Vec<_> = format::names().collect();
                format!("Write one of these in quotes: {}", names.join(", "))
            }),
            Kind::Place => (
                "location value",
                "Write \"40,100 5km\" for a distance, \"40,100|50,105\" for two corners or four points with | \
                 between them"
                    .to_owned(),
            ),
            Kind::Custom(FieldType::SingleSelect) if is_order(operator) => {
                ("number value", "Write a number without quotes: only numbers have an order".to_owned())
            }
            Kind::Any if is_order(operator) => (
                "number or date value",
                "Write a number without quotes, or a date in quotes such as \"2020-01-31\" or \"7d\"".to_owned(),
            ),
            _ => ("text value", format!("Write it in quotes: \"{}\"", self.text)),
        };
        (format!("{field} field must have a valid {must}"), hint)
    }
}

fn is_order(operator: Operator) -> bool {
    matches!(operator, Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast)
}

/// A finite number in digits, with a fraction and an exponent where there is one.
pub(super) fn number(text: &str) -> Option<f64> {
    let starts = text.strip_prefix('-').unwrap_or(text).starts_with(|c: char| c.is_ascii_digit());
    text.parse::<f64>().ok().filter(|number| starts && number.is_finite())
}

/// `1024`, `10kb`, `1mb`.
fn size(text: &str) -> Option<Size> {
    let text = text.to_ascii_lowercase();
    let units = [("kb", Unit::Kilobyte), ("mb", Unit::Megabyte), ("gb", Unit::Gigabyte), ("", Unit::Byte)];
    let (digits, unit) =
        units.into_iter().find_map(|(suffix, unit)| Some((text.strip_suffix(suffix)?.trim_end(), unit)))?;
    let amount = number(digits).filter(|amount| *amount >= 0.0)?;
    let size = Size { amount, unit };
    size.bytes().is_finite().then_some(size)
}
