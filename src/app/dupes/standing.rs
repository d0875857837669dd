//! In which order the files of a group stand on the screen: the kept one first, whatever else changes.

use super::Dupes;

impl Dupes {
    /// Which of the members is kept, where that is known.
    pub(super) fn kept_at(&self) -> Option<usize> {
        self.decision().map(|decision| self.at(decision, decision.kept_at()))
    }

    /// Which of the members is under the cursor.
    pub(super) fn member(&self) -> usize {
        let first = usize::from(self.kept_at() == Some(0));
        self.place.member.unwrap_or(first).min(self.members().len().saturating_sub(1))
    }

    /// Where a member stands on the screen: the kept one first.
    pub(super) fn standing(&self, member: usize) -> usize {
        match self.kept_at() {
            Some(kept) if member == kept => 0,
            Some(kept) if member < kept => member + 1,
            _ => member,
        }
    }

    /// The member that stands at a place of the screen.
    pub(super) fn member_at(&self, standing: usize) -> usize {
        match self.kept_at() {
            Some(kept) if standing == 0 => kept,
            Some(kept) if standing <= kept => standing - 1,
            _ => standing,
        }
    }
}
