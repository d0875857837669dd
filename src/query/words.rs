//! What `HAS` looks for: words (imagekit-api.md 3.3).

/// The words of a text: its letters and digits between anything else, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + use<'_> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether all words of `wanted` occur in `text`, in any order and in lower or upper case; the last
/// one may go on. There is no match without a word.
pub fn has_words(text: &str, wanted: &str) -> bool {
    relevance(text, wanted) > 0
}

/// How well the words of `wanted` fit `text`, 0 where they don't: the share of the text that they
/// make up in thousandths, and half of that for a last word that goes on.
pub fn relevance(text: &str, wanted: &str) -> i64 {
    let wanted: Vec<String> = words(wanted).collect();
    let Some((last, others)) = wanted.split_last() else { return 0 };
    let found: Vec<String> = words(text).collect();
    if !others.iter().all(|word| found.contains(word)) {
        return 0;
    }
    let whole = found.contains(last);
    if !whole && !found.iter().any(|word| word.starts_with(last.as_str())) {
        return 0;
    }
    let count = |words: &[String]| i64::try_from(words.len()).unwrap_or(i64::MAX / 2000);
    let points = 2 * count(others) + if whole { 2 } else { 1 };
    (500 * points / count(&found)).clamp(1, 1000)
}
