//! What a delivery request asks for.

use url::form_urlencoded;

use crate::model::AssetId;
use crate::url::{Chain, decode_path};

/// A request's target, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The file's path in the library, raw.
    pub path: String,
    /// The transformation, of the path if there is one, else of the query.
    pub chain: Chain,
    /// `ik-obj-version`
    pub version: Option<AssetId>,
}

impl Asked {
    /// Reads a target (path and query, still encoded); `None` if it isn't below the endpoint or its
    /// path isn't UTF-8.
    pub(super) fn parse(target: &str, endpoint: &str) -> Option<Self> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.strip_prefix(endpoint_path(endpoint))?.strip_prefix('/')?;
        let parameter = |name| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(found, _)| found == name).map(|(_, value)| value)
        };
        let (path, chain) = match transformation(path)? {
            Some((chain, path)) => (path, Chain::parse(&chain)),
            None => (path, Chain::parse(&parameter("tr").unwrap_or_default())),
        };
        Some(Self {
            path: format!("/{}", decode_path(path)?),
            chain,
            version: parameter("ik-obj-version").map(|version| AssetId::new(&version)),
        })
    }
}

/// The path of a target without a transformation at its beginning, and the transformation in either
/// place. For counting: both as they are written.
pub(in crate::server::http) fn split_transformation(target: &str) -> (String, Option<String>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut parts: Vec<&str> = path.split('/').collect();
    let at = parts.iter().position(|part| decode_path(part).is_some_and(|part| part.starts_with("tr:")));
    // After the host's slash and the id.
    let in_path = at.filter(|at| *at == 2).and_then(|at| decode_path(parts.remove(at)));
    let chain = match in_path.as_deref().and_then(|part| part.strip_prefix("tr:")) {
        Some(chain) => Some(chain.to_owned()),
        None => form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "tr")
            .map(|(_, chain)| chain.into_owned()),
    };
    (parts.join("/"), chain.filter(|chain| !chain.is_empty()))
}

/// The path that the endpoint itself has: `/id` of `http://127.0.0.1:1234/id`.
pub(super) fn endpoint_path(endpoint: &str) -> &str {
    let host = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    host.find('/').map_or("", |at| host[at..].trim_end_matches('/'))
}

/// Splits off the transformation that a path may begin with: `tr:w-100/a.jpg`. The outer `None` is
/// for one that isn't UTF-8.
fn transformation(path: &str) -> Option<Option<(String, &str)>> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let first = decode_path(first)?;
    Some(first.strip_prefix("tr:").map(|chain| (chain.to_owned(), rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(target: &str) -> Option<(String, String)> {
        let asked = Asked::parse(target, "http://127.0.0.1:80/demo")?;
        Some((asked.path, asked.chain.to_string()))
    }

    fn pair(path: &str, chain: &str) -> Option<(String, String)> {
        Some((path.to_owned(), chain.to_owned()))
    }

    #[test]
    fn the_chain_in_either_place() {
        assert_eq!(parse("/demo/a/b.jpg"), pair("/a/b.jpg", ""));
        assert_eq!(parse("/demo/tr:w-1,h-2:rt-90/a/b.jpg"), pair("/a/b.jpg", "w-1,h-2:rt-90"));
        assert_eq!(parse("/demo/tr%3Aw-1%2Ch-2/a.jpg?tr=w-5"), pair("/a.jpg", "w-1,h-2"));
        assert_eq!(parse("/demo/a.jpg?v=1&tr=w-1%2Ch-2%3Art-90"), pair("/a.jpg", "w-1,h-2:rt-90"));
        assert_eq!(parse("/demo/a.jpg?tr=l-text,i-a+b,l-end"), pair("/a.jpg", "l-text,i-a b,l-end"));
        assert_eq!(parse("/demo/a/tr:w-1/b.jpg"), pair("/a/tr:w-1/b.jpg", ""));
    }

    #[test]
    fn a_target_without_its_transformation() {
        let split = |target| split_transformation(target);
        let both = |path: &str, chain: Option<&str>| (path.to_owned(), chain.map(str::to_owned));
        assert_eq!(split("/demo/tr:w-1,h-2/a%20b.jpg?x=1"), both("/demo/a%20b.jpg", Some("w-1,h-2")));
        assert_eq!(split("/demo/a.jpg?updatedAt=1&tr=w-1%2Ch-2"), both("/demo/a.jpg", Some("w-1,h-2")));
        assert_eq!(split("/demo/d/tr:w-1/a.jpg"), both("/demo/d/tr:w-1/a.jpg", None));
    }

    #[test]
    fn names_are_decoded_once() {
        assert_eq!(parse("/demo/a%20b+c%2520.jpg"), pair("/a b+c%20.jpg", ""));
        assert_eq!(parse("/demo/%ff.jpg"), None);
        assert_eq!(parse("/demon/a.jpg"), None);
        assert_eq!(parse("/demo"), None);
    }

    #[test]
    fn versions() {
        let asked = Asked::parse("/a.jpg?ik-obj-version=598821f949c0a938d57563bd", "http://h").unwrap();
        assert_eq!(asked.version, Some(AssetId::new("598821f949c0a938d57563bd")));
    }
}
