//! Texts of the local disk, such as tables for a spreadsheet.

use std::io::ErrorKind;
use std::path::Path;

use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::model::Report;
use crate::ops::LocalDisk;

/// The most bytes that are read.
const MOST: u64 = 256 << 20;

/// Writes a text into a file. False if there is one already, and it isn't to be replaced.
pub(super) async fn write(disk: &LocalDisk, path: &str, text: &str, replace: bool) -> Result<bool, Report> {
    let failed = |why: String| Report::new(format!("Could not write {path}"), why, "choose another place");
    let place = disk.place(Path::new(path)).map_err(|error| failed(error.to_string()))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!replace);
    let written = async {
        let mut file = options.open(place).await?;
        file.write_all(text.as_bytes()).await?;
        file.flush().await
    };
    match written.await {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// Reads a file.
pub(super) async fn read(disk: &LocalDisk, path: &str) -> Result<String, Report> {
    let failed = |why: String, next| Report::new(format!("Could not read {path}"), why, next);
    let file = disk.place(Path::new(path)).map_err(|e| failed(e.to_string(), "look at the path"))?;
    let length = fs::metadata(&file).await.map_err(|e| failed(e.to_string(), "look at the path"))?.len();
    if length > MOST {
        return Err(failed(format!("it is longer than {} MB", MOST >> 20), "write fewer files at once"));
    }
    let bytes = fs::read(&file).await.map_err(|error| failed(error.to_string(), "look at the path"))?;
    String::from_utf8(bytes)
        .map_err(|_| failed("it is not UTF-8".to_owned(), "write it as CSV in UTF-8 from the spreadsheet"))
}
