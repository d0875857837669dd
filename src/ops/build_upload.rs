//! Plans of uploads, and what is pasted to be uploaded. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::build::{BuildError, title};
use super::names::{stored_folder, stored_name};
use super::plan::{Note, Plan, Source, Step, Target, UploadOptions, Verb};
use crate::model::{File, FolderPath};
use crate::url::decode_path;

/// The name of what has none.
const NAMELESS: &str = "upload";

/// Something that can be uploaded, and what is at its place now.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The bytes.
    pub from: Source,
    /// The folder of the library that it would go to.
    pub folder: FolderPath,
    /// Its name, as it was given.
    pub name: String,
    /// Bytes; 0 where that isn't known.
    pub size: u64,
    /// The file that has its name there.
    pub there: Option<File>,
}

/// What will become of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new there.
    New,
    /// It is new, by a name with a random suffix.
    Suffixed,
    /// A file of this name and size is there, so nothing is sent.
    There,
    /// The same, but it becomes a new version if any byte differs.
    SameSize,
    /// It becomes a new version of another file.
    Version,
    /// Another file of this name is there, so it is refused.
    Refused,
}

impl Candidate {
    /// The path that the service will give it, apart from a suffix.
    pub fn stored_path(&self) -> String {
        stored_folder(&self.folder).join(&stored_name(&self.name))
    }

    /// Whether the service will change its name.
    pub fn is_rewritten(&self) -> bool {
        stored_name(&self.name) != self.name || stored_folder(&self.folder) != self.folder
    }

    /// What will become of it.
    pub fn fate(&self, options: &UploadOptions) -> Fate {
        let Some(there) = &self.there else {
            return if options.unique_name { Fate::Suffixed } else { Fate::New };
        };
        let alike = self.size == there.size && self.size > 0;
        match (options.unique_name, options.overwrite) {
            (true, _) => Fate::Suffixed,
            (_, true) if alike && matches!(self.from, Source::Disk(_)) => Fate::SameSize,
            (_, true) => Fate::Version,
            (_, false) if alike => Fate::There,
            (_, false) => Fate::Refused,
        }
    }
}

/// Uploads these.
///
/// # Errors
///
/// Without anything to upload.
pub fn upload(candidates: &[Candidate], options: &Arc<UploadOptions>) -> Result<Plan, BuildError> {
    if candidates.is_empty() {
        return Err(BuildError::NoTargets);
    }
    let steps: Arc<[Step]> = candidates.iter().map(|candidate| step(candidate, options)).collect();
    let notes = candidates.iter().enumerate().flat_map(|(index, one)| notes(index, one, options));
    let notes = notes.chain(twins(candidates, options)).collect();
    Ok(Plan { title: title(&steps), steps, notes })
}

fn step(candidate: &Candidate, options: &Arc<UploadOptions>) -> Step {
    let target = Target::Source {
        from: candidate.from.clone(),
        folder: candidate.folder.clone(),
        name: candidate.name.as_str().into(),
        size: candidate.size,
    };
    Step { target, verb: Verb::Upload(Arc::clone(options)) }
}

fn notes(index: usize, candidate: &Candidate, options: &UploadOptions) -> Option<Note> {
    let path = candidate.stored_path();
    let text = match candidate.fate(options) {
        Fate::Version => format!("{path} exists: this becomes its new version"),
        Fate::Refused => format!("{path} exists with another size: this is refused"),
        Fate::New | Fate::Suffixed | Fate::There | Fate::SameSize => return None,
    };
    Some(Note { step: Some(index), text, warning: true })
}

/// Candidates that would get one path.
fn twins(candidates: &[Candidate], options: &UploadOptions) -> Vec<Note> {
    let mut first_of: HashMap<String, usize> = HashMap::new();
    let mut notes = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let path = candidate.stored_path();
        if first_of.insert(path.clone(), index).is_some() && !options.unique_name {
            let text = format!("Two of these become {path}");
            notes.push(Note { step: Some(index), text, warning: true });
        }
    }
    notes
}

/// The last part of a URL's path, as a name.
pub fn url_name(url: &str) -> String {
    let path = url::Url::parse(url).ok();
    let last = path.as_ref().and_then(|url| url.path_segments()?.rfind(|part| !part.is_empty()));
    last.and_then(decode_path).map_or_else(|| NAMELESS.to_owned(), |name| name.into_owned())
}

/// What a text is that was given to be uploaded: a URL, a `data:` URL or base64; with a name for it.
///
/// # Errors
///
/// Why it is none of these, in words.
pub fn link(text: &str) -> Result<(Source, String, u64), String> {
    let text = text.trim();
    if text.starts_with("http://") || text.starts_with("https://") {
        let url = url::Url::parse(text).map_err(|error| format!("this is no URL: {error}"))?;
        return Ok((Source::Url(url.as_str().into()), url_name(text), 0));
    }
    let (kind, coded) = match text.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,").ok_or("a data: URL has to hold ;base64,")?,
        None => ("", text),
    };
    let coded: String = coded.split_whitespace().collect();
    if coded.is_empty() {
        return Err("give a URL (https://…), a data: URL or base64".to_owned());
    }
    let bytes = STANDARD.decode(&coded).map_err(|error| format!("this is no URL and no base64: {error}"))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let name = extension(kind).map_or_else(|| NAMELESS.to_owned(), |end| format!("{NAMELESS}.{end}"));
    Ok((Source::Base64(coded.into()), name, size))
}

/// The usual extension of a type: that of `image/svg+xml` is `svg`.
fn extension(kind: &str) -> Option<&str> {
    let (_, subtype) = kind.split(';').next()?.split_once('/')?;
    let plain = subtype.split('+').next()?;
    let usual = if plain == "jpeg" { "jpg" } else { plain };
    usual.chars().all(|c| c.is_ascii_alphanumeric()).then_some(usual).filter(|usual| !usual.is_empty())
}

/// The paths in a text that was dropped or pasted into the terminal: one or many, quoted as in a shell,
/// as `file://` URLs, or one a line with its blanks as they are. `None` for any other text.
pub fn pasted_paths(text: &str) -> Option<Vec<String>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paths: Vec<String> = lines.map(paths_in_line).collect::<Option<Vec<_>>>()?.concat();
    (!paths.is_empty()).then_some(paths)
}

fn paths_in_line(line: &str) -> Option<Vec<String>> {
    if let Some(words) = shell_words(line) {
        let paths: Option<Vec<String>> = words.iter().map(|word| as_path(word)).collect();
        if let Some(paths) = paths.filter(|paths| !paths.is_empty()) {
            return Some(paths);
        }
    }
    as_path(line).map(|path| vec![path])
}

/// A text as an absolute path.
fn as_path(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("file://") {
        let path = rest.get(rest.find('/')?..)?;
        return Some(decode_path(path)?.into_owned());
    }
    let drive = matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    (text.starts_with('/') || text.starts_with("~/") || drive).then(|| text.to_owned())
}

/// The words of a line as a shell would see them; `None` where a quote isn't closed.
fn shell_words(line: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut signs = line.chars();
    while let Some(c) = signs.next() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().push(signs.next()?),
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::plan::Target;

    fn candidate(name: &str, size: u64) -> Candidate {
        Candidate {
            from: Source::Disk(format!("/disk/{name}").into()),
            folder: FolderPath::new("/a"),
            name: name.to_owned(),
            size,
            there: None,
        }
    }

    #[test]
    fn names_of_urls() {
        assert_eq!(url_name("https://example.com/a/b%20c.jpg?x=1"), "b c.jpg");
        assert_eq!(url_name("https://example.com/"), "upload");
    }

    #[test]
    fn links_are_urls_or_base64() {
        let (source, name, size) = link(" https://example.com/a.jpg\n").expect("a URL");
        assert_eq!(
            (source, name.as_str(), size),
            (Source::Url("https://example.com/a.jpg".into()), "a.jpg", 0)
        );
        let (source, name, size) = link("data:image/jpeg;base64,aGVs\nbG8=").expect("a data URL");
        assert_eq!((source, name.as_str(), size), (Source::Base64("aGVsbG8=".into()), "upload.jpg", 5));
        assert_eq!(link("aGVsbG8=").expect("base64").1, "upload");
        for wrong in ["", "https://", "data:image/png,abc", "not base64!"] {
            assert!(link(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dropped_paths_are_read_however_they_are_quoted() {
        let paths = |text: &str| pasted_paths(text);
        let of = |paths: &[&str]| Some(paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>());
        assert_eq!(paths("/a/b.jpg"), of(&["/a/b.jpg"]));
        assert_eq!(paths("'/a/my photo.jpg' /c"), of(&["/a/my photo.jpg", "/c"]));
        assert_eq!(paths("/a/my\\ photo.jpg \"/x y\""), of(&["/a/my photo.jpg", "/x y"]));
        assert_eq!(paths("/a/my photo.jpg\n/b\n"), of(&["/a/my photo.jpg", "/b"]));
        assert_eq!(paths("file:///a/my%20photo.jpg"), of(&["/a/my photo.jpg"]));
        assert_eq!(paths("~/pictures"), of(&["~/pictures"]));
        assert_eq!(paths("/it's"), of(&["/it's"]), "an open quote is a sign of the name");
        for other in ["", "hello", "https://example.com/a", "/a\nnot a path", "a /b"] {
            assert_eq!(paths(other), None, "{other}");
        }
    }

    #[test]
    fn fates_follow_what_is_there_and_the_options() {
        let mut same = candidate("a.jpg", 5);
        same.there = Some(File {
            id: crate::model::AssetId::new("1"),
            name: "a.jpg".into(),
            folder: FolderPath::new("/a"),
            kind: crate::model::FileKind::Image,
            size: 5,
            width: 1,
            height: 1,
            created: jiff::Timestamp::UNIX_EPOCH,
            updated: jiff::Timestamp::UNIX_EPOCH,
            tags: Default::default(),
            ai_tags: Default::default(),
            private: false,
            published: true,
        });
        let other = Candidate { size: 6, ..same.clone() };
        let new = candidate("b.jpg", 5);
        let fates = |options: &UploadOptions| [&new, &same, &other].map(|one| one.fate(options));
        let plain = UploadOptions::default();
        assert_eq!(fates(&plain), [Fate::New, Fate::There, Fate::Refused]);
        let over = UploadOptions { overwrite: true, ..plain.clone() };
        assert_eq!(fates(&over), [Fate::New, Fate::SameSize, Fate::Version]);
        let unique = UploadOptions { unique_name: true, ..plain };
        assert_eq!(fates(&unique), [Fate::Suffixed; 3]);
    }

    #[test]
    fn a_plan_says_what_it_would_meet() {
        let options = Arc::new(UploadOptions::default());
        let plan = upload(&[candidate("a b.jpg", 2), candidate("a_b.jpg", 3)], &options).expect("a plan");
        assert_eq!((plan.title.as_str(), plan.bytes()), ("Upload 2 files", 5));
        assert!(matches!(&plan.steps[0].target, Target::Source { name, .. } if &**name == "a b.jpg"));
        let texts: Vec<_> = plan.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["Two of these become /a/a_b.jpg"]);
        assert_eq!(upload(&[], &options), Err(BuildError::NoTargets));
    }
}
