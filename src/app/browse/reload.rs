//! Loading a folder anew behind what is on screen, so that nothing flickers.

use super::list::{Listing, Load, page_size};
use super::source::Page;
use crate::app::Cx;
use crate::app::effect::Ticket;
use crate::model::Report;

/// A fresh copy on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Reload {
    pub(super) ticket: Ticket,
    page: Page,
    /// As many entries as were loaded when it began.
    goal: usize,
}

impl Listing {
    /// Loads as many files anew as are here now, then puts them in the place of the old ones.
    pub fn refresh(&mut self, cx: &mut Cx) {
        let ticket = cx.ticket();
        self.reload =
            Some(Reload { ticket, page: Page::default(), goal: (self.passed() + self.known).max(1) });
        // The slot holds one task, so a page that was on its way is given up; it comes with the rest.
        if matches!(self.load, Load::Asked(_) | Load::Failed(_)) {
            self.load = Load::Partly;
        }
        let page = self.page(ticket, 0);
        cx.push(page);
    }

    pub(super) fn take_reload(&mut self, skip: usize, page: Result<Page, Report>, cx: &mut Cx) {
        let Some(mut reload) = self.reload.take() else { return };
        let page = match page {
            Ok(page) => page,
            Err(report) => {
                self.load = Load::Failed(report);
                return;
            }
        };
        let last = page.passed < page_size(skip);
        reload.page.passed += page.passed;
        reload.page.copied |= page.copied;
        reload.page.files.extend(page.files);
        reload.page.folders.extend(page.folders);
        if last || reload.page.passed >= reload.goal {
            self.swap(reload.page, last);
            self.ask_if_near(cx);
            return;
        }
        reload.ticket = cx.ticket();
        let next = self.page(reload.ticket, reload.page.passed);
        self.reload = Some(reload);
        cx.push(next);
    }
}
