//! `ikt mkdir`: makes folders, with their parents.

use serde_json::json;

use super::frame::{Code, Failure, Line, Progress, Session, each, failed};
use crate::model::FolderPath;
use crate::ops::stored_folder_name;

/// Which folders.
#[derive(Debug, clap::Args)]
pub(super) struct MkdirArgs {
    /// Paths of folders; parents are made where they are missing
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<String>,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Makes the folders; one that exists is left as it is.
///
/// # Errors
///
/// For a name that can't be one, and those of any call.
pub(super) async fn run(args: MkdirArgs, session: &Session) -> Result<Code, Failure> {
    let out = session.out;
    let paths: Vec<FolderPath> = args.folders.iter().map(|path| FolderPath::new(path)).collect();
    if paths.iter().any(FolderPath::is_root) {
        return Err(Failure::usage("the root of the library is there already", ""));
    }
    let things = paths.into_iter().map(|path| (path.to_string(), path)).collect();
    let progress = Progress::new(out.json());
    each(session, "Make folders", things, &progress, async |_, path: FolderPath| {
        let stored = path.parent().unwrap_or_else(FolderPath::root).child(&stored_folder_name(path.name()));
        let value =
            json!({ "path": stored.as_str(), "outcome": if args.dry_run { "planned" } else { "done" } });
        if !args.dry_run {
            let parent = path.parent().unwrap_or_else(FolderPath::root);
            let what = format!("Could not make {path}");
            session.client.create_folder(&parent, path.name()).await.map_err(failed(what))?;
        }
        Ok(Line { value, text: Some(out.name(stored.as_str()).into_owned()) })
    })
    .await
}
