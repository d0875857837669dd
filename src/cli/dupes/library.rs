//! `ikt dupes` over the copy of a library: its groups, and what is done with them.

use std::path::Path;

use jiff::Timestamp;

use super::{DISTANCE, DupesArgs, told};
use crate::api::Client;
use crate::catalog::sync::{Watch, refresh as read_again};
use crate::catalog::{Catalog, Error};
use crate::cli::frame::{Code, Failure, Out, Session, carry_out_noted, failed, show};
use crate::model::{AssetId, FolderPath, Report};
use crate::ops::Plan;
use crate::ops::dupes::{
    Apart, Candidate, Decision, Duplicates, Images, Order, PlanError, Rules, plan, refresh,
};
use crate::phash::sensible;

/// A group of more isn't decided on at once: each of its pictures would be looked at.
const MOST: usize = 10_000;
const WHAT: &str = "Could not look for duplicates";

/// What was found in the copy.
pub(super) struct Found {
    catalog: Catalog,
    rules: Rules,
    safe: Vec<FolderPath>,
    apart: Apart,
    /// The distance at which pictures are held together.
    pub(super) distance: u8,
    pub(super) groups: Duplicates,
}

/// Writes the groups with the picture of each that would be kept. The service isn't asked.
///
/// # Errors
///
/// Those of [`Found::read`].
pub(super) fn list(out: Out, copy: &Path, args: &DupesArgs) -> Result<Code, Failure> {
    let found = Found::read(copy, args)?;
    for (number, group) in (1_u64..).zip(found.in_order()) {
        let size = found.groups.members(found.distance, group).len();
        match found.decision(group)? {
            Some(decision) => told::group(out, &found, number, group, &decision)?,
            None => told::too_large(out, number, size)?,
        }
    }
    told::sum(out, &found)?;
    Ok(Code::Done)
}

/// Shows or does what the rules decide.
///
/// # Errors
///
/// Those of [`Found::read`] and of any call. What fails inside of the run is told step by step.
pub(super) async fn decide(args: DupesArgs, session: &Session) -> Result<Code, Failure> {
    let copy = session.catalog.clone();
    let (args, found, decisions) = tokio::task::spawn_blocking(move || {
        let found = Found::read(&copy, &args)?;
        let decisions = found.decisions(&args)?;
        Ok::<_, Failure>((args, found, decisions))
    })
    .await
    .map_err(|error| Failure::here(WHAT, error, ""))??;
    told::left_out(session.out, &found, &args, MOST);
    let (decisions, notes) = refresh(&session.client, decisions).await.map_err(failed(WHAT))?;
    let mut plan = match plan(&decisions, args.merge, Timestamp::now()) {
        Ok(plan) => plan,
        Err(error @ PlanError::Nothing) => {
            notes.iter().for_each(|note| session.out.note(&note.text));
            session.out.note(error.to_string());
            return Ok(Code::Done);
        }
        Err(error) => {
            let next = "Run `ikt sync`, then try again";
            return Err(Failure::new(Code::General, Report::new(WHAT, error.to_string(), next)));
        }
    };
    plan.notes.splice(0..0, notes);
    if args.plan {
        return show(session, &plan).await;
    }
    for note in plan.notes.iter().filter(|note| note.warning) {
        session.out.note(&note.text);
    }
    let touched = touched(&plan);
    let done = carry_out_noted(session, plan, None).await;
    bring_up(session, found.catalog, touched).await;
    done
}

/// The files that a plan changes.
fn touched(plan: &Plan) -> Vec<AssetId> {
    plan.steps.iter().filter_map(|step| step.target.id().cloned()).collect()
}

/// Lets the copy know of what was done. Where that fails the next sync finds it.
async fn bring_up(session: &Session, catalog: Catalog, ids: Vec<AssetId>) {
    if let Err(error) = touch(&session.client, catalog, ids).await {
        session.out.note(format!("The copy of the library is behind until `ikt sync`: {error}"));
    }
}

async fn touch(client: &Client, catalog: Catalog, ids: Vec<AssetId>) -> Result<(), Error> {
    let marked = catalog.clone();
    tokio::task::spawn_blocking(move || marked.touch(&ids)).await.map_err(|_| Error::Thread)??;
    read_again(&catalog, client, &Watch::new(|_| {})).await.map(drop)
}

/// Makes a failure of an error of the copy.
fn failure(error: Error) -> Failure {
    Failure::new(Code::General, error.report(WHAT))
}

impl Found {
    /// Groups the pictures of the copy. Blocks.
    ///
    /// # Errors
    ///
    /// When there is no copy, no pHash in it, when it can't be read, and for rules that make no sense.
    fn read(copy: &Path, args: &DupesArgs) -> Result<Self, Failure> {
        let missing = |why: String| {
            let next = "`ikt sync --hashes` copies the library and asks for the pHash of each picture";
            Failure::new(Code::NotFound, Report::new(WHAT, why, next))
        };
        let rules = args.keep.as_deref().map_or_else(|| Ok(Rules::default()), Rules::parse);
        let rules = rules.map_err(|error| Failure::usage(error, "See `ikt dupes --help` for --keep"))?;
        let catalog = Catalog::open_existing(copy).map_err(failure)?;
        let catalog = catalog.ok_or_else(|| missing("there is no copy of the library yet".to_owned()))?;
        let within = args.within.as_deref().map_or_else(FolderPath::root, FolderPath::new);
        let interrupted = || Failure::here(WHAT, "it was interrupted", "Try again");
        let images = Images::read(&catalog, &within, &|| false).map_err(failure)?;
        let images = images.ok_or_else(interrupted)?;
        if images.is_empty() && images.missing > 0 {
            return Err(missing(format!("no pHash is known of {} pictures", images.missing)));
        }
        let distance = args.max_distance.unwrap_or_else(|| DISTANCE.min(sensible(images.len())));
        let groups = Duplicates::of(&catalog, &images, distance, None, &|| false).map_err(failure)?;
        let groups = groups.ok_or_else(interrupted)?;
        let mut safe = catalog.safe_folders().map_err(failure)?;
        safe.extend(args.safe.iter().map(|folder| FolderPath::new(folder)));
        let apart = catalog.apart().map_err(failure)?.iter().collect();
        Ok(Self { catalog, rules, safe, apart, distance, groups })
    }

    /// The groups, those first by which most is won.
    fn in_order(&self) -> impl Iterator<Item = usize> {
        self.groups.level(self.distance).order(Order::Bytes).iter().map(|group| *group as usize)
    }

    /// What the rules decide about a group; `None` for one that is too large.
    fn decision(&self, group: usize) -> Result<Option<Decision>, Failure> {
        let rows = self.groups.members(self.distance, group);
        if rows.len() > MOST {
            return Ok(None);
        }
        let members = Candidate::read(&self.catalog, &self.groups, rows).map_err(failure)?;
        Ok(Decision::new(members, &self.rules, &self.safe, &self.apart))
    }

    /// What the rules decide about all groups that are decided on at once.
    fn decisions(&self, args: &DupesArgs) -> Result<Vec<Decision>, Failure> {
        let level = self.groups.level(self.distance);
        let wanted = |group: &usize| args.flat || level.groups().get(*group).is_some_and(|group| !group.flat);
        let decided = self.in_order().filter(wanted).map(|group| self.decision(group));
        decided.filter_map(Result::transpose).collect()
    }

    /// How many groups are left out, as their pHashes say nothing, and as they are too large.
    pub(super) fn left_out(&self, args: &DupesArgs) -> (usize, usize) {
        let groups = self.groups.level(self.distance).groups();
        let flat = groups.iter().filter(|group| group.flat && !args.flat).count();
        let large = groups.iter().filter(|group| group.len() > MOST && (!group.flat || args.flat)).count();
        (flat, large)
    }
}
