//! Which steps go together, and what a plan costs.

use std::collections::HashSet;
use std::mem::discriminant;
use std::ops::Range;
use std::sync::Arc;

use super::plan::{Note, Plan, Step, Target, Verb};

/// Ids that one call about tags can carry (imagekit-api.md 2.7).
const TAGS_PER_CALL: usize = 50;
/// Ids that one deleting call can carry (imagekit-api.md 2.8).
const DELETES_PER_CALL: usize = 100;

impl Step {
    /// How many steps like this one call can carry.
    fn per_call(&self) -> usize {
        match (&self.verb, &self.target) {
            (Verb::AddTags(_) | Verb::RemoveTags(_) | Verb::RemoveAiTags(_), Target::File { .. }) => {
                TAGS_PER_CALL
            }
            (Verb::Delete, Target::File { .. }) => DELETES_PER_CALL,
            _ => 1,
        }
    }
}

/// Cuts steps, in their order, into runs that one call each can carry.
pub(super) fn batches(steps: &[Step]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = steps.get(start)?;
        let mut seen = HashSet::new();
        let length = steps
            .iter()
            .skip(start)
            .take(first.per_call())
            .take_while(|step| {
                step.verb == first.verb && same_kind(step, first) && seen.insert(step.target.id())
            })
            .count()
            .max(1);
        let range = start..start + length;
        start = range.end;
        Some(range)
    })
}

/// Cuts steps into runs of the same kind of work. A run begins when the one before has ended, so a
/// folder is there before files are moved into it. New names begin another run where one of them has
/// to become free first, and so does a file whose tags are changed already: of two changes at once one
/// could be lost.
pub(super) fn stages(steps: &[Step]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = steps.get(start)?;
        let alike =
            |step: &&Step| discriminant(&step.verb) == discriminant(&first.verb) && same_kind(step, first);
        let (mut seen, mut names) = (HashSet::new(), HashSet::new());
        let free = |step: &&Step| match (&step.verb, step.target.folder()) {
            (Verb::Rename { name, .. }, Some(folder)) => {
                // Both are looked at in any case.
                let (from, to) = (names.insert(step.target.path()), names.insert(folder.join(name)));
                from && to
            }
            _ => true,
        };
        let run = steps
            .iter()
            .skip(start)
            .take_while(alike)
            .take_while(|step| match step.verb {
                Verb::AddTags(_) | Verb::RemoveTags(_) | Verb::RemoveAiTags(_) => {
                    step.target.id().is_none_or(|id| seen.insert(id))
                }
                _ => true,
            })
            .take_while(free)
            .count();
        let range = start..start + run.max(1);
        start = range.end;
        Some(range)
    })
}

fn same_kind(a: &Step, b: &Step) -> bool {
    discriminant(&a.target) == discriminant(&b.target)
}

impl Plan {
    /// How many calls that change something the plan takes.
    pub fn calls(&self) -> usize {
        batches(&self.steps).count()
    }

    /// Bytes of all files that it touches; what is inside of folders isn't known.
    pub fn bytes(&self) -> u64 {
        self.steps.iter().map(|step| step.target.size()).sum()
    }

    /// About how many seconds it takes at this many writes a second, rounded up; 0 without a limit.
    pub fn seconds(&self, writes_per_second: Option<f64>) -> u64 {
        let calls = u32::try_from(self.calls()).unwrap_or(u32::MAX);
        match writes_per_second {
            // A cast from a float saturates.
            Some(rate) if rate > 0.0 => (f64::from(calls) / rate).ceil() as u64,
            _ => 0,
        }
    }

    /// The plan of these steps alone, such as those that failed. Indexes that don't exist are left
    /// out; notes go with their steps.
    pub fn only(&self, indexes: &[usize]) -> Self {
        let kept: Vec<(usize, &Step)> =
            indexes.iter().filter_map(|index| Some((*index, self.steps.get(*index)?))).collect();
        let place = |index: usize| kept.iter().position(|(old, _)| *old == index);
        let notes = self
            .notes
            .iter()
            .filter_map(|note| match note.step {
                None => Some(note.clone()),
                Some(index) => Some(Note { step: Some(place(index)?), ..note.clone() }),
            })
            .collect();
        let steps: Arc<[Step]> = kept.iter().map(|(_, step)| (*step).clone()).collect();
        Self { title: super::build::title(&steps), steps, notes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssetId, FolderPath};

    fn file(n: usize, verb: &Verb) -> Step {
        let target = Target::File {
            id: AssetId::new(&n.to_string()),
            folder: FolderPath::new("/a"),
            name: "x.jpg".into(),
            size: 10,
        };
        Step { target, verb: verb.clone() }
    }

    fn folder(verb: &Verb) -> Step {
        Step { target: Target::Folder(FolderPath::new("/a")), verb: verb.clone() }
    }

    fn plan(steps: Vec<Step>) -> Plan {
        Plan { title: String::new(), steps: steps.into(), notes: Vec::new() }
    }

    fn tags(names: &[&str]) -> Verb {
        Verb::AddTags(names.iter().map(|name| (*name).into()).collect())
    }

    #[test]
    fn calls_carry_as_much_as_they_can() {
        let deletes: Vec<Step> = (0..250).map(|n| file(n, &Verb::Delete)).collect();
        assert_eq!(batches(&deletes).collect::<Vec<_>>(), [0..100, 100..200, 200..250]);
        let tagged: Vec<Step> = (0..120).map(|n| file(n, &tags(&["a"]))).collect();
        assert_eq!(batches(&tagged).count(), 3);
        let moves: Vec<Step> = (0..3).map(|n| file(n, &Verb::MoveTo(FolderPath::root()))).collect();
        assert_eq!(batches(&moves).count(), 3);
    }

    #[test]
    fn calls_carry_only_what_is_alike_and_no_file_twice() {
        let steps =
            [file(1, &tags(&["a"])), file(2, &tags(&["b"])), file(3, &tags(&["b"])), file(3, &tags(&["b"]))];
        assert_eq!(batches(&steps).collect::<Vec<_>>(), [0..1, 1..3, 3..4]);
        let mixed =
            [file(1, &Verb::Delete), folder(&Verb::Delete), folder(&Verb::Delete), file(2, &Verb::Delete)];
        assert_eq!(batches(&mixed).collect::<Vec<_>>(), [0..1, 1..2, 2..3, 3..4]);
        assert_eq!(stages(&mixed).collect::<Vec<_>>(), [0..1, 1..3, 3..4]);
    }

    #[test]
    fn the_tags_of_a_file_are_changed_by_one_call_at_a_time() {
        let steps =
            [file(1, &tags(&["a"])), file(2, &tags(&["a"])), file(2, &tags(&["b"])), file(3, &tags(&["b"]))];
        assert_eq!(stages(&steps).collect::<Vec<_>>(), [0..2, 2..4]);
    }

    #[test]
    fn costs() {
        let plan = plan((0..250).map(|n| file(n, &Verb::MoveTo(FolderPath::root()))).collect());
        assert_eq!((plan.calls(), plan.bytes()), (250, 2500));
        assert_eq!((plan.seconds(Some(4.0)), plan.seconds(None)), (63, 0));
    }

    #[test]
    fn a_part_of_a_plan_keeps_its_notes() {
        let note = |step, text: &str| Note { step, text: text.into(), warning: false };
        let whole = Plan {
            notes: vec![note(Some(0), "first"), note(None, "all"), note(Some(2), "third")],
            ..plan((0..3).map(|n| file(n, &Verb::Delete)).collect())
        };
        let part = whole.only(&[2, 9]);
        assert_eq!(part.title, "Delete 1 file for ever");
        assert_eq!(*part.steps, whole.steps[2..3]);
        assert_eq!(part.notes, [note(None, "all"), note(Some(0), "third")]);
    }
}
