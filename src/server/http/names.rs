//! What names, paths, tags, ids and coordinates the service takes, and what it makes of the others.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::answer::Refused;
use crate::model::{AssetId, FolderPath};
use crate::server::store::{MAX_TAG_CHARS, Store, StoreError};

pub(super) const TAGS_TOO_LONG: &str = "Your request contains invalid value for tags parameter. Combined \
     length of all tags should be less than or equal to 500.";

/// A file's name: what is neither letter, mark, digit nor one of `._-` becomes `_` (imagekit-api.md 2.2).
pub(super) fn file_name(text: &str) -> String {
    rewritten(text, |c| is_word(c) || matches!(c, '.' | '-' | '_'))
}

/// A folder's name: what is neither letter, mark, digit nor one of `_-` becomes `_` (imagekit-api.md 2.2).
pub(super) fn folder_name(text: &str) -> String {
    rewritten(text, |c| is_word(c) || matches!(c, '-' | '_'))
}

/// A folder's path, each part made a [`folder_name`].
pub(super) fn folder_path(text: &str) -> FolderPath {
    text.split('/')
        .filter(|part| !part.is_empty())
        .fold(FolderPath::root(), |path, part| path.child(&folder_name(part)))
}

/// The folder that something is to go to: the one of that very path, or else one with a good name.
pub(super) fn destination(store: &Store, text: &str) -> Result<FolderPath, StoreError> {
    let path = FolderPath::new(text);
    Ok(if store.folder(&path)?.is_some() { path } else { folder_path(text) })
}

/// Refuses `.` and `..` as names of folders (imagekit-api.md 2.10).
pub(super) fn no_dots(path: &str) -> Result<(), Refused> {
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err(Refused::bad("'.' & '..' can not be used as folder-name").reason("INVALID_FOLDER_PATH"));
    }
    Ok(())
}

/// A name with nine random characters before its extension: `name_gr64HPlJS.jpg`.
pub(super) fn unique(name: &str) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    let suffix: String = std::iter::repeat_with(|| fastrand::choice(SIGNS))
        .flatten()
        .take(9)
        .map(|&c| char::from(c))
        .collect();
    match name.rsplit_once('.') {
        Some((base, extension)) if !base.is_empty() => format!("{base}_{suffix}.{extension}"),
        _ => format!("{name}_{suffix}"),
    }
}

/// Tags without blanks around them, each once.
///
/// # Errors
/// A `%` in one, or more than 500 characters together (imagekit-api.md 2.2).
pub(super) fn tags<'a>(given: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, Refused> {
    let mut tags: Vec<String> = Vec::new();
    for tag in given.into_iter().map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|other| other == tag) {
            tags.push(tag.into());
        }
    }
    if tags.iter().any(|tag| tag.contains('%')) {
        return Err(Refused::bad(
            "Your request contains invalid value for tags parameter. Tags cannot contain the % character.",
        ));
    }
    if tags.iter().map(|tag| tag.chars().count()).sum::<usize>() > MAX_TAG_CHARS {
        return Err(Refused::bad(TAGS_TOO_LONG));
    }
    Ok(tags)
}

/// An area of interest: `x,y,width,height` in whole pixels.
pub(super) fn coordinates(text: &str) -> Result<String, Refused> {
    let parts: Vec<_> = text.split(',').map(|part| part.trim().parse::<u32>()).collect();
    if parts.len() == 4 && parts.iter().all(Result::is_ok) {
        return Ok(text.to_owned());
    }
    Err(Refused::bad(
        "Your request contains invalid value for customCoordinates parameter. It should be in the format x,y,width,height.",
    ))
}

/// A file's id of 24 lower-case hexadecimal digits.
pub(super) fn file_id(text: &str) -> Result<AssetId, Refused> {
    id(text, "Your request contains invalid fileId parameter.")
}

/// A version's id.
pub(super) fn version_id(text: &str) -> Result<AssetId, Refused> {
    id(text, "Your request contains invalid versionId parameter.")
}

fn id(text: &str, message: &'static str) -> Result<AssetId, Refused> {
    let id = AssetId::new(text);
    if id.bytes().is_some() { Ok(id) } else { Err(Refused::bad(message)) }
}

fn rewritten(text: &str, good: impl Fn(char) -> bool) -> String {
    text.chars().map(|c| if good(c) { c } else { '_' }).collect()
}

fn is_word(c: char) -> bool {
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rewritten_as_the_service_does() {
        assert_eq!(file_name("my photo (1).jpg"), "my_photo__1_.jpg");
        assert_eq!(file_name("a/b\\c\u{1b}[0m.png"), "a_b_c__0m.png");
        assert_eq!(file_name("e\u{301}té_写真-२.jpg"), "e\u{301}té_写真-२.jpg");
        assert_eq!(folder_path("//a.b/ c/").as_str(), "/a_b/_c");
        assert_eq!(folder_path("/").as_str(), "/");
    }

    #[test]
    fn unique_names_keep_their_extension() {
        let name = unique("a.b.jpg");
        let suffix = name.strip_prefix("a.b_").and_then(|rest| rest.strip_suffix(".jpg")).unwrap();
        assert!(suffix.len() == 9 && suffix.bytes().all(|c| c.is_ascii_alphanumeric() || b"_-".contains(&c)));
        assert!(unique(".hidden").starts_with(".hidden_"));
        assert_ne!(unique("x"), unique("x"));
    }

    #[test]
    fn tags_are_settled() {
        assert_eq!(tags("a, b ,a,,".split(',')).unwrap(), ["a", "b"]);
        assert!(tags(["50%"]).is_err());
        assert!(tags(["é".repeat(500).as_str()]).is_ok());
        assert_eq!(tags(["é".repeat(501).as_str()]).unwrap_err().message, TAGS_TOO_LONG);
    }

    #[test]
    fn coordinates_are_four_numbers() {
        assert_eq!(coordinates("10,10,100,100").unwrap(), "10,10,100,100");
        for wrong in ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "-1,2,3,4"] {
            assert!(coordinates(wrong).is_err(), "{wrong}");
        }
    }
}
