//! How far a job on a folder is. The service gives no number, so files are counted at the destination:
//! a list of one entry, passed over so many, says whether there are more.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use super::Runner;
use crate::api::{Client, Error, ListQuery};
use crate::model::FolderPath;
use crate::ops::names::stored_folder_name;
use crate::ops::plan::{JobEvent, Step, Target, Verb};

/// A job is counted when its state is asked for no more often than this.
const SPARSE: Duration = Duration::from_millis(800);
/// More files than this are not counted (imagekit-api.md 2.10: the service refuses such jobs).
const MOST: u64 = 100_000;
/// The count is right to one part in so many.
const PRECISION: u64 = 50;

/// The count of a job: how many files are expected, and how many were there at the last look.
#[derive(Clone, Debug)]
pub(super) struct Count {
    destination: FolderPath,
    /// Files at the destination before it began.
    before: u64,
    expected: u64,
    seen: u64,
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Counts the source of a job on a folder before it begins. Where that can't be done nobody is told.
    pub(super) async fn count(&self, step: &Step) {
        let Target::Folder(source) = &step.target else { return };
        let destination = match &step.verb {
            Verb::CopyTo(to) | Verb::MoveTo(to) => to.child(source.name()),
            Verb::Rename { name, .. } => {
                source.parent().unwrap_or_else(FolderPath::root).child(&stored_folder_name(name))
            }
            _ => return,
        };
        let numbers = async {
            let expected = files_below(&self.asker, source, 0).await?;
            Ok::<_, Error>((expected, files_below(&self.asker, &destination, 0).await?))
        };
        let Ok((expected, before)) = numbers.await else { return };
        if expected > 0 {
            let count = Count { destination, before, expected, seen: 0 };
            self.counts().insert(source.clone(), count);
        }
    }

    /// Tells how far a job is, if its last look is long enough ago.
    pub(super) async fn tell_count(&self, step: &Step, since: Duration) {
        let Target::Folder(source) = &step.target else { return };
        let Some(mut count) = self.counts().get(source).cloned().filter(|_| since >= SPARSE) else { return };
        let least = count.before.saturating_add(count.seen);
        let Ok(there) = files_below(&self.client, &count.destination, least).await else { return };
        count.seen = there.saturating_sub(count.before).min(count.expected);
        let Some(index) = self.steps.iter().position(|one| std::ptr::eq(one, step)) else { return };
        (self.events)(JobEvent::Counted { step: self.place(index), done: count.seen, of: count.expected });
        self.counts().insert(source.clone(), count);
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<FolderPath, Count>> {
        self.lanes.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// About how many files lie in a folder at every level; at least `least` are known to be there. It takes
/// as many calls as the number has digits in base two.
async fn files_below(client: &Client, folder: &FolderPath, least: u64) -> Result<u64, Error> {
    // Between these the number lies: `low` files there are, `high` there are not.
    let (mut low, mut stride) = (least, 1);
    let mut high = loop {
        let asked = low.saturating_add(stride);
        if asked > MOST || !has_more_than(client, folder, asked - 1).await? {
            break asked;
        }
        low = asked;
        stride *= 2;
    };
    while high - low > (low / PRECISION).max(1) {
        let middle = low + (high - low) / 2;
        match has_more_than(client, folder, middle - 1).await? {
            true => low = middle,
            false => high = middle,
        }
    }
    Ok(low)
}

/// Whether more than `n` files lie in a folder at every level.
async fn has_more_than(client: &Client, folder: &FolderPath, n: u64) -> Result<bool, Error> {
    let path = folder.as_str().trim_end_matches('/').replace('"', "");
    let query = ListQuery {
        search: Some(format!("type = \"file\" AND path : \"{path}/\"")),
        skip: usize::try_from(n).unwrap_or(usize::MAX),
        limit: Some(1),
        ..ListQuery::default()
    };
    Ok(!client.list(&query).await?.is_empty())
}
