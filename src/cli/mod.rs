//! (in the making)

pub mod demo;
