//! A query as Python's dictionaries and forms have it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in a form, where a blank becomes `+`.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// The parameters of a query, each name once, in the order of their first mention.
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// Reads a form; parameters without a value are dropped.
    pub(super) fn read(text: &'a str) -> Self {
        let mut query = Self(Vec::new());
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            if !value.is_empty() {
                query.put(decoded(name), decoded(value));
            }
        }
        query
    }

    pub(super) fn set(&mut self, name: &'a str, value: &'a str) {
        self.put(name.into(), value.into());
    }

    /// Sets the transformation if there is one.
    pub(super) fn set_chain(&mut self, chain: String) {
        if !chain.is_empty() {
            self.put("tr".into(), chain.into());
        }
    }

    /// Whether it already has what a signature brings, as a URL that was signed before.
    pub(super) fn is_signed(&self) -> bool {
        self.0.iter().any(|(name, _)| matches!(&**name, "ik-t" | "ik-s"))
    }

    /// Sets the signature of a URL, and its expiry.
    pub(super) fn sign(&mut self, expire: Option<&'a str>, signature: &'a str) {
        if let Some(at) = expire {
            self.set("ik-t", at);
        }
        self.set("ik-s", signature);
    }

    /// How many bytes [`write`](Self::write) takes.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(name, value)| encoded_len(name) + encoded_len(value) + 2).sum()
    }

    /// Writes it as a form, with its `?`; nothing if it is empty.
    pub(super) fn write(&self, url: &mut String) {
        for (at, (name, value)) in self.0.iter().enumerate() {
            url.push(if at == 0 { '?' } else { '&' });
            write_encoded(url, name);
            url.push('=');
            write_encoded(url, value);
        }
    }

    fn put(&mut self, name: Cow<'a, str>, value: Cow<'a, str>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['+', '%']) {
        return text.into();
    }
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned().into()
}

fn write_encoded(url: &mut String, text: &str) {
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            url.push('+');
        }
        url.extend(utf8_percent_encode(word, FORM));
    }
}

/// A sign that doesn't stay as it is takes three bytes.
fn encoded_len(text: &str) -> usize {
    let stays = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.' | b'-' | b'~' | b' ');
    text.bytes().map(|c| if stays(c) { 1 } else { 3 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_that_of_what_is_written() {
        for text in ["", "a=1", "a=b c&x=%C3%A9,:@~_.-", "a=1&b=2&a=3&c=", "%20=%2B"] {
            let query = Query::read(text);
            let mut written = String::new();
            query.write(&mut written);
            assert_eq!(written.len(), query.len(), "{written}");
        }
    }
}
