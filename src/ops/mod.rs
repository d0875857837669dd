//! Bulk work as data. A [`Plan`] says what will be done, can be read before anything is sent, and
//! is run step by step with a result for each.

mod plan;

pub use plan::{JobEvent, Note, Outcome, Plan, Step, Target, Verb};
