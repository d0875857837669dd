//! Changing the value of one field: a line or lines of text, checked as they are typed, or options to
//! choose from.

use serde_json::{Value, json};

use super::held::Summary;
use crate::app::msg::{Key, KeyCode};
use crate::app::widget::{Cursor, Field};
use crate::model::custom::{CustomField, FieldType, Schema, plain};
use crate::ops::ValueChange;

/// What came of a key.
pub(super) enum Typed {
    /// Nothing yet.
    Stays,
    /// The field is left as it was.
    Left,
    /// This is to become of it.
    Given(ValueChange),
}

/// What happens to the choices that a file has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// They go.
    Overwrite,
    /// They stay beside the chosen ones.
    Append,
    /// The chosen ones are taken out of them.
    Remove,
}

/// A field that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Editor {
    /// Text.
    Text(Box<TextEditor>),
    /// Options.
    Choice(ChoiceEditor),
}

/// Text that is being typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextEditor {
    schema: Schema,
    pub(super) input: Field,
    /// What is wrong with the text so far.
    pub(super) error: Option<String>,
}

/// Options that are being chosen from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChoiceEditor {
    pub(super) options: Vec<Value>,
    pub(super) chosen: Vec<bool>,
    /// Whether several can be chosen, and what happens to those of the file then.
    pub(super) mode: Option<Mode>,
    pub(super) filter: Field,
    pub(super) cursor: Cursor,
    pub(super) error: Option<String>,
    required: bool,
}

impl Editor {
    /// Begins with what is to become of the field, or what all the files hold.
    pub(super) fn new(field: &CustomField, held: &Summary, change: Option<&ValueChange>) -> Self {
        let value = match (change, held) {
            (Some(ValueChange::Set(value)), _) | (None, Summary::Same(value)) => Some(value.clone()),
            (Some(ValueChange::Append(values) | ValueChange::Remove(values)), _) => Some(json!(values)),
            _ => None,
        };
        let schema = &field.schema;
        match schema.field_type {
            FieldType::Boolean => Self::choice(vec![json!(true), json!(false)], value, None, schema),
            FieldType::SingleSelect => {
                Self::choice(schema.options.clone().unwrap_or_default(), value, None, schema)
            }
            FieldType::MultiSelect => {
                let mode = match change {
                    Some(ValueChange::Append(_)) => Mode::Append,
                    Some(ValueChange::Remove(_)) => Mode::Remove,
                    _ => Mode::Overwrite,
                };
                Self::choice(schema.options.clone().unwrap_or_default(), value, Some(mode), schema)
            }
            _ => Self::Text(Box::new(TextEditor {
                schema: schema.clone(),
                input: Field::new(&value.as_ref().map(plain).unwrap_or_default()),
                error: None,
            })),
        }
    }

    fn choice(options: Vec<Value>, value: Option<Value>, mode: Option<Mode>, schema: &Schema) -> Self {
        let is_chosen = |option: &Value| match &value {
            Some(Value::Array(values)) if mode.is_some() => values.contains(option),
            Some(value) => value == option,
            None => false,
        };
        let chosen: Vec<bool> = options.iter().map(is_chosen).collect();
        let cursor = Cursor::new(chosen.iter().position(|chosen| *chosen).unwrap_or(0));
        let (filter, required) = (Field::default(), schema.required);
        Self::Choice(ChoiceEditor { options, chosen, mode, filter, cursor, error: None, required })
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) -> Typed {
        if key.code == KeyCode::Esc || (key.code == KeyCode::Char('c') && key.ctrl) {
            return Typed::Left;
        }
        match self {
            Self::Text(editor) => editor.key(key),
            Self::Choice(editor) => editor.key(key),
        }
    }

    /// Takes pasted text.
    pub(super) fn paste(&mut self, text: &str) {
        match self {
            Self::Text(editor) => editor.paste(text),
            Self::Choice(editor) => {
                editor.filter.paste(text);
                editor.cursor = Cursor::default();
            }
        }
    }

    /// Keys that mean something now.
    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Text(editor) if editor.schema.field_type == FieldType::Textarea => {
                vec![("Enter", "take it"), ("Alt-Enter", "new line"), ("Esc", "leave")]
            }
            Self::Text(_) => vec![("Enter", "take it"), ("Esc", "leave")],
            Self::Choice(ChoiceEditor { mode: Some(_), .. }) => {
                vec![("Space", "choose"), ("Tab", "mode"), ("Enter", "take them"), ("Esc", "leave")]
            }
            Self::Choice(_) => vec![("Enter", "choose"), ("type", "find"), ("Esc", "leave")],
        }
    }
}

impl TextEditor {
    /// Whether it has several lines.
    pub(super) fn is_long(&self) -> bool {
        self.schema.field_type == FieldType::Textarea
    }

    fn key(&mut self, key: Key) -> Typed {
        let breaks = (key.code == KeyCode::Enter && (key.alt || key.shift))
            || (key.code == KeyCode::Char('j') && key.ctrl);
        if breaks && self.is_long() {
            self.put('\n');
        } else if key.code == KeyCode::Enter {
            return match self.schema.read(self.input.text()) {
                Ok(value) => Typed::Given(ValueChange::Set(value)),
                Err(error) => {
                    self.error = Some(error);
                    Typed::Stays
                }
            };
        } else if self.input.key(key) == Some(true) {
            self.check();
        }
        Typed::Stays
    }

    fn paste(&mut self, text: &str) {
        if self.is_long() {
            text.chars().filter(|c| *c == '\n' || !c.is_control()).for_each(|c| self.put(c));
        } else {
            self.input.paste(text);
        }
        self.check();
    }

    fn put(&mut self, c: char) {
        self.input.key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, shift: false });
        self.check();
    }

    fn check(&mut self) {
        self.error = self.schema.read(self.input.text()).err();
    }
}

impl ChoiceEditor {
    /// The options that hold what was typed, those that begin with it first: their indexes.
    pub(super) fn shown(&self) -> Vec<usize> {
        let typed = self.filter.text().to_lowercase();
        let text = |at: &usize| self.options.get(*at).map(plain).unwrap_or_default().to_lowercase();
        let mut shown: Vec<usize> = (0..self.options.len()).filter(|at| text(at).contains(&typed)).collect();
        shown.sort_by_key(|at| !text(at).starts_with(&typed));
        shown
    }

    fn key(&mut self, key: Key) -> Typed {
        self.error = None;
        let shown = self.shown();
        match (key.code, key.ctrl) {
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.cursor.step(1, shown.len()),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.cursor.step(-1, shown.len()),
            (KeyCode::PageDown, _) => self.cursor.step(10, shown.len()),
            (KeyCode::PageUp, _) => self.cursor.step(-10, shown.len()),
            (KeyCode::Tab, _) => self.turn_mode(),
            (KeyCode::Char(' '), false) if self.mode.is_some() => {
                if let Some(chosen) = shown.get(self.cursor.at()).and_then(|at| self.chosen.get_mut(*at)) {
                    *chosen = !*chosen;
                }
            }
            (KeyCode::Enter, _) => return self.give(&shown),
            _ if self.filter.key(key) == Some(true) => self.cursor = Cursor::default(),
            _ => {}
        }
        Typed::Stays
    }

    fn turn_mode(&mut self) {
        self.mode = self.mode.map(|mode| match mode {
            Mode::Overwrite => Mode::Append,
            Mode::Append => Mode::Remove,
            Mode::Remove => Mode::Overwrite,
        });
    }

    fn give(&mut self, shown: &[usize]) -> Typed {
        let under_cursor = shown.get(self.cursor.at()).and_then(|at| self.options.get(*at));
        let Some(mode) = self.mode else {
            return match under_cursor {
                Some(option) => Typed::Given(ValueChange::Set(option.clone())),
                None => Typed::Stays,
            };
        };
        let chosen: Vec<Value> = self
            .options
            .iter()
            .zip(&self.chosen)
            .filter(|(_, chosen)| **chosen)
            .map(|(option, _)| option.clone())
            .collect();
        Typed::Given(match (mode, chosen.is_empty()) {
            (Mode::Overwrite, true) if self.required => {
                self.error = Some("is required: choose one at least".to_owned());
                return Typed::Stays;
            }
            (Mode::Append | Mode::Remove, true) => {
                self.error = Some("choose one at least by Space".to_owned());
                return Typed::Stays;
            }
            (Mode::Overwrite, _) => ValueChange::Set(Value::Array(chosen)),
            (Mode::Append, _) => ValueChange::Append(chosen),
            (Mode::Remove, _) => ValueChange::Remove(chosen),
        })
    }
}

impl Mode {
    /// What it does, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Overwrite => "overwrite",
            Self::Append => "append",
            Self::Remove => "remove",
        }
    }
}
