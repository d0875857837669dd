//! `ikt profiles`: the accounts that have a name.

use serde_json::json;

use super::frame::{Code, Common, Failure, Out, With, paths};
use super::login::{read, unsaved};

/// What is done to the profiles.
#[derive(Debug, clap::Args)]
pub(super) struct ProfilesArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// All profiles
    List,
    /// Use this profile when none is named
    Use {
        /// Its name
        name: String,
    },
}

/// Lists the profiles, or chooses the one that is used when none is named.
///
/// # Errors
///
/// When there is no such profile, and when they can't be read or written.
pub(super) fn run(with: With<ProfilesArgs>) -> Result<Code, Failure> {
    let With { args, common: Common { json, .. } } = with;
    let out = Out::new(json);
    let mut profiles = read()?;
    match args.action {
        None | Some(Action::List) => {
            for (name, profile) in &profiles.profiles {
                let default = profiles.default.as_ref() == Some(name);
                let value = json!({
                    "name": name,
                    "default": default,
                    "urlEndpoint": profile.url_endpoint,
                    "publicKey": profile.public_key,
                    "api": profile.api,
                    "upload": profile.upload,
                });
                let sign = if default { '*' } else { ' ' };
                out.either(&value, || format!("{sign} {name}  {}", out.name(&profile.url_endpoint)))?;
            }
            if profiles.profiles.is_empty() {
                out.note("There are no profiles: `ikt login` makes one");
            }
        }
        Some(Action::Use { name }) => {
            profiles.get(&name).map_err(|error| Failure::not_found("Could not use the profile", error))?;
            profiles.default = Some(name.clone());
            profiles.write(&paths()?.profiles()).map_err(unsaved)?;
            out.either(&json!({ "default": name }), || format!("{name} is used when none is named"))?;
        }
    }
    Ok(Code::Done)
}
