//! The real loop with the real reducer, on a screen in memory, against the real local library over
//! HTTP: keys go in, text comes out.

mod bulk;
mod catalogue;
mod chaos;
mod counted;
mod details;
mod download;
mod dupes;
mod fields;
mod folders;
mod inspector;
mod metadata;
mod pictures;
mod purge;
mod renaming;
mod rig;
mod screen;
mod search;
mod signing;
mod stories;
mod table;
mod tags;
mod undo;
mod upload;
mod urls;
mod values;
mod versions;
mod workspace;
