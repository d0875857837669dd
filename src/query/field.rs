//! The fields of a query: their names, and what can be asked of each (imagekit-api.md 3.2).

use std::fmt;

use super::lex::Token;
use crate::model::custom::FieldType;

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `name`
    Name,
    /// `tags`: those of people and those of recognition services.
    Tags,
    /// `type`, see [`AssetType`].
    Type,
    /// `id`: of a file or a folder.
    Id,
    /// `createdAt`
    CreatedAt,
    /// `updatedAt`
    UpdatedAt,
    /// `height`, in pixels.
    Height,
    /// `width`, in pixels.
    Width,
    /// `size`, in bytes.
    Size,
    /// `format`, see [`super::mime_types`].
    Format,
    /// `private`
    Private,
    /// `published`
    Published,
    /// `transparency`
    Transparency,
    /// `createdBy`: an e-mail address.
    CreatedBy,
    /// `path`: the folder that something is in.
    Path,
    /// `embeddedMetadata.LocationTaken`
    LocationTaken,
    /// `embeddedMetadata.Keywords`
    Keywords,
    /// `embeddedMetadata.DateTimeOriginal`
    DateTimeOriginal,
    /// The description of a file, which the search language has no word for: short forms ask for it,
    /// and ikt looks at it by itself.
    Description,
    /// `customMetadata.…`
    Custom(String),
    /// `request.folder`, in checks of an upload.
    RequestFolder,
    /// `request.tags`, in checks of an upload.
    RequestTags,
    /// `request.customMetadata.…`, in checks of an upload.
    RequestCustom(String),
    /// `file.size`, in checks of an upload.
    FileSize,
    /// `file.mime`, in checks of an upload.
    FileMime,
    /// `mediaMetadata.…`, in checks of an upload; the rest may be a path with dots.
    Media(String),
}

/// The three values of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetType {
    /// The current version of a file.
    File,
    /// An older version of a file.
    FileVersion,
    /// A folder.
    Folder,
}

impl AssetType {
    /// All three.
    pub const ALL: [Self; 3] = [Self::File, Self::FileVersion, Self::Folder];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::FileVersion => "file-version",
            Self::Folder => "folder",
        }
    }
}

/// Which fields there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Those of assets.
    Search,
    /// Those of an upload.
    Checks,
}

const SEARCH: [(&str, Field); 18] = [
    ("name", Field::Name),
    ("tags", Field::Tags),
    ("type", Field::Type),
    ("id", Field::Id),
    ("createdAt", Field::CreatedAt),
    ("updatedAt", Field::UpdatedAt),
    ("height", Field::Height),
    ("width", Field::Width),
    ("size", Field::Size),
    ("format", Field::Format),
    ("private", Field::Private),
    ("published", Field::Published),
    ("transparency", Field::Transparency),
    ("createdBy", Field::CreatedBy),
    ("path", Field::Path),
    ("embeddedMetadata.LocationTaken", Field::LocationTaken),
    ("embeddedMetadata.Keywords", Field::Keywords),
    ("embeddedMetadata.DateTimeOriginal", Field::DateTimeOriginal),
];

const CHECKS: [(&str, Field); 4] = [
    ("request.folder", Field::RequestFolder),
    ("request.tags", Field::RequestTags),
    ("file.size", Field::FileSize),
    ("file.mime", Field::FileMime),
];

const CUSTOM: &str = "customMetadata.";
const REQUEST_CUSTOM: &str = "request.customMetadata.";
const MEDIA: &str = "mediaMetadata.";

/// What the names of many fields begin with, and what makes such a field of the rest.
type Prefix = (&'static str, fn(String) -> Field);

impl Field {
    pub(super) fn named(name: &str, dialect: Dialect) -> Option<Self> {
        let (known, prefixes): (&[(&str, Self)], &[Prefix]) = match dialect {
            Dialect::Search => (&SEARCH, &[(CUSTOM, Self::Custom)]),
            Dialect::Checks => (&CHECKS, &[(REQUEST_CUSTOM, Self::RequestCustom), (MEDIA, Self::Media)]),
        };
        if let Some((_, field)) = known.iter().find(|(other, _)| *other == name) {
            return Some(field.clone());
        }
        prefixes.iter().find_map(|(prefix, field)| {
            name.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|rest| field(rest.to_owned()))
        })
    }

    /// The names of the fields that have a fixed one.
    pub(super) fn names(dialect: Dialect) -> impl Iterator<Item = &'static str> {
        let known: &[(&str, Self)] = match dialect {
            Dialect::Search => &SEARCH,
            Dialect::Checks => &CHECKS,
        };
        known.iter().map(|(name, _)| *name)
    }

    /// What kind of thing it is; `custom` knows the types of custom metadata fields.
    pub(super) fn kind(&self, custom: impl Fn(&str) -> Option<FieldType>) -> Kind {
        match self {
            Self::Name => Kind::Name,
            Self::Tags | Self::RequestTags => Kind::Tags,
            Self::Type => Kind::Type,
            Self::Id | Self::CreatedBy => Kind::Word,
            Self::CreatedAt | Self::UpdatedAt | Self::DateTimeOriginal => Kind::Date,
            Self::Height | Self::Width => Kind::Number,
            Self::Size | Self::FileSize => Kind::Size,
            Self::Format => Kind::Format,
            Self::Private | Self::Published | Self::Transparency => Kind::Switch,
            Self::Path | Self::RequestFolder => Kind::Path,
            Self::LocationTaken => Kind::Place,
            Self::Keywords => Kind::Keywords,
            Self::FileMime => Kind::Custom(FieldType::Text),
            Self::Description => Kind::Custom(FieldType::Textarea),
            Self::Custom(name) | Self::RequestCustom(name) => custom(name).map_or(Kind::Any, Kind::Custom),
            Self::Media(_) => Kind::Any,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = SEARCH.iter().chain(&CHECKS).find(|(_, field)| field == self);
        match (self, known) {
            (Self::Custom(name), _) => write!(f, "{CUSTOM}{name}"),
            (Self::RequestCustom(name), _) => write!(f, "{REQUEST_CUSTOM}{name}"),
            (Self::Media(name), _) => write!(f, "{MEDIA}{name}"),
            (Self::Description, _) => f.write_str("description"),
            (_, Some((name, _))) => f.write_str(name),
            (_, None) => Ok(()),
        }
    }
}

/// What a field holds, which says what can be asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Tags,
    Type,
    /// Text that is compared as a whole.
    Word,
    Date,
    Number,
    Size,
    Format,
    Switch,
    Path,
    Place,
    Keywords,
    Custom(FieldType),
    /// A field whose type isn't known: anything may be asked of it.
    Any,
}

/// What stands between a field and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Differs,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Begins,
    In,
    NotIn,
    Has,
    Exists,
    NotExists,
}

impl Operator {
    /// The sign, or `None` for one of words.
    pub(super) fn of_sign(token: &Token) -> Option<Self> {
        let Token::Sign(sign) = token else { return None };
        Some(match *sign {
            "=" => Self::Equal,
            ":" => Self::Begins,
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">" => Self::Greater,
            ">=" => Self::AtLeast,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Differs => "NOT =",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Begins => ":",
            Self::In => "IN",
            Self::NotIn => "NOT IN",
            Self::Has => "HAS",
            Self::Exists => "EXISTS",
            Self::NotExists => "NOT EXISTS",
        }
    }
}

impl Kind {
    /// What can be asked of it.
    pub(super) fn operators(self) -> &'static [Operator] {
        use Operator as O;
        const ORDERED: &[Operator] =
            &[O::Equal, O::Less, O::AtMost, O::Greater, O::AtLeast, O::In, O::Differs, O::NotIn];
        match self {
            Self::Name => &[O::Equal, O::Begins, O::In, O::Differs, O::NotIn, O::Has],
            Self::Tags => &[O::In, O::NotIn, O::Has, O::Exists, O::NotExists],
            Self::Type | Self::Word => &[O::Equal, O::In, O::Differs, O::NotIn],
            Self::Date | Self::Number | Self::Size => ORDERED,
            Self::Format => &[O::Equal, O::In],
            Self::Switch | Self::Place => &[O::Equal],
            Self::Path => &[O::Equal, O::Begins, O::In, O::Differs, O::NotIn],
            Self::Keywords => &[O::In, O::NotIn, O::Exists, O::NotExists],
            Self::Custom(kind) => operators_of(kind),
            Self::Any => &[
                O::Equal,
                O::Begins,
                O::In,
                O::Differs,
                O::NotIn,
                O::Less,
                O::AtMost,
                O::Greater,
                O::AtLeast,
                O::Has,
                O::Exists,
                O::NotExists,
            ],
        }
    }
}

/// What can be asked of a custom metadata field.
fn operators_of(field: FieldType) -> &'static [Operator] {
    use Operator as O;
    match field {
        FieldType::Text | FieldType::Textarea => {
            &[O::Equal, O::Begins, O::In, O::Differs, O::NotIn, O::Has, O::Exists, O::NotExists]
        }
        FieldType::Number | FieldType::Date => &[
            O::Equal,
            O::Less,
            O::AtMost,
            O::Greater,
            O::AtLeast,
            O::In,
            O::Differs,
            O::NotIn,
            O::Exists,
            O::NotExists,
        ],
        FieldType::Boolean => &[O::Equal, O::Exists, O::NotExists],
        FieldType::SingleSelect => &[
            O::Equal,
            O::Begins,
            O::In,
            O::Differs,
            O::NotIn,
            O::Less,
            O::AtMost,
            O::Greater,
            O::AtLeast,
            O::Exists,
            O::NotExists,
        ],
        FieldType::MultiSelect => &[O::In, O::NotIn, O::Exists, O::NotExists],
    }
}
