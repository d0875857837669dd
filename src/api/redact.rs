//! Takes secrets out of text before a person or a log sees it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD as BASE64, STANDARD_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::Secret;

/// What stands where a secret was.
pub(crate) const HIDDEN: &str = "…";

/// Fields whose values nobody is shown, in small letters and without signs between them.
const FIELDS: [&str; 14] = [
    "accesskey",
    "apikey",
    "authorization",
    "clientsecret",
    "cookie",
    "iks",
    "jwt",
    "password",
    "privatekey",
    "sastoken",
    "secret",
    "secretkey",
    "signature",
    "token",
];

/// The private key of an account in all the forms in which it can turn up.
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    pub(crate) fn new(key: &Secret) -> Self {
        let key = key.reveal();
        let mut forms = vec![
            key.to_owned(),
            key.replace('/', r"\/"),
            utf8_percent_encode(key, NON_ALPHANUMERIC).to_string(),
            BASE64.encode(format!("{key}:")),
            BASE64.encode(format!("{key}:do_not_set")),
            // Without padding, so that it is found at the beginning of anything longer.
            STANDARD_NO_PAD.encode(key),
        ];
        forms.retain(|form| !form.is_empty());
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms)
    }

    /// The text without the key, without signatures, and without what looks like a secret of any
    /// account: values of fields with such names, other private keys, secrets of webhooks, tokens.
    pub(crate) fn clean(&self, text: &str) -> String {
        let text = self.0.iter().fold(without_signatures(text).into_owned(), |text, secret| {
            if text.contains(secret.as_str()) { text.replace(secret, HIDDEN) } else { text }
        });
        let text = without_fields(&text);
        let text = without_words(&text, "whsec_", |word| word.len() >= 8);
        let text = without_words(&text, "private_", |word| word.len() >= 28);
        without_words(&text, "eyJ", |word| word.len() >= 30 && word.matches('.').count() == 2).into_owned()
    }
}

/// Whether the value of a field, header or parameter of this name is a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    FIELDS.contains(&name.to_ascii_lowercase().as_str())
}

/// The text without the values of parameters of URLs that are secrets: above all `ik-s`, the
/// signature of a delivery URL, also where such a URL is itself the value of a parameter.
pub(crate) fn without_signatures(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(Parameter { name, value, end }) = next_parameter(text, at) {
        at = value;
        if is_secret(name) && end > value {
            clean.push_str(text.get(copied..value).unwrap_or_default());
            clean.push_str(HIDDEN);
            (copied, at) = (end, end);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(clean)
}

/// A parameter of a URL: its name, and where its value begins and ends.
struct Parameter<'a> {
    name: &'a str,
    value: usize,
    end: usize,
}

/// The next `name=value`, or `name%3Dvalue` inside of another value.
fn next_parameter(text: &str, from: usize) -> Option<Parameter<'_>> {
    let rest = text.get(from..)?;
    let (sign, plain) = match (rest.find('='), rest.find("%3D").or_else(|| rest.find("%3d"))) {
        (Some(plain), encoded) if encoded.is_none_or(|encoded| plain < encoded) => (plain, true),
        (_, encoded) => (encoded?, false),
    };
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let before = rest.get(..sign)?;
    let name = before.get(before.trim_end_matches(of_name).len()..)?;
    // The digits of what is percent-encoded belong to no name.
    let encoded = before.get(..before.len() - name.len())?.ends_with('%');
    let name = if encoded { name.get(2..).unwrap_or_default() } else { name };
    let of_value = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=".contains(c) || plain && c == '%';
    let value = from + sign + if plain { 1 } else { 3 };
    let after = text.get(value..)?;
    Some(Parameter { name, value, end: value + after.find(|c| !of_value(c)).unwrap_or(after.len()) })
}

/// The text without words that begin like this and look like a secret.
fn without_words<'a>(text: &'a str, prefix: &str, is_secret: fn(&str) -> bool) -> Cow<'a, str> {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(prefix) {
        let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_' | '.');
        let length = after.find(|c| !of_word(c)).unwrap_or(after.len());
        let (word, after) = after.split_at(length);
        clean.push_str(before);
        clean.push_str(prefix);
        clean.push_str(if is_secret(&format!("{prefix}{word}")) { HIDDEN } else { word });
        rest = after;
    }
    if clean.is_empty() {
        return Cow::Borrowed(text);
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// JSON, or the beginning of some, without the values of fields with the name of a secret.
fn without_fields(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(open) = find(text, at, '"') {
        let Some(close) = end_of_string(text, open) else { break };
        at = close;
        let name = text.get(open..close).unwrap_or_default();
        if let Some(value) = value_after(text, close).filter(|_| is_secret(name)) {
            at = end_of_value(text, value);
            clean.push_str(text.get(copied..value).unwrap_or_default());
            clean.push_str("\"…\"");
            copied = at;
        } else if let Some(inner) = json_within(name) {
            clean.push_str(text.get(copied..open).unwrap_or_default());
            clean.push_str(&inner);
            copied = close;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(clean)
}

/// The string, cleaned, where it holds JSON with a secret in its turn.
fn json_within(string: &str) -> Option<String> {
    let inner: String = serde_json::from_str(string).ok().filter(|_| string.contains(r#"\""#))?;
    match without_fields(&inner) {
        Cow::Borrowed(_) => None,
        Cow::Owned(clean) => serde_json::to_string(&clean).ok(),
    }
}

fn find(text: &str, from: usize, what: char) -> Option<usize> {
    text.get(from..)?.find(what).map(|at| from + at)
}

/// The position behind the quote that ends the string that begins at `open`.
fn end_of_string(text: &str, open: usize) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        match byte {
            b'"' if !escaped => return Some(at + 1),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// The position of the value, where what ended at `at` is the name of a field.
fn value_after(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.trim_start().strip_prefix(':')?.trim_start();
    Some(text.len() - rest.len())
}

/// The position behind the value that begins at `from`; the end of the text where it is cut off.
fn end_of_value(text: &str, from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'"' => match end_of_string(text, at) {
                Some(end) if depth == 0 => return end,
                Some(end) => at = end,
                None => return text.len(),
            },
            b'{' | b'[' => (depth, at) = (depth + 1, at + 1),
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' => (depth, at) = (depth - 1, at + 1),
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clean(text: &str) -> String {
        Secrets::new(&Secret::new("private_ab/c=")).clean(text)
    }

    #[test]
    fn signatures_are_hidden_wherever_they_stand() {
        assert_eq!(
            without_signatures("GET https://h/a.jpg?ik-s=0af3&ik-t=99 and ?ik-t=1&ik-s=beef"),
            "GET https://h/a.jpg?ik-s=…&ik-t=99 and ?ik-t=1&ik-s=…"
        );
        assert_eq!(without_signatures("?url=a%3Fik-s%3D0af3%26x"), "?url=a%3Fik-s%3D…%26x");
        assert_eq!(without_signatures("?url=a%3Ftoken%3dx.y"), "?url=a%3Ftoken%3d…");
        assert_eq!(without_signatures("?a=b&token=x%2By=&c=d"), "?a=b&token=…&c=d");
        assert_eq!(
            without_signatures("nothing = here, a=b, token= none"),
            "nothing = here, a=b, token= none"
        );
    }

    #[test]
    fn an_echoed_key_is_hidden_in_every_form() {
        for form in [
            "private_ab/c=",
            r"private_ab\/c=",
            "private%5Fab%2Fc%3D",
            "cHJpdmF0ZV9hYi9jPTo=",
            "cHJpdmF0ZV9hYi9jPTpkb19ub3Rfc2V0",
        ] {
            assert_eq!(clean(&format!("key {form} is wrong")), "key … is wrong", "{form}");
        }
        assert!(Secrets::new(&Secret::new("")).clean("untouched") == "untouched");
    }

    #[test]
    fn secrets_of_others_are_known_by_their_look() {
        assert_eq!(clean("is whsec_abcDEF123+/= it"), "is whsec_… it");
        assert_eq!(clean("private_0123456789abcdefghij=, private_party.jpg"), "private_…, private_party.jpg");
        assert_eq!(clean("eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl!"), "eyJ…!");
        assert_eq!(clean("eyJ is no token"), "eyJ is no token");
    }

    #[test]
    fn values_of_secret_fields_are_hidden() {
        assert_eq!(
            clean(
                r#"{"name":"a","secretKey" : "x\"y","token":12,"list":["password"],"secret":{"a":["}"]},"z":1}"#
            ),
            r#"{"name":"a","secretKey" : "…","token":"…","list":["password"],"secret":"…","z":1}"#
        );
        assert_eq!(clean(r#"[{"sasToken":"cut off he"#), r#"[{"sasToken":"…""#);
        assert_eq!(clean(r#"{"secret":["a","b"#), r#"{"secret":"…""#);
        assert_eq!(
            clean(r#"{"echo":"{\"secret\":\"x\",\"a\":1}"}"#),
            r#"{"echo":"{\"secret\":\"…\",\"a\":1}"}"#
        );
        assert_eq!(clean(r#"{"tokens":"kept"} "odd"#), r#"{"tokens":"kept"} "odd"#);
    }

    #[test]
    fn names_of_secrets() {
        for name in ["Authorization", "ik-s", "client_secret", "privateKey", "Cookie"] {
            assert!(is_secret(name), "{name}");
        }
        assert!(!is_secret("publicKey") && !is_secret("name"));
    }

    proptest! {
        /// Whatever stands around it, and however odd: the key is never left.
        #[test]
        fn the_key_is_never_left(before in "[\"\\\\{}\\[\\]:,=&%a-zé ]{0,40}", after in "[\"\\\\{}:=%3Dé]{0,20}") {
            let text = clean(&format!("{before}private_ab/c={after}"));
            prop_assert!(!text.contains("private_ab/c="), "{text}");
        }

        #[test]
        fn any_text_can_be_cleaned(text in ".{0,200}") {
            clean(&text);
        }
    }
}
