//! The real loop with the real reducer, on a screen in memory, against the real local library over
//! HTTP: keys go in, text comes out.

mod bulk;
mod chaos;
mod counted;
mod details;
mod fields;
mod inspector;
mod metadata;
mod pictures;
mod renaming;
mod rig;
mod screen;
mod signing;
mod tags;
mod urls;
mod values;
mod versions;
mod workspace;
