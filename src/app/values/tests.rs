//! What the files hold, and editors, by keys.

use serde_json::{Value, json};

use super::editor::{Editor, Typed};
use super::held::{Held, Summary, values};
use crate::app::msg::{Key, KeyCode};
use crate::model::AssetId;
use crate::model::custom::{CustomField, FieldType, Schema};
use crate::ops::ValueChange;

fn field(schema: Schema) -> CustomField {
    let (name, label) = ("colours".to_owned(), "Colours".to_owned());
    CustomField { id: AssetId::new("1"), name, label, schema, description: None, deleted: false }
}

fn press(editor: &mut Editor, code: KeyCode) -> Option<ValueChange> {
    match editor.key(Key { code, ctrl: false, alt: false, shift: false }) {
        Typed::Given(change) => Some(change),
        Typed::Stays | Typed::Left => None,
    }
}

fn several(required: bool) -> Schema {
    Schema {
        options: Some(vec![json!("red"), json!("blue")]),
        required,
        ..Schema::new(FieldType::MultiSelect)
    }
}

#[test]
fn what_files_hold_is_summed_up() {
    let file = |custom: Value| values(&json!({ "customMetadata": custom }));
    let held = Held::Known(vec![
        file(json!({ "same": 1, "some": "x", "differs": 1 })),
        file(json!({ "same": 1, "differs": 2, "some": null })),
    ]);
    assert_eq!(held.summary("same"), Summary::Same(json!(1)));
    assert_eq!(held.summary("some"), Summary::Differs { values: 1, without: 1 });
    assert_eq!(held.summary("differs"), Summary::Differs { values: 2, without: 0 });
    assert_eq!((held.summary("other"), held.without("other")), (Summary::None, 2));
    assert_eq!((Held::Asked.summary("same"), Held::Asked.without("same")), (Summary::Unknown, 0));
}

#[test]
fn choices_overwrite_append_or_remove() {
    let held = Summary::Same(json!(["red"]));
    let (red, blue) = (json!("red"), json!("blue"));
    let expected = [
        ValueChange::Set(json!([red, blue])),
        ValueChange::Append(vec![red.clone(), blue.clone()]),
        ValueChange::Remove(vec![red, blue]),
    ];
    for (tabs, expected) in expected.into_iter().enumerate() {
        let mut editor = Editor::new(&field(several(false)), &held, None);
        (0..tabs).for_each(|_| assert_eq!(press(&mut editor, KeyCode::Tab), None));
        press(&mut editor, KeyCode::Down);
        press(&mut editor, KeyCode::Char(' '));
        assert_eq!(press(&mut editor, KeyCode::Enter), Some(expected));
    }
}

#[test]
fn a_required_choice_is_not_taken_away() {
    let mut editor = Editor::new(&field(several(true)), &Summary::Same(json!(["red"])), None);
    press(&mut editor, KeyCode::Char(' '));
    assert_eq!(press(&mut editor, KeyCode::Enter), None);
}

#[test]
fn what_is_typed_is_given_only_when_it_keeps_the_rules() {
    let number = Schema { min: Some(json!(5)), ..Schema::new(FieldType::Number) };
    let mut editor = Editor::new(&field(number), &Summary::None, None);
    press(&mut editor, KeyCode::Char('4'));
    assert_eq!(press(&mut editor, KeyCode::Enter), None);
    press(&mut editor, KeyCode::Char('2'));
    assert_eq!(press(&mut editor, KeyCode::Enter), Some(ValueChange::Set(json!(42))));
}
