//! The service's rules on names and tags, known before anything is sent.

use thiserror::Error;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::model::{FolderPath, Tag};

/// The most characters that all tags of a call, or of a file, hold together (imagekit-api.md 2.7).
pub const TAG_CHARACTERS: usize = 500;

/// The name that the service makes of a file's name: letters, marks, digits of any script and
/// `. _ -` are kept, each other character becomes `_` (imagekit-api.md 2.2).
pub fn stored_name(name: &str) -> String {
    rewritten(name, ['.', '_', '-'].as_slice())
}

/// The name that the service makes of a folder's name: as [`stored_name`], but a dot isn't kept.
pub fn stored_folder_name(name: &str) -> String {
    rewritten(name, ['_', '-'].as_slice())
}

/// The path that the service makes of a folder's path when it has to make that folder.
pub(super) fn stored_folder(path: &FolderPath) -> FolderPath {
    FolderPath::new(&path.as_str().split('/').map(stored_folder_name).collect::<Vec<_>>().join("/"))
}

fn rewritten(name: &str, signs: &[char]) -> String {
    let is_word = |c: char| {
        matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number
        )
    };
    name.chars().map(|c| if is_word(c) || signs.contains(&c) { c } else { '_' }).collect()
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
        assert_eq!(stored_folder_name("v1.2-b_c"), "v1_2-b_c");
        assert_eq!(stored_folder(&FolderPath::new("/a b/c")).as_str(), "/a_b/c");
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
