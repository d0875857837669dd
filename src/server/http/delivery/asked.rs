//! What a delivery request asks for.

use url::form_urlencoded;

use crate::model::AssetId;
use crate::url::{Chain, decode_path};

/// The folder of paths whose last part is for search engines (imagekit-api.md 4.3).
const SEO: &str = "/ik-seo/";
/// What a path may end with to ask for something else than the file, and what that is (imagekit-api.md 4.3).
const SUFFIXES: [(&str, &str); 5] = [
    ("/ik-thumbnail.jpg", "Stills of videos and pages of documents"),
    ("/ik-master.m3u8", "Streams"),
    ("/ik-master.mpd", "Streams"),
    ("/ik-video.mp4", "Videos"),
    ("/ik-gif-video.mp4", "Videos"),
];

/// A request's target, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The file's path in the library, raw.
    pub path: String,
    /// The transformation, of the path if there is one, else of the query.
    pub chain: Chain,
    /// `ik-obj-version`
    pub version: Option<AssetId>,
    /// `ik-attachment`: to be saved and not shown, under this name if one is given.
    pub attachment: Option<Option<String>>,
}

/// A file that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its path in the library, raw.
    pub path: String,
    /// What was asked for instead of the file itself, and isn't made here.
    pub unmade: Option<&'static str>,
}

impl Asked {
    /// A file with a transformation.
    pub(super) fn new(path: String, chain: Chain) -> Self {
        Self { path, chain, version: None, attachment: None }
    }

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
        let saved = parameter("ik-attachment").is_some_and(|value| value == "true");
        let name = parameter("ik-attachment-filename").filter(|name| !name.is_empty());
        Some(Self {
            path: format!("/{}", decode_path(path)?),
            chain,
            version: parameter("ik-obj-version").map(|version| AssetId::new(&version)),
            attachment: saved.then(|| name.map(|name| name.into_owned())),
        })
    }

    /// Takes the default image (`di`) out of the transformation: the path of the last one.
    pub(super) fn take_default(&mut self) -> Option<String> {
        let mut default = None;
        for step in &mut self.chain.steps {
            step.params.retain(|param| match param.value() {
                Some(path) if param.code() == "di" => {
                    default = Some(format!("/{}", path.replace("@@", "/").trim_start_matches('/')));
                    false
                }
                _ => true,
            });
        }
        default
    }

    /// The files that may be meant, the likeliest first: a file of that very path goes before what the
    /// service reads into the path.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let plain = Candidate { path: self.path.clone(), unmade: None };
        let seo = seo(&self.path).map(|path| Candidate { path, unmade: None });
        let suffixed = SUFFIXES.iter().find_map(|(suffix, what)| {
            let path = self.path.strip_suffix(suffix).filter(|path| !path.is_empty())?;
            Some(Candidate { path: path.to_owned(), unmade: Some(what) })
        });
        [Some(plain), seo, suffixed].into_iter().flatten().collect()
    }

    /// Whether a picture is asked for that would have to be made from words.
    pub(super) fn is_generated(&self) -> bool {
        self.path.split('/').any(|part| part.starts_with("ik-genimg-prompt"))
    }
}

/// `/DSC1234.jpg` of `/ik-seo/DSC1234/eiffel-tower.jpg`.
fn seo(path: &str) -> Option<String> {
    let (file, name) = path.strip_prefix(SEO)?.rsplit_once('/')?;
    let (_, extension) = name.rsplit_once('.')?;
    Some(format!("/{file}.{extension}"))
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
    fn what_a_path_may_mean() {
        let candidates = |path: &str| {
            let all = Asked::new(path.to_owned(), Chain::default()).candidates();
            all.into_iter().map(|file| (file.path, file.unmade.is_some())).collect::<Vec<_>>()
        };
        let file = |path: &str, unmade| (path.to_owned(), unmade);
        assert_eq!(candidates("/a/b.jpg"), [file("/a/b.jpg", false)]);
        assert_eq!(
            candidates("/ik-seo/a/DSC1/the-tower.jpg"),
            [file("/ik-seo/a/DSC1/the-tower.jpg", false), file("/a/DSC1.jpg", false)]
        );
        assert_eq!(
            candidates("/a/b.mp4/ik-thumbnail.jpg"),
            [file("/a/b.mp4/ik-thumbnail.jpg", false), file("/a/b.mp4", true)]
        );
        for odd in ["/ik-seo/", "/ik-seo/a.jpg", "/ik-seo/a/b", "/ik-video.mp4"] {
            assert_eq!(candidates(odd), [file(odd, false)]);
        }
        assert!(Asked::new("/ik-genimg-prompt-a cat/x.jpg".into(), Chain::default()).is_generated());
    }

    #[test]
    fn the_default_image_is_no_part_of_the_work() {
        let mut asked = Asked::new("/a.jpg".into(), Chain::parse("w-1,di-a@@b c.jpg:di-x.png,h-2"));
        assert_eq!(asked.take_default().as_deref(), Some("/x.png"));
        assert_eq!(asked.chain.to_string(), "w-1:h-2");
        assert_eq!(asked.take_default(), None);
        asked.chain = Chain::parse("di-@@a@@b c.jpg");
        assert_eq!(asked.take_default().as_deref(), Some("/a/b c.jpg"));
    }

    #[test]
    fn attachments() {
        let attachment = |query| Asked::parse(&format!("/a.jpg?{query}"), "http://h").unwrap().attachment;
        assert_eq!(attachment("ik-attachment=true"), Some(None));
        let named = attachment("ik-attachment=true&ik-attachment-filename=b%20%C3%A9.jpg");
        assert_eq!(named, Some(Some("b é.jpg".into())));
        assert_eq!(attachment("ik-attachment=false&ik-attachment-filename=b.jpg"), None);
    }

    #[test]
    fn versions() {
        let asked = Asked::parse("/a.jpg?ik-obj-version=598821f949c0a938d57563bd", "http://h").unwrap();
        assert_eq!(asked.version, Some(AssetId::new("598821f949c0a938d57563bd")));
    }
}
