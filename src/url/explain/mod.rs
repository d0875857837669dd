//! Why a signed URL is refused: its signature is tried in all the ways in which URLs go wrong.

mod relatives;
mod variants;
mod words;

use super::classic::Position;
use super::mac::Signer;
use super::parts::Parts;
use super::sign::{canonical, sign};
use crate::model::Secret;
use relatives::relatives;
use variants::{Variant, variants};

/// A key that a URL may have been signed with.
#[derive(Clone, Copy, Debug)]
pub struct NamedKey<'a> {
    /// The profile that it belongs to.
    pub profile: &'a str,
    /// The private key.
    pub key: &'a Secret,
}

/// What is to be said of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether it is served, and if not, why.
    pub finding: Finding,
    /// The text that the service expects to be signed, expiry included.
    pub canonical: String,
    /// The same URL, rightly signed with the first key; with an expiry that has passed left out.
    pub corrected: String,
}

/// Whether a URL is served, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Rightly signed; until when, in Unix seconds.
    Valid(Option<i64>),
    /// Rightly signed, but valid until this Unix second only.
    Expired(i64),
    /// There is no signature.
    Unsigned,
    /// Signed otherwise than the service checks it; the fewest differences that explain it.
    Differs(Vec<Difference>),
    /// Not signed with any of the keys, or changed in a way that can't be told from the signature.
    Unknown,
}

/// One way in which a signature can differ from the one that the service expects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Difference {
    /// The signature stands behind `&` though the URL has no `?`.
    NoQuestionMark,
    /// The signature is in upper case.
    UpperCase,
    /// Signed with the key of this profile.
    Key(String),
    /// The path was signed in another encoding.
    Encoding(Encoding),
    /// The URL has double slashes where what was signed has one.
    Slashes,
    /// What was signed has a double slash behind the endpoint, and the URL one.
    SlashLost,
    /// Signed for this endpoint; empty when none was taken off.
    Endpoint(String),
    /// The expiry was added or changed after signing: signed was a URL without one.
    Expiry,
    /// The transformation was added or changed after signing: signed was a URL without one.
    Transformation,
    /// The transformation was changed after signing: signed was a URL with this one.
    TransformationChanged(String),
    /// The transformation was moved after signing: signed was a URL that has it here.
    TransformationMoved(Position),
    /// The transformation was signed with its commas and colons as they are, or encoded.
    TransformationEncoding,
    /// This parameter was added after signing.
    Parameter(String),
}

/// How a path can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Not encoded at all.
    Raw,
    /// Percent-encoded.
    Percent,
    /// Percent-encoded twice.
    Twice,
    /// With composed letters (NFC), `é` as one.
    Composed,
    /// With composed letters, not encoded.
    ComposedRaw,
    /// With decomposed letters (NFD), `é` as two.
    Decomposed,
    /// With decomposed letters, not encoded.
    DecomposedRaw,
}

/// Explains a URL. The first of `keys` is that of the profile which the endpoint belongs to; `now` is in
/// Unix seconds.
pub fn explain(parts: &Parts, keys: &[NamedKey<'_>], now: i64) -> Explanation {
    let (parts, repaired) = repaired(parts);
    let expire = parts.parameter("ik-t");
    let bare = parts.without(&["ik-t", "ik-s"]);
    let url = bare.to_string();
    let until = expire.and_then(|at| at.parse::<i64>().ok());
    let corrected = keys.first().map_or(url.clone(), |own| {
        let ahead = until.filter(|&at| at > now).and_then(|at| u64::try_from(at).ok());
        sign(&url, &parts.endpoint, own.key, ahead)
    });
    let finding = match parts.parameter("ik-s") {
        None => Finding::Unsigned,
        Some(signature) => {
            let lower = signature.to_ascii_lowercase();
            let upper = (lower != signature).then_some(Difference::UpperCase);
            let known = repaired.into_iter().chain(upper).collect();
            judge(known, least(&bare, keys, expire, &lower), until, now)
        }
    };
    Explanation { finding, canonical: canonical(&url, &parts.endpoint, expire), corrected }
}

/// A URL whose signature follows `&` without a `?`, as if it had one.
fn repaired(parts: &Parts) -> (Parts, Option<Difference>) {
    let at = ["&ik-t=", "&ik-s="].iter().filter_map(|mark| parts.path.find(mark)).min();
    match at {
        Some(at) if parts.query.is_none() => {
            let query = parts.path[at + 1..].split('&').map(str::to_owned).collect();
            let path = parts.path[..at].to_owned();
            (Parts { path, query: Some(query), ..parts.clone() }, Some(Difference::NoQuestionMark))
        }
        _ => (parts.clone(), None),
    }
}

fn judge(
    mut known: Vec<Difference>,
    found: Option<Vec<Difference>>,
    until: Option<i64>,
    now: i64,
) -> Finding {
    let Some(found) = found else { return Finding::Unknown };
    known.extend(found);
    match until {
        _ if !known.is_empty() => Finding::Differs(known),
        Some(at) if at < now => Finding::Expired(at),
        until => Finding::Valid(until),
    }
}

/// The fewest differences with which the signature is genuine; none if it is what the service expects.
fn least(
    bare: &Parts,
    keys: &[NamedKey<'_>],
    expire: Option<&str>,
    signature: &str,
) -> Option<Vec<Difference>> {
    let signers: Vec<_> = keys.iter().map(|own| (own.profile, Signer::new(own.key))).collect();
    let commoner = least_of(variants(bare, expire), &signers, signature);
    commoner.or_else(|| least_of(relatives(bare, expire), &signers, signature))
}

fn least_of(variants: Vec<Variant>, signers: &[(&str, Signer)], signature: &str) -> Option<Vec<Difference>> {
    let mut best: Option<Vec<Difference>> = None;
    for variant in variants {
        for (at, (profile, signer)) in signers.iter().enumerate() {
            let foreign = (at > 0).then(|| Difference::Key((*profile).to_owned()));
            let count = variant.differences.len() + foreign.iter().len();
            let is_better = best.as_ref().is_none_or(|best| count < best.len());
            if is_better && signer.matches(&variant.message, signature) {
                best = Some(foreign.into_iter().chain(variant.differences.iter().cloned()).collect());
            }
        }
    }
    best
}

#[cfg(test)]
mod tests;
