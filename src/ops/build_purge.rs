//! Plans of purges: which URLs can be purged, and how many purges many of them take. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use super::build::{BuildError, title};
use super::plan::{Outcome, Plan, Step, Target, Verb};
use crate::url::delivery_url;

/// Purges of a month that the service allows by default (imagekit-api.md 2.11).
pub const PURGES_A_MONTH: usize = 1000;
/// With so many characters before it a `*` is specific enough (imagekit-api.md 2.11).
const SPECIFIC: usize = 15;

/// Why a URL can't be purged (imagekit-api.md 2.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PurgeError {
    /// It isn't below the account's URL endpoint.
    #[error("it doesn't begin with the URL endpoint of this account")]
    Foreign,
    /// A `*` that isn't at its end.
    #[error("a * may only stand at the very end")]
    Star,
    /// A `*` behind too little.
    #[error("before * there must be two levels, 15 characters, or a whole file name")]
    Broad,
    /// One of the two prefixes that the service never purges.
    #[error("the service never purges media/catalog/* and s/files/*")]
    Forbidden,
}

/// Whether a URL can be purged, by the rules that the service tells.
///
/// # Errors
///
/// The rule that it breaks.
pub fn check_purge(url: &str, endpoint: &str) -> Result<(), PurgeError> {
    let path = url.strip_prefix(endpoint.trim_end_matches('/')).and_then(|path| path.strip_prefix('/'));
    let path = path.filter(|path| !path.is_empty()).ok_or(PurgeError::Foreign)?;
    match path.split_once('*') {
        None => Ok(()),
        Some((_, after)) if !after.is_empty() => Err(PurgeError::Star),
        Some(("media/catalog/" | "s/files/", _)) => Err(PurgeError::Forbidden),
        Some((stem, _)) if is_specific(stem) => Ok(()),
        Some(_) => Err(PurgeError::Broad),
    }
}

fn is_specific(stem: &str) -> bool {
    let file = stem.rsplit('/').next().unwrap_or_default();
    let whole = file.rsplit_once('.').is_some_and(|(base, end)| !base.is_empty() && !end.is_empty());
    stem.trim_start_matches('/').contains('/') || stem.chars().count() >= SPECIFIC || whole
}

/// The URL to purge for a target: of a file its own, and with `all` those of its transformations in
/// the query too; of a folder everything in it. `None` for what has no URL.
pub fn purge_url(target: &Target, endpoint: &str, all: bool) -> Option<String> {
    let star = if all { "*" } else { "" };
    match target {
        Target::File { .. } => Some(format!("{}{star}", delivery_url(endpoint, &target.path(), None))),
        Target::Source { folder, name, .. } => {
            Some(format!("{}{star}", delivery_url(endpoint, &folder.join(&super::stored_name(name)), None)))
        }
        Target::Folder(path) => Some(format!("{}/*", delivery_url(endpoint, path.as_str(), None))),
        Target::Url(url) => Some(url.to_string()),
    }
}

/// Folds URLs into as few purges as their folders allow: what several of one folder begin with, and
/// `*`, where that is specific enough. More may be purged than was asked for, which is only slower to
/// deliver for a while. URLs that another one covers are dropped.
pub fn fold(urls: &[String], endpoint: &str) -> Vec<String> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for url in urls {
        let folder = url.rfind('/').map_or(url.as_str(), |at| &url[..at]);
        folders.entry(folder).or_default().push(url);
    }
    let folded: Vec<String> = folders.into_values().flat_map(|group| fold_group(&group, endpoint)).collect();
    let covered = |url: &String| {
        folded
            .iter()
            .any(|other| other != url && other.strip_suffix('*').is_some_and(|stem| url.starts_with(stem)))
    };
    folded.iter().filter(|url| !covered(url)).cloned().collect()
}

fn fold_group(urls: &[&str], endpoint: &str) -> Vec<String> {
    let each = || urls.iter().map(|url| (*url).to_owned()).collect();
    let [first, rest @ ..] = urls else { return Vec::new() };
    if rest.is_empty() {
        return each();
    }
    let mut stem = first.trim_end_matches('*');
    for url in rest {
        let same = stem.char_indices().zip(url.chars()).find(|((_, a), b)| a != b);
        let length = same.map_or(stem.len().min(url.len()), |((at, _), _)| at);
        stem = &stem[..length];
    }
    // A percent-encoded sign stays whole.
    let cut = stem.len() - stem.bytes().rev().take(2).position(|b| b == b'%').map_or(0, |at| at + 1);
    let wild = format!("{}*", &stem[..cut]);
    if check_purge(&wild, endpoint).is_ok() { vec![wild] } else { each() }
}

/// Purges these URLs; those that can't be purged are to be left out before.
///
/// # Errors
///
/// Without any.
pub fn purge(urls: &[String]) -> Result<Plan, BuildError> {
    if urls.is_empty() {
        return Err(BuildError::NoTargets);
    }
    let step = |url: &String| Step { target: Target::Url(url.as_str().into()), verb: Verb::Purge };
    let steps: Arc<[Step]> = urls.iter().map(step).collect();
    Ok(Plan { title: title(&steps), steps, notes: Vec::new() })
}

/// The URL at which caches may still hold what a step took away or replaced; `None` for a step that
/// leaves no such URL.
pub fn stale_url(step: &Step, outcome: &Outcome, endpoint: &str) -> Option<String> {
    let goes = match &step.verb {
        Verb::MoveTo(to) => step.target.folder().as_ref() != Some(to),
        Verb::Discard(_) => true,
        Verb::Rename { purge, .. } => !purge,
        Verb::Delete | Verb::RestoreVersion(_) => true,
        Verb::Upload(options) => options.overwrite,
        _ => false,
    };
    (goes && *outcome == Outcome::Done).then(|| purge_url(&step.target, endpoint, true)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssetId, FolderPath};

    const ENDPOINT: &str = "https://ik.imagekit.io/demo";

    fn file(path: &str) -> Target {
        let (folder, name) = FolderPath::split_file(path);
        Target::File { id: AssetId::new("1"), folder, name: name.into(), size: 1 }
    }

    #[test]
    fn the_rules_of_the_star() {
        let check = |path: &str| check_purge(&format!("{ENDPOINT}{path}"), ENDPOINT);
        for good in
            ["/a.jpg", "/a b.jpg?tr=w-1", "/images/upload*", "/sample.jpg*", "/a-long-beginning*", "/a/*"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check("/img*"), Err(PurgeError::Broad));
        assert_eq!(check("/*"), Err(PurgeError::Broad));
        assert_eq!(check("/*/x.jpg"), Err(PurgeError::Star));
        assert_eq!(check("/media/catalog/*"), Err(PurgeError::Forbidden));
        assert_eq!(check("/"), Err(PurgeError::Foreign));
        assert_eq!(check_purge("https://example.com/a.jpg", ENDPOINT), Err(PurgeError::Foreign));
        assert_eq!(check("-other/a.jpg"), Err(PurgeError::Foreign));
    }

    #[test]
    fn targets_have_urls() {
        let url = |target: &Target| purge_url(target, ENDPOINT, true);
        assert_eq!(url(&file("/a b/x.jpg")).as_deref(), Some("https://ik.imagekit.io/demo/a%20b/x.jpg*"));
        let folder = Target::Folder(FolderPath::new("/a"));
        assert_eq!(url(&folder).as_deref(), Some("https://ik.imagekit.io/demo/a/*"));
    }

    #[test]
    fn many_urls_become_few() {
        let of = |paths: &[&str]| paths.iter().map(|path| format!("{ENDPOINT}{path}")).collect::<Vec<_>>();
        let folded = |paths: &[&str]| fold(&of(paths), ENDPOINT);
        assert_eq!(
            folded(&["/a/hero-1.jpg*", "/a/hero-2.jpg*", "/b/x.jpg*"]),
            of(&["/a/hero-*", "/b/x.jpg*"])
        );
        assert_eq!(folded(&["/a.jpg", "/b.jpg"]), of(&["/a.jpg", "/b.jpg"]), "too broad to fold");
        assert_eq!(folded(&["/a/*", "/a/b/x.jpg", "/a/b/y.jpg"]), of(&["/a/*"]), "covered ones are dropped");
        assert_eq!(folded(&["/a/x%20.jpg", "/a/x%21.jpg"]), of(&["/a/x*"]));
    }

    #[test]
    fn steps_leave_stale_urls_or_not() {
        let stale =
            |verb: Verb| stale_url(&Step { target: file("/a/x.jpg"), verb }, &Outcome::Done, ENDPOINT);
        assert!(stale(Verb::Delete).is_some() && stale(Verb::MoveTo(FolderPath::new("/b"))).is_some());
        assert!(stale(Verb::Rename { name: "y".into(), purge: true }).is_none());
        assert!(stale(Verb::Publish { published: true, versions: false }).is_none());
        let step = Step { target: file("/a/x.jpg"), verb: Verb::Delete };
        assert_eq!(stale_url(&step, &Outcome::Cancelled, ENDPOINT), None);
    }
}
