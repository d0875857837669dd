//! Uploads as steps of a run.

use super::Runner;
use super::send::what;
use crate::api::Error;
use crate::model::Report;
use crate::ops::plan::{JobEvent, Outcome, Step, UploadOptions};

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Uploads a source.
    pub(super) async fn upload(&self, step: &Step, _options: &UploadOptions) -> Result<Outcome, Error> {
        Ok(Outcome::Failed(Report::new(what(step), "not built yet", "")))
    }
}
