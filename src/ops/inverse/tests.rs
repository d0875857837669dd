//! What takes each kind of step back.

use super::*;
use crate::model::AssetId;
use crate::ops::journal::{RunId, Taken};

fn file(n: usize, path: &str) -> Target {
    let (folder, name) = FolderPath::split_file(path);
    Target::File { id: AssetId::new(&format!("{n:024x}")), folder, name: name.into(), size: 1 }
}

fn tags(names: &[&str]) -> Vec<Tag> {
    names.iter().map(|name| (*name).into()).collect()
}

fn to(path: &str) -> Verb {
    Verb::MoveTo(FolderPath::new(path))
}

fn place(taken: Option<Taken>, made: Option<&str>) -> Was {
    Was::Place { taken, made: made.map(FolderPath::new) }
}

/// Takes steps back that are all done.
fn taken_back(steps: &[(Target, Verb, Was)]) -> Plan {
    let plan = Plan {
        title: "It".to_owned(),
        steps: steps
            .iter()
            .map(|(target, verb, _)| Step { target: target.clone(), verb: verb.clone() })
            .collect(),
        notes: Vec::new(),
    };
    let record = Record {
        id: RunId::new("x").expect("a name"),
        at: Timestamp::UNIX_EPOCH,
        undoes: None,
        outcomes: vec![Some(Outcome::Done); steps.len()],
        was: steps.iter().map(|(_, _, was)| was.clone()).enumerate().collect(),
        plan,
        jobs: HashMap::new(),
        finished: true,
    };
    inverse(&record, &HashMap::new(), Timestamp::UNIX_EPOCH)
}

fn told(plan: &Plan) -> Vec<(String, Verb)> {
    plan.steps.iter().map(|step| (step.target.path(), step.verb.clone())).collect()
}

#[test]
fn tags_come_back_in_their_order() {
    let red = || Verb::RemoveTags(tags(&["red"]).into());
    let steps = [
        (file(1, "/a"), red(), Was::Tags(tags(&["old", "red"]))),
        (file(2, "/b"), red(), Was::Tags(tags(&["red", "old"]))),
        (file(3, "/c"), red(), Was::Tags(tags(&["old"]))),
        (file(4, "/d"), Verb::AddTags(tags(&["x", "y"]).into()), Was::Tags(tags(&["y"]))),
    ];
    let plan = taken_back(&steps);
    let whole = Update { tags: Some(tags(&["red", "old"])), ..Update::default() };
    assert_eq!(
        told(&plan),
        [
            ("/d".to_owned(), Verb::RemoveTags(tags(&["x"]).into())),
            ("/b".to_owned(), Verb::Update(Arc::new(whole))),
            ("/a".to_owned(), Verb::AddTags(tags(&["red"]).into())),
        ]
    );
    assert_eq!(plan.notes[0].text, "1 of 4 can't be taken back: it had no such tags");
}

#[test]
fn folders_that_were_made_go_if_they_are_empty() {
    let steps = [
        (file(1, "/a.jpg"), to("/new place/x"), place(None, Some("/new place"))),
        (Target::Folder(FolderPath::new("/b/c")), to("/d"), place(None, None)),
        (Target::Folder(FolderPath::new("/e/f")), Verb::CreateFolder, place(None, Some("/e"))),
    ];
    assert_eq!(
        told(&taken_back(&steps)),
        [
            ("/e/f".to_owned(), Verb::DeleteIfEmpty),
            ("/d/c".to_owned(), to("/b")),
            ("/new_place/x/a.jpg".to_owned(), to("/")),
            ("/new_place/x".to_owned(), Verb::DeleteIfEmpty),
            ("/e".to_owned(), Verb::DeleteIfEmpty),
            ("/new_place".to_owned(), Verb::DeleteIfEmpty),
        ]
    );
}

#[test]
fn steps_about_the_same_tags_stand_together() {
    let step = |n: usize, had: &[&str]| {
        (file(n, &format!("/{n}")), Verb::AddTags(tags(&["x", "y"]).into()), Was::Tags(tags(had)))
    };
    let plan = taken_back(&[step(1, &[]), step(2, &["x"]), step(3, &[]), step(4, &["x"])]);
    let order: Vec<String> = plan.steps.iter().map(|step| step.target.path()).collect();
    assert_eq!(order, ["/4", "/2", "/3", "/1"]);
    assert_eq!(plan.calls(), 2);
}

#[test]
fn what_has_no_way_back_is_told() {
    let steps = [
        (file(1, "/a"), to("/x"), place(Some(Taken::Own), None)),
        (file(2, "/b"), Verb::Delete, Was::Nothing),
        (file(3, "/c"), Verb::AddTags(tags(&["x"]).into()), Was::Unread("no".to_owned())),
        (file(4, "/d"), Verb::CopyTo(FolderPath::new("/x")), place(None, None)),
    ];
    let plan = taken_back(&steps);
    assert!(plan.steps.is_empty());
    let texts: Vec<&str> = plan.notes.iter().filter_map(|note| note.text.split(": ").nth(1)).collect();
    assert_eq!(texts, [MERGED, "the copy is not there any more", FOR_EVER, UNREAD]);
}
