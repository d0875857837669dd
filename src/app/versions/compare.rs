//! What is known of versions, and in what two of them differ.

use crate::app::widget::{bytes, count, moment};
use crate::model::Details;
use crate::phash;

/// A fact in which two versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is: `size`.
    pub name: String,
    /// As it is in the other one.
    pub other: String,
    /// As it is in this one.
    pub this: String,
}

/// All that is known of a version, names and values, in the order in which people ask for it.
pub(super) fn facts(version: &Details) -> Vec<(String, String)> {
    let file = &version.file;
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    add("version", version.version.clone());
    let pixels = if file.width > 0 { format!("{} x {}", file.width, file.height) } else { String::new() };
    add("pixels", pixels);
    let size = usize::try_from(file.size).unwrap_or(usize::MAX);
    add("size", format!("{} ({} bytes)", bytes(file.size), count(size)));
    add("type", version.mime.clone().unwrap_or_default());
    add("created", moment(file.created));
    add("changed", moment(file.updated));
    add("tags", file.tags.join(", "));
    let ai: Vec<String> = file.ai_tags.iter().map(|tag| tag.name.to_string()).collect();
    add("AI tags", ai.join(", "));
    add("access", access(file.private, file.published).to_owned());
    add("focus", version.custom_coordinates.clone().unwrap_or_default());
    add("description", version.description.clone().unwrap_or_default());
    add("alpha", version.has_alpha.map_or("", |alpha| if alpha { "yes" } else { "no" }).to_owned());
    facts.extend(version.custom.iter().cloned());
    facts.extend(version.embedded.iter().cloned());
    add_ids(version, &mut facts);
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn access(private: bool, published: bool) -> &'static str {
    match (private, published) {
        (true, true) => "private",
        (true, false) => "private, not published",
        (false, false) => "not published",
        (false, true) => "public",
    }
}

fn add_ids(version: &Details, facts: &mut Vec<(String, String)>) {
    let id = version.version_id.as_ref().map(ToString::to_string);
    facts.push(("version id".to_owned(), id.unwrap_or_default()));
    facts.push(("url".to_owned(), version.url.clone()));
}

/// The facts in which two versions differ; those that name the version itself come first.
pub(super) fn differences(other: &Details, this: &Details) -> Vec<Difference> {
    let (before, after) = (facts(other), facts(this));
    let find = |facts: &[(String, String)], name: &str| {
        facts.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut names: Vec<&String> = after.iter().map(|(name, _)| name).collect();
    names.extend(
        before.iter().map(|(name, _)| name).filter(|name| !after.iter().any(|(own, _)| own == *name)),
    );
    let told = |name: &&&String| !matches!(name.as_str(), "url" | "version id");
    let pairs = names.iter().filter(told).map(|name| Difference {
        name: (*name).clone(),
        other: find(&before, name),
        this: find(&after, name),
    });
    pairs.filter(|pair| pair.other != pair.this).collect()
}

/// The change of bytes from one version to another: `+12%`, `-3%`; empty where it is none.
pub(super) fn growth(from: u64, to: u64) -> String {
    if from == 0 || from == to {
        return String::new();
    }
    let percent = (to as f64 - from as f64) * 100.0 / from as f64;
    if percent.abs() < 0.5 {
        format!("{:+} B", i128::from(to) - i128::from(from))
    } else {
        format!("{percent:+.0}%")
    }
}

/// The distance of two pHashes in words.
pub(super) fn likeness(first: &str, second: &str) -> String {
    match phash::distance(first, second) {
        Ok(0) => "pHash distance 0: look the same".to_owned(),
        Ok(bits @ 1..=10) => format!("pHash distance {bits} of 64: nearly the same"),
        Ok(bits @ 11..=20) => format!("pHash distance {bits} of 64: alike"),
        Ok(bits) => format!("pHash distance {bits} of 64: different pictures"),
        Err(_) => "pHash distance: not known of these".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_reads_well() {
        assert_eq!(growth(100, 150), "+50%");
        assert_eq!(growth(100, 60), "-40%");
        assert_eq!(growth(1000, 1001), "+1 B");
        assert_eq!(growth(0, 5), "");
        assert_eq!(growth(5, 5), "");
    }

    #[test]
    fn likeness_says_how_far() {
        assert_eq!(likeness("2d5ad3936d2e015b", "2d6ed293db36a4fb"), "pHash distance 17 of 64: alike");
        assert_eq!(
            likeness("a4a65595ac94518b", "7838873e791f8400"),
            "pHash distance 37 of 64: different pictures"
        );
        assert_eq!(likeness("", "7838873e791f8400"), "pHash distance: not known of these");
    }
}
