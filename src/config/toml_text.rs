//! What errors about TOML files share: where something is, and what was probably meant.

/// Suggestions further from what was written than this are none.
const NEAR: f64 = 0.7;

/// The line and the column of a byte, both counted from 1, the column in characters.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
    (line, column)
}

/// `; did you mean `x`?`, where something known is near.
pub(crate) fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let near = known.into_iter().map(|name| (strsim::jaro_winkler(written, name), name));
    let best = near.filter(|(score, _)| *score >= NEAR).max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_people_count() {
        let text = "a\né = 1";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, 2), (2, 1));
        assert_eq!(line_and_column(text, 4), (2, 2));
        assert_eq!(line_and_column(text, 99), (2, 6));
    }

    #[test]
    fn the_nearest_is_suggested_and_nothing_far() {
        assert_eq!(suggestion("thene", ["theme", "sort"]), "; did you mean `theme`?");
        assert_eq!(suggestion("zzz", ["theme", "sort"]), "");
    }
}
