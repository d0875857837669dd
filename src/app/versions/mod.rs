//! The versions of a file: looked at, compared, restored, deleted.

mod compare;
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

pub use compare::Difference;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::{Look, PictureKey, PictureRequest, Slot, Ticket};
use super::msg::{Key, KeyCode, PictureInfo};
use super::picture::Wanted;
use super::sheet::{Asked, Desk, Listed, Scene, Sheet, Stay, Then};
use super::state::{Connection, State};
use super::theme::Role;
use super::widget::{Cursor, Field};
use crate::model::{Account, Details, File, FileKind, Report};
use crate::ops::build_versions::{beyond, delete_versions, restore_version};
use crate::ops::{BuildError, Plan, Target};
use crate::url;

/// Seconds that a signed URL is good for when the service is to read it.
const SIGNED_FOR: i64 = 600;
/// Versions that are kept when nothing else is said.
const KEPT: &str = "10";

/// How the version under the cursor and the other one are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The one under the cursor alone, with all that is known of it.
    #[default]
    Alone,
    /// Next to each other.
    Beside,
    /// One after the other in one place; whether it is the other one now.
    Blink(bool),
    /// Where they differ.
    Heat,
}

/// What the keys do.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// They are those of the table.
    #[default]
    List,
    /// They say whether the version under the cursor is restored, and whether its URL is purged too.
    Restore { purge: bool },
    /// They say how many versions are kept.
    Prune(Field),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions {
    file: File,
    versions: Asked<Vec<Details>>,
    cursor: Cursor,
    /// What is compared with, in place of the current version.
    marked: Option<usize>,
    way: Way,
    mode: Mode,
    /// The pHash of versions by their URL.
    hashes: BTreeMap<String, Asked<String>>,
    left: Wanted,
    right: Wanted,
    /// All details of one version, asked for to be copied.
    whole: Asked<()>,
    /// Runs that had ended when the versions were asked for.
    ended: usize,
}

/// Opens it on the file under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let file = desk.state.current_file()?.clone();
    let mut pane = Versions {
        file,
        versions: Asked::No,
        cursor: Cursor::default(),
        marked: None,
        way: Way::default(),
        mode: Mode::default(),
        hashes: BTreeMap::new(),
        left: Wanted::default(),
        right: Wanted::default(),
        whole: Asked::No,
        ended: 0,
    };
    pane.load(desk);
    Some(Overlay::Versions(Box::new(pane)))
}

fn ended(state: &State) -> usize {
    state.jobs.iter().filter(|job| !job.is_live()).count()
}

fn account(state: &State) -> Option<&Account> {
    match &state.connection {
        Connection::Ready(account) => Some(account),
        Connection::Opening | Connection::Failed(_) => None,
    }
}

/// The `ik-obj-version` of a version's URL; empty for the current one.
fn mark_of(version: &Details) -> Arc<str> {
    let query = version.url.split_once('?').map_or("", |(_, query)| query);
    let named = query.split('&').find_map(|part| part.strip_prefix("ik-obj-version="));
    if version.current { "".into() } else { named.unwrap_or_default().into() }
}

impl Versions {
    fn load(&mut self, desk: &mut Desk<'_>) {
        self.ended = ended(desk.state);
        self.versions = Asked::Yes(desk.ask(Call::Versions(self.file.id.clone()), 0));
    }

    /// The versions, the current one first; empty before they are here.
    fn list(&self) -> &[Details] {
        match &self.versions {
            Asked::Here(versions) => versions,
            _ => &[],
        }
    }

    /// The version under the cursor.
    fn this(&self) -> Option<&Details> {
        self.list().get(self.cursor.at())
    }

    /// What it is compared with: the one marked, else the current one; `None` if that is itself.
    fn other(&self) -> Option<&Details> {
        let at = self.marked.unwrap_or(0);
        self.list().get(at).filter(|_| at != self.cursor.at())
    }

    fn target(&self) -> Target {
        Target::file(&self.file)
    }

    /// The URL of all forms of the file, for a purge (imagekit-api.md 2.11).
    fn stale_url(&self, account: &Account) -> String {
        let url = url::delivery_url(&account.delivery, &self.file.path(), None);
        if self.file.name.contains('.') { format!("{url}*") } else { url }
    }

    /// The URL of a version, signed where that is needed.
    fn url_of(&self, version: &Details, account: &Account, expire: Option<i64>) -> String {
        if !version.file.private {
            return version.url.clone();
        }
        let expire = expire.and_then(|at| u64::try_from(at).ok());
        url::sign(&version.url, &account.delivery, &account.private_key, expire)
    }

    fn request(&self, look: Look, place: Rect) -> Option<PictureRequest> {
        let current = self.list().first()?;
        let key = PictureKey {
            id: self.file.id.clone(),
            updated: current.file.updated.as_millisecond(),
            columns: place.width,
            rows: place.height,
            look,
        };
        let is_picture = self.file.kind == FileKind::Image && place.area() > 0;
        let private = current.file.private;
        is_picture.then(|| PictureRequest { key, path: self.file.path(), private, url: None, instead: None })
    }

    fn follow_pictures(&mut self, desk: &mut Desk<'_>) {
        let inside = view::inside(self.area(desk.state));
        let (left_place, right_place) = view::pictures(inside, self.list().len(), self.way);
        let (this, other) = (self.this().map(mark_of), self.other().map(mark_of));
        let (left, right) = match (self.way, this, other) {
            (Way::Beside, Some(this), Some(other)) => (Some(Look::Version(other)), Some(Look::Version(this))),
            (Way::Blink(true), Some(_), Some(other)) => (Some(Look::Version(other)), None),
            (Way::Heat, Some(this), Some(other)) => (Some(Look::Versions(other, this)), None),
            (_, Some(this), _) => (Some(Look::Version(this)), None),
            (_, None, _) => (None, None),
        };
        let shows = desk.state.shows_pictures();
        let left = left.filter(|_| shows).and_then(|look| self.request(look, left_place));
        let right = right.filter(|_| shows).and_then(|look| self.request(look, right_place));
        self.left.follow(left, Slot::Left, desk);
        self.right.follow(right, Slot::Right, desk);
    }

    /// Asks for the pHashes of what is compared.
    fn follow_hashes(&mut self, desk: &mut Desk<'_>) {
        if self.way == Way::Alone || self.file.kind != FileKind::Image {
            return;
        }
        let Some(account) = account(desk.state) else { return };
        let expire = desk.state.now.as_second() + SIGNED_FOR;
        let pair = [self.this(), self.other()];
        let wanted: Vec<(String, String)> = pair
            .into_iter()
            .flatten()
            .filter(|version| !self.hashes.contains_key(&version.url))
            .map(|version| (version.url.clone(), self.url_of(version, account, Some(expire))))
            .collect();
        if self.other().is_none() {
            return;
        }
        for (name, url) in wanted {
            let ticket = desk.ask_beside(Call::UrlMetadata(url));
            self.hashes.insert(name, Asked::Yes(ticket));
        }
    }

    fn begin(&self, plan: Result<Plan, BuildError>, desk: &mut Desk<'_>) {
        desk.then(match plan {
            Ok(plan) => Then::Begin(plan),
            Err(_) => Then::Toast("the service gave no id for this version".to_owned(), Role::Warning),
        });
    }

    fn ask_restore(&mut self, desk: &mut Desk<'_>) {
        match self.this() {
            Some(version) if version.current => {
                desk.then(Then::Toast("this is the current version already".to_owned(), Role::Warning));
            }
            Some(_) => self.mode = Mode::Restore { purge: false },
            None => {}
        }
    }

    fn restore(&mut self, purge: bool, desk: &mut Desk<'_>) {
        let url = account(desk.state).map(|account| self.stale_url(account)).filter(|_| purge);
        let Some(version) = self.this() else { return };
        let plan = restore_version(&self.target(), version, url.as_deref());
        match plan {
            Ok(plan) => desk.then(Then::Run(plan)),
            Err(_) => self.begin(plan, desk),
        }
    }

    fn delete(&mut self, desk: &mut Desk<'_>) {
        match self.this() {
            Some(version) if version.current => {
                let text = "the current version can't be deleted: restore another one first";
                desk.then(Then::Toast(text.to_owned(), Role::Warning));
            }
            Some(version) => self.begin(delete_versions(&self.target(), [version]), desk),
            None => {}
        }
    }

    fn prune(&mut self, keep: &str, desk: &mut Desk<'_>) {
        let keep = keep.trim().parse::<usize>().ok().filter(|keep| *keep > 0);
        let Some(keep) = keep else {
            desk.then(Then::Toast("type how many are kept, from 1".to_owned(), Role::Warning));
            return;
        };
        let surplus: Vec<&Details> = beyond(self.list(), keep).collect();
        if surplus.is_empty() {
            let text = format!("there are no more than {keep} versions");
            desk.then(Then::Toast(text, Role::Warning));
        } else {
            self.begin(delete_versions(&self.target(), surplus), desk);
        }
    }

    fn turn_way(&mut self) {
        self.way = match self.way {
            Way::Alone => Way::Beside,
            Way::Beside | Way::Blink(_) => Way::Heat,
            Way::Heat => Way::Alone,
        };
    }

    /// Asks for everything that the service says of the version under the cursor.
    fn ask_all(&mut self, desk: &mut Desk<'_>) {
        if let Some(id) = self.this().and_then(|version| version.version_id.clone()) {
            self.whole = Asked::Yes(desk.ask(Call::Version(self.file.id.clone(), id), 0));
        }
    }

    fn copy_url(&self, desk: &mut Desk<'_>) {
        if let (Some(version), Some(account)) = (self.this(), account(desk.state)) {
            let url = self.url_of(version, account, None);
            let what = if version.file.private { "signed URL (no expiry)" } else { "URL" };
            desk.copy(url, what);
        }
    }
}

impl Sheet for Versions {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn listed(&mut self, area: Rect) -> Option<Listed<'_>> {
        let rows = self.list().len();
        let area = view::list(view::inside(area), rows);
        (self.mode == Mode::List).then_some(Listed { area, rows, cursor: &mut self.cursor })
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::List).then_some(Context::Versions)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        let rows = self.list().len();
        match action {
            Action::SheetClose => return Stay::Close,
            Action::VersionRestore => self.ask_restore(desk),
            Action::VersionCompare => self.turn_way(),
            Action::VersionBlink => self.way = Way::Blink(!matches!(self.way, Way::Blink(true))),
            Action::VersionMark => {
                let here = self.cursor.at();
                self.marked = (self.marked != Some(here)).then_some(here);
            }
            Action::VersionDelete => self.delete(desk),
            Action::VersionPrune => self.mode = Mode::Prune(Field::new(KEPT)),
            Action::VersionCopy => self.copy_url(desk),
            Action::VersionReload => self.load(desk),
            Action::VersionJson => self.ask_all(desk),
            _ => {
                self.cursor.act(action, rows, view::list_rows(view::inside(self.area(desk.state)), rows));
            }
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let mode = std::mem::take(&mut self.mode);
        match (mode, key.code) {
            (_, KeyCode::Esc) => {}
            (Mode::Restore { purge }, KeyCode::Enter | KeyCode::Char('y')) => self.restore(purge, desk),
            (Mode::Restore { .. }, KeyCode::Char('n' | 'q')) => {}
            (Mode::Restore { purge }, KeyCode::Tab) => self.mode = Mode::Restore { purge: !purge },
            (Mode::Prune(field), KeyCode::Enter) => self.prune(field.text(), desk),
            (Mode::Prune(mut field), _) => {
                field.key(key);
                self.mode = Mode::Prune(field);
            }
            (mode, _) => self.mode = mode,
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if let Mode::Prune(field) = &mut self.mode {
            field.paste(text);
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        match result {
            Ok(Answer::Details(versions)) => {
                if self.whole.take(ticket, Ok(())) {
                    let raw = versions.first().map(|version| &version.raw);
                    let text = raw.and_then(|raw| serde_json::to_string_pretty(raw).ok());
                    desk.copy(text.unwrap_or_default(), "details as JSON");
                } else if self.versions.take(ticket, Ok(versions.clone())) {
                    let rows = versions.len();
                    self.cursor.step(0, rows);
                    self.marked = self.marked.filter(|at| *at < rows);
                }
            }
            Ok(Answer::Metadata(metadata)) => {
                for hash in self.hashes.values_mut() {
                    hash.take(ticket, Ok(metadata.p_hash.clone().unwrap_or_default()));
                }
            }
            Ok(_) => {}
            Err(report) => {
                if self.whole.take(ticket, Err(report.clone())) {
                    desk.then(Then::Trouble(report.clone()));
                }
                self.versions.take(ticket, Err(report.clone()));
                for hash in self.hashes.values_mut() {
                    hash.take(ticket, Err(report.clone()));
                }
            }
        }
    }

    fn take_picture(
        &mut self,
        ticket: Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        self.left.take(ticket, key, result) || self.right.take(ticket, key, result)
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        if self.ended != ended(desk.state) {
            self.load(desk);
        }
        self.follow_pictures(desk);
        self.follow_hashes(desk);
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.mode {
            Mode::List => Vec::new(),
            Mode::Restore { .. } => vec![("Enter", "restore"), ("Tab", "purge too"), ("Esc", "don't")],
            Mode::Prune(_) => vec![("Enter", "show the plan"), ("Esc", "don't")],
        }
    }
}
