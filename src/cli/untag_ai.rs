//! `ikt untag-ai`: takes AI tags from many files.

use serde_json::json;

use super::frame::{Code, Failure, Line, Progress, Session, Wanted, each, failed, resolve};
use super::tag::words;
use crate::model::AssetId;
use crate::ops::Target;

/// Ids that one call can carry (imagekit-api.md 2.7).
const PER_CALL: usize = 50;

/// Which AI tags and files.
#[derive(Debug, clap::Args)]
pub(super) struct UntagAiArgs {
    /// AI tags, apart by commas
    tags: String,
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Removes the AI tags, 50 files a call.
///
/// # Errors
///
/// When a file isn't there, and those of any call.
pub(super) async fn run(args: UntagAiArgs, session: &Session) -> Result<Code, Failure> {
    let targets = resolve(&session.client, &args.names, Wanted::Files).await?;
    let tags = words(&args.tags);
    if args.dry_run {
        for target in &targets {
            let plan = json!({ "path": target.path(), "removeAITags": args.tags });
            session.out.either(&plan, || session.out.name(&target.path()).into_owned())?;
        }
        return Ok(Code::Done);
    }
    let calls = targets.chunks(PER_CALL).map(|chunk| (names(chunk), ids(chunk))).collect();
    let title = format!("Remove the AI tags {} from {} files", args.tags, targets.len());
    let progress = Progress::new(session.out.json());
    each(session, &title, calls, &progress, async |name, ids: Vec<AssetId>| {
        let what = format!("Could not remove AI tags from {name}");
        let bulk = session.client.remove_ai_tags(&ids, &tags).await.map_err(failed(&what))?;
        if let Some((id, why)) = bulk.failed.first() {
            let report = crate::model::Report {
                status: Some(207),
                ..crate::model::Report::new(what, format!("{id}: {why}"), "")
            };
            return Err(Failure::new(Code::Partial, report));
        }
        let done: Vec<String> = bulk.done.iter().map(AssetId::to_string).collect();
        Ok(Line { value: json!({ "successfullyUpdatedFileIds": done }), text: None })
    })
    .await
}

/// What a call is called: its first file, and how many more.
fn names(targets: &[Target]) -> String {
    let first = targets.first().map(Target::path).unwrap_or_default();
    match targets.len() {
        0 | 1 => first,
        more => format!("{first} and {} more", more - 1),
    }
}

fn ids(targets: &[Target]) -> Vec<AssetId> {
    targets.iter().filter_map(|target| target.id().cloned()).collect()
}
