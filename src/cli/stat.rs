//! `ikt stat`: everything about files.

use super::frame::{Code, Failure, Line, Progress, Session, Wanted, bytes, each, failed, resolve};
use super::versions::version_id;
use crate::model::Details;
use crate::model::text::harmless;
use crate::ops::Target;

/// Which files.
#[derive(Debug, clap::Args)]
pub(super) struct StatArgs {
    /// Paths, id:…, patterns, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// This version: its id or its number, as `ikt versions` tells them
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
}

/// Writes the details of each file.
///
/// # Errors
///
/// When a file isn't there, and those of any call.
pub(super) async fn run(args: StatArgs, session: &Session) -> Result<Code, Failure> {
    let client = &session.client;
    let targets = resolve(client, &args.names, Wanted::Files).await?;
    let things = targets.into_iter().map(|target| (target.path(), target)).collect();
    let progress = Progress::new(true);
    each(session, "Look at files", things, &progress, async |path, target| {
        let Target::File { id, .. } = target else { return Err(Failure::not_found(path, "it is a folder")) };
        let what = || failed(format!("Could not look at {path}"));
        let details = match &args.version {
            Some(version) => {
                let version = version_id(client, &id, version).await?;
                client.version(&id, &version).await.map_err(what())?
            }
            None => client.details(&id).await.map_err(what())?,
        };
        Ok(Line { text: Some(in_words(&details)), value: details.raw })
    })
    .await
}

/// The details as lines of names and values.
fn in_words(details: &Details) -> String {
    let file = &details.file;
    let mut lines = vec![harmless(&file.path()).into_owned()];
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {name:<12} {}", harmless(&value)));
        }
    };
    put("id", file.id.to_string());
    put("version", details.version.clone());
    put("size", bytes(file.size));
    put("pixels", if file.width > 0 { format!("{}×{}", file.width, file.height) } else { String::new() });
    put("type", details.mime.clone().unwrap_or_default());
    put("created", file.created.to_string());
    put("updated", file.updated.to_string());
    put("tags", file.tags.join(", "));
    let ai: Vec<String> =
        file.ai_tags.iter().map(|tag| format!("{} ({:.0} %)", tag.name, tag.confidence)).collect();
    put("AI tags", ai.join(", "));
    put("coordinates", details.custom_coordinates.clone().unwrap_or_default());
    put("description", details.description.clone().unwrap_or_default());
    put("private", if file.private { "yes".to_owned() } else { String::new() });
    put("published", if file.published { String::new() } else { "no".to_owned() });
    put("url", details.url.clone());
    for (name, value) in details.custom.iter().chain(&details.extensions) {
        put(name, value.clone());
    }
    lines.join("\n")
}
