//! `ikt find`: files in the copy of the library on this machine, without the service.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::frame::{Code, Failure, Out, With, choice, paths, tell_asset};
use crate::catalog::find::{Ask, FindError, Finder, Finds};
use crate::catalog::index::FacetKind;
use crate::catalog::{Catalog, Error, Row};
use crate::model::{AssetDetails, FolderPath, Report};

const WHAT: &str = "Could not find files";
/// Files that are read and written together.
const STEP: usize = 1000;

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(super) struct FindArgs {
    /// Words of names, paths, tags and values, short forms such as tag:red is:private >2mb missing:alt,
    /// /expression/ for the path, near:/a/b.jpg~8 for what looks like a file; all of it has to hold
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Other letters may lie between those of a word
    #[arg(long)]
    fuzzy: bool,
    /// Files at most, the best first
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// With size, pixels, time and tags
    #[arg(long, short)]
    long: bool,
    /// How many of the files found are in which folder, with which tag and so on, instead of the files
    #[arg(long)]
    facets: bool,
}

/// Writes what is found, the best first; exit code 3 where nothing is.
///
/// # Errors
///
/// When there is no copy, when it can't be read, and for a text that makes no sense.
pub(super) fn run(with: With<FindArgs>) -> Result<Code, Failure> {
    let path = choice(&with.common.library)?.catalog(&paths()?);
    let (catalog, finds) = look(&path, &with.args)?;
    let out = Out::new(with.common.json);
    if !finds.complete {
        out.note(format!("only the first {} files are copied yet: `ikt sync` goes on", finds.of));
    }
    match &finds.facets {
        Some(facets) => facets.iter().try_for_each(|(kind, values)| {
            values.iter().try_for_each(|facet| {
                let kind = word(kind);
                let value = json!({ "facet": kind, "value": facet.label, "files": facet.files,
                    "text": facet.text });
                out.either(&value, || {
                    format!(
                        "{}\t{}\t{}\t{}",
                        out.name(kind),
                        out.name(&facet.label),
                        facet.files,
                        out.name(&facet.text)
                    )
                })
            })
        })?,
        None => tell(out, &catalog, &finds, with.args.long)?,
    }
    Ok(if finds.total == 0 { Code::NotFound } else { Code::Done })
}

fn look(path: &Path, args: &FindArgs) -> Result<(Catalog, Finds), Failure> {
    let none = || {
        let why = "there is no copy of the library yet";
        Failure::new(Code::NotFound, Report::new(WHAT, why, "`ikt sync` copies the library"))
    };
    let catalog = Catalog::open_existing(path).map_err(failure)?.ok_or_else(none)?;
    let ask = Ask {
        text: args.text.join(" "),
        fuzzy: args.fuzzy,
        folder: FolderPath::root(),
        most: if args.facets { 0 } else { args.limit.unwrap_or(usize::MAX) },
        facets: args.facets,
    };
    let finds = Finder::new(catalog.clone()).find(&ask, &AtomicBool::new(false));
    match finds {
        Ok(finds) => Ok((catalog, finds.unwrap_or_default())),
        Err(FindError::Text(error)) => {
            let why = format!("{} at column {} of the text", error.message, error.column);
            Err(Failure::usage(why, error.hint))
        }
        Err(FindError::Catalog(error)) => Err(failure(error)),
    }
}

fn tell(out: Out, catalog: &Catalog, finds: &Finds, long: bool) -> Result<(), Failure> {
    if !long && !out.json() {
        return finds.hits.iter().try_for_each(|hit| out.line(out.name(&hit.path())));
    }
    let rows: Vec<Row> = finds.hits.iter().map(|hit| hit.entry.row).collect();
    for rows in rows.chunks(STEP) {
        for details in catalog.details(rows).map_err(failure)? {
            tell_asset(out, &AssetDetails::File(Box::new(details)), long)?;
        }
    }
    Ok(())
}

/// What a facet is called, for machines too; a field of custom metadata by its name.
fn word(kind: &FacetKind) -> &str {
    match kind {
        FacetKind::Folder => "folder",
        FacetKind::Format => "format",
        FacetKind::Tag => "tag",
        FacetKind::Month => "created",
        FacetKind::State => "state",
        FacetKind::Size => "size",
        FacetKind::Custom(field) => field,
    }
}

fn failure(error: Error) -> Failure {
    Failure::new(Code::General, error.report(WHAT))
}
