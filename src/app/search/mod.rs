//! The prompt of a search: what is typed, what it becomes, and what may come next. What a search
//! finds is shown by the list.

#[cfg(test)]
mod tests;
mod view;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Context;
use super::browse::{Browse, Search};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::Ticket;
use super::msg::{Key, KeyCode};
use super::sheet::{Desk, Scene, Sheet, Stay, Then};
use super::state::State;
use super::widget::Field;
use crate::config::Memory;
use crate::model::Report;
use crate::query::{self, Compiled, CustomField, Error, Proposal, Terms, Vocabulary};

/// Searches that are remembered.
const PAST: usize = 50;
/// Most tags that are proposed: those that most of the loaded files have.
const TAGS: usize = 2000;

/// The prompt of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPrompt {
    field: Field,
    terms: Terms,
    /// The custom metadata fields on their way.
    fields: Option<Ticket>,
    /// The search begins when the fields are here.
    waits: bool,
    /// What the text has become; `None` while there is none.
    compiled: Option<Result<Compiled, Error>>,
    rows: Vec<Row>,
    /// The row that is chosen, if one is.
    chosen: Option<usize>,
    /// The name to keep the search by, while that is typed.
    naming: Option<Field>,
}

/// A row under the prompt.
#[derive(Clone, Debug, PartialEq)]
enum Row {
    /// What may be written next.
    Next(Proposal),
    /// A search that is kept by name.
    Kept(String, String),
    /// A search of before.
    Past(String),
}

/// Opens it. In a search it begins with what was typed.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let state = desk.state;
    let vocabulary = Vocabulary { custom: Vec::new(), ..vocabulary(&state.browse) };
    let terms = Terms { vocabulary, folder: state.browse.list.path.clone(), now: state.now };
    let fields = Some(desk.ask(Call::Fields { deleted: false }, 0));
    let mut prompt = SearchPrompt {
        field: Field::default(),
        terms,
        fields,
        waits: false,
        compiled: None,
        rows: Vec::new(),
        chosen: None,
        naming: None,
    };
    if let Some(search) = &state.browse.list.search {
        prompt.field.set(&search.text);
    }
    prompt.typed(&state.memory);
    Some(Overlay::Search(Box::new(prompt)))
}

/// What the library has, as far as it was seen: the most frequent tags first.
fn vocabulary(browse: &Browse) -> Vocabulary {
    let mut tags: Vec<_> = browse.tags.iter().collect();
    tags.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let mut paths: Vec<String> = browse
        .family
        .values()
        .flat_map(|children| children.folders().iter().map(|folder| folder.path.as_str().to_owned()))
        .collect();
    paths.sort_unstable();
    let tags = tags.into_iter().take(TAGS).map(|(tag, _)| tag.to_string()).collect();
    Vocabulary { tags, paths, custom: Vec::new() }
}

impl SearchPrompt {
    /// The kept search that the text names by `@name`.
    fn kept<'a>(&self, memory: &'a Memory) -> Option<&'a str> {
        let name = self.field.text().trim().strip_prefix('@')?;
        memory.searches.get(name).map(String::as_str)
    }

    /// The text that is searched for.
    fn wanted<'a>(&'a self, memory: &'a Memory) -> &'a str {
        self.kept(memory).unwrap_or_else(|| self.field.text().trim())
    }

    /// After the text has changed.
    fn typed(&mut self, memory: &Memory) {
        self.waits = false;
        self.chosen = None;
        let text = self.field.text();
        self.compiled = match self.kept(memory) {
            Some(kept) => Some(query::compile(kept, &self.terms)),
            None if text.trim().is_empty() || text.starts_with('@') => None,
            None => Some(query::compile(text, &self.terms)),
        };
        self.rows = self.proposals(memory);
    }

    fn proposals(&self, memory: &Memory) -> Vec<Row> {
        let text = self.field.text();
        let name = text.trim().strip_prefix('@');
        if text.trim().is_empty() || name.is_some() {
            let begun = name.unwrap_or_default();
            let kept = memory.searches.iter().filter(|(name, _)| name.starts_with(begun));
            let kept = kept.map(|(name, text)| Row::Kept(name.clone(), text.clone()));
            let past = memory.past_searches.iter().filter(|_| name.is_none()).cloned().map(Row::Past);
            return kept.chain(past).collect();
        }
        let cursor = self.field.cursor_byte();
        query::propose(text, cursor, &self.terms.vocabulary).into_iter().map(Row::Next).collect()
    }

    /// Moves among the rows; above the first one is the prompt itself.
    fn step(&mut self, down: bool) {
        let rows = self.rows.len();
        self.chosen = match (self.chosen, down) {
            _ if rows == 0 => None,
            (None, true) => Some(0),
            (None, false) => Some(rows - 1),
            (Some(at), true) => Some((at + 1).min(rows - 1)),
            (Some(at), false) => at.checked_sub(1),
        };
    }

    /// Writes what a row says into the prompt.
    fn fill(&mut self, at: usize, memory: &Memory) {
        match self.rows.get(at) {
            Some(Row::Next(next)) => {
                let text = self.field.text();
                let before = text.get(..next.span.start).unwrap_or_default();
                let after = text.get(next.span.end..).unwrap_or_default();
                // A name goes on with its value, a bracket with the first of a list.
                let open = next.text.ends_with([':', '[', '"']) && !next.text.ends_with("\"\"");
                let blank = if after.is_empty() && !open { " " } else { "" };
                let written = format!("{before}{}{blank}", next.text);
                let cursor = written.chars().count();
                self.field = Field::with_cursor(&format!("{written}{after}"), cursor);
            }
            Some(Row::Kept(_, text) | Row::Past(text)) => self.field.set(&text.clone()),
            None => return,
        }
        self.typed(memory);
    }

    fn enter(&mut self, desk: &mut Desk<'_>) -> Stay {
        let memory = &desk.state.memory;
        match self.chosen.and_then(|at| self.rows.get(at)) {
            Some(Row::Next(_)) => {
                self.fill(self.chosen.unwrap_or(0), memory);
                return Stay::Open;
            }
            Some(Row::Kept(..) | Row::Past(_)) => self.fill(self.chosen.unwrap_or(0), memory),
            None => {}
        }
        self.begin(desk)
    }

    /// Begins the search; where it can't be told yet what is meant, when the fields are here.
    fn begin(&mut self, desk: &mut Desk<'_>) -> Stay {
        if self.field.text().trim().is_empty() {
            return Stay::Close;
        }
        if self.fields.is_some() {
            self.waits = true;
            return Stay::Open;
        }
        let Some(Ok(compiled)) = &self.compiled else { return Stay::Open };
        let text = self.wanted(&desk.state.memory).to_owned();
        let search = Search {
            text: text.clone(),
            query: compiled.query.clone(),
            here: compiled.here.clone(),
            rows: None,
            folder: self.terms.folder.clone(),
        };
        let mut memory = desk.state.memory.clone();
        memory.past_searches.retain(|past| *past != text);
        memory.past_searches.insert(0, text);
        memory.past_searches.truncate(PAST);
        desk.then(Then::Remember(Box::new(memory)));
        desk.then(Then::Search(Box::new(search)));
        Stay::Close
    }

    fn name_key(&mut self, key: Key, desk: &mut Desk<'_>) {
        let Some(name) = &mut self.naming else { return };
        match key.code {
            KeyCode::Esc => self.naming = None,
            KeyCode::Enter => {
                let name = name.text().trim().trim_start_matches('@').to_owned();
                if name.is_empty() {
                    return;
                }
                self.naming = None;
                let mut memory = desk.state.memory.clone();
                let text = self.wanted(&desk.state.memory).to_owned();
                memory.searches.insert(name.clone(), text);
                desk.then(Then::Remember(Box::new(memory)));
                desk.then(Then::Toast(format!("kept: @{name} finds it again"), super::theme::Role::Good));
            }
            _ => drop(name.key(key)),
        }
    }

    /// Forgets the kept or past search that is chosen.
    fn forget(&mut self, desk: &mut Desk<'_>) {
        let Some(row) = self.chosen.and_then(|at| self.rows.get(at)) else { return };
        let mut memory = desk.state.memory.clone();
        match row {
            Row::Kept(name, _) => drop(memory.searches.remove(name)),
            Row::Past(text) => memory.past_searches.retain(|past| past != text),
            Row::Next(_) => return,
        }
        let chosen = self.chosen;
        self.typed(&memory);
        self.chosen = chosen.filter(|_| !self.rows.is_empty()).map(|at| at.min(self.rows.len() - 1));
        desk.then(Then::Remember(Box::new(memory)));
    }

    fn is_kept_row(&self) -> bool {
        matches!(self.chosen.and_then(|at| self.rows.get(at)), Some(Row::Kept(..) | Row::Past(_)))
    }
}

impl Sheet for SearchPrompt {
    fn area(&self, state: &State) -> Rect {
        view::area(state)
    }

    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn context(&self) -> Option<Context> {
        None
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        if self.naming.is_some() {
            self.name_key(key, desk);
            return Stay::Open;
        }
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) => return Stay::Close,
            (KeyCode::Enter, _) => return self.enter(desk),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.step(true),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.step(false),
            (KeyCode::Tab, _) => self.fill(self.chosen.unwrap_or(0), &desk.state.memory),
            (KeyCode::Char('s'), true) => {
                if matches!(self.compiled, Some(Ok(_))) {
                    self.naming = Some(Field::default());
                }
            }
            (KeyCode::Delete, _) | (KeyCode::Char('x'), true) if self.is_kept_row() => self.forget(desk),
            _ => {
                // Moving within the text changes what may come there.
                if self.field.key(key).is_some() {
                    self.typed(&desk.state.memory);
                }
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, desk: &mut Desk<'_>) {
        match &mut self.naming {
            Some(name) => name.paste(text),
            None => {
                self.field.paste(text);
                self.typed(&desk.state.memory);
            }
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, desk: &mut Desk<'_>) {
        if self.fields != Some(ticket) {
            return;
        }
        self.fields = None;
        match result {
            Ok(Answer::Fields(fields)) => {
                let custom = fields.iter().filter_map(|field| field.custom()).map(|field| CustomField {
                    name: field.name,
                    kind: field.schema.field_type,
                    options: field.schema.options.unwrap_or_default(),
                });
                self.terms.vocabulary.custom = custom.collect();
            }
            Ok(_) => {}
            Err(report) => desk.then(Then::Trouble(report.clone())),
        }
        let (waited, chosen) = (self.waits, self.chosen);
        self.typed(&desk.state.memory);
        self.chosen = chosen.filter(|at| *at < self.rows.len());
        if waited {
            // Where it begins, what lies over the panes is closed with it.
            self.begin(desk);
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.naming.is_some() {
            return vec![("Enter", "keep"), ("Esc", "back")];
        }
        if self.is_kept_row() {
            return vec![("Enter", "search"), ("Tab", "edit"), ("Ctrl-X", "forget"), ("Esc", "leave")];
        }
        let mut hints = vec![("Enter", "search"), ("Tab", "complete"), ("Up Down", "choose")];
        if matches!(self.compiled, Some(Ok(_))) {
            hints.push(("Ctrl-S", "keep by name"));
        }
        hints.push(("Esc", "leave"));
        hints
    }
}
