//! How hashes stand before a pass: in which group each is.

use super::watch::Watch;

/// A group with so many distinct hashes is large: its pairs are passed over without a look at each.
const LARGE: u32 = 32;

/// The group of a hash, by number; those of large groups are less than all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label(u32);

impl Label {
    /// Set for a small group.
    const SMALL: u32 = 1 << 31;

    /// The number of the group.
    pub(super) fn group(self) -> u32 {
        self.0 & !Self::SMALL
    }

    pub(super) fn is_large(self) -> bool {
        self.0 & Self::SMALL == 0
    }

    /// Those of some labels in order that are of large groups, group by group.
    pub(super) fn runs(labels: &[Self]) -> impl Iterator<Item = &[Self]> {
        let large = labels.partition_point(|label| label.is_large());
        labels.get(..large).unwrap_or_default().chunk_by(|a, b| a == b)
    }
}

/// The groups from which a pass starts, numbered by their first hashes.
#[derive(Debug)]
pub(super) struct Standing {
    /// For each hash the number of its group.
    groups: Vec<u32>,
    count: u32,
}

/// All hashes in the order of a pass: those of large groups first and together.
#[derive(Debug, Default)]
pub(super) struct Arranged {
    pub(super) hashes: Vec<u64>,
    pub(super) labels: Vec<Label>,
}

impl Standing {
    /// Each hash by itself.
    pub(super) fn new(count: u32) -> Self {
        Self { groups: (0..count).collect(), count }
    }

    /// The number of groups.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Puts groups together: `root` names for each group the first of those that it is with.
    pub(super) fn merge(&mut self, root: impl Fn(u32) -> u32, watch: &Watch<'_>) -> Option<()> {
        let mut pace = watch.pace();
        let mut count = 0u32;
        let mut numbers = vec![0u32; self.count as usize];
        for group in 0..self.count {
            pace.spend(1)?;
            let first = root(group);
            let number =
                if first == group { count } else { numbers.get(first as usize).copied().unwrap_or(0) };
            count = count.saturating_add(u32::from(first == group));
            if let Some(at) = numbers.get_mut(group as usize) {
                *at = number;
            }
        }
        for group in &mut self.groups {
            pace.spend(1)?;
            *group = numbers.get(*group as usize).copied().unwrap_or(0);
        }
        self.count = count;
        Some(())
    }

    /// Brings hashes into the order of a pass.
    pub(super) fn arrange(
        &self,
        hashes: &[u64],
        change: impl Fn(u64) -> u64,
        watch: &Watch<'_>,
    ) -> Option<Arranged> {
        let mut pace = watch.pace();
        let mut nexts = vec![0u32; self.count as usize];
        for &group in &self.groups {
            pace.spend(1)?;
            if let Some(size) = nexts.get_mut(group as usize) {
                *size = size.saturating_add(1);
            }
        }
        // For each large group where its next goes.
        let mut end = 0u32;
        for next in &mut nexts {
            let size = std::mem::replace(next, u32::MAX);
            if size >= LARGE {
                *next = end;
                end = end.saturating_add(size);
            }
        }
        let mut arranged = Arranged { hashes: vec![0; hashes.len()], labels: vec![Label(0); hashes.len()] };
        for (&group, &hash) in self.groups.iter().zip(hashes) {
            pace.spend(1)?;
            let (next, label) = match nexts.get_mut(group as usize) {
                Some(next) if *next != u32::MAX => (next, Label(group)),
                _ => (&mut end, Label(group | Label::SMALL)),
            };
            let at = *next as usize;
            *next = next.saturating_add(1);
            if let (Some(to), Some(of)) = (arranged.hashes.get_mut(at), arranged.labels.get_mut(at)) {
                (*to, *of) = (change(hash), label);
            }
        }
        Some(arranged)
    }
}
