//! Where ikt keeps things, which account it opens, and what the user prefers.

mod account;
pub mod keyring;
mod memory;
mod paths;
mod preferences;
mod presets;
mod profiles;
mod themes;
mod toml_text;

pub use account::{AccountError, Environment, environment};
pub use memory::{Memory, MemoryError, Tab, TabSearch, read_memory, write_memory};
pub use paths::{PathError, Paths};
pub use preferences::{COMMENTED, KeySetting, Pictures, Preferences, PreferencesError, Theme};
pub use presets::{PresetsError, read_presets, write_presets};
pub(crate) use profiles::write_whole;
pub use profiles::{Profile, Profiles, ProfilesError};
pub use themes::{OwnTheme, PAINTS, ThemeError, read_themes};
pub(crate) use toml_text::suggestion;
