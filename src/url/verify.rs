//! Verification of signed requests (imagekit-api.md 5.5, "How to verify").

use super::delivery::{decode_path, encode_path};
use super::mac::Signer;
use super::sign::canonical;
use crate::model::Secret;

/// What a request's signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Genuine, and not expired.
    Valid,
    /// There is none.
    Missing,
    /// It isn't the signature of this URL.
    Wrong,
    /// Genuine, but the URL was valid until this Unix second only.
    Expired(u64),
}

/// Judges a request by its target as received (path and query, still encoded, the endpoint's own
/// path included) at `now`, in Unix seconds.
///
/// The path is taken as it came, fully percent-encoded, and decoded, since clients encode on the
/// way what the SDKs sign unencoded. The parameters `ik-t` and `ik-s` may stand anywhere.
pub fn verify(target: &str, endpoint: &str, key: &Secret, now: u64) -> Verdict {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some(signature) = parameter(query, "ik-s") else { return Verdict::Missing };
    let expire = parameter(query, "ik-t");
    let signed_query = without_signature(query);
    let signer = Signer::new(key);
    let genuine = |path: &str| {
        let url = format!("{}{path}{signed_query}", origin(endpoint));
        signer.matches(&canonical(&url, endpoint, expire), signature)
    };
    if !genuine(path) && !decode_path(path).is_some_and(|raw| genuine(&encode_path(&raw)) || genuine(&raw)) {
        return Verdict::Wrong;
    }
    match expire.map(str::parse) {
        None => Verdict::Valid,
        Some(Ok(at)) if at < now => Verdict::Expired(at),
        Some(Ok(_)) => Verdict::Valid,
        Some(Err(_)) => Verdict::Wrong,
    }
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The query with its `?`, without the signature's parameters; empty if nothing is left.
fn without_signature(query: &str) -> String {
    let rest: Vec<_> = query.split('&').filter(|pair| !is_signature(pair)).collect();
    if rest.iter().all(|pair| pair.is_empty()) { String::new() } else { format!("?{}", rest.join("&")) }
}

fn is_signature(pair: &str) -> bool {
    pair.starts_with("ik-t=") || pair.starts_with("ik-s=")
}

/// Scheme and host of the endpoint, without a slash.
fn origin(endpoint: &str) -> &str {
    let host = endpoint.find("://").map_or(0, |at| at + 3);
    let end = endpoint[host..].find('/').map_or(endpoint.len(), |at| host + at);
    &endpoint[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{delivery_url, sign};
    use super::*;

    const ENDPOINT: &str = "http://127.0.0.1:8080/demo";
    const NOW: u64 = 1_700_000_000;

    fn key() -> Secret {
        Secret::new("private_key_test")
    }

    fn target(url: &str) -> &str {
        url.strip_prefix("http://127.0.0.1:8080").unwrap()
    }

    fn judge(url: &str) -> Verdict {
        verify(target(url), ENDPOINT, &key(), NOW)
    }

    #[test]
    fn expiry_is_part_of_the_signature() {
        let url = sign(&delivery_url(ENDPOINT, "/a.jpg", None), ENDPOINT, &key(), Some(NOW));
        assert_eq!(judge(&url), Verdict::Valid);
        assert_eq!(verify(target(&url), ENDPOINT, &key(), NOW + 1), Verdict::Expired(NOW));
        assert_eq!(judge(&url.replace("ik-t=17", "ik-t=27")), Verdict::Wrong);
        let (start, signature) = url.split_once("?").unwrap();
        let (time, signature) = signature.split_once('&').unwrap();
        assert_eq!(judge(&format!("{start}?{signature}&{time}")), Verdict::Valid);
        assert_eq!(judge(&format!("{start}?{signature}")), Verdict::Wrong);
        assert_eq!(judge(&format!("{start}?{time}")), Verdict::Missing);
    }

    #[test]
    fn anything_changed_is_wrong() {
        let url = sign(&delivery_url(ENDPOINT, "/a.jpg", Some("w-100")), ENDPOINT, &key(), None);
        assert_eq!(judge(&url), Verdict::Valid);
        assert_eq!(judge(&url.replace("w-100", "w-101")), Verdict::Wrong);
        assert_eq!(judge(&url.replace("/a.jpg", "/b.jpg")), Verdict::Wrong);
        assert_eq!(judge(&format!("{url}&x=1")), Verdict::Wrong);
        assert_eq!(judge(&url.replace("ik-s=", "ik-s=0")), Verdict::Wrong);
        let (start, signature) = url.split_once("ik-s=").unwrap();
        assert_eq!(judge(&format!("{start}ik-s={}", signature.to_uppercase())), Verdict::Wrong);
        assert_eq!(verify(target(&url), ENDPOINT, &Secret::new("another"), NOW), Verdict::Wrong);
    }

    /// An older SDK signs `my file.jpg`; the HTTP client then asks for `my%20file.jpg`.
    #[test]
    fn paths_signed_before_they_were_encoded() {
        for path in ["/my file.jpg", "/e\u{301} x.jpg", "/a[b].jpg"] {
            let raw = sign(&format!("{ENDPOINT}{path}"), ENDPOINT, &key(), None);
            let asked = raw.replace(path, &encode_path(path));
            assert_eq!(judge(&asked), Verdict::Valid, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn what_is_signed_is_valid(path in "/[^/]{1,12}(/\\PC{1,12}){0,2}", chain in proptest::option::of("[a-z0-9,:-]{1,20}")) {
            let url = sign(&delivery_url(ENDPOINT, &path, chain.as_deref()), ENDPOINT, &key(), None);
            prop_assert_eq!(judge(&url), Verdict::Valid);
        }

        #[test]
        fn hostile_targets_are_never_valid(target in "/demo/\\PC{0,30}(\\?\\PC{0,20}ik-s=[0-9a-f]{40})?") {
            let verdict = verify(&target, ENDPOINT, &key(), NOW);
            prop_assert!(matches!(verdict, Verdict::Missing | Verdict::Wrong));
        }
    }
}
