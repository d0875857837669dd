//! The library: opened beside the first frame, waited for by whoever needs it.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use super::event_loop::News;
use crate::api::Client;
use crate::app::Msg;
use crate::model::{Account, Report};

/// Opens the library: finds the account, or starts the local library. Called again to reconnect.
pub type Open = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Account, Report>> + Send>> + Send + Sync>;

/// Whether there is a client.
#[derive(Clone)]
enum Link {
    /// Not yet.
    Opening,
    /// There is.
    Ready(Client),
    /// The library could not be opened, or doesn't answer any more.
    Failed,
}

/// A client, once there is one. Clones are the same connection.
#[derive(Clone)]
pub(super) struct Connection {
    open: Open,
    link: watch::Sender<Link>,
}

impl Connection {
    pub(super) fn new(open: Open) -> Self {
        Self { open, link: watch::Sender::new(Link::Opening) }
    }

    /// A connection that stands already; `open` opens it again.
    pub(super) fn standing(open: Open, client: Client) -> Self {
        Self { open, link: watch::Sender::new(Link::Ready(client)) }
    }

    /// Opens the library in the background, and tells how it went.
    pub(super) fn open(&self, news: UnboundedSender<News>) {
        let this = self.clone();
        tokio::spawn(async move {
            let msg = match this.connect().await {
                Ok(account) => Msg::Connected(account),
                Err(report) => {
                    this.link.send_replace(Link::Failed);
                    Msg::ConnectFailed(report)
                }
            };
            let _ = news.send(News::Msg(msg));
        });
    }

    async fn connect(&self) -> Result<Account, Report> {
        let account = (self.open)().await?;
        let client =
            Client::new(account.clone()).map_err(|error| error.report("Could not use the account"))?;
        self.link.send_replace(Link::Ready(client));
        Ok(account)
    }

    /// The library doesn't answer any more. Whether that is news.
    pub(super) fn lose(&self) -> bool {
        self.link.send_if_modified(|link| {
            let stood = matches!(link, Link::Ready(_));
            if stood {
                *link = Link::Failed;
            }
            stood
        })
    }

    /// The client, as soon as there is one.
    pub(super) async fn client(&self) -> Client {
        loop {
            match self.wait(|link| matches!(link, Link::Ready(_))).await {
                Link::Ready(client) => return client,
                // The sender is part of this connection, so this is not reached.
                Link::Opening | Link::Failed => std::future::pending().await,
            }
        }
    }

    /// The client as soon as there is one; `None` as soon as it is known that there is none.
    pub(super) async fn reached(&self) -> Option<Client> {
        match self.wait(|link| !matches!(link, Link::Opening)).await {
            Link::Ready(client) => Some(client),
            Link::Opening | Link::Failed => None,
        }
    }

    /// The client, if there is one now.
    pub(super) fn now(&self) -> Option<Client> {
        match &*self.link.borrow() {
            Link::Ready(client) => Some(client.clone()),
            Link::Opening | Link::Failed => None,
        }
    }

    async fn wait(&self, until: impl FnMut(&Link) -> bool) -> Link {
        let mut links = self.link.subscribe();
        let link = links.wait_for(until).await.map(|link| link.clone());
        link.unwrap_or(Link::Failed)
    }
}
