//! `ikt cp` and `ikt mv`: files and folders into a folder.

use serde_json::json;

use super::frame::{
    Code, Failure, Line, Progress, RunArgs, Session, Wanted, carry_out, each, failed, resolve,
};
use crate::api::Versions;
use crate::model::FolderPath;
use crate::ops::{Target, build};

/// What goes where.
#[derive(Debug, clap::Args)]
pub(super) struct CpArgs {
    #[command(flatten)]
    transfer: MvArgs,
    /// With all older versions
    #[arg(long)]
    versions: bool,
}

/// What goes where.
#[derive(Debug, clap::Args)]
pub(super) struct MvArgs {
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The folder that they go into; made where it is missing
    #[arg(value_name = "FOLDER")]
    destination: String,
    #[command(flatten)]
    run: RunArgs,
}

/// Copies.
///
/// # Errors
///
/// When a name means nothing, for what can't be copied, and those of any call.
pub(super) async fn copy(args: CpArgs, session: &Session) -> Result<Code, Failure> {
    let CpArgs { transfer, versions } = args;
    let (targets, to) = meant(&transfer, session).await?;
    let plan = build::copy_to(&targets, &to);
    if !versions || transfer.run.dry_run {
        return carry_out(session, plan, transfer.run, None).await;
    }
    let plan = plan.map_err(|error| Failure::usage(error, ""))?;
    let things = plan.steps.iter().map(|step| (step.target.path(), step.target.clone())).collect();
    let progress = Progress::new(session.out.json());
    each(session, &plan.title, things, &progress, async |path, target| {
        let what = format!("Could not copy {path}");
        let job = match target {
            Target::File { .. } | Target::Url(_) | Target::Source { .. } => {
                session.client.copy_file(path, &to, Versions::All).await.map_err(failed(what))?;
                None
            }
            Target::Folder(folder) => {
                Some(session.client.copy_folder(&folder, &to, Versions::All).await.map_err(failed(what))?)
            }
        };
        let text = job.as_ref().map(|job| format!("{path}: job {job}"));
        Ok(Line { value: json!({ "path": path, "outcome": "done", "jobId": job }), text })
    })
    .await
}

/// Moves.
///
/// # Errors
///
/// Those of [`copy`].
pub(super) async fn r#move(args: MvArgs, session: &Session) -> Result<Code, Failure> {
    let (targets, to) = meant(&args, session).await?;
    carry_out(session, build::move_to(&targets, &to), args.run, None).await
}

async fn meant(args: &MvArgs, session: &Session) -> Result<(Vec<Target>, FolderPath), Failure> {
    let targets = resolve(&session.client, &args.names, Wanted::FilesAndFolders).await?;
    Ok((targets, FolderPath::new(&args.destination)))
}
