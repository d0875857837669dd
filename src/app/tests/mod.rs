//! The reducer by values, and the screen by snapshots.

mod browse;
mod bulk;
mod chaos;
mod hostile;
mod mouse;
mod readme;
pub(crate) mod screen;
mod views;
mod words;
