//! Finished pictures on disk. Their names say what they are, so that none is ever stale; those not
//! used for longest go when there are too many.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// How far the time of a picture's last use may lie behind, so that not every reading writes.
const AGE_KNOWN_TO: Duration = Duration::from_secs(600);

#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// Bytes.
    limit: u64,
    /// Bytes on disk; `None` until they were counted, at the first writing.
    used: Mutex<Option<u64>>,
    next: AtomicU64,
}

struct Entry {
    path: PathBuf,
    size: u64,
    used: SystemTime,
}

impl Cache {
    /// A cache in `folder`, which is made when it is needed, of `limit` bytes at most (and one
    /// picture for a moment).
    pub(super) fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit, used: Mutex::new(None), next: AtomicU64::new(0) }
    }

    /// A picture, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<Vec<u8>> {
        let path = self.folder.join(key);
        let bytes = fs::read(&path).ok()?;
        if let Err(error) = touch(&path) {
            tracing::debug!(%error, key, "the use of a cached picture can't be noted");
        }
        Some(bytes)
    }

    /// Keeps a picture. A failure is logged and no more: the picture will be made again.
    pub(super) fn put(&self, key: &str, bytes: &[u8]) {
        if let Err(error) = self.write(key, bytes) {
            tracing::warn!(%error, folder = %self.folder.display(), "a picture can't be cached");
        }
    }

    fn write(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let unfinished = self.folder.join(format!("{}.part", self.next.fetch_add(1, Ordering::Relaxed)));
        fs::write(&unfinished, bytes)?;
        fs::rename(&unfinished, self.folder.join(key))?;
        self.count(bytes.len() as u64)
    }

    /// Adds to what is used, and makes room if that is too much.
    fn count(&self, size: u64) -> io::Result<()> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let now = match *used {
            Some(before) => before + size,
            None => entries(&self.folder)?.iter().map(|entry| entry.size).sum(),
        };
        *used = Some(if now > self.limit { self.make_room()? } else { now });
        Ok(())
    }

    /// Removes what was not used for longest until a fifth is free; what is used then.
    fn make_room(&self) -> io::Result<u64> {
        let mut entries = entries(&self.folder)?;
        entries.sort_by_key(|entry| entry.used);
        let mut used: u64 = entries.iter().map(|entry| entry.size).sum();
        for entry in entries {
            if used <= self.limit / 5 * 4 {
                break;
            }
            match fs::remove_file(&entry.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => used -= entry.size,
            }
        }
        Ok(used)
    }
}

fn touch(path: &Path) -> io::Result<()> {
    let now = SystemTime::now();
    let age = now.duration_since(fs::metadata(path)?.modified()?).unwrap_or_default();
    if age > AGE_KNOWN_TO { File::options().write(true).open(path)?.set_modified(now) } else { Ok(()) }
}

/// What is in the folder, without what vanishes during the look: other threads write meanwhile.
fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let entry = |entry: fs::DirEntry| {
        let about = entry.metadata().ok()?;
        Some(Entry { path: entry.path(), size: about.len(), used: about.modified().ok()? })
    };
    Ok(fs::read_dir(folder)?.flatten().filter_map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put_at(cache: &Cache, key: &str, size: usize, age: u64) {
        cache.put(key, &vec![7; size]);
        let file = File::options().write(true).open(cache.folder.join(key)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("cache"), 580);
        put_at(&cache, "old", 150, 9000);
        put_at(&cache, "older", 150, 9900);
        put_at(&cache, "new", 150, 10);
        assert!(cache.get("older").is_some(), "used now, so no longer the oldest");
        cache.put("last", &[7; 150]);
        assert!(cache.get("old").is_none());
        for kept in ["older", "new", "last"] {
            assert_eq!(cache.get(kept), Some(vec![7; 150]), "{kept}");
        }
    }

    #[test]
    fn what_an_earlier_run_left_counts() {
        let folder = tempfile::tempdir().unwrap();
        put_at(&Cache::new(folder.path().to_owned(), 1000), "left", 900, 100);
        let cache = Cache::new(folder.path().to_owned(), 1000);
        cache.put("new", &[7; 200]);
        assert_eq!((cache.get("left"), cache.get("new").map(|bytes| bytes.len())), (None, Some(200)));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_no_harm() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = Cache::new(file.path().join("cache"), 1000);
        cache.put("a", b"a");
        assert_eq!(cache.get("a"), None);
    }
}
