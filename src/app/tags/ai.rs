//! The AI tags of the files, in a block of their own: each is kept, removed, or made a tag.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{AiTag, Tag};

/// What is to become of an AI tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Keep,
    /// It is removed.
    Remove,
    /// The files get it as a tag, and lose it as an AI tag.
    Promote,
}

/// An AI tag and what is to become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AiRow {
    /// The word.
    pub tag: Tag,
    /// How many of the files have it.
    pub files: usize,
    /// The least and the greatest confidence that it has on them, 0 to 100.
    pub confidence: (f32, f32),
    /// Who gave it.
    pub sources: Vec<Arc<str>>,
    /// What is to become of it.
    pub fate: Fate,
}

/// The AI tags of the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AiTags {
    rows: Vec<AiRow>,
    cursor: usize,
    /// Whether the keys go here.
    pub(super) has_keys: bool,
}

impl AiTags {
    /// The AI tags of these files, the most frequent and surest first.
    pub fn new<'a>(files: impl Iterator<Item = &'a [AiTag]>) -> Self {
        let mut rows: BTreeMap<&Tag, AiRow> = BTreeMap::new();
        for tags in files {
            for (n, own) in tags.iter().enumerate() {
                let nothing = || AiRow {
                    tag: own.name.clone(),
                    files: 0,
                    confidence: (own.confidence, own.confidence),
                    sources: Vec::new(),
                    fate: Fate::Keep,
                };
                let row = rows.entry(&own.name).or_insert_with(nothing);
                let (least, most) = row.confidence;
                row.confidence = (least.min(own.confidence), most.max(own.confidence));
                // Two services may have seen the same on one file.
                row.files += usize::from(tags.iter().take(n).all(|before| before.name != own.name));
                if !row.sources.contains(&own.source) {
                    row.sources.push(own.source.clone());
                }
            }
        }
        let mut rows: Vec<AiRow> = rows.into_values().collect();
        rows.sort_by(|a, b| b.files.cmp(&a.files).then(b.confidence.1.total_cmp(&a.confidence.1)));
        Self { rows, cursor: 0, has_keys: false }
    }

    /// The rows, and which one is under the cursor.
    pub fn shown(&self) -> (&[AiRow], usize) {
        (&self.rows, self.cursor)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// AI tags that become tags.
    pub fn to_promote(&self) -> Vec<Tag> {
        self.rows.iter().filter(|row| row.fate == Fate::Promote).map(|row| row.tag.clone()).collect()
    }

    /// AI tags that the files lose; those too that become tags.
    pub fn to_remove(&self) -> Vec<Tag> {
        self.rows.iter().filter(|row| row.fate != Fate::Keep).map(|row| row.tag.clone()).collect()
    }

    /// Gives the row under the cursor this fate, or takes it back.
    pub(super) fn toggle(&mut self, fate: Fate) {
        if let Some(row) = self.rows.get_mut(self.cursor) {
            row.fate = if row.fate == fate { Fate::Keep } else { fate };
        }
    }

    pub(super) fn down(&mut self) {
        self.cursor = (self.cursor + 1).min(self.rows.len().saturating_sub(1));
    }

    /// Goes up; whether that leaves the block.
    pub(super) fn up(&mut self) -> bool {
        let first = self.cursor == 0;
        self.cursor = self.cursor.saturating_sub(1);
        first
    }
}
