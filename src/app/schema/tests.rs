//! The form of a field, by keys.

use serde_json::json;

use super::form::{FieldForm, Filled, Line, Write};
use crate::app::msg::{Key, KeyCode};
use crate::model::AssetId;
use crate::model::custom::{Field, FieldType, NewField, Schema};

fn press(form: &mut FieldForm, code: KeyCode, others: &[Field]) -> Option<Write> {
    match form.key(Key { code, ctrl: false, alt: false, shift: false }, others) {
        Filled::Given(write) => Some(*write),
        Filled::Stays => None,
    }
}

fn write(form: &mut FieldForm, text: &str, others: &[Field]) {
    text.chars().for_each(|c| assert_eq!(press(form, KeyCode::Char(c), others), None));
}

fn brand(deleted: bool) -> Field {
    let schema = Schema { max_length: Some(8), ..Schema::new(FieldType::Text) };
    Field {
        id: AssetId::new("0123456789abcdef01234567"),
        name: "brand".into(),
        label: "Brand".into(),
        description: None,
        reserved: false,
        deleted,
        schema: Some(schema),
        raw: json!({}),
    }
}

#[test]
fn the_label_is_the_name_where_none_is_typed() {
    let mut form = FieldForm::new();
    assert_eq!(press(&mut form, KeyCode::Enter, &[]), None, "without a name nothing is sent");
    assert_eq!(form.problem(Line::Name), Some("is required"));
    write(&mut form, "rights", &[]);
    let (name, label) = ("rights".to_owned(), "rights".to_owned());
    let new = NewField { name, label, schema: Schema::new(FieldType::Text), description: None };
    assert_eq!(press(&mut form, KeyCode::Enter, &[]), Some(Write::Create(new)));
}

#[test]
fn a_name_that_was_deleted_stays_taken() {
    let mut form = FieldForm::new();
    write(&mut form, "brand", &[brand(true)]);
    assert!(form.problem(Line::Name).is_some_and(|why| why.contains("can't be used again")));
    assert_eq!(press(&mut form, KeyCode::Enter, &[brand(true)]), None);
}

#[test]
fn only_what_changed_is_sent_and_the_type_never_is() {
    let field = brand(false);
    let schema = field.schema.clone().expect("a schema");
    let mut form = FieldForm::of(&field, &schema);
    let others = [field];
    assert_eq!(press(&mut form, KeyCode::Enter, &others), None, "nothing is changed");
    press(&mut form, KeyCode::Tab, &others);
    press(&mut form, KeyCode::Right, &others);
    assert_eq!(form.settings().0, FieldType::Text);
    press(&mut form, KeyCode::BackTab, &others);
    write(&mut form, "s", &others);
    let Some(Write::Update(_, change)) = press(&mut form, KeyCode::Enter, &others) else {
        panic!("a change is sent");
    };
    assert_eq!((change.label.as_deref(), change.schema, change.description), (Some("Brands"), None, None));
}
