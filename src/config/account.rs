//! The account: from environment variables, or from the parts that a profile has.

use thiserror::Error;

use crate::model::{Account, EndpointError, Secret, parse_endpoint};

const PRIVATE_KEY: &str = "IMAGEKIT_PRIVATE_KEY";
const PUBLIC_KEY: &str = "IMAGEKIT_PUBLIC_KEY";
const URL_ENDPOINT: &str = "IMAGEKIT_URL_ENDPOINT";
const API_HOST: &str = "IMAGEKIT_API_HOST";
const UPLOAD_HOST: &str = "IMAGEKIT_UPLOAD_HOST";

/// Why the variables make no account.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccountError {
    /// Some are set, some are not.
    #[error(
        "{} set but {} not: set all of {PRIVATE_KEY}, {PUBLIC_KEY} and {URL_ENDPOINT} to open that account, \
         or none to open the local library",
        list(set),
        list(missing)
    )]
    Incomplete {
        /// Names of those that are set.
        set: Vec<&'static str>,
        /// Names of those that are missing.
        missing: Vec<&'static str>,
    },
    /// An address can't be used.
    #[error("{variable}: {why}")]
    Address {
        /// Which variable.
        variable: &'static str,
        /// What is wrong with it.
        why: EndpointError,
    },
    /// A key can't be used; its value is not told.
    #[error("{variable} holds characters that no key has: copy it again from the dashboard")]
    Key {
        /// Which variable.
        variable: &'static str,
    },
}

fn list(names: &[&str]) -> String {
    match names {
        [one] => format!("{one} is"),
        [rest @ .., last] => format!("{} and {last} are", rest.join(", ")),
        [] => String::new(),
    }
}

/// The variables of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    /// None is set.
    Nothing,
    /// The private key alone, which a profile can complete.
    Key(Secret),
    /// All that an account needs.
    Account(Box<Account>),
}

/// Reads the variables, looked up by `variable` (usually [`std::env::var`]):
/// `IMAGEKIT_PRIVATE_KEY`, `IMAGEKIT_PUBLIC_KEY`, `IMAGEKIT_URL_ENDPOINT`, and, to speak to another
/// host than ImageKit's, `IMAGEKIT_API_HOST` and `IMAGEKIT_UPLOAD_HOST`. A variable that is empty
/// counts as not set.
///
/// # Errors
///
/// Names the variables that are missing or can't be used.
pub fn environment(variable: impl Fn(&str) -> Option<String>) -> Result<Environment, AccountError> {
    let value = |name: &str| variable(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let (private_key, public_key, url_endpoint) =
        match (value(PRIVATE_KEY), value(PUBLIC_KEY), value(URL_ENDPOINT)) {
            (Some(private_key), Some(public_key), Some(endpoint)) => (private_key, public_key, endpoint),
            (None, None, None) => return Ok(Environment::Nothing),
            (Some(key), None, None) => {
                check_key(PRIVATE_KEY, &key)?;
                return Ok(Environment::Key(Secret::new(key)));
            }
            _ => return Err(incomplete(|name| value(name).is_some())),
        };
    let name = "ImageKit".to_owned();
    let (api, upload) = (value(API_HOST), value(UPLOAD_HOST));
    let parts = Parts { name, private_key, public_key, url_endpoint, api, upload };
    Ok(Environment::Account(Box::new(parts.account()?)))
}

fn incomplete(is_set: impl Fn(&str) -> bool) -> AccountError {
    let (set, missing) = [PRIVATE_KEY, PUBLIC_KEY, URL_ENDPOINT].into_iter().partition(|name| is_set(name));
    AccountError::Incomplete { set, missing }
}

impl Environment {
    /// The error of a private key that nothing completes.
    pub fn key_alone() -> AccountError {
        incomplete(|name| name == PRIVATE_KEY)
    }
}

/// An account as it was given, by variables or by a profile.
pub(super) struct Parts {
    pub(super) name: String,
    pub(super) private_key: String,
    pub(super) public_key: String,
    pub(super) url_endpoint: String,
    pub(super) api: Option<String>,
    pub(super) upload: Option<String>,
}

impl Parts {
    pub(super) fn account(self) -> Result<Account, AccountError> {
        check_key(PRIVATE_KEY, &self.private_key)?;
        check_key(PUBLIC_KEY, &self.public_key)?;
        let host = |name, given: Option<String>, usual: &str| {
            address(name, given.unwrap_or_else(|| usual.to_owned()))
        };
        Ok(Account {
            name: self.name,
            api: host(API_HOST, self.api, "https://api.imagekit.io")?,
            upload: host(UPLOAD_HOST, self.upload, "https://upload.imagekit.io")?,
            delivery: address(URL_ENDPOINT, self.url_endpoint)?,
            public_key: self.public_key,
            private_key: Secret::new(self.private_key),
            read_only: false,
        })
    }
}

fn check_key(variable: &'static str, key: &str) -> Result<(), AccountError> {
    if key.chars().all(|c| c.is_ascii_graphic()) { Ok(()) } else { Err(AccountError::Key { variable }) }
}

/// Checks an address and takes the slashes from its end.
fn address(variable: &'static str, text: String) -> Result<String, AccountError> {
    match parse_endpoint(&text) {
        Ok(_) => Ok(text.trim_end_matches('/').to_owned()),
        Err(why) => Err(AccountError::Address { variable, why }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(&str, &str); 3] = [
        (PRIVATE_KEY, "private_hush"),
        (PUBLIC_KEY, "public_x"),
        (URL_ENDPOINT, "https://ik.imagekit.io/demo/"),
    ];

    fn with(variables: &[(&str, &str)]) -> Result<Environment, AccountError> {
        let variables = variables.to_vec();
        environment(|name| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    fn account(variables: &[(&str, &str)]) -> Account {
        match with(variables).expect("an account") {
            Environment::Account(account) => *account,
            other => panic!("{other:?}"),
        }
    }

    fn error(extra: &[(&'static str, &'static str)]) -> String {
        let all: Vec<_> = extra.iter().chain(&ALL).copied().collect();
        with(&all).expect_err("must fail").to_string()
    }

    #[test]
    fn three_variables_make_an_account() {
        let account = account(&ALL);
        assert_eq!(account.api, "https://api.imagekit.io");
        assert_eq!(account.upload, "https://upload.imagekit.io");
        assert_eq!(account.delivery, "https://ik.imagekit.io/demo");
        assert_eq!(account.private_key.reveal(), "private_hush");
    }

    #[test]
    fn none_is_no_account() {
        assert_eq!(with(&[]), Ok(Environment::Nothing));
        assert_eq!(with(&[(PRIVATE_KEY, "  "), (API_HOST, "https://x")]), Ok(Environment::Nothing));
    }

    #[test]
    fn what_is_missing_is_named_and_no_key_told() {
        let text = Environment::key_alone().to_string();
        assert!(text.starts_with(
            "IMAGEKIT_PRIVATE_KEY is set but IMAGEKIT_PUBLIC_KEY and IMAGEKIT_URL_ENDPOINT are not"
        ));
        assert_eq!(with(&ALL[..1]), Ok(Environment::Key(Secret::new("private_hush"))));
        let text = with(&ALL[..2]).expect_err("must fail").to_string();
        assert!(text.contains("IMAGEKIT_URL_ENDPOINT is not") && !text.contains("hush"), "{text}");
        let text = error(&[(PRIVATE_KEY, "private hush")]);
        assert!(text.starts_with(PRIVATE_KEY) && !text.contains("hush"), "{text}");
    }

    #[test]
    fn hosts_can_be_set_and_bad_ones_are_named() {
        let local = [ALL[0], ALL[1], ALL[2], (API_HOST, "http://127.0.0.1:8080/")];
        assert_eq!(account(&local).api, "http://127.0.0.1:8080");
        assert!(error(&[(UPLOAD_HOST, "http://example.com")]).starts_with("IMAGEKIT_UPLOAD_HOST: "));
        assert!(error(&[(URL_ENDPOINT, "demo")]).starts_with("IMAGEKIT_URL_ENDPOINT: `demo` is not a URL"));
    }
}
