//! Where the local library of a folder is being served: told by those that serve for long, so that
//! commands can join them. The lock on the folder says whether it is held; this file only says where.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::config::write_whole;
use crate::model::{Account, Secret};

const NAME: &str = "serving.json";

#[derive(Serialize, Deserialize)]
struct Told {
    api: String,
    upload: String,
    delivery: String,
    public_key: String,
    private_key: String,
}

/// Tells where a library is served until it is dropped.
#[derive(Debug)]
pub(in crate::cli) struct Serving(PathBuf);

impl Serving {
    /// Writes where it is, for the owner's eyes alone.
    ///
    /// # Errors
    ///
    /// When the folder can't be written.
    pub(in crate::cli) fn tell(data: &Path, account: &Account) -> io::Result<Self> {
        let path = data.join(NAME);
        let told = Told {
            api: account.api.clone(),
            upload: account.upload.clone(),
            delivery: account.delivery.clone(),
            public_key: account.public_key.clone(),
            private_key: account.private_key.reveal().to_owned(),
        };
        write_whole(&path, &serde_json::to_vec(&told)?)?;
        Ok(Self(path))
    }

    /// Where the library of this folder was served when that was last told; whether it still is,
    /// only a call can show.
    pub(in crate::cli) fn find(data: &Path) -> Option<Account> {
        let told: Told = serde_json::from_slice(&fs::read(data.join(NAME)).ok()?).ok()?;
        Some(Account {
            name: "local library".to_owned(),
            api: told.api,
            upload: told.upload,
            delivery: told.delivery,
            public_key: told.public_key,
            private_key: Secret::new(told.private_key),
            read_only: false,
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // What stays is old news, which nobody takes for true.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_as_long_as_it_lasts() {
        let data = tempfile::tempdir().expect("a folder");
        let account = Account {
            name: "local library".into(),
            api: "http://127.0.0.1:1".into(),
            upload: "http://127.0.0.1:1".into(),
            delivery: "http://127.0.0.1:1/local".into(),
            public_key: "public_x".into(),
            private_key: Secret::new("private_x"),
            read_only: false,
        };
        assert_eq!(Serving::find(data.path()), None);
        let serving = Serving::tell(data.path(), &account).expect("told");
        assert_eq!(Serving::find(data.path()), Some(account));
        drop(serving);
        assert_eq!(Serving::find(data.path()), None);
    }
}
