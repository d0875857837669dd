//! The libraries that can be opened from the screen: profiles at each of their URL endpoints, the local
//! library, and what the command line or the environment names besides.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::frame::{Choice, Failure, Library, LibraryArgs, Serving, choice, journals_of};
use crate::app::Door;
use crate::config::{Memory, Paths, Profiles, read_memory};
use crate::model::{Account, Report};
use crate::runtime::{Enter, Open, Opening};

/// How long the local libraries may take to end what is under way.
const CLOSING: Duration = Duration::from_secs(2);

/// How the library behind a door is found.
#[derive(Clone, Debug)]
enum Way {
    Chosen(Choice),
    /// Its key is asked of the keyring when it is entered.
    Profile {
        name: String,
        endpoint: String,
    },
}

/// Libraries by the number of their door, each with its server if it is the local one.
type Opened = HashMap<usize, (Library, Option<Serving>)>;

/// All doors, and the libraries behind those that were opened. Clones are the same.
#[derive(Clone)]
pub(super) struct Doors {
    paths: Paths,
    doors: Arc<[(Door, Way)]>,
    /// Whatever profiles say, nothing is to be changed.
    read_only: bool,
    opened: Arc<Mutex<Opened>>,
}

impl Doors {
    /// The doors, and the number of the one that was chosen.
    pub(super) fn new(paths: &Paths, profiles: &Profiles, chosen: Choice, read_only: bool) -> (Self, usize) {
        let mut doors = Vec::new();
        for (name, profile) in &profiles.profiles {
            for endpoint in profile.endpoints() {
                let door = Door {
                    name: name.clone(),
                    place: endpoint.trim_end_matches('/').to_owned(),
                    read_only: read_only || profile.read_only,
                };
                doors.push((door, Way::Profile { name: name.clone(), endpoint: endpoint.to_owned() }));
            }
        }
        let local = Choice::Local(paths.data.clone());
        doors.push((door_of(&local, read_only), Way::Chosen(local)));
        let wanted = door_of(&chosen, read_only);
        let same = |(door, _): &(Door, Way)| door.name == wanted.name && door.place == wanted.place;
        let at = doors.iter().position(same).unwrap_or_else(|| {
            doors.push((wanted.clone(), Way::Chosen(chosen.clone())));
            doors.len() - 1
        });
        // Its key is known already.
        if let Some((_, way)) = doors.get_mut(at) {
            *way = Way::Chosen(chosen);
        }
        let doors = Self { paths: paths.clone(), doors: doors.into(), read_only, opened: Arc::default() };
        (doors, at)
    }

    /// As the screen lists them.
    pub(super) fn listed(&self) -> Vec<Door> {
        self.doors.iter().map(|(door, _)| door.clone()).collect()
    }

    /// Opens the library behind a door, and again after a failure.
    pub(super) fn open(&self, door: usize) -> Open {
        let doors = self.clone();
        Arc::new(move || {
            let doors = doors.clone();
            Box::pin(async move { doors.account(door).await })
        })
    }

    /// Opens libraries by their numbers.
    pub(super) fn enter(&self) -> Enter {
        let doors = self.clone();
        Arc::new(move |door| {
            let doors = doors.clone();
            Box::pin(async move {
                let account = doors.account(door).await?;
                let memory_file = doors.memory_file(door);
                let memory = memory_file.as_deref().map(left).unwrap_or_default();
                let (open, cache, journal) = (doors.open(door), doors.cache(door), doors.journal(door));
                let catalog = doors.catalog(door);
                Ok(Opening { account, open, cache, memory, memory_file, journal, catalog })
            })
        })
    }

    /// Where pictures of the library are kept; the local one is as near as the disk.
    pub(super) fn cache(&self, door: usize) -> Option<PathBuf> {
        let (_, way) = self.doors.get(door)?;
        (!matches!(way, Way::Chosen(Choice::Local(_)))).then(|| self.paths.cache.join("previews"))
    }

    /// Where runs on the library are written down.
    pub(super) fn journal(&self, door: usize) -> Option<PathBuf> {
        let (_, way) = self.doors.get(door)?;
        Some(match way {
            Way::Chosen(choice) => choice.journals(&self.paths),
            Way::Profile { endpoint, .. } => journals_of(endpoint, &self.paths),
        })
    }

    /// Where the library's next session finds what it is to know: a local library has it in its folder.
    pub(super) fn memory_file(&self, door: usize) -> Option<PathBuf> {
        let (door, way) = self.doors.get(door)?;
        Some(match way {
            Way::Chosen(Choice::Local(data)) => data.join("memory.json"),
            Way::Chosen(Choice::Account(account)) if door.name != account.name => {
                self.paths.memory(Some(&door.place.replace(':', "_")))
            }
            _ => self.paths.memory(Some(&door.name)),
        })
    }

    /// Where the copy of the library is that is searched offline: a local library has it in its folder.
    pub(super) fn catalog(&self, door: usize) -> Option<PathBuf> {
        let (_, way) = self.doors.get(door)?;
        Some(match way {
            Way::Chosen(choice) => choice.catalog(&self.paths),
            Way::Profile { name, .. } => self.paths.catalog(name),
        })
    }

    /// Ends the local libraries that are served in this process.
    pub(super) async fn close(&self) {
        let closed = async {
            for (_, (library, serving)) in self.opened.lock().await.drain() {
                drop(serving);
                library.close().await;
            }
        };
        if tokio::time::timeout(CLOSING, closed).await.is_err() {
            tracing::warn!("a local library was still busy at the end");
        }
    }

    /// The account of the library behind a door: kept open until the end. One that is served by this
    /// process is told of, so that commands join it.
    async fn account(&self, number: usize) -> Result<Account, Report> {
        let mut opened = self.opened.lock().await;
        let kept = opened.get(&number).filter(|(library, _)| library.is_served_here());
        // A local library that another process served may be gone by now.
        let account = match kept {
            Some((library, _)) => library.account().clone(),
            None => {
                let choice = self.choice(number).await?;
                let data = match &choice {
                    Choice::Local(data) => Some(data.clone()),
                    Choice::Account(_) => None,
                };
                let library = Library::open(choice).await?;
                let serving = data.filter(|_| library.is_served_here()).and_then(|data| {
                    // Without it commands are only kept waiting.
                    Serving::tell(&data, library.account())
                        .inspect_err(|error| {
                            tracing::warn!(%error, "could not tell where the library is served");
                        })
                        .ok()
                });
                let account = library.account().clone();
                opened.insert(number, (library, serving));
                account
            }
        };
        Ok(Account { read_only: account.read_only || self.read_only, ..account })
    }

    async fn choice(&self, number: usize) -> Result<Choice, Report> {
        let gone = || Report::new("Could not open the library", "it is gone", "");
        let (name, endpoint) = match self.doors.get(number).map(|(_, way)| way.clone()).ok_or_else(gone)? {
            Way::Chosen(choice) => return Ok(choice),
            Way::Profile { name, endpoint } => (name, endpoint),
        };
        // The keyring may take its time.
        let asked = tokio::task::spawn_blocking(move || {
            choice(&LibraryArgs { profile: Some(name), ..LibraryArgs::default() })
        });
        let failed = |why: String| Report::new("Could not open the library", why, "");
        match asked.await.map_err(|error| failed(error.to_string()))? {
            Ok(Choice::Account(account)) => {
                let delivery = endpoint.trim_end_matches('/').to_owned();
                Ok(Choice::Account(Box::new(Account { delivery, ..*account })))
            }
            Ok(local) => Ok(local),
            Err(Failure::Told(report, _)) => Err(*report),
            Err(Failure::Pipe) => Err(gone()),
        }
    }
}

fn door_of(choice: &Choice, read_only: bool) -> Door {
    match choice {
        Choice::Account(account) => Door {
            name: account.name.clone(),
            place: account.delivery.clone(),
            read_only: read_only || account.read_only,
        },
        Choice::Local(data) => {
            Door { name: "local library".to_owned(), place: data.display().to_string(), read_only }
        }
    }
}

/// What the last session left. Nothing of it is worth a start that fails.
pub(super) fn left(file: &std::path::Path) -> Memory {
    read_memory(file).unwrap_or_else(|error| {
        tracing::warn!(%error, file = %file.display(), "could not read what the last session left");
        Memory::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Profile;
    use crate::model::Secret;

    fn paths() -> Paths {
        Paths { data: "/d".into(), config: "/c".into(), cache: "/x".into(), state: "/s".into() }
    }

    fn profiles() -> Profiles {
        let mut profiles = Profiles::default();
        let work = Profile {
            url_endpoint: "https://ik.imagekit.io/work/".into(),
            more_endpoints: vec!["https://img.example.com".into()],
            public_key: "p".into(),
            read_only: true,
            ..Profile::default()
        };
        profiles.put("work", work).expect("a profile");
        profiles
    }

    fn account(name: &str, delivery: &str) -> Choice {
        let key = Secret::new("private_x");
        let profile = Profile { url_endpoint: delivery.into(), public_key: "p".into(), ..Profile::default() };
        Choice::Account(Box::new(profile.account(name, key).expect("an account")))
    }

    #[test]
    fn each_endpoint_of_a_profile_is_a_door_and_the_chosen_one_is_among_them() {
        let (doors, at) =
            Doors::new(&paths(), &profiles(), account("work", "https://ik.imagekit.io/work"), false);
        let listed = doors.listed();
        let places: Vec<_> = listed.iter().map(|door| door.place.as_str()).collect();
        assert_eq!(places, ["https://ik.imagekit.io/work", "https://img.example.com", "/d"]);
        assert_eq!((at, listed[0].read_only, listed[2].read_only), (0, true, false));
        assert_eq!(doors.memory_file(0), Some("/s/memory/work.json".into()));
        assert_eq!((doors.memory_file(2), doors.cache(2)), (Some("/d/memory.json".into()), None));
        // Both endpoints of a profile lead to one library.
        let catalogs: Vec<_> = (0..3).filter_map(|door| doors.catalog(door)).collect();
        let work = std::path::PathBuf::from("/s/catalog/work.db");
        assert_eq!(catalogs, [work.clone(), work, "/d/catalog.db".into()]);
    }

    #[test]
    fn what_is_no_profile_is_a_door_of_its_own() {
        let (doors, at) =
            Doors::new(&paths(), &profiles(), account("ImageKit", "https://ik.imagekit.io/env"), true);
        assert_eq!((at, doors.listed().len()), (3, 4));
        assert!(doors.listed().iter().all(|door| door.read_only));
        let (doors, at) = Doors::new(&paths(), &Profiles::default(), Choice::Local("/other".into()), false);
        assert_eq!((at, doors.memory_file(at)), (1, Some("/other/memory.json".into())));
    }
}
