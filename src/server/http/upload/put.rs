//! Looking at the bytes of an upload, treating them, and putting them into the store.

use std::fs::{self, File};
use std::io::Read;

use serde_json::{Value, json};

use super::super::answer::Refused;
use super::super::{AppState, names};
use super::checks::{self, Upload};
use super::form::unwritable;
use super::options::Options;
use super::transformation;
use crate::query::{Field, Query};
use crate::server::imaging::{self, Limits, Probe, probe};
use crate::server::store::{Content, Existing, FileRecord, Labels, Media, NewFile, Refusal, Scratch, Store};

/// Bytes of a file that are looked at to tell what it is: the beginning of a picture says all.
const HEAD: u64 = 32 << 20;

const TAKEN: &str = "A file with the same name already exists at the exact location. We could not overwrite it \
     because both overwriteFile and useUniqueFileName are set to false.";

/// Stores the bytes as the options say; gives the record and the EXIF orientation.
pub(super) async fn put(
    state: &AppState,
    bytes: Scratch,
    options: Options,
) -> Result<(FileRecord, u8), Refused> {
    // A picture may be in memory while it is looked at.
    let _turn = state.probes.acquire().await.map_err(|_| Refused::internal())?;
    let store = state.store.clone();
    let put = tokio::task::spawn_blocking(move || put_now(&store, bytes, options)).await;
    put.map_err(|_| Refused::internal())?
}

fn put_now(store: &Store, bytes: Scratch, options: Options) -> Result<(FileRecord, u8), Refused> {
    let (bytes, probe, size) = treated(store, bytes, &options)?;
    let orientation = probe.orientation;
    let media = media(probe, size);
    if let Some(query) = &options.checks {
        let metadata = metadata(query, &media, &bytes)?;
        let upload = Upload { options: &options, media: &media, metadata: metadata.as_ref() };
        if !query.holds(&upload, store.now()) {
            return Err(checks::failed());
        }
    }
    let existing = existing(&options);
    let new = NewFile {
        folder: names::destination(store, &options.folder)?,
        name: if options.unique { names::unique(&options.name) } else { options.name },
        media,
        content: Content::Staged(store.stage_file(bytes).map_err(unwritable)?),
        labels: Labels {
            tags: options.tags,
            custom_coordinates: options.custom_coordinates,
            description: options.description,
            custom: options.custom,
            private: options.private,
            published: options.published,
            ..Labels::default()
        },
        created: None,
        updated: None,
    };
    let record = store.put(new, existing).map_err(Refused::from);
    let record = record
        .map_err(|refused| refused.or(|refusal| (*refusal == Refusal::Taken).then(|| Refused::bad(TAKEN))))?;
    Ok((record, orientation))
}

/// The bytes after the transformation that comes before storing, what they are, and how many.
fn treated(store: &Store, bytes: Scratch, options: &Options) -> Result<(Scratch, Probe, u64), Refused> {
    let (looked, size) = look(&bytes, &options.name)?;
    let recipe = match &options.transformation {
        Some(transformation) => transformation.before(store, looked.kind, &looked.mime)?,
        None => None,
    };
    let Some(recipe) = recipe else { return Ok((bytes, looked, size)) };
    let made = transformation::made(store, &fs::read(bytes.path()).map_err(unwritable)?, &recipe)?;
    let scratch = store.scratch();
    fs::write(scratch.path(), made).map_err(unwritable)?;
    let (looked, size) = look(&scratch, &options.name)?;
    Ok((scratch, looked, size))
}

fn look(bytes: &Scratch, name: &str) -> Result<(Probe, u64), Refused> {
    let file = File::open(bytes.path()).map_err(unwritable)?;
    let size = file.metadata().map_err(unwritable)?.len();
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(unwritable)?;
    Ok((probe(name, &head), size))
}

/// What the metadata call would say, if the checks ask for more of it than the dimensions.
fn metadata(query: &Query, media: &Media, bytes: &Scratch) -> Result<Option<Value>, Refused> {
    let mut needed = false;
    query.expr.each(&mut |condition| {
        needed |= matches!(&condition.field, Field::Media(name) if name != "width" && name != "height");
    });
    if !needed || media.width == 0 {
        return Ok(None);
    }
    let bytes = fs::read(bytes.path()).map_err(unwritable)?;
    // A picture that is torn has none.
    Ok(imaging::metadata(&bytes, &Limits::default()).ok().map(|metadata| json!(metadata)))
}

fn existing(options: &Options) -> Existing {
    if !options.overwrite {
        return Existing::Refuse;
    }
    Existing::Append {
        keep_tags: options.keep_tags,
        keep_ai_tags: options.keep_ai_tags,
        keep_custom: options.keep_custom,
    }
}

fn media(probe: Probe, size: u64) -> Media {
    Media {
        kind: probe.kind,
        mime: probe.mime,
        size,
        width: probe.width.unwrap_or(0),
        height: probe.height.unwrap_or(0),
        alpha: probe.has_alpha,
        embedded: if probe.embedded.is_empty() { None } else { Some(probe.embedded.into()) },
    }
}
