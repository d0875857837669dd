//! The folders of the platform.

use std::ffi::OsString;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use thiserror::Error;

/// The variable that says where the local library is, whatever the platform says.
pub const DATA_VARIABLE: &str = "IKT_DATA";

const NAME: &str = "ikt";

/// Why there are no folders to use.
#[derive(Debug, Error)]
#[error("could not find your home folder ({0}): set HOME, or {DATA_VARIABLE} and use --data")]
pub struct PathError(#[from] etcetera::HomeDirError);

/// Where things are kept. Nothing is created by asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The local library.
    pub data: PathBuf,
    /// Preferences.
    pub config: PathBuf,
    /// Pictures, which may be deleted at any time.
    pub cache: PathBuf,
    /// Logs.
    pub state: PathBuf,
}

impl Paths {
    /// The platform's folders; `IKT_DATA`, looked up by `variable` (usually [`std::env::var_os`]),
    /// puts another folder in the place of `data`.
    ///
    /// # Errors
    ///
    /// When the home folder is unknown.
    pub fn find(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, PathError> {
        let base = etcetera::base_strategy::choose_native_strategy()?;
        let own = variable(DATA_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        Ok(Self::under(&base, own))
    }

    fn under(base: &impl BaseStrategy, own: Option<PathBuf>) -> Self {
        let data = base.data_dir().join(NAME);
        Self {
            config: base.config_dir().join(NAME),
            cache: base.cache_dir().join(NAME),
            // Only some platforms know of state.
            state: base.state_dir().map_or_else(|| data.join("state"), |state| state.join(NAME)),
            data: own.unwrap_or(data),
        }
    }

    /// The file of preferences.
    pub fn preferences(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The file of transformations that are kept by name.
    pub fn presets(&self) -> PathBuf {
        self.config.join("transformations.toml")
    }

    /// The file of what the screen remembers of a profile; the local library has none by name.
    pub fn memory(&self, profile: Option<&str>) -> PathBuf {
        self.state.join("memory").join(profile.unwrap_or("local").replace(['/', '\\'], "_") + ".json")
    }

    /// The file of the copy of a profile's library; the local library has it in its folder.
    pub fn catalog(&self, profile: &str) -> PathBuf {
        self.state.join("catalog").join(profile.replace(['/', '\\'], "_") + ".db")
    }

    /// The folder of the user's themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The file of profiles.
    pub fn profiles(&self) -> PathBuf {
        self.config.join("profiles.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_moves_the_library_and_nothing_else() {
        let usual = Paths::find(|_| None).expect("a home");
        let moved = Paths::find(|name| (name == DATA_VARIABLE).then(|| "/elsewhere".into())).expect("a home");
        assert_eq!(moved, Paths { data: "/elsewhere".into(), ..usual.clone() });
        let empty = Paths::find(|_| Some(OsString::new())).expect("a home");
        assert_eq!(empty, usual);
        assert!(usual.data.ends_with(NAME) && usual.preferences().ends_with("ikt/config.toml"));
    }
}
