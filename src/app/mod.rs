//! The reducer: state, messages, effects and views. Pure: no tokio, no reqwest, no crossterm, no
//! clock and no files. [`update()`] takes a message and answers with effects; [`view()`] draws the state.

pub mod action;
mod addresses;
mod answers;
pub mod browse;
mod changes;
mod cx;
pub mod details;
pub mod dialog;
mod dispatch;
pub mod effect;
mod enabled;
mod footer;
mod input;
pub mod jobs;
pub mod keys;
pub mod layout;
pub mod log;
mod mouse;
mod moves;
pub mod msg;
mod runs;
pub mod selection;
mod state;
pub mod tags;
pub mod theme;
mod thumbs;
mod toast;
mod update;
pub mod urls;
mod view;
pub mod widget;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use cx::Cx;
pub use effect::Effect;
pub use msg::Msg;
pub use state::{Clip, Connection, Options, Pane, State};
pub use update::update;
pub use view::view;
pub use widget::Pictures;
