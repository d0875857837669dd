//! `ikt undo`: takes back what a run has done.

use super::frame::{Code, Failure, RunArgs, Session, carry_out_noted, confirm, failed, show};
use crate::ops::{self, NoWayBack, journal::RunId};

/// Which run.
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {
    /// The run's name, as `ikt history` tells it; the newest that isn't taken back when none is given
    #[arg(value_name = "RUN")]
    name: Option<String>,
    /// Don't ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Takes it back. What can't be is told first.
///
/// # Errors
///
/// When there is nothing to take back, when the user says no, and those of any call.
pub(super) async fn run(args: UndoArgs, session: &Session) -> Result<Code, Failure> {
    let id = args.name.as_deref().map(run_id).transpose()?;
    let back = ops::take_back(&session.client, &session.journals, id).await.map_err(|error| match error {
        NoWayBack::Refused(report) => Failure::new(Code::General, report),
        NoWayBack::Unread(error) => failed(NoWayBack::WHAT)(error),
    })?;
    if args.run.dry_run {
        return show(session, &back.plan).await;
    }
    for note in back.plan.notes.iter().filter(|note| note.warning) {
        session.out.note(&note.text);
    }
    confirm(&back.plan.title, args.yes)?;
    carry_out_noted(session, back.plan, Some(back.run)).await
}

/// The name of a run.
///
/// # Errors
///
/// For what can't be one.
pub(super) fn run_id(name: &str) -> Result<RunId, Failure> {
    RunId::new(name)
        .ok_or_else(|| Failure::usage(format!("`{name}` is no run"), "`ikt history` tells the names of runs"))
}
