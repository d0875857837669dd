//! Puts the pictures of `assets/` into a fresh library.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, thread};

use include_dir::{Dir, include_dir};

use super::manifest::{Entry, Field, Manifest, Seen, Service, Version};
use crate::model::{AiTag, FolderPath};
use crate::server::imaging::{Probe, probe};
use crate::server::store::{
    Content, Existing, Labels, Media, NewField, NewFile, Query, Staged, Store, StoreError, What,
};

pub(super) static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The name of the manifest in `assets/`.
pub(super) const MANIFEST: &str = "library.toml";
/// The setting that says that a library was planted, so that one emptied by its user stays empty.
const PLANTED: &str = "planted";
/// Files brought to disk at the same time: the disk is waited for, not the processor.
const STAGING: usize = 16;

/// Why the demo library could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PlantError {
    /// The store refused or failed.
    #[error("the demo library can't be put into the store: {0}")]
    Store(#[from] StoreError),
    /// The bytes can't be written.
    #[error("the pictures of the demo can't be written: {0}")]
    Io(#[from] io::Error),
    /// The built-in manifest is wrong: a fault of this build.
    #[error("the built-in manifest is wrong: {0}")]
    Manifest(String),
}

/// Seeds a fresh library with the demo's files, and leaves any other as it is; answers how many
/// files it put in.
///
/// All files appear in one transaction, so that a crash leaves a library that is still fresh.
pub fn plant(store: &Store) -> Result<usize, PlantError> {
    if store.setting(PLANTED)?.is_some() || !is_empty(store)? {
        return Ok(0);
    }
    let manifest = manifest()?;
    make_fields(store, &manifest.field)?;
    let files = new_files(store, &manifest)?;
    let keep_all = Existing::Append { keep_tags: true, keep_ai_tags: true, keep_custom: true };
    store.put_all(&files, keep_all)?;
    store.set_setting(PLANTED, "1")?;
    Ok(manifest.file.len())
}

/// Makes the fields that aren't there yet: a crash may have left some.
fn make_fields(store: &Store, fields: &[Field]) -> Result<(), PlantError> {
    let known = store.fields(true)?;
    for field in fields.iter().filter(|field| known.iter().all(|other| other.name != field.name)) {
        let schema = field.schema.clone().try_into();
        store.create_field(&NewField {
            name: field.name.clone(),
            label: field.label.clone(),
            schema: schema.map_err(|error| PlantError::Manifest(format!("{}: {error}", field.name)))?,
            description: field.description.clone(),
        })?;
    }
    Ok(())
}

/// Keeps a fresh library from being seeded, now and at later starts.
pub fn leave_empty(store: &Store) -> Result<(), StoreError> {
    if store.setting(PLANTED)?.is_none() {
        store.set_setting(PLANTED, "0")?;
    }
    Ok(())
}

/// Whether a library holds neither files nor folders.
pub(super) fn is_empty(store: &Store) -> Result<bool, StoreError> {
    Ok(store.list(&Query { what: What::All, limit: 1, ..Query::default() })?.is_empty())
}

pub(super) fn manifest() -> Result<Manifest, PlantError> {
    let text = ASSETS.get_file(MANIFEST).and_then(|file| file.contents_utf8());
    let text = text.ok_or_else(|| PlantError::Manifest(format!("{MANIFEST} is missing")))?;
    Manifest::read(text).map_err(|error| PlantError::Manifest(error.to_string()))
}

/// The files of a manifest with their bytes on disk, each version after the one before it.
fn new_files(store: &Store, manifest: &Manifest) -> Result<Vec<NewFile>, PlantError> {
    let versions: Vec<(&Entry, &Version, &[u8])> = manifest
        .file
        .iter()
        .flat_map(|entry| entry.version.iter().map(move |version| (entry, version)))
        .map(|(entry, version)| Ok((entry, version, asset(&version.asset)?)))
        .collect::<Result<_, PlantError>>()?;
    let bytes: Vec<&[u8]> = versions.iter().map(|(_, _, bytes)| *bytes).collect();
    let staged = stage_all(store, &bytes)?;
    let files = versions.into_iter().zip(staged);
    Ok(files.map(|((entry, version, bytes), staged)| new_file(entry, version, bytes, staged)).collect())
}

pub(super) fn asset(path: &str) -> Result<&'static [u8], PlantError> {
    let file = ASSETS.get_file(path);
    file.map(|file| file.contents()).ok_or_else(|| PlantError::Manifest(format!("{path} is missing")))
}

/// Stages many files at once, in their order.
fn stage_all(store: &Store, files: &[&[u8]]) -> io::Result<Vec<Staged>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(bytes) = files.get(i) else { return Ok(done) };
            done.push((i, store.stage(bytes)?));
        }
    };
    let mut staged = thread::scope(|scope| {
        let workers: Vec<_> = (0..STAGING).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::with_capacity(files.len());
        for worker in workers {
            let done: io::Result<Vec<(usize, Staged)>> =
                worker.join().unwrap_or_else(|_| Err(io::Error::other("a thread that writes pictures died")));
            all.extend(done?);
        }
        Ok::<_, io::Error>(all)
    })?;
    staged.sort_by_key(|(i, _)| *i);
    Ok(staged.into_iter().map(|(_, staged)| staged).collect())
}

fn new_file(entry: &Entry, version: &Version, bytes: &[u8], staged: Staged) -> NewFile {
    let (folder, name) = FolderPath::split_file(&entry.path);
    NewFile {
        folder,
        name: name.to_owned(),
        media: media(probe(name, bytes), staged.size()),
        content: Content::Staged(staged),
        labels: labels(entry),
        created: Some(entry.created),
        updated: Some(version.updated.unwrap_or(entry.created)),
    }
}

fn media(probe: Probe, size: u64) -> Media {
    Media {
        kind: probe.kind,
        mime: probe.mime,
        size,
        width: probe.width.unwrap_or_default(),
        height: probe.height.unwrap_or_default(),
        alpha: probe.has_alpha,
        embedded: (!probe.embedded.is_empty()).then_some(probe.embedded.into()),
    }
}

fn labels(entry: &Entry) -> Labels {
    Labels {
        tags: entry.tags.clone(),
        ai_tags: entry.ai.iter().map(ai_tag).collect(),
        custom_coordinates: entry.area.clone(),
        description: entry.description.clone(),
        custom: entry.custom.clone(),
        private: entry.private,
        published: entry.published,
    }
}

fn ai_tag(seen: &Seen) -> AiTag {
    let source = match seen.source {
        Service::Google => "google-auto-tagging",
        Service::Aws => "aws-auto-tagging",
    };
    AiTag { name: Arc::from(&*seen.name), confidence: seen.confidence, source: source.into() }
}

#[cfg(test)]
mod tests;
