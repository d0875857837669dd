//! What a review of near-duplicates decides: the groups at every threshold, which file of a group is
//! kept by which rule, what the kept one gets of the others, and the plan that does it. Pure, but for
//! [`refresh()`], which asks how the files are now.

mod apart;
mod candidate;
mod decision;
mod groups;
mod images;
mod keep;
mod level;
mod merge;
mod plan;
mod refresh;
mod rules;

pub use candidate::Candidate;
pub use decision::{Decision, Fate};
pub use groups::Duplicates;
pub use images::{Images, Row};
pub use keep::{Choice, keep};
pub use level::{Group, Level, Order};
pub use merge::{Conflict, Field, Merge, merge};
pub use plan::{PlanError, plan};
pub use refresh::refresh;
pub use rules::{Rule, Rules, RulesError};

pub use apart::Apart;

#[cfg(test)]
mod tests;
