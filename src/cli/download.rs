//! `ikt download`: originals or transformed pictures, never outside of the chosen folder.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::frame::{
    Code, Failure, Line, Progress, Session, Wanted, bytes, each, failed, files_in, folders_in, resolve,
};
use crate::model::{AssetId, FolderPath};
use crate::ops::{Target, download_url, inside, prepare, relative};

/// What is downloaded, to where, and how.
#[derive(Debug, clap::Args)]
pub(super) struct DownloadArgs {
    /// Paths, id:…, patterns, folders with -r, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The folder of this machine that they go into; made where it is missing
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    to: PathBuf,
    /// Go into folders; their paths are kept below DIR
    #[arg(long, short)]
    recursive: bool,
    /// Transformed, such as w-300; without it the original
    #[arg(long, value_name = "TRANSFORMATION")]
    tr: Option<String>,
    /// Write over files that are there
    #[arg(long)]
    overwrite: bool,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// One file to fetch.
struct Item {
    id: AssetId,
    path: String,
    /// Below the folder on this machine.
    relative: String,
}

/// Downloads each file, and writes where it is.
///
/// # Errors
///
/// When a name means nothing, for names that lead out of the folder, and those of any call.
pub(super) async fn run(args: DownloadArgs, session: &Session) -> Result<Code, Failure> {
    let (client, out) = (&session.client, session.out);
    let wanted = if args.recursive { Wanted::FilesAndFolders } else { Wanted::Files };
    let targets = resolve(client, &args.names, wanted).await?;
    let mut items = Vec::new();
    for target in targets {
        match target {
            Target::File { id, folder, name, .. } => {
                items.push(Item { id, path: folder.join(&name), relative: name.to_string() });
            }
            Target::Folder(folder) => below(session, &folder, &mut items).await?,
            Target::Url(_) | Target::Source { .. } => {}
        }
    }
    let things = items.into_iter().map(|item| (item.path.clone(), item)).collect();
    let title = format!("Download to {}", args.to.display());
    let progress = Arc::new(Progress::new(out.json()));
    each(session, &title, things, &progress, async |path, item: Item| {
        let to = inside(&args.to, &item.relative)
            .ok_or_else(|| Failure::here(format!("Could not download {path}"), LEADS_OUT, ""))?;
        let told = |size: Option<u64>| Line {
            value: json!({ "path": path, "id": item.id.to_string(), "file": to.display().to_string(), "size": size }),
            text: Some(out.name(&to.display().to_string()).into_owned()),
        };
        if args.dry_run {
            return Ok(told(None));
        }
        prepare(&args.to, &to, args.overwrite)
            .map_err(|why| Failure::here(format!("Could not download {path}"), why, ""))?;
        // Whether it is private, and so needs a signature, the details say.
        let details = client.details(&item.id).await.map_err(failed(format!("Could not find {path}")))?;
        let url = download_url(client.account(), path, details.file.private, args.tr.as_deref());
        let show = {
            let (progress, path) = (Arc::clone(&progress), path.to_owned());
            move |done, all: Option<u64>| {
                let of = all.map(|all| format!(" of {}", bytes(all))).unwrap_or_default();
                progress.show(|| format!("{path}: {}{of}", bytes(done)));
            }
        };
        let done = client.download(&url, &to, show).await.map_err(failed(format!("Could not download {path}")))?;
        Ok(told(Some(done.size)))
    })
    .await
}

const LEADS_OUT: &str = "its name would lead out of the chosen folder, or is none that this machine can have";

/// All files below a folder, at paths that begin with the folder's own name.
async fn below(session: &Session, top: &FolderPath, items: &mut Vec<Item>) -> Result<(), Failure> {
    let root = top.parent().unwrap_or_else(FolderPath::root);
    let mut open = vec![top.clone()];
    while let Some(folder) = open.pop() {
        for file in files_in(&session.client, &folder).await? {
            let path = file.path();
            let relative = relative(&path, &root).to_owned();
            items.push(Item { id: file.id, relative, path });
        }
        open.extend(folders_in(&session.client, &folder).await?);
    }
    Ok(())
}
