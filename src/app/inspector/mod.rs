//! The last calls to the library: a list, and one of them in full.

mod text;
mod view;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::sheet::{Asked, Desk, Listed, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::Cursor;
use crate::model::{CallRecord, Report};

/// The pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspector {
    records: Asked<Vec<CallRecord>>,
    cursor: Cursor,
    failed_only: bool,
    /// The line at the top of the one that is read; `None` while the list has the keys.
    reading: Option<Cursor>,
}

/// Opens it.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = Inspector::default();
    pane.load(desk);
    Some(Overlay::Inspector(Box::new(pane)))
}

/// Whether a call went wrong.
fn is_failed(record: &CallRecord) -> bool {
    record.trouble.is_some() || record.status.is_none_or(|status| status >= 400)
}

impl Inspector {
    fn load(&mut self, desk: &mut Desk<'_>) {
        self.records = Asked::Yes(desk.ask(Call::Records, 0));
    }

    /// The calls to show, the newest first.
    fn shown(&self) -> Vec<&CallRecord> {
        let records = match &self.records {
            Asked::Here(records) => records.as_slice(),
            _ => &[],
        };
        records.iter().rev().filter(|record| !self.failed_only || is_failed(record)).collect()
    }

    fn current(&self) -> Option<&CallRecord> {
        self.shown().into_iter().nth(self.cursor.at())
    }

    fn step(&mut self, by: isize) {
        self.cursor.step(by, self.shown().len());
        self.reading = self.reading.map(|_| Cursor::default());
    }

    fn copy(&self, what: &str, text: impl FnOnce(&CallRecord) -> Option<String>, desk: &mut Desk<'_>) {
        match self.current().map(text) {
            Some(Some(text)) => desk.copy(text, what),
            Some(None) => desk.then(Then::Toast(format!("this call has no {what}"), Role::Warning)),
            None => {}
        }
    }
}

impl Sheet for Inspector {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let (area, _) = view::rooms(view::inside(area), self.reading.is_some());
        let rows = self.shown().len();
        Some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        Some(Context::Inspector)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let inside = view::inside(self.area(desk.state));
        match action {
            Action::SheetClose | Action::CallBack if self.reading.is_some() => self.reading = None,
            Action::SheetClose => return Stay::Close,
            Action::CallRead => self.reading = self.current().map(|_| Cursor::default()),
            Action::CallNext => self.step(1),
            Action::CallPrevious => self.step(-1),
            Action::CallRenew => self.load(desk),
            Action::CallFailed => {
                self.failed_only = !self.failed_only;
                self.cursor = Cursor::default();
                self.reading = None;
            }
            Action::CallCurl => self.copy("curl command", |record| Some(text::curl(record)), desk),
            Action::CallRequest => self.copy("request id", |record| record.request_id.clone(), desk),
            Action::CallBody => {
                let body =
                    |record: &CallRecord| Some(text::pretty(&record.answer_body)).filter(|b| !b.is_empty());
                self.copy("answer", body, desk);
            }
            _ => self.go(action, inside),
        }
        Stay::Open
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        match result {
            Ok(Answer::Records(records)) => {
                self.records.take(ticket, Ok(records.clone()));
            }
            Ok(_) => {}
            Err(report) => {
                self.records.take(ticket, Err(report.clone()));
            }
        }
        let rows = self.shown().len();
        self.cursor.step(0, rows);
    }
}

impl Inspector {
    fn go(&mut self, action: Action, inside: Rect) {
        let (list, one) = view::rooms(inside, self.reading.is_some());
        let rows = self.shown().len();
        let lines = self.current().map_or(0, |record| text::lines(record, usize::from(one.width)).len());
        let height = usize::from(one.height);
        match &mut self.reading {
            // The cursor is the line at the top, so it ends where the last line is at the foot.
            Some(top) => {
                top.act(action, lines.saturating_sub(height) + 1, height);
            }
            None => {
                self.cursor.act(action, rows, usize::from(list.height.saturating_sub(1)));
            }
        }
    }
}
