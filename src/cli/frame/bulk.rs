//! Work on many: a plan that is shown or run, and what became of each part of it.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::confirm::confirm;
use super::failure::{Code, Failure, as_json, tell};
use super::output::Out;
use super::progress::Progress;
use super::session::Session;
use crate::model::Report;
use crate::ops::journal::{Journal, RunId};
use crate::ops::{self, BuildError, Control, JobEvent, Outcome, Plan, Step, Target, Update, Verb};

/// What is told of a run.
type Tell = Box<dyn Fn(JobEvent) + Send + Sync>;

/// How a plan is carried out.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(in crate::cli) struct RunArgs {
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    pub(in crate::cli) dry_run: bool,
}

/// Shows the plan, or runs it and tells what became of each step.
///
/// # Errors
///
/// For what is no plan; when the library can't be read; when the user, asked what can't be undone,
/// says no. What fails inside of the run is told step by step, and in the code.
pub(in crate::cli) async fn carry_out(
    session: &Session,
    plan: Result<Plan, BuildError>,
    args: RunArgs,
    yes: Option<bool>,
) -> Result<Code, Failure> {
    let plan = plan.map_err(|error| Failure::usage(error, ""))?;
    if args.dry_run {
        return show(session, &plan).await;
    }
    if let Some(yes) = yes {
        confirm(&plan.title, yes)?;
    }
    carry_out_noted(session, plan, None).await
}

/// Runs a plan with a journal; `undoes` is the run that it takes back.
///
/// # Errors
///
/// When the journal can't be written; then nothing was sent.
pub(in crate::cli) async fn carry_out_noted(
    session: &Session,
    plan: Plan,
    undoes: Option<RunId>,
) -> Result<Code, Failure> {
    let journal = Journal::begin(&session.journals, &plan, undoes)
        .map_err(|error| Failure::new(Code::General, error.report("Nothing was sent: no journal")))?;
    let ledger = run(session, &plan, |tell, control| {
        ops::run_noted(session.client.clone(), plan.clone(), control, journal, tell)
    });
    ledger.await.close(session.out, &plan.title)
}

/// Goes on with a run that was interrupted.
///
/// # Errors
///
/// Those of its journal.
pub(in crate::cli) async fn go_on(session: &Session, id: &RunId) -> Result<Code, Failure> {
    let (journal, record) = Journal::reopen(&session.journals, id)
        .map_err(|error| Failure::new(Code::General, error.report("Could not go on")))?;
    let plan = record.plan.clone();
    let ledger = run(session, &plan, |tell, control| {
        ops::go_on(session.client.clone(), record, journal, control, tell)
    });
    ledger.await.close(session.out, &plan.title)
}

/// Tells what the plan would do, and what it would meet.
///
/// # Errors
///
/// When the library can't be read.
pub(in crate::cli) async fn show(session: &Session, plan: &Plan) -> Result<Code, Failure> {
    let out = session.out;
    let met = ops::check(&session.client, plan).await.map_err(|report| {
        let code = Code::of_report(&report);
        Failure::new(code, report)
    })?;
    let notes = || plan.notes.iter().chain(&met);
    let many = plan.steps.iter().any(|step| matches!(step.verb, Verb::Discard(_)));
    if out.json() {
        let steps: Vec<Value> = plan.steps.iter().map(|step| step_as_json(step, many)).collect();
        let notes: Vec<Value> = notes()
            .map(|note| json!({ "step": note.step, "text": note.text, "warning": note.warning }))
            .collect();
        let calls = plan.calls();
        out.value(&json!({ "plan": plan.title, "calls": calls, "steps": steps, "notes": notes }))?;
        return Ok(Code::Done);
    }
    out.line(out.name(&plan.title))?;
    for step in &*plan.steps {
        let path = step.target.path();
        match deed(step, many) {
            Some(deed) => out.line(format!("  {}  {}", out.name(&path), out.name(&deed)))?,
            None => out.line(format!("  {}", out.name(&path)))?,
        }
    }
    for note in notes() {
        out.line(format!("{} {}", if note.warning { "!" } else { "-" }, out.name(&note.text)))?;
    }
    Ok(Code::Done)
}

fn step_as_json(step: &Step, many: bool) -> Value {
    let mut value = json!({ "path": step.target.path() });
    if let (Some(members), Some(deed)) = (value.as_object_mut(), deed(step, many)) {
        members.insert("deed".to_owned(), deed.into());
    }
    value
}

/// What becomes of the file of a step, where the plan does `many` things and its title can't say it.
fn deed(step: &Step, many: bool) -> Option<String> {
    let names = |update: &Update| {
        let values = update.values.iter().map(|(name, _)| name.as_str());
        let description = update.description.as_ref().map(|_| "description");
        let area = update.coordinates.as_ref().map(|_| "area of interest");
        description.into_iter().chain(area).chain(values).collect::<Vec<_>>().join(", ")
    };
    match &step.verb {
        Verb::AddTags(tags) => Some(format!("gets the tags {}", tags.join(", "))),
        Verb::Update(update) => Some(format!("gets {}", names(update))),
        Verb::Discard(_) => Some("goes to the trash".to_owned()),
        _ => None,
    }
    .filter(|_| many)
}

async fn run<F: Future<Output = ()>>(
    session: &Session,
    plan: &Plan,
    start: impl FnOnce(Tell, Control) -> F,
) -> Ledger {
    let control = Control::new();
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let progress = Arc::new(Progress::new(session.out.json()));
    let tell: Tell = {
        let (ledger, progress, plan) = (Arc::clone(&ledger), Arc::clone(&progress), plan.clone());
        Box::new(move |event| match event {
            JobEvent::Ended(batch) => {
                let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
                for (index, outcome) in batch {
                    if let Some(step) = plan.steps.get(index) {
                        ledger.put(&step.target, outcome);
                    }
                }
                progress.show(|| format!("{} of {}", ledger.entries.len(), plan.steps.len()));
            }
            JobEvent::Waiting { ms, why } => {
                progress.show(|| format!("waiting {} s: {why}", ms.div_ceil(1000)));
            }
            JobEvent::Stored(_)
            | JobEvent::Progress { .. }
            | JobEvent::Counted { .. }
            | JobEvent::Finished => {}
        })
    };
    let running = start(tell, control.clone());
    tokio::pin!(running);
    tokio::select! {
        () = &mut running => {}
        Ok(()) = tokio::signal::ctrl_c() => {
            // What was sent is waited for, so that the report is true.
            control.cancel();
            running.await;
        }
    }
    progress.clear();
    std::mem::take(&mut *ledger.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What became of each part of a run.
#[derive(Debug, Default)]
pub(in crate::cli) struct Ledger {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    path: String,
    id: Option<String>,
    outcome: Outcome,
}

impl Ledger {
    fn put(&mut self, target: &Target, outcome: Outcome) {
        let id = target.id().map(ToString::to_string);
        self.entries.push(Entry { path: target.path(), id, outcome });
    }

    /// Tells all outcomes, and sums them up in a code.
    fn close(self, out: Out, title: &str) -> Result<Code, Failure> {
        let code = self.code();
        if out.json() {
            self.entries.iter().try_for_each(|entry| out.value(&entry.as_json()))?;
            return Ok(code);
        }
        for entry in &self.entries {
            match &entry.outcome {
                Outcome::Failed(report) => tell(report, Code::of_report(report), false),
                Outcome::Nothing(why) => out.note(format!("{}: {why}", entry.path)),
                Outcome::Done | Outcome::Cancelled => {}
            }
        }
        out.note(format!("{title}: {}", self.summary()));
        Ok(code)
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.entries.iter().filter(|entry| is(&entry.outcome)).count()
    }

    fn summary(&self) -> String {
        let parts = [
            (self.count(|outcome| *outcome == Outcome::Done), "done"),
            (self.count(|outcome| matches!(outcome, Outcome::Nothing(_))), "so already"),
            (self.count(|outcome| matches!(outcome, Outcome::Failed(_))), "failed"),
            (self.count(|outcome| *outcome == Outcome::Cancelled), "not begun"),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        told.join(", ")
    }

    fn code(&self) -> Code {
        let failures = self.entries.iter().filter_map(|entry| match &entry.outcome {
            Outcome::Failed(report) => Some(report),
            _ => None,
        });
        if self.count(|outcome| *outcome == Outcome::Cancelled) > 0 {
            return Code::Interrupted;
        }
        ended(self.entries.len(), &failures.map(Code::of_report).collect::<Vec<_>>())
    }
}

impl Entry {
    fn as_json(&self) -> Value {
        let (word, why, error) = match &self.outcome {
            Outcome::Done => ("done", None, None),
            Outcome::Nothing(why) => ("nothing", Some(why.as_str()), None),
            Outcome::Failed(report) => ("failed", Some(report.why.as_str()), Some(failure(report))),
            Outcome::Cancelled => ("cancelled", None, None),
        };
        let mut entry = json!({ "path": self.path, "id": self.id, "outcome": word });
        if let (Some(members), Some(why)) = (entry.as_object_mut(), why) {
            members.insert("why".to_owned(), json!(why));
            if let Some(error) = error {
                members.insert("error".to_owned(), error);
            }
        }
        entry
    }
}

fn failure(report: &Report) -> Value {
    as_json(report, Code::of_report(report))
}

/// The code of work on `all` things of which some failed: that of the failure when there is nothing
/// else, or when all failed in one way; else the one for a part.
pub(in crate::cli) fn ended(all: usize, failures: &[Code]) -> Code {
    match failures {
        [] => Code::Done,
        [first, rest @ ..] if failures.len() == all && rest.iter().all(|code| code == first) => *first,
        _ => Code::Partial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_for_many() {
        assert_eq!(ended(3, &[]), Code::Done);
        assert_eq!(ended(1, &[Code::NotFound]), Code::NotFound);
        assert_eq!(ended(2, &[Code::NotFound, Code::NotFound]), Code::NotFound);
        assert_eq!(ended(2, &[Code::NotFound, Code::Server]), Code::Partial);
        assert_eq!(ended(2, &[Code::NotFound]), Code::Partial);
    }
}
