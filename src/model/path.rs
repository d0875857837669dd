//! Paths of folders in the media library.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The path of a folder: `/` or `/a/b`, with a slash in front and none at the end.
///
/// Paths are case sensitive and never normalised beyond slashes: `é` as one or two code points
/// names two folders (imagekit-api.md 7.1).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FolderPath(Arc<str>);

impl FolderPath {
    /// The root of the library.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// Takes a path with or without slashes at its ends; double slashes count as one.
    pub fn new(text: &str) -> Self {
        let mut path = String::with_capacity(text.len() + 1);
        for part in text.split('/').filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        if path.is_empty() {
            path.push('/');
        }
        Self(path.into())
    }

    /// The path as text, without a slash at the end save for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the root of the library.
    pub fn is_root(&self) -> bool {
        &*self.0 == "/"
    }

    /// The last part; empty for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder that this one is in; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        match self.0.rfind('/') {
            Some(0) | None => Some(Self::root()),
            Some(at) => Some(Self(self.0[..at].into())),
        }
    }

    /// The path of something in this folder.
    pub fn join(&self, name: &str) -> String {
        if self.is_root() { format!("/{name}") } else { format!("{}/{name}", self.0) }
    }

    /// The folder `name` in this one.
    pub fn child(&self, name: &str) -> Self {
        Self(self.join(name).into())
    }

    /// Whether `self` is `other` or lies somewhere below it.
    pub fn is_within(&self, other: &Self) -> bool {
        other.is_root()
            || self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// How many folders lie between this one and the root: 0 for the root.
    pub fn depth(&self) -> usize {
        if self.is_root() { 0 } else { self.0.matches('/').count() }
    }

    /// Splits the path of a file into its folder and its name.
    pub fn split_file(path: &str) -> (Self, &str) {
        match path.rfind('/') {
            Some(at) => (Self::new(&path[..at]), &path[at + 1..]),
            None => (Self::root(), path),
        }
    }
}

impl fmt::Display for FolderPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FolderPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for FolderPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FolderPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_are_settled() {
        for text in ["a/b", "/a/b", "/a/b/", "//a//b//"] {
            assert_eq!(FolderPath::new(text).as_str(), "/a/b");
        }
        for text in ["", "/", "//"] {
            assert!(FolderPath::new(text).is_root());
        }
    }

    #[test]
    fn families() {
        let folder = FolderPath::new("/a/b");
        assert_eq!(folder.parent(), Some(FolderPath::new("/a")));
        assert_eq!(FolderPath::new("/a").parent(), Some(FolderPath::root()));
        assert_eq!(FolderPath::root().parent(), None);
        assert_eq!(folder.name(), "b");
        assert_eq!(folder.depth(), 2);
        assert!(folder.is_within(&FolderPath::new("/a")));
        assert!(!FolderPath::new("/ab").is_within(&FolderPath::new("/a")));
        assert_eq!(FolderPath::root().join("x.jpg"), "/x.jpg");
        assert_eq!(FolderPath::split_file("/a/b/x.jpg"), (folder, "x.jpg"));
        assert_eq!(FolderPath::split_file("/x.jpg"), (FolderPath::root(), "x.jpg"));
    }
}
