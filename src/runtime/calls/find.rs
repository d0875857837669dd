//! Finding in the copy of the library, on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::copy::Stop;
use crate::app::call::{Answer, Call};
use crate::catalog::find::{FindError, Finder};
use crate::model::Report;

const COULD_NOT: &str = "Could not find files";

/// Makes a call that finds; what nobody waits for any more is stopped.
///
/// # Errors
///
/// A report that says what could not be done; also where there is no copy.
pub(in crate::runtime) async fn find(finder: Option<Finder>, call: Call) -> Result<Answer, Report> {
    let none = || Report::new(COULD_NOT, "the library is not copied yet", "K copies it");
    let finder = finder.ok_or_else(none)?;
    let stopped = Arc::new(AtomicBool::new(false));
    let _ended = Stop(Arc::clone(&stopped));
    let done = tokio::task::spawn_blocking(move || answer(&finder, &call, &stopped)).await;
    done.map_err(|error| Report::new(COULD_NOT, error.to_string(), ""))?
}

fn answer(finder: &Finder, call: &Call, stopped: &AtomicBool) -> Result<Answer, Report> {
    let ended = || Report::new(COULD_NOT, "it was stopped", "");
    match call {
        Call::Find(ask) => match finder.find(ask, stopped) {
            Ok(finds) => Ok(Answer::Finds(Ok(Arc::new(finds.ok_or_else(ended)?)))),
            Err(FindError::Text(error)) => Ok(Answer::Finds(Err(error))),
            Err(FindError::Catalog(error)) => Err(error.report(COULD_NOT)),
        },
        Call::FindAll(ask) => match finder.rows(ask, stopped) {
            Ok(rows) => Ok(Answer::Rows(rows.ok_or_else(ended)?.into())),
            Err(FindError::Text(error)) => Ok(Answer::Finds(Err(error))),
            Err(FindError::Catalog(error)) => Err(error.report(COULD_NOT)),
        },
        Call::Copied(row) => {
            finder.catalog().files(&[*row]).map(Answer::Files).map_err(|error| error.report(COULD_NOT))
        }
        _ => Err(Report::new("Could not make the call", "the copy doesn't answer it", "")),
    }
}
