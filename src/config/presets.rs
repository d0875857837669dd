//! Transformations that are kept by name: a TOML table of names and chains.

use std::collections::BTreeMap;
use std::path::Path;

use thiserror::Error;

use super::write_whole;

/// Why presets can't be read or written.
#[derive(Debug, Error)]
pub enum PresetsError {
    /// The file can't be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It isn't a table of texts.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// They can't be put into words.
    #[error("{0}")]
    Write(#[from] toml::ser::Error),
}

/// Reads the file; one that doesn't exist holds none.
///
/// # Errors
///
/// When it can't be read, or isn't a table of texts; names the line.
pub fn read_presets(file: &Path) -> Result<BTreeMap<String, String>, PresetsError> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(toml::from_str(&text)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error.into()),
    }
}

/// Writes the file in one step.
///
/// # Errors
///
/// When it can't be written.
pub fn write_presets(file: &Path, presets: &BTreeMap<String, String>) -> Result<(), PresetsError> {
    Ok(write_whole(file, toml::to_string(presets)?.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("new/transformations.toml");
        assert!(read_presets(&file).expect("no file").is_empty());
        let presets = BTreeMap::from([("card \"big\"".to_owned(), "w-400:l-text,i-é,l-end".to_owned())]);
        write_presets(&file, &presets).expect("written");
        assert_eq!(read_presets(&file).expect("read"), presets);
    }

    #[test]
    fn a_broken_file_names_the_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("transformations.toml");
        std::fs::write(&file, "a = \"w-1\"\nb = 5\n").expect("written");
        let error = read_presets(&file).expect_err("a number is no chain").to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
