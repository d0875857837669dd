//! Steps that go many to a call: tags and deletes.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use futures_util::future::join_all;

use super::look::{Before, Seen};
use super::send::{Tries, what};
use super::{Runner, next};
use crate::api::{Answer, Bulk, Error, Kind, TagChange};
use crate::model::{AssetId, Report};
use crate::ops::plan::{JobEvent, Outcome, Verb};

/// Looks at once.
const LOOKS: usize = 4;

/// A part of a batch that is still to be sent.
struct Piece {
    steps: Vec<usize>,
    /// Whether an earlier try may have been carried out.
    unclear: bool,
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Carries out steps that one call can carry. A call with ids that are missing does nothing, so
    /// these are recorded and the rest is sent again.
    pub(super) async fn bulk(&self, steps: Vec<usize>) {
        let mut tries = Tries::new();
        let unclear = steps.iter().any(|index| self.doubtful.contains_key(index));
        let mut pieces = vec![Piece { steps, unclear }];
        while let Some(mut piece) = pieces.pop() {
            if piece.steps.is_empty() {
                continue;
            }
            let error = match self.send_bulk(&piece.steps).await {
                Ok(bulk) => {
                    self.settle(&piece.steps, &bulk).await;
                    continue;
                }
                Err(error) => error,
            };
            match &error {
                Error::Stopped if !piece.unclear => self.all_ended(&piece.steps, &Outcome::Cancelled),
                Error::Stopped => self.settle_by_looking(&piece.steps, &Outcome::Cancelled).await,
                Error::Answer(answer) if answer.kind == Kind::NotFound => {
                    pieces.extend(self.without_missing(piece, answer));
                }
                error if error.is_unclear() || error.is_postponed() => {
                    piece.unclear |= error.is_unclear();
                    if self.wait(error, &mut tries).await {
                        pieces.push(piece);
                    } else {
                        self.give_up(&piece, error).await;
                    }
                }
                error => self.give_up(&piece, error).await,
            }
        }
    }

    async fn send_bulk(&self, steps: &[usize]) -> Result<Bulk, Error> {
        let ids: Vec<AssetId> = steps.iter().filter_map(|index| self.id(*index)).cloned().collect();
        let verb = steps.first().and_then(|index| self.steps.get(*index)).map(|step| &step.verb);
        match verb {
            Some(Verb::AddTags(tags)) => self.sender.change_tags(TagChange::Add, &ids, tags).await,
            Some(Verb::RemoveAiTags(tags)) => self.sender.remove_ai_tags(&ids, tags).await,
            Some(Verb::RemoveTags(tags)) => self.sender.change_tags(TagChange::Remove, &ids, tags).await,
            _ => match ids.as_slice() {
                [id] => {
                    self.sender.delete(id).await?;
                    Ok(Bulk { done: ids, ..Bulk::default() })
                }
                ids => self.sender.delete_many(ids).await,
            },
        }
    }

    fn id(&self, index: usize) -> Option<&AssetId> {
        self.steps.get(index)?.target.id()
    }

    /// Takes what the service says of each; what it doesn't speak of is looked at.
    async fn settle(&self, steps: &[usize], bulk: &Bulk) {
        let done: HashSet<&AssetId> = bulk.done.iter().collect();
        let failed: HashMap<&AssetId, &str> =
            bulk.failed.iter().map(|(id, why)| (id, why.as_str())).collect();
        let mut silent = Vec::new();
        for index in steps {
            match self.id(*index) {
                Some(id) if done.contains(id) => self.ended(*index, Outcome::Done),
                Some(id) if failed.contains_key(id) => {
                    let why = failed.get(id).copied().unwrap_or_default();
                    self.failed(*index, |what| Report::new(what, why, ""));
                }
                _ => silent.push(*index),
            }
        }
        let unsaid = Report::new("", "the service did not say what became of it", "Refresh and look");
        self.settle_by_looking(&silent, &Outcome::Failed(unsaid)).await;
    }

    /// Looks at each: those to which it happened are done, the others end as given.
    async fn settle_by_looking(&self, steps: &[usize], otherwise: &Outcome) {
        let queue = Mutex::new(steps.iter().copied());
        join_all((0..LOOKS).map(|_| self.look_off(&queue, otherwise))).await;
    }

    async fn look_off(&self, steps: &Mutex<impl Iterator<Item = usize>>, otherwise: &Outcome) {
        while let Some(index) = next(steps) {
            let Some(step) = self.steps.get(index) else { continue };
            match (self.look(step, &Before::Nothing).await, otherwise) {
                (Seen::Yes | Seen::Likely, _) => self.ended(index, Outcome::Done),
                (Seen::Unknown(report), _) => self.ended(index, Outcome::Failed(report)),
                (Seen::No, Outcome::Failed(report)) => {
                    self.failed(index, |what| Report { what, ..report.clone() });
                }
                (Seen::No, outcome) => self.ended(index, outcome.clone()),
            }
        }
    }

    async fn give_up(&self, piece: &Piece, error: &Error) {
        if piece.unclear {
            self.settle_by_looking(&piece.steps, &Outcome::Failed(error.report(""))).await;
        } else {
            for index in &piece.steps {
                self.failed(*index, |what| error.report(&what));
            }
        }
    }

    /// Records the missing ones; answers with what is to be sent again. Where the service doesn't
    /// say which are missing, halves of the call find out.
    fn without_missing(&self, piece: Piece, answer: &Answer) -> Vec<Piece> {
        let missing: HashSet<&AssetId> = answer.missing.iter().collect();
        let is_missing = |index: &usize| self.id(*index).is_some_and(|id| missing.contains(id));
        let Piece { steps, unclear } = piece;
        let (gone, rest): (Vec<usize>, Vec<usize>) = steps.into_iter().partition(is_missing);
        if gone.is_empty() && rest.len() > 1 {
            let (one, two) = rest.split_at(rest.len() / 2);
            return [one, two].map(|half| Piece { steps: half.to_vec(), unclear }).into();
        }
        if gone.is_empty() {
            rest.iter().for_each(|index| self.missing(*index, unclear, answer));
            return Vec::new();
        }
        gone.iter().for_each(|index| self.missing(*index, unclear, answer));
        vec![Piece { steps: rest, unclear }]
    }

    /// A file is missing: for a delete that is as well, for tags it is not.
    fn missing(&self, index: usize, unclear: bool, answer: &Answer) {
        let deletes = self.steps.get(index).is_some_and(|step| step.verb == Verb::Delete);
        match (deletes, unclear) {
            (true, true) => self.ended(index, Outcome::Done),
            (true, false) => self.ended(index, Outcome::Nothing("it was gone already".to_owned())),
            (false, _) => self.failed(index, |what| Error::Answer(Box::new(answer.clone())).report(&what)),
        }
    }

    fn all_ended(&self, steps: &[usize], outcome: &Outcome) {
        steps.iter().for_each(|index| self.ended(*index, outcome.clone()));
    }

    fn failed(&self, index: usize, report: impl FnOnce(String) -> Report) {
        if let Some(step) = self.steps.get(index) {
            self.ended(index, Outcome::Failed(report(what(step))));
        }
    }
}
