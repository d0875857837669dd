//! Asks for pHashes, one call a picture.

use std::collections::HashSet;

use futures_util::StreamExt;
use futures_util::stream;

use super::{Phase, Watch};
use crate::api::{Client, Error as ApiError, Kind};
use crate::catalog::{Catalog, Error, Result, Row, Wanted};
use crate::model::AssetId;

/// Calls at once; the client's governor holds them back where there are too many.
const AT_ONCE: usize = 6;
/// Pictures that are asked for before the answers are written down.
const BATCH: usize = 60;

/// What came of asking for pHashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HashOutcome {
    /// Pictures that have an answer now, be it a pHash or not.
    pub asked: u64,
    /// Pictures for which the calls failed; the next run asks again.
    pub failed: u64,
}

/// Asks for the pHashes of all pictures that have none, what `first` names, such as what is on screen, before
/// the others; until there are no more or `watch` stops it.
///
/// # Errors
///
/// When the service can't be asked at all, `watch` stopped it, or the catalogue fails. What was done until
/// then stays done.
pub async fn hashes(
    catalog: &Catalog,
    client: &Client,
    first: impl Fn() -> Vec<AssetId> + Send,
    watch: &Watch,
) -> Result<HashOutcome> {
    let client = match &watch.flow {
        Some(flow) => client.with_flow(flow.clone()),
        None => client.clone(),
    };
    let mut round = Round { catalog, failed: HashSet::new(), from: 0 };
    let mut outcome = HashOutcome::default();
    loop {
        let state = blocking(catalog, Catalog::state).await?;
        let known = state.hashed.saturating_add(state.unfit);
        watch.tell(Phase::Hashes, known, Some(state.images));
        let next = round.next(first()).await?;
        if next.is_empty() {
            return Ok(outcome);
        }
        // Owned, so that the whole can be spawned.
        let calls: Vec<_> = next.iter().map(|wanted| ask(client.clone(), wanted.id.clone())).collect();
        let answers: Vec<_> = stream::iter(calls).buffered(AT_ONCE).collect().await;
        let (mut good, mut end) = (Vec::new(), None);
        for (wanted, answer) in next.iter().zip(answers) {
            match answer {
                Ok(hash) => good.push((wanted.id.clone(), wanted.updated_ms, hash)),
                Err(error) if is_final(&error) => end = Some(error),
                Err(error) => {
                    tracing::warn!(id = %wanted.id, %error, "could not get a pHash");
                    round.failed.insert(wanted.row);
                }
            }
        }
        outcome.asked = outcome.asked.saturating_add(good.len() as u64);
        outcome.failed = round.failed.len() as u64;
        blocking(catalog, move |catalog| catalog.put_hashes(&good)).await?;
        if let Some(error) = end {
            return Err(error.into());
        }
    }
}

/// Which pictures were asked for in this run.
struct Round<'a> {
    catalog: &'a Catalog,
    /// Not asked for again in this run.
    failed: HashSet<Row>,
    /// All before this row were asked for, but for those that changed since.
    from: Row,
}

impl Round<'_> {
    async fn next(&mut self, first: Vec<AssetId>) -> Result<Vec<Wanted>> {
        let seen: HashSet<AssetId> = first.iter().cloned().collect();
        let from = self.from;
        let all = blocking(self.catalog, move |catalog| catalog.hash_wanted(&first, from, BATCH)).await?;
        if let Some(last) =
            all.iter().filter(|wanted| !seen.contains(&wanted.id)).map(|wanted| wanted.row).max()
        {
            self.from = last.saturating_add(1);
        }
        let all = self.without_failed(all);
        if !all.is_empty() || self.from == 0 {
            return Ok(all);
        }
        // From the beginning, for those that changed or came meanwhile.
        self.from = 0;
        let most = self.failed.len().saturating_add(BATCH);
        let all = blocking(self.catalog, move |catalog| catalog.hash_wanted(&[], 0, most)).await?;
        let mut all = self.without_failed(all);
        all.truncate(BATCH);
        Ok(all)
    }

    fn without_failed(&self, mut all: Vec<Wanted>) -> Vec<Wanted> {
        all.retain(|wanted| !self.failed.contains(&wanted.row));
        all
    }
}

/// The pHash of a picture; `None` where the service can't make one.
async fn ask(client: Client, id: AssetId) -> Result<Option<String>, ApiError> {
    match client.metadata(&id).await {
        Ok(metadata) => Ok(metadata.p_hash),
        Err(error) if matches!(error.kind(), Some(Kind::BadRequest)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether other pictures would meet the same error.
fn is_final(error: &ApiError) -> bool {
    use crate::api::Transport;
    matches!(error, ApiError::Stopped | ApiError::Setup(_))
        || matches!(error, ApiError::Transport { kind: Transport::Connect, .. })
        || matches!(error.kind(), Some(Kind::Unauthorized | Kind::Forbidden | Kind::TooManyRequests(_)))
}

async fn blocking<T: Send + 'static>(
    catalog: &Catalog,
    work: impl FnOnce(&Catalog) -> Result<T> + Send + 'static,
) -> Result<T> {
    let catalog = catalog.clone();
    tokio::task::spawn_blocking(move || work(&catalog)).await.map_err(|_| Error::Thread)?
}
