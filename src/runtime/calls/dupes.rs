//! Calls about near-duplicates: groups of the copy, what is known of their files, and the plan of what was
//! decided.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::copy::aside;
use crate::api::Client;
use crate::app::call::{Answer, Grouping};
use crate::app::dupes::{Found, Order};
use crate::catalog::{Catalog, Error};
use crate::model::{AssetId, Details, FolderPath, Report};
use crate::ops::dupes::{self, Candidate, Decision, Duplicates, Images, Row};
use crate::phash::sensible;

/// Thresholds above the sensible one that can be looked at.
const BEYOND: u8 = 2;
/// The highest threshold of all: further ones take long, and say nothing.
const HIGHEST: u8 = 16;

/// Groups the pictures of the copy.
pub(super) async fn group(catalog: Option<Catalog>, grouping: Grouping) -> Result<Answer, Report> {
    let Grouping::Begin(before) = grouping else { return Ok(Answer::Done) };
    let Some(catalog) = catalog else { return Ok(Answer::Duplicates(None)) };
    let find = move |stopped: &AtomicBool| find(&catalog, before.as_deref(), stopped);
    let found = aside("Could not find duplicates", find).await?;
    Ok(Answer::Duplicates(found.map(Arc::new)))
}

/// All groups; `None` if nobody waits for them any more.
fn find(catalog: &Catalog, before: Option<&Found>, stopped: &AtomicBool) -> Result<Option<Found>, Error> {
    let cancelled = || stopped.load(Ordering::Relaxed);
    let Some(images) = Images::read(catalog, &FolderPath::root(), &cancelled)? else { return Ok(None) };
    let (safe, pairs) = (catalog.safe_folders()?, catalog.apart()?);
    let highest = sensible(images.len()).saturating_add(BEYOND).min(HIGHEST);
    let before = before.map(|before| &before.duplicates);
    let duplicates = Duplicates::of(catalog, &images, highest, before, &cancelled)?;
    Ok(duplicates.map(|duplicates| Found { duplicates, apart: pairs.iter().collect(), safe }))
}

/// What the copy knows of files.
pub(super) async fn members(catalog: Catalog, rows: Vec<Row>) -> Result<Answer, Report> {
    let read = move |_: &AtomicBool| details(&catalog, &rows);
    aside("Could not read the files of a group", read).await.map(Answer::Members)
}

/// The details of files in the order of their rows; `None` for those that are gone.
fn details(catalog: &Catalog, rows: &[Row]) -> Result<Vec<Option<Details>>, Error> {
    let known = catalog.details(rows)?;
    if known.len() == rows.len() {
        return Ok(known.into_iter().map(Some).collect());
    }
    // Some are gone: one by one it is known which.
    rows.iter().map(|row| Ok(catalog.details(&[*row])?.into_iter().next())).collect()
}

/// Remembers that pairs are no duplicates, or forgets it.
pub(super) async fn set_apart(
    catalog: Catalog,
    pairs: Vec<(AssetId, AssetId)>,
    apart: bool,
) -> Result<Answer, Report> {
    let write = move |_: &AtomicBool| match apart {
        true => catalog.decide_apart(&pairs),
        false => catalog.forget_apart(&pairs),
    };
    aside("Could not remember what is no duplicate", write).await.map(|()| Answer::Done)
}

/// Says which folders are safe.
pub(super) async fn set_safe(catalog: Catalog, folders: Vec<FolderPath>) -> Result<Answer, Report> {
    let write = move |_: &AtomicBool| catalog.set_safe_folders(&folders);
    aside("Could not remember which folders are safe", write).await.map(|()| Answer::Done)
}

/// The plan of what was accepted: decided anew, and about the files as they are now.
pub(super) async fn plan(client: &Client, catalog: Option<Catalog>, order: Order) -> Result<Answer, Report> {
    let Some(catalog) = catalog else {
        let why = "there is no copy of the library any more";
        return Err(Report::new("Could not make the plan", why, "find duplicates again"));
    };
    let merging = order.merging;
    let decisions =
        aside("Could not make the plan", move |stopped| decide(&catalog, &order, stopped)).await?;
    let (decisions, notes) =
        dupes::refresh(client, decisions).await.map_err(|error| error.report("Could not make the plan"))?;
    Ok(Answer::DupesPlan(match dupes::plan(&decisions, merging, Timestamp::now()) {
        Ok(mut plan) => {
            plan.notes.extend(notes);
            Ok(Box::new(plan))
        }
        Err(error) => {
            Err(notes.first().map_or_else(|| error.to_string(), |note| format!("{error} ({})", note.text)))
        }
    }))
}

/// What is decided of each group.
fn decide(catalog: &Catalog, order: &Order, stopped: &AtomicBool) -> Result<Vec<Decision>, Error> {
    let mut decisions = Vec::new();
    for group in order.groups() {
        if stopped.load(Ordering::Relaxed) {
            break;
        }
        let found = &order.found;
        let members = Candidate::read(catalog, &found.duplicates, &group)?;
        decisions.extend(order.choices.decide(members, &found.safe, &found.apart));
    }
    Ok(decisions)
}
