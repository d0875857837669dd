//! A picture, drawn by whoever holds it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::effect::PictureKey;
use crate::app::theme::{Role, Theme};

/// Holds pictures that are ready to be drawn. The reducer only knows their keys.
pub trait Pictures {
    /// Draws a picture into the area, from its top left corner, if it is there. Whether it was.
    fn draw(&self, key: &PictureKey, area: Rect, buf: &mut Buffer) -> bool;

    /// The columns and rows that a picture fills, if it is there.
    fn size(&self, key: &PictureKey) -> Option<(u16, u16)>;
}

/// Draws a picture in the middle of the area, or a quiet ground with a few words.
pub fn draw_picture(
    pictures: &dyn Pictures,
    key: Option<&PictureKey>,
    area: Rect,
    words: &str,
    theme: &Theme,
    buf: &mut Buffer,
) {
    if let Some(key) = key
        && let Some((columns, rows)) = pictures.size(key)
    {
        let (columns, rows) = (columns.min(area.width), rows.min(area.height));
        let place =
            Rect::new(area.x + (area.width - columns) / 2, area.y + (area.height - rows) / 2, columns, rows);
        if pictures.draw(key, place, buf) {
            return;
        }
    }
    let line = Rect::new(area.x, area.y + area.height / 2, area.width, area.height.min(1));
    let words = super::cut(words, usize::from(area.width), theme.glyphs.more);
    let indent = (usize::from(area.width) - super::width(&words)) / 2;
    super::put(buf, line, u16::try_from(indent).unwrap_or(0), &words, theme.style(Role::Dim));
}
