//! Carries out effects; answers come as messages.

use std::mem::Discriminant;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::calls;
use super::catalogue::Keeper;
use super::connection::Connection;
use super::doors::{Doors, Enter};
use super::editor;
use super::event_loop::{News, World};
use super::graphics::{Answers, Graphics, Hints};
use super::jobs::Jobs;
use super::listing;
use super::pictures::Gallery;
use super::reading::{Reading, rest};
use super::slots::Slots;
use super::{Browser, Setup};
use crate::api::Client;
use crate::app::call::{Answer, Call};
use crate::app::effect::{PictureRequest, Slot, Ticket};
use crate::app::msg::{PictureInfo, Reply};
use crate::app::theme::{Depth, Scheme};
use crate::app::urls::Presets;
use crate::app::{Effect, Msg, Pictures};
use crate::config::{self, Memory};
use crate::model::{FolderPath, Report};
use crate::ops::{self, LocalDisk};

/// How long the last writing may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(2);

/// What a task is about; one runs for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Task {
    Slot(Slot),
    /// Nodes of the tree are independent.
    Folders(FolderPath),
    /// Of one kind of call, the last.
    Call(Discriminant<Call>),
    /// A call that goes beside others.
    Beside(Ticket),
    /// What was on a cleared screen is made anew.
    Redo,
    /// Another library is being opened.
    Enter,
}

/// Runs effects on tokio, with a client where one is needed.
pub(super) struct Effects {
    news: UnboundedSender<News>,
    connection: Connection,
    gallery: Gallery,
    choice: config::Pictures,
    follow_background: bool,
    tasks: Slots<Task>,
    jobs: Jobs,
    /// Where transformations are kept by name.
    presets: Option<PathBuf>,
    /// Where the next session finds what it is to know.
    memory: Option<PathBuf>,
    /// The last writing of it, which the next one waits for.
    writing: Option<JoinHandle<()>>,
    keeper: Keeper,
    enter: Option<Enter>,
    doors: Doors,
    depth: Depth,
    /// The command of the user's editor.
    editor: Option<String>,
    disk: LocalDisk,
    browser: Browser,
    /// What the terminal said, to settle pictures again when the size of a cell changes.
    answers: Option<Answers>,
}

impl Effects {
    pub(super) fn new(news: UnboundedSender<News>, gallery: Gallery, setup: &Setup) -> Self {
        let keeper = Keeper::new(news.clone(), setup.catalog.clone());
        Self {
            jobs: Jobs::new(news.clone(), setup.journal.clone(), keeper.receipts()),
            keeper,
            news,
            connection: Connection::new(setup.open.clone()),
            gallery,
            choice: setup.pictures,
            follow_background: setup.follow_background,
            tasks: Slots::new(),
            presets: setup.presets.clone(),
            memory: setup.memory.clone(),
            writing: None,
            enter: setup.enter.clone(),
            doors: Doors::default(),
            depth: setup.options.theme.depth,
            editor: setup.editor.clone(),
            disk: setup.disk.clone(),
            browser: Arc::clone(&setup.browser),
            answers: None,
        }
    }

    /// Runs a call in a slot as soon as there is a connection, after a rest; the answer is told.
    fn call<F>(&mut self, task: Task, delay_ms: u64, call: impl FnOnce(Client) -> F + Send + 'static)
    where
        F: Future<Output = Reply> + Send,
    {
        let (connection, news) = (self.connection.clone(), self.news.clone());
        self.tasks.run(task, async move {
            rest(delay_ms).await;
            let reply = call(connection.client().await).await;
            // The loop has ended: nobody wants to know.
            let _ = news.send(News::Msg(Msg::Reply(reply)));
        });
    }

    /// Runs a call in a slot that the copy answers, whether there is a connection or not.
    fn call_copy(&mut self, task: Task, ticket: Ticket, call: Call, delay_ms: u64) {
        let Reading { connection, copy, news } = self.reading();
        self.tasks.run(task, async move {
            rest(delay_ms).await;
            let catalog = copy.settled().await;
            let result = match call {
                Call::Find(_) | Call::FindAll(..) | Call::Copied(_) => calls::find(copy.finder(), call).await,
                call => calls::make_here(catalog, connection.now(), call).await,
            };
            let _ = news.send(News::Msg(Msg::Reply(Reply::Called { ticket, result })));
        });
    }

    fn preview(&mut self, ticket: Ticket, slot: Slot, request: PictureRequest, delay_ms: u64) {
        let gallery = self.gallery.clone();
        self.call(Task::Slot(slot), delay_ms, async move |client| {
            let result = gallery.get(&client, &request).await;
            Reply::Picture { ticket, key: request.key, result }
        });
    }

    fn thumbs(&mut self, ticket: Ticket, slot: Slot, requests: Vec<PictureRequest>, delay_ms: u64) {
        let (connection, gallery, news) = (self.connection.clone(), self.gallery.clone(), self.news.clone());
        let tell = move |request: PictureRequest, result: Result<PictureInfo, Report>| {
            let reply = Reply::Picture { ticket, key: request.key, result };
            let _ = news.send(News::Msg(Msg::Reply(reply)));
        };
        self.tasks.run(Task::Slot(slot), async move {
            rest(delay_ms).await;
            gallery.get_all(connection.client().await, requests, tell).await;
        });
    }

    fn prefetch(&mut self, requests: Vec<PictureRequest>) {
        let (connection, gallery) = (self.connection.clone(), self.gallery.clone());
        self.tasks.run(Task::Slot(Slot::Prefetch), async move {
            let client = connection.client().await;
            for request in requests {
                if let Err(report) = gallery.get(&client, &request).await {
                    tracing::debug!(?report, "prefetch");
                }
            }
        });
    }

    fn wake(&self, token: u64, after_ms: u64) {
        let news = self.news.clone();
        tokio::spawn(async move {
            rest(after_ms).await;
            let _ = news.send(News::Msg(Msg::Wake(token)));
        });
    }

    fn browse(&self, url: &str) {
        if let Err(error) = (self.browser)(url) {
            self.trouble(Report::new(
                "Could not open the browser",
                error.to_string(),
                "copy the URL with y instead",
            ));
        }
    }

    fn edit(&self, ticket: Ticket, text: String, suffix: &'static str) {
        let (command, news) = (self.editor.clone(), self.news.clone());
        tokio::spawn(async move {
            let command = command.as_deref().unwrap_or(editor::USUAL);
            let result = editor::edit(command, &text, suffix).await.map(Answer::Edited);
            let _ = news.send(News::Edited(Msg::Reply(Reply::Called { ticket, result })));
        });
    }

    fn keep_presets(&self, presets: Presets) {
        let Some(file) = self.presets.clone() else { return };
        let news = self.news.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = config::write_presets(&file, &presets) {
                let why = error.to_string();
                let next = "they stay until ikt ends";
                let _ =
                    news.send(News::Msg(Msg::Trouble(Report::new("Could not keep the presets", why, next))));
            }
        });
    }

    /// Writes down what the next session is to know, after what was to be written before.
    fn remember(&mut self, memory: Memory) {
        let Some(file) = self.memory.clone() else { return };
        let (news, before) = (self.news.clone(), self.writing.take());
        self.writing = Some(tokio::spawn(async move {
            if let Some(before) = before {
                // One that panicked has told so itself.
                let _ = before.await;
            }
            let what = format!("Could not write {}", file.display());
            let written = tokio::task::spawn_blocking(move || config::write_memory(&file, &memory)).await;
            if let Ok(Err(error)) = written {
                let next = "bookmarks and searches stay until ikt ends";
                let _ = news.send(News::Msg(Msg::Trouble(Report::new(what, error.to_string(), next))));
            }
        }));
    }

    /// Writes down what the next session is to find, and waits until it is written.
    pub(super) async fn farewell(&mut self, memory: Memory) {
        self.remember(memory);
        if let Some(writing) = self.writing.take()
            && timeout(FAREWELL, writing).await.is_err()
        {
            tracing::warn!("what the next session is to know was not written in time");
        }
    }

    fn enter(&mut self, door: usize) {
        let Some(enter) = self.enter.clone() else { return };
        let (doors, news) = (self.doors.clone(), self.news.clone());
        self.tasks.run(Task::Enter, async move {
            let msg = match doors.open(door, enter).await {
                Ok((account, memory)) => Msg::Entered { door, account, memory },
                Err(report) => Msg::NotEntered(report),
            };
            let _ = news.send(News::Msg(msg));
        });
    }

    /// Takes another library in the place of the one that is open; what was asked of that is ended.
    fn adopt(&mut self, door: usize) {
        let Some((opening, client)) = self.doors.take(door) else { return };
        self.connection = Connection::standing(opening.open, client);
        self.memory = opening.memory_file;
        self.tasks = Slots::new();
        self.keeper = Keeper::new(self.news.clone(), opening.catalog);
        self.jobs = Jobs::new(self.news.clone(), opening.journal, self.keeper.receipts());
        self.jobs.tell_interrupted();
        self.keeper.open();
        let graphics = self.gallery.graphics();
        self.gallery = Gallery::new(opening.cache, self.depth);
        if let Some(graphics) = graphics {
            self.gallery.settle(graphics);
        }
    }

    fn reading(&self) -> Reading {
        Reading { connection: self.connection.clone(), copy: self.keeper.copy(), news: self.news.clone() }
    }

    fn trouble(&self, report: Report) {
        let _ = self.news.send(News::Msg(Msg::Trouble(report)));
    }

    fn settle(&mut self, cell: Option<(u16, u16)>) {
        let Some(answers) = &self.answers else { return };
        let graphics = Graphics::settle(self.choice, answers, cell, &Hints::from_env());
        if self.gallery.graphics() != Some(graphics) {
            tracing::info!(?graphics, "pictures");
            self.gallery.settle(graphics);
            let _ = self.news.send(News::Msg(Msg::Graphics(graphics.way.name())));
        }
    }
}

impl World for Effects {
    fn begin(&mut self) {
        self.keeper.open();
        self.connection.open(self.news.clone());
        self.jobs.tell_interrupted();
    }

    fn execute(&mut self, effect: Effect) {
        match effect {
            Effect::ListFolders { ticket, path } => {
                let task = Task::Folders(path.clone());
                let reading = self.reading();
                self.tasks.run(task, reading.folders(ticket, path));
            }
            Effect::ListFiles { ticket, source, sort, skip, limit } => {
                let asked = listing::Asked { source, sort, skip, limit };
                let reading = self.reading();
                self.tasks.run(Task::Slot(Slot::Listing), reading.files(ticket, asked));
            }
            Effect::Details { ticket, id, delay_ms } => {
                let reading = self.reading();
                self.tasks.run(Task::Slot(Slot::Details), reading.details(ticket, id, delay_ms));
            }
            Effect::Call { ticket, call, replaces, delay_ms } => {
                let task = match replaces {
                    true => Task::Call(std::mem::discriminant(&call)),
                    false => Task::Beside(ticket),
                };
                if call.is_about_copy() {
                    return self.call_copy(task, ticket, call, delay_ms);
                }
                let (journal, disk, copy) = (self.jobs.journal(), self.disk.clone(), self.keeper.copy());
                self.call(task, delay_ms, async move |client| Reply::Called {
                    ticket,
                    result: calls::make(&client, &copy, journal.as_deref(), &disk, call).await,
                });
            }
            Effect::Edit { ticket, text, suffix } => self.edit(ticket, text, suffix),
            Effect::Remember(memory) => self.remember(*memory),
            Effect::Check { ticket, plan } => {
                self.call(Task::Slot(Slot::Check), 0, async move |client| Reply::Checked {
                    ticket,
                    result: ops::check(&client, &plan).await,
                });
            }
            Effect::Preview { ticket, slot, request, delay_ms } => {
                self.preview(ticket, slot, request, delay_ms);
            }
            Effect::Thumbs { ticket, slot, requests, delay_ms } => {
                self.thumbs(ticket, slot, requests, delay_ms)
            }
            Effect::Prefetch { requests } => self.prefetch(requests),
            Effect::Run { job, plan, undoes } => {
                let steps = plan.steps.len();
                match self.disk.settle(plan) {
                    Ok(plan) => self.jobs.run(job, plan, undoes, self.connection.clone()),
                    Err(error) => self.jobs.refuse(job, steps, &error),
                }
            }
            Effect::GoOn { job, run } => self.jobs.go_on(job, run, self.connection.clone()),
            Effect::Pause(job) => self.jobs.pause(job),
            Effect::Resume(job) => self.jobs.resume(job),
            Effect::Cancel(job) => self.jobs.cancel(job),
            Effect::Wake { token, after_ms } => self.wake(token, after_ms),
            Effect::Sync(order) => self.keeper.execute(order, &self.connection),
            Effect::Reconnect => self.connection.open(self.news.clone()),
            Effect::Enter { door } => self.enter(door),
            Effect::Adopt { door } => self.adopt(door),
            Effect::Forget(ids) => self.gallery.forget(&ids),
            Effect::Browse(url) => self.browse(&url),
            Effect::KeepPresets(presets) => self.keep_presets(presets),
            // The loop does these itself.
            Effect::Copy(_) | Effect::Continue | Effect::Suspend | Effect::Redraw | Effect::Quit => {}
        }
    }

    fn answered(&mut self, answers: Answers, cell: Option<(u16, u16)>) {
        self.answers = Some(answers);
        self.settle(cell);
        if let Some(colour) = answers.background.filter(|_| self.follow_background) {
            let _ = self.news.send(News::Msg(Msg::Scheme(scheme_on(colour))));
        }
    }

    fn cleared(&mut self, cell: Option<(u16, u16)>) {
        self.settle(cell);
        let requests = self.gallery.clear();
        if requests.is_empty() {
            return;
        }
        let (connection, gallery, news) = (self.connection.clone(), self.gallery.clone(), self.news.clone());
        self.tasks.run(Task::Redo, async move {
            let client = connection.client().await;
            let told = |_: PictureRequest, _: Result<PictureInfo, Report>| {
                let _ = news.send(News::Pictures);
            };
            gallery.get_all(client, requests, told).await;
        });
    }

    fn pictures(&mut self) -> (&dyn Pictures, String) {
        self.gallery.next_frame()
    }
}

/// Light themes are for light backgrounds: by the eye's weights of red, green and blue.
fn scheme_on([r, g, b]: [u8; 3]) -> Scheme {
    let brightness = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
    if brightness > 128 * 1000 { Scheme::Light } else { Scheme::Dark }
}
