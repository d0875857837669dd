//! `ikt rm` and `ikt rmdir`: deletes for ever.

use super::frame::{
    Code, Failure, RunArgs, Session, Wanted, carry_out, confirm, failed, resolve, resolve_one,
};
use super::versions::version_id;
use crate::model::FolderPath;
use crate::ops::{Target, build};
use serde_json::json;

/// Which files.
#[derive(Debug, clap::Args)]
pub(super) struct RmArgs {
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Folders too, with everything in them
    #[arg(long, short)]
    recursive: bool,
    /// Only this older version of one file: its id or number
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["recursive"])]
    version: Option<String>,
    /// Don't ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Which folders.
#[derive(Debug, clap::Args)]
pub(super) struct RmdirArgs {
    /// Paths of folders
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<String>,
    /// Don't ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Deletes files with all their versions, or one version.
///
/// # Errors
///
/// When a name means nothing, when the user says no, and those of any call.
pub(super) async fn files(args: RmArgs, session: &Session) -> Result<Code, Failure> {
    if let Some(version) = &args.version {
        return one_version(&args, version, session).await;
    }
    let wanted = if args.recursive { Wanted::FilesAndFolders } else { Wanted::Files };
    let targets = resolve(&session.client, &args.names, wanted).await?;
    carry_out(session, build::delete(&targets), args.run, Some(args.yes)).await
}

/// Deletes folders with everything in them.
///
/// # Errors
///
/// Those of [`files`].
pub(super) async fn folders(args: RmdirArgs, session: &Session) -> Result<Code, Failure> {
    let names: Vec<String> = args.folders.iter().map(|path| format!("{}/", FolderPath::new(path))).collect();
    let targets = resolve(&session.client, &names, Wanted::FilesAndFolders).await?;
    if let Some(file) = targets.iter().find(|target| matches!(target, Target::File { .. })) {
        return Err(Failure::usage(format!("{} is a file", file.path()), "Use `ikt rm` for files"));
    }
    carry_out(session, build::delete(&targets), args.run, Some(args.yes)).await
}

async fn one_version(args: &RmArgs, version: &str, session: &Session) -> Result<Code, Failure> {
    let [name] = args.names.as_slice() else {
        return Err(Failure::usage("--version is about one file", ""));
    };
    let (id, path) = resolve_one(&session.client, name).await?;
    let version = version_id(&session.client, &id, version).await?;
    let title = format!("Delete version {version} of {path} for ever");
    let value =
        json!({ "path": path, "id": id.to_string(), "versionId": version.to_string(), "outcome": "done" });
    if args.run.dry_run {
        session.out.either(&json!({ "plan": title }), || session.out.name(&title).into_owned())?;
        return Ok(Code::Done);
    }
    confirm(&title, args.yes)?;
    let what = format!("Could not delete version {version} of {path}");
    session.client.delete_version(&id, &version).await.map_err(failed(what))?;
    if session.out.json() {
        session.out.value(&value)?;
    }
    Ok(Code::Done)
}
