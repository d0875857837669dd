//! Preferences: `config.toml`, with settings and keys.

use std::path::{Path, PathBuf};

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::toml_text::{line_and_column, suggestion};
use crate::model::{Direction, FolderPath, Sort, SortKey};

/// Which colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark or light, as the terminal's background is.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// Those of this name: built in, or of the user.
    Named(String),
}

impl From<&str> for Theme {
    fn from(name: &str) -> Self {
        match name {
            "auto" => Self::Auto,
            "dark" => Self::Dark,
            "light" => Self::Light,
            name => Self::Named(name.to_owned()),
        }
    }
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

/// A line of a `[keys.…]` table: keys, and the action that they are to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    /// The table: `browse` of `[keys.browse]`.
    pub context: String,
    /// The keys as written: `g h`.
    pub keys: String,
    /// The action as written: `go-root`, or `none`.
    pub action: String,
    /// Line and column, counted from 1.
    pub at: (usize, usize),
}

/// What the user prefers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `theme`
    pub theme: Theme,
    /// `ascii`
    pub ascii: bool,
    /// `pictures`
    pub pictures: Pictures,
    /// `sort`
    pub sort: Sort,
    /// `mouse`
    pub mouse: bool,
    /// `read_only`
    pub read_only: bool,
    /// `start`
    pub start: Option<FolderPath>,
    /// `restore`
    pub restore: bool,
    /// `[keys.…]`
    pub keys: Vec<KeySetting>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::Auto,
            ascii: false,
            pictures: Pictures::Auto,
            sort: Sort::BY_NAME,
            mouse: true,
            read_only: false,
            start: None,
            restore: true,
            keys: Vec::new(),
        }
    }
}

/// The file as `ikt config --init` writes it: every key with its usual value, commented out.
pub const COMMENTED: &str = r##"# Settings of ikt. Changes are taken at the next start.
# What is commented out is as usual.

# Colours: "auto" (dark or light, as the terminal's background is), "dark", "light", "high-contrast",
# "high-contrast-light", "ocean", "forest", "ember", "sand", or the name of a file in themes/ beside this
# one: themes/mine.toml with lines such as  base = "dark"  and  accent = "#4cc2ff".
#theme = "auto"

# How pictures are drawn: "auto", "kitty", "sixel", "iterm2", "halfblocks" or "none".
#pictures = "auto"

# The order of a folder: "name", "created", "updated", "size", "height" or "width"; with - in front the
# largest or newest first.
#sort = "name"

# Draw with ASCII characters only.
#ascii = false

# Take the mouse; without it the terminal selects text as usual.
#mouse = true

# Refuse every change of the library, whatever the profile says.
#read_only = false

# The folder to begin in, where no session is restored.
#start = "/"

# Come back to the tabs, folders and cursor of the last session.
#restore = true

# Keys: [keys.<context>], then "<keys>" = "<action>" or "none". `ikt keys` lists contexts and actions.
# Several keys one after the other have blanks between them. Whatever else an action has, it keeps.
#[keys.browse]
#"g h" = "go-root"
#"ctrl-d" = "none"
"##;

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
    #[error("line {}, column {} can't be read: {why}", at.0, at.1)]
    Syntax {
        /// Line and column, counted from 1.
        at: (usize, usize),
        /// What the parser says.
        why: String,
    },
    /// A key that ikt doesn't know.
    #[error("line {}, column {}: there is no setting `{key}`{}", at.0, at.1, suggestion(key, KEYS))]
    Key {
        /// Line and column, counted from 1.
        at: (usize, usize),
        /// The key.
        key: String,
    },
    /// A value that the key can't have.
    #[error("line {}, column {}: `{key}` must be {expected}", at.0, at.1)]
    Value {
        /// Line and column, counted from 1.
        at: (usize, usize),
        /// The key.
        key: String,
        /// What it can be.
        expected: String,
    },
}

const KEYS: [&str; 9] =
    ["theme", "ascii", "pictures", "sort", "mouse", "read_only", "start", "restore", "keys"];

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
            at: line_and_column(text, error.span().unwrap_or_default().start),
            why: error.message().to_owned(),
        })?;
        let mut preferences = Self::default();
        for (key, value) in table.get_ref() {
            let place = Place { text, key: key.get_ref(), key_at: key.span().start, value };
            preferences.set(&place)?;
        }
        Ok(preferences)
    }

    fn set(&mut self, place: &Place<'_>) -> Result<(), PreferencesError> {
        match place.key {
            "theme" => self.theme = place.text_value("a name such as \"auto\" or \"ocean\"")?.into(),
            "pictures" => self.pictures = place.choice(&PICTURES)?,
            "sort" => self.sort = place.sort()?,
            "ascii" => self.ascii = place.switch()?,
            "mouse" => self.mouse = place.switch()?,
            "read_only" => self.read_only = place.switch()?,
            "restore" => self.restore = place.switch()?,
            "start" => self.start = Some(place.folder()?),
            "keys" => self.keys = place.keys()?,
            _ => {
                let at = line_and_column(place.text, place.key_at);
                return Err(PreferencesError::Key { at, key: place.key.to_owned() });
            }
        }
        Ok(())
    }
}

/// A key with its value, and where they stand.
struct Place<'a> {
    text: &'a str,
    key: &'a str,
    key_at: usize,
    value: &'a Spanned<DeValue<'a>>,
}

impl Place<'_> {
    fn wrong(&self, expected: impl Into<String>) -> PreferencesError {
        let at = line_and_column(self.text, self.value.span().start);
        PreferencesError::Value { at, key: self.key.to_owned(), expected: expected.into() }
    }

    fn text_value(&self, expected: &str) -> Result<&str, PreferencesError> {
        self.value.get_ref().as_str().ok_or_else(|| self.wrong(expected))
    }

    fn switch(&self) -> Result<bool, PreferencesError> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    fn folder(&self) -> Result<FolderPath, PreferencesError> {
        let expected = "a path such as \"/products\"";
        let text = self.text_value(expected)?;
        if text.starts_with('/') { Ok(FolderPath::new(text)) } else { Err(self.wrong(expected)) }
    }

    fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, PreferencesError> {
        find(self.value.get_ref().as_str(), choices)
            .ok_or_else(|| self.wrong(format!("one of {}", names(choices))))
    }

    fn sort(&self) -> Result<Sort, PreferencesError> {
        let word = self.value.get_ref().as_str();
        let (word, direction) = match word.and_then(|word| word.strip_prefix('-')) {
            Some(word) => (Some(word), Direction::Descending),
            None => (word, Direction::Ascending),
        };
        find(word, &SORTS)
            .map(|key| Sort { key, direction })
            .ok_or_else(|| self.wrong(format!("one of {}, perhaps with a - in front", names(&SORTS))))
    }

    /// The tables of keys. Whether contexts, keys and actions exist is for the key map to say.
    fn keys(&self) -> Result<Vec<KeySetting>, PreferencesError> {
        let tables =
            self.value.get_ref().as_table().ok_or_else(|| self.wrong("tables such as [keys.browse]"))?;
        let mut settings = Vec::new();
        for (context, lines) in tables {
            let name: &str = context.get_ref();
            let place = Place { key: name, key_at: context.span().start, value: lines, ..*self };
            let lines = lines.get_ref().as_table().ok_or_else(|| {
                place.wrong("a table: [keys.browse], then lines such as \"g h\" = \"go-root\"")
            })?;
            for (keys, action) in lines {
                let written: &str = keys.get_ref();
                let place = Place { key: written, key_at: keys.span().start, value: action, ..*self };
                settings.push(KeySetting {
                    context: name.to_owned(),
                    keys: written.to_owned(),
                    action: place.text_value("the name of an action, or \"none\"")?.to_owned(),
                    at: line_and_column(self.text, place.key_at),
                });
            }
        }
        settings.sort_by_key(|setting| setting.at);
        Ok(settings)
    }
}

fn find<T: Copy>(word: Option<&str>, choices: &[(&str, T)]) -> Option<T> {
    choices.iter().find(|(name, _)| Some(*name) == word).map(|(_, value)| *value)
}

fn names<T>(choices: &[(&str, T)]) -> String {
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys() {
        let text = "# mine\ntheme = \"light\"\nascii = true\npictures = \"sixel\"\nsort = \"-created\"\n\
            mouse = false\nread_only = true\nstart = \"/a\"\nrestore = false\n\
            [keys.browse]\n\"g h\" = \"go-root\"\n";
        let newest_first = Sort { key: SortKey::Created, direction: Direction::Descending };
        let setting = KeySetting {
            context: "browse".into(),
            keys: "g h".into(),
            action: "go-root".into(),
            at: (11, 1),
        };
        let expected = Preferences {
            theme: Theme::Light,
            ascii: true,
            pictures: Pictures::Sixel,
            sort: newest_first,
            mouse: false,
            read_only: true,
            start: Some(FolderPath::new("/a")),
            restore: false,
            keys: vec![setting],
        };
        assert_eq!(Preferences::parse(text), Ok(expected));
        assert_eq!(Preferences::parse(""), Ok(Preferences::default()));
    }

    /// What is commented out is what there is without it, and all of it can be read.
    #[test]
    fn the_commented_file_is_true() {
        assert_eq!(Preferences::parse(COMMENTED), Ok(Preferences::default()));
        let is_setting = |line: &str| line.strip_prefix('#').is_some_and(|rest| !rest.starts_with(' '));
        let bare: String = COMMENTED
            .lines()
            .map(|line| if is_setting(line) { format!("{}\n", &line[1..]) } else { format!("{line}\n") })
            .collect();
        let read = Preferences::parse(&bare).expect("all of it");
        assert_eq!(read.keys.len(), 2);
        let usual =
            Preferences { start: Some(FolderPath::root()), keys: read.keys.clone(), ..Default::default() };
        assert_eq!(read, usual);
        for key in KEYS {
            assert!(bare.contains(&format!("\n{key} = ")) || key == "keys", "{key} is told of");
        }
    }

    #[test]
    fn errors_name_line_column_and_key() {
        let error = |text: &str| Preferences::parse(text).expect_err("must fail").to_string();
        assert_eq!(
            error("\npictures = \"pink\""),
            "line 2, column 12: `pictures` must be one of \"auto\", \"kitty\", \"sixel\", \"iterm2\", \
             \"halfblocks\", \"none\""
        );
        assert_eq!(error("ascii = 1"), "line 1, column 9: `ascii` must be true or false");
        assert!(
            error("ascii = true\nsort = \"colour\"").starts_with("line 2, column 8: `sort` must be one of")
        );
        assert_eq!(
            error("read-only = true"),
            "line 1, column 1: there is no setting `read-only`; did you mean `read_only`?"
        );
        assert!(error("ascii = true\n\ntheme = dark").starts_with("line 3, column "));
        assert_eq!(
            error("[keys.browse]\n\"g h\" = 1"),
            "line 2, column 9: `g h` must be the name of an action, or \"none\""
        );
        assert!(error("keys = 1").contains("[keys.browse]") && error("start = \"a\"").contains("a path"));
    }

    #[test]
    fn no_file_is_no_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Preferences::read(&folder.path().join("none")), Ok(Preferences::default()));
        let error = Preferences::read(folder.path()).expect_err("a folder is no file").to_string();
        assert!(error.contains(&folder.path().display().to_string()));
    }
}
