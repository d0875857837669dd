//! What the screen remembers from one session to the next, in one file a profile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::write_whole;
use crate::model::FolderPath;

/// What is remembered. What a file doesn't hold is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Searches that are kept by name.
    pub searches: BTreeMap<String, String>,
    /// The last searches, the newest first.
    pub past_searches: Vec<String>,
    /// Folders to go to with two keys: a letter and the folder.
    pub bookmarks: BTreeMap<char, FolderPath>,
    /// The tabs that were open.
    pub tabs: Vec<Tab>,
    /// Which of them was shown.
    pub tab: usize,
    /// The folder of the local disk that was uploaded from last.
    pub upload_from: Option<PathBuf>,
    /// The folder of the local disk that was downloaded to last.
    pub download_to: Option<PathBuf>,
    /// Bytes of a file and pixels of a picture that are too much.
    pub audit_bounds: Option<(u64, u64)>,
    /// The rules by which one file of a group of duplicates is kept, in their order.
    pub keep_rules: Option<String>,
    /// Whether that file gets tags and values of the others.
    pub keep_merges: Option<bool>,
    /// Purges that ikt has sent, and the month in which: `2026-03`.
    pub purges: (String, usize),
}

/// A tab as it was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tab {
    /// Its folder.
    pub folder: Option<FolderPath>,
    /// Its search, where it shows what a search found.
    pub search: Option<TabSearch>,
    /// The name under the cursor.
    pub name: Option<String>,
}

/// A search that a tab shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TabSearch {
    /// What was typed.
    pub text: String,
    /// What it became for the service, where it can't be read anew: a value of `searchQuery`.
    pub query: String,
    /// What had to hold besides, in the search language.
    pub here: Option<String>,
}

/// Why the memory can't be read or written.
#[derive(Debug, Error)]
pub enum MemoryError {
    /// The file can't be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It isn't what ikt writes.
    #[error("{0}")]
    Syntax(#[from] serde_json::Error),
}

/// Reads the file; one that doesn't exist is empty.
///
/// # Errors
///
/// When it can't be read, or isn't what ikt writes; names the line.
pub fn read_memory(file: &Path) -> Result<Memory, MemoryError> {
    match std::fs::read(file) {
        Ok(text) => Ok(serde_json::from_slice(&text)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Memory::default()),
        Err(error) => Err(error.into()),
    }
}

/// Writes the file in one step.
///
/// # Errors
///
/// When it can't be written.
pub fn write_memory(file: &Path, memory: &Memory) -> Result<(), MemoryError> {
    Ok(write_whole(file, &serde_json::to_vec_pretty(memory)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_and_read_again_and_what_is_missing_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("new/memory.json");
        assert_eq!(read_memory(&file).expect("no file"), Memory::default());
        let memory = Memory {
            bookmarks: BTreeMap::from([('a', FolderPath::new("/a b/é"))]),
            tabs: vec![Tab {
                search: Some(TabSearch { query: "tags IN [\"x\"]".to_owned(), ..TabSearch::default() }),
                ..Tab::default()
            }],
            ..Memory::default()
        };
        write_memory(&file, &memory).expect("written");
        assert_eq!(read_memory(&file).expect("read"), memory);
        std::fs::write(&file, "{\"tab\": 1}").expect("written");
        assert_eq!(read_memory(&file).expect("read"), Memory { tab: 1, ..Memory::default() });
    }
}
