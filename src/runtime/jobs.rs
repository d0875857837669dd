//! Bulk runs: started, gone on with, paused, resumed, cancelled.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tokio::sync::mpsc::UnboundedSender;

use super::catalogue::Receipts;
use super::connection::Connection;
use super::event_loop::News;
use crate::app::Msg;
use crate::app::effect::JobId;
use crate::model::Report;
use crate::ops::journal::{Journal, Record, RunId, State, summaries};
use crate::ops::{self, Control, DiskError, JobEvent, Outcome, Plan};

/// The controls of runs. A run isn't tied to the screen's life: when the program ends, what was sent
/// has been sent, and its journal tells the next session how far it came.
pub(super) struct Jobs {
    news: UnboundedSender<News>,
    controls: HashMap<JobId, Control>,
    journal: Option<PathBuf>,
    receipts: Receipts,
}

impl Jobs {
    /// `receipts` are given what uploads are answered with.
    pub(super) fn new(news: UnboundedSender<News>, journal: Option<PathBuf>, receipts: Receipts) -> Self {
        Self { news, controls: HashMap::new(), journal, receipts }
    }

    /// The folder of journals.
    pub(super) fn journal(&self) -> Option<PathBuf> {
        self.journal.clone()
    }

    /// Tells of runs that were interrupted.
    pub(super) fn tell_interrupted(&self) {
        let (Some(folder), news) = (self.journal.clone(), self.news.clone()) else { return };
        tokio::task::spawn_blocking(move || {
            let runs = summaries(&folder).unwrap_or_else(|error| {
                tracing::warn!(%error, "could not read the journals");
                Vec::new()
            });
            let interrupted: Vec<_> = runs.iter().filter(|run| run.state == State::Interrupted).collect();
            if let Some(newest) = interrupted.first() {
                let msg = Msg::Interrupted(interrupted.len(), newest.title.clone());
                let _ = news.send(News::Msg(msg));
            }
        });
    }

    pub(super) fn run(&mut self, job: JobId, plan: Plan, undoes: Option<RunId>, connection: Connection) {
        let (control, tell, journal) = (self.control(job), self.tell(job), self.journal.clone());
        tokio::spawn(async move {
            let client = connection.client().await;
            let Some(folder) = journal else { return ops::run(client, plan, control, tell).await };
            match begun(folder, plan.clone(), undoes).await {
                Ok(journal) => ops::run_noted(client, plan, control, journal, tell).await,
                Err(report) => all_failed(plan.steps.len(), &report, tell),
            }
        });
    }

    pub(super) fn go_on(&mut self, job: JobId, run: RunId, connection: Connection) {
        let (control, tell, journal) = (self.control(job), self.tell(job), self.journal.clone());
        let news = self.news.clone();
        tokio::spawn(async move {
            let Some(folder) = journal else { return };
            let client = connection.client().await;
            match reopened(folder, run).await {
                Ok((journal, record)) => ops::go_on(client, record, journal, control, tell).await,
                Err(report) => {
                    let _ = news.send(News::Msg(Msg::Trouble(report)));
                    tell(JobEvent::Finished);
                }
            }
        });
    }

    /// Tells that nothing of a run can be done.
    pub(super) fn refuse(&self, job: JobId, steps: usize, why: &DiskError) {
        let report = Report::new("Could not begin", why.to_string(), "choose another folder");
        all_failed(steps, &report, self.tell(job));
    }

    fn control(&mut self, job: JobId) -> Control {
        let control = Control::new();
        self.controls.insert(job, control.clone());
        control
    }

    fn tell(&self, job: JobId) -> impl Fn(JobEvent) + Send + Sync + 'static {
        let (news, receipts) = (self.news.clone(), self.receipts.clone());
        move |event| match event {
            JobEvent::Stored(file) => receipts.put(*file),
            event => {
                let _ = news.send(News::Msg(Msg::Job(job, event)));
            }
        }
    }

    pub(super) fn pause(&self, job: JobId) {
        self.with(job, Control::pause);
    }

    pub(super) fn resume(&self, job: JobId) {
        self.with(job, Control::resume);
    }

    pub(super) fn cancel(&self, job: JobId) {
        self.with(job, Control::cancel);
    }

    fn with(&self, job: JobId, act: impl FnOnce(&Control)) {
        if let Some(control) = self.controls.get(&job) {
            act(control);
        }
    }
}

/// Begins a journal beside the tasks of the runtime.
async fn begun(folder: PathBuf, plan: Plan, undoes: Option<RunId>) -> Result<Journal, Report> {
    aside("Nothing was sent: the journal can't be written", move || Journal::begin(&folder, &plan, undoes))
        .await
}

async fn reopened(folder: PathBuf, run: RunId) -> Result<(Journal, Record), Report> {
    aside("Could not go on", move || Journal::reopen(&folder, &run)).await
}

/// Does something with files beside the tasks of the runtime.
pub(super) async fn aside<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, ops::journal::JournalError> + Send + 'static,
) -> Result<T, Report> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| error.report(what)),
        Err(error) => Err(Report::new(what, error.to_string(), "")),
    }
}

/// The folder of journals, or why there is none.
pub(super) fn kept(journal: Option<&Path>) -> Result<PathBuf, Report> {
    let none = || Report::new("Could not read the history", "no journal is kept in this session", "");
    journal.map(Path::to_owned).ok_or_else(none)
}

fn all_failed(steps: usize, report: &Report, tell: impl Fn(JobEvent)) {
    tell(JobEvent::Ended((0..steps).map(|index| (index, Outcome::Failed(report.clone()))).collect()));
    tell(JobEvent::Finished);
}
