//! The local library: an ImageKit-compatible HTTP server.

pub mod http;
pub mod imaging;
pub mod store;
