//! What becomes of each file of a group.

use super::apart::Apart;
use super::candidate::Candidate;
use super::keep::keep;
use super::merge::Field;
use super::rules::{Rule, Rules};
use crate::model::{AssetId, FolderPath};

/// What becomes of a file of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the one that is kept.
    Kept,
    /// It goes to the trash.
    Thrown,
    /// It stays: it lies in a safe folder.
    Safe,
    /// It stays: the user took it out.
    Out,
    /// It stays: it is no duplicate of the one that is kept.
    Apart,
    /// It stays: it is no longer as the catalogue has it.
    Changed,
}

/// The files of a group, and what becomes of each. One is always kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub(super) members: Vec<Candidate>,
    kept: usize,
    why: Vec<Option<Rule>>,
    /// Of each: why it stays although it isn't the one that is kept.
    stays: Vec<Option<Fate>>,
    /// Members that are no duplicates of each other.
    apart: Vec<(usize, usize)>,
    /// Whose value the user wants where files disagree.
    pub(super) chosen: Vec<(Field, AssetId)>,
}

impl Decision {
    /// Decides by rules. `None` for fewer than two files.
    pub fn new(members: Vec<Candidate>, rules: &Rules, safe: &[FolderPath], apart: &Apart) -> Option<Self> {
        if members.len() < 2 {
            return None;
        }
        let choice = keep(&members, rules, safe)?;
        let stays = members.iter().map(|member| member.is_in(safe).then_some(Fate::Safe)).collect();
        let apart = pairs(&members, apart);
        Some(Self { kept: choice.kept, why: choice.why, stays, apart, chosen: Vec::new(), members })
    }

    /// The files, in the order in which they were given.
    pub fn members(&self) -> &[Candidate] {
        &self.members
    }

    /// Which of them is kept.
    pub fn kept_at(&self) -> usize {
        self.kept
    }

    /// The file that is kept; `None` never happens.
    pub fn kept(&self) -> Option<&Candidate> {
        self.members.get(self.kept)
    }

    /// The rule by which a file fell behind the one that is kept; `None` for that one, and where the user
    /// has chosen.
    pub fn why(&self, member: usize) -> Option<&Rule> {
        self.why.get(member)?.as_ref()
    }

    /// What becomes of a file.
    pub fn fate(&self, member: usize) -> Fate {
        if member == self.kept {
            return Fate::Kept;
        }
        if let Some(stays) = self.stays.get(member).copied().flatten() {
            return stays;
        }
        let apart = self.apart.contains(&(self.kept.min(member), self.kept.max(member)));
        if apart { Fate::Apart } else { Fate::Thrown }
    }

    /// The files that go to the trash, and where they stand.
    pub fn thrown(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        self.members.iter().enumerate().filter(|(at, _)| self.fate(*at) == Fate::Thrown)
    }

    /// Bytes of the files that go to the trash.
    pub fn wins(&self) -> u64 {
        self.thrown().fold(0, |sum, (_, member)| sum.saturating_add(member.details.file.size))
    }

    /// Keeps this file instead of the one that the rules chose. A file that isn't there changes nothing.
    pub fn keep(&mut self, id: &AssetId) {
        let Some(at) = self.place(id) else { return };
        if at != self.kept {
            self.kept = at;
            self.why.fill(None);
        }
        self.set(at, Fate::Out, false);
    }

    /// Takes a file out, so that it stays, or in again.
    pub fn toggle(&mut self, id: &AssetId) {
        let Some(at) = self.place(id).filter(|at| *at != self.kept) else { return };
        let out = self.fate(at) == Fate::Out;
        self.set(at, Fate::Out, !out);
    }

    /// Uses the value of this file where files disagree.
    pub fn choose(&mut self, field: Field, id: AssetId) {
        self.chosen.retain(|(other, _)| *other != field);
        self.chosen.push((field, id));
    }

    /// Lets a file stay, since it isn't as the catalogue has it.
    pub(super) fn set_changed(&mut self, at: usize) {
        self.set(at, Fate::Changed, true);
    }

    /// What is so in a safe folder stays so whatever the user says.
    fn set(&mut self, at: usize, fate: Fate, on: bool) {
        match self.stays.get_mut(at) {
            Some(stays) if on && *stays != Some(Fate::Safe) => *stays = Some(fate),
            Some(stays) if !on && *stays == Some(fate) => *stays = None,
            _ => {}
        }
    }

    fn place(&self, id: &AssetId) -> Option<usize> {
        self.members.iter().position(|member| member.id() == id)
    }
}

/// The pairs of members that are no duplicates, the earlier one first.
fn pairs(members: &[Candidate], apart: &Apart) -> Vec<(usize, usize)> {
    if apart.is_empty() {
        return Vec::new();
    }
    let later = |at: usize| members.iter().enumerate().skip(at + 1);
    let all = members.iter().enumerate().flat_map(|(at, a)| later(at).map(move |(to, b)| (at, a, to, b)));
    all.filter(|(_, a, _, b)| apart.holds(a.id(), b.id())).map(|(at, _, to, _)| (at, to)).collect()
}
