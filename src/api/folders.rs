//! Calls about folders, and the jobs that copy, move and rename them.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::files::Versions;
use super::list::{ListKind, ListQuery, Order};
use super::wire::{self, JobBody};
use crate::model::{Folder, FolderPath, Sort};

/// The most that one page holds.
const PAGE: usize = 1000;

/// The number of a job on a folder.
pub type Job = String;

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waiting or at work.
    Pending,
    /// Done.
    Completed,
    /// Done, but for what the text tells of: the purge after a rename.
    Partial(String),
    /// A state that isn't documented, as the service wrote it.
    Other(String),
}

/// All that is said of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobDetails {
    /// Its number.
    pub id: Job,
    /// `COPY_FOLDER`, `MOVE_FOLDER` or `RENAME_FOLDER`.
    pub kind: String,
    /// How far it is.
    pub state: JobState,
    /// The number of the purge that follows a rename.
    pub purge: Option<String>,
    /// The body as it came, for fields that ikt doesn't know.
    pub raw: Value,
}

impl Client {
    /// The folders directly in `path`, all of them, by name.
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn list_folders(&self, path: &FolderPath) -> Result<Vec<Folder>, Error> {
        let mut folders: Vec<Folder> = Vec::new();
        let mut seen = HashSet::new();
        let mut skip = 0;
        loop {
            let query = ListQuery {
                kind: Some(ListKind::Folder),
                path: Some(path.clone()),
                order: Some(Order::By(Sort::BY_NAME)),
                skip,
                limit: Some(PAGE),
                ..ListQuery::default()
            };
            let page = self.page(&query).await?;
            let listed = page.len();
            let usable = page.into_iter().filter(wire::Asset::is_folder).filter_map(|a| a.into_folder(path));
            // While the library changes, pages can overlap.
            folders.extend(usable.filter(|folder| seen.insert(folder.path.clone())));
            if listed < PAGE {
                folders.sort_by(|a, b| a.path.cmp(&b.path));
                return Ok(folders);
            }
            skip += listed;
        }
    }

    /// Makes a folder, with its parents where they are missing. One that exists is left as it is.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] for a name that can't be one; and those of any call.
    pub async fn create_folder(&self, parent: &FolderPath, name: &str) -> Result<(), Error> {
        let body = json!({ "folderName": name, "parentFolderPath": wire::with_slash(parent) });
        self.done(Call::write(Method::POST, self.api(&["v1", "folder"])?, &body)?.idempotent()).await
    }

    /// Deletes a folder with everything in it, for ever.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without it, [`super::Kind::BadRequest`] with more than 100,000
    /// objects in it; and those of any call.
    pub async fn delete_folder(&self, path: &FolderPath) -> Result<(), Error> {
        let body = json!({ "folderPath": wire::with_slash(path) });
        self.done(Call::write(Method::DELETE, self.api(&["v1", "folder"])?, &body)?).await
    }

    /// Starts the copying of a folder into another. Files whose name is taken there become versions.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without the source, [`super::Kind::Locked`] while another job is
    /// on one of them; and those of any call.
    pub async fn copy_folder(
        &self,
        path: &FolderPath,
        destination: &FolderPath,
        versions: Versions,
    ) -> Result<Job, Error> {
        let all = versions == Versions::All;
        let body = json!({
            "sourceFolderPath": wire::with_slash(path),
            "destinationPath": wire::with_slash(destination),
            // Documents disagree on the name of this one (imagekit-api.md 2.10).
            "includeVersions": all,
            "includeFileVersions": all,
        });
        self.start("copyFolder", &body).await
    }

    /// Starts the moving of a folder into another.
    ///
    /// # Errors
    ///
    /// Those of [`Client::copy_folder`].
    pub async fn move_folder(&self, path: &FolderPath, destination: &FolderPath) -> Result<Job, Error> {
        let body = json!({
            "sourceFolderPath": wire::with_slash(path),
            "destinationPath": wire::with_slash(destination),
        });
        self.start("moveFolder", &body).await
    }

    /// Starts the renaming of a folder; `purge` asks for all URLs in it to be purged.
    ///
    /// # Errors
    ///
    /// Those of [`Client::copy_folder`], and [`super::Kind::Conflict`] when the name is taken.
    pub async fn rename_folder(&self, path: &FolderPath, name: &str, purge: bool) -> Result<Job, Error> {
        let body =
            json!({ "folderPath": wire::with_slash(path), "newFolderName": name, "purgeCache": purge });
        self.start("renameFolder", &body).await
    }

    async fn start(&self, verb: &str, body: &Value) -> Result<Job, Error> {
        let answer =
            self.body(Call::write(Method::POST, self.api(&["v1", "bulkJobs", verb])?, body)?).await?;
        let job: JobBody = answer.json()?;
        job.job_id.ok_or_else(|| answer.nonsense("a job without a number"))
    }

    /// How far a job is.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] for a number that isn't known (any more); and those of any call.
    pub async fn job_status(&self, job: &str) -> Result<JobState, Error> {
        Ok(self.job(job).await?.state)
    }

    /// All that is said of a job.
    ///
    /// # Errors
    ///
    /// Those of [`Client::job_status`].
    pub async fn job(&self, job: &str) -> Result<JobDetails, Error> {
        let answer = self.body(Call::get(self.api(&["v1", "bulkJobs", job])?).partial()).await?;
        let body: JobBody = answer.json()?;
        let status = body.status.unwrap_or_default();
        let state = match status.to_ascii_lowercase().as_str() {
            "pending" => JobState::Pending,
            "completed" => JobState::Completed,
            "partial success" => JobState::Partial(body.message.unwrap_or(status)),
            _ => JobState::Other(status),
        };
        Ok(JobDetails {
            id: body.job_id.unwrap_or_else(|| job.to_owned()),
            kind: body.kind.unwrap_or_default(),
            state,
            purge: body.purge_request_id,
            raw: answer.json()?,
        })
    }
}
