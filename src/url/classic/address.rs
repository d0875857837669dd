//! A URL taken apart and put together as Python's `urllib.parse` does: it never fails, changes no
//! letter of the path, and writes the scheme in lower case.

/// The parts of a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    scheme: String,
    host: String,
    path: String,
    /// Behind the last `;` of the path.
    params: String,
    /// Without its `?`.
    pub(super) query: String,
    fragment: String,
}

/// Schemes whose last path segment may have parameters behind a `;`.
const WITH_PARAMS: [&str; 11] =
    ["", "ftp", "hdl", "prospero", "http", "https", "shttp", "rtsp", "rtspu", "sip", "sips"];

impl Address {
    pub(super) fn split(text: &str) -> Self {
        let text = text.trim_start_matches(|c| c <= ' ').replace(['\t', '\r', '\n'], "");
        let (scheme, rest) = split_scheme(&text);
        let (host, rest) = split_host(rest);
        let (rest, fragment) = cut(rest, '#');
        let (path, query) = cut(rest, '?');
        let (path, params) = if WITH_PARAMS.contains(&scheme.as_str()) && path.contains(';') {
            split_params(path)
        } else {
            (path, "")
        };
        Self {
            scheme,
            host: host.to_owned(),
            path: path.to_owned(),
            params: params.to_owned(),
            query: query.to_owned(),
            fragment: fragment.to_owned(),
        }
    }

    pub(super) fn joined(&self) -> String {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            text.push_str(&self.scheme);
            text.push(':');
        }
        if !self.host.is_empty() {
            text.push_str("//");
            text.push_str(&self.host);
            if !self.path.is_empty() && !self.path.starts_with('/') {
                text.push('/');
            }
        }
        text.push_str(&self.path);
        for (sign, part) in [(';', &self.params), ('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                text.push(sign);
                text.push_str(part);
            }
        }
        text
    }
}

/// What is before the first `sign`, and what is behind it.
fn cut(text: &str, sign: char) -> (&str, &str) {
    text.split_once(sign).unwrap_or((text, ""))
}

fn split_scheme(text: &str) -> (String, &str) {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme.to_ascii_lowercase(), rest),
        _ => (String::new(), text),
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

    #[test]
    fn put_together_again() {
        for text in [
            "https://host.example/a;p=1/b.jpg;q=2?x=1#frag?x",
            "https://user:pw@host.example:8443/p/a.jpg",
            "data:image/png;base64,AAAA",
            "only/a/path.jpg",
            "https://host.example?x=1",
        ] {
            assert_eq!(Address::split(text).joined(), text);
        }
    }

    #[test]
    fn what_is_lost() {
        let joined = |text| Address::split(text).joined();
        assert_eq!(joined("HTTPS://IK.ImageKit.io/A.jpg;?#"), "https://IK.ImageKit.io/A.jpg");
        assert_eq!(joined("  https://host/a\n.jpg"), "https://host/a.jpg");
    }
}
