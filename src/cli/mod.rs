//! (in the making)

pub mod serve;
