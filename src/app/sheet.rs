//! What a pane that lies over the panes is made of, and what the root lends it.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::browse::Search;
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::{Effect, PictureKey, Ticket};
use super::msg::{Key, Mouse, PictureInfo};
use super::state::State;
use super::theme::{Colours, Role};
use super::widget::{Cursor, Pictures};
use crate::config::Memory;
use crate::model::{FolderPath, Report};
use crate::ops::journal::Record;
use crate::ops::{Plan, TakeBack};

pub use super::asked::Asked;

/// Whether a pane stays after its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// It does.
    Open,
    /// It is closed.
    Close,
}

/// What a pane asks of the root; it is done after the pane's turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// Begin a plan: it is shown first where more than one object is touched, or something is lost.
    Begin(Plan),
    /// Run a plan that the pane has shown itself.
    Run(Plan),
    /// Show what takes a run back.
    TakeBack(Box<TakeBack>),
    /// Go on with a run that was interrupted.
    GoOn(Box<Record>),
    /// Lay this over all.
    Lay(Box<Overlay>),
    /// Take an action of the table.
    Act(Action),
    /// Close everything that lies over the panes and go to this folder, the cursor on this name.
    Visit(FolderPath, Option<String>),
    /// Close everything that lies over the panes and show what a search finds.
    Search(Box<Search>),
    /// Load all files of the folder on screen.
    LoadAll,
    /// A piece of news.
    Toast(String, Role),
    /// Something failed.
    Trouble(Report),
    /// Show the tab of this number, from 0.
    ShowTab(usize),
    /// Close the tab of this number, from 0.
    CloseTab(usize),
    /// Open the library of this number in place of the one that is open.
    Enter(usize),
    /// Wear these colours.
    Wear(Box<Option<Colours>>),
    /// Keep this, in memory and on disk, in place of what was kept before.
    Remember(Box<Memory>),
}

/// What a pane works with while it has its turn: the state to be read, and ways to ask for things.
pub struct Desk<'a> {
    /// Everything else on screen. The pane itself isn't in it.
    pub state: &'a State,
    effects: &'a mut Vec<Effect>,
    then: Vec<Then>,
    tickets: u64,
}

impl<'a> Desk<'a> {
    fn new(state: &'a State, effects: &'a mut Vec<Effect>) -> Self {
        Self { state, effects, then: Vec::new(), tickets: state.tickets }
    }

    /// A ticket that no reply carries yet.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Makes a call after `delay_ms`; an older one of the same kind is ended. The answer comes to
    /// [`Sheet::take`] with this ticket.
    pub fn ask(&mut self, call: Call, delay_ms: u64) -> Ticket {
        let ticket = self.ticket();
        self.effects.push(Effect::Call { ticket, call, replaces: true, delay_ms });
        ticket
    }

    /// Makes a call beside others of its kind.
    pub fn ask_beside(&mut self, call: Call) -> Ticket {
        let ticket = self.ticket();
        self.effects.push(Effect::Call { ticket, call, replaces: false, delay_ms: 0 });
        ticket
    }

    /// Asks for an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Asks the root for something.
    pub fn then(&mut self, then: Then) {
        self.then.push(then);
    }

    /// Shows what a `searchQuery` finds, as a folder.
    pub fn search(&mut self, query: String) {
        let folder = self.state.browse.list.path.clone();
        self.then(Then::Search(Box::new(Search {
            text: query.clone(),
            query,
            here: None,
            rows: None,
            folder,
        })));
    }

    /// Puts text on the clipboard, and says so.
    pub fn copy(&mut self, text: impl Into<String>, what: &str) {
        self.push(Effect::Copy(text.into()));
        self.then(Then::Toast(format!("{what} copied"), Role::Good));
    }
}

/// What a pane is drawn with.
pub struct Scene<'a> {
    /// Everything else on screen.
    pub state: &'a State,
    /// Whether something lies over the pane: pictures are left out then.
    pub covered: bool,
    /// Pictures that are ready.
    pub pictures: &'a dyn Pictures,
}

/// A list in a sheet.
pub struct Listed<'a> {
    /// Where its rows are drawn, one a line.
    pub area: Rect,
    /// How many rows there are, those included that aren't in sight.
    pub rows: usize,
    /// Which of them is meant.
    pub cursor: &'a mut Cursor,
}

/// Where the cursor of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The row under it, from 0.
    pub at: usize,
    /// How many rows there are.
    pub rows: usize,
    /// Whether there are more that aren't among them.
    pub more: bool,
}

/// A sheet lies over the panes. The top one has the keys; none keeps answers from being taken.
pub trait Sheet {
    /// Where it lies. The default is the whole room between the bars.
    fn area(&self, state: &State) -> Rect {
        super::layout::areas(state.size, state.focus, state.browse.list.board).body
    }

    /// Draws it.
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect);

    /// Which actions of the table its keys mean now; `None` while it takes keys by itself, as where
    /// text is typed.
    fn context(&self) -> Option<Context>;

    /// Takes an action of its context, or one of [`Context::Sheet`]: `SheetDown` and the like, and
    /// `SheetClose`.
    fn act(&mut self, _action: Action, _desk: &mut Desk<'_>) -> Stay {
        Stay::Open
    }

    /// Takes a key while it has no context.
    fn key(&mut self, _key: Key, _desk: &mut Desk<'_>) -> Stay {
        Stay::Open
    }

    /// The list in it that a press of the mouse goes to, where it lies in this area.
    fn listed(&mut self, _area: Rect) -> Option<Listed<'_>> {
        None
    }

    /// Takes a press of the mouse in its area; the wheel moves as the arrows do.
    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk<'_>) -> Stay {
        let area = self.area(desk.state);
        if let Some(Listed { area, rows, cursor }) = self.listed(area) {
            cursor.press(mouse, area, rows);
        }
        Stay::Open
    }

    /// Takes pasted text.
    fn paste(&mut self, _text: &str, _desk: &mut Desk<'_>) {}

    /// Takes an answer. Tickets that aren't its own are to be ignored.
    fn take(&mut self, _ticket: Ticket, _result: &Result<Answer, Report>, _desk: &mut Desk<'_>) {}

    /// Takes word of a picture. Whether it was its own.
    fn take_picture(
        &mut self,
        _ticket: Ticket,
        _key: &PictureKey,
        _result: &Result<PictureInfo, Report>,
    ) -> bool {
        false
    }

    /// After every message: asks for what is missing, such as the picture of what is chosen now.
    fn follow(&mut self, _desk: &mut Desk<'_>) {}

    /// Whether it has done what it was opened for, and closes without a key.
    fn is_done(&self) -> bool {
        false
    }

    /// Where its cursor is, where the status line is to tell that in place of the list underneath.
    fn position(&self) -> Option<Position> {
        None
    }

    /// Keys that mean something beside those of the table, for the footer. Where there are any, they
    /// stand alone.
    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }
}

/// Lets something be done at a desk, and then does what it asked for.
pub(super) fn at_desk<T>(
    state: &mut State,
    effects: &mut Vec<Effect>,
    turn: impl FnOnce(&mut Desk<'_>) -> T,
) -> T {
    let mut desk = Desk::new(state, effects);
    let result = turn(&mut desk);
    let Desk { then, tickets, .. } = desk;
    state.tickets = tickets;
    for then in then {
        fulfil(state, then, effects);
    }
    result
}

/// Opens a pane that is made at a desk.
pub(super) fn open(
    state: &mut State,
    effects: &mut Vec<Effect>,
    make: impl FnOnce(&mut Desk<'_>) -> Option<Overlay>,
) {
    if let Some(overlay) = at_desk(state, effects, make) {
        state.overlays.push(overlay);
    }
}

/// Gives the top pane its turn. The pane is off the stack meanwhile, and what it asks of the root is
/// done when it is back.
pub(super) fn top(
    state: &mut State,
    effects: &mut Vec<Effect>,
    turn: impl FnOnce(&mut dyn Sheet, &mut Desk<'_>) -> Stay,
) {
    let Some(mut overlay) = state.overlays.pop() else { return };
    let mut desk = Desk::new(state, effects);
    let stay = match overlay.sheet_mut() {
        Some(pane) => turn(pane, &mut desk),
        None => Stay::Open,
    };
    let Desk { then, tickets, .. } = desk;
    state.tickets = tickets;
    if stay == Stay::Open {
        state.overlays.push(overlay);
    }
    for then in then {
        fulfil(state, then, effects);
    }
}

/// Gives every pane its turn, from the bottom.
pub(super) fn each(
    state: &mut State,
    effects: &mut Vec<Effect>,
    mut turn: impl FnMut(&mut dyn Sheet, &mut Desk<'_>),
) {
    if !state.overlays.iter().any(|overlay| overlay.sheet().is_some()) {
        return;
    }
    let mut overlays = std::mem::take(&mut state.overlays);
    let mut desk = Desk::new(state, effects);
    for pane in overlays.iter_mut().filter_map(Overlay::sheet_mut) {
        turn(pane, &mut desk);
    }
    let Desk { then, tickets, .. } = desk;
    state.tickets = tickets;
    overlays.retain(|overlay| !overlay.sheet().is_some_and(Sheet::is_done));
    state.overlays = overlays;
    for then in then {
        fulfil(state, then, effects);
    }
}

fn fulfil(state: &mut State, then: Then, effects: &mut Vec<Effect>) {
    match then {
        Then::Begin(plan) => super::runs::begin(state, plan, effects),
        Then::Run(plan) => super::runs::run(state, plan, effects),
        Then::TakeBack(back) => super::runs::take_back(state, *back, effects),
        Then::GoOn(record) => super::runs::go_on(state, *record, effects),
        Then::Lay(overlay) => state.overlays.push(*overlay),
        Then::Act(action) => super::dispatch::act(state, action, effects),
        Then::Visit(path, name) => {
            state.overlays.clear();
            let name = name.map(|name| name.as_str().into());
            super::moves::with_browse(state, effects, |browse, cx| browse.visit(path, name, cx));
        }
        Then::Search(search) => {
            state.overlays.clear();
            state.focus = super::state::Pane::List;
            super::moves::with_browse(state, effects, |browse, cx| browse.search(*search, cx));
        }
        Then::LoadAll => state.browse.list.load_all(),
        Then::Toast(text, role) => super::update::toast(state, text, role, effects),
        Then::Trouble(report) => super::update::trouble(state, report, effects),
        Then::ShowTab(number) => super::tabs::show(state, number, effects),
        Then::CloseTab(number) => super::tabs::close(state, number, effects),
        Then::Enter(door) => super::doors::enter(state, door, effects),
        Then::Wear(colours) => state.theme.worn = *colours,
        Then::Remember(memory) => {
            state.memory = (*memory).clone();
            effects.push(Effect::Remember(memory));
        }
    }
}
