//! Changes of the details of one file, and purges.

use std::time::Duration;

use serde_json::Value;

use super::Runner;
use crate::api::{Change, Error, FileUpdate};
use crate::model::{AssetId, Report};
use crate::ops::plan::{JobEvent, Outcome, Step, Update, ValueChange};

/// The time to the second look at a purge; then each is twice the one before.
const FIRST_LOOK: Duration = Duration::from_millis(100);
/// The time between two looks at most.
const LONGEST_LOOK: Duration = Duration::from_secs(5);

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Sends what changes of a file's details. Choices that are added to or taken out of others are
    /// joined with those that the file has now.
    pub(super) async fn update(&self, id: &AssetId, update: &Update) -> Result<(), Error> {
        let mut sent = FileUpdate {
            tags: update.tags.clone().map_or(Change::Keep, Change::Set),
            custom_coordinates: match update.coordinates.as_deref() {
                None => Change::Keep,
                Some("") => Change::Clear,
                Some(area) => Change::Set(area.to_owned()),
            },
            description: update.description.clone(),
            ..FileUpdate::default()
        };
        let joins = |(_, change): &(String, ValueChange)| {
            matches!(change, ValueChange::Append(_) | ValueChange::Remove(_))
        };
        let now = match update.values.iter().any(joins) {
            true => self.asker.details(id).await?.raw,
            false => Value::Null,
        };
        for (name, change) in &update.values {
            let held = now.pointer("/customMetadata").and_then(|values| values.get(name));
            sent.custom_metadata.insert(name.clone(), joined(change, held));
        }
        self.sender.update(id, &sent).await.map(drop)
    }

    /// Purges a URL and follows that to its end.
    pub(super) async fn purge(&self, step: &Step, url: &str) -> Result<Outcome, Error> {
        let purge = self.sender.purge(url).await?;
        Ok(self.purge_ended(step, &purge).await)
    }

    /// Follows a purge to its end.
    pub(super) async fn purge_ended(&self, step: &Step, purge: &str) -> Outcome {
        let mut delay = FIRST_LOOK;
        loop {
            match self.client.purge_status(purge).await {
                Ok(true) => return Outcome::Done,
                Ok(false) => tokio::time::sleep(delay).await,
                Err(error) => {
                    let path = step.target.path();
                    let what = format!("A purge of {path} was begun, but can't be followed");
                    let next = format!("Ask later what became of the purge {purge}");
                    return Outcome::Failed(Report { next, ..error.report(&what) });
                }
            }
            delay = (delay * 2).min(LONGEST_LOOK);
        }
    }
}

/// The value to send: `null` takes it away.
fn joined(change: &ValueChange, held: Option<&Value>) -> Value {
    let held = held.and_then(Value::as_array).cloned().unwrap_or_default();
    match change {
        ValueChange::Set(value) => value.clone(),
        ValueChange::Clear => Value::Null,
        ValueChange::Append(more) => {
            let new: Vec<Value> = more.iter().filter(|value| !held.contains(value)).cloned().collect();
            held.into_iter().chain(new).collect()
        }
        ValueChange::Remove(less) => held.into_iter().filter(|value| !less.contains(value)).collect(),
    }
}
