//! Addresses of services.

use thiserror::Error;
use url::{Host, Url};

/// Why a text isn't the address of a service.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// It can't be parsed.
    #[error("`{0}` is not a URL: {1}")]
    NotAUrl(String, url::ParseError),
    /// It is neither `https` nor `http`, or has no host.
    #[error("`{0}` must begin with https:// and name a host")]
    NotHttp(String),
    /// `http` to another machine: keys would travel in the open.
    #[error("`{0}` must begin with https://: plain http is for this machine alone")]
    Plain(String),
    /// It has more than scheme, host, port and path.
    #[error("`{0}` must not hold a user, a `?` or a `#`")]
    Excess(String),
}

/// Reads the address of a service: an origin, or an origin with a path. Plain `http` is allowed for
/// loopback hosts only.
///
/// # Errors
///
/// Says what is wrong with it; a user or password in it is not repeated.
pub fn parse_endpoint(text: &str) -> Result<Url, EndpointError> {
    let shown = || match text.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => text.to_owned(),
    };
    let url = Url::parse(text).map_err(|error| EndpointError::NotAUrl(shown(), error))?;
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return Err(EndpointError::NotHttp(shown()));
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err(EndpointError::Plain(shown()));
    }
    let excess = [url.query(), url.fragment(), url.password()].iter().any(Option::is_some);
    if excess || !url.username().is_empty() {
        return Err(EndpointError::Excess(shown()));
    }
    Ok(url)
}

/// Whether the host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_https_or_here() {
        for text in
            ["https://api.imagekit.io", "http://127.0.0.1:8080", "http://[::1]:1/x", "http://localhost"]
        {
            assert!(parse_endpoint(text).is_ok(), "{text}");
        }
        for text in ["", "api.imagekit.io", "ftp://h", "http://example.com", "https://h/?a", "https://u:p@h"]
        {
            assert!(parse_endpoint(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = parse_endpoint("https://user:hush@h/").expect_err("must fail").to_string();
        assert!(!error.contains("hush") && error.contains("…@h/"), "{error}");
    }
}
