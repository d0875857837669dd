//! Colours and signs by role. Views name roles, never colours, so that a theme, a poorer terminal,
//! `NO_COLOR` and ASCII mode are each one table.

use ratatui::style::{Color, Modifier, Style};

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
}

/// One colour in the three depths: 24 bits, index in the cube, ANSI.
struct Ink(u32, u8, Color);

struct Inks {
    text: Ink,
    dim: Ink,
    line: Ink,
    accent: Ink,
    on_accent: Ink,
    picked: Ink,
    folder: Ink,
    good: Ink,
    warning: Ink,
    bad: Ink,
    tag: Ink,
    cursor: Ink,
    idle: Ink,
    bar: Ink,
    panel: Ink,
}

const DARK: Inks = Inks {
    text: Ink(0xd8dee4, 253, Color::Reset),
    dim: Ink(0x848d97, 245, Color::DarkGray),
    line: Ink(0x3b4148, 238, Color::DarkGray),
    accent: Ink(0x4cc2ff, 81, Color::Cyan),
    on_accent: Ink(0x06222f, 16, Color::Black),
    picked: Ink(0xf5b83d, 214, Color::Yellow),
    folder: Ink(0x9ecbff, 117, Color::Blue),
    good: Ink(0x5fd38d, 78, Color::Green),
    warning: Ink(0xf2a54a, 215, Color::Yellow),
    bad: Ink(0xff7b72, 210, Color::Red),
    tag: Ink(0xc7a6ff, 183, Color::Magenta),
    cursor: Ink(0x1d4257, 24, Color::Blue),
    idle: Ink(0x272d34, 236, Color::Black),
    bar: Ink(0x1b2026, 234, Color::Black),
    panel: Ink(0x171b21, 233, Color::Black),
};

const LIGHT: Inks = Inks {
    text: Ink(0x1f2328, 234, Color::Reset),
    dim: Ink(0x656d76, 242, Color::DarkGray),
    line: Ink(0xc4cbd3, 251, Color::Gray),
    accent: Ink(0x0768a8, 25, Color::Blue),
    on_accent: Ink(0xffffff, 231, Color::White),
    picked: Ink(0x8f5a00, 94, Color::Magenta),
    folder: Ink(0x0a4f9e, 25, Color::Blue),
    good: Ink(0x1a7f37, 28, Color::Green),
    warning: Ink(0x9a5b00, 130, Color::Magenta),
    bad: Ink(0xcf222e, 160, Color::Red),
    tag: Ink(0x7a3ecb, 92, Color::Magenta),
    cursor: Ink(0xc5e3f6, 153, Color::Cyan),
    idle: Ink(0xe7ebef, 254, Color::Gray),
    bar: Ink(0xeef1f4, 255, Color::White),
    panel: Ink(0xf6f8fa, 255, Color::White),
};

impl Theme {
    /// A theme of the given kind.
    pub fn new(scheme: Scheme, depth: Depth, ascii: bool) -> Self {
        Self { scheme, depth, glyphs: if ascii { ASCII } else { UNICODE } }
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        if self.depth == Depth::None {
            return colourless(role);
        }
        let inks = match self.scheme {
            Scheme::Dark => &DARK,
            Scheme::Light => &LIGHT,
        };
        let fg = |ink: &Ink| Style::new().fg(self.color(ink));
        match role {
            Role::Text => fg(&inks.text),
            Role::Dim => fg(&inks.dim),
            Role::Line => fg(&inks.line),
            Role::Accent => fg(&inks.accent),
            Role::Picked => fg(&inks.picked),
            Role::Folder => fg(&inks.folder),
            Role::Good => fg(&inks.good),
            Role::Warning => fg(&inks.warning),
            Role::Bad => fg(&inks.bad),
            Role::Tag => fg(&inks.tag),
            Role::KeyCap => fg(&inks.accent).add_modifier(Modifier::BOLD),
            Role::Match => fg(&inks.accent).add_modifier(Modifier::UNDERLINED),
            Role::Bar => fg(&inks.text).bg(self.color(&inks.bar)),
            Role::Brand => fg(&inks.on_accent).bg(self.color(&inks.accent)).add_modifier(Modifier::BOLD),
            Role::Panel => fg(&inks.text).bg(self.color(&inks.panel)),
            Role::Cursor if self.depth == Depth::Ansi => Style::new().add_modifier(Modifier::REVERSED),
            Role::CursorIdle if self.depth == Depth::Ansi => Style::new().add_modifier(Modifier::UNDERLINED),
            Role::Cursor => Style::new().bg(self.color(&inks.cursor)).add_modifier(Modifier::BOLD),
            Role::CursorIdle => Style::new().bg(self.color(&inks.idle)),
        }
    }

    fn color(&self, ink: &Ink) -> Color {
        match self.depth {
            Depth::True => Color::from_u32(ink.0),
            Depth::Indexed => Color::Indexed(ink.1),
            Depth::Ansi | Depth::None => ink.2,
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
