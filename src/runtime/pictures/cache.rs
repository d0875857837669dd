//! The bytes of pictures as they were fetched, in memory and on disk.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use lru::LruCache;
use sha1::{Digest, Sha1};
use tokio::task::spawn_blocking;

use super::disk::Disk;
use crate::app::effect::PictureKey;

/// Bytes that fetched pictures may take in memory.
const LIMIT: usize = 8 << 20;

/// Which picture, in which form, from where: 40 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name(String);

impl Name {
    pub(super) fn new(endpoint: &str, key: &PictureKey, transformation: &str) -> Self {
        let text = format!("{endpoint}\n{}\n{}\n{transformation}", key.id, key.updated);
        Self(Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// A cache of fetched pictures. Clones are the same cache.
#[derive(Clone)]
pub(super) struct Cache {
    memory: Arc<Mutex<Memory>>,
    disk: Option<Arc<Disk>>,
}

struct Memory {
    pictures: LruCache<Name, Bytes>,
    length: usize,
}

impl Cache {
    /// `folder` is where pictures outlive the program; none means that they don't.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        let memory = Memory { pictures: LruCache::unbounded(), length: 0 };
        Self { memory: Arc::new(Mutex::new(memory)), disk: folder.map(Disk::new).map(Arc::new) }
    }

    pub(super) async fn get(&self, name: &Name) -> Option<Bytes> {
        if let Some(bytes) = self.memory().pictures.get(name) {
            return Some(bytes.clone());
        }
        let (disk, file) = (self.disk.clone()?, name.0.clone());
        let bytes = Bytes::from(spawn_blocking(move || disk.read(&file)).await.ok()??);
        self.memory().put(name.clone(), bytes.clone());
        Some(bytes)
    }

    pub(super) fn put(&self, name: Name, bytes: Bytes) {
        if let Some(disk) = self.disk.clone() {
            let (file, bytes) = (name.0.clone(), bytes.clone());
            // Nobody waits for it: it is only a cache.
            drop(spawn_blocking(move || disk.write(&file, &bytes)));
        }
        self.memory().put(name, bytes);
    }

    /// Forgets what turned out to be no picture.
    pub(super) fn remove(&self, name: &Name) {
        self.memory().remove(name);
        if let Some(disk) = self.disk.clone() {
            let file = name.0.clone();
            drop(spawn_blocking(move || disk.remove(&file)));
        }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn put(&mut self, name: Name, bytes: Bytes) {
        self.length += bytes.len();
        if let Some(old) = self.pictures.put(name, bytes) {
            self.length -= old.len();
        }
        while self.length > LIMIT {
            let Some((_, old)) = self.pictures.pop_lru() else { break };
            self.length -= old.len();
        }
    }

    fn remove(&mut self, name: &Name) {
        if let Some(old) = self.pictures.pop(name) {
            self.length -= old.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::effect::Look;
    use crate::model::AssetId;

    fn name(text: &str) -> Name {
        let key = PictureKey { id: AssetId::new(text), updated: 1, columns: 2, rows: 3, look: Look::Small };
        Name::new("https://ik.imagekit.io/demo", &key, "w-1")
    }

    #[tokio::test]
    async fn pictures_outlive_memory_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::new(folder.path().to_owned());
        disk.write(&name("a").0, b"kept");
        let cache = Cache::new(Some(folder.path().to_owned()));
        assert_eq!(cache.get(&name("a")).await.as_deref(), Some(b"kept".as_slice()));
        assert_eq!(cache.get(&name("b")).await, None);
        cache.remove(&name("a"));
        assert!(cache.memory().pictures.is_empty());
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let cache = Cache::new(None);
        for text in ["a", "b", "c"] {
            cache.put(name(text), Bytes::from(vec![0; LIMIT / 2]));
        }
        assert_eq!(cache.get(&name("a")).await, None);
        assert!(cache.get(&name("b")).await.is_some() && cache.get(&name("c")).await.is_some());
        assert_eq!(cache.memory().length, LIMIT);
    }

    #[test]
    fn names_tell_pictures_apart() {
        let key = PictureKey { id: AssetId::new("a"), updated: 1, columns: 2, rows: 3, look: Look::Small };
        let one = Name::new("https://e", &key, "w-1");
        assert_ne!(one, Name::new("https://e", &key, "w-2"));
        assert_ne!(one, Name::new("https://f", &key, "w-1"));
        assert_ne!(one, Name::new("https://e", &PictureKey { updated: 2, ..key.clone() }, "w-1"));
        assert_eq!(one.0.len(), 40);
    }
}
