//! The real loop with the real reducer, on a screen in memory, against the real local library over
//! HTTP: keys go in, text comes out.

mod bulk;
mod chaos;
mod counted;
mod pictures;
mod renaming;
mod rig;
mod screen;
mod table;
mod urls;
