//! What lies over the panes: a stack, of which the top one has the keys. None of them keeps
//! answers from being taken.

mod help;
mod palette;
mod plan;
mod prompt;
mod quit;

pub use help::Help;
pub use palette::Chosen;
pub use palette::Palette;
pub use plan::{Decision, PlanDialog};
pub use prompt::{Answer, Ask, Prompt};
pub use quit::draw_quit;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::State;
use super::tags::TagsDialog;
use super::urls::{self, Builder, Explained};
use super::widget::Pictures;

/// Something over the panes.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// Keys and what they do.
    Help(Help),
    /// Every action, to be searched.
    Palette(Palette),
    /// A plan to be read before it runs.
    Plan(Box<PlanDialog>),
    /// A question with a line of text as its answer.
    Prompt(Box<Prompt>),
    /// The tags of the selection.
    Tags(Box<TagsDialog>),
    /// A URL that is being built.
    Urls(Box<Builder>),
    /// A URL that was pasted, and what is to be said of it.
    Explained(Box<Explained>),
    /// Bulk runs.
    Jobs,
    /// Errors so far.
    Log,
    /// Whether to quit although runs are under way.
    Quit,
}

impl Overlay {
    /// Where it lies.
    pub fn area(&self, state: &State) -> Rect {
        match self {
            Self::Help(_) => help::area(state.size),
            Self::Palette(_) => palette::area(state.size),
            Self::Plan(dialog) => dialog.area(state.size),
            Self::Prompt(prompt) => prompt.area(state.size),
            Self::Tags(_) => super::tags::area(state.size),
            Self::Explained(_) => urls::explained_area(state.size),
            Self::Jobs | Self::Log | Self::Urls(_) => {
                super::layout::areas(state.size, state.focus, state.browse.list.board).body
            }
            Self::Quit => super::layout::centred(state.size, 56, 6),
        }
    }

    /// Draws it.
    ///
    /// Pictures in it are left out where it is `covered` by another.
    pub fn draw(&self, state: &State, covered: bool, pictures: &dyn Pictures, frame: &mut Frame) {
        let area = self.area(state);
        match self {
            Self::Help(help) => help.draw(state, frame, area),
            Self::Palette(palette) => palette.draw(state, frame, area),
            Self::Plan(dialog) => dialog.draw(state, frame, area),
            Self::Prompt(prompt) => prompt.draw(state, frame, area),
            Self::Tags(dialog) => dialog.draw(state, frame, area),
            Self::Urls(builder) => urls::draw(builder, state, covered, pictures, frame, area),
            Self::Explained(explained) => explained.draw(state, frame, area),
            Self::Jobs => super::jobs::draw(state, frame, area),
            Self::Log => super::log::draw(state, frame, area),
            Self::Quit => draw_quit(state, frame, area),
        }
    }

    /// The URL builder, if it is one.
    pub fn builder(&mut self) -> Option<&mut Builder> {
        match self {
            Self::Urls(builder) => Some(builder),
            _ => None,
        }
    }

    /// Keys that mean something here beside those of the table, for the footer.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Help(_) => vec![("j k", "scroll"), ("Esc", "close")],
            Self::Palette(_) => vec![("Enter", "do it"), ("Up Down", "choose"), ("Esc", "close")],
            Self::Plan(dialog) => dialog.hints(),
            Self::Prompt(prompt) => prompt.hints(),
            Self::Tags(dialog) => dialog.hints(),
            Self::Quit => vec![("y", "quit"), ("Esc", "stay")],
            Self::Urls(builder) => urls::hints(builder),
            Self::Explained(explained) => explained.hints(),
            Self::Jobs | Self::Log => vec![],
        }
    }
}
