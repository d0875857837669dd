//! Pieces that several views are made of.

mod cursor;
mod field;
mod panel;
mod picture;
mod step;
mod text;
mod window;

pub use crate::model::text::bytes;
pub use cursor::Cursor;
pub use field::Field;
pub use panel::{blank, inside, pane_title, panel, scrollbar};
pub use picture::{Pictures, draw_picture};
pub use step::draw_step;
pub use text::{chunks, count, cut, cut_front, cut_middle, date, duration, moment, put, width, wrap};
pub use window::{first_row, scroll};
