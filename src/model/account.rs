//! Where a library is and who asks for it.

use std::fmt;

/// A value that is never printed: its `Debug` shows no character of it and it can't be serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a key.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The key itself: for an `Authorization` header or a signature, never for a person's eyes.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// One media library: its three hosts and its pair of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What people call it: a profile's name, or `local library`.
    pub name: String,
    /// Origin of the management API, without a slash at the end: `https://api.imagekit.io`.
    pub api: String,
    /// Origin of the upload API, without a slash at the end.
    pub upload: String,
    /// The URL endpoint, without a slash at the end: `https://ik.imagekit.io/<id>`.
    pub delivery: String,
    /// The public key, which may be shown.
    pub public_key: String,
    /// The private key.
    pub private_key: Secret,
    /// Whether the user wants it left as it is: calls that would change it are refused unsent.
    pub read_only: bool,
}
