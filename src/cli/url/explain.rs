//! Whether the signature of a URL is right, in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::cli::frame::{Code, Failure, Out};
use crate::cli::login::read;
use crate::config::keyring;
use crate::model::{Account, Secret};
use crate::url::Parts;
use crate::url::classic::Position;
use crate::url::explain::{Difference, Encoding, Explanation, Finding, NamedKey, explain};

/// Tells what there is to say of URLs under the account's endpoint. The code is that of a denied call
/// when one would be refused.
pub(super) fn run(out: Out, urls: &[String], account: &Account, now: Timestamp) -> Result<Code, Failure> {
    let mut code = Code::Done;
    let mut others = None;
    for url in urls {
        let parts = Parts::parse(url, &[&account.delivery])
            .map_err(|error| Failure::usage(error, "Give a whole URL, and the profile it belongs to"))?;
        let mut told = explained(&parts, account, &[], now);
        if told.finding == Finding::Unknown {
            let others = others.get_or_insert_with(|| other_keys(account));
            told = explained(&parts, account, others, now);
        }
        let (right, words) = words(&told.finding);
        let value = json!({
            "valid": right,
            "finding": words,
            "canonical": told.canonical,
            "corrected": told.corrected,
        });
        out.either(&value, || text(&told, right, &words))?;
        if !right {
            code = Code::Denied;
        }
    }
    Ok(code)
}

fn explained(parts: &Parts, account: &Account, others: &[(String, Secret)], now: Timestamp) -> Explanation {
    let own = NamedKey { profile: &account.name, key: &account.private_key };
    let others = others.iter().map(|(profile, key)| NamedKey { profile, key });
    let keys: Vec<_> = std::iter::once(own).chain(others).collect();
    explain(parts, &keys, now.as_second())
}

/// The keys of the other profiles, as far as the keyring gives them.
fn other_keys(account: &Account) -> Vec<(String, Secret)> {
    let Ok(profiles) = read() else { return Vec::new() };
    let names = profiles.profiles.into_keys().filter(|name| *name != account.name);
    names.filter_map(|name| keyring::load(&name).ok().map(|key| (name, key))).collect()
}

fn text(told: &Explanation, right: bool, words: &[String]) -> String {
    let mut lines = words.to_vec();
    lines.push(format!("signed is: {}", told.canonical));
    if !right {
        lines.push(format!("right is:  {}", told.corrected));
    }
    lines.join("\n")
}

/// Whether it is served, and what there is to say.
fn words(finding: &Finding) -> (bool, Vec<String>) {
    match finding {
        Finding::Valid(None) => (true, vec!["valid for ever".to_owned()]),
        Finding::Valid(Some(at)) => (true, vec![format!("valid until {}", local(*at))]),
        Finding::Expired(at) => (false, vec![format!("expired since {}", local(*at))]),
        Finding::Unsigned => (false, vec!["not signed: it has no ik-s".to_owned()]),
        Finding::Unknown => {
            let why = "not signed with the key of this or another profile, or changed in a way that can't be told from the signature";
            (false, vec![why.to_owned()])
        }
        Finding::Differs(differences) => (false, differences.iter().map(difference).collect()),
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::NoQuestionMark => "the signature follows a & though the URL has no ?".to_owned(),
        Difference::UpperCase => "the signature is in upper case; it has to be in lower case".to_owned(),
        Difference::Key(profile) => format!("signed with the key of {profile}"),
        Difference::Encoding(encoding) => format!("signed was the path {}", written(*encoding)),
        Difference::Slashes => "the URL has double slashes where what was signed has one".to_owned(),
        Difference::Endpoint(endpoint) if endpoint.is_empty() => {
            "signed was the whole URL: the endpoint was not taken off".to_owned()
        }
        Difference::Endpoint(endpoint) => format!("signed for the endpoint {endpoint}"),
        Difference::Expiry => "the expiry (ik-t) was added or changed after signing".to_owned(),
        Difference::Transformation => "the transformation was added or changed after signing".to_owned(),
        Difference::SlashLost => "signed was the URL with a double slash behind the endpoint".to_owned(),
        Difference::TransformationChanged(signed) => {
            format!("the transformation was changed after signing: signed was {signed}")
        }
        Difference::TransformationMoved(Position::Path) => {
            "the transformation was moved after signing: signed was the URL with it in the path".to_owned()
        }
        Difference::TransformationMoved(Position::Query) => {
            "the transformation was moved after signing: signed was the URL with it in the query".to_owned()
        }
        Difference::TransformationEncoding => {
            "signed was the transformation in another encoding of , and :".to_owned()
        }
        Difference::Parameter(name) => format!("the parameter {name} was added after signing"),
    }
}

fn written(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Raw => "as it is, not percent-encoded",
        Encoding::Percent => "percent-encoded",
        Encoding::Twice => "percent-encoded twice",
        Encoding::Composed => "with composed letters (NFC)",
        Encoding::ComposedRaw => "with composed letters (NFC), not percent-encoded",
        Encoding::Decomposed => "with decomposed letters (NFD)",
        Encoding::DecomposedRaw => "with decomposed letters (NFD), not percent-encoded",
    }
}

/// A moment in local time.
fn local(at: i64) -> String {
    match Timestamp::from_second(at) {
        Ok(time) => time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        Err(_) => format!("{at} s"),
    }
}
