//! The help: the table of actions, by chapters.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::State;
use crate::app::action::{ACTIONS, Group};
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::Role;
use crate::app::widget::{cut, panel, put, scrollbar};

/// The help, scrolled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    top: usize,
}

pub(super) fn area(size: (u16, u16)) -> Rect {
    centred(size, 72, size.1.saturating_sub(2).max(4))
}

impl Help {
    /// Takes a key. Whether the help is to be closed.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Esc | KeyCode::Char('q' | '?') | KeyCode::F(1) | KeyCode::Enter => return true,
            KeyCode::Down | KeyCode::Char('j') => self.top += 1,
            KeyCode::Up | KeyCode::Char('k') => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top += 10,
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            KeyCode::Home | KeyCode::Char('g') => self.top = 0,
            KeyCode::End | KeyCode::Char('G') => self.top = lines_of_all(),
            _ => {}
        }
        self.top = self.top.min(lines_of_all().saturating_sub(1));
        false
    }

    /// Draws the help.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let inside = panel(frame, area, "Help", &state.theme);
        let lines = lines(state);
        let height = usize::from(inside.height);
        let top = self.top.min(lines.len().saturating_sub(height));
        let ground = state.theme.style(Role::Panel);
        for (n, (keys, title)) in lines.iter().skip(top).take(height).enumerate() {
            let y = inside.y + u16::try_from(n).unwrap_or(0);
            let line = Rect::new(inside.x, y, inside.width, 1);
            let buf = frame.buffer_mut();
            if keys.is_empty() {
                let style = ground.patch(state.theme.style(Role::Accent)).add_modifier(Modifier::BOLD);
                put(buf, line, 0, title, style);
                continue;
            }
            put(
                buf,
                line,
                1,
                &cut(keys, 20, state.theme.glyphs.more),
                ground.patch(state.theme.style(Role::KeyCap)),
            );
            put(buf, line, 22, title, ground);
        }
        scrollbar(frame.buffer_mut(), inside, top, lines.len(), &state.theme);
    }
}

fn lines_of_all() -> usize {
    ACTIONS.len() + 2 * Group::ALL.len()
}

fn lines(state: &State) -> Vec<(String, String)> {
    let mut lines = Vec::with_capacity(lines_of_all());
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(Default::default());
        }
        lines.push((String::new(), group.title().to_owned()));
        for def in ACTIONS.iter().filter(|def| def.group == group) {
            let keys = state.keys.all_keys_of(def.action).join("  ");
            lines.push((keys, format!("{}{}", def.title, def.context.place())));
        }
    }
    lines
}
