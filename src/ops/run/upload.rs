//! Uploads as steps of a run: never a second copy or version of what is there already.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};

use super::Runner;
use super::send::{Tries, what};
use crate::api::{Content, Error, Flow, Kind, Receipt, ResponseField, Upload, UploadTransformation};
use crate::model::{Direction, File, FolderPath, Report, Sort, SortKey};
use crate::ops::names::{stored_folder, stored_name};
use crate::ops::place::download_url;
use crate::ops::plan::{JobEvent, Outcome, Source, Step, Target, UploadOptions};

/// Up to so many bytes are fetched to see whether a file is the same.
const COMPARED: u64 = 64 << 20;
/// The newest files that are looked through for one with a random suffix.
const NEWEST: usize = 100;

/// What an upload is about.
struct Job<'a> {
    step: &'a Step,
    from: &'a Source,
    size: u64,
    /// As the service will write them.
    folder: FolderPath,
    name: String,
    options: &'a UploadOptions,
}

impl<E: Fn(JobEvent) + Send + Sync> Runner<'_, E> {
    /// Uploads a source.
    pub(super) async fn upload(&self, index: usize, step: &Step, options: &UploadOptions) -> Outcome {
        let Target::Source { from, folder, name, size } = &step.target else {
            return Outcome::Failed(Report::new(what(step), "it is nothing to upload", ""));
        };
        let request = match request(from, folder, name, options) {
            Ok(request) => request,
            Err(why) => return Outcome::Failed(Report::new(what(step), why, "Change the options")),
        };
        let job =
            Job { step, from, size: *size, folder: stored_folder(folder), name: stored_name(name), options };
        // It is asked of a name that is random, too: then all that is there is known.
        let before = match self.known(&job.folder, &job.name).await {
            Ok(before) => before.filter(|_| !options.unique_name),
            Err(Error::Stopped) => return Outcome::Cancelled,
            Err(error) => return Outcome::Failed(error.report(&what(step))),
        };
        if let Some(outcome) = self.needless(&job, before.as_ref()).await {
            return outcome;
        }
        self.send_until_clear(index, &job, &request, before.as_ref()).await
    }

    /// How the step ends without sending anything, because of what is there.
    async fn needless(&self, job: &Job<'_>, before: Option<&File>) -> Option<Outcome> {
        let there = before?;
        let alike = job.is_like(there);
        if job.options.overwrite {
            let same = alike && self.is_same(job, there).await;
            return same.then(|| Outcome::Nothing("there already, byte for byte".to_owned()));
        }
        if alike {
            return Some(Outcome::Nothing("there already, with the same size".to_owned()));
        }
        let why = format!("another file of this name is there, of {} bytes", there.size);
        let next = "Upload it as a new version, or with a unique name";
        Some(Outcome::Failed(Report::new(what(job.step), why, next)))
    }

    /// Whether the bytes are the same. What can't be fetched or is too large counts as different.
    async fn is_same(&self, job: &Job<'_>, there: &File) -> bool {
        let Source::Disk(path) = job.from else { return false };
        if there.size > COMPARED || !there.published {
            return false;
        }
        let url = download_url(self.asker.account(), &there.path(), there.private, None);
        let limit = usize::try_from(COMPARED).unwrap_or(usize::MAX);
        match (self.asker.fetch(&url, limit).await, tokio::fs::read(path).await) {
            (Ok(theirs), Ok(ours)) => theirs == ours,
            _ => false,
        }
    }

    async fn send_until_clear(
        &self,
        index: usize,
        job: &Job<'_>,
        request: &Upload,
        before: Option<&File>,
    ) -> Outcome {
        let (mut tries, mut unclear) = (Tries::new(), false);
        loop {
            let error = match self.send_once(index, job, request).await {
                None | Some(Err(Error::Stopped)) if unclear => {
                    return self.looked(job, before).await.unwrap_or(Outcome::Cancelled);
                }
                None | Some(Err(Error::Stopped)) => return Outcome::Cancelled,
                Some(Ok(receipt)) => {
                    self.remember(receipt);
                    return Outcome::Done;
                }
                Some(Err(error)) => error,
            };
            if error.is_unclear() {
                unclear = true;
                if let Some(outcome) = self.looked(job, before).await {
                    return outcome;
                }
            } else if !error.is_postponed() {
                return self.refused_upload(job, before, &error, unclear).await;
            }
            if !self.wait_for_another(&error, &mut tries).await {
                return Outcome::Failed(error.report(&what(job.step)));
            }
        }
    }

    /// Sends it once; `None` when the run was stopped before all of it was sent, so that nothing is
    /// stored.
    async fn send_once(
        &self,
        index: usize,
        job: &Job<'_>,
        request: &Upload,
    ) -> Option<Result<Receipt, Error>> {
        let sent = Arc::new(AtomicU64::new(0));
        let told = Arc::clone(&sent);
        let sending = self.sender.upload(request, move |bytes| told.store(bytes, Ordering::Relaxed));
        let size = job.size;
        let ends = |flow| flow == Flow::Stop && sent.load(Ordering::Relaxed) < size;
        self.watched(index, &sent, ends, sending).await
    }

    fn remember(&self, receipt: Receipt) {
        if let Receipt::Stored(file) = receipt {
            self.lanes.made.lock().unwrap_or_else(PoisonError::into_inner).insert(file.id.clone());
            (self.events)(JobEvent::Stored(file));
        }
    }

    /// A refusal may only mean that it is there: by an earlier try that was cut off, or because the
    /// list did not know it yet.
    async fn refused_upload(
        &self,
        job: &Job<'_>,
        before: Option<&File>,
        error: &Error,
        unclear: bool,
    ) -> Outcome {
        let taken = matches!(error.kind(), Some(Kind::BadRequest | Kind::Conflict));
        if taken && !job.options.unique_name && !job.options.overwrite {
            match self.looked(job, before).await {
                Some(Outcome::Done) if unclear => return Outcome::Done,
                Some(Outcome::Done) => {
                    return Outcome::Nothing("there already, with the same size".to_owned());
                }
                _ => {}
            }
        }
        Outcome::Failed(error.report(&what(job.step)))
    }

    /// Looks whether an upload without a clear answer happened; `None` if it did not.
    async fn looked(&self, job: &Job<'_>, before: Option<&File>) -> Option<Outcome> {
        let found = match job.options.unique_name {
            true => self.find_suffixed(job).await,
            false => self.client.find_file(&job.folder, &job.name).await,
        };
        match found {
            Ok(Some(now)) => {
                let is_new = before.is_none_or(|old| old.id != now.id || old.updated != now.updated);
                let fits = job.is_like(&now) || job.changes_bytes();
                (is_new && fits).then_some(Outcome::Done)
            }
            Ok(None) => None,
            Err(error) => {
                let mut report =
                    error.report(&format!("{}: no answer, and a look afterwards failed", what(job.step)));
                report.next = "It may have happened: refresh and look".to_owned();
                Some(Outcome::Failed(report))
            }
        }
    }

    /// A new file whose name is this one with a random suffix.
    async fn find_suffixed(&self, job: &Job<'_>) -> Result<Option<File>, Error> {
        let newest = Sort { key: SortKey::Created, direction: Direction::Descending };
        let files = self.client.list_files(&job.folder, newest, 0, NEWEST).await?;
        for file in files {
            if is_suffixed(&file.name, &job.name)
                && job.is_like(&file)
                && self.known(&job.folder, &file.name).await?.is_none()
                && self.lanes.made.lock().unwrap_or_else(PoisonError::into_inner).insert(file.id.clone())
            {
                return Ok(Some(file));
            }
        }
        Ok(None)
    }
}

impl Job<'_> {
    /// Whether a file has the size of this one, as far as that is known.
    fn is_like(&self, file: &File) -> bool {
        match self.from {
            Source::Disk(_) | Source::Base64(_) => file.size == self.size,
            Source::Url(_) => true,
        }
    }

    /// Whether what is stored has other bytes than what is sent.
    fn changes_bytes(&self) -> bool {
        self.options.pre.is_some()
    }
}

/// Whether `name` is `plain` with a suffix before its extension: `a_gr64HPlJS.jpg` (imagekit-api.md 2.2).
fn is_suffixed(name: &str, plain: &str) -> bool {
    let (stem, extension) = match plain.rfind('.').filter(|at| *at > 0) {
        Some(at) => plain.split_at(at),
        None => (plain, ""),
    };
    let middle = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(extension));
    middle.is_some_and(|middle| middle.len() > 1 && middle.starts_with('_'))
}

/// Whether a name says that it is a picture's.
fn is_picture(name: &str) -> bool {
    mime_guess::from_path(name).iter().any(|guess| guess.type_() == mime_guess::mime::IMAGE)
}

/// The upload as the API takes it.
fn request(
    from: &Source,
    folder: &FolderPath,
    name: &str,
    options: &UploadOptions,
) -> Result<Upload, String> {
    let content = match from {
        Source::Disk(path) => Content::Path(path.clone()),
        Source::Url(url) => Content::Url(url.to_string()),
        Source::Base64(text) => Content::Base64(text.to_string()),
    };
    let parse = |what: &str, error: serde_json::Error| format!("{what} can't be sent: {error}");
    let mut extensions = Vec::new();
    for value in &options.extensions {
        extensions.push(serde_json::from_value(value.clone()).map_err(|error| parse("an extension", error))?);
    }
    let mut post = Vec::new();
    for value in &options.post {
        post.push(serde_json::from_value(value.clone()).map_err(|error| parse("a transformation", error))?);
    }
    Ok(Upload {
        unique_name: options.unique_name,
        overwrite: options.overwrite,
        drop_tags: options.drop_tags,
        drop_ai_tags: options.drop_ai_tags,
        drop_custom_metadata: options.drop_custom_metadata,
        tags: options.tags.clone(),
        private: options.private,
        draft: options.draft,
        custom_coordinates: options.coordinates.clone(),
        description: options.description.clone(),
        custom_metadata: options.custom_metadata.clone(),
        extensions,
        webhook_url: options.webhook_url.clone(),
        transformation: UploadTransformation { pre: options.pre.clone(), post },
        checks: options.checks.clone(),
        // The pHash of a picture is in it, and need not be asked for later.
        response_fields: is_picture(name).then_some(ResponseField::Metadata).into_iter().collect(),
        ..Upload::new(content, folder.clone(), name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_stands_before_the_extension() {
        assert!(is_suffixed("a_gr64HPlJS.jpg", "a.jpg"));
        assert!(is_suffixed("a_b-c.tar.gz", "a.gz") && is_suffixed("a_x", "a"));
        for other in ["a.jpg", "a_.jpg", "ab.jpg", "a_x.png", "b_x.jpg"] {
            assert!(!is_suffixed(other, "a.jpg"), "{other}");
        }
    }

    #[test]
    fn options_go_over_whole_and_nonsense_is_told() {
        let options = UploadOptions {
            tags: vec!["x".into()],
            post: vec![serde_json::json!({ "type": "transformation", "value": "w-1" })],
            extensions: vec![serde_json::json!({ "name": "ai-auto-description" })],
            pre: Some("w-2".to_owned()),
            ..UploadOptions::default()
        };
        let source = Source::Url("https://example.com/a.jpg".into());
        let made = request(&source, &FolderPath::root(), "a.jpg", &options).expect("an upload");
        assert_eq!((made.tags.len(), made.extensions.len(), made.transformation.post.len()), (1, 1, 1));
        assert_eq!(made.transformation.pre.as_deref(), Some("w-2"));
        assert_eq!(made.response_fields, [ResponseField::Metadata]);
        let text = request(&source, &FolderPath::root(), "a.txt", &options).expect("an upload");
        assert!(text.response_fields.is_empty(), "only pictures have a pHash");
        let wrong = UploadOptions { post: vec![serde_json::json!({ "type": "magic" })], ..options };
        assert!(request(&source, &FolderPath::root(), "a.jpg", &wrong).is_err());
    }
}
