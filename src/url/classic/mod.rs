//! URLs by the rules of the official Python SDK 4.1.0, byte for byte (imagekit-api.md 5.1 to 5.5).
//!
//! The rules are odd in places: the path is never encoded and the query always is, in the manner of
//! forms. They are kept since a signature covers the text.

mod address;
mod names;

use address::Address;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::sign::signature;
use crate::model::Secret;

pub use names::{NAMES, code};

/// What the SDK's `url()` is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Options {
    /// The URL endpoint. Slashes at its ends don't count, here and in `path` and `src`.
    pub endpoint: String,
    /// The path of a file, from the endpoint. It wins over `src`; a `?` begins a query.
    pub path: String,
    /// A whole URL; its transformation always goes into the query.
    pub src: String,
    /// The steps of the transformation.
    pub steps: Vec<Step>,
    /// Where the transformation goes.
    pub position: Position,
    /// Parameters for the query, each once.
    pub query: Vec<(String, String)>,
    /// Whether it is signed, and until when.
    pub signed: Option<Expiry>,
}

/// A step: names of the SDK, or codes, with their values, in order.
///
/// The value `-` writes the code alone; that of `raw` is written as it is, without a code; slashes in
/// that of `default_image` become `@@`.
pub type Step = Vec<(String, String)>;

/// Where a transformation stands in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Position {
    /// `/tr:w-300/` behind the endpoint.
    #[default]
    Path,
    /// `?tr=w-300`
    Query,
}

/// How long a signed URL is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// For ever.
    Never,
    /// Until this Unix second. From 0 down it is written, but signed as if there were none, as the SDK does.
    At(i64),
}

/// What stays as it is in a query; a blank becomes `+`.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ');

/// The transformation as it is written in a path.
pub fn transformation(steps: &[Step]) -> String {
    let params = |step: &Step| step.iter().map(param).collect::<Vec<_>>().join(",");
    steps.iter().map(params).collect::<Vec<_>>().join(":")
}

fn param((name, value): &(String, String)) -> String {
    let code = code(name).unwrap_or(name);
    match code {
        _ if value == "-" => code.to_owned(),
        "raw" => value.clone(),
        "di" | "oi" => format!("{code}-{}", value.trim_matches('/').replace('/', "@@")),
        _ => format!("{code}-{value}"),
    }
}

/// The URL; empty if there is neither a path nor a source. The key is needed if it is to be signed.
pub fn build(options: &Options, key: &Secret) -> String {
    let endpoint = options.endpoint.trim_matches('/');
    let path = options.path.trim_matches('/');
    let src = options.src.trim_matches('/');
    let chain = transformation(&options.steps);
    let in_query = options.position == Position::Query || path.is_empty();
    let whole = match path {
        "" if src.is_empty() => return String::new(),
        "" => src.to_owned(),
        _ if in_query || chain.is_empty() => format!("{endpoint}/{path}"),
        _ => format!("{endpoint}/tr:{}/{path}", chain.trim_matches('/')),
    };
    let mut address = Address::split(&whole);
    let mut query = Query::read(&address.query);
    for (name, value) in &options.query {
        query.set(name, value);
    }
    if in_query && !chain.is_empty() {
        query.set("tr", &chain);
    }
    address.query = query.written();
    if let Some(expiry) = options.signed {
        query.sign(expiry, &address.joined(), endpoint, key);
        address.query = query.written();
    }
    address.joined()
}

/// The parameters of a query, each name once, in the order of their first mention.
struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a form; parameters without a value are dropped.
    fn read(text: &str) -> Self {
        let mut query = Self(Vec::new());
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            if !value.is_empty() {
                query.set(&decoded(name), &decoded(value));
            }
        }
        query
    }

    fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    fn sign(&mut self, expiry: Expiry, url: &str, endpoint: &str, key: &Secret) {
        let at = match expiry {
            Expiry::Never => None,
            Expiry::At(at) => Some(at.to_string()),
        };
        let counts = at.as_deref().filter(|_| matches!(expiry, Expiry::At(1..)));
        let signature = signature(url, endpoint, key, counts);
        if let Some(at) = &at {
            self.set("ik-t", at);
        }
        self.set("ik-s", &signature);
    }

    fn written(&self) -> String {
        let pairs: Vec<_> =
            self.0.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        pairs.join("&")
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, FORM).to_string().replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(path: &str, steps: &[&[(&str, &str)]]) -> Options {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Options {
            endpoint: "https://ik.imagekit.io/demo/".into(),
            path: path.into(),
            steps: steps.iter().map(|step| step.iter().map(own).collect()).collect(),
            ..Options::default()
        }
    }

    fn url(options: &Options) -> String {
        build(options, &Secret::new("private_key_test"))
    }

    #[test]
    fn the_transformation_goes_into_the_path_or_the_query() {
        let mut asked = options("/a.jpg", &[&[("height", "300"), ("width", "400")], &[("rotation", "90")]]);
        assert_eq!(url(&asked), "https://ik.imagekit.io/demo/tr:h-300,w-400:rt-90/a.jpg");
        asked.position = Position::Query;
        assert_eq!(url(&asked), "https://ik.imagekit.io/demo/a.jpg?tr=h-300%2Cw-400%3Art-90");
    }

    #[test]
    fn an_expiry_long_ago_is_shown_and_not_signed() {
        let mut asked = options("/test-signed-url.png", &[&[("width", "100")]]);
        asked.signed = Some(Expiry::Never);
        let forever = url(&asked);
        asked.signed = Some(Expiry::At(-5));
        assert_eq!(url(&asked), forever.replace("?ik-s", "?ik-t=-5&ik-s"));
    }

    #[test]
    fn nothing_to_build_is_no_url() {
        assert_eq!(url(&options("//", &[&[("width", "1")]])), "");
    }
}
