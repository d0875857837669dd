//! Looks whether duplicates are duplicates still, just before they are thrown away.

use std::collections::HashMap;
use std::ops::Range;

use super::send::what;
use super::{CHUNK, Runner};
use crate::api::Error;
use crate::model::{AssetId, Details, Report};
use crate::ops::ask::details_of;
use crate::ops::plan::{Discard, JobEvent, Outcome, Step, Target, Verb};
use crate::ops::trash::is_trash;

/// So many are looked at at once: few enough that little happens between the look and the last of them.
const LOOKED_AT: usize = 100;

/// How many steps like this one are looked at before they are sent.
pub(super) fn chunk(step: &Step) -> usize {
    if matches!(step.verb, Verb::Discard(_)) { LOOKED_AT } else { CHUNK }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Ends those of the steps whose file was changed meanwhile, or has nothing in its place any more.
    pub(super) async fn check_discards(&self, steps: Range<usize>) {
        let settled = |index: &usize| self.settled().contains(index);
        let discards: Vec<(usize, &Step, &Discard)> = steps
            .filter(|index| !settled(index))
            .filter_map(|index| {
                let step = self.steps.get(index)?;
                let Verb::Discard(discard) = &step.verb else { return None };
                Some((index, step, &**discard))
            })
            .collect();
        if discards.is_empty() || self.stopped() {
            return;
        }
        let kept = discards.iter().map(|(.., discard)| &discard.kept);
        let thrown = discards.iter().filter_map(|(_, step, _)| step.target.id());
        let found = match details_of(&self.asker, kept.chain(thrown)).await {
            Ok(found) => Ok(found),
            // They are told to be cancelled where they would be sent.
            Err(Error::Stopped) => return,
            Err(error) => Err(error),
        };
        for (index, step, discard) in discards {
            let outcome = match &found {
                Ok(found) => objection(step, discard, found),
                Err(error) => Some(Outcome::Failed(error.report(&what(step)))),
            };
            if let Some(outcome) = outcome {
                self.settled().insert(index);
                self.ended(index, outcome);
            }
        }
    }
}

/// Why a file isn't thrown away; `None` if it is.
fn objection(step: &Step, discard: &Discard, found: &HashMap<AssetId, Details>) -> Option<Outcome> {
    let failed = |why: &str| {
        let next = "Copy the library anew (`ikt sync`) and look for duplicates again";
        Some(Outcome::Failed(Report::new(what(step), why, next)))
    };
    let Some(own) = step.target.id().and_then(|id| found.get(id)) else {
        return Some(Outcome::Nothing("it was gone already".to_owned()));
    };
    let Target::File { folder, .. } = &step.target else { return None };
    if own.file.updated != discard.updated {
        return failed("it stays, since it was changed after it was found to be a duplicate");
    }
    if own.file.folder != *folder {
        return failed("it stays, since it was moved");
    }
    let kept = found.get(&discard.kept).filter(|kept| !is_trash(&kept.file.folder));
    let Some(kept) = kept else { return failed("it stays, since the file that was to be kept is gone") };
    let versions = discard.version.as_ref().zip(kept.version_id.as_ref());
    if versions.is_some_and(|(then, now)| then != now) {
        return failed("it stays, since the file that was to be kept has another version now");
    }
    None
}
