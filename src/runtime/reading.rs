//! Lists and details: from the copy of the library at once, and from the library itself; from the copy
//! alone where the library can't be reached.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::mpsc::UnboundedSender;

use super::catalogue::Copy;
use super::connection::Connection;
use super::event_loop::News;
use super::listing::{self, Asked};
use crate::api::{Client, Error, ErrorClass};
use crate::app::Msg;
use crate::app::browse::{Page, Source};
use crate::app::effect::Ticket;
use crate::app::msg::Reply;
use crate::model::{AssetId, FolderPath, Report};

/// Milliseconds before the copy is asked for details: while keys fly by they would only be drawn over.
const KNOWN_REST: u64 = 30;

/// What reading needs.
pub(super) struct Reading {
    pub(super) connection: Connection,
    pub(super) copy: Copy,
    pub(super) news: UnboundedSender<News>,
}

impl Reading {
    /// Tells a page of a list.
    pub(super) async fn files(self, ticket: Ticket, asked: Asked) {
        let Asked { source, sort, skip, limit } = &asked;
        if let Source::Search(search) = source
            && let Some(rows) = &search.rows
        {
            let result = self.copy.found(rows, *sort, *skip, *limit).await;
            return self.reply(Reply::Files { ticket, skip: *skip, result });
        }
        let known = async |anyhow| self.copy.page(source, *sort, *skip, *limit, anyhow).await;
        let first = async {
            let page = known(false).await;
            page.map(|page| Reply::KnownFiles { ticket, page })
        };
        let library = self.ask(async |client| listing::page(&client, &asked).await);
        let what = || listing::what(source);
        let instead = async || known(true).await.map(|page| Page { copied: true, ..page });
        let result = self.settle(first, library, what, instead).await;
        self.reply(Reply::Files { ticket, skip: *skip, result });
    }

    /// Tells the folders in a folder.
    pub(super) async fn folders(self, ticket: Ticket, path: FolderPath) {
        let known = async || self.copy.folders(&path).await;
        let first = async {
            let folders = known().await.filter(|folders| !folders.is_empty());
            folders.map(|folders| Reply::KnownFolders { ticket, path: path.clone(), folders })
        };
        let library = self.ask(async |client| client.list_folders(&path).await);
        let what = || format!("Could not list {path}");
        let result = self.settle(first, library, what, known).await;
        self.reply(Reply::Folders { ticket, path: path.clone(), result });
    }

    /// Tells all about a file, the library only after a rest.
    pub(super) async fn details(self, ticket: Ticket, id: AssetId, delay_ms: u64) {
        let known = async || self.copy.details(&id).await;
        let first = async {
            rest(KNOWN_REST).await;
            let details = known().await;
            details.map(|details| Reply::KnownDetails { ticket, details })
        };
        let library = async {
            rest(delay_ms).await;
            self.ask(async |client| client.details(&id).await.map(Box::new)).await
        };
        let what = || "Could not get the details".to_owned();
        let result = self.settle(first, library, what, known).await;
        self.reply(Reply::Details { ticket, result });
    }

    /// Asks the library, once it is known whether it can be reached; `None` if it can't, and there is a
    /// copy in its place.
    async fn ask<T>(&self, call: impl AsyncFnOnce(Client) -> Result<T, Error>) -> Option<Result<T, Error>> {
        let client = match self.connection.reached().await {
            Some(client) => client,
            None if self.copy.settled().await.is_some() => return None,
            None => self.connection.client().await,
        };
        Some(call(client).await)
    }

    /// What the library answers; what the copy has is told before, if that is quicker, and stands in its
    /// place where the library can't be reached.
    async fn settle<T>(
        &self,
        first: impl Future<Output = Option<Reply>>,
        library: impl Future<Output = Option<Result<T, Error>>>,
        what: impl FnOnce() -> String,
        instead: impl AsyncFnOnce() -> Option<T>,
    ) -> Result<T, Report> {
        let (first, library) = (pin!(first), pin!(library));
        let answer = match select(first, library).await {
            Either::Left((known, library)) => {
                if let Some(reply) = known {
                    self.reply(reply);
                }
                library.await
            }
            Either::Right((answer, _)) => answer,
        };
        let report = match answer {
            Some(Ok(answer)) => return Ok(answer),
            Some(Err(error)) => {
                let report = error.report(&what());
                if error.class() != ErrorClass::NoAnswer || self.copy.now().is_none() {
                    return Err(report);
                }
                if self.connection.lose() {
                    let _ = self.news.send(News::Msg(Msg::ConnectFailed(report.clone())));
                }
                report
            }
            None => Report::new(what(), "the library can't be reached", "Ctrl-O tries again"),
        };
        instead().await.ok_or(report)
    }

    fn reply(&self, reply: Reply) {
        // The loop has ended: nobody wants to know.
        let _ = self.news.send(News::Msg(Msg::Reply(reply)));
    }
}

/// Waits so many milliseconds.
pub(super) async fn rest(ms: u64) {
    if ms > 0 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}
