//! The URL builder: a transformation as a form or as text, what becomes of the picture, and the URL.

mod explained;
mod form;
mod layout;
mod menu;
mod picker;
mod preview;
mod typing;
mod view;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use explained::{Answer, Explained, area as explained_area};
pub use menu::Menu;
pub use picker::Picker;
pub use preview::{Compare, Preview};
pub use view::{draw, hints};

use super::msg::Key;
use super::widget::Field;
use crate::model::{AssetId, File, FileKind};
use crate::url::catalog::Scope;
use crate::url::classic::Position;
use crate::url::draft::{Draft, Line};
use crate::url::forms::{Request, Rules, Signing};

/// Transformations that are kept by name, in the order of their names.
pub type Presets = std::collections::BTreeMap<String, String>;

/// States that can be gone back to.
const KEPT: usize = 200;

/// The asset that the URL is of.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The file; that of a pasted URL has an empty one.
    pub id: AssetId,
    /// Its last change, in milliseconds since the epoch.
    pub updated: i64,
    /// Its name.
    pub name: Arc<str>,
    /// Its path from the root, raw, or a whole URL without a transformation.
    pub path: String,
    /// Whether it is only served with a signature.
    pub private: bool,
    /// Bytes; 0 where that isn't known.
    pub size: u64,
    /// Pixels, width and height; 0 where that isn't known.
    pub pixels: (u32, u32),
    /// Picture, video or other.
    pub kind: FileKind,
}

/// What the keys do.
#[derive(Clone, Debug, PartialEq)]
pub enum Mode {
    /// They are those of the table.
    Form,
    /// They edit the value of the line under the cursor.
    Value(Editing),
    /// They edit the whole transformation.
    Raw(Field),
    /// They choose what to add.
    Add(Picker),
    /// They choose a form to copy.
    Share(Menu),
    /// They choose a preset.
    Presets(Menu),
    /// They give the preset a name.
    Name(Field),
    /// They give the time that the signature is valid for.
    Expiry(Field),
}

/// A value that is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    /// The text.
    pub field: Field,
    /// Whether the first letter typed takes the place of the whole text.
    fresh: bool,
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing for others to do.
    No,
    /// This form is to be copied.
    Copy(crate::url::forms::Form),
    /// The presets have changed, and are to be kept; what to say.
    Keep(Presets, String),
    /// Something can't be done; why.
    Refuse(String),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Builder {
    /// What the URL is of.
    pub subject: Subject,
    /// The transformation.
    pub draft: Draft,
    /// The line of the form under the cursor; those of the URL come after those of the draft.
    pub cursor: usize,
    /// What the keys do.
    pub mode: Mode,
    /// Whether, and for how long, it is signed.
    pub signing: Signing,
    /// Where the transformation stands.
    pub position: Position,
    /// Whose rules it is written by.
    pub rules: Rules,
    /// The picture, before and after.
    pub preview: Preview,
    before: Vec<Draft>,
    after: Vec<Draft>,
}

impl Subject {
    /// A file of the library.
    pub fn of(file: &File) -> Self {
        Self {
            id: file.id.clone(),
            updated: file.updated.as_millisecond(),
            name: Arc::from(&*file.name),
            path: file.path(),
            private: file.private,
            size: file.size,
            pixels: (file.width, file.height),
            kind: file.kind,
        }
    }

    /// What parameters are asked of.
    pub fn scope(&self) -> Scope {
        if self.kind == FileKind::Video { Scope::Video } else { Scope::Image }
    }
}

impl Builder {
    /// A builder with a transformation to begin with. What is private is signed for an hour.
    pub fn new(subject: Subject, draft: Draft) -> Self {
        let signing = if subject.private { Signing::For(HOUR) } else { Signing::No };
        Self {
            subject,
            draft,
            cursor: 0,
            mode: Mode::Form,
            signing,
            position: Position::Query,
            rules: Rules::Typed,
            preview: Preview::default(),
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Takes a key while something is typed or chosen.
    pub fn key(&mut self, key: Key, presets: &Presets) -> Outcome {
        typing::key(self, key, presets)
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        typing::paste(self, text);
    }

    /// Whether keys are typed or chosen with, rather than those of the table.
    pub fn takes_text(&self) -> bool {
        self.mode != Mode::Form
    }

    /// The lines of the form that belong to the transformation.
    pub fn lines(&self) -> Vec<Line> {
        self.draft.lines()
    }

    /// The URL as something that can be written in many forms. `endpoint` is the account's, `now` in Unix
    /// seconds.
    pub fn request(&self, endpoint: &str, now: i64) -> Request {
        Request {
            rules: self.rules,
            endpoint: endpoint.to_owned(),
            path: self.subject.path.clone(),
            chain: self.draft.to_string(),
            position: self.position,
            signing: self.signing,
            now,
            ..Request::default()
        }
    }

    /// Shows before and after in the next way.
    pub fn compare(&mut self) {
        self.preview.compare = self.preview.compare.next();
    }

    /// Shows the original alone, and the next time the result alone, in the same place.
    pub fn flip(&mut self) {
        self.preview.compare = match self.preview.compare {
            Compare::Before => Compare::After,
            Compare::Beside | Compare::After | Compare::Split | Compare::Difference => Compare::Before,
        };
    }

    /// Keeps the transformation as it is, to be gone back to. To be called before a change.
    fn remember(&mut self) {
        if self.before.last() != Some(&self.draft) {
            self.before.push(self.draft.clone());
            let surplus = self.before.len().saturating_sub(KEPT);
            self.before.drain(..surplus);
        }
        self.after.clear();
    }

    /// Takes the last change back, or makes it again. Whether there was one.
    pub fn travel(&mut self, back: bool) -> bool {
        let (from, to) =
            if back { (&mut self.before, &mut self.after) } else { (&mut self.after, &mut self.before) };
        let Some(draft) = from.pop() else { return false };
        to.push(std::mem::replace(&mut self.draft, draft));
        self.clamp();
        true
    }

    fn clamp(&mut self) {
        self.cursor = self.cursor.min(self.rows() - 1);
    }
}

/// Seconds.
const HOUR: i64 = 60 * 60;
