//! The options of an upload as a form: each checked as it is typed.

use serde_json::{Map, Value};

use crate::model::{Area, Tag};
use crate::ops::{UploadOptions, check_tags};
use crate::url::catalog;

/// An option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the option of that name")]
pub enum Item {
    Unique,
    Overwrite,
    DropTags,
    DropAiTags,
    DropValues,
    Private,
    Draft,
    Tags,
    Values,
    Description,
    Coordinates,
    Pre,
    Post,
    Extensions,
    Webhook,
    Checks,
}

impl Item {
    /// All options, the dangerous ones first.
    pub const ALL: [Self; 16] = [
        Self::Unique,
        Self::Overwrite,
        Self::DropTags,
        Self::DropAiTags,
        Self::DropValues,
        Self::Private,
        Self::Draft,
        Self::Tags,
        Self::Values,
        Self::Description,
        Self::Coordinates,
        Self::Pre,
        Self::Post,
        Self::Extensions,
        Self::Webhook,
        Self::Checks,
    ];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Unique => "Random suffix",
            Self::Overwrite => "New version",
            Self::DropTags => "Drop old tags",
            Self::DropAiTags => "Drop old AI tags",
            Self::DropValues => "Drop old values",
            Self::Private => "Private",
            Self::Draft => "Draft",
            Self::Tags => "Tags",
            Self::Values => "Custom metadata",
            Self::Description => "Description",
            Self::Coordinates => "Focus area",
            Self::Pre => "Transform before",
            Self::Post => "Make afterwards",
            Self::Extensions => "Extensions",
            Self::Webhook => "Webhook",
            Self::Checks => "Checks",
        }
    }

    /// What it does, and what it takes.
    pub fn about(self) -> &'static str {
        match self {
            Self::Unique => "names get a random suffix, so nothing is ever overwritten",
            Self::Overwrite => "where the name is taken, a new version is made; else that is refused",
            Self::DropTags => "a new version loses the tags of the old one, unless tags are given",
            Self::DropAiTags => "a new version loses the AI tags of the old one",
            Self::DropValues => "a new version loses the custom metadata of the old one",
            Self::Private => "delivery needs a signature; this can't be undone",
            Self::Draft => "not published; for plans that know drafts",
            Self::Tags => "apart by commas; 500 characters together, no %",
            Self::Values => "name=value, apart by commas, or a JSON object",
            Self::Description => "what is to be seen, in words",
            Self::Coordinates => "x,y,width,height in pixels",
            Self::Pre => "a transformation before it is stored, such as w-2000",
            Self::Post => "JSON: [{\"type\":\"transformation\",\"value\":\"w-400\"}]",
            Self::Extensions => {
                "JSON: [{\"name\":\"google-auto-tagging\",\"maxTags\":5,\"minConfidence\":95}]"
            }
            Self::Webhook => "a URL that is told how the extensions ended",
            Self::Checks => "a search that has to hold: \"file.size\" < \"10mb\"",
        }
    }

    /// Whether it is switched on or off, rather than typed.
    pub fn is_switch(self) -> bool {
        matches!(
            self,
            Self::Unique
                | Self::Overwrite
                | Self::DropTags
                | Self::DropAiTags
                | Self::DropValues
                | Self::Private
                | Self::Draft
        )
    }

    /// Whether something may be lost by it when it is on.
    pub fn is_dangerous(self) -> bool {
        self.is_switch() && !matches!(self, Self::Unique | Self::Draft)
    }

    /// Whether a switch is on.
    pub fn is_on(self, options: &UploadOptions) -> bool {
        match self {
            Self::Unique => options.unique_name,
            Self::Overwrite => options.overwrite,
            Self::DropTags => options.drop_tags,
            Self::DropAiTags => options.drop_ai_tags,
            Self::DropValues => options.drop_custom_metadata,
            Self::Private => options.private,
            Self::Draft => options.draft,
            _ => false,
        }
    }

    /// Turns a switch. What makes no sense together is turned with it.
    pub fn turn(self, options: &mut UploadOptions) {
        let on = !self.is_on(options);
        match self {
            Self::Unique => options.unique_name = on,
            Self::Overwrite => options.overwrite = on,
            Self::DropTags => options.drop_tags = on,
            Self::DropAiTags => options.drop_ai_tags = on,
            Self::DropValues => options.drop_custom_metadata = on,
            Self::Private => options.private = on,
            Self::Draft => options.draft = on,
            _ => {}
        }
        let drops = matches!(self, Self::DropTags | Self::DropAiTags | Self::DropValues);
        if on && self == Self::Unique {
            options.overwrite = false;
        } else if on && (self == Self::Overwrite || drops) {
            (options.unique_name, options.overwrite) = (false, true);
        }
        if !options.overwrite {
            (options.drop_tags, options.drop_ai_tags, options.drop_custom_metadata) = (false, false, false);
        }
    }

    /// The value as text; empty where there is none.
    pub fn text(self, options: &UploadOptions) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let json = |list: &Vec<Value>| match list.is_empty() {
            true => String::new(),
            false => Value::Array(list.clone()).to_string(),
        };
        match self {
            Self::Tags => options.tags.join(", "),
            Self::Values if options.custom_metadata.is_empty() => String::new(),
            Self::Values => Value::Object(options.custom_metadata.clone()).to_string(),
            Self::Description => optional(&options.description),
            Self::Coordinates => optional(&options.coordinates),
            Self::Pre => optional(&options.pre),
            Self::Post => json(&options.post),
            Self::Extensions => json(&options.extensions),
            Self::Webhook => optional(&options.webhook_url),
            Self::Checks => optional(&options.checks),
            _ => String::new(),
        }
    }

    /// Takes a typed value; an empty one takes the option back.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn set(self, options: &mut UploadOptions, text: &str) -> Result<(), String> {
        let text = text.trim();
        let some = || (!text.is_empty()).then(|| text.to_owned());
        match self {
            Self::Tags => options.tags = tags(text)?,
            Self::Values => options.custom_metadata = values(text)?,
            Self::Description => options.description = some(),
            Self::Coordinates => options.coordinates = some().map(|text| area(&text)).transpose()?,
            Self::Pre => options.pre = some().map(|text| transformation(&text)).transpose()?,
            Self::Post => options.post = objects(text, "type")?,
            Self::Extensions => options.extensions = objects(text, "name")?,
            Self::Webhook => options.webhook_url = some().map(|text| web(&text)).transpose()?,
            Self::Checks => options.checks = some(),
            _ => {}
        }
        Ok(())
    }
}

fn tags(text: &str) -> Result<Vec<Tag>, String> {
    let tags: Vec<Tag> =
        text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(Tag::from).collect();
    if !tags.is_empty() {
        check_tags(&tags).map_err(|error| error.to_string())?;
    }
    Ok(tags)
}

fn values(text: &str) -> Result<Map<String, Value>, String> {
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|error| format!("this is no JSON object: {error}"));
    }
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is no name=value"))?;
        let value = value.trim();
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        Ok((name.trim().to_owned(), value))
    };
    pairs.map(pair).collect()
}

fn area(text: &str) -> Result<String, String> {
    let area: Result<Area, ()> = text.parse();
    let wrong = |()| "it takes four whole numbers: x,y,width,height, the last two at least 1".to_owned();
    area.map(|area| area.to_string()).map_err(wrong)
}

fn transformation(text: &str) -> Result<String, String> {
    catalog::check_chain(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

fn objects(text: &str, key: &str) -> Result<Vec<Value>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<Value> =
        serde_json::from_str(text).map_err(|error| format!("this is no JSON array: {error}"))?;
    match list.iter().all(|one| one.get(key).is_some_and(Value::is_string)) {
        true => Ok(list),
        false => Err(format!("each has to be an object with a \"{key}\"")),
    }
}

fn web(text: &str) -> Result<String, String> {
    match text.starts_with("https://") || text.starts_with("http://") {
        true => Ok(text.to_owned()),
        false => Err("it takes a URL: https://…".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_turn_what_they_need_and_exclude() {
        let mut options = UploadOptions::default();
        Item::DropTags.turn(&mut options);
        assert!(options.overwrite && options.drop_tags);
        Item::Unique.turn(&mut options);
        assert!(options.unique_name && !options.overwrite && !options.drop_tags);
    }

    #[test]
    fn values_are_checked_as_typed() {
        let mut options = UploadOptions::default();
        for (item, good, bad) in [
            (Item::Tags, "a, b", "5%"),
            (Item::Values, "rights=licensed, price=3", "rights"),
            (Item::Coordinates, "1, 2,3,4", "1,2,3"),
            (Item::Pre, "w-300,h-200:rt-90", "w-wide"),
            (Item::Post, "[{\"type\":\"thumbnail\"}]", "{}"),
            (Item::Extensions, "[{\"name\":\"remove-bg\"}]", "[{}]"),
            (Item::Webhook, "https://example.com", "example.com"),
        ] {
            assert_eq!(item.set(&mut options, good), Ok(()), "{good}");
            assert!(item.set(&mut options, bad).is_err(), "{bad}");
            assert!(!item.text(&options).is_empty());
            assert_eq!(item.set(&mut options.clone(), ""), Ok(()));
        }
        assert_eq!(options.custom_metadata["price"], 3);
        assert_eq!(options.tags.len(), 2);
    }
}
