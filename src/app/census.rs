//! The tags of the library as far as they were counted: the service has no list of them, so files are
//! paged through while the tags dialog is open, and what the vocabulary counts is heard too.

use std::collections::HashMap;

use super::Effect;
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::state::State;
use super::tags::TagsDialog;
use crate::model::{Report, Tag, TagUse};

/// Pages that are asked for by the tags dialog; the vocabulary goes to the end.
const PAGES: usize = 20;
/// Milliseconds before the first page is asked for: a tag that is known is toggled before.
const DELAY: u64 = 150;

/// What was counted so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Census {
    uses: HashMap<Tag, usize>,
    files: usize,
    pages: usize,
    complete: bool,
    asked: Option<Ticket>,
}

impl Census {
    /// How many files have each tag: as counted here, or else as `seen` says.
    pub(super) fn uses_with<'a>(&'a self, seen: &'a HashMap<Tag, usize>) -> HashMap<&'a Tag, usize> {
        let all = seen.iter().chain(&self.uses);
        all.map(|(tag, files)| (tag, *files)).collect()
    }

    /// Takes the page behind the first `skip` files. Whether it was the next one; a first page begins
    /// the count anew.
    fn take(&mut self, skip: usize, uses: &[TagUse], files: usize, more: bool) -> bool {
        if skip == 0 {
            *self = Self { asked: self.asked, ..Self::default() };
        } else if skip != self.files {
            return false;
        }
        for own in uses.iter().filter(|own| own.files > 0) {
            *self.uses.entry(own.tag.clone()).or_default() += own.files;
        }
        self.files += files;
        self.pages += 1;
        self.complete = !more;
        true
    }
}

/// Asks for the next page if the tags dialog is open and there is one to ask for.
pub(super) fn go_on(state: &mut State, effects: &mut Vec<Effect>) {
    let census = &state.census;
    if census.complete || census.asked.is_some() || census.pages >= PAGES || dialog(state).is_none() {
        return;
    }
    state.tickets += 1;
    let ticket = Ticket(state.tickets);
    let census = &mut state.census;
    census.asked = Some(ticket);
    let delay_ms = if census.pages == 0 { DELAY } else { 0 };
    let call = Call::Tags { skip: census.files };
    effects.push(Effect::Call { ticket, call, replaces: false, delay_ms });
}

/// Takes an answer that passes by, whoever asked.
pub(super) fn heard(
    state: &mut State,
    ticket: Ticket,
    result: &Result<Answer, Report>,
    effects: &mut Vec<Effect>,
) {
    let own = state.census.asked.take_if(|asked| *asked == ticket).is_some();
    let Ok(Answer::Tags { skip, uses, files, more }) = result else { return };
    if !state.census.take(*skip, uses, *files, *more) {
        return;
    }
    let State { census, overlays, .. } = state;
    let dialogs = overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Tags(dialog) => Some(dialog),
        _ => None,
    });
    let counted = uses.iter().filter_map(|own| census.uses.get_key_value(&own.tag));
    let counted: Vec<(&Tag, usize)> = counted.map(|(tag, files)| (tag, *files)).collect();
    dialogs.for_each(|dialog| dialog.learn(&counted));
    if own {
        go_on(state, effects);
    }
}

fn dialog(state: &State) -> Option<&TagsDialog> {
    state.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Tags(dialog) => Some(&**dialog),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(tag: &str, files: usize) -> Vec<TagUse> {
        vec![TagUse { tag: tag.into(), files, ai_files: 1 }]
    }

    #[test]
    fn pages_add_up_in_their_order_and_a_first_one_begins_anew() {
        let mut census = Census::default();
        assert!(census.take(0, &page("red", 2), 1000, true));
        assert!(census.take(1000, &page("red", 3), 1000, true));
        assert!(!census.take(1000, &page("red", 3), 1000, true), "it was counted already");
        assert!(census.take(2000, &page("dog", 0), 5, false), "an AI tag alone is no tag");
        assert!(census.complete);
        let seen = HashMap::from([(Tag::from("red"), 1), (Tag::from("new"), 4)]);
        let known = census.uses_with(&seen);
        assert_eq!(known, HashMap::from([(&Tag::from("red"), 5), (&Tag::from("new"), 4)]));
        assert!(census.take(0, &page("blue", 1), 7, false));
        assert_eq!((census.uses.len(), census.files, census.pages), (1, 7, 1));
    }
}
