//! `ikt set`: changes the details of files.

use serde_json::{Value, json};

use super::frame::{Code, Failure, Line, Progress, Session, Wanted, each, failed, resolve};
use super::json;
use super::tag::words;
use crate::api::{Change, FileUpdate, RemoveAiTags};
use crate::ops::Target;

/// What is changed, of which files.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("change").required(true).multiple(true).args([
    "tags", "clear_tags", "coordinates", "clear_coordinates", "description", "meta", "unset",
    "remove_ai_tags", "extensions", "webhook_url",
])))]
pub(super) struct SetArgs {
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// All tags of each file, apart by commas; see `ikt tag` for those to add
    #[arg(long, value_name = "TAGS", conflicts_with = "clear_tags")]
    tags: Option<String>,
    /// Take all tags away
    #[arg(long)]
    clear_tags: bool,
    /// The area of interest in pixels
    #[arg(long, value_name = "X,Y,WIDTH,HEIGHT", conflicts_with = "clear_coordinates")]
    coordinates: Option<String>,
    /// Take the area of interest away
    #[arg(long)]
    clear_coordinates: bool,
    /// What is to be seen, in words
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// A value of custom metadata; JSON where it is some, else text
    #[arg(long, value_name = "NAME=VALUE")]
    meta: Vec<String>,
    /// Take a value of custom metadata away
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// AI tags to take away, apart by commas, or `all`
    #[arg(long, value_name = "TAGS")]
    remove_ai_tags: Option<String>,
    /// Extensions to run, an array; @file and - read it
    #[arg(long, value_name = "JSON")]
    extensions: Option<String>,
    /// Where the service tells how extensions ended
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
    /// Show what would be sent, and send nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

impl SetArgs {
    fn update(&self) -> Result<FileUpdate, Failure> {
        let mut custom_metadata = json::pairs("--meta", &self.meta)?;
        custom_metadata.extend(self.unset.iter().map(|name| (name.clone(), Value::Null)));
        Ok(FileUpdate {
            remove_ai_tags: match self.remove_ai_tags.as_deref() {
                None => RemoveAiTags::None,
                Some("all") => RemoveAiTags::All,
                Some(tags) => RemoveAiTags::Named(words(tags)),
            },
            tags: match &self.tags {
                Some(tags) => Change::Set(words(tags)),
                None if self.clear_tags => Change::Clear,
                None => Change::Keep,
            },
            custom_coordinates: match &self.coordinates {
                Some(area) => Change::Set(area.clone()),
                None if self.clear_coordinates => Change::Clear,
                None => Change::Keep,
            },
            description: self.description.clone(),
            custom_metadata,
            extensions: match &self.extensions {
                Some(text) => json::argument("--extensions", text)?,
                None => Vec::new(),
            },
            webhook_url: self.webhook_url.clone(),
        })
    }
}

/// Changes the details of each file, and writes them as they are then.
///
/// # Errors
///
/// When a file isn't there, for values that can't be, and those of any call.
pub(super) async fn run(args: SetArgs, session: &Session) -> Result<Code, Failure> {
    let update = args.update()?;
    let targets = resolve(&session.client, &args.names, Wanted::Files).await?;
    let things = targets.into_iter().map(|target| (target.path(), target)).collect();
    let progress = Progress::new(session.out.json());
    let title = if args.dry_run { "Set details (nothing is sent)" } else { "Set details" };
    each(session, title, things, &progress, async |path, target| {
        let Target::File { id, .. } = target else { return Err(Failure::not_found(path, "it is a folder")) };
        if args.dry_run {
            let value = json!({ "path": path, "id": id.to_string(), "update": update });
            return Ok(Line { text: Some(value.to_string()), value });
        }
        let what = format!("Could not change {path}");
        let details = session.client.update(&id, &update).await.map_err(failed(what))?;
        Ok(Line { value: details.raw, text: None })
    })
    .await
}
