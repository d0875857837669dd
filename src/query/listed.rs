//! An entry of a list, as the API gives it, so that a query can be evaluated on it.

use serde_json::Value as Json;

use super::field::Field;
use super::holds::{Found, Subject};
use super::place::Point;
use crate::model::FolderPath;

/// An entry of a list in the API's words (imagekit-api.md 2.1): a file, a version of one, or a folder.
pub struct Listed<'a>(pub &'a Json);

impl<'a> Listed<'a> {
    fn at(&self, name: &str) -> Found<'a> {
        match self.0.get(name) {
            None | Some(Json::Null) => Found::Nothing,
            Some(value) => Found::Json(value),
        }
    }

    /// A number that is 0 where there is none.
    fn pixels(&self, name: &str) -> Found<'a> {
        let number = self.0.get(name).and_then(Json::as_f64).filter(|number| *number > 0.0);
        number.map_or(Found::Nothing, Found::Number)
    }

    fn time(&self, name: &str) -> Found<'a> {
        let text = self.0.get(name).and_then(Json::as_str);
        text.and_then(|text| text.parse().ok()).map_or(Found::Nothing, Found::Time)
    }

    fn embedded(&self, name: &str) -> Found<'a> {
        self.0.get("embeddedMetadata").and_then(|embedded| embedded.get(name)).into()
    }

    /// The tags of people and of recognition services.
    fn tags(&self) -> Found<'a> {
        let listed = |name: &str| self.0.get(name).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let own = listed("tags").iter().filter_map(Json::as_str);
        let recognised = listed("AITags").iter().filter_map(|tag| tag.get("name").and_then(Json::as_str));
        let all: Vec<&str> = own.chain(recognised).collect();
        if all.is_empty() { Found::Nothing } else { Found::Texts(all) }
    }

    /// The path of the folder that it is in.
    fn folder(&self) -> Found<'a> {
        let path = |name: &str| self.0.get(name).and_then(Json::as_str);
        let folder = match (path("filePath"), path("folderPath")) {
            (Some(file), _) => Some(FolderPath::split_file(file).0),
            (None, Some(folder)) => FolderPath::new(folder).parent(),
            (None, None) => None,
        };
        folder.map_or(Found::Nothing, |folder| Found::Text(folder.as_str().to_owned().into()))
    }

    /// What it has for a field; lives as long as the entry.
    pub fn value(&self, field: &Field) -> Found<'a> {
        match field {
            Field::Name => self.at("name"),
            Field::Tags => self.tags(),
            Field::Type => self.at("type"),
            Field::Id => match self.at("fileId") {
                Found::Nothing => self.at("folderId"),
                file => file,
            },
            Field::CreatedAt => self.time("createdAt"),
            Field::UpdatedAt => self.time("updatedAt"),
            Field::Height => self.pixels("height"),
            Field::Width => self.pixels("width"),
            Field::Size => self.at("size"),
            Field::Format | Field::FileMime => self.at("mime"),
            Field::Private => self.at("isPrivateFile"),
            Field::Published => self.at("isPublished"),
            Field::Transparency => self.at("hasAlpha"),
            Field::CreatedBy => self.at("createdBy"),
            Field::Path => self.folder(),
            Field::LocationTaken => {
                let embedded = self.0.get("embeddedMetadata");
                embedded.and_then(Point::of_embedded).map_or(Found::Nothing, Found::Point)
            }
            Field::Keywords => self.embedded("Keywords"),
            Field::DateTimeOriginal => self.embedded("DateTimeOriginal"),
            Field::Custom(name) => self.0.get("customMetadata").and_then(|custom| custom.get(name)).into(),
            Field::Description => match self.0.get("description").and_then(Json::as_str) {
                Some(text) if !text.trim().is_empty() => text.into(),
                _ => Found::Nothing,
            },
            Field::RequestFolder
            | Field::RequestTags
            | Field::RequestCustom(_)
            | Field::FileSize
            | Field::Media(_) => Found::Nothing,
        }
    }
}

impl Subject for Listed<'_> {
    fn find(&self, field: &Field) -> Found<'_> {
        self.value(field)
    }
}
