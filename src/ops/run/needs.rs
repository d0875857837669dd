//! Which steps need earlier ones of their plan: what takes something away from a file is not sent where
//! the file could not be given what stands in its place.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Runner;
use super::send::what;
use crate::model::{AssetId, Report};
use crate::ops::plan::{JobEvent, Outcome, Plan, Step, Target, Verb};
use crate::url::delivery_url;

/// What the steps of a plan need of each other, and which of them ended badly. Steps are named by their
/// index into the plan.
pub(super) struct Needs {
    plan: Arc<[Step]>,
    /// The earlier steps that a step needs.
    earlier: HashMap<usize, Vec<usize>>,
    bad: Mutex<HashSet<usize>>,
}

impl Needs {
    pub(super) fn of(plan: &Plan) -> Self {
        Self { plan: Arc::clone(&plan.steps), earlier: earlier(&plan.steps), bad: Mutex::default() }
    }

    /// The same in a run that is gone on with, some steps of which have ended already.
    pub(super) fn after(plan: &Plan, outcomes: &[Option<Outcome>]) -> Self {
        let needs = Self::of(plan);
        let ended =
            outcomes.iter().enumerate().filter_map(|(index, outcome)| Some((index, outcome.as_ref()?)));
        ended.for_each(|(index, outcome)| needs.note(index, outcome));
        needs
    }

    /// Notes how a step ended.
    pub(super) fn note(&self, index: usize, outcome: &Outcome) {
        if matches!(outcome, Outcome::Failed(_) | Outcome::Cancelled) {
            self.bad().insert(index);
        }
    }

    /// Why a step is not to be sent; `None` for one that may be. What a step needs is always of another
    /// kind, so of an earlier stage: it has ended when this is asked.
    fn refusal(&self, index: usize) -> Option<Report> {
        let needed = self.earlier.get(&index)?;
        let lacking = {
            let bad = self.bad();
            *needed.iter().find(|index| bad.contains(index))?
        };
        Some(kept(self.plan.get(index)?, self.plan.get(lacking)?))
    }

    fn bad(&self) -> MutexGuard<'_, HashSet<usize>> {
        // A set whose holder panicked is still whole.
        self.bad.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Ends those of the steps that lack what they need; answers with the others.
    pub(super) fn with_needs_met(&self, steps: Vec<usize>) -> Vec<usize> {
        let met = |index: &usize| match self.needs.refusal(self.place(*index)) {
            Some(report) => {
                self.ended(*index, Outcome::Failed(report));
                false
            }
            None => true,
        };
        steps.into_iter().filter(met).collect()
    }
}

/// The earlier steps on the same target that each step needs: a tag is removed after those that the file
/// was to get, a URL purged after the version that it was to deliver is restored, and a duplicate thrown
/// away after the file that is kept has what it was to get of it.
fn earlier(steps: &[Step]) -> HashMap<usize, Vec<usize>> {
    let mut added: HashMap<&AssetId, Vec<usize>> = HashMap::new();
    let mut given: HashMap<&AssetId, Vec<usize>> = HashMap::new();
    let mut restored: Vec<(usize, String)> = Vec::new();
    let mut needs = HashMap::new();
    for (index, step) in steps.iter().enumerate() {
        if let (Verb::AddTags(_) | Verb::Update(_), Some(id)) = (&step.verb, step.target.id()) {
            given.entry(id).or_default().push(index);
        }
        match (&step.verb, &step.target) {
            (Verb::Discard(discard), _) => {
                needs.extend(given.get(&discard.kept).map(|earlier| (index, earlier.clone())));
            }
            (Verb::AddTags(_), Target::File { id, .. }) => added.entry(id).or_default().push(index),
            (Verb::RemoveTags(_) | Verb::RemoveAiTags(_), Target::File { id, .. }) => {
                needs.extend(added.get(id).map(|earlier| (index, earlier.clone())));
            }
            (Verb::RestoreVersion(_), file) => restored.push((index, delivery_url("", &file.path(), None))),
            (Verb::Purge, Target::Url(url)) => {
                let stem = url.trim_end_matches('*');
                let earlier = restored.iter().filter(|(_, path)| stem.ends_with(path.as_str()));
                let earlier: Vec<usize> = earlier.map(|(index, _)| *index).collect();
                needs.extend((!earlier.is_empty()).then_some((index, earlier)));
            }
            _ => {}
        }
    }
    needs
}

fn kept(step: &Step, lacking: &Step) -> Report {
    let why = match (&step.verb, &lacking.verb) {
        (Verb::RemoveTags(old) | Verb::RemoveAiTags(old), Verb::AddTags(new)) => {
            let are = if old.len() == 1 { "is" } else { "are" };
            format!("{} {are} kept, since {} could not be added", old.join(", "), new.join(", "))
        }
        (Verb::Discard(_), _) => {
            format!("it stays, since {} could not be given what it has", lacking.target.path())
        }
        _ => "what caches hold is kept, since the version could not be restored".to_owned(),
    };
    Report::new(what(step), why, "Try what failed again: both are done then")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FolderPath;

    fn step(n: usize, verb: Verb) -> Step {
        let (id, name) = (AssetId::new(&format!("{n:024x}")), format!("{n}.jpg").into());
        Step { target: Target::File { id, folder: FolderPath::new("/a"), name, size: 1 }, verb }
    }

    fn purge(url: &str) -> Step {
        Step { target: Target::Url(url.into()), verb: Verb::Purge }
    }

    fn add(n: usize) -> Step {
        step(n, Verb::AddTags(["new".into()].into()))
    }

    fn remove(n: usize) -> Step {
        step(n, Verb::RemoveTags(["old".into(), "older".into()].into()))
    }

    fn plan(steps: Vec<Step>) -> Plan {
        Plan { title: String::new(), steps: steps.into(), notes: Vec::new() }
    }

    #[test]
    fn only_what_takes_away_needs_earlier_steps_on_the_same_target() {
        let of_ai = step(1, Verb::RemoveAiTags(["ai".into()].into()));
        let all = earlier(&[remove(1), add(1), add(2), remove(1), remove(3), of_ai, add(2), remove(2)]);
        assert_eq!(all, HashMap::from([(3, vec![1]), (5, vec![1]), (7, vec![2, 6])]));
        let restore = step(1, Verb::RestoreVersion(AssetId::new("5")));
        let all = earlier(&[
            purge("https://x/id/a/1.jpg*"),
            restore,
            purge("https://x/id/a/1.jpg*"),
            purge("https://x/id/a/1.jpg"),
            purge("https://x/id/a/2.jpg*"),
        ]);
        assert_eq!(all, HashMap::from([(2, vec![1]), (3, vec![1])]));
    }

    #[test]
    fn a_duplicate_goes_when_the_kept_one_has_what_it_is_to_get() {
        let kept = |n: usize| {
            let (updated, kept) = (jiff::Timestamp::UNIX_EPOCH, AssetId::new(&format!("{n:024x}")));
            let to = FolderPath::new("/ikt-trash/20261124T170341Z");
            Verb::Discard(Arc::new(crate::ops::Discard { to, updated, kept, version: None }))
        };
        let update = |n| step(n, Verb::Update(Arc::default()));
        let steps = vec![add(1), add(2), update(1), step(3, kept(1)), step(4, kept(5)), step(6, kept(2))];
        assert_eq!(earlier(&steps), HashMap::from([(3, vec![0, 2]), (5, vec![1])]));
        let needs = Needs::after(&plan(steps), &[None, None, Some(Outcome::Failed(Report::default()))]);
        let refused: Vec<usize> = (0..6).filter(|index| needs.refusal(*index).is_some()).collect();
        assert_eq!(refused, [3]);
        let why = needs.refusal(3).expect("a reason").why;
        assert_eq!(why, "it stays, since /a/1.jpg could not be given what it has");
    }

    #[test]
    fn what_failed_or_was_not_sent_is_lacking_and_nothing_else_is() {
        let steps = vec![add(1), add(2), add(3), add(4), remove(1), remove(2), remove(3), remove(4)];
        let failed = Outcome::Failed(Report::default());
        let outcomes = [
            Some(Outcome::Done),
            Some(Outcome::Nothing(String::new())),
            Some(failed),
            Some(Outcome::Cancelled),
            None,
        ];
        let needs = Needs::after(&plan(steps), &outcomes);
        let refused: Vec<usize> = (0..8).filter(|index| needs.refusal(*index).is_some()).collect();
        assert_eq!(refused, [6, 7]);
        let report = needs.refusal(6).expect("a reason");
        assert_eq!(report.what, "Could not remove old, older from /a/3.jpg");
        assert_eq!(report.why, "old, older are kept, since new could not be added");
    }
}
