//! The one place where terminal and tokio meet: the terminal, its events, the loop, effects,
//! pictures, the clipboard.

mod clipboard;
pub mod event_loop;
mod events;
mod frame_writer;
pub mod graphics;
mod keys;
mod panic;
pub mod screen;
mod signals;
mod slots;
mod suspend;
mod terminal;
