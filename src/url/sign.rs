//! Signatures of delivery URLs (imagekit-api.md 5.4, 5.5).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::mac::{Hex, Signer};
use crate::model::Secret;

/// What is signed in place of an expiry when the URL is valid for ever.
const NEVER: &str = "9999999999";

/// What stays as it is when a message with non-ASCII text is encoded: the set of the SDK, in which
/// `%` isn't, so that a `%` becomes `%25`.
const MESSAGE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b'@')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'!')
    .remove(b'+')
    .remove(b'=')
    .remove(b':')
    .remove(b';')
    .remove(b',')
    .remove(b'?')
    .remove(b'/')
    .remove(b'\'');

/// Signs `url` and appends `ik-t` (if it expires, in Unix seconds; 0 means never) and `ik-s`.
///
/// The path should be percent-encoded before, as [`delivery_url`](super::delivery_url) does, so
/// that what is signed is what is requested. `url` has no fragment.
pub fn sign(url: &str, endpoint: &str, key: &Secret, expire: Option<u64>) -> String {
    let expire = expire.filter(|&at| at > 0).map(|at| at.to_string());
    let signature = signature(url, endpoint, &Signer::new(key), expire.as_deref());
    appended(url.to_owned(), expire.as_deref(), &signature)
}

/// The URL with its expiry and signature behind it.
pub(super) fn appended(mut url: String, expire: Option<&str>, signature: &Hex) -> String {
    let digits = expire.map_or(0, |at| "?ik-t=".len() + at.len());
    url.reserve_exact(digits + "?ik-s=".len() + signature.as_str().len());
    let before_fragment = url.split('#').next().unwrap_or(&url);
    let mut mark = if before_fragment.contains('?') { "&" } else { "?" };
    if let Some(at) = expire {
        url.extend([mark, "ik-t=", at]);
        mark = "&";
    }
    url.extend([mark, "ik-s=", signature.as_str()]);
    url
}

/// The signature of `url` with this expiry as it is written; without one it is valid for ever.
pub(super) fn signature(url: &str, endpoint: &str, signer: &Signer, expire: Option<&str>) -> Hex {
    let expire = expire.unwrap_or(NEVER);
    match without_endpoint(url, endpoint) {
        rest if rest.is_ascii() => signer.hex([&rest, expire]),
        rest => signer.hex([encoded(&(rest + expire)).as_str()]),
    }
}

/// The signature as the newer SDKs make it: of a URL that is encoded already, and without the endpoint
/// at its first place alone.
pub(super) fn plain_signature(url: &str, endpoint: &str, signer: &Signer, expire: Option<&str>) -> Hex {
    let slash = if endpoint.ends_with('/') { "" } else { "/" };
    let prefix = [endpoint, slash].concat();
    let (before, behind) = url.split_once(&prefix).unwrap_or((url, ""));
    signer.hex([before, behind, expire.unwrap_or(NEVER)])
}

/// The canonical text: the URL without the endpoint, and the digits of the expiry behind it.
pub(super) fn canonical(url: &str, endpoint: &str, expire: Option<&str>) -> String {
    let text = without_endpoint(url, endpoint) + expire.unwrap_or(NEVER);
    if text.is_ascii() { text.into_owned() } else { encoded(&text) }
}

/// The URL without the endpoint and its slash, wherever they are in it: usually at the beginning alone.
fn without_endpoint<'a>(url: &'a str, endpoint: &str) -> Cow<'a, str> {
    let endpoint = endpoint.trim_end_matches('/');
    match url.strip_prefix(endpoint).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !mentions(rest, endpoint) => rest.into(),
        _ => url.replace(&[endpoint, "/"].concat(), "").into(),
    }
}

/// Whether a text has the endpoint and a slash in it. There are few slashes, so they are looked at first.
fn mentions(text: &str, endpoint: &str) -> bool {
    text.match_indices('/').any(|(at, _)| text[..at].ends_with(endpoint))
}

/// Encodes what is before the first `?` and keeps what is between it and the second.
fn encoded(text: &str) -> String {
    let mut parts = text.split('?');
    let path: Cow<'_, str> = utf8_percent_encode(parts.next().unwrap_or_default(), MESSAGE).into();
    match parts.next() {
        Some(query) => format!("{path}?{query}"),
        None => path.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The URLs that the SDK signed: taken apart, and signed again.
    #[test]
    fn official_vectors() {
        let file: Value = serde_json::from_str(include_str!("../../tests/vectors/signatures.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 40, "only {} cases", cases.len());
        for case in cases {
            let text = |name: &str| case[name].as_str().unwrap();
            let key = Secret::new(text("private_key"));
            let signed = sign(text("url"), text("endpoint"), &key, case["expire"].as_u64());
            assert_eq!(signed, text("expected"), "{}: {}", text("id"), text("note"));
        }
    }

    #[test]
    fn the_endpoint_is_not_signed_wherever_it_is() {
        let rest = |url| without_endpoint(url, "https://h.example/id/").into_owned();
        assert_eq!(rest("https://h.example/id/a.jpg"), "a.jpg");
        assert_eq!(rest("https://h.example/id/x/https://h.example/id/a.jpg"), "x/a.jpg");
        assert_eq!(rest("https://other.example/a.jpg"), "https://other.example/a.jpg");
        assert_eq!(rest("https://h.example/identity/a.jpg"), "https://h.example/identity/a.jpg");
    }

    #[test]
    fn an_encoded_path_is_signed_as_the_newer_sdks_do() {
        let endpoint = "https://ik.imagekit.io/demo/";
        let key = Secret::new("private_key_test");
        let signed = |path| sign(&super::super::delivery_url(endpoint, path, None), endpoint, &key, None);
        assert_eq!(
            signed("/a b/c.png"),
            "https://ik.imagekit.io/demo/a%20b/c.png?ik-s=9ea18421b5019925b46ae387bb9534c81b50a73b"
        );
        assert!(
            signed("/sdk-testing-files/हिन्दी é.png")
                .ends_with("?ik-s=a9a1dcc627f2de98d40e3c0b6d910609bfefdbdc")
        );
        assert!(
            signed("/a%20b/é.png")
                .ends_with("/a%2520b/%C3%A9.png?ik-s=6c38aa91ea4b00f8d6a7c01cd3cdc4d3033b1505")
        );
    }
}
