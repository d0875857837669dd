//! The service's rules on names and tags, known before anything is sent.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use thiserror::Error;

use crate::model::Tag;

/// The most characters that all tags of a call, or of a file, hold together (imagekit-api.md 2.7).
pub const TAG_CHARACTERS: usize = 500;

/// The name that the service makes of a name: letters, marks, digits of any script and `. _ -` are
/// kept, each other character becomes `_` (imagekit-api.md 2.2).
pub fn stored_name(name: &str) -> String {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let kept =
        GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark).union(GeneralCategoryGroup::Number);
    let keeps = |c: char| matches!(c, '.' | '_' | '-') || kept.contains(categories.get(c));
    name.chars().map(|c| if keeps(c) { c } else { '_' }).collect()
}

/// Why tags can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TagError {
    /// There are none.
    #[error("there is no tag")]
    None,
    /// One has no characters, or blanks only.
    #[error("a tag can't be empty")]
    Empty,
    /// One holds a `%`.
    #[error("the tag `{0}` holds a %, which the service doesn't allow in tags")]
    Percent(Tag),
    /// Together they are too long.
    #[error(
        "with `{tag}` the tags hold {total} characters: the service allows {TAG_CHARACTERS} for all tags together"
    )]
    TooLong {
        /// The first one that is too much.
        tag: Tag,
        /// Characters of all tags.
        total: usize,
    },
}

/// Checks the limits of the service on the tags of one call.
///
/// # Errors
///
/// Names the first tag that breaks one.
pub fn check_tags(tags: &[Tag]) -> Result<(), TagError> {
    if tags.is_empty() {
        return Err(TagError::None);
    }
    if tags.iter().any(|tag| tag.trim().is_empty()) {
        return Err(TagError::Empty);
    }
    if let Some(tag) = tags.iter().find(|tag| tag.contains('%')) {
        return Err(TagError::Percent(tag.clone()));
    }
    let lengths = || tags.iter().map(|tag| tag.chars().count());
    let sums = lengths().scan(0, |sum, length| {
        *sum += length;
        Some(*sum)
    });
    match tags.iter().zip(sums).find(|(_, sum)| *sum > TAG_CHARACTERS) {
        Some((tag, _)) => Err(TagError::TooLong { tag: tag.clone(), total: lengths().sum() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_letters_marks_and_digits_of_any_script() {
        for name in ["a-b_c.1.jpg", "写真٣.jpg", "صورة.png", "e\u{301}.jpg", "Ⅻ.png"] {
            assert_eq!(stored_name(name), name);
        }
        assert_eq!(stored_name("my photo (1).jpg"), "my_photo__1_.jpg");
        assert_eq!(stored_name("a/b\u{1b}😀"), "a_b__");
    }

    #[test]
    fn tags_are_checked_and_the_bad_one_named() {
        let check = |tags: &[&str]| check_tags(&tags.iter().map(|tag| Tag::from(*tag)).collect::<Vec<_>>());
        assert_eq!(check(&["summer", "sale"]), Ok(()));
        assert_eq!(check(&[]), Err(TagError::None));
        assert_eq!(check(&["a", " "]), Err(TagError::Empty));
        assert_eq!(check(&["a", "50%"]), Err(TagError::Percent("50%".into())));
        let (long, rest) = ("é".repeat(499), "ab");
        assert_eq!(check(&[&long, "a"]), Ok(()), "characters count, not bytes");
        assert_eq!(check(&[&long, rest]), Err(TagError::TooLong { tag: "ab".into(), total: 501 }));
    }
}
