//! The texts that a URL's signature may have been made of.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::super::parts::Parts;
use super::super::sign::canonical;
use super::super::{decode_path, encode_path};
use super::{Difference, Encoding};

/// A text that may have been signed, and how the URL differs from it.
pub(super) struct Variant {
    pub(super) message: String,
    pub(super) differences: Vec<Difference>,
}

/// One choice of something, with the difference that it makes.
pub(super) type Choice<T> = (T, Option<Difference>);

/// All variants of a URL without its signature.
pub(super) fn variants(bare: &Parts, expire: Option<&str>) -> Vec<Variant> {
    let mut all = Vec::new();
    for (parts, parameter) in parameters(bare) {
        for (parts, chain) in chains(&parts) {
            for (path, encoding) in paths(&parts.path) {
                for (path, slashes) in slashes(&path) {
                    let url = Parts { path, ..parts.clone() }.to_string();
                    for (endpoint, other) in endpoints(bare) {
                        for (expire, expiry) in expiries(expire) {
                            let differences = [&parameter, &chain, &encoding, &slashes, &other, &expiry];
                            all.push(Variant {
                                message: canonical(&url, &endpoint, expire),
                                differences: differences.into_iter().flatten().cloned().collect(),
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

fn parameters(bare: &Parts) -> Vec<Choice<Parts>> {
    let mut all = vec![(bare.clone(), None)];
    for pair in bare.query.iter().flatten() {
        let name = pair.split('=').next().unwrap_or_default();
        if name != "tr" {
            all.push((bare.without(&[name]), Some(Difference::Parameter(name.to_owned()))));
        }
    }
    all
}

fn chains(parts: &Parts) -> Vec<Choice<Parts>> {
    let mut all = vec![(parts.clone(), None)];
    if parts.path_chain.is_some() || parts.parameter("tr").is_some() {
        let without = Parts { path_chain: None, ..parts.without(&["tr"]) };
        all.push((without, Some(Difference::Transformation)));
    }
    for form in [literal, form_encoded] {
        let mut other = parts.clone();
        for pair in other.query.iter_mut().flatten() {
            if let Some(value) = pair.strip_prefix("tr=") {
                *pair = format!("tr={}", form(value));
            }
        }
        if other != *parts {
            all.push((other, Some(Difference::TransformationEncoding)));
        }
    }
    all
}

fn literal(value: &str) -> String {
    decode_path(&value.replace('+', "%20")).map_or_else(|| value.to_owned(), Into::into)
}

pub(super) fn form_encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(literal(value).as_bytes()).collect()
}

pub(super) fn paths(path: &str) -> Vec<Choice<String>> {
    let mut all = vec![(path.to_owned(), None)];
    let Some(raw) = decode_path(path) else { return all };
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&raw);
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&raw);
    // The commoner explanation first: what was seen before isn't tried again.
    let forms = [
        (encode_path(&raw), Encoding::Percent),
        (raw.to_string(), Encoding::Raw),
        (encode_path(path), Encoding::Twice),
        (encode_path(&composed), Encoding::Composed),
        (encode_path(&decomposed), Encoding::Decomposed),
        (composed.into_owned(), Encoding::ComposedRaw),
        (decomposed.into_owned(), Encoding::DecomposedRaw),
    ];
    for (form, encoding) in forms {
        if all.iter().all(|(known, _)| *known != form) {
            all.push((form, Some(Difference::Encoding(encoding))));
        }
    }
    all
}

fn slashes(path: &str) -> Vec<Choice<String>> {
    let single: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let single = single.join("/");
    let other = (single != path).then_some((single, Some(Difference::Slashes)));
    let double = (!path.starts_with('/')).then(|| (format!("/{path}"), Some(Difference::SlashLost)));
    [(path.to_owned(), None)].into_iter().chain(other).chain(double).collect()
}

/// The endpoint, itself without its last segments, itself with the next segments of the path, and none.
fn endpoints(bare: &Parts) -> Vec<Choice<String>> {
    let other = |endpoint: String| (endpoint.clone(), Some(Difference::Endpoint(endpoint)));
    let mut all = vec![(bare.endpoint.clone(), None)];
    let mut shorter = &*bare.endpoint;
    while let Some((rest, _)) = shorter.rsplit_once('/').filter(|(rest, _)| !rest.ends_with('/')) {
        shorter = rest;
        all.push(other(rest.to_owned()));
    }
    if bare.path_chain.is_none() {
        let folders = bare.path.match_indices('/').map(|(at, _)| &bare.path[..at]);
        all.extend(
            folders
                .filter(|folder| !folder.is_empty())
                .map(|folder| other(format!("{}/{folder}", bare.endpoint))),
        );
    }
    // No URL contains a blank, so that nothing is taken off.
    all.push((" ".to_owned(), Some(Difference::Endpoint(String::new()))));
    all
}

fn expiries(expire: Option<&str>) -> Vec<Choice<Option<&str>>> {
    let mut all = vec![(expire, None)];
    if expire.is_some() {
        all.push((None, Some(Difference::Expiry)));
    }
    all
}
