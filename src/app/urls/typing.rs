//! Keys while something is typed or chosen.

use super::form::{Under, read_span};
use super::menu::Chosen;
use super::picker::Picked;
use super::{Builder, Editing, Menu, Mode, Outcome, Presets};
use crate::app::msg::{Key, KeyCode};
use crate::app::widget::Field;
use crate::url::catalog;
use crate::url::draft::Draft;
use crate::url::forms::{Form, Signing};

/// What came of a key in a line of text.
enum Line {
    Stays,
    Changed,
    Left,
    Given,
}

fn line(field: &mut Field, key: Key) -> Line {
    match key.code {
        KeyCode::Esc => Line::Left,
        KeyCode::Char('c') if key.ctrl => Line::Left,
        KeyCode::Enter => Line::Given,
        _ if field.key(key) == Some(true) => Line::Changed,
        _ => Line::Stays,
    }
}

/// Takes a key.
pub(super) fn key(builder: &mut Builder, key: Key, presets: &Presets) -> Outcome {
    // Taken out while it handles the key, so that it and the rest can both be changed.
    match std::mem::replace(&mut builder.mode, Mode::Form) {
        Mode::Form => {}
        Mode::Value(editing) => value(builder, editing, key),
        Mode::Raw(field) => raw(builder, field, key),
        Mode::Add(mut picker) => match picker.key(key) {
            Picked::No => builder.mode = Mode::Add(picker),
            Picked::Close => {}
            Picked::Take(what) => builder.add(what),
        },
        Mode::Share(mut menu) => match menu.key(key) {
            Chosen::No | Chosen::Drop(_) => builder.mode = Mode::Share(menu),
            Chosen::Close => {}
            Chosen::Take(name) => return name.parse().map_or(Outcome::No, Outcome::Copy),
        },
        Mode::Presets(mut menu) => match menu.key(key) {
            Chosen::No => builder.mode = Mode::Presets(menu),
            Chosen::Close => {}
            Chosen::Take(name) => builder.apply_preset(presets.get(&name)),
            Chosen::Drop(name) => return drop_preset(name, presets),
        },
        Mode::Name(field) => return named(builder, field, key, presets),
        Mode::Expiry(field) => return expiry(builder, field, key),
    }
    Outcome::No
}

/// Takes pasted text: into what is being typed.
pub(super) fn paste(builder: &mut Builder, text: &str) {
    match &mut builder.mode {
        Mode::Form => {}
        Mode::Value(editing) => {
            if std::mem::take(&mut editing.fresh) {
                editing.field = Field::default();
            }
            editing.field.paste(text);
            let text = editing.field.text().to_owned();
            builder.take_value(&text);
        }
        Mode::Raw(field) => {
            field.paste(text);
            builder.draft = Draft::parse(field.text());
        }
        Mode::Add(picker) => {
            picker.field.paste(text);
            picker.search();
        }
        Mode::Share(menu) | Mode::Presets(menu) => menu.field.paste(text),
        Mode::Name(field) | Mode::Expiry(field) => field.paste(text),
    }
}

fn value(builder: &mut Builder, mut editing: Editing, key: Key) {
    match (key.code, key.ctrl) {
        (KeyCode::Enter, _) => return,
        (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => {
            builder.travel(true);
            builder.forget_undone();
            return;
        }
        (KeyCode::Tab | KeyCode::Down, _) => choose(builder, &mut editing, true),
        (KeyCode::BackTab | KeyCode::Up, _) => choose(builder, &mut editing, false),
        (KeyCode::Char(_), false) if std::mem::take(&mut editing.fresh) => {
            editing.field = Field::default();
            editing.field.key(key);
        }
        _ => {
            editing.fresh = false;
            editing.field.key(key);
        }
    }
    let text = editing.field.text().to_owned();
    builder.take_value(&text);
    builder.mode = Mode::Value(editing);
}

/// The next word that the value may be, among those that begin with what was typed if there are any.
fn choose(builder: &Builder, editing: &mut Editing, next: bool) {
    let Under::Line(line) = builder.under() else { return };
    let Some(entry) = builder.draft.item(&line.path).and_then(|item| catalog::entry(item.code())) else {
        return;
    };
    let words: Vec<_> = entry.words().collect();
    if words.is_empty() {
        return;
    }
    let typed = editing.field.text();
    let at = words.iter().position(|word| *word == typed);
    let begun = words.iter().position(|word| !typed.is_empty() && word.starts_with(typed));
    let at = match (at, begun) {
        (Some(at), _) if next => (at + 1) % words.len(),
        (Some(at), _) => (at + words.len() - 1) % words.len(),
        (None, Some(begun)) => begun,
        (None, None) if next => 0,
        (None, None) => words.len() - 1,
    };
    editing.field.set(words[at]);
    editing.fresh = true;
}

fn raw(builder: &mut Builder, mut field: Field, key: Key) {
    match line(&mut field, key) {
        Line::Given => return,
        Line::Left => {
            builder.travel(true);
            builder.forget_undone();
            return;
        }
        Line::Changed => builder.draft = Draft::parse(field.text()),
        Line::Stays => {}
    }
    builder.mode = Mode::Raw(field);
}

fn named(builder: &mut Builder, mut field: Field, key: Key, presets: &Presets) -> Outcome {
    match line(&mut field, key) {
        Line::Left => return Outcome::No,
        Line::Given => {
            let name = field.text().trim().to_owned();
            if name.is_empty() {
                return Outcome::No;
            }
            let mut presets = presets.clone();
            let said = format!("kept as {name}: p brings it back");
            presets.insert(name, builder.draft.to_string());
            return Outcome::Keep(presets, said);
        }
        Line::Changed | Line::Stays => builder.mode = Mode::Name(field),
    }
    Outcome::No
}

fn drop_preset(name: String, presets: &Presets) -> Outcome {
    let mut presets = presets.clone();
    presets.remove(&name);
    Outcome::Keep(presets, format!("{name} is forgotten"))
}

fn expiry(builder: &mut Builder, mut field: Field, key: Key) -> Outcome {
    match line(&mut field, key) {
        Line::Left => return Outcome::No,
        Line::Given => match (field.text().trim(), read_span(field.text())) {
            ("", _) => builder.signing = Signing::Forever,
            (_, Some(seconds)) => builder.signing = Signing::For(seconds),
            (text, None) => {
                let why = format!("{text} is no time: 30m, 1h, 7d, or nothing for ever");
                builder.mode = Mode::Expiry(field);
                return Outcome::Refuse(why);
            }
        },
        Line::Changed | Line::Stays => builder.mode = Mode::Expiry(field),
    }
    Outcome::No
}

impl Builder {
    /// Opens the list of forms that can be copied.
    pub fn share(&mut self) {
        let items = Form::ALL.iter().map(|form| (form.name().to_owned(), form.title().to_owned()));
        self.mode = Mode::Share(Menu::new(items.collect()));
    }

    /// Opens the list of presets. Whether there are any.
    pub fn choose_preset(&mut self, presets: &Presets) -> bool {
        if presets.is_empty() {
            return false;
        }
        let items = presets.iter().map(|(name, chain)| (name.clone(), chain.clone()));
        self.mode = Mode::Presets(Menu::new(items.collect()));
        true
    }

    /// Asks for the name of a preset.
    pub fn name_preset(&mut self) {
        self.mode = Mode::Name(Field::default());
    }

    fn apply_preset(&mut self, chain: Option<&String>) {
        let Some(chain) = chain else { return };
        self.remember();
        self.draft = Draft::parse(chain);
        self.clamp();
    }

    /// Forgets what could be made again: it was never meant.
    fn forget_undone(&mut self) {
        self.after.clear();
    }
}
