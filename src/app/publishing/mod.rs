//! Whether files are published or taken back, and whether their older versions are meant too.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::dialog::Overlay;
use super::layout::centred;
use super::sheet::{Desk, Scene, Sheet, Stay, Then};
use super::state::State;
use super::theme::Role;
use super::widget::{count, cut, panel, put};
use crate::model::text::harmless;
use crate::ops::Target;
use crate::ops::build_versions::publish;

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct Publishing {
    targets: Vec<Target>,
    /// Whether the one file is published now; `None` for a selection.
    now: Option<bool>,
    published: bool,
    versions: bool,
}

/// Opens it on the selection, or on the file under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let targets = desk.state.targets();
    let now = match targets.as_slice() {
        [one] => {
            desk.state.current_file().filter(|file| one.id() == Some(&file.id)).map(|file| file.published)
        }
        _ => None,
    };
    let published = now != Some(true);
    Some(Overlay::Publishing(Box::new(Publishing { targets, now, published, versions: false })))
}

impl Publishing {
    fn what(&self) -> String {
        match self.targets.as_slice() {
            [one] => harmless(&one.path()).into_owned(),
            many => format!("{} files and folders", count(many.len())),
        }
    }

    fn lines(&self) -> [(String, Role); 4] {
        let now = match self.now {
            Some(true) => "It is published now.",
            Some(false) => "It is not published now: its URL answers 404.",
            None => "What is so already stays as it is.",
        };
        let does = match self.published {
            true => ("Publish: URLs answer.", Role::Good),
            false => ("Take back: URLs answer 404 once caches have forgotten them.", Role::Warning),
        };
        let versions = match self.versions {
            true => "With all older versions.",
            false => "The current version alone.",
        };
        [
            (now.to_owned(), Role::Dim),
            (String::new(), Role::Text),
            (does.0.to_owned(), does.1),
            (versions.to_owned(), Role::Text),
        ]
    }
}

impl Sheet for Publishing {
    fn area(&self, state: &State) -> Rect {
        centred(state.size, 68, 6)
    }

    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        let theme = &scene.state.theme;
        let verb = if self.published { "Publish" } else { "Take back" };
        let inside = panel(frame, area, &format!("{verb} {}?", self.what()), theme);
        for (n, (text, role)) in (0..).zip(self.lines()) {
            let line = Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
            let text = cut(&text, usize::from(inside.width), theme.glyphs.more);
            put(frame.buffer_mut(), line, 0, &text, theme.style(Role::Panel).patch(theme.style(role)));
        }
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Publishing)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            Action::SheetClose => return Stay::Close,
            Action::PublishTurn => self.published = !self.published,
            Action::PublishOlder => self.versions = !self.versions,
            Action::PublishGo => {
                desk.then(match publish(&self.targets, self.published, self.versions) {
                    Ok(plan) => Then::Begin(plan),
                    Err(error) => Then::Toast(error.to_string(), Role::Warning),
                });
                return Stay::Close;
            }
            _ => {}
        }
        Stay::Open
    }
}
