//! What a layer shows, with the parameters that say how it looks (imagekit-api.md 4.4).

use super::super::expression::Expression;
use super::{Align, value};

/// What is laid over a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The picture at a path of the library, without slash at the beginning.
    Image(String),
    /// One colour.
    Canvas(Swatch),
    /// Words.
    Text(Box<Lettering>),
}

/// A block of one colour.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Swatch {
    /// `w`, in pixels; up to 1 a share of the parent's, which is also what counts if it isn't given.
    pub width: Option<Expression>,
    /// `h`, likewise.
    pub height: Option<Expression>,
    /// `bg`, as red, green, blue and alpha; nothing to be seen if it isn't given.
    pub color: [u8; 4],
    /// `al`, 1 to 9 tenths; counts if the colour is opaque.
    pub alpha: Option<u8>,
}

/// Words, and how they look.
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    /// What is written.
    pub text: String,
    /// `w`, in pixels; up to 1 a share of the parent's. Lines are wrapped there; without it they are as
    /// long as they are.
    pub width: Option<Expression>,
    /// `fs`, in pixels.
    pub size: Option<Expression>,
    /// `lh`, in pixels.
    pub line_height: Option<Expression>,
    /// `pa`, in pixels: one for all sides, or two to four in the order of CSS.
    pub padding: Vec<Expression>,
    /// `ff`
    pub font: Font,
    /// `co`, as red, green, blue and alpha.
    pub color: [u8; 4],
    /// `al`, 1 to 9 tenths.
    pub alpha: Option<u8>,
    /// `ia`; where a line begins if it isn't given.
    pub align: Option<Align>,
    /// `tg-b`
    pub bold: bool,
    /// `tg-i`
    pub italic: bool,
    /// `tg-strikethrough`
    pub strikethrough: bool,
    /// `bg`, as red, green, blue and alpha.
    pub background: Option<[u8; 4]>,
}

/// A font.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Font {
    /// The one that comes with ikt.
    #[default]
    OpenSans,
    /// The file at a path of the library, without slash at the beginning.
    File(String),
}

impl Content {
    pub(super) fn canvas() -> Self {
        Self::Canvas(Swatch::default())
    }

    pub(super) fn text(text: String) -> Self {
        Self::Text(Box::new(Lettering {
            text,
            width: None,
            size: None,
            line_height: None,
            padding: Vec::new(),
            font: Font::default(),
            color: [0, 0, 0, 255],
            alpha: None,
            align: None,
            bold: false,
            italic: false,
            strikethrough: false,
            background: None,
        }))
    }

    /// Takes a parameter that is the content's own: `None` if it isn't, else whether it was understood.
    pub(super) fn take(&mut self, code: &str, value: &str) -> Option<bool> {
        match self {
            Self::Image(_) => None,
            Self::Canvas(swatch) => swatch.owns(code).then(|| swatch.take(code, value).is_some()),
            Self::Text(lettering) => lettering.owns(code).then(|| lettering.take(code, value).is_some()),
        }
    }

    /// The path of the file that is needed.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Image(path) => Some(path),
            Self::Text(lettering) => match &lettering.font {
                Font::File(path) => Some(path),
                Font::OpenSans => None,
            },
            Self::Canvas(_) => None,
        }
    }
}

impl Swatch {
    fn owns(&self, code: &str) -> bool {
        matches!(code, "w" | "h" | "bg" | "al")
    }

    fn take(&mut self, code: &str, value: &str) -> Option<()> {
        match code {
            "w" => self.width = Some(amount(value)?),
            "h" => self.height = Some(amount(value)?),
            "bg" => self.color = value::color(value)?,
            _ => self.alpha = Some(value::whole(value, 1..=9)?),
        }
        Some(())
    }
}

impl Lettering {
    fn owns(&self, code: &str) -> bool {
        matches!(code, "w" | "fs" | "lh" | "pa" | "ff" | "co" | "al" | "ia" | "tg" | "bg")
    }

    fn take(&mut self, code: &str, value: &str) -> Option<()> {
        match code {
            "w" => self.width = Some(amount(value)?),
            "fs" => self.size = Some(amount(value)?),
            "lh" => self.line_height = Some(amount(value)?),
            "pa" => self.padding = padding(value)?,
            "ff" => self.font = font(value)?,
            "co" => self.color = value::color(value)?,
            "al" => self.alpha = Some(value::whole(value, 1..=9)?),
            "ia" => self.align = Some(align(value)?),
            "bg" => self.background = Some(value::color(value)?),
            _ => (self.bold, self.italic, self.strikethrough) = typography(value)?,
        }
        Some(())
    }
}

/// An expression, or a number that isn't negative.
fn amount(value: &str) -> Option<Expression> {
    Expression::parse(value).ok().filter(|_| !value.starts_with('N'))
}

/// One to four numbers, or one expression.
fn padding(value: &str) -> Option<Vec<Expression>> {
    let sides: Option<Vec<_>> =
        value.split('_').map(|side| amount(side).filter(Expression::is_number)).collect();
    match sides {
        Some(sides) => (sides.len() <= 4).then_some(sides),
        None => Some(vec![amount(value)?]),
    }
}

/// The bundled font by its name, or the path of a file; `None` for a name that isn't at hand.
fn font(value: &str) -> Option<Font> {
    const OWN: [&str; 2] = ["open sans", "opensans"];
    const ENDS: [&str; 4] = [".ttf", ".otf", ".ttc", ".otc"];
    let name = value.to_lowercase();
    if OWN.contains(&name.as_str()) {
        return Some(Font::OpenSans);
    }
    let is_file = value.contains("@@") || ENDS.iter().any(|end| name.ends_with(end));
    is_file.then(|| Font::File(value.replace("@@", "/").trim_matches('/').to_owned()))
}

fn align(value: &str) -> Option<Align> {
    Some(match value {
        "left" => Align::Start,
        "center" => Align::Center,
        "right" => Align::End,
        _ => return None,
    })
}

/// Bold, italic and struck through.
fn typography(value: &str) -> Option<(bool, bool, bool)> {
    let mut found = (false, false, false);
    for word in value.split('_') {
        match word {
            "b" => found.0 = true,
            "i" => found.1 = true,
            "strikethrough" => found.2 = true,
            _ => return None,
        }
    }
    Some(found)
}
