//! URLs by the rules of the newer official SDKs (Node 7.11.0; imagekit-api.md 4.4, 5.6): typed layers,
//! percent-encoded paths, the transformation written literally.

mod chain;
mod names;
mod responsive;

use url::Url;

use super::classic::{Expiry, Position};
use super::mac::Signer;
use super::sign::{appended, plain_signature};

pub use chain::transformation;
pub use names::{NAMES, code};
pub(super) use responsive::attributes;
pub use responsive::{Breakpoints, Responsive, responsive};

/// What a URL is built from.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Source {
    /// The URL endpoint.
    pub endpoint: String,
    /// A path below the endpoint, or a whole URL, whose transformation always goes into the query.
    pub src: String,
    /// The steps of the transformation; empty ones are left out.
    pub steps: Vec<Step>,
    /// Where the transformation goes.
    pub position: Position,
    /// Parameters for the query, appended to those that are there.
    pub query: Vec<(String, String)>,
    /// Whether it is signed, and until when.
    pub signed: Option<Expiry>,
}

/// A step: names of the SDK, or codes, with what is asked, in order.
pub type Step = Vec<(String, Value)>;

/// What a name asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text or a number, as JavaScript writes it.
    Text(String),
    /// Yes or no.
    Switch(bool),
    /// Several, such as resolutions.
    List(Vec<String>),
    /// An overlay.
    Layer(Box<Layer>),
}

/// A picture, text, video, subtitle or colour on top of the asset. Of what is `None` nothing is written.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layer {
    /// What it shows; `None` for a type that doesn't exist, which is written without its beginning.
    pub input: Option<Input>,
    /// `lm`
    pub mode: Option<String>,
    /// `lx`, `ly`, `lxc`, `lyc`, `lfo`, `lap`: where it lies.
    pub place: Vec<(&'static str, String)>,
    /// `lso`, `leo`, `ldu`: when it is shown.
    pub timing: Vec<(&'static str, String)>,
    /// What is done to it, layers on top of it included.
    pub steps: Vec<Step>,
}

/// What a layer shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A text.
    Text(String, Encoding),
    /// A picture of the library, by its path.
    Image(String, Encoding),
    /// A film, by its path.
    Video(String, Encoding),
    /// Subtitles, by the path of their file.
    Subtitles(String, Encoding),
    /// A colour.
    Color(String),
}

/// How the input of a layer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Plain where its letters allow it, else base64.
    #[default]
    Auto,
    /// Plain: `i-…`
    Plain,
    /// Base64: `ie-…`
    Base64,
}

/// Stands in a path for the transformation, which is put in when the rest is encoded.
const PLACEHOLDER: &str = "ikt-transformation-goes-here";

/// The URL; empty if there is no source or no endpoint to put it under. The signer is needed if it is to
/// be signed.
pub fn build(source: &Source, signer: &Signer) -> String {
    let chain = transformation(&source.steps);
    match unsigned(source, &chain) {
        Some(url) => signed(url, source, signer),
        None => String::new(),
    }
}

fn unsigned(source: &Source, chain: &str) -> Option<String> {
    if source.src.is_empty() {
        return None;
    }
    let is_whole = source.src.starts_with("http://") || source.src.starts_with("https://");
    let mut url = Url::parse(if is_whole { &source.src } else { &source.endpoint }).ok()?;
    if !source.query.is_empty() {
        // What is there is written anew, as JavaScript does.
        let own: Vec<_> = url.query_pairs().into_owned().collect();
        url.query_pairs_mut().clear().extend_pairs(own).extend_pairs(&source.query);
    }
    let in_query = is_whole || source.position == Position::Query;
    if !is_whole {
        let middle = if in_query || chain.is_empty() { String::new() } else { format!("/tr:{PLACEHOLDER}") };
        let path = format!("{}{middle}/{}", url.path(), source.src);
        url.set_path(&single_slashes(&path));
    }
    let whole = String::from(url);
    Some(match chain {
        "" => whole,
        chain if in_query => format!("{whole}{}tr={chain}", mark(&whole)),
        chain => whole.replacen(PLACEHOLDER, chain, 1),
    })
}

fn signed(url: String, source: &Source, signer: &Signer) -> String {
    let Some(expiry) = source.signed else { return url };
    let at = match expiry {
        Expiry::At(at) => Some(at.to_string()),
        Expiry::Never => None,
    };
    let signature = plain_signature(&url, &source.endpoint, signer, at.as_deref());
    appended(url, at.as_deref(), &signature)
}

/// What a further parameter begins with: a fragment may be in the way, which the SDK overlooks.
fn mark(url: &str) -> char {
    let before_fragment = url.split('#').next().unwrap_or(url);
    if before_fragment.contains('?') { '&' } else { '?' }
}

fn single_slashes(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !single.ends_with('/') {
            single.push(c);
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

    #[test]
    fn a_query_that_is_added_to_is_written_anew() {
        let mut source = Source { src: "https://h.example/a?b/?v=x y&w=%20".into(), ..Source::default() };
        let signer = Signer::new(&Secret::new("private_key_test"));
        assert_eq!(build(&source, &signer), "https://h.example/a?b/?v=x%20y&w=%20");
        source.query = vec![("z".into(), "1 2".into())];
        assert_eq!(build(&source, &signer), "https://h.example/a?b%2F%3Fv=x+y&w=+&z=1+2");
    }
}
