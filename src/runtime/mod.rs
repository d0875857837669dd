//! The one place where terminal and tokio meet: the terminal, its events, the loop, effects,
//! pictures, the clipboard.

mod clipboard;
mod connection;
mod effects;
pub mod event_loop;
mod events;
mod frame_writer;
pub mod graphics;
mod jobs;
mod keys;
mod panic;
mod pictures;
pub mod screen;
mod signals;
mod slots;
mod suspend;
mod terminal;
