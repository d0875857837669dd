//! Bulk work as data. A [`Plan`] says what will be done, can be read before anything is sent, and
//! is run step by step with a result for each.
//!
//! [`build`] makes plans and is pure, [`check()`] looks what a plan would meet, [`run()`] carries it out.

mod ask;
mod batch;
pub mod build;
pub mod build_download;
pub mod build_purge;
pub mod build_tags;
pub mod build_upload;
pub mod build_values;
pub mod build_versions;
mod check;
mod disk;
pub mod dupes;
pub mod export;
mod inverse;
pub mod journal;
mod local_disk;
mod names;
mod place;
mod plan;
pub mod rename;
mod restore;
mod run;
pub mod table;
mod take_back;
pub mod trash;

pub use build::BuildError;
pub use check::check;
pub use disk::{DiskEntry, DiskError, DiskFolder, LocalFile, at_home, list_disk, walk_disk};
pub use local_disk::LocalDisk;
pub use names::{TAG_CHARACTERS, TagError, check_tags, stored_folder_name, stored_name};
pub use place::{download_url, inside, prepare, relative};
pub use plan::{
    Discard, Download, Existing, JobEvent, Note, Outcome, Plan, Source, Step, Target, Update, UploadOptions,
    ValueChange, Verb,
};
pub use restore::{restore_plan, trash_batches, trashed};
pub use run::{Control, go_on, run, run_noted};
pub use take_back::{NoWayBack, TakeBack, take_back};
