//! What the filter of a pane leaves: matched in steps, as pages and keys come.

use crate::model::{File, Folder};

/// A filter and what it has found so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// What was typed.
    pub text: String,
    /// Whether keys still go into the text.
    pub typing: bool,
    words: Vec<String>,
    /// Numbers of the folders that match.
    pub folders: Vec<usize>,
    /// Numbers of the files that match, among those looked at.
    pub files: Vec<usize>,
    looked_at: usize,
}

impl Filter {
    /// A filter that leaves all.
    pub fn new(folders: &[Folder]) -> Self {
        let mut filter = Self {
            text: String::new(),
            typing: true,
            words: Vec::new(),
            folders: Vec::new(),
            files: Vec::new(),
            looked_at: 0,
        };
        filter.match_folders(folders);
        filter
    }

    /// Takes another text and begins again.
    pub fn set(&mut self, text: String, folders: &[Folder]) {
        self.words = text.split_whitespace().map(str::to_lowercase).collect();
        self.text = text;
        self.restart(folders);
    }

    /// Begins again.
    pub fn restart(&mut self, folders: &[Folder]) {
        self.files.clear();
        self.looked_at = 0;
        self.match_folders(folders);
    }

    /// Looks at all folders.
    pub fn match_folders(&mut self, folders: &[Folder]) {
        let hits = folders.iter().enumerate().filter(|(_, folder)| self.matches(folder.path.name(), &[]));
        self.folders = hits.map(|(at, _)| at).collect();
    }

    /// Looks at up to `most` further files.
    pub fn advance(&mut self, files: &[File], most: usize) {
        let end = self.looked_at.saturating_add(most).min(files.len());
        for (at, file) in files.iter().enumerate().take(end).skip(self.looked_at) {
            if self.matches(&file.name, &file.tags) {
                self.files.push(at);
            }
        }
        self.looked_at = end;
    }

    /// Whether there are files not yet looked at.
    pub fn lags(&self, files: &[File]) -> bool {
        self.looked_at < files.len()
    }

    /// Every word is somewhere in the name or in a tag, whatever the case.
    fn matches(&self, name: &str, tags: &[crate::model::Tag]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let name = name.to_lowercase();
        let tagged = |word: &String| tags.iter().any(|tag| tag.to_lowercase().contains(word));
        self.words.iter().all(|word| name.contains(word) || tagged(word))
    }
}
