//! Looks how files are now, before a plan throws any away.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::decision::{Decision, Fate};
use crate::api::{Client, Error};
use crate::model::{AssetId, Details};
use crate::ops::ask::details_of;
use crate::ops::plan::Note;

/// Reads the files of decisions from the service, and lets those stay that are no longer as they were
/// when it was decided: changed, moved, or gone. A group whose kept file is no longer the same is left
/// out. Notes tell of each.
///
/// # Errors
///
/// When the library can't be read.
pub async fn refresh(client: &Client, decisions: Vec<Decision>) -> Result<(Vec<Decision>, Vec<Note>), Error> {
    let ids = decisions.iter().flat_map(|decision| {
        decision.kept().into_iter().chain(decision.thrown().map(|(_, member)| member)).map(Candidate::id)
    });
    let ids: Vec<AssetId> = ids.cloned().collect();
    let now = details_of(client, ids.iter()).await?;
    let mut notes = Vec::new();
    let decisions = decisions.into_iter().filter_map(|decision| compared(decision, &now, &mut notes));
    Ok((decisions.collect(), notes))
}

/// A decision about the files as they are now; `None` where there is nothing left to decide.
fn compared(
    mut decision: Decision,
    now: &HashMap<AssetId, Details>,
    notes: &mut Vec<Note>,
) -> Option<Decision> {
    let mut tell = |text: String| notes.push(Note { step: None, text, warning: true });
    let kept = decision.kept()?;
    let path = kept.path();
    match now.get(kept.id()) {
        None => {
            tell(format!("{path} is gone: its group is left out"));
            return None;
        }
        Some(now) if !is_same(&kept.details, now) => {
            tell(format!("{path} has changed since the last sync: its group is left out"));
            return None;
        }
        Some(_) => {}
    }
    for at in 0..decision.members().len() {
        let fate = decision.fate(at);
        let Some(member) = decision.members.get_mut(at) else { continue };
        match now.get(member.id()) {
            Some(now) if is_same(&member.details, now) => member.details = now.clone(),
            found if fate == Fate::Thrown => {
                let why =
                    if found.is_some() { "has changed since the last sync: it stays" } else { "is gone" };
                tell(format!("{} {why}", member.path()));
                decision.set_changed(at);
            }
            _ => {}
        }
    }
    let throws = decision.thrown().next().is_some();
    throws.then_some(decision)
}

/// Whether a file is as it was, and where it was.
fn is_same(was: &Details, now: &Details) -> bool {
    let other = |(was, now): (&AssetId, &AssetId)| was != now;
    was.file.updated == now.file.updated
        && !was.version_id.as_ref().zip(now.version_id.as_ref()).is_some_and(other)
        && was.file.folder == now.file.folder
        && was.file.name == now.file.name
}
