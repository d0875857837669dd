//! What a form is written of.

use std::borrow::Cow;

use crate::model::Secret;
use crate::url::classic::{self, Expiry, Options, Position};
use crate::url::delivery::{decode_path, encode_path, encode_transformation};
use crate::url::mac::Signer;
use crate::url::parts::Parts;
use crate::url::typed::{self, Source};

/// A URL that is asked for, and how it is shown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Request {
    /// Whose rules the URL follows.
    pub rules: Rules,
    /// The URL endpoint.
    pub endpoint: String,
    /// The path of a file from the root of the library, not encoded; or a whole URL, whose transformation
    /// always goes into the query.
    pub path: String,
    /// The transformation as written in a URL: `w-300,h-200:rt-90`. What is no legal sign there is encoded.
    pub chain: String,
    /// Where the transformation goes.
    pub position: Position,
    /// Parameters for the query, not encoded, each once.
    pub query: Vec<(String, String)>,
    /// Whether it is signed.
    pub signing: Signing,
    /// The time, in Unix seconds.
    pub now: i64,
    /// What the picture shows, in words.
    pub alt: String,
    /// How wide it is shown, in CSS pixels.
    pub width: Option<u32>,
    /// How high it is shown, in CSS pixels.
    pub height: Option<u32>,
    /// The `sizes` of a responsive picture, as in `(min-width: 800px) 50vw, 100vw`.
    pub sizes: Option<String>,
}

/// Whose rules a URL follows. Both ask for the same; they differ in how a query is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Rules {
    /// Those of the newer SDKs: [`typed`].
    #[default]
    Typed,
    /// Those of imagekitio 4.1.0: [`classic`].
    Classic,
}

/// Whether a URL is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Signing {
    /// It isn't.
    #[default]
    No,
    /// It is, and valid for ever.
    Forever,
    /// It is, and valid for so many seconds from now.
    For(i64),
}

impl Request {
    /// The URL.
    pub fn url(&self, signer: &Signer) -> String {
        self.url_of(&self.chain, signer)
    }

    /// The URL with another transformation.
    pub(super) fn url_of(&self, chain: &str, signer: &Signer) -> String {
        match self.rules {
            Rules::Typed => typed::build(&self.source(chain), signer),
            Rules::Classic => classic::build(&self.options(chain), signer),
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.path.starts_with("http://") || self.path.starts_with("https://")
    }

    pub(super) fn is_signed(&self) -> bool {
        self.signing != Signing::No
    }

    /// The path as it stands in the URL. imagekitio 4.1.0 loses a `;` at the end unless it is encoded.
    pub(super) fn encoded_path(&self, rules: Rules) -> Cow<'_, str> {
        match rules {
            _ if self.is_whole() => (&*self.path).into(),
            Rules::Typed => encode_path(&self.path).into(),
            Rules::Classic => encode_path(&self.path).replace(';', "%3B").into(),
        }
    }

    /// A transformation in the encoding in which an SDK of these rules is given it: imagekitio 4.1.0
    /// encodes that of a query itself.
    pub(super) fn encoded_chain(&self, chain: &str, rules: Rules) -> String {
        let encoded = encode_transformation(chain);
        let in_query = self.position == Position::Query || self.is_whole();
        if rules == Rules::Classic && in_query {
            return decode_path(&encoded).map_or_else(|| encoded.clone(), Cow::into_owned);
        }
        encoded
    }

    /// What a URL asks for, so that it can be changed and built again: by the rules that give the same
    /// URL if there are such, else by those of the newer SDKs. `now` is in Unix seconds.
    pub fn of(parts: &Parts, now: i64) -> Self {
        let own = |name: &str| matches!(name, "tr" | "ik-t" | "ik-s");
        let pairs = parts.query.iter().flatten().filter_map(|pair| pair.split_once('='));
        let query = pairs.filter(|(name, _)| !own(name)).map(|(name, value)| (form(name), form(value)));
        let signing = match (parts.parameter("ik-s"), parts.parameter("ik-t").map(str::parse::<i64>)) {
            (None, _) => Signing::No,
            (Some(_), Some(Ok(until))) => Signing::For(until.saturating_sub(now)),
            (Some(_), _) => Signing::Forever,
        };
        let typed = Self {
            endpoint: parts.endpoint.clone(),
            path: decode_path(&parts.path).map_or_else(|| parts.path.clone(), Cow::into_owned),
            chain: written_chain(parts),
            position: if parts.path_chain.is_some() { Position::Path } else { Position::Query },
            query: query.collect(),
            signing,
            now,
            ..Self::default()
        };
        let classic = Self { rules: Rules::Classic, ..typed.clone() };
        let unsigned = parts.without(&["ik-t", "ik-s"]).to_string();
        let is_the_same =
            |request: &Self| Self { signing: Signing::No, ..request.clone() }.url(&nobody()) == unsigned;
        if !is_the_same(&typed) && is_the_same(&classic) { classic } else { typed }
    }

    fn source(&self, chain: &str) -> Source {
        let chain = self.encoded_chain(chain, Rules::Typed);
        Source {
            endpoint: self.endpoint.clone(),
            src: self.encoded_path(Rules::Typed).into_owned(),
            steps: vec![vec![("raw".to_owned(), typed::Value::Text(chain))]],
            position: self.position,
            query: self.query.clone(),
            signed: self.expiry(),
        }
    }

    fn options(&self, chain: &str) -> Options {
        let address = self.encoded_path(Rules::Classic).into_owned();
        let (path, src) = if self.is_whole() { (String::new(), address) } else { (address, String::new()) };
        let chain = self.encoded_chain(chain, Rules::Classic);
        Options {
            endpoint: self.endpoint.clone(),
            path,
            src,
            steps: vec![vec![("raw".to_owned(), chain)]],
            position: self.position,
            query: self.query.clone(),
            signed: self.expiry(),
        }
    }

    fn expiry(&self) -> Option<Expiry> {
        match self.signing {
            Signing::No => None,
            Signing::Forever => Some(Expiry::Never),
            Signing::For(seconds) => Some(Expiry::At(self.now.saturating_add(seconds))),
        }
    }
}

/// The transformation as the newer SDKs write it: one in the manner of forms is decoded.
fn written_chain(parts: &Parts) -> String {
    if let Some(segment) = &parts.path_chain {
        // The mark itself may be encoded too.
        return segment
            .strip_prefix("tr:")
            .map_or_else(|| form(segment).replacen("tr:", "", 1), str::to_owned);
    }
    let written = parts.parameter("tr").unwrap_or_default();
    let is_form =
        written.contains(['+', '%']) && !written.contains([',', ':', '@', '(', ')', '\'', '!', '*']);
    if is_form { form(written) } else { written.to_owned() }
}

/// A text of a query, decoded.
fn form(text: &str) -> String {
    decode_path(&text.replace('+', "%20")).map_or_else(|| text.to_owned(), Cow::into_owned)
}

/// For URLs that aren't signed.
fn nobody() -> Signer {
    Signer::new(&Secret::new(""))
}
