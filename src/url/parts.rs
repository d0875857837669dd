//! A delivery URL taken apart, so that it can be changed and put together again without touching the rest.

use std::fmt;

use super::{Chain, decode_path};

/// The parts of a delivery URL as written. Put together they are the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The URL endpoint, without a slash at its end.
    pub endpoint: String,
    /// The segments between the endpoint and the file that hold a transformation: `tr:w-300`, as written.
    pub path_chain: Option<String>,
    /// The path of the file as written, without its first slash; a suffix as `ik-thumbnail.jpg` is part of it.
    pub path: String,
    /// The parameters of the query as written, in order; `None` without a `?`.
    pub query: Option<Vec<String>>,
    /// What is behind `#`, as written.
    pub fragment: Option<String>,
}

/// Why a text is no delivery URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// It doesn't begin with a scheme and a host.
    #[error("`{0}` is not a whole URL: it should begin with https:// and a host")]
    NoHost(String),
    /// It lies under another endpoint.
    #[error("the URL is not under the endpoint {0}")]
    Elsewhere(String),
}

impl Parts {
    /// Takes a URL apart that is under one of `endpoints`, the longest that fits. Without any, the
    /// endpoint is the host, and for ImageKit's own host its first segment too.
    ///
    /// # Errors
    /// [`PartsError`]
    pub fn parse(text: &str, endpoints: &[&str]) -> Result<Self, PartsError> {
        let text = text.trim();
        let fits = |endpoint: &&str| {
            let rest = text.strip_prefix(*endpoint);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        let known = endpoints.iter().map(|endpoint| endpoint.trim_end_matches('/')).filter(fits);
        let endpoint = match (known.max_by_key(|endpoint| endpoint.len()), endpoints.first()) {
            (Some(endpoint), _) => endpoint,
            (None, Some(first)) => return Err(PartsError::Elsewhere((*first).to_owned())),
            (None, None) => guessed(text).ok_or_else(|| PartsError::NoHost(text.to_owned()))?,
        };
        Ok(Self::of(endpoint, &text[endpoint.len()..]))
    }

    fn of(endpoint: &str, rest: &str) -> Self {
        let (rest, fragment) = cut(rest, '#');
        let (path, query) = cut(rest, '?');
        let path = path.strip_prefix('/').unwrap_or(path);
        let chain = path.split_once('/').filter(|(first, _)| is_chain(first));
        Self {
            endpoint: endpoint.to_owned(),
            path_chain: chain.map(|(chain, _)| chain.to_owned()),
            path: chain.map_or(path, |(_, path)| path).to_owned(),
            query: query.map(|query| query.split('&').map(str::to_owned).collect()),
            fragment: fragment.map(str::to_owned),
        }
    }

    /// The transformation, decoded: that of the path if there is one, else that of the query.
    pub fn chain(&self) -> Option<Chain> {
        let written = match &self.path_chain {
            Some(segment) => decode_path(segment)?.strip_prefix("tr:")?.to_owned(),
            None => decode_path(&self.parameter("tr")?.replace('+', "%20"))?.into_owned(),
        };
        Some(Chain::parse(&written))
    }

    /// The value of a parameter as written.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().flatten().find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The same URL without these parameters.
    pub fn without(&self, names: &[&str]) -> Self {
        let is_named = |pair: &String| names.contains(&pair.split('=').next().unwrap_or_default());
        let mut rest = self.clone();
        if let Some(query) = &mut rest.query {
            query.retain(|pair| !is_named(pair));
        }
        rest.query = rest.query.filter(|query| !query.is_empty());
        rest
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.endpoint)?;
        if let Some(chain) = &self.path_chain {
            write!(f, "{chain}/")?;
        }
        f.write_str(&self.path)?;
        if let Some(query) = &self.query {
            write!(f, "?{}", query.join("&"))?;
        }
        if let Some(fragment) = &self.fragment {
            write!(f, "#{fragment}")?;
        }
        Ok(())
    }
}

fn cut(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

fn is_chain(segment: &str) -> bool {
    decode_path(segment).is_some_and(|segment| segment.starts_with("tr:"))
}

/// Scheme and host, and the id behind ImageKit's own host.
fn guessed(text: &str) -> Option<&str> {
    let host_at = text.find("://")? + 3;
    let end = |from: usize| text[from..].find(['/', '?', '#']).map_or(text.len(), |at| from + at);
    let host_end = end(host_at);
    let host = text.get(host_at..host_end).filter(|host| !host.is_empty())?;
    let has_id = host == "ik.imagekit.io" && text[host_end..].starts_with('/');
    Some(if has_id { &text[..end(host_end + 1)] } else { &text[..host_end] })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Secret;
    use crate::url::classic::Position;
    use crate::url::forms::{Request, Rules, Signing};
    use crate::url::mac::Signer;

    fn parse(text: &str) -> Parts {
        Parts::parse(text, &[]).expect("a delivery URL")
    }

    #[test]
    fn taken_apart() {
        let parts = parse("https://ik.imagekit.io/demo/tr:w-300:rt-90/a/b%20c.jpg?v=1&ik-s=00#top");
        assert_eq!(parts.endpoint, "https://ik.imagekit.io/demo");
        assert_eq!(parts.path, "a/b%20c.jpg");
        assert_eq!(parts.chain().expect("a chain").to_string(), "w-300:rt-90");
        assert_eq!(parts.parameter("ik-s"), Some("00"));
        assert_eq!(
            parts.without(&["ik-s", "v"]).to_string(),
            "https://ik.imagekit.io/demo/tr:w-300:rt-90/a/b%20c.jpg#top"
        );
        let parts = parse("https://cdn.example.com/x/a.jpg?tr=l-text,i-a+b,l-end");
        assert_eq!((parts.endpoint.as_str(), parts.path.as_str()), ("https://cdn.example.com", "x/a.jpg"));
        assert_eq!(parts.chain().expect("a chain").to_string(), "l-text,i-a b,l-end");
    }

    #[test]
    fn endpoints_that_are_known() {
        let endpoints = ["https://cdn.example.com", "https://cdn.example.com/img/"];
        let parts = Parts::parse("https://cdn.example.com/img/a.jpg", &endpoints).expect("a delivery URL");
        assert_eq!((parts.endpoint.as_str(), parts.path.as_str()), ("https://cdn.example.com/img", "a.jpg"));
        assert!(matches!(Parts::parse("https://x.example/a.jpg", &endpoints), Err(PartsError::Elsewhere(_))));
        assert!(matches!(Parts::parse("a.jpg", &[]), Err(PartsError::NoHost(_))));
    }

    proptest! {
        #[test]
        fn put_together_unchanged(
            chain in "(tr:[a-z0-9,:-]{1,12}/)?",
            path in "[^?#/\\s][^?#\\s]{0,20}",
            query in "(\\?[^#\\s]{0,20})?",
            fragment in "(#\\S{0,5})?",
        ) {
            let text = format!("https://ik.imagekit.io/demo/{chain}{path}{query}{fragment}");
            prop_assert_eq!(parse(&text).to_string(), text);
        }
    }

    /// A URL that is asked for; the chain is empty or at least one parameter.
    fn request() -> impl Strategy<Value = Request> {
        let endpoint = "https://(ik\\.imagekit\\.io/[a-z]{1,5}|[a-z]{1,5}\\.example(/[a-z]{1,3}){0,2})";
        let segment = "[^/\\p{C}]{0,6}[^/.\\p{C}\\\\]";
        let path = proptest::collection::vec(
            segment
                .prop_filter("no mark of a transformation", |s| !s.starts_with("tr:") && !s.contains('\\')),
            1..4,
        );
        let chain = "([a-z]{1,2}-[A-Za-z0-9_.]{1,5}[,:]){0,3}(bl-[1-9]|l-text,i-[^/%\\p{C}]{1,5},l-end)?";
        let query = proptest::collection::btree_map("v[a-z]{0,3}", "[^\\p{C}]{1,6}", 0..3);
        let signing =
            prop_oneof![Just(Signing::No), Just(Signing::Forever), (1..90_000_i64).prop_map(Signing::For)];
        let rules = prop_oneof![Just(Rules::Typed), Just(Rules::Classic)];
        let position = prop_oneof![Just(Position::Path), Just(Position::Query)];
        (endpoint, path, chain, query, signing, rules, position).prop_map(
            |(endpoint, path, chain, query, signing, rules, position)| Request {
                endpoint,
                path: path.join("/"),
                chain: chain.trim_end_matches([',', ':']).to_owned(),
                query: query.into_iter().collect(),
                signing,
                rules,
                position,
                now: 1_700_000_000,
                ..Request::default()
            },
        )
    }

    proptest! {
        /// Whatever is built can be read back, and is the same text again.
        #[test]
        fn models_come_back(request in request()) {
            let url = request.url(&Signer::new(&Secret::new("private_key_test")));
            let parts = Parts::parse(&url, &[&request.endpoint]).expect("a delivery URL");
            prop_assert_eq!(parts.to_string(), &*url);
            prop_assert_eq!(&parts.endpoint, &request.endpoint);
            let path = decode_path(&parts.path);
            prop_assert_eq!(path.as_deref(), Some(&*request.path));
            let chain = parts.chain().map(|chain| chain.to_string()).unwrap_or_default();
            prop_assert_eq!(chain, &*request.chain);
            let in_path = request.position == Position::Path && !request.chain.is_empty();
            prop_assert_eq!(parts.path_chain.is_some(), in_path);
            for (name, value) in &request.query {
                let written = parts.parameter(name).expect("the parameter").replace('+', "%20");
                let read = decode_path(&written);
                prop_assert_eq!(read.as_deref(), Some(&**value));
            }
            let until = match request.signing {
                Signing::For(seconds) => Some((request.now + seconds).to_string()),
                Signing::No | Signing::Forever => None,
            };
            prop_assert_eq!(parts.parameter("ik-t"), until.as_deref());
            prop_assert_eq!(parts.parameter("ik-s").is_some(), request.signing != Signing::No);
            let others = parts.query.iter().flatten().count()
                - usize::from(!in_path && !request.chain.is_empty())
                - until.iter().len()
                - usize::from(request.signing != Signing::No);
            prop_assert_eq!(others, request.query.len());
            let again = Request::of(&parts, request.now);
            prop_assert_eq!(again.url(&Signer::new(&Secret::new("private_key_test"))), url);
        }
    }
}
