//! A pasted URL: what it asks for, whether its signature is right, and if not, why, and the right one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Builder, Subject};
use crate::app::State;
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::Role;
use crate::app::widget::{chunks, panel, put, wrap};
use crate::model::text::harmless;
use crate::model::{Account, AssetId, File, FileKind};
use crate::url::classic::Position;
use crate::url::draft::Draft;
use crate::url::explain::{Explanation, NamedKey, explain};
use crate::url::forms::Signing;
use crate::url::{Parts, PartsError, decode_path};

/// What came of a key.
pub enum Answer {
    /// Nothing yet.
    No,
    /// Close.
    Close,
    /// Copy the right URL.
    Copy,
    /// Open it in the builder.
    Edit,
}

/// The URL and what there is to say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    parts: Parts,
    written: String,
    told: Explanation,
    right: bool,
    words: Vec<String>,
}

/// Where it lies.
pub fn area(size: (u16, u16)) -> Rect {
    centred(size, 100, 22)
}

impl Explained {
    /// Explains a URL under the account's endpoint. `now` is in Unix seconds.
    ///
    /// # Errors
    ///
    /// If it is no whole URL, or lies under another endpoint.
    pub fn of(text: &str, account: &Account, now: i64) -> Result<Self, PartsError> {
        let parts = Parts::parse(text, &[&account.delivery])?;
        let key = NamedKey { profile: &account.name, key: &account.private_key };
        let told = explain(&parts, &[key], now);
        let (right, words) = told.words();
        Ok(Self { written: text.trim().to_owned(), parts, told, right, words })
    }

    /// The URL as it should be.
    pub fn corrected(&self) -> &str {
        &self.told.corrected
    }

    /// The path of the file, decoded, from the root.
    pub fn path(&self) -> String {
        let path = decode_path(&self.parts.path);
        format!("/{}", path.as_deref().unwrap_or(&self.parts.path))
    }

    /// A builder on this URL. Of a file that isn't `known` only its path is.
    pub fn builder(&self, known: Option<&File>) -> Builder {
        let path = self.path();
        let name = path.rsplit('/').next().unwrap_or_default();
        let unknown = || Subject {
            id: AssetId::new(&path),
            updated: 0,
            name: name.into(),
            path: path.clone(),
            private: false,
            size: 0,
            pixels: (0, 0),
            kind: FileKind::Image,
        };
        let subject = known.map_or_else(unknown, Subject::of);
        let chain = self.parts.chain().map(|chain| chain.to_string()).unwrap_or_default();
        let mut builder = Builder::new(subject, Draft::parse(&chain));
        if self.parts.path_chain.is_some() {
            builder.position = Position::Path;
        }
        if self.parts.parameter("ik-s").is_some() && builder.signing == Signing::No {
            builder.signing = match self.parts.parameter("ik-t") {
                Some(_) => Signing::For(super::HOUR),
                None => Signing::Forever,
            };
        }
        builder
    }

    /// Takes a key.
    pub fn key(&self, key: Key) -> Answer {
        match key.code {
            KeyCode::Esc | KeyCode::Char('q') => Answer::Close,
            KeyCode::Char('c') if key.ctrl => Answer::Close,
            KeyCode::Char('y' | 'c') => Answer::Copy,
            KeyCode::Enter | KeyCode::Char('e') => Answer::Edit,
            _ => Answer::No,
        }
    }

    /// Keys that mean something here.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        vec![("y", "copy the right URL"), ("Enter", "edit"), ("Esc", "close")]
    }

    /// Draws it: the finding first, since that is what one came for.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, "Explain a URL", theme);
        let ground = theme.style(Role::Panel);
        let room = usize::from(inside.width).max(1);
        let finding = if self.right { Role::Good } else { Role::Bad };
        let mut lines = Vec::new();
        for word in &self.words {
            let wrapped = wrap(&harmless(word), room).into_iter();
            lines.extend(wrapped.map(|line| (line, theme.style(finding).add_modifier(Modifier::BOLD))));
        }
        let heading = theme.style(Role::Dim);
        for (title, text, role) in [
            ("The URL", &self.written, Role::Text),
            ("What is signed", &self.told.canonical, Role::Dim),
            ("The right URL", &self.told.corrected, Role::Good),
        ] {
            if title == "The right URL" && self.right {
                continue;
            }
            lines.push((String::new(), heading));
            lines.push((title.to_owned(), heading.add_modifier(Modifier::BOLD)));
            let rows = chunks(&harmless(text), room).into_iter();
            lines.extend(rows.map(|line| (line, theme.style(role))));
        }
        for (n, (text, style)) in lines.iter().enumerate().take(usize::from(inside.height)) {
            let line = Rect { y: inside.y + u16::try_from(n).unwrap_or(0), height: 1, ..inside };
            put(frame.buffer_mut(), line, 0, text, ground.patch(*style));
        }
    }
}
