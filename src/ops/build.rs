//! Makes plans from targets. Pure: the notes say what can be known without asking.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use super::names::{TagError, check_tags, stored_folder_name, stored_name};
use super::plan::{Note, Plan, Step, Target, Verb};
use super::trash::is_trash;
use crate::model::{FolderPath, Tag};

/// Why a plan can't be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BuildError {
    /// Nothing is selected that this can be done to.
    #[error("nothing is selected that this can be done to")]
    NoTargets,
    /// The tags can't be sent.
    #[error(transparent)]
    Tags(#[from] TagError),
    /// A name that nothing can have.
    #[error("`{0}` can't be a name")]
    Name(String),
    /// It has this name already.
    #[error("it is named `{0}` already")]
    SameName(String),
    /// The root of the library can't be changed.
    #[error("the root of the library can't be moved, copied, renamed or deleted")]
    Root,
    /// It is in the trash already.
    #[error("{0} is in the trash already: D deletes it for ever")]
    InTrash(String),
}

/// Adds tags to the files among the targets.
///
/// # Errors
///
/// Without files, and for tags that break the service's limits: the tag is named.
pub fn add_tags(targets: &[Target], tags: &[Tag]) -> Result<Plan, BuildError> {
    tag(targets, tags, Verb::AddTags)
}

/// Removes tags from the files among the targets.
///
/// # Errors
///
/// Those of [`add_tags`].
pub fn remove_tags(targets: &[Target], tags: &[Tag]) -> Result<Plan, BuildError> {
    tag(targets, tags, Verb::RemoveTags)
}

fn tag(targets: &[Target], tags: &[Tag], verb: fn(Arc<[Tag]>) -> Verb) -> Result<Plan, BuildError> {
    check_tags(tags)?;
    // The service keeps a tag without the blanks around it (imagekit-api.md 7.1).
    let verb = verb(tags.iter().map(|tag| Tag::from(tag.trim())).collect());
    let (files, folders): (Vec<&Target>, Vec<&Target>) =
        targets.iter().partition(|target| matches!(target, Target::File { .. }));
    let steps = files.into_iter().map(|target| Step { target: target.clone(), verb: verb.clone() }).collect();
    let left_out = folders.iter().map(|folder| Note {
        step: None,
        text: format!("{} is a folder, and folders have no tags: it is left out", folder.path()),
        warning: false,
    });
    finish(steps, left_out.collect())
}

/// Deletes the targets, for ever.
///
/// # Errors
///
/// Without targets, and for the root.
pub fn delete(targets: &[Target]) -> Result<Plan, BuildError> {
    let steps = steps(targets, &Verb::Delete)?;
    let mut notes = vec![Note {
        step: None,
        text: "This can't be undone: all versions are deleted with the files. Copies in caches stay \
               until they are purged or expire"
            .to_owned(),
        warning: true,
    }];
    for (index, step) in steps.iter().enumerate() {
        if let Target::Folder(path) = &step.target {
            notes.push(warning(index, format!("{path} is deleted with everything in it, at all levels")));
        }
    }
    finish(steps, notes)
}

/// Copies the targets into a folder.
///
/// # Errors
///
/// Without targets, and for the root.
pub fn copy_to(targets: &[Target], destination: &FolderPath) -> Result<Plan, BuildError> {
    let steps = steps(targets, &Verb::CopyTo(destination.clone()))?;
    let notes = transfer_notes(&steps, destination, "copied");
    finish(steps, notes)
}

/// Moves the targets into a folder.
///
/// # Errors
///
/// Without targets, and for the root.
pub fn move_to(targets: &[Target], destination: &FolderPath) -> Result<Plan, BuildError> {
    let steps = steps(targets, &Verb::MoveTo(destination.clone()))?;
    let notes = transfer_notes(&steps, destination, "moved");
    finish(steps, notes)
}

/// Gives a file or folder another name; `purge` asks for the old URLs to be purged.
///
/// # Errors
///
/// For a name that nothing can have, that it has already, and for the root.
pub fn rename(target: &Target, name: &str, purge: bool) -> Result<Plan, BuildError> {
    check_name(name)?;
    let (stored, old) = match target {
        Target::File { name: old, .. } | Target::Source { name: old, .. } => (stored_name(name), &**old),
        Target::Folder(path) => (stored_folder_name(name), path.name()),
        Target::Url(_) => return Err(BuildError::NoTargets),
    };
    if stored == old {
        return Err(BuildError::SameName(stored));
    }
    let verb = Verb::Rename { name: name.into(), purge };
    let steps = steps(std::slice::from_ref(target), &verb)?;
    let mut notes = rewritten(name, &stored);
    let urls = match (target, purge) {
        (_, true) => "The old URL is purged from the cache and answers no more",
        (_, false) if !target.is_folder() => "The old URL answers until caches forget it, then no more",
        (_, false) => "The old URLs of all files in it answer until caches forget them",
    };
    notes.push(Note { step: Some(0), text: urls.to_owned(), warning: false });
    finish(steps, notes)
}

/// Makes a folder in another.
///
/// # Errors
///
/// For a name that nothing can have.
pub fn create_folder(parent: &FolderPath, name: &str) -> Result<Plan, BuildError> {
    check_name(name)?;
    let stored = stored_folder_name(name);
    let target = Target::Folder(parent.child(&stored));
    finish(vec![Step { target, verb: Verb::CreateFolder }], rewritten(name, &stored))
}

fn check_name(name: &str) -> Result<(), BuildError> {
    if name.trim().is_empty() || name.contains('/') || matches!(name, "." | "..") {
        return Err(BuildError::Name(name.to_owned()));
    }
    Ok(())
}

fn rewritten(name: &str, stored: &str) -> Vec<Note> {
    if name == stored {
        return Vec::new();
    }
    vec![warning(
        0,
        format!(
            "The service will name it `{stored}`: other characters than letters, digits and a few signs become _"
        ),
    )]
}

fn warning(step: usize, text: String) -> Note {
    Note { step: Some(step), text, warning: true }
}

/// The steps in an order in which each can succeed: files before the folders that they may be in,
/// and inner folders before outer ones.
fn steps(targets: &[Target], verb: &Verb) -> Result<Vec<Step>, BuildError> {
    let mut targets = targets.to_vec();
    targets.sort_by_key(|target| match target {
        Target::Folder(path) => (true, usize::MAX - path.depth()),
        _ => (false, 0),
    });
    if targets.iter().any(|target| matches!(target, Target::Folder(path) if path.is_root())) {
        return Err(BuildError::Root);
    }
    Ok(targets.into_iter().map(|target| Step { target, verb: verb.clone() }).collect())
}

pub(super) fn finish(steps: Vec<Step>, notes: Vec<Note>) -> Result<Plan, BuildError> {
    if steps.is_empty() {
        return Err(BuildError::NoTargets);
    }
    Ok(Plan { title: title(&steps), steps: steps.into(), notes })
}

/// What can be known of a copy or move without looking.
fn transfer_notes(steps: &[Step], destination: &FolderPath, done: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut first_of: HashMap<&str, usize> = HashMap::new();
    for (index, step) in steps.iter().enumerate() {
        let path = step.target.path();
        match &step.target {
            Target::File { folder, name, .. } => {
                if folder == destination {
                    notes.push(warning(index, format!("{path} is in {destination} already")));
                } else if let Some(first) = first_of.insert(name, index).and_then(|first| steps.get(first)) {
                    let other = first.target.path();
                    notes.push(warning(
                        index,
                        format!("{path} and {other} have one name: at {destination} they become versions of one file"),
                    ));
                }
            }
            Target::Folder(folder) => {
                if destination.is_within(folder) {
                    notes.push(warning(index, format!("{path} can't be {done} into itself")));
                } else if folder.parent().as_ref() == Some(destination) {
                    notes.push(warning(index, format!("{path} is in {destination} already")));
                }
            }
            Target::Url(_) | Target::Source { .. } => {}
        }
    }
    notes
}

/// What a plan of these steps is called: `Move 214 files to /archive`.
pub(super) fn title(steps: &[Step]) -> String {
    let Some(first) = steps.first() else { return "Nothing to do".to_owned() };
    let what = count(steps);
    match &first.verb {
        Verb::AddTags(tags) => format!("Tag {what} with {}", tags.join(", ")),
        Verb::RemoveTags(tags) => format!("Remove {} from {what}", tags.join(", ")),
        Verb::Delete => format!("Delete {what} for ever"),
        Verb::CopyTo(to) => format!("Copy {what} to {to}"),
        Verb::MoveTo(to) if is_trash(to) => format!("Move {what} to the trash"),
        Verb::Discard(_) => format!("Trash {}", many(steps.len(), "duplicate")),
        Verb::MoveTo(to) => format!("Move {what} to {to}"),
        Verb::Rename { name, .. } if steps.len() == 1 => format!("Rename {} to {name}", first.target.path()),
        Verb::Rename { .. } => format!("Rename {what}"),
        Verb::CreateFolder if steps.len() == 1 => format!("Make the folder {}", first.target.path()),
        Verb::CreateFolder => format!("Make {what}"),
        Verb::DeleteIfEmpty => format!("Delete {what} if nothing is inside"),
        Verb::RemoveAiTags(tags) => format!("Remove the AI tags {} from {what}", tags.join(", ")),
        Verb::Update(_) => format!("Change {what}"),
        Verb::Publish { published: true, .. } => format!("Publish {what}"),
        Verb::Publish { published: false, .. } => format!("Take {what} back"),
        Verb::RestoreVersion(_) => format!("Restore a version of {what}"),
        Verb::DeleteVersion(_) => {
            format!("Delete {} of {}", many(steps.len(), "version"), first.target.path())
        }
        Verb::Purge => format!("Purge {what}"),
        Verb::Upload(_) => format!("Upload {what}"),
        Verb::Download(to) => format!("Download {what} to {}", to.into.display()),
    }
}

fn count(steps: &[Step]) -> String {
    if steps.iter().all(|step| matches!(step.target, Target::Url(_))) {
        return many(steps.len(), "URL");
    }
    let folders = steps.iter().filter(|step| step.target.is_folder()).count();
    let files = steps.len() - folders;
    match (files, folders) {
        (files, 0) => many(files, "file"),
        (0, folders) => many(folders, "folder"),
        (files, folders) => format!("{} and {}", many(files, "file"), many(folders, "folder")),
    }
}

pub(super) fn many(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

impl Target {
    /// The file of a list as a target.
    pub fn file(file: &crate::model::File) -> Self {
        Self::File {
            id: file.id.clone(),
            folder: file.folder.clone(),
            name: Arc::clone(&file.name),
            size: file.size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AssetId;

    fn file(path: &str) -> Target {
        let (folder, name) = FolderPath::split_file(path);
        Target::File { id: AssetId::new(path), folder, name: name.into(), size: 1 }
    }

    fn folder(path: &str) -> Target {
        Target::Folder(FolderPath::new(path))
    }

    fn texts(plan: &Plan) -> Vec<&str> {
        plan.notes.iter().map(|note| note.text.as_str()).collect()
    }

    #[test]
    fn titles_count() {
        let archive = FolderPath::new("/archive");
        let title = |targets: &[Target]| move_to(targets, &archive).expect("a plan").title;
        assert_eq!(title(&[file("/a")]), "Move 1 file to /archive");
        assert_eq!(title(&[file("/a"), file("/b"), folder("/c")]), "Move 2 files and 1 folder to /archive");
        let tags = ["summer".into(), "sale".into()];
        assert_eq!(add_tags(&[file("/a")], &tags).expect("a plan").title, "Tag 1 file with summer, sale");
        assert_eq!(
            remove_tags(&[file("/a")], &tags[..1]).expect("a plan").title,
            "Remove summer from 1 file"
        );
        assert_eq!(create_folder(&archive, "x").expect("a plan").title, "Make the folder /archive/x");
    }

    #[test]
    fn inner_things_come_first() {
        let plan = delete(&[folder("/a"), folder("/a/b"), file("/a/x.jpg")]).expect("a plan");
        let order: Vec<String> = plan.steps.iter().map(|step| step.target.path()).collect();
        assert_eq!(order, ["/a/x.jpg", "/a/b", "/a"]);
        assert!(plan.notes[0].warning && plan.notes[0].text.starts_with("This can't be undone"));
        assert_eq!(plan.notes[2].step, Some(2));
        assert_eq!(texts(&plan)[2], "/a is deleted with everything in it, at all levels");
    }

    #[test]
    fn tags_are_checked_first_and_folders_left_out_aloud() {
        let percent = add_tags(&[file("/a")], &["5%".into()]).expect_err("must fail").to_string();
        assert!(percent.contains("`5%`"));
        assert_eq!(add_tags(&[folder("/a")], &["x".into()]), Err(BuildError::NoTargets));
        let plan = add_tags(&[folder("/a"), file("/x")], &["x".into()]).expect("a plan");
        assert_eq!(plan.steps.len(), 1);
        assert_eq!(texts(&plan), ["/a is a folder, and folders have no tags: it is left out"]);
    }

    #[test]
    fn what_a_move_can_know() {
        let plan = move_to(
            &[file("/a/x.jpg"), file("/b/x.jpg"), file("/c/y.jpg"), folder("/c"), folder("/")],
            &FolderPath::new("/c"),
        );
        assert_eq!(plan, Err(BuildError::Root));
        let targets = [file("/a/x.jpg"), file("/b/x.jpg"), file("/c/y.jpg"), folder("/c"), folder("/c/d")];
        let plan = move_to(&targets, &FolderPath::new("/c")).expect("a plan");
        assert_eq!(
            texts(&plan),
            [
                "/b/x.jpg and /a/x.jpg have one name: at /c they become versions of one file",
                "/c/y.jpg is in /c already",
                "/c/d is in /c already",
                "/c can't be moved into itself",
            ]
        );
    }

    #[test]
    fn names_are_rewritten_aloud() {
        let plan = rename(&file("/a.jpg"), "my photo.jpg", true).expect("a plan");
        assert!(texts(&plan)[0].contains("`my_photo.jpg`"), "{plan:?}");
        assert_eq!(plan.steps[0].verb, Verb::Rename { name: "my photo.jpg".into(), purge: true });
        let same = rename(&file("/a_b.jpg"), "a b.jpg", false);
        assert_eq!(same, Err(BuildError::SameName("a_b.jpg".into())));
        for name in ["", " ", ".", "..", "a/b"] {
            assert_eq!(create_folder(&FolderPath::root(), name), Err(BuildError::Name(name.into())));
        }
        let plan = create_folder(&FolderPath::root(), "new folder").expect("a plan");
        assert_eq!(plan.steps[0].target, folder("/new_folder"));
    }
}
