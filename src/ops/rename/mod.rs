//! New names for many files, made by a pattern. Pure.

mod case;
mod check;
mod order;
mod template;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use regex::Regex;
use thiserror::Error;

pub use case::Case;
pub use check::{Check, Clash, Counts, Row};
pub use order::plan;
pub use template::{Needs, Template, TemplateError};

use super::plan::Target;
use crate::model::{AssetId, File, FolderPath, Metadata, Tag};

/// A file that is to get another name, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its id.
    pub id: AssetId,
    /// The folder that it is in.
    pub folder: FolderPath,
    /// Its name now.
    pub name: Arc<str>,
    /// Bytes.
    pub size: u64,
    /// What a list says of it.
    pub listed: Option<Listed>,
    /// Values of custom metadata as text, by name.
    pub custom: Option<Arc<[(String, String)]>>,
    /// EXIF values as text, by name.
    pub exif: Option<Arc<[(String, String)]>>,
}

/// What a list says of a file, as far as names are made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Pixels; 0 where the file has no width.
    pub width: u32,
    /// Pixels; 0 where the file has no height.
    pub height: u32,
    /// First upload.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
    /// Its tags.
    pub tags: Arc<[Tag]>,
}

impl Subject {
    /// A file of a list.
    pub fn of_file(file: &File) -> Self {
        let listed = Listed {
            width: file.width,
            height: file.height,
            created: file.created,
            updated: file.updated,
            tags: Arc::clone(&file.tags),
        };
        Self {
            id: file.id.clone(),
            folder: file.folder.clone(),
            name: Arc::clone(&file.name),
            size: file.size,
            listed: Some(listed),
            custom: None,
            exif: None,
        }
    }

    /// A file of which no more is known than a target holds; `None` for what is no file.
    pub fn of_target(target: &Target) -> Option<Self> {
        let Target::File { id, folder, name, size } = target else { return None };
        let (id, folder, name, size) = (id.clone(), folder.clone(), Arc::clone(name), *size);
        Some(Self { id, folder, name, size, listed: None, custom: None, exif: None })
    }

    /// The file as a target, by a name that it has at that time.
    pub(super) fn target(&self, name: &Arc<str>) -> Target {
        let (id, folder) = (self.id.clone(), self.folder.clone());
        Target::File { id, folder, name: Arc::clone(name), size: self.size }
    }

    /// The path from the root of the library.
    pub fn path(&self) -> String {
        self.folder.join(&self.name)
    }

    /// Keeps what the metadata say.
    pub fn take_metadata(&mut self, metadata: &Metadata) {
        let groups = metadata.exif.groups().into_iter().flat_map(|(_, values)| values);
        let text =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.exif = Some(groups.map(|(name, value)| (name.clone(), text(value))).collect());
    }

    /// What of the needs isn't known yet.
    pub fn lacks(&self, needs: Needs) -> Needs {
        Needs {
            list: needs.list && self.listed.is_none(),
            custom: needs.custom && self.custom.is_none(),
            exif: needs.exif && self.exif.is_none(),
        }
    }

    /// When the picture was taken, as its camera wrote it: `2017:06:01 12:34:56`.
    fn taken(&self) -> Option<DateTime> {
        let exif = self.exif.as_deref()?;
        ["DateTimeOriginal", "CreateDate", "ModifyDate"].iter().find_map(|name| {
            let (_, text) = exif.iter().find(|(own, _)| own == name)?;
            DateTime::strptime("%Y:%m:%d %H:%M:%S", text.get(..19)?).ok()
        })
    }
}

/// Why a pattern makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// The template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// What is to be found is no regular expression.
    #[error("find: {0}")]
    Find(String),
}

/// A value that a name is made of, and that the file doesn't have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("has no {0}")]
pub struct Missing(pub String);

/// How a name is found anew: parts of the old one are replaced, the template is filled in, and the
/// case is changed, in this order.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    template: Template,
    find: Find,
    case: Case,
}

/// What is replaced by what.
#[derive(Clone, Debug)]
enum Find {
    Nothing,
    Plain(String, String),
    Regex(Regex, String),
}

impl Pattern {
    /// A pattern. `find` is a regular expression if `regex`, whose groups are `$1` in `replace`; where
    /// it is empty, nothing is replaced.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the template, or with the regular expression.
    pub fn new(
        template: &str,
        find: &str,
        replace: &str,
        regex: bool,
        case: Case,
    ) -> Result<Self, PatternError> {
        let find = match (find.is_empty(), regex) {
            (true, _) => Find::Nothing,
            (_, false) => Find::Plain(find.to_owned(), replace.to_owned()),
            (_, true) => Find::Regex(expression(find)?, replace.to_owned()),
        };
        Ok(Self { template: Template::parse(template)?, find, case })
    }

    /// What has to be known of a file.
    pub fn needs(&self) -> Needs {
        self.template.needs()
    }

    /// The new name of the `n`th file, counted from 0, as it is asked for: the service may rewrite it.
    ///
    /// # Errors
    ///
    /// The value that the file doesn't have.
    pub fn name(&self, subject: &Subject, n: usize) -> Result<String, Missing> {
        let old = self.find.replaced(&subject.name);
        let name = self.template.fill(&old, subject, n)?;
        Ok(self.case.of_name(&name))
    }
}

impl PartialEq for Find {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Plain(find, replace), Self::Plain(f, r)) => (find, replace) == (f, r),
            (Self::Regex(find, replace), Self::Regex(f, r)) => (find.as_str(), replace) == (f.as_str(), r),
            _ => false,
        }
    }
}

impl Find {
    fn replaced<'a>(&self, name: &'a str) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(name),
            Self::Plain(find, replace) => Cow::Owned(name.replace(find, replace)),
            Self::Regex(find, replace) => find.replace_all(name, replace),
        }
    }
}

fn expression(text: &str) -> Result<Regex, PatternError> {
    Regex::new(text).map_err(|error| {
        // Its last line is the reason; those before draw the expression with marks below.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
        PatternError::Find(reason.to_owned())
    })
}

/// A name without what stands behind its last dot, and that.
fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, ext)) if !stem.is_empty() => (stem, ext),
        _ => (name, ""),
    }
}
