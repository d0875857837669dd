use std::sync::Arc;

use super::*;
use crate::ops::{Discard, Step, Verb};

fn at() -> Timestamp {
    "2026-11-24T17:03:41Z".parse().expect("a moment")
}

fn steps(plan: &crate::ops::Plan) -> Vec<(String, &Verb)> {
    plan.steps.iter().map(|step: &Step| (step.target.path(), &step.verb)).collect()
}

fn discard(to: &str, kept: &str) -> Verb {
    let (to, kept) = (FolderPath::new(to), AssetId::new(kept));
    let version = Some(kept.clone());
    Verb::Discard(Arc::new(Discard { to, updated: Timestamp::UNIX_EPOCH, kept, version }))
}

#[test]
fn kept_ones_get_theirs_first_and_equal_tags_go_together() {
    let groups = [
        decide([made("/a/1.jpg").size(5000, 9, 9), made("/b/1.jpg").tags(&["sun"])]),
        decide([
            made("/a/2.jpg").size(5000, 9, 9),
            made("/b/2.jpg").tags(&["sea"]).values(json!({ "n": 1 })),
        ]),
        decide([made("/a/3.jpg").size(5000, 9, 9), made("/b/3.jpg").tags(&["sun"])]),
        decide([made("/a/4.jpg").size(5000, 9, 9), made("/a/5.jpg").size(3_000_000, 1, 1)]),
    ]
    .map(|mut decision| {
        let first = decision.members()[0].id().clone();
        decision.keep(&first);
        decision
    });
    let merged = plan(&groups, true, at()).expect("a plan");
    assert_eq!(merged.title, "Keep 4, trash 4 duplicates, win 2.9 MB");
    let batch = "/ikt-trash/20261124T170341Z";
    let update = Verb::Update(Arc::new(crate::ops::Update {
        values: vec![("n".into(), crate::ops::ValueChange::Set(json!(1)))],
        ..crate::ops::Update::default()
    }));
    let tags = |tag: &str| Verb::AddTags([Tag::from(tag)].into());
    let thrown: Vec<Verb> = (1..=3).map(|n| discard(&format!("{batch}/b"), &format!("/a/{n}.jpg"))).collect();
    let (sea, sun, last) = (tags("sea"), tags("sun"), discard(&format!("{batch}/a"), "/a/4.jpg"));
    let expected = [
        ("/a/2.jpg", &sea),
        ("/a/1.jpg", &sun),
        ("/a/3.jpg", &sun),
        ("/a/2.jpg", &update),
        ("/b/1.jpg", &thrown[0]),
        ("/b/2.jpg", &thrown[1]),
        ("/b/3.jpg", &thrown[2]),
        ("/a/5.jpg", &last),
    ];
    assert_eq!(steps(&merged), expected.map(|(path, verb)| (path.to_owned(), verb)));
    assert!(merged.notes.iter().all(|note| !note.warning), "{:?}", merged.notes);
    let plain = plan(&groups, false, at()).expect("a plan");
    assert_eq!(plain.steps.len(), 4);
    let warned: Vec<&str> = plain.notes.iter().filter(|n| n.warning).map(|n| n.text.as_str()).collect();
    assert_eq!(warned, ["3 kept files lose tags, values or a description that only their duplicates have"]);
}

#[test]
fn notes_tell_what_is_lost_and_at_which_step() {
    let draft = |made: Made| made.with(|details| details.file.published = false);
    let mut decision = decide([
        draft(made("/a.jpg").size(5000, 9, 9)).tags(&["x".repeat(499).as_str()]).values(json!({ "n": 1 })),
        made("/b.jpg").values(json!({ "n": 2 })).with(|details| details.version = "Version 3".into()),
        made("/c.jpg").tags(&["sea"]),
    ]);
    decision.keep(&AssetId::new("/a.jpg"));
    let plan = plan(&[decision], true, at()).expect("a plan");
    assert_eq!(steps(&plan).len(), 1, "what has no room for its tags stays");
    let notes: Vec<(&str, bool)> = plan.notes.iter().map(|note| (note.text.as_str(), note.warning)).collect();
    assert_eq!(
        notes[..4],
        [
            ("/c.jpg stays: /a.jpg has no room for its tags", true),
            ("n of /a.jpg: 1 in /a.jpg; lost: 2 in /b.jpg", true),
            ("/a.jpg is kept and is a draft, /b.jpg is published", true),
            ("1 duplicate with older versions: these go along", false),
        ]
    );
}

#[test]
fn what_can_not_be_right_is_refused() {
    let pair = |kept: &str, other: &str| {
        let mut decision = decide([made(kept), made(other)]);
        decision.keep(&AssetId::new(kept));
        decision
    };
    let refused = |decisions: &[Decision]| plan(decisions, true, at()).expect_err("must fail");
    assert_eq!(refused(&[]), PlanError::Nothing);
    let ring = [pair("/a.jpg", "/b.jpg"), pair("/b.jpg", "/c.jpg"), pair("/c.jpg", "/a.jpg")];
    assert_eq!(refused(&ring), PlanError::KeptAndThrown("/b.jpg".into()));
    assert_eq!(refused(&ring[..2]), PlanError::KeptAndThrown("/b.jpg".into()));
    let trashed = pair("/a.jpg", "/ikt-trash/20261124T170341Z/b.jpg");
    assert_eq!(refused(&[trashed]), PlanError::InTrash("/ikt-trash/20261124T170341Z/b.jpg".into()));
    let same = pair("/a.jpg", "/a.jpg");
    assert_eq!(refused(&[same]), PlanError::KeptAndThrown("/a.jpg".into()));
    let mut out = pair("/a.jpg", "/b.jpg");
    out.toggle(&AssetId::new("/b.jpg"));
    assert_eq!(refused(&[out]), PlanError::Nothing);
    // One that goes for two groups goes once.
    let twice = [pair("/a.jpg", "/b.jpg"), pair("/c.jpg", "/b.jpg")];
    let plan = plan(&twice, true, at()).expect("a plan");
    assert_eq!((plan.steps.len(), plan.title.as_str()), (1, "Keep 1, trash 1 duplicate, win 1.0 kB"));
}
