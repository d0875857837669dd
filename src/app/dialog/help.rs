//! The help: the table of actions, those that can be taken here first, then by chapters; searched by
//! typing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::State;
use crate::app::action::{ACTIONS, Context, Def, Group};
use crate::app::layout::centred;
use crate::app::msg::{Key, KeyCode};
use crate::app::theme::Role;
use crate::app::widget::{Field, cut, panel, put, scrollbar};

/// The help, scrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// What was typed.
    pub field: Field,
    /// Where it was asked for, the innermost first.
    contexts: Vec<Context>,
    top: usize,
}

/// A heading, or an action.
enum Line {
    Blank,
    Heading(String),
    Action(&'static Def),
}

pub(super) fn area(size: (u16, u16)) -> Rect {
    centred(size, 72, size.1.saturating_sub(2).max(4))
}

impl Help {
    /// The help for where these contexts hold.
    pub fn new(contexts: Vec<Context>) -> Self {
        Self { field: Field::default(), contexts, top: 0 }
    }

    /// Takes a key. Whether the help is to be closed.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Esc if self.field.text().is_empty() => return true,
            KeyCode::Esc => self.field.set(""),
            KeyCode::Char('?') | KeyCode::F(1) | KeyCode::Enter => return true,
            KeyCode::Char('c') if key.ctrl => return true,
            KeyCode::Down => self.top += 1,
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown => self.top += 10,
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            KeyCode::Home => self.top = 0,
            KeyCode::End => self.top = usize::MAX,
            _ => {
                if self.field.key(key) == Some(true) {
                    self.top = 0;
                }
            }
        }
        // Where the last line stands depends on the keys, which are not at hand here.
        self.top = self.top.min(ACTIONS.len() * 2);
        false
    }

    /// Draws the help.
    pub fn draw(&self, state: &State, frame: &mut Frame, area: Rect) {
        let theme = &state.theme;
        let inside = panel(frame, area, "Help", theme);
        let ground = theme.style(Role::Panel);
        put(frame.buffer_mut(), inside, 0, "/", ground.patch(theme.style(Role::KeyCap)));
        let field = Rect::new(inside.x + 2, inside.y, inside.width.saturating_sub(2), inside.height.min(1));
        self.field.draw(frame, field.intersection(inside), ground);
        let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1));
        let lines = self.lines(state);
        let height = usize::from(rows.height);
        let top = self.top.min(lines.len().saturating_sub(height));
        if lines.is_empty() {
            let text = "No key does that. Backspace takes letters back.";
            put(frame.buffer_mut(), rows, 1, text, ground.patch(theme.style(Role::Dim)));
        }
        for (n, line) in lines.iter().skip(top).take(height).enumerate() {
            let y = rows.y + u16::try_from(n).unwrap_or(0);
            draw_line(line, state, Rect::new(rows.x, y, rows.width, 1), frame);
        }
        scrollbar(frame.buffer_mut(), rows, top, lines.len(), theme);
    }

    /// What fits what was typed: first what can be done here, then everything by chapters.
    fn lines(&self, state: &State) -> Vec<Line> {
        let words: Vec<String> = self.field.text().split_whitespace().map(str::to_lowercase).collect();
        let fits = |def: &&Def| {
            let text = format!("{} {}", def.title.to_lowercase(), keys_of(state, def).to_lowercase());
            words.iter().all(|word| text.contains(word))
        };
        let own =
            self.contexts.iter().filter(|context| !matches!(context, Context::Browse | Context::Everywhere));
        let here = own.flat_map(|context| ACTIONS.iter().filter(move |def| def.context == *context));
        let mut lines = Vec::new();
        add(&mut lines, "Here", here.filter(fits));
        for group in Group::ALL {
            add(&mut lines, group.title(), ACTIONS.iter().filter(|def| def.group == group).filter(fits));
        }
        lines
    }
}

fn add(lines: &mut Vec<Line>, title: &str, actions: impl Iterator<Item = &'static Def>) {
    let mut actions = actions.peekable();
    if actions.peek().is_none() {
        return;
    }
    if !lines.is_empty() {
        lines.push(Line::Blank);
    }
    lines.push(Line::Heading(title.to_owned()));
    lines.extend(actions.map(Line::Action));
}

fn keys_of(state: &State, def: &Def) -> String {
    state.keys.all_keys_of(def.action).join("  ")
}

fn draw_line(line: &Line, state: &State, area: Rect, frame: &mut Frame) {
    let theme = &state.theme;
    let ground = theme.style(Role::Panel);
    let buf = frame.buffer_mut();
    match line {
        Line::Blank => {}
        Line::Heading(title) => {
            let style = ground.patch(theme.style(Role::Accent)).add_modifier(Modifier::BOLD);
            put(buf, area, 0, title, style);
        }
        Line::Action(def) => {
            let keys = keys_of(state, def);
            let keys = cut(&keys, 20, theme.glyphs.more);
            put(buf, area, 1, &keys, ground.patch(theme.style(Role::KeyCap)));
            put(buf, area, 22, &format!("{}{}", def.title, def.context.place()), ground);
        }
    }
}
