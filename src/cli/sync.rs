//! `ikt sync`: brings the copy of the library on this machine up to date.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::frame::{Code, Common, Failure, Out, Progress, Session, With, bytes, choice, failed, paths};
use crate::catalog::sync::{HashOutcome, Options, Outcome, Phase, Watch, hashes, run as bring_up};
use crate::catalog::{Catalog, Error, State, learn_fields};

/// So few missing pHashes are asked for without being told to.
const FEW: u64 = 1000;
const WHAT: &str = "Could not bring the copy of the library up to date";

/// How it is brought up to date.
#[derive(Debug, clap::Args)]
pub(super) struct SyncArgs {
    /// Only tell how far the copy is, without the service
    #[arg(long, conflicts_with_all = ["full", "hashes", "no_hashes"])]
    status: bool,
    /// List the whole library again, and not only what changed
    #[arg(long)]
    full: bool,
    /// Ask for all pHashes that are missing, one call a picture [default: when at most 1000 are missing]
    #[arg(long)]
    hashes: bool,
    /// Ask for no pHash
    #[arg(long, conflicts_with = "hashes")]
    no_hashes: bool,
}

/// Brings the copy up to date, or tells how far it is. What is interrupted goes on where it ended.
///
/// # Errors
///
/// Those of any call, and of the catalogue.
pub(super) fn run(with: With<SyncArgs>) -> Result<Code, Failure> {
    if with.args.status {
        let path = choice(&with.common.library)?.catalog(&paths()?);
        return status(&path, &with.common);
    }
    super::frame::run(with, sync)
}

fn status(path: &Path, common: &Common) -> Result<Code, Failure> {
    let none =
        || Failure::not_found("Could not tell how far the copy is", "there is none yet: `ikt sync` makes it");
    let what = "Could not read the copy of the library";
    let catalog = Catalog::open_existing(path).map_err(failure(what))?.ok_or_else(none)?;
    let state = catalog.state().map_err(failure(what))?;
    let out = Out::new(common.json);
    out.either(&as_json(&state, &catalog), || in_words(&state))?;
    Ok(Code::Done)
}

async fn sync(args: SyncArgs, session: &Session) -> Result<Code, Failure> {
    let catalog = Catalog::open(&session.catalog).map_err(failure(WHAT))?;
    let progress = Arc::new(Progress::new(session.out.json()));
    let line = Arc::clone(&progress);
    let watch = Watch::new(move |at| {
        let of = at.of.map(|of| format!(" of {of}")).unwrap_or_default();
        line.show(|| match at.phase {
            Phase::Folders => format!("folders: {}", at.done),
            Phase::Files => format!("files: {}{of}", at.done),
            Phase::Changes => format!("changes: {}", at.done),
            Phase::Deletions => "looking for what was deleted".to_owned(),
            Phase::Hashes => format!("pHashes: {}{of}", at.done),
        });
    });
    let done = tokio::select! {
        done = all(&args, session, &catalog, &watch) => done,
        Ok(()) = tokio::signal::ctrl_c() => {
            progress.clear();
            let state = catalog.state().map_err(failure(WHAT))?;
            session.out.note(format!(
                "Interrupted with {} files and {} pHashes in the copy: `ikt sync` goes on from here",
                state.files, state.hashed
            ));
            return Ok(Code::Interrupted);
        }
    };
    progress.clear();
    let (outcome, hashed) = done.map_err(failure(WHAT))?;
    tell(session.out, &catalog, outcome, hashed)
}

async fn all(
    args: &SyncArgs,
    session: &Session,
    catalog: &Catalog,
    watch: &Watch,
) -> Result<(Outcome, HashOutcome), Error> {
    let outcome = bring_up(catalog, &session.client, Options { full: args.full }, watch).await?;
    learn_fields(catalog, Some(&session.client)).await?;
    let state = catalog.state()?;
    let missing = state.images.saturating_sub(state.hashed).saturating_sub(state.unfit);
    let wanted = args.hashes || (!args.no_hashes && missing <= FEW);
    let hashed = if wanted && missing > 0 {
        hashes(catalog, &session.client, Vec::new, watch).await?
    } else {
        HashOutcome::default()
    };
    Ok((outcome, hashed))
}

fn tell(out: Out, catalog: &Catalog, outcome: Outcome, hashed: HashOutcome) -> Result<Code, Failure> {
    let state = catalog.state().map_err(failure(WHAT))?;
    let Outcome { new, changed, gone, folders, calls, settled } = outcome;
    if out.json() {
        let mut value = as_json(&state, catalog);
        value["sync"] = json!({
            "new": new, "changed": changed, "gone": gone, "folders": folders, "calls": calls,
            "settled": settled, "pHashesAsked": hashed.asked, "pHashesFailed": hashed.failed,
        });
        out.value(&value)?;
    } else {
        out.note(format!("{new} new, {changed} changed, {gone} gone, in {calls} calls"));
        out.line(in_words(&state))?;
    }
    if !settled {
        out.note("The library changed while it was looked at: run `ikt sync` again");
    }
    if hashed.failed > 0 {
        out.note(format!("{} pHashes could not be got: run `ikt sync` again", hashed.failed));
    }
    Ok(if settled && hashed.failed == 0 { Code::Done } else { Code::Partial })
}

fn in_words(state: &State) -> String {
    let size = bytes(state.bytes);
    let time = match state.synced_at {
        Some(time) => format!("as of {}", time.strftime("%Y-%m-%d %H:%M:%S UTC")),
        None => "not complete yet".to_owned(),
    };
    let unfit = match state.unfit {
        0 => String::new(),
        unfit => format!("; {unfit} have none"),
    };
    let some = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!(
        "{} in {}, {size}, {time}\npHashes: {} of {}{unfit}",
        some(state.files, "file"),
        some(state.folders, "folder"),
        state.hashed,
        some(state.images, "picture")
    )
}

fn as_json(state: &State, catalog: &Catalog) -> Value {
    json!({
        "path": catalog.path(), "files": state.files, "folders": state.folders, "bytes": state.bytes,
        "complete": state.complete, "syncedAt": state.synced_at.map(|time| time.to_string()),
        "images": state.images, "hashed": state.hashed, "unfit": state.unfit,
    })
}

/// Makes a failure of an error of the catalogue.
fn failure(what: &str) -> impl Fn(Error) -> Failure {
    move |error| match error {
        Error::Api(error) => failed(what)(error),
        Error::Busy { .. } => Failure::new(Code::Conflict, error.report(what)),
        error => Failure::new(Code::General, error.report(what)),
    }
}
