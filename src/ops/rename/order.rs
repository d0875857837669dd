//! The order in which names change, so that each is free when it is taken.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Subject;
use crate::ops::plan::{Note, Plan, Step, Verb};

/// A plan of new names: files by their places, and the names, of which no two are one in a folder.
/// `there` are paths of other files, which no temporary name may be.
///
/// Where names change places, one of them is put aside under a temporary name first.
pub fn plan(subjects: &[Subject], changes: &[(usize, String)], there: &HashSet<String>, purge: bool) -> Plan {
    let moves: Vec<Move<'_>> =
        changes.iter().filter_map(|(at, name)| Move::new(subjects.get(*at)?, name)).collect();
    let (mut steps, rings) = leveled(&moves, there, purge);
    // Those that wait for nothing go first, all at once.
    steps.sort_by_key(|(level, _)| *level);
    let steps: Arc<[Step]> = steps.into_iter().map(|(_, step)| step).collect();
    let many = if moves.len() == 1 { "" } else { "s" };
    let title = format!("Rename {} file{many}", moves.len());
    Plan { title, steps, notes: notes(moves.len(), rings, purge) }
}

fn notes(files: usize, rings: usize, purge: bool) -> Vec<Note> {
    let note = |text: String| Note { step: None, text, warning: false };
    let urls = match purge {
        true => format!("The old URLs are purged from the caches: {files} purges of the account's quota"),
        false => "The old URLs answer until caches forget them, then no more".to_owned(),
    };
    let aside = format!("Names change places: {rings} of them are put aside under a temporary name first");
    [note(urls)].into_iter().chain((rings > 0).then(|| note(aside))).collect()
}

/// One file and its new name.
struct Move<'a> {
    subject: &'a Subject,
    name: Arc<str>,
    from: String,
    to: String,
}

impl<'a> Move<'a> {
    fn new(subject: &'a Subject, name: &str) -> Option<Self> {
        let (from, to) = (subject.path(), subject.folder.join(name));
        (from != to).then(|| Self { subject, name: name.into(), from, to })
    }

    fn step(&self, purge: bool) -> Step {
        let verb = Verb::Rename { name: Arc::clone(&self.name), purge };
        Step { target: self.subject.target(&self.subject.name), verb }
    }
}

/// Every step with the number of steps that have to be done before it, and how many names had to be
/// put aside.
fn leveled(moves: &[Move<'_>], there: &HashSet<String>, purge: bool) -> (Vec<(usize, Step)>, usize) {
    let by_source: HashMap<&str, usize> = moves.iter().enumerate().map(|(at, m)| (&*m.from, at)).collect();
    let by_target: HashMap<&str, usize> = moves.iter().enumerate().map(|(at, m)| (&*m.to, at)).collect();
    let mut steps = Vec::with_capacity(moves.len());
    let mut done = vec![false; moves.len()];
    let mut finish = |at: usize| done.get_mut(at).is_some_and(|done| !std::mem::replace(done, true));

    // Whose new name is free, and behind it one after the other who waits for the name before.
    let free = moves.iter().enumerate().filter(|(_, m)| !by_source.contains_key(&*m.to));
    for (first, _) in free {
        let (mut at, mut level) = (first, 0);
        while let Some(this) = moves.get(at).filter(|_| finish(at)) {
            steps.push((level, this.step(purge)));
            let Some(waits) = by_target.get(&*this.from) else { break };
            (at, level) = (*waits, level + 1);
        }
    }

    // The others wait for each other in rings.
    let mut rings = 0;
    for first in 0..moves.len() {
        let Some(aside) = moves.get(first).filter(|_| finish(first)) else { continue };
        rings += 1;
        let taken =
            |path: &str| by_source.contains_key(path) || by_target.contains_key(path) || there.contains(path);
        let free = temporary(aside.subject, rings, taken);
        let put = Verb::Rename { name: Arc::clone(&free), purge };
        steps.push((0, Step { target: aside.subject.target(&aside.subject.name), verb: put }));
        let (mut from, mut level) = (&aside.from, 1);
        while let Some(&at) = by_target.get(&**from) {
            let Some(this) = moves.get(at).filter(|_| finish(at)) else { break };
            steps.push((level, this.step(purge)));
            (from, level) = (&this.from, level + 1);
        }
        // Nobody has met the temporary URL.
        let take = Verb::Rename { name: Arc::clone(&aside.name), purge: false };
        steps.push((level, Step { target: aside.subject.target(&free), verb: take }));
    }
    (steps, rings)
}

/// A name that no file has or will have.
fn temporary(subject: &Subject, ring: usize, taken: impl Fn(&str) -> bool) -> Arc<str> {
    let (stem, ext) = super::split(&subject.name);
    let dot = if ext.is_empty() { "" } else { "." };
    let mut names = (0_u32..).map(|n| format!("{stem}-renaming-{ring}-{n}{dot}{ext}"));
    names.find(|name| !taken(&subject.folder.join(name))).unwrap_or_default().into()
}
