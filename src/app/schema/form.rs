//! A field that is being made or changed: a line each for its name, label, type and rules, checked as
//! they are typed.

use crate::app::msg::{Key, KeyCode};
use crate::app::widget::Field as Input;
use crate::model::AssetId;
use crate::model::custom::{
    Field, FieldChange, FieldType, MAX_DESCRIPTION, NewField, Problems, Schema, number, plain, read_options,
    write_options,
};
use serde_json::Value;

/// A line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Name,
    Label,
    Type,
    Options,
    Min,
    Max,
    MinLength,
    MaxLength,
    Required,
    Default,
    Description,
}

impl Line {
    const ALL: [Self; 11] = [
        Self::Name,
        Self::Label,
        Self::Type,
        Self::Options,
        Self::Min,
        Self::Max,
        Self::MinLength,
        Self::MaxLength,
        Self::Required,
        Self::Default,
        Self::Description,
    ];

    /// What it is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Label => "Label",
            Self::Type => "Type",
            Self::Options => "Options",
            Self::Min => "Least value",
            Self::Max => "Greatest value",
            Self::MinLength => "Least characters",
            Self::MaxLength => "Most characters",
            Self::Required => "Required",
            Self::Default => "Default",
            Self::Description => "Description",
        }
    }

    /// What the API calls it.
    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Label => "label",
            Self::Type => "type",
            Self::Options => "selectOptions",
            Self::Min => "minValue",
            Self::Max => "maxValue",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Required => "isValueRequired",
            Self::Default => "defaultValue",
            Self::Description => "description",
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Write {
    /// This field is new.
    Create(NewField),
    /// This field changes.
    Update(AssetId, FieldChange),
}

/// What came of a key.
pub(super) enum Filled {
    /// Nothing yet.
    Stays,
    /// The form is complete and right.
    Given(Box<Write>),
}

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldForm {
    /// The field that is changed; `None` for a new one.
    old: Option<Field>,
    field_type: FieldType,
    required: bool,
    inputs: [Input; Line::ALL.len()],
    at: Line,
    problems: Problems,
    /// Whether problems of lines that are still empty are shown: not before Enter.
    strict: bool,
    failure: Option<String>,
}

impl FieldForm {
    /// A new field.
    pub(super) fn new() -> Self {
        Self {
            old: None,
            field_type: FieldType::Text,
            required: false,
            inputs: Default::default(),
            at: Line::Name,
            problems: Problems::new(),
            strict: false,
            failure: None,
        }
    }

    /// A field as it is.
    pub(super) fn of(field: &Field, schema: &Schema) -> Self {
        let mut form = Self {
            old: Some(field.clone()),
            field_type: schema.field_type,
            required: schema.required,
            at: Line::Label,
            strict: true,
            ..Self::new()
        };
        let length = |length: Option<u64>| length.map(|length| length.to_string());
        let value = |value: &Option<Value>| value.as_ref().map(plain);
        let default = match &schema.default {
            Some(Value::Array(chosen)) => Some(write_options(chosen)),
            default => value(default),
        };
        let texts = [
            (Line::Name, Some(field.name.clone())),
            (Line::Label, Some(field.label.clone())),
            (Line::Options, schema.options.as_deref().map(write_options)),
            (Line::Min, value(&schema.min)),
            (Line::Max, value(&schema.max)),
            (Line::MinLength, length(schema.min_length)),
            (Line::MaxLength, length(schema.max_length)),
            (Line::Default, default),
            (Line::Description, field.description.clone()),
        ];
        for (line, text) in texts {
            *form.input_mut(line) = Input::new(&text.unwrap_or_default());
        }
        form
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key, others: &[Field]) -> Filled {
        self.failure = None;
        match (key.code, self.at) {
            (KeyCode::Enter, _) => return self.give(others),
            (KeyCode::Char('s'), _) if key.ctrl => return self.give(others),
            (KeyCode::Tab | KeyCode::Down, _) => self.step(1),
            (KeyCode::BackTab | KeyCode::Up, _) => self.step(-1),
            (KeyCode::Right | KeyCode::Char(' '), Line::Type) => self.turn_type(1),
            (KeyCode::Left, Line::Type) => self.turn_type(-1),
            (KeyCode::Char(letter), Line::Type) => self.find_type(letter),
            (KeyCode::Char(_) | KeyCode::Left | KeyCode::Right, Line::Required) => {
                self.required = !self.required;
            }
            (_, Line::Type | Line::Required) => {}
            (_, Line::Name) if self.old.is_some() => {}
            (_, at) => {
                self.input_mut(at).key(key);
            }
        }
        self.check(others);
        Filled::Stays
    }

    /// Takes pasted text into the line that is typed.
    pub(super) fn paste(&mut self, text: &str, others: &[Field]) {
        let fixed =
            matches!(self.at, Line::Type | Line::Required) || (self.at == Line::Name && self.old.is_some());
        if !fixed {
            self.input_mut(self.at).paste(text);
            self.check(others);
        }
    }

    /// Keys that mean something in this line.
    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let enter = if self.old.is_some() { "save" } else { "make it" };
        let mut hints = vec![("Enter", enter), ("Tab", "next"), ("Esc", "leave")];
        match self.at {
            Line::Type if self.old.is_none() => hints.push(("Left Right", "type")),
            Line::Required => hints.push(("Space", "yes or no")),
            _ => {}
        }
        hints
    }

    /// The lines that the type has.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> + use<> {
        let field_type = self.field_type;
        Line::ALL.into_iter().filter(move |line| match line {
            Line::Options => matches!(field_type, FieldType::SingleSelect | FieldType::MultiSelect),
            Line::Min | Line::Max => matches!(field_type, FieldType::Number | FieldType::Date),
            Line::MinLength | Line::MaxLength => matches!(field_type, FieldType::Text | FieldType::Textarea),
            _ => true,
        })
    }

    /// The line that has the keys.
    pub(super) fn at(&self) -> Line {
        self.at
    }

    /// Whether a field is changed, rather than made.
    pub(super) fn changes(&self) -> Option<&Field> {
        self.old.as_ref()
    }

    /// The type and whether a value is required.
    pub(super) fn settings(&self) -> (FieldType, bool) {
        (self.field_type, self.required)
    }

    /// What is typed in a line.
    pub(super) fn input(&self, line: Line) -> &Input {
        &self.inputs[line as usize]
    }

    fn input_mut(&mut self, line: Line) -> &mut Input {
        &mut self.inputs[line as usize]
    }

    /// What is wrong with a line; of an empty one only once it was tried to send it.
    pub(super) fn problem(&self, line: Line) -> Option<&str> {
        let is_empty = self.input(line).text().is_empty() && !matches!(line, Line::Type | Line::Required);
        let problem = self.problems.get(line.key())?;
        (self.strict || !is_empty).then_some(problem)
    }

    /// Why the service refused it.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The service refused it.
    pub(super) fn failed(&mut self, why: String) {
        self.failure = Some(why);
    }

    fn step(&mut self, by: isize) {
        let lines: Vec<Line> = self.lines().collect();
        let now = lines.iter().position(|line| *line == self.at).unwrap_or(0);
        let next = now.saturating_add_signed(by).min(lines.len().saturating_sub(1));
        if let Some(line) = lines.get(next) {
            self.at = *line;
        }
    }

    /// A type never changes once a field is made.
    fn turn_type(&mut self, by: isize) {
        if self.old.is_some() {
            self.failure = Some("The type of a field never changes: make another field".to_owned());
            return;
        }
        let all = FieldType::ALL;
        let now = all.iter().position(|field_type| *field_type == self.field_type).unwrap_or(0);
        let next = (now + all.len()).saturating_add_signed(by) % all.len();
        if let Some(field_type) = all.get(next) {
            self.field_type = *field_type;
        }
    }

    /// The next type that begins with the letter.
    fn find_type(&mut self, letter: char) {
        for _ in FieldType::ALL {
            self.turn_type(1);
            let begins = self.field_type.as_str().starts_with(letter.to_ascii_uppercase());
            if begins || self.old.is_some() {
                return;
            }
        }
    }

    /// The schema that is typed, with what can't even be read.
    fn schema(&self) -> (Schema, Problems) {
        let mut problems = Problems::new();
        let lines: Vec<Line> = self.lines().collect();
        let text = |line: Line| {
            let text = self.input(line).text().trim();
            (lines.contains(&line) && !text.is_empty()).then(|| text.to_owned())
        };
        let mut schema = Schema { required: self.required, ..Schema::new(self.field_type) };
        schema.options = text(Line::Options).map(|text| read_options(&text));
        if lines.contains(&Line::Options) && schema.options.is_none() {
            schema.options = Some(Vec::new());
        }
        for (line, bound) in [(Line::Min, &mut schema.min), (Line::Max, &mut schema.max)] {
            *bound = text(line).map(|text| match self.field_type {
                FieldType::Number => number(&text).unwrap_or(Value::String(text)),
                _ => Value::String(text),
            });
        }
        for (line, length) in
            [(Line::MinLength, &mut schema.min_length), (Line::MaxLength, &mut schema.max_length)]
        {
            match text(line).map(|text| text.parse()).transpose() {
                Ok(read) => *length = read,
                Err(_) => {
                    problems.insert(line.key().to_owned(), "should be a whole number".to_owned());
                }
            }
        }
        // Rules come first: a default is judged by them.
        match text(Line::Default).map(|text| schema.read(&text)).transpose() {
            Ok(default) => schema.default = default,
            Err(why) => {
                problems.insert(Line::Default.key().to_owned(), why);
            }
        }
        (schema, problems)
    }

    fn check(&mut self, others: &[Field]) {
        let (schema, mut problems) = self.schema();
        for (key, why) in schema.problems() {
            problems.entry(key).or_insert(why);
        }
        let (name, label) = (self.input(Line::Name).text().trim(), self.label());
        let own = self.old.as_ref().map(|old| &old.id);
        let mut others = others.iter().filter(|other| Some(&other.id) != own);
        if name.is_empty() {
            problems.insert(Line::Name.key().to_owned(), "is required".to_owned());
        } else if let Some(taken) = others.clone().find(|other| other.name == name) {
            let why = if taken.deleted { "had this name: it can't be used again" } else { "has this name" };
            problems.insert(Line::Name.key().to_owned(), format!("{} {why}", taken.label));
        }
        if others.any(|other| !other.deleted && other.label == label) {
            problems.insert(Line::Label.key().to_owned(), "another field has this label".to_owned());
        }
        if self.input(Line::Description).text().chars().count() > MAX_DESCRIPTION {
            let why = format!("should have at most {MAX_DESCRIPTION} characters");
            problems.insert(Line::Description.key().to_owned(), why);
        }
        self.problems = problems;
    }

    /// The label; the name where none is typed.
    fn label(&self) -> &str {
        let label = self.input(Line::Label).text().trim();
        if label.is_empty() { self.input(Line::Name).text().trim() } else { label }
    }

    fn give(&mut self, others: &[Field]) -> Filled {
        self.strict = true;
        self.check(others);
        if let Some(line) = self.lines().find(|line| self.problems.contains_key(line.key())) {
            self.at = line;
            return Filled::Stays;
        }
        let (schema, _) = self.schema();
        let description = self.input(Line::Description).text().trim().to_owned();
        let label = self.label().to_owned();
        let Some(old) = &self.old else {
            let name = self.input(Line::Name).text().trim().to_owned();
            let description = (!description.is_empty()).then_some(description);
            return Filled::Given(Box::new(Write::Create(NewField { name, label, schema, description })));
        };
        let change = FieldChange {
            label: (label != old.label).then_some(label),
            schema: (Some(&schema) != old.schema.as_ref()).then_some(schema),
            description: (description != old.description.as_deref().unwrap_or_default())
                .then_some(description),
        };
        if change == FieldChange::default() {
            self.failure = Some("Nothing is changed yet: Esc leaves it as it is".to_owned());
            return Filled::Stays;
        }
        Filled::Given(Box::new(Write::Update(old.id.clone(), change)))
    }

    /// What the service kept although it was taken out of the form: the API only replaces rules, and
    /// may not take one away (imagekit-api.md 2.12).
    pub(super) fn not_taken(&self, field: &Field) -> Option<String> {
        let (asked, _) = self.schema();
        let differs = field.schema.as_ref().is_some_and(|schema| *schema != asked);
        differs.then(|| "The service kept rules that were taken out: look at the field again".to_owned())
    }
}
