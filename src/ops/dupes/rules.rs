//! By which rules one file of a group is kept.

use std::fmt;
use std::mem::discriminant;
use std::sync::Arc;

use thiserror::Error;

use crate::model::FolderPath;

/// What makes a file better than another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It lies in a safe folder.
    Safe,
    /// It is published.
    Published,
    /// It has more pixels.
    Pixels,
    /// It has more bytes.
    Bytes,
    /// It was uploaded earlier.
    Oldest,
    /// It was uploaded later.
    Newest,
    /// It has more tags and values of custom metadata.
    Tags,
    /// It lies in an earlier one of these folders; without folders, its path comes first.
    Path(Arc<[FolderPath]>),
    /// Its name ends with an earlier one of these.
    Format(Arc<[Arc<str>]>),
}

/// Endings of formats, those first that lose nothing.
const FORMATS: [&str; 10] = ["psd", "tif", "tiff", "png", "svg", "webp", "avif", "jpg", "jpeg", "gif"];

impl Rule {
    /// One of each kind, in the order in which they are offered.
    pub fn all() -> [Self; 9] {
        [
            Self::Safe,
            Self::Published,
            Self::Pixels,
            Self::Bytes,
            Self::Oldest,
            Self::Newest,
            Self::Tags,
            Self::Path(Arc::default()),
            Self::formats(),
        ]
    }

    /// By the endings of formats, those first that lose nothing.
    fn formats() -> Self {
        Self::Format(FORMATS.map(Arc::from).into())
    }

    /// The word by which it is written.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Published => "published",
            Self::Pixels => "pixels",
            Self::Bytes => "bytes",
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Tags => "tags",
            Self::Path(_) => "path",
            Self::Format(_) => "format",
        }
    }

    /// What it prefers, in words.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Safe => "in a safe folder",
            Self::Published => "published",
            Self::Pixels => "most pixels",
            Self::Bytes => "most bytes",
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Tags => "most tags and values",
            Self::Path(folders) if folders.is_empty() => "first path",
            Self::Path(_) => "first of the folders",
            Self::Format(_) => "first of the formats",
        }
    }

    /// What a file is that falls behind by it, in few words.
    pub fn behind(&self) -> &'static str {
        match self {
            Self::Safe => "not in a safe folder",
            Self::Published => "not published",
            Self::Pixels => "fewer pixels",
            Self::Bytes => "fewer bytes",
            Self::Oldest => "newer",
            Self::Newest => "older",
            Self::Tags => "fewer tags",
            Self::Path(folders) if folders.is_empty() => "later path",
            Self::Path(_) => "later folder",
            Self::Format(_) => "other format",
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        let list: Vec<&str> = match self {
            Self::Path(folders) => folders.iter().map(FolderPath::as_str).collect(),
            Self::Format(_) if *self == Self::formats() => Vec::new(),
            Self::Format(endings) => endings.iter().map(|ending| &**ending).collect(),
            _ => Vec::new(),
        };
        if list.is_empty() { Ok(()) } else { write!(f, "={}", list.join(":")) }
    }
}

/// Rules in a chain: each decides among those that the ones before left equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rules(Arc<[Rule]>);

impl Default for Rules {
    fn default() -> Self {
        Self::new([Rule::Safe, Rule::Pixels, Rule::Bytes, Rule::Oldest, Rule::Path(Arc::default())])
    }
}

/// Why a text is no chain of rules.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RulesError {
    /// It names none.
    #[error("there is no rule")]
    None,
    /// There is no such rule.
    #[error("there is no rule `{0}`: the rules are {names}", names = names())]
    Unknown(String),
    /// This one has no list.
    #[error("the rule `{0}` has nothing after it: only path and format have a list, as in path=/a:/b")]
    List(&'static str),
    /// It is named twice.
    #[error("the rule `{0}` is there twice")]
    Twice(&'static str),
}

fn names() -> String {
    Rule::all().map(|rule| rule.name()).join(", ")
}

impl Rules {
    /// A chain of these. A second one of a kind can't decide anything, and is left out.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut chain: Vec<Rule> = Vec::new();
        for rule in rules {
            if !chain.iter().any(|other| other.is_like(&rule)) {
                chain.push(rule);
            }
        }
        Self(chain.into())
    }

    /// Reads a chain such as `safe,pixels,path=/products:/archive`.
    ///
    /// # Errors
    ///
    /// Names the rule that makes no sense.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        let mut chain: Vec<Rule> = Vec::new();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let rule = read(word)?;
            if chain.iter().any(|other| other.is_like(&rule)) {
                return Err(RulesError::Twice(rule.name()));
            }
            chain.push(rule);
        }
        if chain.is_empty() { Err(RulesError::None) } else { Ok(Self(chain.into())) }
    }

    /// The rules, the first one first.
    pub fn chain(&self) -> &[Rule] {
        &self.0
    }
}

fn read(word: &str) -> Result<Rule, RulesError> {
    let (name, list) = word.split_once('=').map_or((word, None), |(name, list)| (name.trim(), Some(list)));
    let rule = Rule::all().into_iter().find(|rule| rule.name() == name);
    let rule = rule.ok_or_else(|| RulesError::Unknown(name.to_owned()))?;
    let Some(list) = list else { return Ok(rule) };
    let parts = list.split(':').map(str::trim).filter(|part| !part.is_empty());
    match rule {
        Rule::Path(_) => Ok(Rule::Path(parts.map(FolderPath::new).collect())),
        Rule::Format(_) => {
            let endings = parts.map(|part| part.trim_start_matches('.').to_lowercase().into());
            Ok(Rule::Format(endings.collect()))
        }
        other => Err(RulesError::List(other.name())),
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<String> = self.0.iter().map(Rule::to_string).collect();
        f.write_str(&rules.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_read_and_written() {
        for text in [
            "safe,pixels,bytes,oldest,path",
            "newest,tags,published",
            "path=/a:/b c/d,format",
            "format=png:jpg,pixels",
        ] {
            assert_eq!(Rules::parse(text).expect(text).to_string(), text);
        }
        assert_eq!(Rules::parse("safe,pixels,bytes,oldest,path"), Ok(Rules::default()));
        assert_eq!(Rules::parse(" pixels , ,format= .PNG:").expect("rules").to_string(), "pixels,format=png");
        assert_eq!(Rules::parse("path=").expect("rules").to_string(), "path");
        assert_eq!(Rules::new([Rule::Safe, Rule::Bytes, Rule::Safe]).to_string(), "safe,bytes");
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (text, error) in [
            ("", RulesError::None),
            (" , ", RulesError::None),
            ("pixels,biggest", RulesError::Unknown("biggest".into())),
            ("pixels=3", RulesError::List("pixels")),
            ("bytes,pixels,bytes", RulesError::Twice("bytes")),
        ] {
            assert_eq!(Rules::parse(text), Err(error), "{text}");
        }
        let told = RulesError::Unknown("x".into()).to_string();
        assert!(
            told.ends_with("safe, published, pixels, bytes, oldest, newest, tags, path, format"),
            "{told}"
        );
    }
}
