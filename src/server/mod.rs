//! The local library: an ImageKit-compatible HTTP server.

pub mod imaging;
pub mod seed;
pub mod store;
