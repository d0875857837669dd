//! Colours and signs by role. Views name roles, never colours, so that a theme, a poorer terminal,
//! `NO_COLOR` and ASCII mode are each one table.

mod colours;

use ratatui::style::{Color, Modifier, Style};

pub use self::colours::Colours;
use self::colours::{DARK, Ink, LIGHT, Paint};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits.
    True,
    /// The 256-colour cube.
    Indexed,
    /// The terminal's own 16.
    Ansi,
    /// No colour at all (`NO_COLOR`): weight, underline and reverse only.
    None,
}

/// Light text on dark, or the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text.
    Dim,
    /// Lines between panes, empty places.
    Line,
    /// What is in focus, and the program's own colour.
    Accent,
    /// Selected files.
    Picked,
    /// Folders.
    Folder,
    /// Went well.
    Good,
    /// Needs a look.
    Warning,
    /// Went wrong, or can't be undone.
    Bad,
    /// Tags.
    Tag,
    /// Keys in hints.
    KeyCap,
    /// The row under the cursor in the focused pane.
    Cursor,
    /// The row under the cursor in another pane.
    CursorIdle,
    /// The bars at the top and the bottom.
    Bar,
    /// The name of the program.
    Brand,
    /// The ground of a dialog.
    Panel,
    /// What a filter or completion matched.
    Match,
}

/// Roles made visible.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Dark or light.
    pub scheme: Scheme,
    /// Colours that the terminal has.
    pub depth: Depth,
    /// Signs to draw with.
    pub glyphs: Glyphs,
    /// Colours in place of those of the scheme.
    pub worn: Option<Colours>,
}

impl Theme {
    /// A theme of the given kind.
    pub fn new(scheme: Scheme, depth: Depth, ascii: bool) -> Self {
        Self { scheme, depth, glyphs: if ascii { ASCII } else { UNICODE }, worn: None }
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        use Paint as P;
        if self.depth == Depth::None {
            return colourless(role);
        }
        let fg = |paint| Style::new().fg(self.color(paint));
        let on = |paint, ground| fg(paint).bg(self.color(ground));
        match role {
            Role::Text => fg(P::Text),
            Role::Dim => fg(P::Dim),
            Role::Line => fg(P::Line),
            Role::Accent => fg(P::Accent),
            Role::Picked => fg(P::Picked),
            Role::Folder => fg(P::Folder),
            Role::Good => fg(P::Good),
            Role::Warning => fg(P::Warning),
            Role::Bad => fg(P::Bad),
            Role::Tag => fg(P::Tag),
            Role::KeyCap => fg(P::Accent).add_modifier(Modifier::BOLD),
            Role::Match => fg(P::Accent).add_modifier(Modifier::UNDERLINED),
            Role::Bar => on(P::Text, P::Bar),
            Role::Brand => on(P::OnAccent, P::Accent).add_modifier(Modifier::BOLD),
            Role::Panel => on(P::Text, P::Panel),
            Role::Cursor if self.depth == Depth::Ansi => Style::new().add_modifier(Modifier::REVERSED),
            Role::CursorIdle if self.depth == Depth::Ansi => Style::new().add_modifier(Modifier::UNDERLINED),
            Role::Cursor => Style::new().bg(self.color(P::Cursor)).add_modifier(Modifier::BOLD),
            Role::CursorIdle => Style::new().bg(self.color(P::Idle)),
        }
    }

    fn color(&self, paint: Paint) -> Color {
        let inks = match (&self.worn, self.scheme) {
            (Some(colours), _) => &colours.inks,
            (None, Scheme::Dark) => &DARK,
            (None, Scheme::Light) => &LIGHT,
        };
        let Ink(rgb, index, ansi) = inks[paint as usize];
        match self.depth {
            Depth::True => Color::from_u32(rgb),
            Depth::Indexed => Color::Indexed(index),
            Depth::Ansi | Depth::None => ansi,
        }
    }
}

fn colourless(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Dim | Role::Line => plain.add_modifier(Modifier::DIM),
        Role::Accent | Role::Folder | Role::KeyCap | Role::Picked => plain.add_modifier(Modifier::BOLD),
        Role::Bad | Role::Warning => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Match => plain.add_modifier(Modifier::UNDERLINED),
        Role::Cursor | Role::Brand => plain.add_modifier(Modifier::REVERSED),
        Role::CursorIdle => plain.add_modifier(Modifier::UNDERLINED),
        Role::Text | Role::Good | Role::Tag | Role::Bar | Role::Panel => plain,
    }
}

/// The signs that views draw with, each one column wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Between panes.
    pub column: &'static str,
    /// Between a title and what is under it.
    pub rule: &'static str,
    /// A node that can be opened.
    pub closed: &'static str,
    /// A node that is open.
    pub open: &'static str,
    /// A folder in a list.
    pub folder: &'static str,
    /// An image in a list.
    pub image: &'static str,
    /// A film in a list.
    pub video: &'static str,
    /// Another file in a list.
    pub other: &'static str,
    /// In front of what is selected.
    pub picked: &'static str,
    /// All of the selection.
    pub all: &'static str,
    /// Some of the selection.
    pub some: &'static str,
    /// None of the selection.
    pub none: &'static str,
    /// Private.
    pub private: &'static str,
    /// Not published.
    pub draft: &'static str,
    /// Went well.
    pub good: &'static str,
    /// Went wrong.
    pub bad: &'static str,
    /// Needs a look.
    pub warning: &'static str,
    /// Cut off here.
    pub more: &'static str,
    /// From old to new.
    pub arrow: &'static str,
    /// Between facts in one line.
    pub dot: &'static str,
    /// Done part of a gauge.
    pub full: &'static str,
    /// Undone part of a gauge.
    pub empty: &'static str,
    /// The thumb of a scroll bar.
    pub thumb: &'static str,
    /// Marks what has the focus.
    pub focus: &'static str,
    /// Sorted upwards.
    pub up: &'static str,
    /// Sorted downwards.
    pub down: &'static str,
    /// Between the width and the height of a picture.
    pub times: &'static str,
}

const UNICODE: Glyphs = Glyphs {
    column: "│",
    rule: "─",
    closed: "▸",
    open: "▾",
    folder: "▪",
    image: "▫",
    video: "▹",
    other: "≡",
    picked: "●",
    all: "■",
    some: "▣",
    none: "□",
    private: "P",
    draft: "D",
    good: "✓",
    bad: "✗",
    warning: "!",
    more: "…",
    arrow: "→",
    dot: "·",
    full: "█",
    empty: "░",
    thumb: "┃",
    focus: "▌",
    up: "↑",
    down: "↓",
    times: "×",
};

const ASCII: Glyphs = Glyphs {
    column: "|",
    rule: "-",
    closed: "+",
    open: "-",
    folder: "/",
    image: "o",
    video: ">",
    other: "=",
    picked: "*",
    all: "X",
    some: "~",
    none: ".",
    private: "P",
    draft: "D",
    good: "+",
    bad: "x",
    warning: "!",
    more: "~",
    arrow: ">",
    dot: "-",
    full: "#",
    empty: ".",
    thumb: "#",
    focus: "|",
    up: "^",
    down: "v",
    times: "x",
};
