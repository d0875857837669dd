//! URLs of files, and the percent-encoding of their parts.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in a path: the set of the newer SDKs (imagekit-api.md 5.6).
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What JavaScript's `encodeURIComponent` leaves as it is: in texts and base64 of layers.
pub(super) const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What stays as it is in the value of `tr`. A `%` does, since texts in layers are already encoded;
/// a `+` doesn't, since it would be read as a blank.
const TRANSFORMATION: &AsciiSet = &PATH.add(b'+').add(b'&').remove(b'%');

/// Percent-encodes a path of the library as UTF-8. A `%` in a name becomes `%25`.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Percent-encodes what is no legal sign in a transformation; what is encoded already stays so.
pub(super) fn encode_transformation(chain: &str) -> String {
    utf8_percent_encode(chain, TRANSFORMATION).to_string()
}

/// Undoes percent-encoding; `None` if the result isn't UTF-8. A `+` stays a `+`, as befits a path.
pub fn decode_path(path: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(path).decode_utf8().ok()
}

/// The URL of the file at `path` (raw, from the root of the library), with a transformation in its
/// query if one is given. To be signed afterwards, by [`sign`](super::sign()), where that is needed.
pub fn delivery_url(endpoint: &str, path: &str, transformation: Option<&str>) -> String {
    let endpoint = endpoint.trim_end_matches('/');
    let path = encode_path(path.trim_start_matches('/'));
    match transformation {
        Some(chain) => format!("{endpoint}/{path}?tr={}", encode_transformation(chain)),
        None => format!("{endpoint}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_a_legal_url() {
        let url = |path: &str| delivery_url("https://ik.imagekit.io/demo/", path, None);
        assert_eq!(url("/a/b.jpg"), "https://ik.imagekit.io/demo/a/b.jpg");
        assert_eq!(url("a b/100%.jpg"), "https://ik.imagekit.io/demo/a%20b/100%25.jpg");
        assert_eq!(url("/e\u{301}?#.png"), "https://ik.imagekit.io/demo/e%CC%81%3F%23.png");
        assert_eq!(url("/हि.png"), "https://ik.imagekit.io/demo/%E0%A4%B9%E0%A4%BF.png");
    }

    #[test]
    fn the_transformation_stays_readable() {
        let url =
            delivery_url("http://127.0.0.1:1/id", "/x.jpg", Some("w-300,h-200:rt-90,l-text,i-a%20b+&,l-end"));
        assert_eq!(url, "http://127.0.0.1:1/id/x.jpg?tr=w-300,h-200:rt-90,l-text,i-a%20b%2B%26,l-end");
    }

    #[test]
    fn decoding_undoes_encoding() {
        let path = "/a b/100%+é?#[].jpg";
        assert_eq!(decode_path(&encode_path(path)).as_deref(), Some(path));
        assert_eq!(decode_path("%ff"), None);
    }
}
