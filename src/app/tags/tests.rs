use super::*;
use crate::model::AiTag;

fn key(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

fn dialog() -> TagsDialog {
    let held = HashMap::from([(Tag::from("red"), 3), (Tag::from("blue"), 1)]);
    let library = HashMap::from([(Tag::from("red"), 9), (Tag::from("blue"), 2), (Tag::from("green"), 5)]);
    TagsDialog::new(About::Selection, 3, &held, library.iter().map(|(tag, files)| (tag, *files)).collect())
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

fn seen(name: &str, confidence: f32, source: &str) -> AiTag {
    AiTag { name: name.into(), confidence, source: source.into() }
}

fn with_ai() -> TagsDialog {
    let one = [seen("dog", 90.0, "google-auto-tagging"), seen("dog", 70.5, "aws-auto-tagging")];
    let two = [seen("dog", 80.0, "google-auto-tagging"), seen("car", 60.0, "google-auto-tagging")];
    dialog().with_ai(AiTags::new([&one[..], &two[..], &[]].into_iter()))
}

#[test]
fn ai_tags_are_counted_once_a_file_with_the_range_of_confidence_and_all_sources() {
    let dialog = with_ai();
    let (rows, cursor) = dialog.ai.shown();
    let facts: Vec<_> = rows.iter().map(|row| (&*row.tag, row.files, row.confidence)).collect();
    assert_eq!((facts, cursor), (vec![("dog", 2, (70.5, 90.0)), ("car", 1, (60.0, 60.0))], 0));
    assert_eq!(rows[0].sources, ["google-auto-tagging".into(), "aws-auto-tagging".into()]);
}

#[test]
fn ai_tags_are_removed_and_promoted_by_keys_of_their_block() {
    let mut dialog = with_ai();
    let space = key(KeyCode::Char(' '));
    let promote = Key { ctrl: true, ..key(KeyCode::Char('t')) };
    dialog.key(key(KeyCode::Tab));
    dialog.key(space);
    dialog.key(key(KeyCode::Down));
    dialog.key(promote);
    assert_eq!(tags(&dialog.ai.to_remove()), ["dog", "car"]);
    assert_eq!(tags(&dialog.ai.to_promote()), ["car"]);
    assert!(dialog.to_add().is_empty() && dialog.to_remove().is_empty(), "tags are another matter");
    dialog.key(promote);
    assert_eq!(tags(&dialog.ai.to_remove()), ["dog"]);
    // Up past the first leaves the block; the next Space is about the tag under the cursor.
    dialog.key(key(KeyCode::Up));
    dialog.key(key(KeyCode::Up));
    dialog.key(space);
    assert_eq!((tags(&dialog.to_remove()), tags(&dialog.ai.to_remove())), (vec!["red"], vec!["dog"]));
    assert!(matches!(dialog.key(key(KeyCode::Enter)), Outcome::Apply));
}

#[test]
fn typing_leaves_the_ai_tags_and_down_past_the_last_tag_enters_them() {
    let mut dialog = with_ai();
    for _ in 0..3 {
        dialog.key(key(KeyCode::Down));
    }
    dialog.key(key(KeyCode::Char(' ')));
    assert_eq!(tags(&dialog.ai.to_remove()), ["dog"]);
    type_in(&mut dialog, "new");
    assert_eq!(dialog.field.text(), "new");
    dialog.key(key(KeyCode::Enter));
    assert_eq!(tags(&dialog.to_add()), ["new"]);
}

#[test]
fn what_is_learned_is_completed_and_moves_nothing_under_the_finger() {
    let mut dialog = dialog();
    type_in(&mut dialog, "mine");
    dialog.key(key(KeyCode::Enter));
    for _ in 0..3 {
        dialog.key(key(KeyCode::Down));
    }
    let under_cursor = {
        let (mut rows, cursor) = dialog.shown();
        rows.nth(cursor).map(|row| row.tag.to_string())
    };
    assert_eq!(under_cursor.as_deref(), Some("green"));
    let (grey, green) = (Tag::from("Grey"), Tag::from("green"));
    dialog.learn(&[(&grey, 50), (&green, 6)]);
    let rows: Vec<_> = dialog.shown().0.map(|row| (row.tag.to_string(), row.uses)).collect();
    let expected = [("mine", 0), ("red", 9), ("blue", 2), ("Grey", 50), ("green", 6)];
    assert_eq!(rows, expected.map(|(tag, uses)| (tag.to_owned(), uses)));
    assert_eq!(dialog.shown().1, 4, "it is on green as before");
    assert_eq!(tags(&dialog.to_add()), ["mine"]);
    type_in(&mut dialog, "gre");
    dialog.key(key(KeyCode::Tab));
    assert_eq!(dialog.field.text(), "Grey");
}
