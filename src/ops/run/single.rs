//! Steps that have a call of their own.

use super::Runner;
use super::look::{Before, Seen};
use super::send::{Tries, what};
use crate::api::{Error, Kind};
use crate::ops::journal::Was;
use crate::ops::plan::{JobEvent, Outcome, Step, Target, Verb};

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Carries out one step. `was` is what was so before, where that was read.
    pub(super) async fn single(&self, index: usize, step: &Step, was: Option<&Was>) -> Outcome {
        if let (Verb::MoveTo(to), Target::File { folder, .. }) = (&step.verb, &step.target)
            && folder == to
        {
            return Outcome::Nothing(format!("it is in {to} already"));
        }
        let before = match self.before(step, was).await {
            Ok(before) => before,
            Err(Error::Stopped) => return Outcome::Cancelled,
            Err(error) => return Outcome::Failed(error.report(&what(step))),
        };
        self.try_until_clear(index, step, &before).await
    }

    /// What became of a step that an earlier run may have carried out; `None` if it did not happen.
    pub(super) async fn settle_doubt(&self, index: usize, step: &Step, was: &Was) -> Option<Outcome> {
        if let Some(job) = self.jobs.get(&index) {
            return Some(match self.follow(index, step, job.clone()).await {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Failed(error.report(&what(step))),
            });
        }
        match self.look(step, &Before::of(step, was)).await {
            Seen::Yes | Seen::Likely => Some(Outcome::Done),
            Seen::Unknown(report) => Some(Outcome::Failed(report)),
            Seen::No => None,
        }
    }

    async fn try_until_clear(&self, index: usize, step: &Step, before: &Before) -> Outcome {
        let (mut tries, mut unclear) = (Tries::new(), self.doubtful.contains_key(&index));
        loop {
            let error = match self.send(index, step).await {
                Ok(outcome) => return outcome,
                // If an earlier try was unclear, a look has shown that it did not happen.
                Err(Error::Stopped) => return Outcome::Cancelled,
                Err(error) => error,
            };
            if error.is_unclear() {
                unclear = true;
                match self.look(step, before).await {
                    Seen::Yes | Seen::Likely => return Outcome::Done,
                    Seen::Unknown(report) => return Outcome::Failed(report),
                    Seen::No => {}
                }
            } else if !error.is_postponed() {
                return self.refused(step, before, &error, unclear).await;
            }
            if !self.wait(&error, &mut tries).await {
                return Outcome::Failed(error.report(&what(step)));
            }
        }
    }

    /// A refusal may only mean that it is so already: by an earlier try that was cut off, or from
    /// long before.
    async fn refused(&self, step: &Step, before: &Before, error: &Error, unclear: bool) -> Outcome {
        let failed = || Outcome::Failed(error.report(&what(step)));
        if !matches!(error.kind(), Some(Kind::NotFound | Kind::Conflict | Kind::BadRequest)) {
            return failed();
        }
        let copies = matches!(step.verb, Verb::CopyTo(_));
        match self.look(step, before).await {
            Seen::Yes | Seen::Likely if unclear => Outcome::Done,
            Seen::Yes if !copies => Outcome::Nothing(already(step)),
            _ => failed(),
        }
    }
}

fn already(step: &Step) -> String {
    match &step.verb {
        Verb::MoveTo(to) => format!("it is in {to} already"),
        Verb::Discard(discard) => format!("it is in {} already", discard.to),
        Verb::Rename { .. } => "it has that name already".to_owned(),
        Verb::Delete | Verb::DeleteVersion(_) | Verb::DeleteIfEmpty => "it was gone already".to_owned(),
        _ => "it is so already".to_owned(),
    }
}
