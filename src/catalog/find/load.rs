//! Brings the index up to the catalogue.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::catalog::index::{Doc, Fact, Index};
use crate::catalog::{Catalog, Error, Row, Scanned};

/// Files between two looks at whether to stop.
const STEP: usize = 1024;

/// An index, and up to where in the catalogue it goes.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) index: Index,
    pub(super) revision: u64,
    /// The first row that wasn't read, while not all were.
    next: Option<Row>,
}

impl Loaded {
    /// Nothing yet, of a catalogue as it is now: what changes from here on is read again.
    pub(super) fn none(catalog: &Catalog) -> Result<Self, Error> {
        Ok(Self { revision: catalog.revision()?, next: Some(0), ..Self::default() })
    }

    /// Whether all was read.
    pub(super) fn is_whole(&self) -> bool {
        self.next.is_none()
    }
}

/// Reads what wasn't read yet of the catalogue, until `stop` is set.
pub(super) fn go_on(catalog: &Catalog, loaded: &mut Loaded, stop: &AtomicBool) -> Result<(), Error> {
    let Loaded { index, next, .. } = loaded;
    let Some(from) = *next else { return Ok(()) };
    let mut seen = 0;
    let mut stopped = false;
    catalog.each(from, |file| {
        put(index, &file);
        *next = Some(file.row.saturating_add(1));
        seen += 1;
        stopped = seen % STEP == 0 && stop.load(Ordering::Relaxed);
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if !stopped {
        index.settle();
        *next = None;
    }
    Ok(())
}

/// Takes over what has changed; whether something has.
pub(super) fn changes(catalog: &Catalog, loaded: &mut Loaded) -> Result<bool, Error> {
    if catalog.revision()? == loaded.revision {
        return Ok(false);
    }
    let Some(changes) = catalog.changed_since(loaded.revision)? else {
        let mut anew = Loaded::none(catalog)?;
        go_on(catalog, &mut anew, &AtomicBool::new(false))?;
        *loaded = anew;
        return Ok(true);
    };
    for row in &changes.gone {
        loaded.index.remove(*row);
    }
    catalog.each_of(&changes.changed, |file| {
        put(&mut loaded.index, &file);
        ControlFlow::Continue(())
    })?;
    loaded.revision = changes.revision;
    Ok(true)
}

/// Puts a file of the catalogue into the index.
fn put(index: &mut Index, file: &Scanned<'_>) {
    let tags: Vec<&str> = file.tags().chain(file.ai_tags()).collect();
    let mime = file.mime().map(Value::from);
    let rest = if file.rest.is_empty() { &Value::Null } else { file.rest() };
    let embedded = |name: &str| rest.get("embeddedMetadata").and_then(|embedded| embedded.get(name));
    let description =
        rest.get("description").filter(|text| text.as_str().is_some_and(|text| !text.trim().is_empty()));
    let fixed = [
        (Fact::Mime, mime.as_ref()),
        (Fact::Description, description),
        (Fact::Keywords, embedded("Keywords")),
        (Fact::Taken, embedded("DateTimeOriginal")),
        (Fact::CreatedBy, file.said("createdBy")),
        (Fact::Alpha, file.said("hasAlpha")),
    ];
    let fixed = fixed.into_iter().filter_map(|(fact, value)| Some((fact, value?)));
    let custom = rest.get("customMetadata").and_then(Value::as_object);
    let custom = custom.into_iter().flatten().map(|(name, value)| (Fact::Custom(name), value));
    let facts: Vec<(Fact<'_>, &Value)> = fixed.chain(custom).filter(|(_, value)| !value.is_null()).collect();
    index.put(&Doc {
        row: file.row,
        name: file.name,
        folder: file.folder,
        kind: file.kind,
        size: file.size,
        width: file.width,
        height: file.height,
        created_ms: file.created_ms,
        updated_ms: file.updated_ms,
        private: file.private,
        published: file.published,
        tags: &tags,
        facts: &facts,
        phash: file.phash,
    });
}
