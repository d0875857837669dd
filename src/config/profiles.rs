//! Profiles: accounts by name. What isn't secret stands in `profiles.toml`, the private key in the
//! keyring of the system.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::account::{AccountError, Parts};
use crate::model::{Account, Secret};

/// What is known of an account without its private key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The URL endpoint: `https://ik.imagekit.io/<id>`.
    pub url_endpoint: String,
    /// The public key.
    pub public_key: String,
    /// Origin of the management API, where it isn't ImageKit's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// Origin of the upload API, where it isn't ImageKit's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload: Option<String>,
    /// Further URL endpoints of the account, to be chosen from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_endpoints: Vec<String>,
    /// Whether every change is refused unsent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
}

impl Profile {
    /// The account of this profile.
    ///
    /// # Errors
    ///
    /// Names what can't be used.
    pub fn account(&self, name: &str, private_key: Secret) -> Result<Account, AccountError> {
        let parts = Parts {
            name: name.to_owned(),
            private_key: private_key.reveal().to_owned(),
            public_key: self.public_key.clone(),
            url_endpoint: self.url_endpoint.clone(),
            api: self.api.clone(),
            upload: self.upload.clone(),
        };
        Ok(Account { read_only: self.read_only, ..parts.account()? })
    }

    /// All its URL endpoints, the usual one first.
    pub fn endpoints(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.url_endpoint).chain(&self.more_endpoints).map(String::as_str)
    }
}

/// All profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    /// The one that is used when none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// By name.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
}

/// Why profiles can't be read or written.
#[derive(Debug, Error)]
pub enum ProfilesError {
    /// The file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It can't be understood.
    #[error("{}: {why}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        why: String,
    },
    /// There is no profile of this name.
    #[error("there is no profile `{name}`{}", known(names))]
    Unknown {
        /// The name.
        name: String,
        /// Those that there are.
        names: Vec<String>,
    },
    /// A name that no profile can have.
    #[error("`{0}` can't be the name of a profile: use letters, digits, _ and -")]
    Name(String),
}

fn known(names: &[String]) -> String {
    if names.is_empty() { ", nor any other".to_owned() } else { format!("; there are {}", names.join(", ")) }
}

impl Profiles {
    /// Reads the file; one that doesn't exist holds no profiles.
    ///
    /// # Errors
    ///
    /// Names the file, and the line that can't be understood.
    pub fn read(path: &Path) -> Result<Self, ProfilesError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(ProfilesError::File { path: path.to_owned(), source }),
        };
        toml::from_str(&text)
            .map_err(|error| ProfilesError::Syntax { path: path.to_owned(), why: error.to_string() })
    }

    /// Writes the file: wholly, or not at all.
    ///
    /// # Errors
    ///
    /// Names the file.
    pub fn write(&self, path: &Path) -> Result<(), ProfilesError> {
        let text = toml::to_string(self)
            .map_err(|error| ProfilesError::Syntax { path: path.to_owned(), why: error.to_string() })?;
        write_whole(path, text.as_bytes())
            .map_err(|source| ProfilesError::File { path: path.to_owned(), source })
    }

    /// The profile of this name.
    ///
    /// # Errors
    ///
    /// Names those that there are.
    pub fn get(&self, name: &str) -> Result<&Profile, ProfilesError> {
        self.profiles.get(name).ok_or_else(|| ProfilesError::Unknown {
            name: name.to_owned(),
            names: self.profiles.keys().cloned().collect(),
        })
    }

    /// Puts a profile in; the first one becomes the default.
    ///
    /// # Errors
    ///
    /// For a name that no profile can have.
    pub fn put(&mut self, name: &str, profile: Profile) -> Result<(), ProfilesError> {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(good) {
            return Err(ProfilesError::Name(name.to_owned()));
        }
        self.profiles.insert(name.to_owned(), profile);
        self.default.get_or_insert_with(|| name.to_owned());
        Ok(())
    }

    /// Takes a profile out; when it was the default, there is none any more.
    ///
    /// # Errors
    ///
    /// Names those that there are.
    pub fn remove(&mut self, name: &str) -> Result<(), ProfilesError> {
        self.get(name)?;
        self.profiles.remove(name);
        self.default.take_if(|default| default == name);
        Ok(())
    }
}

/// Writes a file that only its owner can read, in one step.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("it has no folder"))?;
    fs::create_dir_all(folder)?;
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&new).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let written = written.and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What is left of it is of no use; the error that counts is the first.
        let _ = fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(id: &str) -> Profile {
        Profile {
            url_endpoint: format!("https://ik.imagekit.io/{id}"),
            public_key: "public_x".into(),
            ..Profile::default()
        }
    }

    #[test]
    fn profiles_come_back_as_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ikt/profiles.toml");
        assert_eq!(Profiles::read(&path).expect("none"), Profiles::default());
        let mut profiles = Profiles::default();
        profiles.put("work", profile("a")).expect("a profile");
        profiles.put("home", profile("b")).expect("a profile");
        assert_eq!(profiles.default.as_deref(), Some("work"));
        profiles.write(&path).expect("a file");
        assert_eq!(Profiles::read(&path).expect("profiles"), profiles);
        profiles.remove("work").expect("removed");
        assert_eq!(profiles.default, None);
        let error = profiles.get("work").expect_err("gone").to_string();
        assert_eq!(error, "there is no profile `work`; there are home");
        for name in ["", "a b", "../x", "é"] {
            assert!(matches!(profiles.put(name, profile("c")), Err(ProfilesError::Name(_))), "{name}");
        }
    }

    #[test]
    fn a_file_that_makes_no_sense_is_named_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profiles.toml");
        fs::write(&path, "[profiles.a]\nprivate_key = \"x\"").expect("a file");
        let error = Profiles::read(&path).expect_err("no profiles").to_string();
        assert!(error.contains("profiles.toml") && error.contains("private_key"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profiles.toml");
        Profiles::default().write(&path).expect("a file");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    }
}
