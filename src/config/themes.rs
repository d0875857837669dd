//! Themes of the user: `themes/<name>.toml`, a colour a line.

use std::path::{Path, PathBuf};
use std::{fs, io};

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::toml_text::{line_and_column, suggestion};

/// What a theme can give a colour to.
pub const PAINTS: [&str; 15] = [
    "text",
    "dim",
    "line",
    "accent",
    "on_accent",
    "picked",
    "folder",
    "good",
    "warning",
    "bad",
    "tag",
    "cursor",
    "idle",
    "bar",
    "panel",
];

/// A theme as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTheme {
    /// The name of its file, without `.toml`.
    pub name: String,
    /// Whether what it leaves out is dark on light.
    pub light: bool,
    /// Red, green and blue in 24 bits, in the order of [`PAINTS`].
    pub colours: [Option<u32>; PAINTS.len()],
}

/// Why a theme can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{}: {why}", path.display(), place(*at))]
pub struct ThemeError {
    /// The file, or the folder.
    pub path: PathBuf,
    /// Line and column, counted from 1, where it is about one.
    pub at: Option<(usize, usize)>,
    /// What is wrong.
    pub why: String,
}

fn place(at: Option<(usize, usize)>) -> String {
    at.map(|(line, column)| format!(", line {line}, column {column}")).unwrap_or_default()
}

/// Reads all themes of a folder, by name; one that doesn't exist holds none.
///
/// # Errors
///
/// Names the file, line, column and key.
pub fn read_themes(folder: &Path) -> Result<Vec<OwnTheme>, ThemeError> {
    let wrong = |error: io::Error| ThemeError { path: folder.to_owned(), at: None, why: error.to_string() };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(wrong(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<OwnTheme, ThemeError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).map_err(|error| ThemeError {
        path: path.to_owned(),
        at: None,
        why: error.to_string(),
    })?;
    parse(&name, &text).map_err(|(at, why)| ThemeError {
        path: path.to_owned(),
        at: Some(line_and_column(&text, at)),
        why,
    })
}

/// Reads the text of a theme; an error is where it is and what is wrong.
fn parse(name: &str, text: &str) -> Result<OwnTheme, (usize, String)> {
    let table = DeTable::parse(text)
        .map_err(|error| (error.span().unwrap_or_default().start, error.message().to_owned()))?;
    let mut theme = OwnTheme { name: name.to_owned(), ..OwnTheme::default() };
    for (key, value) in table.get_ref() {
        let at = value.span().start;
        let (key, at_key, value) = (key.get_ref().as_ref(), key.span().start, value.get_ref());
        if key == "base" {
            theme.light = match value.as_str() {
                Some("light") => true,
                Some("dark") => false,
                _ => return Err((at, "`base` must be \"dark\" or \"light\"".to_owned())),
            };
            continue;
        }
        let Some(paint) = PAINTS.iter().position(|own| *own == key) else {
            let known = suggestion(key, PAINTS.into_iter().chain(["base"]));
            return Err((at_key, format!("nothing is painted with `{key}`{known}")));
        };
        let colour =
            colour(value).ok_or_else(|| (at, format!("`{key}` must be a colour such as \"#4cc2ff\"")))?;
        if let Some(slot) = theme.colours.get_mut(paint) {
            *slot = Some(colour);
        }
    }
    Ok(theme)
}

fn colour(value: &DeValue<'_>) -> Option<u32> {
    let digits = value.as_str()?.strip_prefix('#')?;
    let good = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
    good.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_themes() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(read_themes(&folder.path().join("none")), Ok(Vec::new()));
        fs::write(folder.path().join("mine.toml"), "base = \"light\"\naccent = \"#00FF7f\"\n")
            .expect("a file");
        fs::write(folder.path().join("notes.txt"), "accent").expect("a file");
        let themes = read_themes(folder.path()).expect("themes");
        assert_eq!(themes.len(), 1);
        assert_eq!(
            (themes[0].name.as_str(), themes[0].light, themes[0].colours[3]),
            ("mine", true, Some(0x00ff7f))
        );
    }

    #[test]
    fn errors_name_file_line_column_and_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bad.toml");
        let error = |text: &str| {
            fs::write(&path, text).expect("a file");
            read_themes(folder.path()).expect_err("must fail").to_string()
        };
        let unknown = error("base = \"dark\"\nacent = \"#000000\"\n");
        assert!(unknown.contains("bad.toml, line 2, column 1: nothing is painted with `acent`"), "{unknown}");
        assert!(unknown.contains("`accent`"), "{unknown}");
        for colour in ["\"#12345\"", "\"red\"", "7", "\"#é12345\""] {
            let wrong = error(&format!("text = {colour}"));
            assert!(wrong.contains("line 1, column 8: `text` must be a colour"), "{wrong}");
        }
    }
}
