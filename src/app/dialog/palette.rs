//! The command palette: every action that can be taken from the panes, to be searched.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::action::{ACTIONS, Action, Context, Def};
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::Role;
use crate::app::widget::{Field, cut, first_row, panel, put, width};

/// What came of a key.
pub enum Chosen {
    /// Nothing yet.
    No,
    /// The palette is to be closed.
    Close,
    /// This is to be done.
    Do(Action),
}

/// The palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// What was typed.
    pub field: Field,
    /// Where it was asked for.
    contexts: Vec<Context>,
    hits: Vec<Action>,
    cursor: usize,
}

pub(super) fn area(size: (u16, u16)) -> Rect {
    centred(size, 64, 18)
}

impl Palette {
    /// The commands of the panes, and those of what lies over them where these contexts hold.
    pub fn new(contexts: Vec<Context>) -> Self {
        let hits = search("", &contexts);
        Self { field: Field::default(), contexts, hits, cursor: 0 }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Chosen {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) => return Chosen::Close,
            (KeyCode::Enter, _) => {
                return self.hits.get(self.cursor).map_or(Chosen::Close, |a| Chosen::Do(*a));
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.cursor += 1,
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.cursor = self.cursor.saturating_sub(1),
            _ => {
                if self.field.key(key) == Some(true) {
                    self.typed();
                }
            }
        }
        self.cursor = self.cursor.min(self.hits.len().saturating_sub(1));
        Chosen::No
    }

    /// Searches for what was typed.
    pub fn typed(&mut self) {
        self.hits = search(self.field.text(), &self.contexts);
        self.cursor = 0;
    }

    /// Draws the palette.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, "Commands", theme);
        let ground = theme.style(Role::Panel);
        put(frame.buffer_mut(), inside, 0, ":", ground.patch(theme.style(Role::KeyCap)));
        let field = Rect::new(inside.x + 2, inside.y, inside.width.saturating_sub(2), inside.height.min(1));
        self.field.draw(frame, field, ground);
        let rows = Rect::new(inside.x, inside.y + 2, inside.width, inside.height.saturating_sub(2));
        let height = usize::from(rows.height);
        let first = first_row(self.cursor, self.hits.len(), height);
        for (n, action) in self.hits.iter().enumerate().skip(first).take(height) {
            let y = rows.y + u16::try_from(n - first).unwrap_or(0);
            draw_hit(state, action.def(), n == self.cursor, Rect::new(rows.x, y, rows.width, 1), frame);
        }
    }
}

fn draw_hit(state: &State, def: &Def, at_cursor: bool, line: Rect, frame: &mut Frame) {
    let theme = &state.theme;
    let ground = if at_cursor { theme.style(Role::Cursor) } else { theme.style(Role::Panel) };
    let buf = frame.buffer_mut();
    buf.set_style(line, ground);
    let why_not = def.check(state).err();
    let role = if why_not.is_some() { Role::Dim } else { Role::Text };
    let end = put(buf, line, 1, def.title, ground.patch(theme.style(role)));
    let keys = state.keys.keys_of(def.action);
    let right = why_not.unwrap_or(&keys);
    let room = usize::from(line.width.saturating_sub(end + 3));
    let right = cut(right, room, theme.glyphs.more);
    let at = usize::from(line.width).saturating_sub(width(&right) + 1);
    let role = if why_not.is_some() { Role::Dim } else { Role::KeyCap };
    put(buf, line, u16::try_from(at).unwrap_or(0), &right, ground.patch(theme.style(role)));
}

/// The actions whose titles match, the best first.
fn search(text: &str, contexts: &[Context]) -> Vec<Action> {
    use Context::{Board, Browse, Details, Everywhere, List, Sheet, Tree};
    let of_the_panes = |context| matches!(context, Everywhere | Browse | List | Board | Tree | Details);
    let offered = ACTIONS
        .iter()
        .filter(|def| of_the_panes(def.context) || def.context != Sheet && contexts.contains(&def.context));
    if text.trim().is_empty() {
        return offered.map(|def| def.action).collect();
    }
    let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut hits: Vec<_> = offered
        .filter_map(|def| {
            let score = pattern.score(Utf32Str::new(def.title, &mut buffer), &mut matcher)?;
            Some((score, def.action))
        })
        .collect();
    hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.into_iter().map(|(_, action)| action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(search("newf", &[]).first(), Some(&Action::NewFolder));
        assert_eq!(search("tags", &[]).first(), Some(&Action::Tags));
        assert!(search("zzzz", &[]).is_empty());
        assert!(!search("", &[]).contains(&Action::JobPause));
        assert!(search("", &[Context::Jobs]).contains(&Action::JobPause));
    }
}
