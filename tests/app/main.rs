//! The real loop with the real reducer, on a screen in memory, against the real local library over
//! HTTP: keys go in, text comes out.

mod bulk;
mod download;
mod folders;
mod pictures;
mod purge;
mod rig;
mod screen;
mod upload;
mod urls;
