//! What is known of something that a pane asked for.

use super::effect::Ticket;
use crate::model::Report;

/// What is known of something that was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Asked<T> {
    /// Nobody asked.
    #[default]
    No,
    /// It is on its way.
    Yes(Ticket),
    /// It is here.
    Here(T),
    /// It did not come.
    Failed(Report),
}

impl<T> Asked<T> {
    /// Takes an answer if it is the one that is waited for. Whether it was.
    pub fn take(&mut self, ticket: Ticket, result: Result<T, Report>) -> bool {
        let waited = matches!(self, Self::Yes(own) if *own == ticket);
        if waited {
            *self = result.map_or_else(Self::Failed, Self::Here);
        }
        waited
    }
}
