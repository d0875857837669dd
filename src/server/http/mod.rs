//! The routes of the local library.

pub mod delivery;
