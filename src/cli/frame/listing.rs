//! Lists of files and folders, page by page.

use super::failure::{Failure, failed};
use super::output::Out;
use super::session::Session;
use crate::api::ListQuery;
use crate::model::{AssetDetails, Details};

/// The most that a page holds.
const PAGE: usize = 1000;

/// Writes all that the query finds, or `limit` of them; page by page, so that the first lines come at
/// once and memory stays small.
///
/// # Errors
///
/// Those of any call, and when nobody reads any more.
pub(in crate::cli) async fn list(
    session: &Session,
    mut query: ListQuery,
    limit: Option<usize>,
    long: bool,
    what: &str,
) -> Result<usize, Failure> {
    let mut told = 0;
    loop {
        let wanted = limit.map_or(PAGE, |limit| (limit - told).min(PAGE));
        if wanted == 0 {
            return Ok(told);
        }
        query.limit = Some(wanted);
        let page = session.client.list_details(&query).await.map_err(failed(what))?;
        page.iter().try_for_each(|entry| tell(session.out, entry, long))?;
        told += page.len();
        query.skip += page.len();
        if page.len() < wanted {
            return Ok(told);
        }
    }
}

/// Writes one entry.
///
/// # Errors
///
/// When nobody reads any more.
pub(in crate::cli) fn tell(out: Out, entry: &AssetDetails, long: bool) -> Result<(), Failure> {
    if out.json() {
        return out.value(entry.raw());
    }
    match entry {
        AssetDetails::Folder(folder) => {
            let path = format!("{}/", folder.folder.path);
            out.line(if long {
                columns(out, "", "", &folder.folder.updated, &path)
            } else {
                out.name(&path).into_owned()
            })
        }
        AssetDetails::File(file) => tell_file(out, file, long),
    }
}

fn tell_file(out: Out, details: &Details, long: bool) -> Result<(), Failure> {
    let file = &details.file;
    let path = file.path();
    if !long {
        return out.line(out.name(&path));
    }
    let size = super::progress::bytes(file.size);
    let pixels = if file.width > 0 { format!("{}×{}", file.width, file.height) } else { String::new() };
    let mut line = columns(out, &size, &pixels, &file.updated, &path);
    if !file.tags.is_empty() {
        line += &format!("  [{}]", out.name(&file.tags.join(", ")));
    }
    out.line(line)
}

fn columns(out: Out, size: &str, pixels: &str, updated: &jiff::Timestamp, path: &str) -> String {
    let updated = updated.strftime("%Y-%m-%d %H:%M");
    format!("{size:>9}  {pixels:>11}  {updated}  {}", out.name(path))
}
