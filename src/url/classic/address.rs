//! A URL taken apart and put together as Python's `urllib.parse` does: it never fails, changes no
//! letter of the path, and writes the scheme in lower case.

/// The parts of a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    scheme: &'a str,
    host: &'a str,
    path: &'a str,
    /// Behind the last `;` of the path.
    params: &'a str,
    /// Without its `?`.
    pub(super) query: &'a str,
    fragment: &'a str,
}

/// Schemes whose last path segment may have parameters behind a `;`.
const WITH_PARAMS: [&str; 11] =
    ["", "ftp", "hdl", "prospero", "http", "https", "shttp", "rtsp", "rtspu", "sip", "sips"];

/// Whether Python takes a sign out of a URL before it looks at it.
pub(super) fn is_dropped(c: u8) -> bool {
    matches!(c, b'\t' | b'\r' | b'\n')
}

impl<'a> Address<'a> {
    /// Takes a text apart that has none of the signs which are [dropped](is_dropped).
    pub(super) fn split(text: &'a str) -> Self {
        let (scheme, rest) = split_scheme(text.trim_start_matches(|c| c <= ' '));
        let (host, rest) = split_host(rest);
        let (rest, fragment) = cut(rest, '#');
        let (path, query) = cut(rest, '?');
        let has_params = path.contains(';') && WITH_PARAMS.iter().any(|own| own.eq_ignore_ascii_case(scheme));
        let (path, params) = if has_params { split_params(path) } else { (path, "") };
        Self { scheme, host, path, params, query, fragment }
    }

    /// Writes all that is before the query into an empty text.
    pub(super) fn write_start(&self, url: &mut String) {
        if !self.scheme.is_empty() {
            url.push_str(self.scheme);
            url.make_ascii_lowercase();
            url.push(':');
        }
        if !self.host.is_empty() {
            url.push_str("//");
            url.push_str(self.host);
            if !self.path.is_empty() && !self.path.starts_with('/') {
                url.push('/');
            }
        }
        url.push_str(self.path);
        write_part(url, ';', self.params);
    }

    /// Whether there is something behind the query.
    pub(super) fn has_end(&self) -> bool {
        !self.fragment.is_empty()
    }

    /// Writes what is behind the query.
    pub(super) fn write_end(&self, url: &mut String) {
        write_part(url, '#', self.fragment);
    }
}

fn write_part(url: &mut String, sign: char, part: &str) {
    if !part.is_empty() {
        url.push(sign);
        url.push_str(part);
    }
}

/// What is before the first `sign`, and what is behind it.
fn cut(text: &str, sign: char) -> (&str, &str) {
    text.split_once(sign).unwrap_or((text, ""))
}

fn split_scheme(text: &str) -> (&str, &str) {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'))
    };
    match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ => ("", text),
    }
}

fn split_host(text: &str) -> (&str, &str) {
    let Some(rest) = text.strip_prefix("//") else { return ("", text) };
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

/// Cuts at the first `;` of the last segment.
fn split_params(path: &str) -> (&str, &str) {
    let last = path.rfind('/').unwrap_or(0);
    match path[last..].find(';') {
        Some(at) => (&path[..last + at], &path[last + at + 1..]),
        None => (path, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let address = Address::split(text);
        let mut url = String::new();
        address.write_start(&mut url);
        write_part(&mut url, '?', address.query);
        address.write_end(&mut url);
        url
    }

    #[test]
    fn put_together_again() {
        for text in [
            "https://host.example/a;p=1/b.jpg;q=2?x=1#frag?x",
            "https://user:pw@host.example:8443/p/a.jpg",
            "data:image/png;base64,AAAA",
            "only/a/path.jpg",
            "https://host.example?x=1",
        ] {
            assert_eq!(joined(text), text);
        }
    }

    #[test]
    fn what_is_lost() {
        assert_eq!(joined("HTTPS://IK.ImageKit.io/A.jpg;?#"), "https://IK.ImageKit.io/A.jpg");
        assert_eq!(joined("  https://host/a.jpg"), "https://host/a.jpg");
    }
}
