use super::*;
use crate::ops::{Update, ValueChange};

fn set(name: &str, value: Value) -> (String, ValueChange) {
    (name.to_owned(), ValueChange::Set(value))
}

/// Three files of which the first is the one that is kept.
fn three(changes: [fn(Made) -> Made; 3]) -> Decision {
    let all = [made("/a.jpg").size(9, 90, 90), made("/b.jpg"), made("/c.jpg").size(7, 90, 90)];
    let mut decision = decide(all.into_iter().zip(changes).map(|(made, change)| change(made)));
    decision.keep(&AssetId::new("/a.jpg"));
    decision
}

#[test]
fn tags_are_those_of_all_in_their_order() {
    let merged = merge(&three([
        |a| a.tags(&["sea", "sale"]),
        |b| b.tags(&["sale", "sun"]),
        |c| c.tags(&["beach", "sun"]),
    ]));
    assert_eq!(merged, Merge { tags: vec!["sun".into(), "beach".into()], ..Merge::default() });
    let nothing = merge(&three([|a| a.tags(&["sea"]), |b| b.tags(&["sea"]), |c| c]));
    assert!(nothing.is_empty() && nothing.conflicts.is_empty());
}

#[test]
fn a_file_whose_tags_find_no_room_stays() {
    let merged = merge(&three([
        |a| a.tags(&["x".repeat(480).as_str()]),
        |b| b.tags(&["y".repeat(21).as_str()]).values(json!({ "alt": "lost?" })),
        |c| c.tags(&["z".repeat(20).as_str()]),
    ]));
    assert_eq!((merged.tags, merged.full), (vec!["z".repeat(20).as_str().into()], vec![1]));
    assert_eq!(merged.update, Update::default(), "nor does it give its values");
    let percent = merge(&three([|a| a, |b| b.tags(&["5%"]), |c| c]));
    assert_eq!(percent.full, [1], "what the service doesn't take can't be added");
}

#[test]
fn what_the_kept_one_lacks_is_filled_and_what_it_has_stays() {
    let merged = merge(&three([
        |a| a.values(json!({ "rights": "ours", "empty": "", "colours": ["red"], "same": 1 })),
        |b| b.values(json!({ "rights": "theirs", "empty": "filled", "colours": ["blue", "red"], "same": 1 })),
        |c| c.values(json!({ "year": 2024, "colours": ["green", "blue"], "sizes": ["s"], "off": null })),
    ]));
    let append = |name: &str, values: &[&str]| {
        (name.to_owned(), ValueChange::Append(values.iter().map(|value| json!(value)).collect()))
    };
    assert_eq!(
        merged.update.values,
        [
            append("colours", &["blue", "green"]),
            set("empty", json!("filled")),
            set("year", json!(2024)),
            append("sizes", &["s"]),
        ]
    );
    let rights = Conflict {
        field: Field::Value("rights".into()),
        values: vec![(0, json!("ours")), (1, json!("theirs"))],
        becomes: 0,
    };
    assert_eq!(merged.conflicts, [rights]);
}

#[test]
fn where_files_disagree_the_user_may_choose() {
    let disagree = || {
        three([
            |a| a.with(|details| details.description = Some("a sea".into())),
            |b| {
                b.values(json!({ "year": 2023 })).with(|details| details.description = Some("the sea".into()))
            },
            |c| c.values(json!({ "year": 2024 })),
        ])
    };
    let merged = merge(&disagree());
    assert_eq!((merged.update.values, merged.update.description), (vec![set("year", json!(2023))], None));
    let conflicts: Vec<_> = merged.conflicts.iter().map(|c| (c.field.name().to_owned(), c.becomes)).collect();
    assert_eq!(conflicts, [("description".to_owned(), 0), ("year".to_owned(), 0)]);
    let mut decision = disagree();
    decision.choose(Field::Value("year".into()), AssetId::new("/b.jpg"));
    decision.choose(Field::Value("year".into()), AssetId::new("/c.jpg"));
    decision.choose(Field::Description, AssetId::new("/b.jpg"));
    let merged = merge(&decision);
    assert_eq!(merged.update.values, [set("year", json!(2024))]);
    assert_eq!(merged.update.description.as_deref(), Some("the sea"));
    assert_eq!(merged.conflicts.iter().map(|c| c.becomes).collect::<Vec<_>>(), [1, 1]);
    // One that has no such value has nothing to say.
    decision.choose(Field::Value("year".into()), AssetId::new("/a.jpg"));
    assert_eq!(merge(&decision).update.values, [set("year", json!(2023))]);
}

#[test]
fn an_area_is_taken_of_a_picture_of_the_same_size_only() {
    let area = |made: Made, text: &str| {
        let text = text.to_owned();
        made.with(|details| details.custom_coordinates = Some(text))
    };
    let all = |b: Made, c: Made| {
        let mut decision = decide([made("/a.jpg").size(9, 90, 90), b, c]);
        decision.keep(&AssetId::new("/a.jpg"));
        merge(&decision)
    };
    let (b, c) = (area(made("/b.jpg"), "1,1,2,2"), made("/c.jpg").size(7, 90, 90));
    assert_eq!(all(b, c).update.coordinates, None);
    let (b, c) = (area(made("/b.jpg"), "1,1,2,2"), area(made("/c.jpg").size(7, 90, 90), "3,3,4,4"));
    let merged = all(b, c);
    assert_eq!((merged.update.coordinates.as_deref(), merged.conflicts.len()), (Some("3,3,4,4"), 0));
}

#[test]
fn what_stays_gives_nothing() {
    let mut decision = three([|a| a, |b| b.tags(&["b"]).values(json!({ "n": 1 })), |c| c.tags(&["c"])]);
    decision.toggle(&AssetId::new("/b.jpg"));
    let merged = merge(&decision);
    assert_eq!((merged.tags, merged.update), (vec!["c".into()], Update::default()));
    // Values of odd kinds are taken as they come.
    let odd = merge(&three([
        |a| a.values(json!({ "v": ["x"] })),
        |b| b.values(json!({ "v": "x" })),
        |c| c.with(|details| details.raw = json!("no object")),
    ]));
    assert_eq!((odd.update, odd.conflicts.len()), (Update::default(), 1));
}
