//! `ikt download`: originals or transformed pictures, never outside of the chosen folder.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::frame::{
    Code, Failure, Line, Progress, Session, Wanted, bytes, each, failed, files_in, folders_in, resolve,
};
use crate::model::{Account, AssetId, FolderPath};
use crate::ops::Target;
use crate::url::{delivery_url, sign};

/// Signed URLs are good for so many seconds: long enough for a large file to begin, and again.
const SIGNED_FOR: i64 = 3600;
/// Without it the service may deliver a smaller or newer form of a picture.
const ORIGINAL: &str = "orig-true";

/// What is downloaded, to where, and how.
#[derive(Debug, clap::Args)]
pub(super) struct DownloadArgs {
    /// Paths, id:…, patterns, folders with -r, or - to read names from standard input
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The folder of this machine that they go into; made where it is missing
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    to: PathBuf,
    /// Go into folders; their paths are kept below DIR
    #[arg(long, short)]
    recursive: bool,
    /// Transformed, such as w-300; without it the original
    #[arg(long, value_name = "TRANSFORMATION")]
    tr: Option<String>,
    /// Write over files that are there
    #[arg(long)]
    overwrite: bool,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// One file to fetch.
struct Item {
    id: AssetId,
    path: String,
    /// Below the folder on this machine.
    relative: String,
}

/// Downloads each file, and writes where it is.
///
/// # Errors
///
/// When a name means nothing, for names that lead out of the folder, and those of any call.
pub(super) async fn run(args: DownloadArgs, session: &Session) -> Result<Code, Failure> {
    let (client, out) = (&session.client, session.out);
    let wanted = if args.recursive { Wanted::FilesAndFolders } else { Wanted::Files };
    let targets = resolve(client, &args.names, wanted).await?;
    let mut items = Vec::new();
    for target in targets {
        match target {
            Target::File { id, folder, name, .. } => {
                items.push(Item { id, path: folder.join(&name), relative: name.to_string() });
            }
            Target::Folder(folder) => below(session, &folder, &mut items).await?,
            Target::Url(_) | Target::Source { .. } => {}
        }
    }
    let things = items.into_iter().map(|item| (item.path.clone(), item)).collect();
    let title = format!("Download to {}", args.to.display());
    let progress = Arc::new(Progress::new(out.json()));
    each(session, &title, things, &progress, async |path, item: Item| {
        let to = inside(&args.to, &item.relative)
            .ok_or_else(|| Failure::here(format!("Could not download {path}"), LEADS_OUT, ""))?;
        let told = |size: Option<u64>| Line {
            value: json!({ "path": path, "id": item.id.to_string(), "file": to.display().to_string(), "size": size }),
            text: Some(out.name(&to.display().to_string()).into_owned()),
        };
        if args.dry_run {
            return Ok(told(None));
        }
        prepare(&args.to, &to, args.overwrite)
            .map_err(|why| Failure::here(format!("Could not download {path}"), why, ""))?;
        // Whether it is private, and so needs a signature, the details say.
        let details = client.details(&item.id).await.map_err(failed(format!("Could not find {path}")))?;
        let url = url(client.account(), path, details.file.private, args.tr.as_deref());
        let show = {
            let (progress, path) = (Arc::clone(&progress), path.to_owned());
            move |done, all: Option<u64>| {
                let of = all.map(|all| format!(" of {}", bytes(all))).unwrap_or_default();
                progress.show(|| format!("{path}: {}{of}", bytes(done)));
            }
        };
        let done = client.download(&url, &to, show).await.map_err(failed(format!("Could not download {path}")))?;
        Ok(told(Some(done.size)))
    })
    .await
}

const LEADS_OUT: &str = "its name would lead out of the chosen folder, or is none that this machine can have";

/// All files below a folder, at paths that begin with the folder's own name.
async fn below(session: &Session, top: &FolderPath, items: &mut Vec<Item>) -> Result<(), Failure> {
    let root = top.parent().unwrap_or_else(FolderPath::root);
    let mut open = vec![top.clone()];
    while let Some(folder) = open.pop() {
        for file in files_in(&session.client, &folder).await? {
            let path = file.path();
            let relative = path.strip_prefix(root.as_str()).unwrap_or(&path);
            let relative = relative.trim_start_matches('/').to_owned();
            items.push(Item { id: file.id, relative, path });
        }
        open.extend(folders_in(&session.client, &folder).await?);
    }
    Ok(())
}

fn url(account: &Account, path: &str, private: bool, transformation: Option<&str>) -> String {
    let url = delivery_url(&account.delivery, path, Some(transformation.unwrap_or(ORIGINAL)));
    if !private {
        return url;
    }
    let expire = u64::try_from(Timestamp::now().as_second() + SIGNED_FOR).ok();
    sign(&url, &account.delivery, &account.private_key, expire)
}

/// The place of a file below a folder; `None` for a name that would lead out of it, or that can't be
/// one of this machine's.
fn inside(folder: &Path, relative: &str) -> Option<PathBuf> {
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
fn prepare(folder: &Path, file: &Path, overwrite: bool) -> Result<(), String> {
    let in_words = |error: std::io::Error| error.to_string();
    let parent = file.parent().unwrap_or(folder);
    fs::create_dir_all(folder).map_err(in_words)?;
    let base = folder.canonicalize().map_err(in_words)?;
    // Folder by folder, so that none is made behind a link.
    let mut at = base.clone();
    for part in parent.strip_prefix(folder).unwrap_or(Path::new("")).components() {
        at.push(part);
        match fs::create_dir(&at) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error.to_string()),
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
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.to_string()),
        Ok(about) if about.is_symlink() => Err(format!("{} is a link", file.display())),
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
