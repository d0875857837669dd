//! What a library lists, as text for other programs: a table, JSON, or URLs.

use crate::model::{AssetDetails, Details, FolderDetails, csv};

/// What an export is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table (RFC 4180) with a column for each custom metadata field.
    #[default]
    Csv,
    /// An array of the entries as the service gives them.
    Json,
    /// The URL of each file in a line of its own.
    Urls,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Urls];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Urls => "URLs",
        }
    }

    /// What names of such files end with, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Urls => "txt",
        }
    }
}

/// The columns of a table before those of custom metadata.
const COLUMNS: [&str; 17] = [
    "path",
    "name",
    "type",
    "mime",
    "size",
    "width",
    "height",
    "createdAt",
    "updatedAt",
    "tags",
    "AITags",
    "private",
    "published",
    "description",
    "version",
    "url",
    "id",
];

/// Writes an export entry by entry.
#[derive(Clone, Debug)]
pub struct Export {
    format: Format,
    /// The names of the custom metadata fields that have columns.
    custom: Vec<String>,
    text: String,
    rows: usize,
}

impl Export {
    /// An export without entries. `custom` are the names of the custom metadata fields that a table
    /// has columns for.
    pub fn new(format: Format, custom: Vec<String>) -> Self {
        let mut text = String::new();
        match format {
            Format::Csv => {
                text.push(csv::BOM);
                let own = custom.iter().map(|name| format!("customMetadata.{name}"));
                csv::write_row(&mut text, COLUMNS.iter().map(|name| (*name).to_owned()).chain(own));
            }
            Format::Json => text.push('['),
            Format::Urls => {}
        }
        Self { format, custom, text, rows: 0 }
    }

    /// Adds an entry. Folders have no URL.
    pub fn push(&mut self, entry: &AssetDetails) {
        match (self.format, entry) {
            (Format::Csv, AssetDetails::File(details)) => self.row(file(details), &details.custom),
            (Format::Csv, AssetDetails::Folder(details)) => self.row(folder(details), &details.custom),
            (Format::Json, entry) => {
                self.text.push_str(if self.rows == 0 { "\n" } else { ",\n" });
                self.text.push_str(&entry.raw().to_string());
            }
            (Format::Urls, AssetDetails::File(details)) => {
                self.text.push_str(&details.url);
                self.text.push('\n');
            }
            (Format::Urls, AssetDetails::Folder(_)) => return,
        }
        self.rows += 1;
    }

    fn row(&mut self, cells: [String; COLUMNS.len()], values: &[(String, String)]) {
        let value =
            |name: &String| values.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        let custom: Vec<String> = self.custom.iter().map(|name| value(name).unwrap_or_default()).collect();
        csv::write_row(&mut self.text, cells.into_iter().chain(custom));
    }

    /// How many entries it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The whole text.
    pub fn finish(mut self) -> String {
        if self.format == Format::Json {
            self.text.push_str(if self.rows == 0 { "]\n" } else { "\n]\n" });
        }
        self.text
    }
}

fn file(details: &Details) -> [String; COLUMNS.len()] {
    let file = &details.file;
    let pixels = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let recognised: Vec<&str> = file.ai_tags.iter().map(|tag| &*tag.name).collect();
    [
        file.path(),
        file.name.to_string(),
        if details.current { "file" } else { "file-version" }.to_owned(),
        details.mime.clone().unwrap_or_default(),
        file.size.to_string(),
        pixels(file.width),
        pixels(file.height),
        file.created.to_string(),
        file.updated.to_string(),
        file.tags.join(","),
        recognised.join(","),
        file.private.to_string(),
        file.published.to_string(),
        details.description.clone().unwrap_or_default(),
        details.version.clone(),
        details.url.clone(),
        file.id.to_string(),
    ]
}

fn folder(details: &FolderDetails) -> [String; COLUMNS.len()] {
    let folder = &details.folder;
    let mut cells = [const { String::new() }; COLUMNS.len()];
    let known = [
        ("path", folder.path.to_string()),
        ("name", folder.path.name().to_owned()),
        ("type", "folder".to_owned()),
        ("createdAt", folder.created.to_string()),
        ("updatedAt", folder.updated.to_string()),
        ("id", folder.id.to_string()),
    ];
    for (cell, column) in cells.iter_mut().zip(COLUMNS) {
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == column) {
            cell.clone_from(value);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{AssetId, File, FileKind, Folder, FolderPath};

    fn entries() -> Vec<AssetDetails> {
        let at: jiff::Timestamp = "2026-03-14T09:26:53Z".parse().expect("a literal");
        let file = File {
            id: AssetId::new("000000000000000000000001"),
            name: "a, \"b\".jpg".into(),
            folder: FolderPath::new("/x"),
            kind: FileKind::Image,
            size: 5,
            width: 6,
            height: 0,
            created: at,
            updated: at,
            tags: ["red".into(), "=sum".into()].into(),
            ai_tags: Default::default(),
            private: true,
            published: true,
        };
        let details = Details {
            file,
            version: "Version 1".into(),
            version_id: None,
            current: true,
            mime: Some("image/jpeg".into()),
            custom_coordinates: None,
            description: Some("two\nlines".into()),
            has_alpha: None,
            film: None,
            url: "https://ik.example/x/a".into(),
            embedded: Vec::new(),
            custom: vec![("rights".into(), "licensed".into()), ("other".into(), "x".into())],
            extensions: Vec::new(),
            raw: json!({ "name": "a" }),
        };
        let folder = Folder {
            id: AssetId::new("000000000000000000000002"),
            path: FolderPath::new("/x/y"),
            created: at,
            updated: at,
        };
        let folder = FolderDetails { folder, custom: Vec::new(), raw: json!({ "name": "y" }) };
        vec![AssetDetails::File(Box::new(details)), AssetDetails::Folder(Box::new(folder))]
    }

    fn written(format: Format) -> (usize, String) {
        let mut export = Export::new(format, vec!["rights".into()]);
        entries().iter().for_each(|entry| export.push(entry));
        (export.rows(), export.finish())
    }

    #[test]
    fn a_table_reads_back_cell_by_cell() {
        let (rows, text) = written(Format::Csv);
        assert_eq!(rows, 2);
        let table = csv::read(&text).expect("a table");
        let cell = |row: usize, name: &str| {
            let column = table[0].cells.iter().position(|cell| cell == name).expect("a column");
            table[row].cells[column].clone()
        };
        assert!(table.iter().all(|row| row.cells.len() == COLUMNS.len() + 1));
        assert_eq!(cell(1, "path"), "/x/a, \"b\".jpg");
        assert_eq!((cell(1, "width"), cell(1, "height")), ("6".into(), String::new()));
        assert_eq!(cell(1, "tags"), "red,=sum");
        assert_eq!(cell(1, "description"), "two\nlines");
        assert_eq!(cell(1, "customMetadata.rights"), "licensed");
        assert_eq!((cell(2, "type"), cell(2, "path")), ("folder".into(), "/x/y".into()));
        assert_eq!(cell(2, "customMetadata.rights"), "");
    }

    #[test]
    fn json_holds_the_entries_as_they_came_and_urls_are_those_of_files() {
        let (rows, text) = written(Format::Json);
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((rows, read), (2, json!([{ "name": "a" }, { "name": "y" }])));
        assert_eq!(Export::new(Format::Json, Vec::new()).finish(), "[]\n");
        assert_eq!(written(Format::Urls), (1, "https://ik.example/x/a\n".to_owned()));
    }
}
