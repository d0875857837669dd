//! Downloads as steps of a run: into the chosen folder alone, and never half a file under its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Runner;
use super::send::{Tries, what};
use crate::api::{Error, Flow, Kind};
use crate::model::Report;
use crate::ops::place::{download_url, inside, prepare, relative, safe, with_format};
use crate::ops::plan::{Download, Existing, JobEvent, Outcome, Step};

/// Names that are tried beside one that is taken.
const NUMBERS: u32 = 1000;

/// Where a file goes.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// Here.
    At(PathBuf),
    /// Nowhere, and why.
    Nowhere(String),
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Stores a file on the local disk.
    pub(super) async fn download(&self, index: usize, step: &Step, to: &Download) -> Outcome {
        let path = step.target.path();
        let (wanted, size) = (to.clone(), step.target.size());
        let asked = path.clone();
        let placing = tokio::task::spawn_blocking(move || place(&wanted, &asked, size));
        let place = match placing.await {
            Ok(Ok(Place::At(place))) => place,
            Ok(Ok(Place::Nowhere(why))) => return Outcome::Nothing(why),
            Ok(Err(why)) => return Outcome::Failed(Report::new(what(step), why, "Choose another folder")),
            Err(error) => return Outcome::Failed(Report::new(what(step), error.to_string(), "")),
        };
        self.fetch_until_done(index, step, to.transformation.as_deref(), &place).await
    }

    async fn fetch_until_done(
        &self,
        index: usize,
        step: &Step,
        transformation: Option<&str>,
        place: &Path,
    ) -> Outcome {
        let path = step.target.path();
        let (mut tries, mut private) = (Tries::new(), false);
        let bytes = AtomicU64::new(0);
        loop {
            let url = download_url(self.asker.account(), &path, private, transformation);
            let fetching = self.asker.download(&url, place, |there, _| bytes.store(there, Ordering::Relaxed));
            let error = match self.watched(index, &bytes, |flow| flow != Flow::Go, fetching).await {
                Some(Ok(_)) => return Outcome::Done,
                Some(Err(Error::Stopped)) => return Outcome::Cancelled,
                Some(Err(error)) => error,
                // What is there is taken up again after a pause, and after a stop by a later run.
                None if self.goes_on().await => continue,
                None => return Outcome::Cancelled,
            };
            match error.kind() {
                // Only a private file needs a signature, and nobody has said yet whether it is one.
                Some(Kind::Unsigned) if !private => private = true,
                _ if error.is_unclear() || error.is_postponed() => {
                    if !self.wait_for_another(&error, &mut tries).await {
                        return Outcome::Failed(error.report(&what(step)));
                    }
                }
                _ => return Outcome::Failed(error.report(&what(step))),
            }
        }
    }

    /// Waits for the end of a pause. False when the run was stopped instead.
    async fn goes_on(&self) -> bool {
        let mut flow = self.flow.clone();
        flow.wait_for(|flow| *flow != Flow::Pause).await.is_ok_and(|flow| *flow == Flow::Go)
    }
}

/// Finds the place of a file of this size, and makes its folders.
fn place(to: &Download, path: &str, size: u64) -> Result<Place, String> {
    let below = safe(relative(path, &to.from));
    let below = match &to.transformation {
        Some(chain) => with_format(&below, chain),
        None => below,
    };
    let leads_out = || "its name can't be one of this machine's".to_owned();
    let place = settle(inside(&to.into, &below).ok_or_else(leads_out)?, to, size);
    if let Place::At(place) = &place {
        prepare(&to.into, place, to.existing == Existing::Replace)?;
    }
    Ok(place)
}

/// What becomes of a file whose place is taken.
fn settle(place: PathBuf, to: &Download, size: u64) -> Place {
    let Ok(there) = fs::symlink_metadata(&place) else { return Place::At(place) };
    let complete = to.transformation.is_none() && there.is_file() && there.len() == size;
    match to.existing {
        Existing::Replace => Place::At(place),
        Existing::Skip | Existing::KeepBoth if complete => Place::Nowhere("there already".to_owned()),
        Existing::Skip => Place::Nowhere("another file of this name is there, and was left".to_owned()),
        Existing::KeepBoth => beside(&place),
    }
}

/// The same name with the first number that is free: `a (2).jpg`.
fn beside(place: &Path) -> Place {
    let stem = place.file_stem().unwrap_or_default().to_string_lossy();
    let extension = place.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let free = (2..NUMBERS)
        .map(|n| place.with_file_name(format!("{stem} ({n}){extension}")))
        .find(|path| fs::symlink_metadata(path).is_err());
    match free {
        Some(path) => Place::At(path),
        None => Place::Nowhere("too many files of this name are there".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FolderPath;

    #[test]
    fn a_taken_place_is_skipped_replaced_or_stood_beside() {
        let base = tempfile::tempdir().expect("a folder");
        let to = |existing, transformation: Option<&str>| Download {
            into: base.path().join("out"),
            from: FolderPath::new("/a"),
            transformation: transformation.map(str::to_owned),
            existing,
        };
        let at = |name: &str| Ok(Place::At(base.path().join("out").join(name)));
        assert_eq!(place(&to(Existing::Skip, None), "/a/b/x.jpg", 3), at("b/x.jpg"));
        fs::write(base.path().join("out/b/x.jpg"), "abc").expect("a file");
        let there = || Ok(Place::Nowhere("there already".to_owned()));
        assert_eq!(place(&to(Existing::Skip, None), "/a/b/x.jpg", 3), there());
        assert_eq!(place(&to(Existing::KeepBoth, None), "/a/b/x.jpg", 3), there());
        assert_eq!(place(&to(Existing::Replace, None), "/a/b/x.jpg", 3), at("b/x.jpg"));
        assert_eq!(place(&to(Existing::KeepBoth, None), "/a/b/x.jpg", 4), at("b/x (2).jpg"));
        assert!(
            matches!(place(&to(Existing::Skip, None), "/a/b/x.jpg", 4), Ok(Place::Nowhere(why)) if why.contains("left"))
        );
        assert_eq!(place(&to(Existing::Skip, Some("w-1,f-webp")), "/a/b/x.jpg", 3), at("b/x.webp"));
        assert_eq!(place(&to(Existing::Skip, None), "/a/../../x", 3), at("__/__/x"));
    }
}
