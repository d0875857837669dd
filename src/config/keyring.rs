//! Private keys in the keyring of the system. Each call has a thread of its own and a limit of 2 s: a
//! keyring that is locked or broken must not hold ikt up.

use std::time::Duration;

use thiserror::Error;

use crate::model::Secret;

/// How long a call to the keyring may take.
pub const LIMIT: Duration = Duration::from_secs(2);

/// Why the keyring gives or takes no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyringError {
    /// It holds no key of this name.
    #[error("the keyring holds no private key for the profile `{0}`")]
    Missing(String),
    /// There is none, or it is locked.
    #[error("the keyring of this system can't be used: {0}")]
    Unusable(String),
    /// It did not answer within [`LIMIT`].
    #[error("the keyring of this system did not answer within {} s", LIMIT.as_secs())]
    Silent,
}

/// The private key of a profile.
///
/// # Errors
///
/// [`KeyringError`].
pub fn load(profile: &str) -> Result<Secret, KeyringError> {
    let name = profile.to_owned();
    within(move || store::load(&name)).map(Secret::new)
}

/// Keeps the private key of a profile.
///
/// # Errors
///
/// [`KeyringError`].
pub fn save(profile: &str, key: &Secret) -> Result<(), KeyringError> {
    let (name, key) = (profile.to_owned(), key.clone());
    within(move || store::save(&name, key.reveal()))
}

/// Forgets the private key of a profile; one that isn't there is no error.
///
/// # Errors
///
/// [`KeyringError`].
pub fn forget(profile: &str) -> Result<(), KeyringError> {
    let name = profile.to_owned();
    match within(move || store::forget(&name)) {
        Err(KeyringError::Missing(_)) => Ok(()),
        other => other,
    }
}

/// Runs a call on a thread of its own; one that takes too long is left behind.
fn within<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    let (answer, answered) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        // Nobody waits for it any more when it comes too late.
        let _ = answer.send(call());
    });
    thread.map_err(|error| KeyringError::Unusable(error.to_string()))?;
    match answered.recv_timeout(LIMIT) {
        Ok(answer) => answer,
        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => Err(KeyringError::Silent),
        Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
            Err(KeyringError::Unusable("its library failed".to_owned()))
        }
    }
}

#[cfg(feature = "keyring")]
mod store {
    use keyring::{Entry, Error};

    use super::KeyringError;

    /// What the keyring knows ikt's keys by.
    const SERVICE: &str = "ikt";

    fn entry(profile: &str) -> Result<Entry, KeyringError> {
        if let Err(error) = Entry::store_status() {
            return Err(KeyringError::Unusable(error.to_string()));
        }
        Entry::new(SERVICE, profile).map_err(|error| told(&error, profile))
    }

    /// Errors that carry the secret itself are told by name alone.
    fn told(error: &Error, profile: &str) -> KeyringError {
        match error {
            Error::NoEntry => KeyringError::Missing(profile.to_owned()),
            Error::BadEncoding(_) | Error::BadDataFormat(..) => {
                KeyringError::Unusable("what it holds is no key".to_owned())
            }
            error => KeyringError::Unusable(error.to_string()),
        }
    }

    pub(super) fn load(profile: &str) -> Result<String, KeyringError> {
        entry(profile)?.get_password().map_err(|error| told(&error, profile))
    }

    pub(super) fn save(profile: &str, key: &str) -> Result<(), KeyringError> {
        entry(profile)?.set_password(key).map_err(|error| told(&error, profile))
    }

    pub(super) fn forget(profile: &str) -> Result<(), KeyringError> {
        entry(profile)?.delete_credential().map_err(|error| told(&error, profile))
    }
}

#[cfg(not(feature = "keyring"))]
mod store {
    use super::KeyringError;

    fn none<T>() -> Result<T, KeyringError> {
        Err(KeyringError::Unusable("ikt was built without it".to_owned()))
    }

    pub(super) fn load(_: &str) -> Result<String, KeyringError> {
        none()
    }

    pub(super) fn save(_: &str, _: &str) -> Result<(), KeyringError> {
        none()
    }

    pub(super) fn forget(_: &str) -> Result<(), KeyringError> {
        none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_fails_or_panics_is_told() {
        assert_eq!(within(|| Ok(1)), Ok(1));
        assert_eq!(
            within::<()>(|| Err(KeyringError::Missing("x".into()))),
            Err(KeyringError::Missing("x".into()))
        );
        let died = within::<()>(|| std::panic::resume_unwind(Box::new(())));
        assert!(matches!(died, Err(KeyringError::Unusable(_))));
    }
}
