//! Whether the signature of a URL is right, in words.

use jiff::Timestamp;
use serde_json::json;

use crate::cli::frame::{Code, Failure, Out};
use crate::model::Account;
use crate::url::Parts;
use crate::url::explain::{Explanation, NamedKey, explain};

/// Tells what there is to say of a URL under the account's endpoint. The code is that of a denied call
/// when it would be refused.
pub(super) fn run(out: Out, url: &str, account: &Account, now: Timestamp) -> Result<Code, Failure> {
    let parts = Parts::parse(url, &[&account.delivery])
        .map_err(|error| Failure::usage(error, "Give a whole URL, and the profile it belongs to"))?;
    let keys = [NamedKey { profile: &account.name, key: &account.private_key }];
    let told = explain(&parts, &keys, now.as_second());
    let (right, words) = told.words();
    let value = json!({
        "valid": right,
        "finding": words,
        "canonical": told.canonical,
        "corrected": told.corrected,
    });
    out.either(&value, || text(&told, right, &words))?;
    Ok(if right { Code::Done } else { Code::Denied })
}

fn text(told: &Explanation, right: bool, words: &[String]) -> String {
    let mut lines = words.to_vec();
    lines.push(format!("signed is: {}", told.canonical));
    if !right {
        lines.push(format!("right is:  {}", told.corrected));
    }
    lines.join("\n")
}
