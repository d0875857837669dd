use super::*;

fn key(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

fn dialog() -> TagsDialog {
    let held = HashMap::from([(Tag::from("red"), 3), (Tag::from("blue"), 1)]);
    let library = HashMap::from([(Tag::from("red"), 9), (Tag::from("blue"), 2), (Tag::from("green"), 5)]);
    TagsDialog::new(About::Selection, 3, &held, &library)
}

fn type_in(dialog: &mut TagsDialog, text: &str) {
    for c in text.chars() {
        assert!(matches!(dialog.key(key(KeyCode::Char(c))), Outcome::No));
    }
}

fn tags(rows: &[Tag]) -> Vec<&str> {
    rows.iter().map(|tag| &**tag).collect()
}

#[test]
fn three_states_in_the_order_of_use() {
    let dialog = dialog();
    let rows: Vec<_> = dialog.shown().0.map(|row| (&*row.tag, row.before)).collect();
    assert_eq!(rows, [("red", Holds::All), ("blue", Holds::Some), ("green", Holds::None)]);
}

#[test]
fn space_walks_through_the_states_and_back() {
    let mut dialog = dialog();
    dialog.key(key(KeyCode::Down));
    for (add, remove) in [(vec!["blue"], vec![]), (vec![], vec!["blue"]), (vec![], vec![])] {
        dialog.key(key(KeyCode::Char(' ')));
        assert_eq!((tags(&dialog.to_add()), tags(&dialog.to_remove())), (add, remove));
    }
}

#[test]
fn a_new_tag_is_typed_and_applied_by_two_enters() {
    let mut dialog = dialog();
    type_in(&mut dialog, "campaign-x");
    assert!(matches!(dialog.key(key(KeyCode::Enter)), Outcome::No));
    assert_eq!(tags(&dialog.to_add()), ["campaign-x"]);
    assert!(matches!(dialog.key(key(KeyCode::Enter)), Outcome::Apply));
}

#[test]
fn typing_completes_from_the_library() {
    let mut dialog = dialog();
    type_in(&mut dialog, "gr");
    dialog.key(key(KeyCode::Tab));
    assert_eq!(dialog.field.text(), "green");
    dialog.key(key(KeyCode::Enter));
    assert_eq!(tags(&dialog.to_add()), ["green"]);
}

#[test]
fn a_bad_tag_is_refused_with_a_reason_and_kept_to_be_mended() {
    for (bad, word) in [("50%", "%"), ("a,b", "comma")] {
        let mut dialog = dialog();
        type_in(&mut dialog, bad);
        assert!(matches!(dialog.key(key(KeyCode::Enter)), Outcome::No));
        assert!(dialog.error.as_deref().is_some_and(|error| error.contains(word)));
        assert_eq!(dialog.field.text(), bad);
        assert!(dialog.to_add().is_empty());
    }
}

#[test]
fn nothing_changed_is_nothing_to_apply() {
    assert!(matches!(dialog().key(key(KeyCode::Enter)), Outcome::Close));
}
