//! How pictures can be drawn on this terminal.

mod answers;
mod query;

use std::env;

use crate::config::Pictures as Choice;

pub use answers::Answers;
pub(super) use query::ask;

/// How pictures are sent to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Kitty { compressed: bool },
    Sixel,
    Iterm2,
    HalfBlocks,
    None,
}

impl Way {
    /// The name in [`Msg::Graphics`](crate::app::Msg::Graphics).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kitty { .. } => "kitty",
            Self::Sixel => "sixel",
            Self::Iterm2 => "iterm2",
            Self::HalfBlocks => "half-blocks",
            Self::None => "none",
        }
    }
}

/// How pictures are drawn: the way, and the measure of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Graphics {
    pub(super) way: Way,
    /// Pixels of a cell, width and height.
    pub(super) cell: (u16, u16),
    /// The colour behind a transparent picture, where the terminal told it.
    pub(super) background: Option<[u8; 3]>,
    /// Whether sequences have to be wrapped for tmux.
    pub(super) tmux: bool,
}

/// A cell of a terminal that doesn't say: about 1:2, as half blocks assume.
const USUAL_CELL: (u16, u16) = (10, 20);

/// What the environment says of the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Whether there is a multiplexer between ikt and the terminal.
    pub(super) tmux: bool,
    iterm2: bool,
    /// It answers kitty's query without knowing placeholders.
    no_placeholders: bool,
    /// Colours are not wanted.
    no_color: bool,
}

impl Hints {
    /// Reads them from the environment.
    pub(super) fn from_env() -> Self {
        Self::from_variables(|name| env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn from_variables(get: impl Fn(&str) -> Option<String>) -> Self {
        let starts = |name, prefix| get(name).is_some_and(|value| value.starts_with(prefix));
        let wezterm = starts("TERM_PROGRAM", "WezTerm") || get("WEZTERM_EXECUTABLE").is_some();
        Self {
            tmux: get("TMUX").is_some() || starts("TERM", "tmux") || starts("TERM", "screen"),
            iterm2: wezterm || starts("TERM_PROGRAM", "iTerm") || starts("LC_TERMINAL", "iTerm"),
            no_placeholders: wezterm || get("KONSOLE_VERSION").is_some(),
            no_color: get("NO_COLOR").is_some(),
        }
    }
}

impl Graphics {
    /// Before the terminal was asked: what needs no answer.
    pub(super) fn unasked() -> Self {
        Self { way: Way::None, cell: USUAL_CELL, background: None, tmux: false }
    }

    /// Settles it. `told` is what the kernel says of a cell's pixels.
    pub(super) fn settle(choice: Choice, answers: &Answers, told: Option<(u16, u16)>, hints: &Hints) -> Self {
        let cell = answers.cell.or(told);
        let way = match choice {
            Choice::Auto => best(answers, cell.is_some(), hints),
            Choice::Kitty => Way::Kitty { compressed: answers.kitty_compressed },
            Choice::Sixel => Way::Sixel,
            Choice::Iterm2 => Way::Iterm2,
            Choice::Halfblocks => Way::HalfBlocks,
            Choice::None => Way::None,
        };
        Self { way, cell: cell.unwrap_or(USUAL_CELL), background: answers.background, tmux: hints.tmux }
    }
}

/// iTerm2's and sixel's pictures are as large as their pixels, so they need the size of a cell;
/// kitty's are told in cells. tmux shows none of them well.
fn best(answers: &Answers, cell_known: bool, hints: &Hints) -> Way {
    let no_placeholders = hints.no_placeholders || answers.no_placeholders;
    if !hints.tmux {
        if answers.kitty && !no_placeholders {
            return Way::Kitty { compressed: answers.kitty_compressed };
        }
        if (hints.iterm2 || answers.iterm2) && cell_known {
            return Way::Iterm2;
        }
        if answers.sixel && cell_known && !no_placeholders {
            return Way::Sixel;
        }
    }
    if hints.no_color { Way::None } else { Way::HalfBlocks }
}

/// Whether the answers matter: a terminal is only asked for what it may decide.
pub(super) fn needs_answers(choice: Choice, hints: &Hints) -> bool {
    match choice {
        Choice::Auto => !hints.tmux,
        Choice::Kitty | Choice::Sixel | Choice::Iterm2 => true,
        Choice::Halfblocks | Choice::None => false,
    }
}

#[cfg(test)]
mod tests;
