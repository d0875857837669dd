//! The pane of uploads, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Item, Picker, Preflight, Stage, Typing, UploadPane};
use crate::app::State;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Field, bytes, count, cut, cut_front, panel, put, scrollbar, width, wrap};
use crate::model::text::harmless;
use crate::ops::build_upload::{Candidate, Fate};

/// Columns of a size.
const SIZE: u16 = 9;
/// Problems shown at most.
const PROBLEMS: usize = 3;

pub(super) fn draw(pane: &UploadPane, state: &State, frame: &mut Frame, area: Rect) {
    let theme = &state.theme;
    let title = match (&pane.form, &pane.stage) {
        (Some(_), _) => "Upload: options".to_owned(),
        (None, Stage::Pick(picker)) if picker.marked.is_empty() => "Upload: choose files".to_owned(),
        (None, Stage::Pick(picker)) => format!("Upload: {} marked", count(picker.marked.len())),
        (None, Stage::Link(..)) => "Upload from a URL".to_owned(),
        (None, Stage::Preflight(table)) => format!("Upload {} to {}", files(table.rows()), pane.to),
    };
    let inside = panel(frame, area, &harmless(&title), theme);
    let mut page = Page { frame, area: inside, theme };
    match (&pane.form, &pane.stage) {
        (Some(cursor), _) => draw_form(pane, cursor.at(), &mut page),
        (None, Stage::Pick(picker)) => draw_picker(picker, &mut page),
        (None, Stage::Link(field, error)) => draw_link(field, error.as_deref(), &mut page),
        (None, Stage::Preflight(table)) => draw_table(pane, table, &mut page),
    }
}

fn files(n: usize) -> String {
    if n == 1 { "1 file".to_owned() } else { format!("{} files", count(n)) }
}

/// An area that is written line by line.
struct Page<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
    theme: &'a Theme,
}

impl Page<'_, '_> {
    fn style(&self, role: Role) -> Style {
        self.theme.style(Role::Panel).patch(self.theme.style(role))
    }

    fn line(&self, n: u16) -> Rect {
        Rect { y: self.area.y.saturating_add(n), height: 1, ..self.area }.intersection(self.area)
    }

    fn text(&mut self, n: u16, text: &str, role: Role) {
        let (line, style) = (self.line(n), self.style(role));
        let text = harmless(text);
        let text = cut(&text, usize::from(line.width), self.theme.glyphs.more);
        put(self.frame.buffer_mut(), line, 0, &text, style);
    }

    /// The room between these lines from the top and from the bottom.
    fn between(&self, top: u16, bottom: u16) -> Rect {
        let height = self.area.height.saturating_sub(top.saturating_add(bottom));
        Rect { y: self.area.y.saturating_add(top), height, ..self.area }.intersection(self.area)
    }

    fn ground(&mut self, line: Rect, at_cursor: bool) -> Style {
        let ground = self.theme.style(if at_cursor { Role::Cursor } else { Role::Panel });
        self.frame.buffer_mut().set_style(line, ground);
        ground
    }
}

fn draw_picker(picker: &Picker, page: &mut Page<'_, '_>) {
    let path = picker.folder.path.display().to_string();
    let path = cut_front(&harmless(&path), usize::from(page.area.width), page.theme.glyphs.more).into_owned();
    page.text(0, &path, Role::Accent);
    let rows = picker.rows();
    if picker.typing || !picker.filter.text().is_empty() {
        page.text(1, "filter", Role::Dim);
        let line = page.line(1);
        let field = Rect { x: line.x + 7, width: line.width.saturating_sub(7), ..line };
        let style = page.style(Role::Text);
        if picker.typing {
            picker.filter.draw(page.frame, field.intersection(line), style);
        } else {
            put(page.frame.buffer_mut(), field.intersection(line), 0, &harmless(picker.filter.text()), style);
        }
    } else if let Some(report) = &picker.trouble {
        page.text(1, &format!("{}: {}", report.what, report.why), Role::Bad);
    } else {
        page.text(1, &picker_words(picker, rows.len()), Role::Dim);
    }
    let list = page.between(2, 0);
    let window = picker.cursor.window(rows.len(), usize::from(list.height));
    let first = window.start;
    for (y, row) in (list.y..).zip(window) {
        let Some(entry) = rows.get(row) else { break };
        let line = Rect { y, height: 1, ..list };
        let ground = page.ground(line, row == picker.cursor.at());
        let marked = picker.marked.contains(&entry.path);
        let (sign, role) = match marked {
            true => (page.theme.glyphs.all, Role::Picked),
            false => (page.theme.glyphs.none, Role::Line),
        };
        let (theme, buf) = (page.theme, page.frame.buffer_mut());
        put(buf, line, 0, sign, ground.patch(theme.style(role)));
        let fact = if entry.is_folder { "folder".to_owned() } else { bytes(entry.size) };
        let room = usize::from(line.width).saturating_sub(width(&fact) + 5);
        let name = if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
        let role = match (marked, entry.is_folder) {
            (true, _) => Role::Picked,
            (false, true) => Role::Folder,
            (false, false) => Role::Text,
        };
        put(buf, line, 2, &cut(&harmless(&name), room, theme.glyphs.more), ground.patch(theme.style(role)));
        let at = usize::from(line.width).saturating_sub(width(&fact) + 1);
        put(buf, line, u16::try_from(at).unwrap_or(0), &fact, ground.patch(theme.style(Role::Dim)));
    }
    scrollbar(page.frame.buffer_mut(), list, first, rows.len(), page.theme);
}

fn picker_words(picker: &Picker, shown: usize) -> String {
    let all = picker.folder.entries.len();
    match (shown, all) {
        _ if picker.folder.path.as_os_str().is_empty() => "looking".to_owned(),
        (0, 0) => "The folder is empty. Paths can be pasted or dropped here, too.".to_owned(),
        (shown, all) if shown < all => format!("{}, {} hidden", things(shown), count(all - shown)),
        (shown, _) => format!("{}. Folders go up with all that is in them.", things(shown)),
    }
}

fn things(n: usize) -> String {
    if n == 1 { "1 item".to_owned() } else { format!("{} items", count(n)) }
}

fn draw_link(field: &Field, error: Option<&str>, page: &mut Page<'_, '_>) {
    let (line, style) = (page.line(0), page.style(Role::Text));
    field.draw(page.frame, line, style.add_modifier(Modifier::UNDERLINED));
    match error {
        Some(error) => page.text(1, error, Role::Bad),
        None => page.text(1, "A URL that the service fetches, a data: URL, or base64.", Role::Dim),
    }
    page.text(3, "The service waits 8 s for a URL to answer.", Role::Dim);
}

fn draw_table(pane: &UploadPane, table: &Preflight, page: &mut Page<'_, '_>) {
    let Some(all) = &table.files else {
        return page.text(0, "Looking at the files, and at what is there already", Role::Dim);
    };
    let sums = table.sums(&pane.options);
    let dot = page.theme.glyphs.dot;
    let mut facts = vec![format!("{} to send, {}", count(sums.sent), bytes(sums.bytes))];
    let counts = [
        (sums.there, "there already"),
        (sums.versions, "new versions"),
        (sums.refused, "refused"),
        (table.left_out.len(), "left out"),
    ];
    facts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", count(*n))));
    page.text(0, &facts.join(&format!(" {dot} ")), Role::Text);
    draw_dangers(pane, page);
    let mut foot = 0;
    if let Some(Typing::To(field) | Typing::Name(field)) = &pane.typing {
        let word = if matches!(pane.typing, Some(Typing::To(_))) { "to folder" } else { "name" };
        foot = 1;
        let line = page.between(page.area.height.saturating_sub(1), 0);
        let style = page.style(Role::KeyCap);
        let end = put(page.frame.buffer_mut(), line, 0, word, style) + 1;
        let rest = Rect { x: line.x + end, width: line.width.saturating_sub(end), ..line };
        let style = page.style(Role::Text);
        field.draw(page.frame, rest, style);
    }
    let shown = table.problems.len().min(PROBLEMS);
    for (n, problem) in table.problems.iter().take(shown).enumerate() {
        page.text(2 + u16::try_from(n).unwrap_or(0), problem, Role::Bad);
    }
    let top = 3 + u16::try_from(shown).unwrap_or(0);
    let list = page.between(top, foot);
    if all.is_empty() && table.problems.is_empty() {
        return page.text(top, "There is no file in what was chosen.", Role::Dim);
    }
    let window = table.cursor.window(all.len(), usize::from(list.height));
    let first = window.start;
    for (y, row) in (list.y..).zip(window) {
        let Some(candidate) = all.get(row) else { break };
        draw_row(pane, table, row, candidate, Rect { y, height: 1, ..list }, page);
    }
    scrollbar(page.frame.buffer_mut(), list, first, all.len(), page.theme);
}

/// The line that says what the options will do to files that are there.
fn draw_dangers(pane: &UploadPane, page: &mut Page<'_, '_>) {
    let options = &pane.options;
    let on = Item::ALL.iter().filter(|item| item.is_on(options));
    let words: Vec<&str> = on.map(|item| item.title()).collect();
    let dangerous = Item::ALL.iter().any(|item| item.is_dangerous() && item.is_on(options));
    match (words.is_empty(), dangerous) {
        (true, _) => page.text(
            1,
            "Names are kept and nothing is overwritten; what is there is skipped. o changes that.",
            Role::Dim,
        ),
        (false, true) => {
            page.text(1, &format!("Careful: {}", words.join(", ").to_lowercase()), Role::Warning)
        }
        (false, false) => page.text(1, &words.join(", "), Role::Accent),
    }
}

fn draw_row(
    pane: &UploadPane,
    table: &Preflight,
    row: usize,
    candidate: &Candidate,
    line: Rect,
    page: &mut Page<'_, '_>,
) {
    let ground = page.ground(line, row == table.cursor.at());
    let out = table.left_out.contains(&row);
    let (word, role) = match table.fate(row, candidate, &pane.options) {
        _ if out => ("left out", Role::Dim),
        Fate::New => ("new", Role::Good),
        Fate::Suffixed => ("new, with a suffix", Role::Good),
        Fate::There if table.compared.get(&row) == Some(&true) => ("there, same bytes", Role::Dim),
        Fate::There if table.compared.get(&row) == Some(&false) => ("there, OTHER bytes", Role::Warning),
        Fate::There => ("there, same size", Role::Dim),
        Fate::SameSize => ("same size: version if it differs", Role::Warning),
        Fate::Version => ("new version", Role::Warning),
        Fate::Refused => ("name taken: refused", Role::Bad),
    };
    let busy = table.comparing.values().any(|at| *at == row);
    let word = if busy { "comparing" } else { word };
    let theme = page.theme;
    let buf = page.frame.buffer_mut();
    let path = candidate.folder.join(&candidate.name);
    let shown = crate::ops::relative(&path, &pane.to).to_owned();
    let stored = candidate.stored_path();
    let rewritten = candidate.is_rewritten();
    let name = match rewritten {
        true => format!("{shown} {} {}", theme.glyphs.arrow, crate::ops::relative(&stored, &pane.to)),
        false => shown,
    };
    let right = width(word) + usize::from(SIZE) + 3;
    let room = usize::from(line.width).saturating_sub(right);
    let role_of_name = if out {
        Role::Dim
    } else if rewritten {
        Role::Warning
    } else {
        Role::Text
    };
    let name = harmless(&name);
    put(buf, line, 0, &cut(&name, room, theme.glyphs.more), ground.patch(theme.style(role_of_name)));
    let size = if candidate.size == 0 { "?".to_owned() } else { bytes(candidate.size) };
    let at = usize::from(line.width).saturating_sub(width(word) + 2 + width(&size) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), &size, ground.patch(theme.style(Role::Dim)));
    let at = usize::from(line.width).saturating_sub(width(word) + 1);
    put(buf, line, u16::try_from(at).unwrap_or(0), word, ground.patch(theme.style(role)));
}

fn draw_form(pane: &UploadPane, cursor: usize, page: &mut Page<'_, '_>) {
    let list = page.between(0, 3);
    let at = crate::app::widget::Cursor::new(cursor);
    let window = at.window(Item::ALL.len(), usize::from(list.height));
    let first = window.start;
    for (y, row) in (list.y..).zip(window) {
        let Some(item) = Item::ALL.get(row).copied() else { break };
        draw_option(pane, item, Rect { y, height: 1, ..list }, row == cursor, page);
    }
    scrollbar(page.frame.buffer_mut(), list, first, Item::ALL.len(), page.theme);
    let Some(item) = Item::ALL.get(cursor) else { return };
    let (text, role) = match &pane.typing {
        Some(Typing::Option(_, _, Some(error))) => (error.as_str(), Role::Bad),
        _ if item.is_dangerous() => (item.about(), Role::Warning),
        _ => (item.about(), Role::Dim),
    };
    let foot = page.area.height.saturating_sub(2);
    for (n, line) in wrap(text, usize::from(page.area.width)).iter().take(2).enumerate() {
        page.text(foot + u16::try_from(n).unwrap_or(0), line, role);
    }
}

fn draw_option(pane: &UploadPane, item: Item, line: Rect, at_cursor: bool, page: &mut Page<'_, '_>) {
    let ground = page.ground(line, at_cursor);
    let theme = page.theme;
    let buf = page.frame.buffer_mut();
    put(buf, line, 1, item.title(), ground.patch(theme.style(Role::Text)));
    let value = Rect { x: line.x + 21, width: line.width.saturating_sub(22), ..line }.intersection(line);
    if item.is_switch() {
        let on = item.is_on(&pane.options);
        let (word, role) = match (on, item.is_dangerous()) {
            (true, true) => ("yes", Role::Warning),
            (true, false) => ("yes", Role::Good),
            (false, _) => ("no", Role::Dim),
        };
        put(buf, value, 0, word, ground.patch(theme.style(role)));
        return;
    }
    if let Some(Typing::Option(_, field, error)) = pane.typing.as_ref().filter(|_| at_cursor) {
        let role = if error.is_some() { Role::Bad } else { Role::Text };
        return field.draw(page.frame, value, ground.patch(theme.style(role)));
    }
    let text = item.text(&pane.options);
    let (text, role) = if text.is_empty() { ("-".to_owned(), Role::Line) } else { (text, Role::Accent) };
    let text = harmless(&text);
    put(
        buf,
        value,
        0,
        &cut(&text, usize::from(value.width), theme.glyphs.more),
        ground.patch(theme.style(role)),
    );
}
