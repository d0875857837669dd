//! A line of text being typed.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::{Input, InputRequest};

use crate::app::msg::{Key, KeyCode};
use crate::model::text::harmless;

/// A text field. Equal if its text and its cursor are.
#[derive(Clone, Debug, Default)]
pub struct Field(Input);

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.0.value() == other.0.value() && self.0.cursor() == other.0.cursor()
    }
}

impl Field {
    /// A field with text in it and the cursor behind its last character.
    pub fn new(text: &str) -> Self {
        Self(Input::new(text.to_owned()))
    }

    /// A field with the cursor before this character, counted in code points.
    pub fn with_cursor(text: &str, cursor: usize) -> Self {
        Self(Input::new(text.to_owned()).with_cursor(cursor))
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Before which character the cursor is, counted in code points.
    pub fn cursor(&self) -> usize {
        self.0.cursor()
    }

    /// Takes a key that edits or moves. Whether the text changed; `None` if the key means nothing here.
    pub fn key(&mut self, key: Key) -> Option<bool> {
        let request = request(key)?;
        Some(self.0.handle(request).is_some_and(|changed| changed.value))
    }

    /// Puts pasted text in, in one line.
    pub fn paste(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_control()) {
            self.0.handle(InputRequest::InsertChar(c));
        }
    }

    /// Takes another text.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// The cursor, in bytes of the text.
    pub fn cursor_byte(&self) -> usize {
        let text = self.text();
        text.char_indices().nth(self.0.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// The column in which what comes after `before` is drawn in so many columns, if it is in sight.
    pub fn column_of(&self, before: &str, columns: usize) -> Option<usize> {
        let scroll = self.0.visual_scroll(columns.saturating_sub(1));
        super::width(&harmless(before)).checked_sub(scroll).filter(|column| *column < columns)
    }

    /// Draws the text with ranges of its bytes in styles of their own, in order, and puts the
    /// terminal's cursor in it.
    pub fn draw_styled(&self, frame: &mut Frame, area: Rect, style: Style, styles: &[(Range<usize>, Style)]) {
        self.draw(frame, area, style);
        let mut before = String::new();
        let mut end = 0;
        for (span, own) in styles {
            before.push_str(self.text().get(end..span.start).unwrap_or_default());
            end = span.start;
            let piece = self.text().get(span.clone()).unwrap_or_default();
            let scroll = self.0.visual_scroll(usize::from(area.width.saturating_sub(1)));
            let from = super::width(&harmless(&before));
            let to = from + super::width(&harmless(piece));
            let column =
                |at: usize| u16::try_from(at.saturating_sub(scroll)).unwrap_or(u16::MAX).min(area.width);
            let (from, to) = (column(from), column(to));
            let place = Rect { x: area.x + from, width: to - from, height: area.height.min(1), ..area };
            frame.buffer_mut().set_style(place, *own);
        }
    }

    /// Draws the text and puts the terminal's cursor in it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, style: Style) {
        if area.width < 2 || area.height == 0 {
            return;
        }
        let room = usize::from(area.width - 1);
        let scroll = self.0.visual_scroll(room);
        let shown = skip_columns(self.text(), scroll);
        frame.buffer_mut().set_style(area, style);
        super::put(frame.buffer_mut(), area, 0, &harmless(shown), style);
        let column = self.0.visual_cursor().saturating_sub(scroll).min(room);
        let column = u16::try_from(column).unwrap_or(area.width - 1);
        frame.set_cursor_position(Position::new(area.x + column, area.y));
    }
}

fn skip_columns(text: &str, columns: usize) -> &str {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= columns {
            return &text[at..];
        }
        seen += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    }
    ""
}

fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    Some(match (key.code, key.ctrl, key.alt) {
        (KeyCode::Char(c), false, false) => R::InsertChar(c),
        (KeyCode::Backspace, false, false) => R::DeletePrevChar,
        (KeyCode::Delete, false, false) => R::DeleteNextChar,
        (KeyCode::Left, false, false) => R::GoToPrevChar,
        (KeyCode::Right, false, false) => R::GoToNextChar,
        (KeyCode::Left, true, _) | (KeyCode::Char('b'), false, true) => R::GoToPrevWord,
        (KeyCode::Right, true, _) | (KeyCode::Char('f'), false, true) => R::GoToNextWord,
        (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => R::GoToStart,
        (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => R::GoToEnd,
        (KeyCode::Char('w'), true, _) | (KeyCode::Backspace, ..) => R::DeletePrevWord,
        (KeyCode::Char('u'), true, _) => R::DeleteLine,
        (KeyCode::Char('k'), true, _) => R::DeleteTillEnd,
        (KeyCode::Char('y'), true, _) => R::Yank,
        _ => return None,
    })
}
