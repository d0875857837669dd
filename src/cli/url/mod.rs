//! `ikt url`: a delivery URL, transformed and signed; or why a signature is refused.

mod case;
mod explain;
mod typed;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use self::case::Case;
use self::typed::TypedCase;
use super::batch::{self, Raised};
use super::frame::{Choice, Code, Failure, Library, Out, With, block_on, choice};
use crate::model::Account;
use crate::url::Signer;
use crate::url::classic::{Expiry, Position};
use crate::url::typed::{Source, Step, Value as Setting, build};

/// A file and what is to be made of it.
#[derive(Debug, clap::Args)]
pub(super) struct UrlArgs {
    /// The path of a file, or a whole URL
    #[arg(required_unless_present = "batch")]
    file: Option<String>,
    /// A transformation, as in w-300,h-200:rt-90
    #[arg(long, value_name = "CHAIN")]
    tr: Option<String>,
    /// A transformation by the names of the SDKs, as in width=300; all in one step, behind --tr
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Put the transformation into the path instead of the query
    #[arg(long)]
    in_path: bool,
    /// A parameter for the query, as in ik-attachment=true
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<(String, String)>,
    /// Sign it
    #[arg(long)]
    sign: bool,
    /// Sign it for a time, as in 1h or 30m
    #[arg(long, value_name = "TIME", value_parser = span)]
    expires: Option<SignedDuration>,
    /// Tell whether the signature of a URL is right, and if not, why, and the right one
    #[arg(long, conflicts_with_all = ["tr", "set", "in_path", "query", "sign", "expires", "batch"])]
    explain: bool,
    /// Read calls of the SDKs from standard input, one JSON object a line ({"client": …, "options": …,
    /// "now": …}, with "fn" for those of the newer SDKs), and answer each with {"value": …} or
    /// {"error": {"kind": …, "message": …}}; the exit code is 9 when some are errors
    #[arg(long, conflicts_with_all = ["file", "tr", "set", "in_path", "query", "sign", "expires"])]
    batch: bool,
}

/// Writes the URL, or what is to be said of one.
///
/// # Errors
///
/// When there is no account, or the text is no delivery URL.
pub(super) fn run(with: With<UrlArgs>) -> Result<Code, Failure> {
    let With { args, common } = with;
    let out = Out::new(common.json);
    if args.batch {
        return batch::run(out, answer);
    }
    let account = match choice(&common.library)? {
        Choice::Account(account) => *account,
        local => block_on(async move {
            let library = Library::open(local).await?;
            let account = library.account().clone();
            library.close().await;
            Ok(account)
        })?,
    };
    let now = Timestamp::now();
    if args.explain {
        return explain::run(out, &args.file.unwrap_or_default(), &account, now);
    }
    let url = build(&args.source(&account, now), &Signer::new(&account.private_key));
    out.either(&json!({ "url": url }), || url.clone())?;
    Ok(Code::Done)
}

impl UrlArgs {
    fn source(&self, account: &Account, now: Timestamp) -> Source {
        let raw = self.tr.iter().map(|chain| vec![("raw".to_owned(), Setting::Text(chain.clone()))]);
        let named: Step =
            self.set.iter().map(|(name, value)| (name.clone(), Setting::Text(value.clone()))).collect();
        Source {
            endpoint: account.delivery.clone(),
            src: self.file.clone().unwrap_or_default(),
            steps: raw.chain([named]).collect(),
            position: if self.in_path { Position::Path } else { Position::Query },
            query: self.query.clone(),
            signed: match self.expires {
                Some(time) => Some(Expiry::At(now.as_second().saturating_add(time.as_secs()))),
                None => self.sign.then_some(Expiry::Never),
            },
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it should be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A span of time above zero, as in `1h`; a number alone is seconds.
fn span(text: &str) -> Result<SignedDuration, String> {
    let time = match text.parse::<i64>() {
        Ok(seconds) => SignedDuration::from_secs(seconds),
        Err(_) => text.parse::<SignedDuration>().map_err(|error| error.to_string())?,
    };
    if time.as_secs() > 0 { Ok(time) } else { Err("it should be above zero".to_owned()) }
}

/// A call of one of the SDKs.
fn answer(case: &Value) -> Result<Value, Raised> {
    let unreadable = |error: serde_json::Error| Raised::new("JSONDecodeError", error.to_string());
    if case.get("fn").is_some() {
        return TypedCase::read(case).map_err(unreadable)?.answer();
    }
    Case::read(case).map_err(unreadable)?.url().map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time() {
        assert_eq!(span("1h"), Ok(SignedDuration::from_hours(1)));
        assert_eq!(span("90"), Ok(SignedDuration::from_secs(90)));
        assert!(span("0").is_err() && span("-1h").is_err() && span("soon").is_err());
    }

    #[test]
    fn pairs() {
        assert_eq!(pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(pair("a").is_err());
    }
}
