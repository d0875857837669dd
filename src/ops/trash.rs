//! The trash: a folder of the library that says in its paths what is in it, from where, and since
//! when: `/ikt-trash/20261124T170341Z/products/shoes/a.jpg` was `/products/shoes/a.jpg` until then.
//! So any machine can bring it back.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::build::BuildError;
use super::names::stored_folder_name;
use super::plan::{Note, Plan, Step, Target, Verb};
use crate::model::FolderPath;

/// The folder of all that was moved to the trash.
pub const TRASH: &str = "/ikt-trash";
/// What a name begins with that had to be written in other letters: the service makes a folder only
/// by a name of letters, digits, `_` and `-` (imagekit-api.md 2.10).
const WRITTEN: &str = "-ikt-";
/// The form of a moment in a path.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// Whether a path is the trash, or in it.
pub fn is_trash(path: &FolderPath) -> bool {
    path.is_within(&FolderPath::new(TRASH))
}

/// The batch of the trash that takes what is moved there at this moment.
pub fn batch(at: Timestamp) -> FolderPath {
    FolderPath::new(TRASH).child(&at.to_zoned(TimeZone::UTC).strftime(MOMENT).to_string())
}

/// When the batch was begun that a path of the trash is, or lies in.
pub fn moment(path: &FolderPath) -> Option<Timestamp> {
    let (stamp, _) = split(path)?;
    let civil = jiff::civil::DateTime::strptime(MOMENT, stamp).ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Where a folder of the trash was before: the root for a batch itself, `None` for what isn't in one.
pub fn origin(path: &FolderPath) -> Option<FolderPath> {
    moment(path)?;
    let (_, rest) = split(path)?;
    let parts = rest.split('/').filter(|part| !part.is_empty());
    Some(parts.fold(FolderPath::root(), |path, part| path.child(&read(part))))
}

/// The folder of a batch for what comes from `from`.
pub fn place(batch: &FolderPath, from: &FolderPath) -> FolderPath {
    let parts = from.as_str().split('/').filter(|part| !part.is_empty());
    parts.fold(batch.clone(), |path, part| path.child(&written(part)))
}

/// The moment in a path of the trash, and what comes after it.
fn split(path: &FolderPath) -> Option<(&str, &str)> {
    let rest = path.as_str().strip_prefix(TRASH)?.strip_prefix('/')?;
    Some(rest.split_once('/').unwrap_or((rest, "")))
}

/// A name that the service doesn't rewrite.
fn written(name: &str) -> String {
    if stored_folder_name(name) == name && !name.starts_with(WRITTEN) {
        return name.to_owned();
    }
    let mut text = WRITTEN.to_owned();
    for c in name.chars() {
        if c != '_' && stored_folder_name(c.encode_utf8(&mut [0; 4])) == c.to_string() {
            text.push(c);
        } else {
            // Writing to a `String` can't fail.
            let _ = write!(text, "_{:x}_", u32::from(c));
        }
    }
    text
}

/// The name that was written; one that makes no sense is taken as it is.
fn read(name: &str) -> String {
    let Some(text) = name.strip_prefix(WRITTEN) else { return name.to_owned() };
    let mut parts = text.split('_');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        let Some(c) = u32::from_str_radix(code, 16).ok().and_then(char::from_u32) else {
            return name.to_owned();
        };
        whole.push(c);
        whole.push_str(parts.next().unwrap_or_default());
    }
    whole
}

/// Moves the targets to the trash. What lies in another of them goes with it.
///
/// # Errors
///
/// Without targets, for the root, and for what is in the trash already.
pub fn move_to_trash(targets: &[Target], at: Timestamp) -> Result<Plan, BuildError> {
    let batch = batch(at);
    let folders: HashSet<&FolderPath> = targets
        .iter()
        .filter_map(|target| match target {
            Target::Folder(path) => Some(path),
            _ => None,
        })
        .collect();
    let goes_along = |target: &Target| {
        std::iter::successors(target.folder(), FolderPath::parent).any(|above| folders.contains(&above))
    };
    let mut files = Vec::new();
    let mut whole = Vec::new();
    for target in targets.iter().filter(|target| !goes_along(target)) {
        let from = target.folder().ok_or(BuildError::Root)?;
        if target_is_trash(target) {
            return Err(BuildError::InTrash(target.path()));
        }
        let step = Step { target: target.clone(), verb: Verb::MoveTo(place(&batch, &from)) };
        if target.is_folder() { whole.push(step) } else { files.push(step) }
    }
    files.append(&mut whole);
    let note =
        Note { step: None, text: "z takes it back, and so does the trash (g t)".to_owned(), warning: false };
    super::build::finish(files, vec![note])
}

/// Whether a target is in the trash, or the trash itself.
pub fn target_is_trash(target: &Target) -> bool {
    match target {
        Target::Folder(path) => is_trash(path),
        Target::File { folder, .. } => is_trash(folder),
        Target::Url(_) | Target::Source { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AssetId;

    fn at() -> Timestamp {
        "2026-11-24T17:03:41.5Z".parse().expect("a moment")
    }

    fn file(path: &str) -> Target {
        let (folder, name) = FolderPath::split_file(path);
        Target::File { id: AssetId::new(path), folder, name: name.into(), size: 1 }
    }

    #[test]
    fn paths_tell_from_where_and_since_when() {
        let batch = batch(at());
        assert_eq!(batch.as_str(), "/ikt-trash/20261124T170341Z");
        for from in ["/", "/products/shoes", "/my photos/v1.2_x/é", "/-ikt-odd/写真_1"] {
            let from = FolderPath::new(from);
            let place = place(&batch, &from);
            assert!(place.as_str().split('/').all(|part| stored_folder_name(part) == part), "{place}");
            assert_eq!(origin(&place), Some(from));
            assert_eq!(moment(&place).map(|at| at.to_string()).as_deref(), Some("2026-11-24T17:03:41Z"));
        }
        assert_eq!(place(&batch, &FolderPath::new("/a b")).name(), "-ikt-a_20_b");
        for other in ["/ikt-trash", "/ikt-trash/notes", "/products", "/ikt-trashed/20261124T170341Z"] {
            assert_eq!(origin(&FolderPath::new(other)), None, "{other}");
        }
        assert_eq!(read("-ikt-a_zz_b"), "-ikt-a_zz_b");
    }

    #[test]
    fn what_lies_in_another_target_goes_with_it() {
        let targets = [file("/a/x.jpg"), Target::Folder(FolderPath::new("/a")), file("/b/y.jpg")];
        let plan = move_to_trash(&targets, at()).expect("a plan");
        assert_eq!(plan.title, "Move 1 file and 1 folder to the trash");
        let steps: Vec<_> = plan.steps.iter().map(|step| (step.target.path(), step.verb.clone())).collect();
        let to = |path: &str| Verb::MoveTo(FolderPath::new(path));
        assert_eq!(
            steps,
            [
                ("/b/y.jpg".to_owned(), to("/ikt-trash/20261124T170341Z/b")),
                ("/a".to_owned(), to("/ikt-trash/20261124T170341Z")),
            ]
        );
    }

    #[test]
    fn neither_the_root_nor_the_trash_go_there() {
        assert_eq!(move_to_trash(&[Target::Folder(FolderPath::root())], at()), Err(BuildError::Root));
        let inside = file("/ikt-trash/20261124T170341Z/a.jpg");
        assert!(matches!(move_to_trash(&[inside], at()), Err(BuildError::InTrash(_))));
        assert_eq!(move_to_trash(&[], at()), Err(BuildError::NoTargets));
    }
}
