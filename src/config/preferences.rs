//! Preferences: a small TOML file.

use std::path::{Path, PathBuf};

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{Direction, Sort, SortKey};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    /// As the terminal's background is.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
}

/// How pictures are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Pictures {
    /// The best way that the terminal says it has.
    #[default]
    Auto,
    /// The kitty graphics protocol.
    Kitty,
    /// Sixels.
    Sixel,
    /// The protocol of iTerm2.
    Iterm2,
    /// Half-blocks, which every terminal has.
    Halfblocks,
    /// Not at all.
    None,
}

/// What the user prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `theme = "auto" | "dark" | "light"`
    pub theme: Theme,
    /// `ascii = true` draws without line-drawing characters.
    pub ascii: bool,
    /// `pictures = "auto" | "kitty" | "sixel" | "iterm2" | "halfblocks" | "none"`
    pub pictures: Pictures,
    /// `sort = "name" | "created" | …`, with `-` in front for the largest or newest first.
    pub sort: Sort,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::Auto, ascii: false, pictures: Pictures::Auto, sort: Sort::BY_NAME }
    }
}

/// Why preferences can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PreferencesError {
    /// The file can't be read.
    #[error("could not read {}: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It isn't TOML.
    #[error("line {line} can't be read: {why}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        why: String,
    },
    /// A key that ikt doesn't know.
    #[error("line {line}: there is no preference `{key}`; there are {}", KEYS.join(", "))]
    Key {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// A value that the key can't have.
    #[error("line {line}: `{key}` must be {expected}")]
    Value {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: &'static str,
        /// What it can be.
        expected: String,
    },
}

const KEYS: [&str; 4] = ["theme", "ascii", "pictures", "sort"];

const THEMES: [(&str, Theme); 3] = [("auto", Theme::Auto), ("dark", Theme::Dark), ("light", Theme::Light)];

const PICTURES: [(&str, Pictures); 6] = [
    ("auto", Pictures::Auto),
    ("kitty", Pictures::Kitty),
    ("sixel", Pictures::Sixel),
    ("iterm2", Pictures::Iterm2),
    ("halfblocks", Pictures::Halfblocks),
    ("none", Pictures::None),
];

const SORTS: [(&str, SortKey); 6] = [
    ("name", SortKey::Name),
    ("created", SortKey::Created),
    ("updated", SortKey::Updated),
    ("size", SortKey::Size),
    ("height", SortKey::Height),
    ("width", SortKey::Width),
];

impl Preferences {
    /// Reads the file; one that doesn't exist means that all is as usual.
    ///
    /// # Errors
    ///
    /// Names the file, or the line and the key.
    pub fn read(path: &Path) -> Result<Self, PreferencesError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(PreferencesError::Unreadable { path: path.to_owned(), why: error.to_string() }),
        }
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    ///
    /// Names the line and the key.
    pub fn parse(text: &str) -> Result<Self, PreferencesError> {
        let table = DeTable::parse(text).map_err(|error| PreferencesError::Syntax {
            line: line(text, error.span().unwrap_or_default().start),
            why: error.message().to_owned(),
        })?;
        let mut preferences = Self::default();
        for (key, value) in table.get_ref() {
            let line = line(text, key.span().start);
            preferences.set(key.get_ref(), value, line)?;
        }
        Ok(preferences)
    }

    fn set(&mut self, key: &str, value: &Spanned<DeValue<'_>>, line: usize) -> Result<(), PreferencesError> {
        let value = value.get_ref();
        match key {
            "theme" => self.theme = choice("theme", value, &THEMES, line)?,
            "pictures" => self.pictures = choice("pictures", value, &PICTURES, line)?,
            "sort" => self.sort = sort(value, line)?,
            "ascii" => {
                self.ascii = value.as_bool().ok_or_else(|| PreferencesError::Value {
                    line,
                    key: "ascii",
                    expected: "true or false".to_owned(),
                })?;
            }
            _ => return Err(PreferencesError::Key { line, key: key.to_owned() }),
        }
        Ok(())
    }
}

/// The line of a byte, counted from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

fn choice<T: Copy>(
    key: &'static str,
    value: &DeValue<'_>,
    choices: &[(&str, T)],
    line: usize,
) -> Result<T, PreferencesError> {
    find(value.as_str(), choices).ok_or_else(|| PreferencesError::Value {
        line,
        key,
        expected: names(choices),
    })
}

fn find<T: Copy>(word: Option<&str>, choices: &[(&str, T)]) -> Option<T> {
    choices.iter().find(|(name, _)| Some(*name) == word).map(|(_, value)| *value)
}

fn names<T>(choices: &[(&str, T)]) -> String {
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    format!("one of {}", names.join(", "))
}

fn sort(value: &DeValue<'_>, line: usize) -> Result<Sort, PreferencesError> {
    let word = value.as_str();
    let (word, direction) = match word.and_then(|word| word.strip_prefix('-')) {
        Some(word) => (Some(word), Direction::Descending),
        None => (word, Direction::Ascending),
    };
    find(word, &SORTS).map(|key| Sort { key, direction }).ok_or_else(|| PreferencesError::Value {
        line,
        key: "sort",
        expected: format!("{}, perhaps with a - in front", names(&SORTS)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys() {
        let text = "# mine\ntheme = \"light\"\nascii = true\npictures = \"sixel\"\nsort = \"-created\"\n";
        let newest_first = Sort { key: SortKey::Created, direction: Direction::Descending };
        let expected =
            Preferences { theme: Theme::Light, ascii: true, pictures: Pictures::Sixel, sort: newest_first };
        assert_eq!(Preferences::parse(text), Ok(expected));
        assert_eq!(Preferences::parse(""), Ok(Preferences::default()));
    }

    #[test]
    fn errors_name_the_line_and_the_key() {
        let error = |text: &str| Preferences::parse(text).expect_err("must fail").to_string();
        assert_eq!(
            error("\ntheme = \"pink\""),
            "line 2: `theme` must be one of \"auto\", \"dark\", \"light\""
        );
        assert_eq!(error("ascii = 1"), "line 1: `ascii` must be true or false");
        assert!(error("ascii = true\nsort = \"colour\"").starts_with("line 2: `sort` must be one of"));
        assert_eq!(
            error("color = 1"),
            "line 1: there is no preference `color`; there are theme, ascii, pictures, sort"
        );
        assert!(error("ascii = true\n\ntheme = dark").starts_with("line 3 can't be read: "));
    }

    #[test]
    fn no_file_is_no_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Preferences::read(&folder.path().join("none")), Ok(Preferences::default()));
        let error = Preferences::read(folder.path()).expect_err("a folder is no file").to_string();
        assert!(error.contains(&folder.path().display().to_string()));
    }
}
