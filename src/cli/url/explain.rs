//! Whether the signature of a URL is right, in words.

use jiff::Timestamp;
use serde_json::json;

use crate::cli::frame::{Code, Failure, Out};
use crate::cli::login::read;
use crate::config::keyring;
use crate::model::{Account, Secret};
use crate::url::Parts;
use crate::url::explain::{Explanation, Finding, NamedKey, explain};

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
        let (right, words) = told.words();
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
    lines.push(format!("to be signed: {}", told.canonical));
    if !right {
        lines.push(format!("right URL:    {}", told.corrected));
    }
    lines.join("\n")
}
