//! One try of a step, and the waiting between tries.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::Runner;
use crate::api::{Error, JobState, Kind, ListKind, ListQuery, Versions};
use crate::model::{FolderPath, Report};
use crate::ops::plan::{JobEvent, Outcome, Step, Target, Verb};

/// How long a busy folder is waited for between two tries, at most.
const LONGEST: Duration = Duration::from_secs(10);
/// The same between two looks at a job.
const LONGEST_LOOK: Duration = Duration::from_secs(5);
/// The time to the second look at a job; then each is twice the one before.
const FIRST_LOOK: Duration = Duration::from_millis(100);

/// Whether one call can carry many steps like this one.
pub(super) fn is_bulk(step: &Step) -> bool {
    matches!(
        (&step.verb, &step.target),
        (Verb::AddTags(_) | Verb::RemoveTags(_) | Verb::RemoveAiTags(_) | Verb::Delete, Target::File { .. })
    )
}

/// The waits between the tries of one call.
pub(super) struct Tries(ExponentialBackoff);

impl Tries {
    pub(super) fn new() -> Self {
        let delays = ExponentialBuilder::new()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(LONGEST)
            .with_max_times(8)
            .with_jitter();
        Self(delays.build())
    }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Sends a step that has a call of its own, once, and follows the job that it starts.
    pub(super) async fn send(&self, index: usize, step: &Step) -> Result<Outcome, Error> {
        let client = &self.sender;
        self.count(step).await;
        match (&step.verb, &step.target) {
            (Verb::CopyTo(to), Target::File { .. }) => {
                client.copy_file(&step.target.path(), to, Versions::Current).await?;
            }
            (Verb::MoveTo(to), Target::File { .. }) => client.move_file(&step.target.path(), to).await?,
            (Verb::Discard(discard), Target::File { .. }) => {
                client.move_file(&step.target.path(), &discard.to).await?;
            }
            (Verb::Rename { name, purge }, Target::File { .. }) => {
                let renamed = client.rename_file(&step.target.path(), name, *purge).await?;
                if let Some(purge) = renamed.purge {
                    self.purges.note(index, purge);
                }
                return Ok(renamed.not_purged.map_or(Outcome::Done, |why| not_purged(step, why)));
            }
            (Verb::CopyTo(to), Target::Folder(path)) => {
                return self.begun(index, step, client.copy_folder(path, to, Versions::Current).await?).await;
            }
            (Verb::MoveTo(to), Target::Folder(path)) => {
                return self.begun(index, step, client.move_folder(path, to).await?).await;
            }
            (Verb::Rename { name, purge }, Target::Folder(path)) => {
                return self.begun(index, step, client.rename_folder(path, name, *purge).await?).await;
            }
            (Verb::Delete, Target::File { id, .. }) => client.delete(id).await?,
            (Verb::Delete, Target::Folder(path)) => client.delete_folder(path).await?,
            (Verb::CreateFolder, Target::Folder(path)) => match path.parent() {
                Some(parent) => client.create_folder(&parent, path.name()).await?,
                None => return Ok(Outcome::Nothing("the root is there".to_owned())),
            },
            (Verb::DeleteIfEmpty, Target::Folder(path)) => {
                if let Some(why) = self.keeps(path).await? {
                    return Ok(Outcome::Nothing(why));
                }
                client.delete_folder(path).await?;
            }
            (Verb::Update(update), Target::File { id, .. }) => self.update(id, update).await?,
            (Verb::Publish { published, versions }, Target::File { id, .. }) => {
                let versions = if *versions { Versions::All } else { Versions::Current };
                client.set_published(id, *published, versions).await?;
            }
            (Verb::RestoreVersion(version), Target::File { id, .. }) => {
                client.restore_version(id, version).await?;
            }
            (Verb::DeleteVersion(version), Target::File { id, .. }) => {
                client.delete_version(id, version).await?;
            }
            (Verb::Purge, Target::Url(url)) => return self.purge(step, url).await,
            _ => {
                let why = "this can't be done to it";
                return Ok(Outcome::Failed(Report::new(what(step), why, "")));
            }
        }
        Ok(Outcome::Done)
    }

    /// Notes the job that a step has begun, and follows it.
    async fn begun(&self, index: usize, step: &Step, job: String) -> Result<Outcome, Error> {
        if let Some(journal) = self.journal
            && let Err(error) = journal.job(self.place(index), &job).await
        {
            tracing::error!(%error, "could not note a job");
        }
        self.follow(index, step, job).await
    }

    /// Follows a job to its end. Whatever goes wrong here, the job itself was begun, so this never
    /// answers with an error that would send the step again.
    pub(super) async fn follow(&self, _index: usize, step: &Step, job: String) -> Result<Outcome, Error> {
        let mut delay = FIRST_LOOK;
        loop {
            match self.client.job_status(&job).await {
                Ok(JobState::Pending) => {
                    tokio::time::sleep(delay).await;
                    self.tell_count(step, delay).await;
                }
                Ok(JobState::Completed) => return Ok(Outcome::Done),
                Ok(JobState::Partial(why)) => return Ok(not_purged(step, why)),
                Ok(JobState::Other(state)) => {
                    let why = format!("the service says that the job is `{state}`");
                    return Ok(Outcome::Failed(Report::new(what(step), why, "Refresh and look")));
                }
                Err(error) => {
                    let mut report = error
                        .report(&format!("{}: its job {job} was begun, but can't be followed", what(step)));
                    report.next = "Refresh and look whether it has ended".to_owned();
                    return Ok(Outcome::Failed(report));
                }
            }
            delay = (delay * 2).min(LONGEST_LOOK);
        }
    }

    /// Why a folder that is to go if it is empty stays.
    async fn keeps(&self, path: &FolderPath) -> Result<Option<String>, Error> {
        let query = ListQuery {
            kind: Some(ListKind::All),
            path: Some(path.clone()),
            limit: Some(1),
            ..ListQuery::default()
        };
        let inside = self.asker.list(&query).await?;
        Ok((!inside.is_empty()).then(|| "something is in it".to_owned()))
    }

    /// Waits as the error asks for, and tells of it. False when trying again makes no sense.
    pub(super) async fn wait(&self, error: &Error, tries: &mut Tries) -> bool {
        match error.kind() {
            Some(Kind::TooManyRequests(limit)) if !limit.is_quota() => {
                // The governor holds the next try back for as long as this.
                self.tell(limit.reset.unwrap_or(Duration::from_secs(1)), limit.in_words());
                return true;
            }
            Some(Kind::Locked) => {
                let delay = tries.0.next().unwrap_or(LONGEST);
                self.rest(delay, error.to_string()).await;
                return true;
            }
            _ => {}
        }
        let Some(delay) = tries.0.next() else { return false };
        self.rest(delay, error.to_string()).await;
        true
    }

    fn tell(&self, wait: Duration, why: String) {
        let ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        (self.events)(JobEvent::Waiting { ms, why });
    }

    /// Waits, but not when the run is cancelled.
    pub(super) async fn rest(&self, delay: Duration, why: String) {
        if self.stopped() {
            return;
        }
        self.tell(delay, why);
        let mut flow = self.flow.clone();
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            // An error means that nobody can cancel any more; then there is nothing to wait for.
            _ = flow.wait_for(|flow| *flow == crate::api::Flow::Stop) => {}
        }
    }
}

fn not_purged(step: &Step, why: String) -> Outcome {
    let done = format!("{} was renamed, but its old URLs are not purged", step.target.path());
    Outcome::Failed(Report::new(done, why, "Purge them by hand, or wait until they expire"))
}

/// What failed, as a person would say it.
pub(super) fn what(step: &Step) -> String {
    let path = step.target.path();
    match &step.verb {
        Verb::AddTags(tags) => format!("Could not add {} to {path}", tags.join(", ")),
        Verb::RemoveTags(tags) => format!("Could not remove {} from {path}", tags.join(", ")),
        Verb::Delete => format!("Could not delete {path}"),
        Verb::CopyTo(to) => format!("Could not copy {path} to {to}"),
        Verb::MoveTo(to) => format!("Could not move {path} to {to}"),
        Verb::Discard(_) => format!("Could not move the duplicate {path} to the trash"),
        Verb::Rename { name, .. } => format!("Could not rename {path} to {name}"),
        Verb::CreateFolder => format!("Could not make the folder {path}"),
        Verb::DeleteIfEmpty => format!("Could not delete the folder {path}"),
        Verb::RemoveAiTags(tags) => format!("Could not remove the AI tags {} from {path}", tags.join(", ")),
        Verb::Update(_) => format!("Could not change {path}"),
        Verb::Publish { published: true, .. } => format!("Could not publish {path}"),
        Verb::Publish { published: false, .. } => format!("Could not take {path} back"),
        Verb::RestoreVersion(_) => format!("Could not restore the version of {path}"),
        Verb::DeleteVersion(_) => format!("Could not delete the version of {path}"),
        Verb::Purge => format!("Could not purge {path}"),
        Verb::Upload(_) => format!("Could not upload {path}"),
        Verb::Download(_) => format!("Could not download {path}"),
    }
}
