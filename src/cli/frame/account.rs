//! Which library a command is about.

use std::env;
use std::path::PathBuf;

use super::arguments::LibraryArgs;
use super::failure::Failure;
use crate::config::{Environment, Paths, Profiles, environment, keyring};
use crate::model::{Account, Secret, parse_endpoint};

/// The name of an account that the environment or the command line gives without a profile.
const NO_PROFILE: &str = "ImageKit";

/// A library: an account that is known, or the local library in a folder.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Choice {
    Account(Box<Account>),
    Local(PathBuf),
}

impl Choice {
    /// The folder of the journals of the library: beside the local one, or by the URL endpoint of the
    /// account, so that every profile and machine name of it finds the same.
    pub(in crate::cli) fn journals(&self, paths: &Paths) -> PathBuf {
        match self {
            Self::Local(data) => data.join("journal"),
            Self::Account(account) => journals_of(&account.delivery, paths),
        }
    }

    /// The file of the copy of the library.
    pub(in crate::cli) fn catalog(&self, paths: &Paths) -> PathBuf {
        match self {
            Self::Local(data) => data.join("catalog.db"),
            Self::Account(account) => paths.catalog(&catalog_name(account)),
        }
    }
}

/// What the copy of an account's library is called: as its profile is, or, without one, by its URL endpoint,
/// since the environment may name another account the next time.
fn catalog_name(account: &Account) -> String {
    match account.name.as_str() {
        NO_PROFILE => plain(&account.delivery),
        name => name.to_owned(),
    }
}

/// Where the runs of the account with this URL endpoint are written down.
pub(in crate::cli) fn journals_of(endpoint: &str, paths: &Paths) -> PathBuf {
    paths.state.join("journal").join(plain(endpoint))
}

/// A URL endpoint as the name of a file.
fn plain(endpoint: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    endpoint.trim_end_matches('/').chars().map(plain).collect()
}

/// The library that is meant: that of `--data`, of `--profile`, of the environment, of the default
/// profile, or else the local library in its usual folder. `--url` points the account to another host.
///
/// # Errors
///
/// When what is asked for isn't there, or can't be used.
pub(in crate::cli) fn choose(args: &LibraryArgs, paths: &Paths) -> Result<Choice, Failure> {
    choose_with(args, paths, |name| env::var(name).ok(), keyring::load)
}

fn choose_with(
    args: &LibraryArgs,
    paths: &Paths,
    variable: impl Fn(&str) -> Option<String>,
    keyring: impl FnOnce(&str) -> Result<Secret, keyring::KeyringError>,
) -> Result<Choice, Failure> {
    if let Some(data) = &args.data {
        return Ok(Choice::Local(data.clone()));
    }
    let unusable = |why: &dyn ToString| Failure::here("Could not use the account", why.to_string(), "");
    let environment = environment(variable);
    let profile = match &args.profile {
        Some(name) => Some(name.clone()),
        None if matches!(environment, Ok(Environment::Account(_))) => None,
        None => profiles(paths)?.default,
    };
    let account = match (profile, environment) {
        (Some(name), environment) => {
            let profiles = profiles(paths)?;
            let profile = profiles.get(&name).map_err(|error| unusable(&error))?;
            let key = match environment {
                // The key alone in the environment stands in for a keyring.
                Ok(Environment::Key(key)) => key,
                _ => keyring(&name).map_err(|error| no_key(&error))?,
            };
            Some(profile.account(&name, key).map_err(|error| unusable(&error))?)
        }
        (None, Err(error)) => return Err(unusable(&error)),
        (None, Ok(Environment::Account(account))) => Some(*account),
        (None, Ok(Environment::Key(key))) if args.url.is_some() => Some(key_alone(key)),
        (None, Ok(Environment::Key(_))) => return Err(unusable(&Environment::key_alone())),
        (None, Ok(Environment::Nothing)) => None,
    };
    match (account, &args.url) {
        (Some(account), None) => Ok(Choice::Account(Box::new(account))),
        (Some(account), Some(url)) => Ok(Choice::Account(Box::new(at(account, url)?))),
        (None, None) => Ok(Choice::Local(paths.data.clone())),
        (None, Some(_)) => {
            Err(unusable(&"--url needs a private key: set IMAGEKIT_PRIVATE_KEY, or name a profile"))
        }
    }
}

fn profiles(paths: &Paths) -> Result<Profiles, Failure> {
    Profiles::read(&paths.profiles()).map_err(|error| {
        Failure::here("Could not read the profiles", error, "Correct the file, or delete it")
    })
}

fn no_key(error: &keyring::KeyringError) -> Failure {
    Failure::here(
        "Could not get the private key",
        error,
        "Run `ikt login`, or set IMAGEKIT_PRIVATE_KEY beside the profile",
    )
}

/// An account of which the private key alone is known: good for the API, and for a local library's
/// deliveries.
fn key_alone(private_key: Secret) -> Account {
    Account {
        name: NO_PROFILE.to_owned(),
        api: String::new(),
        upload: String::new(),
        delivery: String::new(),
        public_key: String::new(),
        private_key,
        read_only: false,
    }
}

/// The account at another origin.
fn at(account: Account, origin: &str) -> Result<Account, Failure> {
    parse_endpoint(origin).map_err(|error| Failure::usage(format!("--url: {error}"), ""))?;
    let origin = origin.trim_end_matches('/').to_owned();
    let delivery = match account.delivery.as_str() {
        // What `ikt serve` has unless told otherwise.
        "" => format!("{origin}/local"),
        given => given.to_owned(),
    };
    Ok(Account { api: origin.clone(), upload: origin, delivery, ..account })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Profile;

    const ALL: [(&str, &str); 3] = [
        ("IMAGEKIT_PRIVATE_KEY", "private_env"),
        ("IMAGEKIT_PUBLIC_KEY", "public_env"),
        ("IMAGEKIT_URL_ENDPOINT", "https://ik.imagekit.io/env"),
    ];

    struct Home {
        paths: Paths,
        _folder: tempfile::TempDir,
    }

    fn home(default: Option<&str>) -> Home {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let paths = Paths { data: at("data"), config: at("config"), cache: at("cache"), state: at("state") };
        let mut profiles = Profiles::default();
        let profile = Profile {
            url_endpoint: "https://ik.imagekit.io/work".into(),
            public_key: "public_work".into(),
            ..Profile::default()
        };
        profiles.put("work", profile).expect("a profile");
        profiles.default = default.map(str::to_owned);
        profiles.write(&paths.profiles()).expect("profiles");
        Home { paths, _folder: folder }
    }

    fn chosen(
        default: Option<&str>,
        args: &LibraryArgs,
        variables: &[(&str, &str)],
    ) -> Result<(String, String), String> {
        let home = home(default);
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        match choose_with(args, &home.paths, variable, |_| Ok(Secret::new("private_ring"))) {
            Ok(Choice::Account(account)) => Ok((account.delivery, account.private_key.reveal().to_owned())),
            Ok(Choice::Local(data)) => {
                Ok((data.file_name().unwrap_or_default().to_string_lossy().into_owned(), String::new()))
            }
            Err(Failure::Told(report, _)) => Err(report.why),
            Err(Failure::Pipe) => Err("pipe".to_owned()),
        }
    }

    fn pair(delivery: &str, key: &str) -> Result<(String, String), String> {
        Ok((delivery.to_owned(), key.to_owned()))
    }

    #[test]
    fn the_nearest_choice_counts() {
        let none = LibraryArgs::default();
        let work = LibraryArgs { profile: Some("work".into()), ..none.clone() };
        let data = LibraryArgs { data: Some("elsewhere".into()), ..work.clone() };
        assert_eq!(chosen(None, &none, &[]), pair("data", ""));
        assert_eq!(chosen(Some("work"), &none, &[]), pair("https://ik.imagekit.io/work", "private_ring"));
        assert_eq!(chosen(Some("work"), &none, &ALL), pair("https://ik.imagekit.io/env", "private_env"));
        assert_eq!(chosen(None, &work, &ALL), pair("https://ik.imagekit.io/work", "private_ring"));
        assert_eq!(chosen(None, &work, &ALL[..1]), pair("https://ik.imagekit.io/work", "private_env"));
        assert_eq!(chosen(None, &data, &ALL), pair("elsewhere", ""));
    }

    #[test]
    fn what_is_missing_is_told() {
        let none = LibraryArgs::default();
        let ghost = LibraryArgs { profile: Some("ghost".into()), ..none.clone() };
        assert_eq!(chosen(None, &ghost, &[]), Err("there is no profile `ghost`; there are work".into()));
        let error = chosen(None, &none, &ALL[..1]).expect_err("a key alone");
        assert!(error.contains("IMAGEKIT_PUBLIC_KEY") && !error.contains("private_env"), "{error}");
        let url = LibraryArgs { url: Some("http://127.0.0.1:9".into()), ..none };
        assert!(chosen(None, &url, &[]).expect_err("no key").contains("IMAGEKIT_PRIVATE_KEY"));
        assert_eq!(chosen(None, &url, &ALL[..1]), pair("http://127.0.0.1:9/local", "private_env"));
    }
}
