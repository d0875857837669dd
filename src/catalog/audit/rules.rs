//! The rules themselves.

use jiff::Timestamp;

use super::{Item, names};
use crate::model::FileKind;
use crate::query::{self, Compiled, Expr, Field, Query, Subject, Terms, Test};

/// What is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of a file.
    pub bytes: u64,
    /// Pixels of a picture: its width times its height.
    pub pixels: u64,
    /// Characters of a name.
    pub name: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        // What the free plan transforms (imagekit-api.md 7): larger ones are shown as they are, or not.
        Self { bytes: 20 << 20, pixels: 25_000_000, name: 100 }
    }
}

macro_rules! rules {
    ($($id:ident $name:literal $title:literal $why:literal;)*) => {
        /// What may be wrong with a file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Rule { $(#[doc = $title] $id,)* }

        /// Every rule, in the order in which they are listed.
        pub const RULES: &[RuleDef] = &[$(RuleDef {
            rule: Rule::$id, name: $name, title: $title, why: $why,
        },)*];
    };
}

/// A rule and its words.
pub struct RuleDef {
    /// The rule.
    pub rule: Rule,
    /// Its name on the command line.
    pub name: &'static str,
    /// What is wrong, in few words.
    pub title: &'static str,
    /// What it is about.
    pub why: &'static str,
}

rules! {
    MissingAlt "missing-alt" "no alt text"
        "neither a custom metadata field alt, altText, alt_text or alt-text has a value, nor, where there is none, the description";
    MaxBytes "max-bytes" "more bytes than allowed"
        "files larger than --max-bytes";
    MaxPixels "max-pixels" "more pixels than allowed"
        "pictures whose width times height is more than --max-pixels";
    Private "private" "private"
        "files that need a signed URL";
    Unpublished "unpublished" "not published"
        "files that are not delivered at all";
    Untagged "untagged" "no tags"
        "files without a tag of a person or of a recognition service";
    Required "required" "no value for a required field"
        "files without a value of a custom metadata field that is required, a finding for each field";
    Blanks "name-blanks" "a blank in the name"
        "blanks have to be encoded in each URL";
    Case "name-case" "upper and lower case mixed in the name"
        "URLs tell A from a: mixed names are mistyped";
    NonAscii "name-non-ascii" "letters beyond ASCII in the name"
        "they have to be encoded, and may be written in several ways";
    Signs "name-signs" "signs in the name that uploads rewrite"
        "the service keeps letters, digits, dot, dash and underscore; a copy would get another name";
    Long "name-long" "a long name"
        "names of more than 100 characters";
    NoExtension "no-extension" "no extension"
        "names that don't say what the file is";
    WrongExtension "wrong-extension" "the extension doesn't fit the file"
        "a film named .jpg, or a PNG named .jpg";
    SameName "same-name" "the same name in several folders"
        "copies, or files that are taken for each other";
}

impl Rule {
    /// Its row in the table.
    pub fn def(self) -> &'static RuleDef {
        // The enum and the table are made by one macro, in one order.
        &RULES[self as usize]
    }

    /// The rule of this name.
    pub fn named(name: &str) -> Option<Self> {
        RULES.iter().find(|def| def.name == name).map(|def| def.rule)
    }

    /// What is wrong, with the bounds where there are some.
    pub(super) fn title(self, bounds: &Bounds) -> String {
        match self {
            Self::MaxBytes => format!("more than {}", bytes(bounds.bytes)),
            Self::MaxPixels => format!("more than {}", pixels(bounds.pixels)),
            _ => self.def().title.to_owned(),
        }
    }

    /// What finds the files in the short forms of the search language, where the service can answer it.
    pub(super) fn search(self, bounds: &Bounds) -> Option<String> {
        match self {
            Self::MissingAlt => Some("missing:alt".to_owned()),
            Self::MaxBytes => Some(format!("size>{}", bounds.bytes)),
            Self::Private => Some("is:private".to_owned()),
            Self::Unpublished => Some("is:draft".to_owned()),
            Self::Untagged => Some("is:untagged".to_owned()),
            _ => None,
        }
    }

    /// Whether the file breaks the rule. Rules that are searches are tested as such, and twins at the end.
    pub(super) fn holds<S: Subject>(self, item: &Item<'_, S>, bounds: &Bounds) -> bool {
        match self {
            Self::MaxPixels => {
                let pixels = u64::from(item.width).saturating_mul(u64::from(item.height));
                item.kind == FileKind::Image && pixels > bounds.pixels
            }
            // What the columns say without a look at the rest of the file.
            Self::MaxBytes => item.size > bounds.bytes,
            Self::Private => item.private,
            Self::Unpublished => !item.published,
            Self::Blanks => names::has_blanks(item.name),
            Self::Case => names::mixes_case(item.name),
            Self::NonAscii => !item.name.is_ascii(),
            Self::Signs => names::has_signs(item.name),
            Self::Long => item.name.chars().nth(bounds.name).is_some(),
            Self::NoExtension => names::extension(item.name).is_none(),
            Self::WrongExtension => {
                let mime = item.subject.find(&Field::FileMime);
                let mime = match &mime {
                    query::Found::Text(text) => Some(&**text),
                    query::Found::Json(json) => json.as_str(),
                    _ => None,
                };
                names::is_wrong(item.name, item.kind, mime)
            }
            Self::MissingAlt | Self::Untagged | Self::Required | Self::SameName => false,
        }
    }

    /// Whether it is tested by its search, since the columns alone don't say it.
    pub(super) fn is_search(self) -> bool {
        matches!(self, Self::MissingAlt | Self::Untagged)
    }
}

/// A condition in the search language.
pub(super) struct Condition(Vec<Query>);

impl Condition {
    /// Reads short forms; `None` where they make no sense.
    pub(super) fn read(text: &str, terms: &Terms) -> Option<Self> {
        let Compiled { query, here } = query::compile(text, terms).ok()?;
        Some(Self(std::iter::once(query::parse(&query).ok()?).chain(here).collect()))
    }

    /// That a custom metadata field has no value.
    pub(super) fn missing(field: &str) -> Self {
        let field = Field::Custom(field.to_owned());
        Self(vec![Query { expr: Expr::Is(query::Condition { field, test: Test::Exists, negated: true }) }])
    }

    pub(super) fn holds(&self, subject: &impl Subject, now: Timestamp) -> bool {
        self.0.iter().all(|query| query.holds(subject, now))
    }
}

/// A name as it is written in a search.
pub(super) fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// `20 MB`: units of 1024, as the service counts.
fn bytes(n: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    let unit = UNITS.iter().find(|(size, _)| n >= *size);
    unit.map_or_else(|| format!("{n} bytes"), |(size, name)| format!("{} {name}", tenths(n, *size)))
}

/// `25 megapixels`.
fn pixels(n: u64) -> String {
    if n >= 1_000_000 { format!("{} megapixels", tenths(n, 1_000_000)) } else { format!("{n} pixels") }
}

/// In so large parts, with a tenth where there is one.
fn tenths(n: u64, unit: u64) -> String {
    match n % unit / (unit / 10) {
        0 => (n / unit).to_string(),
        tenth => format!("{}.{}", n / unit, tenth.min(9)),
    }
}
