//! `ikt doctor`: looks whether everything that ikt needs is there.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::frame::{Choice, Code, Common, Failure, Library, Out, With, block_on, choice, paths};
use crate::api::{Answer, Client, Error, KeyState};
use crate::config::{Pictures, Profiles, keyring};
use crate::model::text::harmless;
use crate::runtime;

/// Signed URLs and upload tokens suffer from a clock that is off by more.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// Nothing but what all commands take.
#[derive(Debug, clap::Args)]
pub(super) struct DoctorArgs {}

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Good,
    /// It works without.
    Note,
    Bad,
}

/// What was looked at.
struct Finding {
    what: &'static str,
    state: State,
    text: String,
}

impl Finding {
    fn new(what: &'static str, state: State, text: impl Into<String>) -> Self {
        Self { what, state, text: text.into() }
    }
}

/// Looks, and writes what it finds.
///
/// # Errors
///
/// When nobody reads any more. What is bad makes the code [`Code::General`].
pub(super) fn run(with: With<DoctorArgs>) -> Result<Code, Failure> {
    let Common { json, library } = with.common;
    let out = Out::new(json);
    let paths = paths()?;
    let preferences = super::config::read(&paths.preferences());
    let pictures = preferences.as_ref().map(|(preferences, _)| preferences.pictures).unwrap_or_default();
    let preferences = match preferences {
        Ok(_) => Finding::new("preferences", State::Good, paths.preferences().display().to_string()),
        Err(report) => Finding::new("preferences", State::Bad, report.why),
    };
    let profiles = Profiles::read(&paths.profiles());
    let profile = profiles.as_ref().ok().and_then(|profiles| profiles.default.clone());
    let profiles = match &profiles {
        Ok(profiles) if profiles.profiles.is_empty() => Finding::new("profiles", State::Note, "none"),
        Ok(profiles) => {
            let names: Vec<&str> = profiles.profiles.keys().map(String::as_str).collect();
            Finding::new("profiles", State::Good, names.join(", "))
        }
        Err(error) => Finding::new("profiles", State::Bad, error.to_string()),
    };
    let keyring = keyring_works(library.profile.as_deref().or(profile.as_deref()));
    let mut findings = vec![preferences, profiles, keyring, folder(&paths.data), terminal(pictures)?];
    match choice(&library) {
        Ok(choice) => findings.extend(block_on(async { Ok(service(choice).await) })?),
        Err(Failure::Told(report, _)) => findings.push(Finding::new("account", State::Bad, report.why)),
        Err(Failure::Pipe) => return Err(Failure::Pipe),
    }
    for Finding { what, state, text } in &findings {
        let (word, sign) = match state {
            State::Good => ("good", "✓"),
            State::Note => ("note", "·"),
            State::Bad => ("bad", "✗"),
        };
        let value = json!({ "check": what, "state": word, "text": text });
        out.either(&value, || format!("{sign} {what:<12} {}", harmless(text)))?;
    }
    let bad = findings.iter().any(|finding| finding.state == State::Bad);
    Ok(if bad { Code::General } else { Code::Done })
}

fn keyring_works(profile: Option<&str>) -> Finding {
    const WHAT: &str = "keyring";
    match keyring::load(profile.unwrap_or("default")) {
        Ok(_) => Finding::new(WHAT, State::Good, "it holds the private key"),
        Err(keyring::KeyringError::Missing(_)) if profile.is_none() => {
            Finding::new(WHAT, State::Good, "it answers")
        }
        // A profile's key may come from the environment.
        Err(error) => Finding::new(WHAT, State::Note, format!("{error}: set IMAGEKIT_PRIVATE_KEY instead")),
    }
}

/// The folder of the local library, or the nearest one above that is there already.
fn folder(data: &Path) -> Finding {
    const WHAT: &str = "data folder";
    let there = data.ancestors().find(|path| path.is_dir());
    let writable = there.map(|path| tempfile_in(path).map(|()| path));
    match writable {
        Some(Ok(_)) => Finding::new(WHAT, State::Good, data.display().to_string()),
        Some(Err(error)) => {
            Finding::new(WHAT, State::Bad, format!("{} can't be written: {error}", data.display()))
        }
        None => Finding::new(WHAT, State::Bad, format!("{} can't be made", data.display())),
    }
}

fn tempfile_in(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".ikt-doctor-{}", std::process::id()));
    std::fs::write(&path, [])?;
    std::fs::remove_file(path)
}

fn terminal(pictures: Pictures) -> Result<Finding, Failure> {
    const WHAT: &str = "terminal";
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Ok(Finding::new(WHAT, State::Note, "there is none to look at"));
    }
    let term = env::var("TERM").unwrap_or_default();
    if matches!(term.as_str(), "" | "dumb") {
        return Ok(Finding::new(WHAT, State::Bad, "TERM says that it can't draw"));
    }
    block_on(async {
        Ok(match runtime::graphics(pictures).await {
            Ok(way) => Finding::new(WHAT, State::Good, format!("{term}, pictures: {way}")),
            Err(error) => Finding::new(WHAT, State::Bad, format!("{term}, can't be asked: {error}")),
        })
    })
}

/// The account or the local library: whether it answers, takes the key, and agrees on the time.
async fn service(choice: Choice) -> Vec<Finding> {
    let place = match &choice {
        Choice::Account(account) => format!("{} at {}", account.name, account.api),
        Choice::Local(data) => format!("the local library in {}", data.display()),
    };
    let library = match Library::open(choice).await {
        Ok(library) => library,
        Err(report) => {
            return vec![Finding::new("account", State::Bad, format!("{}: {}", report.what, report.why))];
        }
    };
    let mut findings = vec![Finding::new("account", State::Good, place)];
    match Client::new(library.account().clone()) {
        Ok(client) => findings.extend(asked(&client.once()).await),
        Err(error) => findings.push(Finding::new("network", State::Bad, error.to_string())),
    }
    library.close().await;
    findings
}

async fn asked(client: &Client) -> Vec<Finding> {
    let (sent, answer) = (Timestamp::now(), client.raw("GET", "/v1/files?limit=1", None).await);
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return vec![Finding::new("network", State::Bad, error.to_string())],
    };
    let key = match &answer.error {
        None => Finding::new("key", State::Good, "it is taken"),
        Some(error) => Finding::new("key", State::Bad, key_in_words(error)),
    };
    let network = Finding::new("network", State::Good, format!("the API answers ({})", answer.status));
    let date = answer.headers.iter().find(|(name, _)| name == "date").map(|(_, value)| value.as_str());
    vec![network, key, clock(date, sent)]
}

fn key_in_words(error: &Error) -> String {
    match error.answer().and_then(Answer::key_state) {
        Some(KeyState::Missing) => "there is none (401)".to_owned(),
        Some(KeyState::Wrong) => "it is wrong (403)".to_owned(),
        Some(KeyState::Expired) => "it has expired (403)".to_owned(),
        Some(KeyState::Disabled) => "its account is disabled (403)".to_owned(),
        None => error.to_string(),
    }
}

fn clock(date: Option<&str>, now: Timestamp) -> Finding {
    const WHAT: &str = "clock";
    let Some(there) = date.and_then(|date| rfc2822::DateTimeParser::new().parse_timestamp(date).ok()) else {
        return Finding::new(WHAT, State::Note, "the service doesn't tell its time");
    };
    let skew = now.duration_since(there);
    if skew.abs() > SKEW {
        let text =
            format!("off by {} s from the service: signatures and upload tokens may fail", skew.as_secs());
        return Finding::new(WHAT, State::Bad, text);
    }
    Finding::new(WHAT, State::Good, "agrees with the service")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_noticed() {
        let now: Timestamp = "2026-01-02T03:04:05Z".parse().expect("a time");
        let state = |date| clock(date, now).state;
        assert_eq!(state(Some("Fri, 02 Jan 2026 03:04:50 GMT")), State::Good);
        assert_eq!(state(Some("Fri, 02 Jan 2026 03:14:05 GMT")), State::Bad);
        assert_eq!(state(Some("yesterday")), State::Note);
        assert_eq!(state(None), State::Note);
    }
}
