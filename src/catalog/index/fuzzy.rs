//! Letters in their order with others between them: `imlis` finds `IMG_lisbon`.

use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Index;
use super::words::Sought;

/// Added to what the matcher gives where all letters are in the name.
const NAME: u32 = 1 << 16;

/// A matcher of text that is in lower case and without accents already.
pub(super) fn matcher() -> Matcher {
    let mut config = Config::DEFAULT;
    (config.ignore_case, config.normalize) = (false, false);
    Matcher::new(config)
}

/// How many bytes of the word each folder has, the slash behind it included, and how well one that has
/// all of it does.
pub(super) struct Folders(Vec<(u16, u16)>);

impl Folders {
    pub(super) fn new(index: &Index, word: &str) -> Self {
        let mut fuzzy = Fuzzy::default();
        let all = (0..index.folders.len()).map(|id| {
            let path = index.folders.folded(id as u32);
            let taken = taken(word.as_bytes(), path.as_bytes());
            let taken = if path == "/" {
                taken
            } else {
                taken + self::taken(word.as_bytes().get(taken..).unwrap_or_default(), b"/")
            };
            let score = if taken == word.len() { fuzzy.score(path, word) } else { 0 };
            (u16::try_from(taken).unwrap_or(u16::MAX), score)
        });
        Self(all.collect())
    }
}

/// How many bytes of the word come one after the other in the text.
fn taken(word: &[u8], text: &[u8]) -> usize {
    let mut left = word;
    for byte in text {
        match left.split_first() {
            Some((first, rest)) if first == byte => left = rest,
            Some(_) => {}
            None => break,
        }
    }
    word.len() - left.len()
}

/// Room to look in.
pub(super) struct Fuzzy {
    matcher: Matcher,
    text: Vec<char>,
    word: Vec<char>,
    path: String,
}

impl Default for Fuzzy {
    fn default() -> Self {
        Self { matcher: matcher(), text: Vec::new(), word: Vec::new(), path: String::new() }
    }
}

impl Fuzzy {
    fn score(&mut self, text: &str, word: &str) -> u16 {
        let text = Utf32Str::new(text, &mut self.text);
        let word = Utf32Str::new(word, &mut self.word);
        self.matcher.fuzzy_match(text, word).unwrap_or(0)
    }

    /// How well the path of a slot has the letters of a word; 0 if it hasn't. Names that have it in one
    /// piece come first, then those that have its letters.
    pub(super) fn rate(&mut self, index: &Index, sought: &Sought<'_>, folders: &Folders, slot: usize) -> u32 {
        let columns = &index.columns;
        let (Some(own), Some(folder)) = (columns.mask.get(slot), columns.folder.get(slot)) else { return 0 };
        let (name, word) = (index.names.folded(slot), sought.text);
        let bytes = word.as_bytes();
        if sought.mask & !own == 0 {
            let place = sought.in_name(name.as_bytes());
            if place > 0 {
                return 2 * NAME + place;
            }
            if taken(bytes, name.as_bytes()) == bytes.len() {
                return NAME + u32::from(self.score(name, word));
            }
        }
        let (in_folder, score) = folders.0.get(*folder as usize).copied().unwrap_or_default();
        if score > 0 {
            return u32::from(score);
        }
        let rest = bytes.get(usize::from(in_folder)..).unwrap_or_default();
        if in_folder == 0 || taken(rest, name.as_bytes()) < rest.len() {
            return 0;
        }
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        path.push_str(index.folders.folded(*folder));
        path.push('/');
        path.push_str(name);
        let score = self.score(&path, word);
        self.path = path;
        u32::from(score.max(1))
    }
}
