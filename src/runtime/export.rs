//! Reads what is to be exported page by page, and writes it.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::listing;
use crate::api::{Client, Error, ListQuery};
use crate::app::browse::Source;
use crate::app::call::{Answer, ExportCall, Exported, Place};
use crate::model::{AssetDetails, AssetId, Report, Sort};
use crate::ops::LocalDisk;
use crate::ops::export::Export;
use crate::query;

/// Entries on a page: the most that the service gives (imagekit-api.md 2.4).
const PAGE: usize = 1000;
/// Ids in one search: a URL has room for so many.
const IDS: usize = 100;

/// Carries an export out.
///
/// # Errors
///
/// A report that says what could not be read or written.
pub(super) async fn make(client: &Client, disk: &LocalDisk, call: ExportCall) -> Result<Answer, Report> {
    let place = match &call.place {
        Place::Clipboard => None,
        Place::File { path, replace } => Some((placed(disk, path)?, *replace)),
    };
    if let Some((path, false)) = &place
        && path.exists()
    {
        return Ok(Answer::Exists);
    }
    let read = read(client, &call).await;
    let export = read.map_err(|error| error.report("Could not read what is to be exported"))?;
    let rows = export.rows();
    let text = export.finish();
    match place {
        None => Ok(Answer::Exported { rows, text: Some(text) }),
        Some((path, replace)) => {
            let shown = path.display().to_string();
            let written = tokio::task::spawn_blocking(move || write(&path, replace, &text)).await;
            match written.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
                Ok(()) => Ok(Answer::Exported { rows, text: None }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && !replace => Ok(Answer::Exists),
                Err(error) => Err(unwritten(&shown, &error)),
            }
        }
    }
}

fn placed(disk: &LocalDisk, path: &str) -> Result<PathBuf, Report> {
    disk.place(Path::new(path)).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &str, why: &dyn std::error::Error) -> Report {
    Report::new(format!("Could not write {path}"), why.to_string(), "choose another path")
}

fn write(path: &Path, replace: bool, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    if replace {
        options.write(true).create(true).truncate(true);
    } else {
        options.write(true).create_new(true);
    }
    options.open(path)?.write_all(text.as_bytes())
}

async fn read(client: &Client, call: &ExportCall) -> Result<Export, Error> {
    if matches!(&call.what, Exported::These(ids) if ids.is_empty()) {
        return Ok(Export::new(call.format, Vec::new()));
    }
    let fields = client.fields(false, None).await?;
    let mut export = Export::new(call.format, fields.into_iter().map(|field| field.name).collect());
    match &call.what {
        Exported::All(source, sort) => all(client, source, *sort, &mut export).await?,
        Exported::These(ids) => these(client, ids, &mut export).await?,
    }
    Ok(export)
}

async fn all(client: &Client, source: &Source, sort: Sort, export: &mut Export) -> Result<(), Error> {
    let here = match source {
        Source::Search(search) => search.here.as_ref(),
        Source::Folder(_) => None,
    };
    let mut skip = 0;
    loop {
        let entries = client.list_details(&listing::query(source, sort, skip, PAGE)).await?;
        for entry in &entries {
            if here.is_none_or(|here| listing::holds(here, entry)) {
                export.push(entry);
            }
        }
        if entries.len() < PAGE {
            return Ok(());
        }
        skip += entries.len();
    }
}

/// The files of these ids, in their order; those that are gone are left out.
async fn these(client: &Client, ids: &[AssetId], export: &mut Export) -> Result<(), Error> {
    for ids in ids.chunks(IDS) {
        let quoted: Vec<String> =
            ids.iter().map(|id| query::Value::Text(id.to_string()).to_string()).collect();
        let search = Some(format!("id IN [{}] AND type = \"file\"", quoted.join(", ")));
        let query = ListQuery { search, limit: Some(PAGE), ..ListQuery::default() };
        let entries = client.list_details(&query).await?;
        let by_id: HashMap<&AssetId, &AssetDetails> =
            entries.iter().filter_map(|entry| Some((id(entry)?, entry))).collect();
        for entry in ids.iter().filter_map(|id| by_id.get(id)) {
            export.push(entry);
        }
    }
    Ok(())
}

fn id(entry: &AssetDetails) -> Option<&AssetId> {
    match entry {
        AssetDetails::File(details) => Some(&details.file.id),
        AssetDetails::Folder(_) => None,
    }
}
