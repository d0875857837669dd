//! Values for tests of the reducer and the views.

use jiff::Timestamp;

use crate::model::{AssetId, File, Folder, FolderPath};

/// The moment at which tests begin: 2026-03-14 09:26:53 UTC.
pub fn start() -> Timestamp {
    "2026-03-14T09:26:53Z".parse().expect("a literal")
}

/// The `n`th file of `/`.
pub fn file(n: usize, name: &str) -> File {
    File {
        id: AssetId::new(&format!("{n:024x}")),
        size: 1000 + n as u64,
        width: 1600,
        height: 1200,
        created: start(),
        updated: start(),
        ..File::sample(&FolderPath::root().join(name))
    }
}

/// A folder at a path.
pub fn folder(n: usize, path: &str) -> Folder {
    Folder {
        id: AssetId::new(&format!("f{n:023x}")),
        path: FolderPath::new(path),
        created: start(),
        updated: start(),
    }
}
