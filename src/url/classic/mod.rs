//! URLs by the rules of the official Python SDK 4.1.0, byte for byte (imagekit-api.md 5.1 to 5.5).
//!
//! The rules are odd in places: the path is never encoded and the query always is, in the manner of
//! forms. They are kept since a signature covers the text.

mod address;
mod names;
mod query;

use super::mac::Signer;
use super::sign::{appended, signature};
use address::{Address, is_dropped};
use query::Query;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
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

/// What `ik-t` and `ik-s` take, with room for an expiry of ten digits.
const SIGNATURE: usize = "?ik-t=1700000000&ik-s=".len() + 40;

/// The transformation as it is written in a path.
pub fn transformation(steps: &[Step]) -> String {
    let mut chain = String::with_capacity(longest(steps));
    write_chain(&mut chain, steps);
    chain
}

/// The URL; empty if there is neither a path nor a source. The signer is needed if it is to be signed.
pub fn build(options: &Options, signer: &Signer) -> String {
    let endpoint = options.endpoint.trim_matches('/');
    let path = options.path.trim_matches('/');
    let src = options.src.trim_matches('/');
    let in_query = options.position == Position::Query || path.is_empty();
    let whole = match path {
        "" if src.is_empty() => return String::new(),
        "" => without_dropped(src.to_owned()),
        _ => below(endpoint, if in_query { &[] } else { &options.steps }, path),
    };
    let address = Address::split(&whole);
    let mut query = Query::read(address.query);
    for (name, value) in &options.query {
        query.set(name, value);
    }
    if in_query {
        query.set_chain(transformation(&options.steps));
    }
    let Some(expiry) = options.signed else {
        return joined(&address, &query, whole.len() + query.len());
    };
    let unsigned = joined(&address, &query, whole.len() + query.len() + SIGNATURE);
    let at = match expiry {
        Expiry::Never => None,
        Expiry::At(at) => Some(at.to_string()),
    };
    let counts = at.as_deref().filter(|_| matches!(expiry, Expiry::At(1..)));
    let signature = signature(&unsigned, endpoint, signer, counts);
    if address.has_end() || query.is_signed() {
        query.sign(at.as_deref(), signature.as_str());
        return refilled(unsigned, &address, &query);
    }
    appended(unsigned, at.as_deref(), &signature)
}

/// The path below the endpoint, with a transformation between the two.
fn below(endpoint: &str, steps: &[Step], path: &str) -> String {
    const MARK: &str = "/tr:";
    let mut whole = String::with_capacity(endpoint.len() + MARK.len() + longest(steps) + 1 + path.len());
    whole.push_str(endpoint);
    let mark_at = whole.len();
    whole.push_str(MARK);
    write_chain(&mut whole, steps);
    if whole.len() == mark_at + MARK.len() {
        whole.truncate(mark_at);
    } else {
        strip_slashes(&mut whole, mark_at + MARK.len());
    }
    whole.push('/');
    whole.push_str(path);
    without_dropped(whole)
}

/// Strips the slashes at both ends of what begins at `from`.
fn strip_slashes(text: &mut String, from: usize) {
    while text.len() > from && text.ends_with('/') {
        text.pop();
    }
    let slashes = text[from..].bytes().take_while(|&c| c == b'/').count();
    text.drain(from..from + slashes);
}

fn without_dropped(mut text: String) -> String {
    // A loop that always goes to the end is the faster one.
    if text.bytes().fold(false, |any, c| any | is_dropped(c)) {
        text.retain(|c| !u8::try_from(c).is_ok_and(is_dropped));
    }
    text
}

fn joined(address: &Address<'_>, query: &Query<'_>, length: usize) -> String {
    refilled(String::with_capacity(length), address, query)
}

/// The whole URL, in a text whose room is used again.
fn refilled(mut url: String, address: &Address<'_>, query: &Query<'_>) -> String {
    url.clear();
    address.write_start(&mut url);
    query.write(&mut url);
    address.write_end(&mut url);
    url
}

fn write_chain(text: &mut String, steps: &[Step]) {
    for (at, step) in steps.iter().enumerate() {
        if at > 0 {
            text.push(':');
        }
        for (at, (name, value)) in step.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write_param(text, code(name).unwrap_or(name), value);
        }
    }
}

fn write_param(text: &mut String, code: &str, value: &str) {
    if code == "raw" && value != "-" {
        return text.push_str(value);
    }
    text.push_str(code);
    if value == "-" {
        return;
    }
    text.push('-');
    match code {
        "di" | "oi" => text.push_str(&value.trim_matches('/').replace('/', "@@")),
        _ => text.push_str(value),
    }
}

/// No less than the length of the chain, as long as no path in it has slashes.
fn longest(steps: &[Step]) -> usize {
    steps.iter().flatten().map(|(name, value)| name.len() + value.len() + 2).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

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
        build(options, &Signer::new(&Secret::new("private_key_test")))
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
    fn slashes_at_the_ends_of_a_transformation_are_lost() {
        let raw = |value: &str| options("/a.jpg", &[&[("raw", value)]]);
        assert_eq!(url(&raw("//w-1/x//")), "https://ik.imagekit.io/demo/tr:w-1/x/a.jpg");
        assert_eq!(url(&raw("//")), "https://ik.imagekit.io/demo/tr:/a.jpg");
        assert_eq!(url(&raw("")), "https://ik.imagekit.io/demo/a.jpg");
    }

    #[test]
    fn tabs_and_line_ends_are_lost() {
        let src = Options { src: "  https://h.example/a\n.jpg\t".into(), ..Options::default() };
        assert_eq!(url(&src), "https://h.example/a.jpg");
    }

    #[test]
    fn nothing_to_build_is_no_url() {
        assert_eq!(url(&options("//", &[&[("width", "1")]])), "");
    }
}
