//! Where ikt keeps things, which account it opens, and what the user prefers.

mod account;
mod paths;
mod preferences;

pub use account::{AccountError, account};
pub use paths::{PathError, Paths};
pub use preferences::{Pictures, Preferences, PreferencesError, Theme};
