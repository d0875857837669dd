//! The reducer: state, messages, effects and views. Pure: no tokio, no reqwest, no crossterm, no
//! clock and no files. [`update()`] takes a message and answers with effects; [`view()`] draws the state.

pub mod action;
mod addresses;
mod answers;
pub mod asked;
pub mod audit;
pub mod browse;
pub mod call;
pub mod catalogue;
mod census;
mod changes;
mod cx;
pub mod details;
pub mod dialog;
pub mod disk;
mod dispatch;
mod doors;
pub mod dupes;
pub mod effect;
mod enabled;
pub mod export;
pub mod find;
pub mod focus;
mod footer;
pub mod history;
mod input;
pub mod inspector;
pub mod jobs;
pub mod keys;
pub mod layout;
pub mod log;
pub mod metadata;
mod mouse;
mod moves;
pub mod msg;
pub mod picture;
mod places;
pub mod publishing;
pub mod purging;
pub mod renaming;
mod retag;
mod runs;
pub mod schema;
pub mod search;
pub mod selection;
pub mod sheet;
pub mod signing;
mod state;
pub mod table;
pub mod tabs;
pub mod tags;
pub mod theme;
mod thumbs;
mod toast;
pub mod trash;
mod update;
pub mod upload;
pub mod urls;
pub mod values;
pub mod versions;
mod view;
pub mod vocabulary;
pub mod widget;
pub mod workspace;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use cx::Cx;
pub use effect::Effect;
pub use msg::Msg;
pub use state::{Clip, Connection, Door, Options, Pane, State};
pub use update::update;
pub use view::view;
pub use widget::Pictures;
