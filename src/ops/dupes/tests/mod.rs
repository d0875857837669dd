//! Decisions by values: every group, rule, merge and plan, against what is plain to see.

mod decisions;
mod groups;
mod merges;
mod plans;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::model::{AssetId, Details, File, FolderPath, Tag};

/// A file as a list tells it: what isn't said is the same for all.
struct Made(Candidate);

fn made(path: &str) -> Made {
    let file = File::sample(path);
    let details = Details {
        version: "Version 1".to_owned(),
        version_id: Some(file.id.clone()),
        current: true,
        mime: None,
        custom_coordinates: None,
        description: None,
        has_alpha: None,
        film: None,
        url: String::new(),
        embedded: Vec::new(),
        custom: Vec::new(),
        extensions: Vec::new(),
        raw: json!({ "customMetadata": {} }),
        file,
    };
    Made(Candidate { row: 0, hash: Some(0), details })
}

impl Made {
    fn with(mut self, change: impl FnOnce(&mut Details)) -> Self {
        change(&mut self.0.details);
        self
    }

    fn size(self, bytes: u64, width: u32, height: u32) -> Self {
        self.with(|details| {
            (details.file.size, details.file.width, details.file.height) = (bytes, width, height);
        })
    }

    fn tags(self, tags: &[&str]) -> Self {
        self.with(|details| details.file.tags = tags.iter().map(|tag| Tag::from(*tag)).collect())
    }

    fn values(self, values: Value) -> Self {
        self.with(|details| details.raw = json!({ "customMetadata": values }))
    }

    fn made_at(self, seconds: i64) -> Self {
        self.with(|details| {
            details.file.created = Timestamp::from_second(seconds).expect("a moment");
        })
    }
}

fn candidates(made: impl IntoIterator<Item = Made>) -> Vec<Candidate> {
    made.into_iter().map(|made| made.0).collect()
}

fn folders(paths: &[&str]) -> Vec<FolderPath> {
    paths.iter().map(|path| FolderPath::new(path)).collect()
}

fn decide(made: impl IntoIterator<Item = Made>) -> Decision {
    Decision::new(candidates(made), &Rules::default(), &[], &Apart::default()).expect("a decision")
}
