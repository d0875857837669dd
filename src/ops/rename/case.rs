//! Upper case, lower case, and the like.

use super::split;

/// How letters and words are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// As they are.
    #[default]
    AsIs,
    /// `summer sale`
    Lower,
    /// `SUMMER SALE`
    Upper,
    /// `Summer Sale`
    Title,
    /// `summer-sale`
    Kebab,
    /// `summer_sale`
    Snake,
}

impl Case {
    /// All, in the order in which a key goes through them.
    pub const ALL: [Self; 6] = [Self::AsIs, Self::Lower, Self::Upper, Self::Title, Self::Kebab, Self::Snake];

    /// The word for it, as in `{stem:kebab}`.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsIs => "as is",
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Title => "title",
            Self::Kebab => "kebab",
            Self::Snake => "snake",
        }
    }

    /// The one that a word means.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().skip(1).find(|case| case.word() == word)
    }

    /// The next one, and after the last the first.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|case| *case == self).unwrap_or_default();
        Self::ALL.get(at + 1).copied().unwrap_or_default()
    }

    /// A text in this case.
    pub fn of(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Lower => text.to_lowercase(),
            Self::Upper => text.to_uppercase(),
            Self::Title => titled(text),
            Self::Kebab => joined(text, '-'),
            Self::Snake => joined(text, '_'),
        }
    }

    /// A file's name in this case. What is behind its last dot is lower or as it was: cameras write
    /// `.JPG`, people don't.
    pub(super) fn of_name(self, name: &str) -> String {
        let (stem, ext) = split(name);
        let ext = match self {
            Self::AsIs | Self::Upper | Self::Title => ext.to_owned(),
            Self::Lower | Self::Kebab | Self::Snake => ext.to_lowercase(),
        };
        if ext.is_empty() { self.of(name) } else { format!("{}.{ext}", self.of(stem)) }
    }
}

fn titled(text: &str) -> String {
    let mut inside = false;
    let mut titled = String::with_capacity(text.len());
    for c in text.chars() {
        if inside {
            titled.extend(c.to_lowercase());
        } else {
            titled.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric();
    }
    titled
}

/// The words in lower case. A word ends where a capital follows a small letter, and at every sign.
fn joined(text: &str, sign: char) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let begins = c.is_uppercase() && before.is_lowercase() || !before.is_alphanumeric();
        if c.is_alphanumeric() {
            if begins && !joined.is_empty() {
                joined.push(sign);
            }
            joined.extend(c.to_lowercase());
        }
        before = c;
    }
    joined
}
