//! Text cut to columns, and numbers as people read them.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::model::text::harmless;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to so many columns, with a sign where something is missing at the end.
pub fn cut<'a>(text: &'a str, columns: usize, more: &str) -> Cow<'a, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut room = columns - 1;
    let kept = text.graphemes(true).take_while(|g| {
        let fits = g.width() <= room;
        room = room.saturating_sub(g.width());
        fits
    });
    let mut cut: String = kept.collect();
    cut.push_str(more);
    Cow::Owned(cut)
}

/// Cuts a text to so many columns at its front, where a path matters least.
pub fn cut_front<'a>(text: &'a str, columns: usize, more: &str) -> Cow<'a, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut room = columns - 1;
    let mut start = text.len();
    for (at, g) in text.grapheme_indices(true).rev() {
        if g.width() > room {
            break;
        }
        room -= g.width();
        start = at;
    }
    Cow::Owned(format!("{more}{}", &text[start..]))
}

/// Cuts a text to so many columns in its middle: names that begin alike differ at their ends.
pub fn cut_middle<'a>(text: &'a str, columns: usize, more: &str) -> Cow<'a, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let head = columns.saturating_sub(1) / 3;
    let end = cut_front(text, columns - head, more);
    let mut room = head;
    let begin = text.graphemes(true).take_while(|g| {
        let fits = g.width() <= room;
        room = room.saturating_sub(g.width());
        fits
    });
    Cow::Owned(begin.chain([&*end]).collect())
}

/// Divides a text that has no blanks to break at into lines of at most so many columns.
pub fn chunks(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.graphemes(true) {
        let wide = width(letter);
        if used + wide > columns.max(1) && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push_str(letter);
        }
    }
    lines
}

/// Breaks a text at its blanks into lines of so many columns; a longer word is left to be cut.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Writes a text into one line of an area from a column on, made harmless. The column behind it.
pub fn put(buf: &mut Buffer, area: Rect, column: u16, text: &str, style: Style) -> u16 {
    if area.height == 0 || column >= area.width {
        return column;
    }
    let room = usize::from(area.width - column);
    let (end, _) = buf.set_stringn(area.x + column, area.y, harmless(text), room, style);
    end - area.x
}

/// A number with a thin gap every three digits: `12 345`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A day, in UTC: `2026-03-14`.
pub fn date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

/// A moment, in UTC: `2026-03-14 09:26`.
pub fn moment(at: Timestamp) -> String {
    let zoned = at.to_zoned(TimeZone::UTC);
    format!("{} {:02}:{:02}", zoned.date(), zoned.hour(), zoned.minute())
}

/// Seconds as `45 s`, `3 min 20 s`, `2 h 5 min`.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_text_is_cut_out() {
        assert_eq!(cut_middle("short.jpg", 9, "…"), "short.jpg");
        assert_eq!(cut_middle("trail-runner_side.jpg", 12, "…"), "tra…side.jpg");
        for columns in 0..20 {
            assert!(cut_middle("日本語のファイル.jpg", columns, "…").width() <= columns);
        }
    }

    #[test]
    fn text_is_cut_between_graphemes() {
        assert_eq!(cut("写真_東京.jpg", 6, "…"), "写真_…");
        assert_eq!(cut("写真", 4, "…"), "写真");
        assert_eq!(cut("写真", 3, "…"), "写…");
        assert_eq!(cut("abc", 0, "…"), "");
        assert_eq!(cut_front("/a/long/path", 6, "…"), "…/path");
    }

    #[test]
    fn text_is_wrapped_at_blanks() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("longest word", 3), ["longest", "word"]);
        assert!(wrap(" ", 3).is_empty());
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567), "1 234 567");
        assert_eq!(duration(200), "3 min 20 s");
    }
}
