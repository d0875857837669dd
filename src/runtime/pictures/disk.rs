//! Fetched pictures on disk: files by name in one folder, the oldest of which go.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::SystemTime;

/// Bytes that the folder may hold.
const LIMIT: u64 = 256 << 20;

/// A folder of pictures. All of this may block.
pub(super) struct Disk {
    folder: PathBuf,
    limit: u64,
    /// Whether writing has failed once: then it isn't tried again.
    off: AtomicBool,
    /// Bytes written since the folder was looked through.
    written: AtomicU64,
}

impl Disk {
    /// Nothing is touched yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self::with_limit(folder, LIMIT)
    }

    fn with_limit(folder: PathBuf, limit: u64) -> Self {
        // The first write looks through the folder.
        Self { folder, limit, off: AtomicBool::new(false), written: AtomicU64::new(limit) }
    }

    /// A picture, if it is here; it counts as used now.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        let mut file = File::open(self.folder.join(name)).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        // Where the time can't be set it goes a little earlier.
        let _ = file.set_modified(SystemTime::now());
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Keeps a picture, if the folder can be written to.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        if self.off.load(Ordering::Relaxed) {
            return;
        }
        let kept = self.put(name, bytes).and_then(|()| self.tidy(bytes.len() as u64));
        if let Err(error) = kept {
            tracing::warn!(%error, folder = %self.folder.display(), "pictures aren't kept on disk");
            self.off.store(true, Ordering::Relaxed);
        }
    }

    /// Deletes a picture that turned out to be none.
    pub(super) fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.folder.join(name));
    }

    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        create_private(&self.folder)?;
        // Another ikt may write the same picture: each has its own name until it is whole.
        let unfinished = self.folder.join(format!("{name}.{:x}", fastrand::u64(..)));
        let done = File::create(&unfinished)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| fs::rename(&unfinished, self.folder.join(name)));
        if done.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        done
    }

    /// Looks through the folder after every tenth of the limit.
    fn tidy(&self, length: u64) -> io::Result<()> {
        if self.written.fetch_add(length, Ordering::Relaxed) + length < self.limit / 10 {
            return Ok(());
        }
        self.written.store(0, Ordering::Relaxed);
        let mut files = files(&self.folder)?;
        let mut total: u64 = files.iter().map(|file| file.length).sum();
        files.sort_by_key(|file| file.used);
        for file in files {
            if total <= self.limit {
                break;
            }
            if fs::remove_file(&file.path).is_ok() {
                total -= file.length;
            }
        }
        Ok(())
    }
}

struct Kept {
    path: PathBuf,
    length: u64,
    used: SystemTime,
}

fn files(folder: &Path) -> io::Result<Vec<Kept>> {
    let kept = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        Some(Kept { path: entry.path(), length: about.len(), used })
    };
    Ok(fs::read_dir(folder)?.filter_map(kept).collect())
}

/// Private files' pictures are for their owner alone.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let base = tempfile::tempdir().expect("a folder");
        let disk = Disk::new(base.path().join("a/b"));
        assert_eq!(disk.read("one"), None);
        disk.write("one", b"1");
        assert_eq!(disk.read("one"), Some(b"1".to_vec()));
        disk.remove("one");
        assert_eq!(disk.read("one"), None);
    }

    #[test]
    fn the_longest_unused_go() {
        let base = tempfile::tempdir().expect("a folder");
        let disk = Disk::with_limit(base.path().to_owned(), 25);
        for (name, age) in [("old", 300), ("older", 400), ("used", 500)] {
            disk.write(name, &[0; 8]);
            let file = File::open(base.path().join(name)).expect("the file");
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).expect("the time is set");
        }
        assert!(disk.read("used").is_some());
        disk.write("new", &[0; 8]);
        assert!(disk.read("older").is_none());
        assert!(["old", "used", "new"].iter().all(|name| disk.read(name).is_some()));
    }

    #[test]
    fn a_folder_that_cannot_be_written_turns_it_off() {
        let base = tempfile::tempdir().expect("a folder");
        let file = base.path().join("file");
        fs::write(&file, b"").expect("a file");
        let disk = Disk::new(file.join("below"));
        disk.write("one", b"1");
        assert!(disk.off.load(Ordering::Relaxed));
        assert_eq!(disk.read("one"), None);
    }
}
