//! How far paths of the local disk lead.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::disk::{DiskError, at_home};
use super::plan::{Download, Plan, Source, Step, Target, Verb};

/// The local disk, as far as it may be touched. By default that is all of it: relative paths begin where
/// ikt was started, and `~` is the user's own folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalDisk {
    only: Option<PathBuf>,
}

impl LocalDisk {
    /// This folder and what is below it: relative paths and `~` begin there. Links in it are followed.
    pub fn below(folder: impl Into<PathBuf>) -> Self {
        Self { only: Some(folder.into()) }
    }

    /// Where a path leads that somebody typed.
    ///
    /// # Errors
    ///
    /// When it leads to what may not be touched.
    pub fn place(&self, path: &Path) -> Result<PathBuf, DiskError> {
        let Some(only) = &self.only else { return Ok(at_home(path)) };
        let mut place = only.clone();
        for part in path.strip_prefix("~").unwrap_or(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    place.pop();
                }
                other => place.push(other),
            }
        }
        if place.starts_with(only) { Ok(place) } else { Err(DiskError::LeadsOut(path.to_owned())) }
    }

    /// The user's own folder.
    pub fn home(&self) -> Option<PathBuf> {
        self.only.clone().or_else(|| etcetera::home_dir().ok())
    }

    /// The plan with every path of the disk as it leads.
    ///
    /// # Errors
    ///
    /// When one leads to what may not be touched: then nothing of the plan is to be run.
    pub fn settle(&self, mut plan: Plan) -> Result<Plan, DiskError> {
        if self.only.is_some() {
            let steps: Result<Vec<Step>, DiskError> = plan.steps.iter().map(|step| self.step(step)).collect();
            plan.steps = steps?.into();
        }
        Ok(plan)
    }

    fn step(&self, step: &Step) -> Result<Step, DiskError> {
        let mut step = step.clone();
        if let Target::Source { from: Source::Disk(path), .. } = &mut step.target {
            *path = self.place(path)?;
        }
        if let Verb::Download(to) = &step.verb {
            let into = self.place(&to.into)?;
            step.verb = Verb::Download(Arc::new(Download { into, ..(**to).clone() }));
        }
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_the_only_folder() {
        let disk = LocalDisk::below("/only");
        for (path, place) in [
            ("a/b", Some("/only/a/b")),
            ("~/a", Some("/only/a")),
            (".", Some("/only")),
            ("a/../b", Some("/only/b")),
            ("/only/c", Some("/only/c")),
            ("..", None),
            ("~/../a", None),
            ("/only/../a", None),
            ("/", None),
            ("/onlyish", None),
        ] {
            assert_eq!(disk.place(Path::new(path)).ok(), place.map(PathBuf::from), "{path}");
        }
        assert_eq!(LocalDisk::default().place(Path::new("/a")).ok(), Some(PathBuf::from("/a")));
    }

    #[test]
    fn a_plan_that_leads_out_is_refused_and_others_lead_inside() {
        let disk = LocalDisk::below("/only");
        let plan = |path: &str| {
            let from = Source::Disk(path.into());
            let target =
                Target::Source { from, folder: crate::model::FolderPath::root(), name: "a".into(), size: 1 };
            let steps = vec![Step { target, verb: Verb::Upload(Arc::default()) }];
            Plan { title: String::new(), steps: steps.into(), notes: Vec::new() }
        };
        assert_eq!(disk.settle(plan("~/a")).ok(), Some(plan("/only/a")));
        assert!(disk.settle(plan("/etc/a")).is_err());
    }
}
