//! Signatures of delivery URLs (imagekit-api.md 5.4, 5.5).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::mac;
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
    let signature = signature(url, endpoint, key, expire.as_deref());
    let mark = if url.contains('?') { '&' } else { '?' };
    match expire {
        Some(at) => format!("{url}{mark}ik-t={at}&ik-s={signature}"),
        None => format!("{url}{mark}ik-s={signature}"),
    }
}

/// The signature of `url` with this expiry as it is written; without one it is valid for ever.
pub(super) fn signature(url: &str, endpoint: &str, key: &Secret, expire: Option<&str>) -> String {
    mac::hex(key, canonical(url, endpoint, expire).as_bytes())
}

/// The signature as the newer SDKs make it: of a URL that is encoded already, and without the endpoint
/// at its first place alone.
pub(super) fn plain_signature(url: &str, endpoint: &str, key: &Secret, expire: Option<&str>) -> String {
    let slash = if endpoint.ends_with('/') { "" } else { "/" };
    let message = url.replacen(&format!("{endpoint}{slash}"), "", 1) + expire.unwrap_or(NEVER);
    mac::hex(key, message.as_bytes())
}

/// Whether `signature` is that of `url` (without `ik-t` and `ik-s`) with this expiry as it was written.
pub(super) fn is_genuine(
    url: &str,
    endpoint: &str,
    key: &Secret,
    expire: Option<&str>,
    signature: &str,
) -> bool {
    mac::matches(key, canonical(url, endpoint, expire).as_bytes(), signature)
}

/// Whether `signature` is that of a [`canonical`] text.
pub(super) fn is_genuine_of(canonical: &str, key: &Secret, signature: &str) -> bool {
    mac::matches(key, canonical.as_bytes(), signature)
}

/// The canonical text: the URL without the endpoint, and the digits of the expiry behind it.
pub(super) fn canonical(url: &str, endpoint: &str, expire: Option<&str>) -> String {
    let endpoint = format!("{}/", endpoint.trim_end_matches('/'));
    let text = url.replace(&endpoint, "") + expire.unwrap_or(NEVER);
    if text.is_ascii() { text } else { encoded(&text) }
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
