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

/// A client, once there is one. Clones are the same connection.
#[derive(Clone)]
pub(super) struct Connection {
    open: Open,
    client: watch::Sender<Option<Client>>,
}

impl Connection {
    pub(super) fn new(open: Open) -> Self {
        Self { open, client: watch::Sender::new(None) }
    }

    /// A connection that stands already; `open` opens it again.
    pub(super) fn standing(open: Open, client: Client) -> Self {
        Self { open, client: watch::Sender::new(Some(client)) }
    }

    /// Opens the library in the background, and tells how it went.
    pub(super) fn open(&self, news: UnboundedSender<News>) {
        let this = self.clone();
        tokio::spawn(async move {
            let msg = match this.connect().await {
                Ok(account) => Msg::Connected(account),
                Err(report) => Msg::ConnectFailed(report),
            };
            let _ = news.send(News::Msg(msg));
        });
    }

    async fn connect(&self) -> Result<Account, Report> {
        let account = (self.open)().await?;
        let client =
            Client::new(account.clone()).map_err(|error| error.report("Could not use the account"))?;
        self.client.send_replace(Some(client));
        Ok(account)
    }

    /// The client, as soon as there is one.
    pub(super) async fn client(&self) -> Client {
        let mut clients = self.client.subscribe();
        loop {
            if let Some(client) = clients.borrow_and_update().clone() {
                return client;
            }
            if clients.changed().await.is_err() {
                // The sender is part of this connection, so this is not reached.
                std::future::pending::<()>().await;
            }
        }
    }
}
