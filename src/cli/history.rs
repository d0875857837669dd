//! `ikt history`: what was done, how it ended, and going on with what was interrupted.

use serde_json::{Value, json};

use super::frame::{Code, Failure, Session, go_on};
use super::undo::run_id;
use crate::ops::Outcome;
use crate::ops::journal::{JournalError, Record, State, Summary, read, summaries};

/// Which runs.
#[derive(Debug, clap::Args)]
pub(super) struct HistoryArgs {
    /// The steps of this run, or the run to go on with
    #[arg(value_name = "RUN")]
    name: Option<String>,
    /// Go on with a run that was interrupted: the named one, or all from the oldest on
    #[arg(long)]
    resume: bool,
}

/// Lists the runs, the newest first; or the steps of one; or goes on.
///
/// # Errors
///
/// When the journals can't be read, for a run that there isn't, and those of any call.
pub(super) async fn run(args: HistoryArgs, session: &Session) -> Result<Code, Failure> {
    let id = args.name.as_deref().map(run_id).transpose()?;
    match (id, args.resume) {
        (Some(id), true) => go_on(session, &id).await,
        (None, true) => resume_all(session).await,
        (Some(id), false) => tell_steps(&read(&session.journals, &id).map_err(unread)?, session),
        (None, false) => tell_runs(&summaries(&session.journals).map_err(unread)?, session),
    }
}

fn unread(error: JournalError) -> Failure {
    let code = if matches!(error, JournalError::Unknown(_)) { Code::NotFound } else { Code::General };
    Failure::new(code, error.report("Could not read the history"))
}

/// Goes on with all that were interrupted, the oldest first.
async fn resume_all(session: &Session) -> Result<Code, Failure> {
    let runs = summaries(&session.journals).map_err(unread)?;
    let mut worst = Code::Done;
    for run in runs.iter().rev().filter(|run| run.state == State::Interrupted) {
        let code = go_on(session, &run.id).await?;
        if code != Code::Done {
            worst = code;
        }
    }
    Ok(worst)
}

fn tell_runs(runs: &[Summary], session: &Session) -> Result<Code, Failure> {
    let out = session.out;
    for run in runs {
        if out.json() {
            out.value(&as_json(run))?;
        } else {
            let facts = facts(run);
            out.line(format!(
                "{}  {}  {}  ({facts})",
                run.id,
                run.at.strftime("%Y-%m-%d %H:%M:%S"),
                out.name(&run.title)
            ))?;
        }
    }
    Ok(Code::Done)
}

fn word(run: &Summary) -> &'static str {
    match run.state {
        State::Running => "running",
        State::Interrupted => "interrupted",
        State::Finished => "finished",
    }
}

fn facts(run: &Summary) -> String {
    let counts = run.counts;
    let mut facts = vec![format!("{} of {} done", counts.done, run.steps)];
    let others = [(counts.nothing, "so already"), (counts.failed, "failed"), (counts.cancelled, "not begun")];
    facts.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")));
    if run.state != State::Finished {
        facts.push(word(run).to_owned());
    }
    if run.undone {
        facts.push("taken back".to_owned());
    }
    facts.join(", ")
}

fn as_json(run: &Summary) -> Value {
    json!({
        "run": run.id.to_string(),
        "at": run.at,
        "ended": run.ended,
        "title": run.title,
        "state": word(run),
        "steps": run.steps,
        "done": run.counts.done,
        "nothing": run.counts.nothing,
        "failed": run.counts.failed,
        "cancelled": run.counts.cancelled,
        "undoes": run.undoes.as_ref().map(ToString::to_string),
        "undone": run.undone,
    })
}

fn tell_steps(record: &Record, session: &Session) -> Result<Code, Failure> {
    let out = session.out;
    for (index, (step, outcome)) in record.plan.steps.iter().zip(&record.outcomes).enumerate() {
        let path = step.target.path();
        let (word, why) = match outcome {
            Some(Outcome::Done) => ("done", None),
            Some(Outcome::Nothing(why)) => ("nothing", Some(why.as_str())),
            Some(Outcome::Failed(report)) => ("failed", Some(report.why.as_str())),
            Some(Outcome::Cancelled) => ("cancelled", None),
            None if record.was.contains_key(&index) => ("unclear", None),
            None => ("open", None),
        };
        if out.json() {
            out.value(&json!({ "path": path, "outcome": word, "why": why }))?;
        } else {
            let why = why.map(|why| format!(": {}", out.name(why))).unwrap_or_default();
            out.line(format!("{word:<9}  {}{why}", out.name(&path)))?;
        }
    }
    Ok(Code::Done)
}
