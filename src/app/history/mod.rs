//! What was done, to be undone or gone on with.

mod view;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Cursor, inside};
use crate::model::Report;
use crate::ops::journal::{Record, State as RunState, Summary};

/// Rows of the pane that are no rows of its list.
const CHROME: u16 = 4;

/// What is to be done with a run when all of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// Show its steps.
    Open,
    /// Go on with it.
    GoOn,
    /// Try what failed again.
    Retry,
}

/// The steps of a run, and how they ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opened {
    record: Box<Record>,
    failed_only: bool,
    cursor: Cursor,
}

impl Opened {
    /// The steps that are shown.
    fn rows(&self) -> Vec<usize> {
        if self.failed_only { self.record.undone() } else { (0..self.record.plan.steps.len()).collect() }
    }

    /// How many they are.
    fn len(&self) -> usize {
        if self.failed_only { self.record.undone().len() } else { self.record.plan.steps.len() }
    }
}

/// What was done, to be undone or gone on with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryPane {
    /// The runs, the newest first; `None` until they have come.
    runs: Option<Vec<Summary>>,
    trouble: Option<Report>,
    cursor: Cursor,
    opened: Option<Opened>,
    list: Option<Ticket>,
    wish: Option<(Ticket, Wish)>,
    back: Option<Ticket>,
    /// How many runs of this session there were and whether one was under way when the list was asked for.
    seen: (usize, bool),
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = HistoryPane::default();
    pane.load(desk);
    Some(Overlay::History(Box::new(pane)))
}

impl HistoryPane {
    fn load(&mut self, desk: &mut Desk<'_>) {
        self.seen = (desk.state.jobs.iter().len(), desk.state.jobs.live().is_some());
        self.list = Some(desk.ask(Call::Runs, 0));
    }

    fn current(&self) -> Option<&Summary> {
        self.runs.as_ref()?.get(self.cursor.at())
    }

    fn wish(&mut self, wish: Wish, desk: &mut Desk<'_>) {
        let Some(run) = self.current() else { return };
        let why_not = match wish {
            Wish::Open => None,
            Wish::GoOn if run.state != RunState::Interrupted => Some("this run was not interrupted"),
            Wish::Retry if run.state != RunState::Finished => Some("this run is not at its end"),
            Wish::Retry if run.counts.failed + run.counts.cancelled == 0 => Some("no step of it has failed"),
            Wish::GoOn | Wish::Retry => None,
        };
        match why_not {
            Some(why) => desk.then(Then::Toast(why.to_owned(), Role::Warning)),
            None => self.wish = Some((desk.ask(Call::Run(run.id.clone()), 0), wish)),
        }
    }

    fn fulfil(&mut self, wish: Wish, record: Box<Record>, desk: &mut Desk<'_>) {
        match wish {
            Wish::Open => {
                self.opened = Some(Opened { record, failed_only: false, cursor: Cursor::default() });
            }
            Wish::GoOn => desk.then(Then::GoOn(record)),
            Wish::Retry => {
                let plan = record.plan.only(&record.undone());
                desk.then(Then::Begin(plan));
            }
        }
    }

    fn take_back(&mut self, desk: &mut Desk<'_>) {
        let Some(id) = self.current().map(|run| run.id.clone()) else { return };
        self.back = Some(desk.ask(Call::TakeBack(Some(id)), 0));
    }
}

impl Sheet for HistoryPane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let area = inside(area);
        match &mut self.opened {
            Some(opened) => {
                let rows = opened.rows().len();
                Some(Listed { area: view::steps_area(area), rows, cursor: &mut opened.cursor })
            }
            None => {
                let rows = self.runs.as_ref().map_or(0, Vec::len);
                Some(Listed { area, rows, cursor: &mut self.cursor })
            }
        }
    }

    fn context(&self) -> Option<Context> {
        Some(Context::History)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let page = usize::from(self.area(desk.state).height.saturating_sub(CHROME));
        let moved = match &mut self.opened {
            Some(opened) => {
                let rows = opened.len();
                opened.cursor.act(action, rows, page)
            }
            None => self.cursor.act(action, self.runs.as_ref().map_or(0, Vec::len), page),
        };
        if moved {
            return Stay::Open;
        }
        match action {
            Action::SheetClose if self.opened.take().is_none() => return Stay::Close,
            Action::HistoryOpen if self.opened.is_none() => {
                // What was interrupted is most likely to be gone on with, once it has been read.
                self.wish(Wish::Open, desk);
            }
            Action::HistoryFailed => {
                if let Some(opened) = &mut self.opened {
                    opened.failed_only = !opened.failed_only;
                    opened.cursor = Cursor::default();
                }
            }
            Action::HistoryUndo => self.take_back(desk),
            Action::HistoryGoOn => self.wish(Wish::GoOn, desk),
            Action::HistoryRetry => self.wish(Wish::Retry, desk),
            _ => {}
        }
        Stay::Open
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        let wish = self.wish.take_if(|(own, _)| *own == ticket).map(|(_, wish)| wish);
        let listed = self.list.take_if(|own| *own == ticket).is_some();
        let back = self.back.take_if(|own| *own == ticket).is_some();
        match result {
            Ok(Answer::Runs(runs)) if listed => {
                self.cursor.step(0, runs.len());
                self.runs = Some(runs.clone());
                self.trouble = None;
            }
            Ok(Answer::Run(record)) => {
                if let Some(wish) = wish {
                    self.fulfil(wish, record.clone(), desk);
                }
            }
            Ok(Answer::TakeBack(plan)) if back => desk.then(Then::TakeBack(plan.clone())),
            Err(report) if listed => self.trouble = Some(report.clone()),
            Err(report) if back || wish.is_some() => {
                desk.then(Then::Toast(format!("{}: {}", report.what, report.why), Role::Warning));
            }
            _ => {}
        }
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        if self.seen != (desk.state.jobs.iter().len(), desk.state.jobs.live().is_some()) {
            self.load(desk);
        }
    }
}
