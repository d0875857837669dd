//! The real loop with the real reducer, on a screen in memory, against the real local library over
//! HTTP: keys go in, text comes out.

mod bulk;
mod chaos;
mod details;
mod inspector;
mod metadata;
mod pictures;
mod rig;
mod screen;
mod signing;
mod urls;
mod versions;
