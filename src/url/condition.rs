//! Steps that are taken if the picture is of a certain size (imagekit-api.md 4.5):
//! `if-ar_gt_1_and_w_lt_300,w-200,if-else,w-300,if-end`.

use std::fmt;

use super::block;
use super::chain::{Chain, Param, Step};

/// A block from `if-…` to `if-end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// What is asked of the picture.
    pub condition: Condition,
    /// What is done if it holds.
    pub then: Chain,
    /// What is done otherwise, behind `if-else`; `None` without that word.
    pub otherwise: Option<Chain>,
}

/// Comparisons joined by `_and_` and `_or_`. What is joined by `and` belongs together.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// It holds if all comparisons of any of these groups do.
    pub any: Vec<Vec<Comparison>>,
}

/// One comparison: `iw_gte_300`, `ar_lt_4-3`.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub property: Property,
    /// How.
    pub relation: Relation,
    /// With what.
    pub bound: Bound,
}

/// What a comparison looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// `w`, in pixels, at this step. Also written `cw`, as in expressions.
    Width,
    /// `h`, in pixels, at this step. Also written `ch`.
    Height,
    /// `ar`, width by height, at this step. Also written `car`.
    Aspect,
    /// `iw`, in pixels, of the picture as stored.
    InitialWidth,
    /// `ih`, in pixels, of the picture as stored.
    InitialHeight,
    /// `iar`, width by height, of the picture as stored.
    InitialAspect,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
    /// `gt`
    Greater,
    /// `gte`
    AtLeast,
    /// `lt`
    Less,
    /// `lte`
    AtMost,
}

/// What a property is compared with: a number or a ratio (`4-3`). Written back as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    text: String,
    value: f64,
}

/// Why a block is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// The block has no end.
    #[error("`{0}` has no `if-end`; add it behind the steps that depend on the condition")]
    Unfinished(String),
    /// What is compared isn't known.
    #[error("`{0}` is nothing that a condition can look at; w, h, ar, iw, ih and iar are")]
    Property(String),
    /// How it is compared isn't known.
    #[error("`{0}` is no comparison; eq, ne, gt, gte, lt and lte are")]
    Relation(String),
    /// It is compared with what isn't a number.
    #[error("`{0}` should be a number, or a ratio such as 4-3")]
    Bound(String),
    /// Something stands where `and` or `or` should.
    #[error("`{0}` should be `and` or `or`")]
    Joint(String),
}

impl Branch {
    /// Reads a block.
    ///
    /// # Errors
    /// [`ConditionError`]
    pub fn parse(param: &Param) -> Result<Self, ConditionError> {
        let text = param.as_str();
        let word = || text.split([',', ':']).next().unwrap_or_default().to_owned();
        let (condition, inner) =
            block::inside(text, "if-", "if-end").ok_or_else(|| ConditionError::Unfinished(word()))?;
        let condition = Condition::parse(condition)?;
        let (then, otherwise) = parted(Chain::parse(inner));
        Ok(Self { condition, then, otherwise })
    }
}

/// What stands before `if-else`, and what behind it.
fn parted(mut chain: Chain) -> (Chain, Option<Chain>) {
    let is_else = |param: &Param| param.as_str() == "if-else";
    let Some(at) = chain.steps.iter().position(|step| step.params.iter().any(is_else)) else {
        return (chain, None);
    };
    let mut behind = chain.steps.split_off(at);
    if let Some(first) = behind.first_mut() {
        let mut params = first.params.split_off(first.params.iter().position(is_else).unwrap_or_default());
        params.remove(0);
        let before = std::mem::replace(&mut first.params, params);
        if !before.is_empty() {
            chain.steps.push(Step { params: before });
        }
        if first.params.is_empty() {
            behind.remove(0);
        }
    }
    (chain, Some(Chain { steps: behind }))
}

impl Condition {
    /// Reads what stands between `if-` and the first comma.
    ///
    /// # Errors
    /// [`ConditionError`]
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let mut words = text.split('_');
        let mut any = vec![vec![Comparison::read(&mut words)?]];
        while let Some(word) = words.next() {
            let next = |words: &mut _| Comparison::read(words);
            match (word, any.last_mut()) {
                ("and", Some(group)) => group.push(next(&mut words)?),
                ("or", _) => any.push(vec![next(&mut words)?]),
                _ => return Err(ConditionError::Joint(word.to_owned())),
            }
        }
        Ok(Self { any })
    }

    /// Whether it holds for a picture of `current` size that is stored in the `initial` size: width and
    /// height in pixels, above 0.
    pub fn holds(&self, current: (u32, u32), initial: (u32, u32)) -> bool {
        self.any.iter().any(|group| group.iter().all(|comparison| comparison.holds(current, initial)))
    }
}

impl Comparison {
    fn read<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<Self, ConditionError> {
        let mut word = || words.next().unwrap_or_default();
        let (property, relation, bound) = (word(), word(), word());
        Ok(Self {
            property: Property::parse(property)
                .ok_or_else(|| ConditionError::Property(property.to_owned()))?,
            relation: Relation::parse(relation)
                .ok_or_else(|| ConditionError::Relation(relation.to_owned()))?,
            bound: Bound::parse(bound).ok_or_else(|| ConditionError::Bound(bound.to_owned()))?,
        })
    }

    fn holds(&self, current: (u32, u32), initial: (u32, u32)) -> bool {
        let aspect = |(width, height): (u32, u32)| f64::from(width) / f64::from(height);
        let value = match self.property {
            Property::Width => current.0.into(),
            Property::Height => current.1.into(),
            Property::Aspect => aspect(current),
            Property::InitialWidth => initial.0.into(),
            Property::InitialHeight => initial.1.into(),
            Property::InitialAspect => aspect(initial),
        };
        self.relation.holds(value, self.bound.value)
    }
}

impl Property {
    /// All of them with their names; the first name of each is the one that is written.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("w", Self::Width),
        ("h", Self::Height),
        ("ar", Self::Aspect),
        ("iw", Self::InitialWidth),
        ("ih", Self::InitialHeight),
        ("iar", Self::InitialAspect),
        ("cw", Self::Width),
        ("ch", Self::Height),
        ("car", Self::Aspect),
    ];

    fn parse(word: &str) -> Option<Self> {
        find(&Self::NAMES, word)
    }
}

impl Relation {
    /// All of them with their names.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("eq", Self::Equal),
        ("ne", Self::NotEqual),
        ("gt", Self::Greater),
        ("gte", Self::AtLeast),
        ("lt", Self::Less),
        ("lte", Self::AtMost),
    ];

    fn parse(word: &str) -> Option<Self> {
        find(&Self::NAMES, word)
    }

    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
        }
    }
}

fn find<T: Copy>(names: &[(&str, T)], word: &str) -> Option<T> {
    names.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The first name of a value; each has one.
fn name<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> &'static str {
    names.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name)
}

impl Bound {
    /// Reads a number, or a ratio with a hyphen; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let is_plain = text.bytes().all(|c| c.is_ascii_digit() || c == b'.');
            text.parse::<f64>().ok().filter(|number| is_plain && number.is_finite())
        };
        let value = match text.split_once('-') {
            Some((width, height)) => number(width)? / number(height).filter(|height| *height > 0.0)?,
            None => number(text)?,
        };
        Some(Self { text: text.to_owned(), value })
    }
}

impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "if-{}", self.condition)?;
        let mut part = |chain: &Chain| if chain.steps.is_empty() { Ok(()) } else { write!(f, ",{chain}") };
        part(&self.then)?;
        if let Some(otherwise) = &self.otherwise {
            f.write_str(",if-else")?;
            if !otherwise.steps.is_empty() {
                write!(f, ",{otherwise}")?;
            }
        }
        f.write_str(",if-end")
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, group) in self.any.iter().enumerate() {
            f.write_str(if i > 0 { "_or_" } else { "" })?;
            for (i, comparison) in group.iter().enumerate() {
                write!(f, "{}{comparison}", if i > 0 { "_and_" } else { "" })?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.property, self.relation, self.bound)
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name(&Self::NAMES, self))
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name(&Self::NAMES, self))
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
