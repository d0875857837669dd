//! The form: its lines, and what can be done at them.

use super::{Builder, Editing, HOUR, Mode};
use crate::app::widget::Field;
use crate::url::catalog::{self, Entry, Kind};
use crate::url::classic::Position;
use crate::url::draft::{Draft, Item, Line, Path, Remark};
use crate::url::forms::{Rules, Signing};

/// Seconds.
const DAY: i64 = 24 * HOUR;

/// A line under the transformation: how the URL is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Whether it is signed, and for how long.
    Signed,
    /// Where the transformation stands.
    Position,
    /// Whose rules it is written by.
    Rules,
}

impl Choice {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Signed, Self::Position, Self::Rules];
}

/// What is under the cursor.
pub enum Under {
    /// A step or a parameter.
    Line(Line),
    /// How the URL is made.
    Choice(Choice),
}

impl Builder {
    /// Lines of the whole form; there is always one.
    pub fn rows(&self) -> usize {
        self.lines().len() + Choice::ALL.len()
    }

    /// What is under the cursor.
    pub fn under(&self) -> Under {
        let mut lines = self.lines();
        if self.cursor < lines.len() {
            return Under::Line(lines.swap_remove(self.cursor));
        }
        let at = (self.cursor - lines.len()).min(Choice::ALL.len() - 1);
        Under::Choice(Choice::ALL[at])
    }

    /// The place of the step or parameter under the cursor; the end of the draft for the lines below it.
    fn place(&self) -> Path {
        match self.under() {
            Under::Line(line) => line.path,
            Under::Choice(_) => self.lines().pop().map(|line| line.path).unwrap_or_default(),
        }
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by);
        self.clamp();
    }

    fn go_to(&mut self, path: &Path) {
        if let Some(at) = self.lines().iter().position(|line| line.path == *path) {
            self.cursor = at;
        }
        self.clamp();
    }

    /// Changes the line under the cursor, or goes on with what it is: a value is typed, a step gets a
    /// parameter, a choice takes the next.
    pub fn edit(&mut self) {
        match self.under() {
            Under::Choice(Choice::Signed) => self.ask_expiry(),
            Under::Choice(_) => self.nudge(true),
            Under::Line(line) if line.path.is_step() => self.pick(),
            Under::Line(line) => self.edit_value(&line.path, false),
        }
    }

    fn edit_value(&mut self, path: &Path, fresh: bool) {
        let Some(item) = self.draft.item(path) else { return };
        let bare = catalog::entry(item.code()).is_some_and(Entry::is_bare);
        if item.is_block() || bare {
            return;
        }
        let field = Field::new(&item.value(self.draft.layer_kind(path)));
        self.remember();
        self.mode = Mode::Value(Editing { field, fresh });
    }

    /// Gives the value under the cursor another text, while it is typed.
    pub(super) fn take_value(&mut self, text: &str) {
        let path = self.place();
        let kind = self.draft.layer_kind(&path).map(str::to_owned);
        if let Some(item) = self.draft.item_mut(&path) {
            item.set(text, kind.as_deref());
        }
    }

    /// Opens the list of what can be added.
    pub fn pick(&mut self) {
        let place = self.place();
        self.mode = Mode::Add(super::Picker::new(self.draft.scope(&place, self.subject.scope())));
    }

    /// Puts a parameter or a layer behind the line under the cursor, and begins to edit it.
    pub(super) fn add(&mut self, what: super::picker::What) {
        self.remember();
        self.mode = Mode::Form;
        let place = self.outside_of_blocks(what.is_block());
        let added = self.draft.add(&place, what.item());
        let path = match self.draft.item(&added).and_then(|item| item.inside.as_ref()) {
            // The first thing in a layer is what it shows.
            Some(_) => self
                .lines()
                .into_iter()
                .map(|line| line.path)
                .find(|path| path.len() > added.len() && path.starts_with(&added) && !path.is_step()),
            None => None,
        };
        let path = path.unwrap_or(added);
        self.go_to(&path);
        self.edit_value(&path, true);
        // The addition and its value are taken back together.
        if matches!(self.mode, Mode::Value(_)) {
            self.before.pop();
        }
    }

    /// A layer added while the cursor is in a layer goes behind that one; nesting is for those who begin
    /// with the layer's own line.
    fn outside_of_blocks(&self, block: bool) -> Path {
        let place = self.place();
        if block && place.len() > 2 { place.top() } else { place }
    }

    /// Adds an empty step behind the one under the cursor.
    pub fn add_step(&mut self) {
        self.remember();
        let step = self.draft.add_step(&self.place());
        self.go_to(&step);
    }

    /// Changes something at the step or parameter under the cursor, if there is one; the cursor goes where
    /// the change says.
    fn change(&mut self, change: impl FnOnce(&mut Draft, &Path) -> Option<Path>) {
        let Under::Line(line) = self.under() else { return };
        self.remember();
        if let Some(path) = change(&mut self.draft, &line.path) {
            self.go_to(&path);
        }
        self.clamp();
    }

    /// Switches the line under the cursor on or off; a choice takes the next.
    pub fn toggle(&mut self) {
        if let Under::Choice(_) = self.under() {
            self.nudge(true);
            return;
        }
        self.change(|draft, path| {
            draft.toggle(path);
            None
        });
    }

    /// Takes the line under the cursor away.
    pub fn remove(&mut self) {
        self.change(|draft, path| {
            draft.remove(path);
            None
        });
    }

    /// Moves the line under the cursor.
    pub fn shift(&mut self, down: bool) {
        self.change(|draft, path| Some(draft.shift(path, down)));
    }

    /// More or less of the value under the cursor, or the next or the one before.
    pub fn nudge(&mut self, more: bool) {
        match self.under() {
            Under::Choice(Choice::Signed) => self.signing = next_signing(self.signing, more),
            Under::Choice(Choice::Position) => self.turn_position(),
            Under::Choice(Choice::Rules) => self.turn_rules(),
            Under::Line(line) => self.nudge_value(&line.path, more),
        }
    }

    fn nudge_value(&mut self, path: &Path, more: bool) {
        let Some(item) = self.draft.item(path) else { return };
        let kind = self.draft.layer_kind(path).map(str::to_owned);
        let Some(next) = nudged(item, &item.value(kind.as_deref()), more) else { return };
        self.remember();
        if let Some(item) = self.draft.item_mut(path) {
            item.set(&next, kind.as_deref());
        }
    }

    /// The transformation in the path or in the query.
    pub fn turn_position(&mut self) {
        self.position = match self.position {
            Position::Path => Position::Query,
            Position::Query => Position::Path,
        };
    }

    /// By the rules of the newer SDKs or of the Python SDK 4.
    pub fn turn_rules(&mut self) {
        self.rules = match self.rules {
            Rules::Typed => Rules::Classic,
            Rules::Classic => Rules::Typed,
        };
    }

    /// Signed for an hour, for a day, for ever, not at all.
    pub fn turn_signing(&mut self) {
        self.signing = next_signing(self.signing, true);
    }

    /// Asks for how long the signature is to be valid.
    pub fn ask_expiry(&mut self) {
        let text = match self.signing {
            Signing::For(seconds) => span(seconds),
            Signing::Forever | Signing::No => String::new(),
        };
        self.mode = Mode::Expiry(Field::new(&text));
    }

    /// Opens the whole transformation as text.
    pub fn edit_raw(&mut self) {
        self.remember();
        self.mode = Mode::Raw(Field::new(&self.draft.to_string()));
    }

    /// Sets the pixel ratio of the first step; 1 takes it away.
    pub fn set_dpr(&mut self, ratio: u8) {
        self.remember();
        let first = self.draft.stages.first();
        let at = first.and_then(|stage| stage.items.iter().position(|item| item.code() == "dpr"));
        if let (Some(at), Some(stage)) = (at, self.draft.stages.first_mut()) {
            stage.items.remove(at);
        }
        if ratio > 1 {
            self.draft.add(&Path::first_step(), Item::new("dpr", &ratio.to_string()));
        }
        self.clamp();
    }

    /// Whether all that is written has values that the service takes.
    pub fn is_sound(&self) -> bool {
        !self.draft.remarks(self.subject.scope()).iter().any(|(_, remark)| matches!(remark, Remark::Wrong(_)))
    }
}

fn next_signing(signing: Signing, more: bool) -> Signing {
    let order = [Signing::No, Signing::For(HOUR), Signing::For(DAY), Signing::Forever];
    let at = order.iter().position(|own| *own == signing).unwrap_or(0);
    order[if more { at + 1 } else { at + order.len() - 1 } % order.len()]
}

/// A value a little further on: numbers by a step that suits their range, words by the next.
fn nudged(item: &Item, value: &str, more: bool) -> Option<String> {
    let entry = catalog::entry(item.code())?;
    let words: Vec<_> = entry.words().collect();
    if let Some(at) = words.iter().position(|word| *word == value) {
        let next = if more { at + 1 } else { at + words.len() - 1 };
        return Some(words[next % words.len()].to_owned());
    }
    let (negative, digits) = value.strip_prefix('N').map_or((false, value), |digits| (true, digits));
    if let Ok(number) = digits.parse::<i64>() {
        let number = if negative { -number } else { number };
        let range = entry.values.iter().find_map(|kind| match kind {
            Kind::Whole(least, most, _) => Some((*least, *most)),
            _ => None,
        });
        if let Some((least, most)) = range {
            let step = if most - least > 1000 { 10 } else { 5 };
            let next = if more { number + step } else { number - step };
            // Numbers fall in step: 403 is followed by 410.
            let even = if more { next.div_euclid(step) } else { -(-next).div_euclid(step) } * step;
            let next = even.clamp(least, most);
            return Some(if next < 0 { format!("N{}", -next) } else { next.to_string() });
        }
    }
    let number = digits.parse::<f64>().ok().filter(|_| !negative)?;
    let range = entry.values.iter().find_map(|kind| match kind {
        Kind::Decimal(least, most, _) => Some((*least, *most)),
        _ => None,
    });
    let (least, most) = range?;
    let step = if most <= 1.0 { 0.05 } else { 0.5 };
    let next = (if more { number + step } else { number - step }).clamp(least, most);
    Some(format!("{}", (next * 100.0).round() / 100.0))
}

/// A span in seconds as people write it: `1h`, `90m`, `2d`.
pub(super) fn span(seconds: i64) -> String {
    match seconds {
        s if s % DAY == 0 => format!("{}d", s / DAY),
        s if s % HOUR == 0 => format!("{}h", s / HOUR),
        s if s % 60 == 0 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

/// Reads `1h`, `90m`, `2d`, `30s` or a number of seconds; `None` for what is no time or none at all.
pub(super) fn read_span(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let unit = match unit.trim() {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        _ => return None,
    };
    digits.parse::<i64>().ok()?.checked_mul(unit).filter(|seconds| *seconds > 0)
}
