//! Calls that the copy of the library answers, whether the library can be reached or not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::super::catalogue::Copy;
use super::dupes;
use crate::api::Client;
use crate::app::browse::Source;
use crate::app::call::{Answer, Call, ExportCall, Exported};
use crate::catalog::audit::{self, Order};
use crate::catalog::{Catalog, Error, KnownField, learn_fields};
use crate::model::Report;

/// Files that a finding names.
const EXAMPLES: usize = 20;

/// Makes a call on the copy. The library is only asked for what makes the answer better.
///
/// # Errors
///
/// A report that says what could not be done; also where there is no copy.
pub(in crate::runtime) async fn make_here(
    catalog: Option<Catalog>,
    client: Option<Client>,
    call: Call,
) -> Result<Answer, Report> {
    if let Call::Duplicates(grouping) = call {
        return dupes::group(catalog, grouping).await;
    }
    let Some(catalog) = catalog else {
        let why = "the library is not copied yet";
        return Err(Report::new("Could not look into the copy of the library", why, "K copies it"));
    };
    match call {
        Call::Audit { bounds, folder } => {
            let fields = fields(&catalog, client).await;
            let order = Order {
                rules: Vec::new(),
                bounds,
                folder,
                fields,
                now: Timestamp::now(),
                examples: EXAMPLES,
            };
            let found = aside("Could not audit the library", move |stopped| {
                audit::run(&catalog, order, || !stopped.load(Ordering::Relaxed))
            });
            found.await.map(|found| Answer::Audit(Arc::new(found)))
        }
        Call::Members(rows) => dupes::members(catalog, rows).await,
        Call::Apart { pairs, apart } => dupes::set_apart(catalog, pairs, apart).await,
        Call::SafeFolders(folders) => dupes::set_safe(catalog, folders).await,
        _ => Err(Report::new("Could not make the call", "the copy doesn't answer it", "")),
    }
}

/// The custom metadata fields of the library: as it says, or else as it said last.
pub(in crate::runtime) async fn fields(catalog: &Catalog, client: Option<Client>) -> Vec<KnownField> {
    learn_fields(catalog, client.as_ref()).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "could not keep the custom metadata fields");
        Vec::new()
    })
}

/// The files of an export by their ids and in its order, where they were found in the copy.
pub(super) async fn by_ids(copy: &Copy, call: ExportCall) -> Result<ExportCall, Report> {
    let Exported::All(Source::Search(search), sort) = &call.what else { return Ok(call) };
    let Some(rows) = &search.rows else { return Ok(call) };
    let ids = copy.listed(rows, *sort).await?;
    Ok(ExportCall { what: Exported::These(ids), ..call })
}

/// Looks into the copy on a thread of its own, which is told when nobody waits for it any more.
pub(super) async fn aside<T: Send + 'static>(
    what: &'static str,
    look: impl FnOnce(&AtomicBool) -> Result<T, Error> + Send + 'static,
) -> Result<T, Report> {
    let stopped = Arc::new(AtomicBool::new(false));
    let _ended = Stop(Arc::clone(&stopped));
    match tokio::task::spawn_blocking(move || look(&stopped)).await {
        Ok(done) => done.map_err(|error| error.report(what)),
        Err(error) => Err(Report::new(what, error.to_string(), "")),
    }
}

/// Stops a look when it is dropped.
pub(super) struct Stop(pub(super) Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
