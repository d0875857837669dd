//! Loading a folder anew behind what is on screen, so that nothing flickers.

use super::list::{Listing, Load, page_size};
use crate::app::Cx;
use crate::app::effect::Ticket;
use crate::model::{File, Report};

/// A fresh copy on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Reload {
    pub(super) ticket: Ticket,
    files: Vec<File>,
    /// As many files as were loaded when it began.
    goal: usize,
}

impl Listing {
    /// Loads as many files anew as are here now, then puts them in the place of the old ones.
    pub fn refresh(&mut self, cx: &mut Cx) {
        let ticket = cx.ticket();
        self.reload = Some(Reload { ticket, files: Vec::new(), goal: self.files.len().max(1) });
        // The slot holds one task, so a page that was on its way is given up; it comes with the rest.
        if matches!(self.load, Load::Asked(_) | Load::Failed(_)) {
            self.load = Load::Partly;
        }
        let page = self.page(ticket, 0);
        cx.push(page);
    }

    pub(super) fn take_reload(&mut self, skip: usize, page: Result<Vec<File>, Report>, cx: &mut Cx) {
        let Some(mut reload) = self.reload.take() else { return };
        let page = match page {
            Ok(page) => page,
            Err(report) => {
                self.load = Load::Failed(report);
                return;
            }
        };
        let last = page.len() < page_size(skip);
        reload.files.extend(page);
        if last || reload.files.len() >= reload.goal {
            self.swap(reload.files, last);
            self.ask_if_near(cx);
            return;
        }
        reload.ticket = cx.ticket();
        let next = self.page(reload.ticket, reload.files.len());
        self.reload = Some(reload);
        cx.push(next);
    }

    fn swap(&mut self, files: Vec<File>, complete: bool) {
        let keep = self.current().map(|row| row.id().clone());
        self.bytes = files.iter().map(|file| file.size).sum();
        self.files = files;
        self.load = if complete { Load::Complete } else { Load::Partly };
        self.rows_changed(keep);
    }
}
