//! Where a download lies on the local disk: always inside of the chosen folder.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;

use crate::model::{Account, FolderPath};
use crate::url::{Chain, delivery_url, sign};

/// Signed URLs are good for so many seconds: long enough for a large file to begin, and again.
const SIGNED_FOR: i64 = 3600;
/// Without it the service may deliver a smaller or newer form of a picture.
const ORIGINAL: &str = "orig-true";
/// Names that mean devices on Windows, whatever their extension.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The URL of a file's original, or of a transformation of it; signed where it is `private`.
pub fn download_url(account: &Account, path: &str, private: bool, transformation: Option<&str>) -> String {
    let url = delivery_url(&account.delivery, path, Some(transformation.unwrap_or(ORIGINAL)));
    if !private {
        return url;
    }
    let expire = u64::try_from(Timestamp::now().as_second() + SIGNED_FOR).ok();
    sign(&url, &account.delivery, &account.private_key, expire)
}

/// The path of a file below a folder of the library; the whole path of one that isn't in it.
pub fn relative<'a>(path: &'a str, from: &FolderPath) -> &'a str {
    let below = if from.is_root() { Some(path) } else { path.strip_prefix(from.as_str()) };
    below.filter(|rest| rest.starts_with('/')).unwrap_or(path).trim_start_matches('/')
}

/// The same path with each part made one that every machine can have: no `..`, no device of Windows,
/// no sign that means something to a file system or a terminal.
pub(super) fn safe(relative: &str) -> String {
    relative.split('/').filter(|part| !part.is_empty()).map(safe_part).collect::<Vec<_>>().join("/")
}

fn safe_part(part: &str) -> String {
    if part.chars().all(|c| c == '.') {
        return "_".repeat(part.len());
    }
    let forbidden = |c: char| c.is_control() || "<>:\"|?*\\".contains(c);
    let mut safe: String = part.chars().map(|c| if forbidden(c) { '_' } else { c }).collect();
    if safe.ends_with(['.', ' ']) {
        safe.pop();
        safe.push('_');
    }
    let stem = safe.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered =
        |base: &str| stem.strip_prefix(base).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    if DEVICES.contains(&stem.as_str()) || numbered("COM") || numbered("LPT") {
        safe.insert(0, '_');
    }
    safe
}

/// The name with the extension of the format that a transformation makes, where it names one.
pub(super) fn with_format(name: &str, transformation: &str) -> String {
    let chain = Chain::parse(transformation);
    let params = chain.steps.iter().flat_map(|step| &step.params);
    let format = params.filter(|param| param.code() == "f").filter_map(|param| param.value()).next_back();
    match (format, name.rsplit_once('.')) {
        (None | Some("auto"), _) => name.to_owned(),
        (Some(format), Some((stem, old))) if !stem.is_empty() && !same_format(old, format) => {
            format!("{stem}.{format}")
        }
        _ => name.to_owned(),
    }
}

fn same_format(old: &str, new: &str) -> bool {
    let plain = |text: &str| match text.to_ascii_lowercase().as_str() {
        "jpeg" => "jpg".to_owned(),
        other => other.to_owned(),
    };
    plain(old) == plain(new)
}

/// The place of a file below a folder; `None` for a name that would lead out of it, or that can't be
/// one of this machine's.
pub fn inside(folder: &Path, relative: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    let mut parts = 0;
    for part in relative.split('/') {
        let forbidden =
            |c: char| c == '\\' || c == '\0' || c.is_control() || (cfg!(windows) && "<>:\"|?*".contains(c));
        if part.is_empty() || part.contains(forbidden) {
            return None;
        }
        // `..`, `.`, and on Windows `C:`.
        match Path::new(part).components().collect::<Vec<_>>().as_slice() {
            [Component::Normal(_)] if part != "." => path.push(part),
            _ => return None,
        }
        parts += 1;
    }
    (parts > 0).then_some(path)
}

/// Makes the folders of a file, and sees that no link among them leads elsewhere and that nothing is
/// written over unasked.
///
/// # Errors
///
/// Why the file can't be written, in words.
pub fn prepare(folder: &Path, file: &Path, overwrite: bool) -> Result<(), String> {
    let in_words = |error: io::Error| error.to_string();
    let parent = file.parent().unwrap_or(folder);
    fs::create_dir_all(folder).map_err(in_words)?;
    let base = folder.canonicalize().map_err(in_words)?;
    // Folder by folder, so that none is made behind a link.
    let mut at = base.clone();
    for part in parent.strip_prefix(folder).unwrap_or(Path::new("")).components() {
        at.push(part);
        match fs::create_dir(&at) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.to_string()),
            _ => {}
        }
        if !at.canonicalize().map_err(in_words)?.starts_with(&base) {
            return Err(format!("{} leads out of the chosen folder", at.display()));
        }
    }
    // What is there of an unfinished download stands beside the file.
    let unfinished =
        file.with_file_name(format!("{}.part", file.file_name().unwrap_or_default().to_string_lossy()));
    if unfinished.is_symlink() {
        return Err(format!("{} is a link", unfinished.display()));
    }
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.to_string()),
        Ok(about) if about.is_symlink() => Err(format!("{} is a link", file.display())),
        Ok(about) if about.is_dir() => Err(format!("{} is a folder", file.display())),
        Ok(_) if overwrite => Ok(()),
        Ok(_) => Err(format!("{} exists: give --overwrite to write over it", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        let at = |name: &str| inside(Path::new("out"), name);
        assert_eq!(at("a.jpg"), Some(PathBuf::from("out/a.jpg")));
        assert_eq!(at("b c/a..jpg"), Some(PathBuf::from("out/b c/a..jpg")));
        for name in
            ["", ".", "..", "../a", "a/../../b", "/etc/passwd", "a//b", "a\\..\\b", "a\0b", "a/.", "x\x1b[2J"]
        {
            assert_eq!(at(name), None, "{name}");
        }
    }

    #[test]
    fn hostile_names_are_made_safe() {
        for (name, made) in [
            ("a/../b.jpg", "a/__/b.jpg"),
            ("/etc/passwd", "etc/passwd"),
            ("con.txt", "_con.txt"),
            ("LPT1", "_LPT1"),
            ("console.txt", "console.txt"),
            ("x\u{1b}[2J.jpg", "x_[2J.jpg"),
            ("a\\b:c", "a_b_c"),
            ("end.", "end_"),
            ("./.", "_/_"),
        ] {
            assert_eq!(safe(name), made);
            assert!(inside(Path::new("out"), &safe(name)).is_some(), "{name}");
        }
    }

    #[test]
    fn paths_below_a_folder_are_kept() {
        let below = |path, from: &str| relative(path, &FolderPath::new(from));
        assert_eq!(below("/a/b/c.jpg", "/a"), "b/c.jpg");
        assert_eq!(below("/a/b/c.jpg", "/"), "a/b/c.jpg");
        assert_eq!(below("/ab/c.jpg", "/a"), "ab/c.jpg");
    }

    #[test]
    fn a_named_format_becomes_the_extension() {
        for (name, chain, made) in [
            ("a.jpg", "w-300,f-webp", "a.webp"),
            ("a.jpg", "f-jpeg", "a.jpg"),
            ("a.jpg", "f-auto", "a.jpg"),
            ("a.b.png", "w-3:f-avif", "a.b.avif"),
            (".hidden", "f-webp", ".hidden"),
        ] {
            assert_eq!(with_format(name, chain), made);
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_out() {
        let base = tempfile::tempdir().expect("a folder");
        let (out, elsewhere) = (base.path().join("out"), base.path().join("elsewhere"));
        fs::create_dir_all(&elsewhere).expect("a folder");
        fs::create_dir_all(&out).expect("a folder");
        std::os::unix::fs::symlink(&elsewhere, out.join("link")).expect("a link");
        std::os::unix::fs::symlink(elsewhere.join("x"), out.join("file")).expect("a link");
        assert!(prepare(&out, &out.join("link/deep/a.jpg"), true).is_err());
        assert!(!elsewhere.join("deep").exists());
        assert!(prepare(&out, &out.join("file"), true).is_err());
        assert_eq!(prepare(&out, &out.join("fine/a.jpg"), false), Ok(()));
        fs::write(out.join("fine/a.jpg"), "x").expect("a file");
        assert!(prepare(&out, &out.join("fine/a.jpg"), false).is_err_and(|why| why.contains("--overwrite")));
    }
}
