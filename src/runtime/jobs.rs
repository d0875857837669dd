//! Bulk runs: started, paused, resumed, cancelled.

use std::collections::HashMap;

use tokio::sync::mpsc::UnboundedSender;

use super::connection::Connection;
use super::event_loop::News;
use crate::app::Msg;
use crate::app::effect::JobId;
use crate::ops::{self, Control, JobEvent, Plan};

/// The controls of runs. A run isn't tied to the screen's life: when the program ends, what was sent
/// has been sent.
pub(super) struct Jobs {
    news: UnboundedSender<News>,
    controls: HashMap<JobId, Control>,
}

impl Jobs {
    pub(super) fn new(news: UnboundedSender<News>) -> Self {
        Self { news, controls: HashMap::new() }
    }

    pub(super) fn run(&mut self, job: JobId, plan: Plan, connection: Connection) {
        let control = Control::new();
        self.controls.insert(job, control.clone());
        let news = self.news.clone();
        let tell = move |event: JobEvent| {
            let _ = news.send(News::Msg(Msg::Job(job, event)));
        };
        tokio::spawn(async move {
            ops::run(connection.client().await, plan, control, tell).await;
        });
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
