//! `ikt profiles`: the accounts that have a name.

use serde_json::json;

use super::frame::{Code, Common, Failure, Out, With, paths};
use super::login::{read, unsaved};
use crate::config::{Profile, Profiles};
use crate::model::parse_endpoint;

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
    /// Refuse every change of this profile's library, or allow changes again
    ReadOnly {
        /// Its name
        name: String,
        /// Allow changes again
        #[arg(long)]
        off: bool,
    },
    /// Add a further URL endpoint to a profile, to be chosen on the screen
    Endpoint {
        /// Its name
        name: String,
        /// The URL endpoint, with its scheme
        url: String,
        /// Take it away
        #[arg(long)]
        remove: bool,
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
                    "moreEndpoints": profile.more_endpoints,
                    "readOnly": profile.read_only,
                });
                let sign = if default { '*' } else { ' ' };
                let read_only = if profile.read_only { "  read only" } else { "" };
                let endpoints: Vec<_> = profile.endpoints().map(|url| out.name(url).to_string()).collect();
                out.either(&value, || format!("{sign} {name}  {}{read_only}", endpoints.join("  ")))?;
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
        Some(Action::ReadOnly { name, off }) => {
            let profile = change(&mut profiles, &name)?;
            profile.read_only = !off;
            profiles.write(&paths()?.profiles()).map_err(unsaved)?;
            let state = if off { "may be changed" } else { "is to be read only" };
            out.either(&json!({ "profile": name, "readOnly": !off }), || format!("{name} {state}"))?;
        }
        Some(Action::Endpoint { name, url, remove }) => {
            let url = url.trim_end_matches('/').to_owned();
            parse_endpoint(&url).map_err(|error| Failure::usage(error, ""))?;
            let profile = change(&mut profiles, &name)?;
            profile.more_endpoints.retain(|own| *own != url);
            if !remove {
                profile.more_endpoints.push(url);
            }
            let all: Vec<_> = profile.endpoints().map(str::to_owned).collect();
            profiles.write(&paths()?.profiles()).map_err(unsaved)?;
            out.either(&json!({ "profile": name, "urlEndpoints": all }), || all.join("\n"))?;
        }
    }
    Ok(Code::Done)
}

fn change<'a>(profiles: &'a mut Profiles, name: &str) -> Result<&'a mut Profile, Failure> {
    let unknown = profiles.get(name).map(|_| ());
    unknown.map_err(|error| Failure::not_found("Could not change the profile", error))?;
    Ok(profiles.profiles.entry(name.to_owned()).or_default())
}
