//! What can be added: layers and every parameter of the catalogue, found by a few letters.

use crate::app::msg::{Key, KeyCode};
use crate::app::widget::Field;
use crate::url::catalog::{ENTRIES, Entry, Group, Scope};
use crate::url::draft::Item;

/// Something that can be added.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A parameter.
    Param(&'static Entry),
    /// A layer: its kind, its title, and what it does.
    Layer(&'static str, &'static str, &'static str),
    /// Steps that depend on the picture.
    Condition,
}

const LAYERS: [What; 5] = [
    What::Layer("text", "Text overlay", "Words on top of the picture."),
    What::Layer("image", "Image overlay", "A picture of the library on top, such as a watermark."),
    What::Layer("canvas", "Colour overlay", "A ground of one colour on top."),
    What::Layer("video", "Video overlay", "A video on top of a video."),
    What::Layer("subtitles", "Subtitles", "A file of subtitles for a video."),
];

/// The list and what was typed to search it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    /// What was typed.
    pub field: Field,
    scope: Scope,
    hits: Vec<usize>,
    cursor: usize,
}

/// What came of a key.
pub enum Picked {
    /// Nothing yet.
    No,
    /// The list is to be closed.
    Close,
    /// This one is to be added.
    Take(What),
}

impl PartialEq for What {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl What {
    fn all() -> impl Iterator<Item = Self> {
        let plain = ENTRIES.iter().filter(|entry| entry.code != "i").map(Self::Param);
        plain.chain(LAYERS).chain([Self::Condition])
    }

    /// The code that it begins with.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Param(entry) => entry.code,
            Self::Layer("text", ..) => "l-text",
            Self::Layer("video", ..) => "l-video",
            Self::Layer("subtitles", ..) => "l-subtitles",
            Self::Layer("canvas", ..) => "ik_canvas",
            Self::Layer(..) => "l-image",
            Self::Condition => "if",
        }
    }

    /// What people call it.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Param(entry) => entry.title,
            Self::Layer(_, title, _) => title,
            Self::Condition => "Condition",
        }
    }

    /// What it does.
    pub fn doc(&self) -> &'static str {
        match self {
            Self::Param(entry) => entry.doc,
            Self::Layer(_, _, doc) => doc,
            Self::Condition => "Steps for wide pictures, and others for narrow ones.",
        }
    }

    /// Whether it has steps of its own.
    pub fn is_block(&self) -> bool {
        !matches!(self, Self::Param(_))
    }

    /// It itself, with a value to begin with.
    pub(super) fn item(&self) -> Item {
        match self {
            Self::Param(entry) => Item::new(entry.code, entry.example),
            Self::Layer("canvas", ..) => Item::parse("l-image,i-ik_canvas,bg-FF000050,w-200,h-100,l-end"),
            Self::Layer(kind, ..) => Item::layer(kind, if *kind == "text" { "Text" } else { "" }),
            Self::Condition => Item::parse("if-ar_gt_1,w-400,if-else,h-400,if-end"),
        }
    }

    fn suits(&self, scope: Scope) -> bool {
        match self {
            Self::Param(entry) => entry.scope.contains(&scope),
            Self::Layer("video" | "subtitles", ..) => scope == Scope::Video,
            Self::Layer(..) | Self::Condition => true,
        }
    }

    /// How well it fits to what was typed, the lower the better; `None` if it doesn't.
    fn rank(&self, typed: &str) -> Option<usize> {
        let title = self.title().to_lowercase();
        let code = self.code();
        let names = match self {
            Self::Param(entry) => entry.typed.iter().copied().chain([entry.classic]).collect(),
            _ => Vec::new(),
        };
        let group = match self {
            Self::Param(Entry { group: Group::Ai, .. }) => "ai",
            _ => "",
        };
        if code == typed {
            Some(0)
        } else if title.starts_with(typed) {
            Some(1)
        } else if code.starts_with(typed) || code.trim_start_matches("e-").starts_with(typed) {
            Some(2)
        } else if typed.len() < 2 {
            // A letter is in nearly every word.
            None
        } else if title.contains(typed) || names.iter().any(|name| name.to_lowercase().contains(typed)) {
            Some(3)
        } else if group == typed || typed.len() > 2 && self.doc().to_lowercase().contains(typed) {
            Some(4)
        } else {
            None
        }
    }
}

impl Picker {
    /// A list of what suits a place.
    pub fn new(scope: Scope) -> Self {
        let mut picker = Self { field: Field::default(), scope, hits: Vec::new(), cursor: 0 };
        picker.search();
        picker
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Picked {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Picked::Close,
            (KeyCode::Enter | KeyCode::Tab, _) => {
                return self.current().map_or(Picked::No, Picked::Take);
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.cursor += 1,
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.cursor = self.cursor.saturating_sub(1),
            _ => {
                if self.field.key(key) == Some(true) {
                    self.search();
                }
            }
        }
        self.cursor = self.cursor.min(self.hits.len().saturating_sub(1));
        Picked::No
    }

    /// Searches for what was typed.
    pub fn search(&mut self) {
        let typed = self.field.text().trim().to_lowercase();
        let ranked = What::all().enumerate().filter(|(_, what)| what.suits(self.scope));
        let mut hits: Vec<_> = ranked.filter_map(|(at, what)| Some((what.rank(&typed)?, at))).collect();
        if typed.is_empty() {
            hits.sort_by_key(|(_, at)| *at);
        } else {
            hits.sort_unstable();
        }
        self.hits = hits.into_iter().map(|(_, at)| at).collect();
        self.cursor = 0;
    }

    /// What is under the cursor.
    pub fn current(&self) -> Option<What> {
        self.shown().0.get(self.cursor).copied()
    }

    /// What fits, the best first, and which is under the cursor.
    pub fn shown(&self) -> (Vec<What>, usize) {
        let all: Vec<_> = What::all().collect();
        (self.hits.iter().filter_map(|at| all.get(*at).copied()).collect(), self.cursor)
    }
}
