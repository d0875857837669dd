//! `ikt login` and `ikt logout`: the keys of an account, tested and kept by name.

use std::io::{self, IsTerminal};

use serde_json::json;

use super::frame::{Code, Common, Failure, Out, With, answer, block_on, confirm, failed, paths};
use crate::api::{Answer, Client, Error, KeyState, ListQuery};
use crate::config::{Profile, Profiles, ProfilesError, keyring};
use crate::model::{Report, Secret};

/// The profile that is meant when none is named.
const USUAL: &str = "default";

/// Which profile, and on which hosts. Keys are never arguments: others can see these.
#[derive(Debug, clap::Args)]
pub(super) struct LoginArgs {
    /// Origin of the management API, when it isn't ImageKit's
    #[arg(long, value_name = "ORIGIN")]
    api_host: Option<String>,
    /// Origin of the upload API, when it isn't ImageKit's
    #[arg(long, value_name = "ORIGIN")]
    upload_host: Option<String>,
    /// Use this profile when none is named
    #[arg(long)]
    default: bool,
}

/// Which profile is forgotten.
#[derive(Debug, clap::Args)]
pub(super) struct LogoutArgs {
    /// Don't ask
    #[arg(long, short)]
    yes: bool,
}

/// Asks for URL endpoint, public key and private key, tests them by a read, and keeps them: the private
/// key in the keyring of the system. Without a terminal they are read from standard input, one a line,
/// in this order.
///
/// # Errors
///
/// When the keys are refused; when they can't be kept.
pub(super) fn run(with: With<LoginArgs>) -> Result<Code, Failure> {
    let With { args, common: Common { json, library } } = with;
    let out = Out::new(json);
    let name = library.profile.unwrap_or_else(|| USUAL.to_owned());
    let (api, upload) = match library.url {
        Some(origin) => (Some(origin.clone()), Some(origin)),
        None => (args.api_host, args.upload_host),
    };
    let (url_endpoint, public_key, private_key) =
        asked().map_err(|error| Failure::here("Could not read the keys", error, ""))?;
    let profile = Profile { url_endpoint, public_key, api, upload, ..Profile::default() };
    let account = profile.account(&name, private_key.clone()).map_err(|error| {
        Failure::usage(
            in_plain_words(&error.to_string()),
            "Copy them from the dashboard, under Developer options",
        )
    })?;
    block_on(async move { test(&Client::new(account).map_err(failed("Could not use the keys"))?).await })?;
    keep(&name, profile, args.default)?;
    if let Err(error) = keyring::save(&name, &private_key) {
        let report = Report::new(
            format!("The keys are right, and the profile {name} is saved, but not its private key"),
            error.to_string(),
            "Set IMAGEKIT_PRIVATE_KEY beside the profile; or all of IMAGEKIT_PRIVATE_KEY, IMAGEKIT_PUBLIC_KEY and \
             IMAGEKIT_URL_ENDPOINT, with IMAGEKIT_API_HOST and IMAGEKIT_UPLOAD_HOST for other hosts",
        );
        return Err(Failure::new(Code::General, report));
    }
    out.either(&json!({ "profile": name, "keyStored": true }), || format!("Logged in as {name}"))?;
    Ok(Code::Done)
}

/// The config names variables, since these are what most errors are about; here they were typed.
fn in_plain_words(error: &str) -> String {
    [
        ("IMAGEKIT_PRIVATE_KEY", "the private key"),
        ("IMAGEKIT_PUBLIC_KEY", "the public key"),
        ("IMAGEKIT_URL_ENDPOINT", "the URL endpoint"),
        ("IMAGEKIT_API_HOST", "--api-host"),
        ("IMAGEKIT_UPLOAD_HOST", "--upload-host"),
    ]
    .into_iter()
    .fold(error.to_owned(), |text, (variable, words)| text.replace(variable, words))
}

fn asked() -> io::Result<(String, String, Secret)> {
    let terminal = io::stdin().is_terminal();
    let question = |text: &str| if terminal { answer(text) } else { answer("") };
    let endpoint = question("URL endpoint (https://ik.imagekit.io/your_id): ")?;
    let public = question("Public key: ")?;
    let private =
        if terminal { rpassword::prompt_password("Private key (not shown): ")? } else { answer("")? };
    Ok((endpoint.trim().to_owned(), public.trim().to_owned(), Secret::new(private.trim())))
}

/// Tests keys by a read.
async fn test(client: &Client) -> Result<(), Failure> {
    let query = ListQuery { limit: Some(1), ..ListQuery::default() };
    match client.list(&query).await {
        Ok(_) => Ok(()),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: Error) -> Failure {
    let state = error.answer().and_then(Answer::key_state);
    let what = match state {
        Some(KeyState::Missing) => "The private key did not reach the service (401)",
        Some(KeyState::Wrong) => "The private key is wrong (403)",
        Some(KeyState::Expired) => "The private key has expired (403)",
        Some(KeyState::Disabled) => "The account is disabled (403)",
        None => "Could not test the keys",
    };
    failed(what)(error)
}

fn keep(name: &str, profile: Profile, default: bool) -> Result<(), Failure> {
    let path = paths()?.profiles();
    let mut profiles = read()?;
    profiles.put(name, profile).map_err(|error| Failure::usage(error, ""))?;
    if default {
        profiles.default = Some(name.to_owned());
    }
    profiles.write(&path).map_err(unsaved)
}

/// All profiles.
///
/// # Errors
///
/// When they can't be read.
pub(super) fn read() -> Result<Profiles, Failure> {
    Profiles::read(&paths()?.profiles()).map_err(|error| {
        Failure::here("Could not read the profiles", error, "Correct the file, or delete it")
    })
}

/// A failure of writing profiles.
pub(super) fn unsaved(error: ProfilesError) -> Failure {
    Failure::here("Could not save the profiles", error, "See that the folder can be written")
}

/// Forgets a profile and its private key.
///
/// # Errors
///
/// When there is no such profile, when the user says no, and when the keyring can't be used.
pub(super) fn logout(with: With<LogoutArgs>) -> Result<Code, Failure> {
    let With { args, common: Common { json, library } } = with;
    let out = Out::new(json);
    let mut profiles = read()?;
    let name = library.profile.or_else(|| profiles.default.clone()).unwrap_or_else(|| USUAL.to_owned());
    let unknown = |error| Failure::not_found("Could not log out", error);
    profiles.get(&name).map_err(unknown)?;
    confirm(&format!("Forget the profile {name} and its private key"), args.yes)?;
    // The key first: a profile that is gone would hide that its key is still there.
    let forgotten = keyring::forget(&name);
    profiles.remove(&name).map_err(unknown)?;
    profiles.write(&paths()?.profiles()).map_err(unsaved)?;
    if let Err(error) = forgotten {
        out.note(format!("The keyring was left as it is: {error}"));
    }
    out.either(&json!({ "profile": name, "outcome": "done" }), || format!("Logged out of {name}"))?;
    Ok(Code::Done)
}
