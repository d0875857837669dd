//! The reducer: state, messages, effects and views. Pure: no tokio, no reqwest, no crossterm, no
//! clock and no files. [`update`](update::update) takes a message and answers with effects;
//! [`view`](view::view) draws the state.

pub mod effect;
pub mod msg;

pub use effect::Effect;
pub use msg::Msg;
