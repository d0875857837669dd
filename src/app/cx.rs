//! What the root lends to a pane while it handles something.

use jiff::Timestamp;

use super::effect::{Effect, Ticket};

/// Effects out, tickets, and the time.
pub struct Cx<'a> {
    /// What the runtime is asked to do.
    pub effects: &'a mut Vec<Effect>,
    /// The last ticket given.
    pub tickets: &'a mut u64,
    /// The time, to the second.
    pub now: Timestamp,
}

impl Cx<'_> {
    /// A ticket that no reply carries yet.
    pub fn ticket(&mut self) -> Ticket {
        *self.tickets += 1;
        Ticket(*self.tickets)
    }

    /// Asks for an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
