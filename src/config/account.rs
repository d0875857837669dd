//! The account, from environment variables.

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

/// The account that the variables describe, looked up by `variable` (usually [`std::env::var`]):
/// `IMAGEKIT_PRIVATE_KEY`, `IMAGEKIT_PUBLIC_KEY`, `IMAGEKIT_URL_ENDPOINT`, and, to speak to another
/// host than ImageKit's, `IMAGEKIT_API_HOST` and `IMAGEKIT_UPLOAD_HOST`. `None` when none of the
/// first three is set. A variable that is empty counts as not set.
///
/// # Errors
///
/// Names the variables that are missing or can't be used.
pub fn account(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Account>, AccountError> {
    let value = |name: &str| variable(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let (private_key, public_key, endpoint) =
        match (value(PRIVATE_KEY), value(PUBLIC_KEY), value(URL_ENDPOINT)) {
            (Some(private_key), Some(public_key), Some(endpoint)) => (private_key, public_key, endpoint),
            (None, None, None) => return Ok(None),
            _ => {
                let (set, missing) = [PRIVATE_KEY, PUBLIC_KEY, URL_ENDPOINT]
                    .into_iter()
                    .partition(|name| value(name).is_some());
                return Err(AccountError::Incomplete { set, missing });
            }
        };
    check_key(PRIVATE_KEY, &private_key)?;
    check_key(PUBLIC_KEY, &public_key)?;
    let host = |name, default: &str| address(name, value(name).unwrap_or_else(|| default.to_owned()));
    Ok(Some(Account {
        name: "ImageKit".to_owned(),
        api: host(API_HOST, "https://api.imagekit.io")?,
        upload: host(UPLOAD_HOST, "https://upload.imagekit.io")?,
        delivery: address(URL_ENDPOINT, endpoint)?,
        public_key,
        private_key: Secret::new(private_key),
    }))
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

    fn with(variables: &[(&str, &str)]) -> Result<Option<Account>, AccountError> {
        let variables = variables.to_vec();
        account(|name| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    fn error(extra: &[(&'static str, &'static str)]) -> String {
        let all: Vec<_> = extra.iter().chain(&ALL).copied().collect();
        with(&all).expect_err("must fail").to_string()
    }

    #[test]
    fn three_variables_make_an_account() {
        let account = with(&ALL).expect("an account").expect("some");
        assert_eq!(account.api, "https://api.imagekit.io");
        assert_eq!(account.upload, "https://upload.imagekit.io");
        assert_eq!(account.delivery, "https://ik.imagekit.io/demo");
        assert_eq!(account.private_key.reveal(), "private_hush");
    }

    #[test]
    fn none_is_no_account() {
        assert_eq!(with(&[]), Ok(None));
        assert_eq!(with(&[(PRIVATE_KEY, "  "), (API_HOST, "https://x")]), Ok(None));
    }

    #[test]
    fn what_is_missing_is_named_and_no_key_told() {
        let text = with(&ALL[..1]).expect_err("must fail").to_string();
        assert!(text.starts_with(
            "IMAGEKIT_PRIVATE_KEY is set but IMAGEKIT_PUBLIC_KEY and IMAGEKIT_URL_ENDPOINT are not"
        ));
        assert!(!text.contains("hush"));
        let text = error(&[(PRIVATE_KEY, "private hush")]);
        assert!(text.starts_with(PRIVATE_KEY) && !text.contains("hush"), "{text}");
    }

    #[test]
    fn hosts_can_be_set_and_bad_ones_are_named() {
        let local = [ALL[0], ALL[1], ALL[2], (API_HOST, "http://127.0.0.1:8080/")];
        assert_eq!(with(&local).expect("an account").expect("some").api, "http://127.0.0.1:8080");
        assert!(error(&[(UPLOAD_HOST, "http://example.com")]).starts_with("IMAGEKIT_UPLOAD_HOST: "));
        assert!(error(&[(URL_ENDPOINT, "demo")]).starts_with("IMAGEKIT_URL_ENDPOINT: `demo` is not a URL"));
    }
}
