//! Arithmetic in the values of parameters (imagekit-api.md 4.6): `iw_div_2`, `bw_mul_0.8_sub_cw`.

use std::fmt;

/// Operands and operators at most; the service names no number, and nobody writes as many.
const LONGEST: usize = 64;

/// Operands joined by operators, read and not yet worked out. Written back, it is the text that was parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    text: String,
    first: Operand,
    rest: Vec<(Operator, Operand)>,
}

/// Where a text isn't an expression, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct ExpressionError {
    /// The first character that doesn't fit, counted from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What the variables stand for. Those of a side that nobody knows are `None`, and so is every
/// expression that uses them.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Variables {
    /// `iw` and `ih`, in pixels: the picture as stored; inside a layer the layer's own.
    pub initial: Option<(f64, f64)>,
    /// `cw` and `ch`, in pixels: the picture as it is now.
    pub current: Option<(f64, f64)>,
    /// `bw` and `bh`, in pixels: what a layer lies on.
    pub base: Option<(f64, f64)>,
    /// `idn`, in dots an inch.
    pub density: Option<f64>,
    /// `idu`, in seconds.
    pub duration: Option<f64>,
    /// `bdu`, in seconds.
    pub base_duration: Option<f64>,
}

/// A number or the name of one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operand {
    Number(f64),
    Variable(Variable),
}

/// A size that is known only when the picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    Width(Of),
    Height(Of),
    Aspect(Of),
    Density,
    Duration,
    BaseDuration,
}

/// Whose size it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Initial,
    Current,
    Base,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
}

/// Operators in the order in which the service works them out; those of a line from left to right.
const ORDER: [&[Operator]; 4] =
    [&[Operator::Mul, Operator::Div], &[Operator::Add, Operator::Sub], &[Operator::Mod], &[Operator::Pow]];

impl Expression {
    /// Reads an expression; a number alone is one as well. `N5` is −5, as elsewhere in URLs.
    ///
    /// # Errors
    /// [`ExpressionError`], with the place.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let mut words = Words { text, at: 0 };
        let first = words.operand()?;
        let mut rest = Vec::new();
        while !words.is_done() {
            if rest.len() == LONGEST {
                return Err(words.error(format!("at most {LONGEST} operators are read")));
            }
            let operator = words.operator()?;
            rest.push((operator, words.operand()?));
        }
        Ok(Self { text: text.to_owned(), first, rest })
    }

    /// The text as it was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is a number and nothing else.
    pub fn is_number(&self) -> bool {
        self.rest.is_empty() && matches!(self.first, Operand::Number(_))
    }

    /// The value; `None` if a variable isn't known, or for a division by zero or a value beyond all
    /// numbers.
    pub fn eval(&self, variables: &Variables) -> Option<f64> {
        let mut values = vec![self.first.value(variables)?];
        let mut operators = Vec::with_capacity(self.rest.len());
        for (operator, operand) in &self.rest {
            operators.push(*operator);
            values.push(operand.value(variables)?);
        }
        for group in ORDER {
            (values, operators) = reduced(&values, &operators, group)?;
        }
        values.first().copied()
    }
}

/// Works out the operators of one group, from left to right; the others stay.
fn reduced(values: &[f64], operators: &[Operator], group: &[Operator]) -> Option<(Vec<f64>, Vec<Operator>)> {
    let (first, rest) = values.split_first()?;
    let (mut left, mut kept_values, mut kept_operators) = (*first, Vec::new(), Vec::new());
    for (operator, value) in operators.iter().zip(rest) {
        if group.contains(operator) {
            left = operator.apply(left, *value)?;
        } else {
            kept_values.push(left);
            kept_operators.push(*operator);
            left = *value;
        }
    }
    kept_values.push(left);
    Some((kept_values, kept_operators))
}

impl Operand {
    fn parse(word: &str) -> Option<Self> {
        number(word).map(Self::Number).or_else(|| Variable::parse(word).map(Self::Variable))
    }

    fn value(self, variables: &Variables) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Variable(variable) => variable.value(variables),
        }
    }
}

/// Digits with at most one point among them, after an `N` if it is below zero.
fn number(word: &str) -> Option<f64> {
    let (sign, digits) = word.strip_prefix('N').map_or((1.0, word), |digits| (-1.0, digits));
    let is_plain = digits.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    let number: f64 = digits.parse().ok().filter(|_| is_plain)?;
    number.is_finite().then_some(sign * number)
}

impl Variable {
    const NAMES: [(&'static str, Self); 12] = [
        ("iw", Self::Width(Of::Initial)),
        ("ih", Self::Height(Of::Initial)),
        ("iar", Self::Aspect(Of::Initial)),
        ("cw", Self::Width(Of::Current)),
        ("ch", Self::Height(Of::Current)),
        ("car", Self::Aspect(Of::Current)),
        ("bw", Self::Width(Of::Base)),
        ("bh", Self::Height(Of::Base)),
        ("bar", Self::Aspect(Of::Base)),
        ("idn", Self::Density),
        ("idu", Self::Duration),
        ("bdu", Self::BaseDuration),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(name, _)| *name == word).map(|(_, variable)| variable)
    }

    fn value(self, variables: &Variables) -> Option<f64> {
        match self {
            Self::Width(of) => variables.size(of).map(|(width, _)| width),
            Self::Height(of) => variables.size(of).map(|(_, height)| height),
            Self::Aspect(of) => variables.size(of).and_then(|(width, height)| finite(width / height)),
            Self::Density => variables.density,
            Self::Duration => variables.duration,
            Self::BaseDuration => variables.base_duration,
        }
    }
}

impl Variables {
    fn size(&self, of: Of) -> Option<(f64, f64)> {
        match of {
            Of::Initial => self.initial,
            Of::Current => self.current,
            Of::Base => self.base,
        }
    }
}

impl Operator {
    const NAMES: [(&'static str, Self); 6] = [
        ("add", Self::Add),
        ("sub", Self::Sub),
        ("mul", Self::Mul),
        ("div", Self::Div),
        ("mod", Self::Mod),
        ("pow", Self::Pow),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(name, _)| *name == word).map(|(_, operator)| operator)
    }

    fn apply(self, left: f64, right: f64) -> Option<f64> {
        finite(match self {
            Self::Add => left + right,
            Self::Sub => left - right,
            Self::Mul => left * right,
            Self::Div => left / right,
            Self::Mod => left % right,
            Self::Pow => left.powf(right),
        })
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The words of a text between its underscores.
struct Words<'a> {
    text: &'a str,
    /// Where the next word begins, in bytes; behind the end when there is none.
    at: usize,
}

impl<'a> Words<'a> {
    fn is_done(&self) -> bool {
        self.at > self.text.len()
    }

    fn peek(&self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.split('_').next().unwrap_or_default()
    }

    fn operand(&mut self) -> Result<Operand, ExpressionError> {
        let word = self.peek();
        let operand = Operand::parse(word).ok_or_else(|| {
            let wanted = "a number or one of iw, ih, iar, cw, ch, car, bw, bh, bar, idn, idu, bdu";
            self.error(format!("{} should be {wanted}", shown(word)))
        })?;
        self.at += word.len() + 1;
        Ok(operand)
    }

    fn operator(&mut self) -> Result<Operator, ExpressionError> {
        let word = self.peek();
        let operator = Operator::parse(word).ok_or_else(|| {
            self.error(format!("{} should be one of add, sub, mul, div, mod, pow", shown(word)))
        })?;
        self.at += word.len() + 1;
        Ok(operator)
    }

    fn error(&self, message: String) -> ExpressionError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        ExpressionError { column: before.chars().count() + 1, message }
    }
}

fn shown(word: &str) -> String {
    if word.is_empty() { "what is missing here".to_owned() } else { format!("`{word}`") }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
