//! Which file of a group is kept.

use std::cmp::{Ordering, Reverse};

use super::candidate::Candidate;
use super::rules::{Rule, Rules};
use crate::model::FolderPath;

/// The file that is kept, and why each other one isn't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which one is kept.
    pub kept: usize,
    /// Of each: the rule by which it fell behind; `None` for the one that is kept.
    pub why: Vec<Option<Rule>>,
}

/// Chooses by the rules, one after another, until one is left. Where they don't tell, the first path does.
/// `None` without candidates.
pub fn keep(candidates: &[Candidate], rules: &Rules, safe: &[FolderPath]) -> Option<Choice> {
    let mut left: Vec<(usize, &Candidate)> = candidates.iter().enumerate().collect();
    let mut why = vec![None; candidates.len()];
    let last = Rule::Path([].into());
    for rule in rules.chain().iter().chain([&last]) {
        let Some((_, best)) = left.iter().copied().min_by(|(_, a), (_, b)| rank(rule, a, b, safe)) else {
            break;
        };
        left.retain(|(at, candidate)| {
            let stays = rank(rule, candidate, best, safe) == Ordering::Equal;
            if !stays && let Some(why) = why.get_mut(*at) {
                *why = Some(rule.clone());
            }
            stays
        });
    }
    let (kept, _) = left.first().copied()?;
    // No two files have one path; but what comes from outside may say so.
    for (at, _) in left.into_iter().skip(1) {
        if let Some(why) = why.get_mut(at) {
            *why = Some(last.clone());
        }
    }
    Some(Choice { kept, why })
}

/// The better one is less.
fn rank(rule: &Rule, a: &Candidate, b: &Candidate, safe: &[FolderPath]) -> Ordering {
    let by = |ahead: fn(&Candidate) -> Reverse<u64>| ahead(a).cmp(&ahead(b));
    match rule {
        Rule::Safe => b.is_in(safe).cmp(&a.is_in(safe)),
        Rule::Published => by(|c| Reverse(u64::from(c.details.file.published))),
        Rule::Pixels => by(|c| Reverse(c.pixels())),
        Rule::Bytes => by(|c| Reverse(c.details.file.size)),
        Rule::Oldest => a.details.file.created.cmp(&b.details.file.created),
        Rule::Newest => b.details.file.created.cmp(&a.details.file.created),
        Rule::Tags => by(|c| Reverse((c.details.file.tags.len() + c.values().count()) as u64)),
        Rule::Path(folders) if folders.is_empty() => a.path().cmp(&b.path()),
        Rule::Path(folders) => {
            let place = |c: &Candidate| {
                let folder = &c.details.file.folder;
                folders.iter().position(|wanted| folder.is_within(wanted)).unwrap_or(folders.len())
            };
            place(a).cmp(&place(b))
        }
        Rule::Format(endings) => {
            let place = |c: &Candidate| {
                let ending = c.details.file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
                endings.iter().position(|wanted| ending.as_deref() == Some(wanted)).unwrap_or(endings.len())
            };
            place(a).cmp(&place(b))
        }
    }
}
