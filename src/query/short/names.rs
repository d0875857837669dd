//! The words that stand before the colon of a short form.

use crate::query::ast::{Condition, Expr, Test, Value};
use crate::query::complete::{CustomField, Vocabulary};
use crate::query::field::{AssetType, Dialect, Field};

/// What a short form is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    /// `is:`
    Is,
    /// `has:`, or its opposite `missing:`.
    Has(bool),
    /// A field.
    Field(Field),
}

/// The names of fields in short forms; the first one of a field is proposed.
const ALIASES: [(&str, Field); 18] = [
    ("tag", Field::Tags),
    ("tags", Field::Tags),
    ("name", Field::Name),
    ("in", Field::Path),
    ("ext", Field::Format),
    ("w", Field::Width),
    ("h", Field::Height),
    ("size", Field::Size),
    ("created", Field::CreatedAt),
    ("updated", Field::UpdatedAt),
    ("shot", Field::DateTimeOriginal),
    ("taken", Field::DateTimeOriginal),
    ("near", Field::LocationTaken),
    ("location", Field::LocationTaken),
    ("keyword", Field::Keywords),
    ("keywords", Field::Keywords),
    ("by", Field::CreatedBy),
    ("description", Field::Description),
];

/// Names of custom metadata fields that hold what people call an alt text.
const ALT: [&str; 4] = ["alt", "alttext", "alt_text", "alt-text"];

/// Short forms that are proposed, in this order; those of custom fields come after them.
pub(super) const PROPOSED: [(&str, &str); 18] = [
    ("tag:", "has a tag"),
    ("is:", "private, draft, image, folder …"),
    ("missing:", "lacks a field: alt, tags …"),
    ("has:", "has a field"),
    ("name:", "words of the name, or begin*"),
    ("in:", "in a folder or below it; in:. is this one"),
    ("ext:", "format"),
    ("shot:", "picture taken: 1d, yesterday, 2026-01 …"),
    ("created:", "uploaded: 7d, 2026-01-31, a..b …"),
    ("updated:", "changed last"),
    ("size:", ">2mb, 1mb..5mb"),
    ("w:", "width in pixels: >1000"),
    ("h:", "height in pixels"),
    ("alt:", "words of the alt text, or else of the description"),
    ("description:", "words of the description"),
    ("keyword:", "embedded keyword"),
    ("near:", "\"40,100 5km\""),
    ("by:", "e-mail of who uploaded it"),
];

/// What may follow `is:`.
pub(super) const STATES: [&str; 12] = [
    "private",
    "public",
    "published",
    "draft",
    "image",
    "video",
    "file",
    "folder",
    "tagged",
    "untagged",
    "transparent",
    "opaque",
];

/// What may follow `has:` and `missing:` beside custom metadata fields.
pub(super) const PRESENT: [&str; 6] = ["alt", "tags", "description", "keywords", "shot", "location"];

/// The formats of pictures and of films among those that the service names (imagekit-api.md 3.2).
const IMAGES: [&str; 8] = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif", "ico"];
const FILMS: [&str; 3] = ["mp4", "webm", "mov"];

/// What a name means, in lower or upper case.
pub(super) fn subject(name: &str, vocabulary: &Vocabulary) -> Option<Subject> {
    let lower = name.to_lowercase();
    match lower.as_str() {
        "is" => return Some(Subject::Is),
        "has" => return Some(Subject::Has(true)),
        "missing" | "no" => return Some(Subject::Has(false)),
        _ => {}
    }
    let field = ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, field)| field.clone());
    let field = field.or_else(|| Field::named(name, Dialect::Search));
    let field = field.or_else(|| custom(&lower, vocabulary).map(|known| Field::Custom(known.name.clone())));
    field.or_else(|| (lower == "alt").then(|| alt(vocabulary))).map(Subject::Field)
}

fn custom<'a>(lower: &str, vocabulary: &'a Vocabulary) -> Option<&'a CustomField> {
    vocabulary.custom.iter().find(|known| known.name.to_lowercase() == lower)
}

/// Where alt texts are: in a custom metadata field, else in the description.
fn alt(vocabulary: &Vocabulary) -> Field {
    let found = ALT.iter().find_map(|name| custom(name, vocabulary));
    found.map_or(Field::Description, |known| Field::Custom(known.name.clone()))
}

/// What `is:` asks for.
pub(super) fn state(word: &str) -> Option<Expr> {
    let equal = |field: Field, value: Value| Condition { field, test: Test::Equal(value), negated: false };
    let switch = |field: Field, on: bool| equal(field, Value::Bool(on));
    let of_type = |asset: AssetType| equal(Field::Type, Value::Text(asset.name().to_owned()));
    let format = |all: &[&str]| {
        let values = all.iter().map(|name| Value::Text((*name).to_owned())).collect();
        Condition { field: Field::Format, test: Test::In(values), negated: false }
    };
    let tagged = |negated: bool| Condition { field: Field::Tags, test: Test::Exists, negated };
    Some(Expr::Is(match word.to_lowercase().as_str() {
        "private" => switch(Field::Private, true),
        "public" => switch(Field::Private, false),
        "published" => switch(Field::Published, true),
        "draft" | "unpublished" => switch(Field::Published, false),
        "transparent" => switch(Field::Transparency, true),
        "opaque" => switch(Field::Transparency, false),
        "image" => format(&IMAGES),
        "video" => format(&FILMS),
        "file" => of_type(AssetType::File),
        "folder" => of_type(AssetType::Folder),
        "tagged" => tagged(false),
        "untagged" => tagged(true),
        _ => return None,
    }))
}
