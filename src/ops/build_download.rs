//! Plans of downloads. Pure.

use std::sync::Arc;

use super::build::{BuildError, title};
use super::plan::{Download, Plan, Step, Target, Verb};
use crate::model::FolderPath;

/// Downloads the files among the targets.
///
/// # Errors
///
/// Without files.
pub fn download(targets: &[Target], to: &Arc<Download>) -> Result<Plan, BuildError> {
    let files = targets.iter().filter(|target| matches!(target, Target::File { .. }));
    let step = |target: &Target| Step { target: target.clone(), verb: Verb::Download(Arc::clone(to)) };
    let steps: Arc<[Step]> = files.map(step).collect();
    if steps.is_empty() {
        return Err(BuildError::NoTargets);
    }
    Ok(Plan { title: title(&steps), steps, notes: Vec::new() })
}

/// The folder below which the paths of these targets are kept: the innermost that all of them lie in.
pub fn common_folder(targets: &[Target]) -> FolderPath {
    let mut folders = targets.iter().map(|target| target.folder().unwrap_or_else(FolderPath::root));
    let first = folders.next().unwrap_or_else(FolderPath::root);
    folders.fold(first, |mut common, folder| {
        while !folder.is_within(&common) {
            common = common.parent().unwrap_or_else(FolderPath::root);
        }
        common
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AssetId;

    #[test]
    fn paths_are_kept_below_what_all_share() {
        let file = |path: &str| {
            let (folder, name) = FolderPath::split_file(path);
            Target::File { id: AssetId::new(path), folder, name: name.into(), size: 2 }
        };
        let folder = |path: &str| Target::Folder(FolderPath::new(path));
        let common = |targets: &[Target]| common_folder(targets).as_str().to_owned();
        assert_eq!(common(&[folder("/a/b")]), "/a", "a folder keeps its own name");
        assert_eq!(common(&[file("/a/b/x"), file("/a/c/y")]), "/a");
        assert_eq!(common(&[file("/a/x"), file("/ab/y")]), "/");
        let to = Arc::new(Download {
            into: "out".into(),
            from: FolderPath::root(),
            transformation: None,
            existing: Default::default(),
        });
        let plan = download(&[file("/a/x"), folder("/b")], &to).expect("a plan");
        assert_eq!((plan.steps.len(), plan.title.as_str()), (1, "Download 1 file to out"));
        assert_eq!(download(&[folder("/b")], &to), Err(BuildError::NoTargets));
    }
}
