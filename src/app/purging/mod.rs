//! Purges: URLs that caches are to forget, the rules that they follow, and how few purges will do.

mod view;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::dialog::Overlay;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Listed, Scene, Sheet, Stay, Then};
use super::state::{Connection, State};
use super::theme::Role;
use super::widget::{Cursor, Field, inside};
use crate::ops::build_purge::{PurgeError, check_purge, fold, purge, purge_url};
use crate::ops::{Outcome, Step, Verb};

/// From so many URLs on they are folded at first.
const MANY: usize = 20;
/// Rows of a page.
const PAGE: usize = 10;

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct PurgePane {
    /// The URLs without a `*` that was put to them.
    pub urls: Vec<String>,
    /// Whether each file's URL ends with `*`, so that its transformations in the query go too.
    pub star: bool,
    /// Whether they are folded into few purges.
    pub folded: bool,
    /// A URL that is being typed, and what is wrong with it.
    pub typing: Option<(Field, Option<String>)>,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// Whether the URLs are those that a change left behind.
    pub left_behind: bool,
    endpoint: String,
}

/// Opens it: on URLs that a change left behind, else on the selection or what is under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let Connection::Ready(account) = &desk.state.connection else { return None };
    let mut pane = PurgePane {
        urls: Vec::new(),
        star: true,
        folded: false,
        typing: None,
        cursor: Cursor::default(),
        left_behind: false,
        endpoint: account.delivery.trim_end_matches('/').to_owned(),
    };
    if desk.state.browse.selection.is_empty() && !desk.state.stale.is_empty() {
        pane.urls = desk.state.stale.iter().map(|url| plain(url)).collect();
        pane.left_behind = true;
    } else {
        pane.take_targets(desk.state);
    }
    pane.folded = pane.urls.len() >= MANY;
    if pane.urls.is_empty() {
        pane.typing = Some((Field::new(&format!("{}/", pane.endpoint)), None));
    }
    Some(Overlay::Purging(Box::new(pane)))
}

/// A file's URL without the `*` behind it; that of a folder keeps it.
fn plain(url: &str) -> String {
    match url.strip_suffix('*') {
        Some(stem) if !stem.ends_with('/') => stem.to_owned(),
        _ => url.to_owned(),
    }
}

/// Purges of this month that ikt knows of.
pub(super) fn sent_this_month(state: &State) -> usize {
    let (month, sent) = &state.memory.purges;
    if *month == this_month(state) { *sent } else { 0 }
}

fn this_month(state: &State) -> String {
    let at = state.now.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{:04}-{:02}", at.year(), at.month())
}

/// What the memory of purges becomes after these steps; `None` where none was a purge.
pub(super) fn counted<'a>(
    state: &State,
    steps: impl Iterator<Item = (&'a Step, &'a Outcome)>,
) -> Option<(String, usize)> {
    let purges = |step: &Step| matches!(step.verb, Verb::Purge | Verb::Rename { purge: true, .. });
    let sent = steps.filter(|(step, outcome)| purges(step) && **outcome == Outcome::Done).count();
    (sent > 0).then(|| (this_month(state), sent_this_month(state) + sent))
}

impl PurgePane {
    fn take_targets(&mut self, state: &State) {
        let urls = state.targets().into_iter().filter_map(|target| purge_url(&target, &self.endpoint, false));
        self.urls = urls.collect();
        self.left_behind = false;
    }

    /// The purges as they would be sent, each with what is wrong with it.
    pub fn purges(&self) -> Vec<(String, Option<PurgeError>)> {
        let starred = self.urls.iter().map(|url| match self.star && !url.contains(['*', '?']) {
            true => format!("{url}*"),
            false => url.clone(),
        });
        let mut urls: Vec<String> = starred.collect();
        if self.folded {
            urls = fold(&urls, &self.endpoint);
        }
        let checked = |url: String| {
            let wrong = check_purge(&url, &self.endpoint).err();
            (url, wrong)
        };
        urls.into_iter().map(checked).collect()
    }

    fn run(&self, desk: &mut Desk<'_>) -> Stay {
        let good = self.purges().into_iter().filter(|(_, wrong)| wrong.is_none());
        let urls: Vec<String> = good.map(|(url, _)| url).collect();
        match purge(&urls) {
            Ok(plan) => {
                desk.then(Then::Run(plan));
                Stay::Close
            }
            Err(_) => {
                let text = "no URL here can be purged: e types one";
                desk.then(Then::Toast(text.to_owned(), Role::Warning));
                Stay::Open
            }
        }
    }

    /// Leaves out the URLs that the row under the cursor stands for.
    fn drop_row(&mut self) {
        let Some((row, _)) = self.purges().into_iter().nth(self.cursor.at()) else { return };
        let stem = row.strip_suffix('*').unwrap_or(&row).to_owned();
        match self.folded && row.ends_with('*') {
            true => self.urls.retain(|url| !url.starts_with(&stem)),
            false => self.urls.retain(|url| *url != row && *url != stem),
        }
        self.cursor.step(0, self.purges().len());
    }

    fn given(&mut self) {
        let Some((field, _)) = self.typing.take() else { return };
        let url = field.text().trim().to_owned();
        match check_purge(&url, &self.endpoint) {
            Ok(()) => {
                // What was typed is meant as it is.
                self.star = self.star && !self.urls.is_empty();
                self.urls.push(url);
                self.cursor = Cursor::new(self.purges().len().saturating_sub(1));
            }
            Err(error) => self.typing = Some((field, Some(error.to_string()))),
        }
    }

    fn check(&mut self) {
        if let Some((field, error)) = &mut self.typing {
            *error = check_purge(field.text().trim(), &self.endpoint).err().map(|error| error.to_string());
        }
    }
}

impl Sheet for PurgePane {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene.state, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let rows = self.purges().len();
        Some(Listed { area: view::list(inside(area)), rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        self.typing.is_none().then_some(Context::Purging)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            Action::PurgeRun => return self.run(desk),
            Action::PurgeType => self.typing = Some((Field::new(&format!("{}/", self.endpoint)), None)),
            Action::PurgeDrop => self.drop_row(),
            Action::PurgeStar => self.star = !self.star,
            Action::PurgeFold => self.folded = !self.folded,
            Action::PurgeHere => self.take_targets(desk.state),
            Action::SheetClose => return Stay::Close,
            _ => {
                let rows = self.purges().len();
                self.cursor.act(action, rows, PAGE);
            }
        }
        let rows = self.purges().len();
        self.cursor.step(0, rows);
        Stay::Open
    }

    fn key(&mut self, key: Key, _desk: &mut Desk<'_>) -> Stay {
        let close = matches!(key.code, KeyCode::Esc) || (key.code == KeyCode::Char('c') && key.ctrl);
        if close {
            self.typing = None;
            return if self.urls.is_empty() { Stay::Close } else { Stay::Open };
        }
        if key.code == KeyCode::Enter {
            self.given();
            return Stay::Open;
        }
        if let Some((field, _)) = &mut self.typing
            && field.key(key) == Some(true)
        {
            self.check();
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk<'_>) {
        let lines = text.split_whitespace().map(str::to_owned);
        match &mut self.typing {
            // A whole URL takes the place of the one that was begun.
            Some((field, _)) if text.trim().starts_with("http") => field.set(text.trim()),
            Some((field, _)) => field.paste(text),
            None => self.urls.extend(lines.filter(|url| check_purge(url, &self.endpoint).is_ok())),
        }
        self.check();
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.typing.is_some() {
            return vec![("Enter", "take it"), ("Esc", "leave it")];
        }
        vec![
            ("Enter", "purge"),
            ("*", "with transformations"),
            ("f", "fold"),
            ("d", "leave out"),
            ("e", "type a URL"),
            ("c", "under the cursor"),
            ("Esc", "close"),
        ]
    }
}
