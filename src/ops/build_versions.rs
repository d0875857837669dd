//! Makes plans about the versions of one file, its details, and its being published.

use std::sync::Arc;

use super::build::{BuildError, finish, many, title};
use super::plan::{Note, Plan, Step, Target, Update, Verb};
use crate::model::Details;

/// Versions that a file can have (imagekit-api.md 2.9).
pub const MOST_VERSIONS: usize = 100;
/// Versions from which a warning is due.
pub const MANY_VERSIONS: usize = 90;

/// Makes a version the current one; `purge` is the URL to be purged afterwards.
///
/// # Errors
///
/// When the version has no id, as the service may leave it out.
pub fn restore_version(file: &Target, version: &Details, purge: Option<&str>) -> Result<Plan, BuildError> {
    let id = version.version_id.clone().ok_or(BuildError::NoTargets)?;
    let mut steps = vec![Step { target: file.clone(), verb: Verb::RestoreVersion(id) }];
    let text = match purge {
        Some(url) => {
            steps.push(Step { target: Target::Url(url.into()), verb: Verb::Purge });
            format!("{url} is purged afterwards, which counts towards the quota of purges")
        }
        None => "Caches keep the picture of before until it is purged or expires".to_owned(),
    };
    let notes = vec![Note { step: None, text, warning: false }];
    let title = format!("Restore {} of {}", version.version, file.path());
    Ok(Plan { title, steps: steps.into(), notes })
}

/// Deletes versions of a file, for ever.
///
/// # Errors
///
/// Without versions that can be deleted: the current one can't.
pub fn delete_versions<'a>(
    file: &Target,
    versions: impl IntoIterator<Item = &'a Details>,
) -> Result<Plan, BuildError> {
    let mut steps = Vec::new();
    let mut notes = Vec::new();
    for version in versions.into_iter().filter(|version| !version.current) {
        let Some(id) = version.version_id.clone() else { continue };
        let text = format!("{} is deleted: it can't be restored any more", version.version);
        notes.push(Note { step: Some(steps.len()), text, warning: true });
        steps.push(Step { target: file.clone(), verb: Verb::DeleteVersion(id) });
    }
    notes.push(Note {
        step: None,
        text: "The current version stays. Copies in caches stay until they are purged or expire".to_owned(),
        warning: false,
    });
    finish(steps, notes)
}

/// The versions beyond the last `keep`, of a list that begins with the current one.
pub fn beyond(versions: &[Details], keep: usize) -> impl Iterator<Item = &Details> {
    versions.iter().skip(keep.max(1)).filter(|version| !version.current)
}

/// Publishes the files among the targets, or takes them back; with their older versions, if asked for.
///
/// # Errors
///
/// Without files.
pub fn publish(targets: &[Target], published: bool, versions: bool) -> Result<Plan, BuildError> {
    let verb = Verb::Publish { published, versions };
    let files = targets.iter().filter(|target| target.id().is_some());
    let steps: Vec<Step> = files.map(|target| Step { target: target.clone(), verb: verb.clone() }).collect();
    let mut notes = Vec::new();
    if !published {
        notes.push(Note {
            step: None,
            text: "URLs of these answer 404 as soon as caches have forgotten them".to_owned(),
            warning: true,
        });
    }
    let left = targets.len() - steps.len();
    if left > 0 {
        let text = format!("{} left out: only files are published", many(left, "folder"));
        notes.push(Note { step: None, text, warning: false });
    }
    finish(steps, notes)
}

/// Changes the details of a file.
///
/// # Errors
///
/// For what isn't a file.
pub fn update(file: &Target, update: Update) -> Result<Plan, BuildError> {
    file.id().ok_or(BuildError::NoTargets)?;
    let steps = vec![Step { target: file.clone(), verb: Verb::Update(Arc::new(update)) }];
    Ok(Plan { title: format!("{}: {}", title(&steps), file.path()), steps: steps.into(), notes: Vec::new() })
}
