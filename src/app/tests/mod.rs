//! The reducer by values, and the screen by snapshots.

mod browse;
mod bulk;
mod chaos;
mod readme;
mod screen;
mod views;
