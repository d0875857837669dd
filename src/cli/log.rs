//! The log of the screen: a file, since the terminal is taken.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

/// A log of this many bytes is put aside at the next start.
const LARGE: u64 = 4 << 20;

/// Logs to `ikt.log` in the folder, as much as `IKT_LOG` says (`off`, `error`, `warn`, `info`, `debug`,
/// `trace`). Where it is; `None` if it can't be written: ikt works without.
pub(super) fn to_file(folder: &Path) -> Option<PathBuf> {
    let level = env::var("IKT_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    let path = folder.join("ikt.log");
    let file = open(folder, &path).ok()?;
    tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_max_level(level)
        .try_init()
        .ok()?;
    Some(path)
}

fn open(folder: &Path, path: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    if fs::metadata(path).is_ok_and(|about| about.len() > LARGE) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_log_is_put_aside() {
        let base = tempfile::tempdir().expect("a folder");
        let folder = base.path().join("state");
        let path = folder.join("ikt.log");
        open(&folder, &path).expect("a new log");
        fs::write(&path, vec![b'x'; LARGE as usize + 1]).expect("a large log");
        open(&folder, &path).expect("a new log");
        assert_eq!(fs::metadata(&path).expect("the log").len(), 0);
        assert!(folder.join("ikt.log.old").exists());
    }
}
