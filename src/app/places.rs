//! Going to a place that is typed: a folder, a bookmark, a URL of the library, or the id of a file.

use super::addresses;
use super::call::{Answer, Call};
use super::dialog::Prompt;
use super::effect::{Effect, Ticket};
use super::moves::with_browse;
use super::state::State;
use super::update::trouble;
use crate::model::{AssetId, FolderPath, Report};

/// Suggestions at most.
const MOST: usize = 20;

/// Bookmarked and known folders that fit what was typed: bookmarks first, then those that hold it in one
/// piece, the shortest first.
pub(super) fn suggestions(state: &State, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    let known = state.browse.family.values().flat_map(|children| children.folders());
    let known = known.map(|folder| (1, folder.path.as_str()));
    let marked = state.memory.bookmarks.values().map(|path| (0, path.as_str()));
    let fitting = marked.chain(known).filter_map(|(rank, path)| {
        let low = path.to_lowercase();
        let whole = low.contains(&typed);
        (whole || is_within(&typed, &low)).then_some((!whole, rank, path.len(), path))
    });
    let mut paths: Vec<_> = fitting.collect();
    paths.sort_unstable();
    let mut paths: Vec<String> = paths.into_iter().map(|(.., path)| path.to_owned()).collect();
    let mut seen = std::collections::HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    paths.truncate(MOST);
    paths
}

/// Whether the characters of `typed` stand in `text` in their order.
fn is_within(typed: &str, text: &str) -> bool {
    let mut rest = text.chars();
    typed.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// Goes to what was typed. Whether the prompt stays open because that can't be.
pub(super) fn go(state: &mut State, prompt: &mut Prompt, text: &str, effects: &mut Vec<Effect>) -> bool {
    // The prompt begins with a slash, behind which a URL or an id is pasted.
    let bare = text.trim_start_matches('/');
    if addresses::is_url(bare) {
        return match addresses::explained(state, bare) {
            Ok(explained) => {
                let path = explained.path().to_owned();
                visit_file(state, &path, effects);
                false
            }
            Err(error) => {
                prompt.error = Some(error.to_string());
                true
            }
        };
    }
    let is_known = state.browse.family.contains_key(&FolderPath::new(text));
    if !is_known && bare.len() == 24 && AssetId::new(bare).bytes().is_some() {
        state.tickets += 1;
        let ticket = Ticket(state.tickets);
        state.sought = Some(ticket);
        let call = Call::Details(vec![AssetId::new(bare)]);
        effects.push(Effect::Call { ticket, call, replaces: false, delay_ms: 0 });
        return false;
    }
    with_browse(state, effects, |browse, cx| browse.visit(FolderPath::new(text), None, cx));
    false
}

/// Takes the answer to the id that was typed last. Whether it was that.
pub(super) fn take(
    state: &mut State,
    ticket: Ticket,
    result: &Result<Answer, Report>,
    effects: &mut Vec<Effect>,
) -> bool {
    if state.sought.take_if(|own| *own == ticket).is_none() {
        return false;
    }
    match result {
        Ok(Answer::Details(found)) => {
            if let Some(path) = found.first().map(|details| details.file.path()) {
                visit_file(state, &path, effects);
            }
        }
        Ok(_) => {}
        Err(report) => trouble(state, report.clone(), effects),
    }
    true
}

fn visit_file(state: &mut State, path: &str, effects: &mut Vec<Effect>) {
    let (folder, name) = FolderPath::split_file(path);
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    with_browse(state, effects, |browse, cx| browse.visit(folder, name, cx));
}
