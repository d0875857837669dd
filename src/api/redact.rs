//! Takes secrets out of text before a person or a log sees it.

use std::borrow::Cow;

/// What stands where a secret was.
const HIDDEN: &str = "…";

/// The text without the values of `ik-s`, the signature of a delivery URL.
pub(crate) fn without_signatures(text: &str) -> Cow<'_, str> {
    const NAME: &str = "ik-s=";
    if !text.contains(NAME) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut parts = text.split(NAME);
    clean.push_str(parts.next().unwrap_or_default());
    for part in parts {
        clean.push_str(NAME);
        clean.push_str(HIDDEN);
        clean.push_str(part.trim_start_matches(|c: char| c.is_ascii_alphanumeric()));
    }
    Cow::Owned(clean)
}

/// The text without signatures and without `secrets`, should a server echo one of them.
pub(crate) fn clean(text: &str, secrets: &[&str]) -> String {
    let text = without_signatures(text).into_owned();
    secrets.iter().filter(|secret| !secret.is_empty()).fold(text, |text, secret| text.replace(secret, HIDDEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_hidden_wherever_they_stand() {
        assert_eq!(
            without_signatures("GET https://h/a.jpg?ik-s=0af3&ik-t=99 and ?ik-t=1&ik-s=beef"),
            "GET https://h/a.jpg?ik-s=…&ik-t=99 and ?ik-t=1&ik-s=…"
        );
        assert_eq!(without_signatures("nothing here"), "nothing here");
    }

    #[test]
    fn an_echoed_key_is_hidden() {
        assert_eq!(clean("key private_abc is wrong", &["private_abc", ""]), "key … is wrong");
    }
}
