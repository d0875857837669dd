//! Bulk work as data. A [`Plan`] says what will be done, can be read before anything is sent, and
//! is run step by step with a result for each.
//!
//! [`build`] makes plans and is pure, [`check()`] looks what a plan would meet, [`run()`] carries it out.

mod batch;
pub mod build;
mod check;
mod names;
mod plan;
pub mod rename;
mod run;
pub mod table;

pub use build::BuildError;
pub use check::check;
pub use names::{TAG_CHARACTERS, TagError, check_tags, stored_folder_name, stored_name};
pub use plan::{
    Download, JobEvent, Note, Outcome, Plan, Source, Step, Target, Update, UploadOptions, ValueChange, Verb,
};
pub use run::{Control, run};
