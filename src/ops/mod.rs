//! Bulk work as data. A [`Plan`] says what will be done, can be read before anything is sent, and
//! is run step by step with a result for each.

mod batch;
pub mod build;
mod names;
mod plan;

pub use build::BuildError;
pub use names::{TAG_CHARACTERS, TagError, check_tags, stored_name};
pub use plan::{JobEvent, Note, Outcome, Plan, Step, Target, Verb};
