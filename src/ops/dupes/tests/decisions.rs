use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// The path of the one that is kept, and the rules by which the others fell behind.
fn kept(made: impl IntoIterator<Item = Made>, rules: &str, safe: &[&str]) -> (String, Vec<&'static str>) {
    let all = candidates(made);
    let choice = keep(&all, &Rules::parse(rules).expect("rules"), &folders(safe)).expect("a choice");
    let why = choice.why.iter().map(|rule| rule.as_ref().map_or("kept", Rule::name));
    (all[choice.kept].path(), why.collect())
}

#[test]
fn rules_decide_one_after_another() {
    let all = || {
        [
            made("/b/1.png").size(500, 80, 60).made_at(30).tags(&["x"]),
            made("/a/2.jpg").size(900, 80, 60).made_at(20),
            made("/a/deep/3.jpg")
                .size(900, 80, 60)
                .made_at(10)
                .values(json!({ "alt": "x", "n": 0, "no": null })),
            made("/c/4.webp").size(2000, 40, 30).made_at(40).with(|details| details.file.published = false),
        ]
    };
    for (rules, path, why) in [
        ("pixels,bytes,oldest", "/a/deep/3.jpg", ["bytes", "oldest", "kept", "pixels"]),
        ("bytes", "/c/4.webp", ["bytes", "bytes", "bytes", "kept"]),
        ("newest", "/c/4.webp", ["newest", "newest", "newest", "kept"]),
        ("published,newest", "/b/1.png", ["kept", "newest", "newest", "published"]),
        ("oldest", "/a/deep/3.jpg", ["oldest", "oldest", "kept", "oldest"]),
        ("tags", "/a/deep/3.jpg", ["tags", "tags", "kept", "tags"]),
        ("path", "/a/2.jpg", ["path", "kept", "path", "path"]),
        ("path=/c:/b", "/c/4.webp", ["path", "path", "path", "kept"]),
        ("path=/nowhere", "/a/2.jpg", ["path", "kept", "path", "path"]),
        ("path=/nowhere:/a,oldest", "/a/deep/3.jpg", ["path", "oldest", "kept", "path"]),
        ("format", "/b/1.png", ["kept", "format", "format", "format"]),
        ("format=jpg", "/a/2.jpg", ["format", "kept", "path", "format"]),
        // Nothing that the rules say tells them apart: the first path does.
        ("pixels", "/a/2.jpg", ["path", "kept", "path", "pixels"]),
        ("safe,bytes", "/b/1.png", ["kept", "safe", "safe", "safe"]),
    ] {
        assert_eq!(kept(all(), rules, &["/b"]), (path.to_owned(), why.to_vec()), "{rules}");
    }
    let (path, _) = kept(all(), "safe,pixels", &["/a/deep", "/c"]);
    assert_eq!(path, "/a/deep/3.jpg", "among safe ones the next rule decides");
    assert_eq!(keep(&[], &Rules::default(), &[]), None);
    let same = [made("/a.jpg"), made("/a.jpg")];
    assert_eq!(kept(same, "pixels", &[]), ("/a.jpg".to_owned(), vec!["kept", "path"]));
}

#[test]
fn the_user_goes_before_the_rules_and_safe_folders_before_the_user() {
    let safe = folders(&["/safe"]);
    let all =
        || candidates([made("/a.jpg").size(9, 9, 9), made("/b.jpg"), made("/safe/c.jpg"), made("/d.jpg")]);
    let apart = [(AssetId::new("/b.jpg"), AssetId::new("/d.jpg"))];
    let rules = Rules::parse("bytes").expect("rules");
    let mut decision = Decision::new(all(), &rules, &safe, &apart.iter().collect()).expect("a decision");
    let fates = |decision: &Decision| (0..4).map(|at| decision.fate(at)).collect::<Vec<_>>();
    // Of three with as many bytes the first path.
    assert_eq!(fates(&decision), [Fate::Thrown, Fate::Kept, Fate::Safe, Fate::Apart]);
    assert_eq!((decision.why(0).map(Rule::name), decision.wins()), (Some("bytes"), 9));
    decision.keep(&AssetId::new("/a.jpg"));
    assert_eq!(fates(&decision), [Fate::Kept, Fate::Thrown, Fate::Safe, Fate::Thrown]);
    assert_eq!((decision.why(1), decision.wins()), (None, 2000));
    decision.toggle(&AssetId::new("/b.jpg"));
    decision.toggle(&AssetId::new("/safe/c.jpg"));
    decision.toggle(&AssetId::new("/a.jpg"));
    decision.toggle(&AssetId::new("/nobody.jpg"));
    assert_eq!(fates(&decision), [Fate::Kept, Fate::Out, Fate::Safe, Fate::Thrown]);
    decision.toggle(&AssetId::new("/b.jpg"));
    decision.keep(&AssetId::new("/nobody.jpg"));
    assert_eq!(fates(&decision), [Fate::Kept, Fate::Thrown, Fate::Safe, Fate::Thrown]);
    decision.keep(&AssetId::new("/safe/c.jpg"));
    decision.keep(&AssetId::new("/d.jpg"));
    assert_eq!(fates(&decision), [Fate::Thrown, Fate::Apart, Fate::Safe, Fate::Kept]);
    assert_eq!(Decision::new(candidates([made("/a")]), &rules, &[], &Apart::default()), None);
}

fn any_rules() -> impl Strategy<Value = Rules> {
    vec(proptest::sample::select(Rule::all().to_vec()), 0..6).prop_map(Rules::new)
}

fn any_group() -> impl Strategy<Value = Vec<Candidate>> {
    let tags = vec(proptest::sample::select(vec!["a", "b", "c", "long".repeat(60).leak()]), 0..3);
    let file = (0_u64..3, 0_u32..3, 0_i64..3, 0_usize..3, tags, any::<bool>());
    vec(file, 2..7).prop_map(|files| {
        let made =
            files.into_iter().enumerate().map(|(n, (bytes, pixels, at, folder, mut tags, published))| {
                tags.sort_unstable();
                tags.dedup();
                let path = format!("{}/{n}.jpg", ["", "/a", "/safe"][folder]);
                made(&path)
                    .size(bytes, pixels, 1)
                    .made_at(at)
                    .tags(&tags)
                    .with(|d| d.file.published = published)
            });
        candidates(made)
    })
}

proptest! {
    #[test]
    fn one_is_always_kept_no_safe_one_goes_and_no_tag_is_lost(
        members in any_group(),
        rules in any_rules(),
        apart in vec((0_usize..7, 0_usize..7), 0..4),
        by_hand in proptest::option::of(0_usize..7),
        out in vec(0_usize..7, 0..3),
    ) {
        let safe = folders(&["/safe"]);
        let id = |at: usize| members.get(at).map(|member| member.id().clone());
        let pairs: Vec<_> = apart.iter().filter_map(|(a, b)| Some((id(*a)?, id(*b)?))).collect();
        let apart: Apart = pairs.iter().collect();
        let mut decision =
            Decision::new(members.clone(), &rules, &safe, &apart).expect("a decision");
        by_hand.and_then(id).iter().for_each(|id| decision.keep(id));
        out.iter().filter_map(|at| id(*at)).for_each(|id| decision.toggle(&id));
        let fates: Vec<Fate> = (0..members.len()).map(|at| decision.fate(at)).collect();
        prop_assert_eq!(fates.iter().filter(|fate| **fate == Fate::Kept).count(), 1);
        prop_assert_eq!(fates[decision.kept_at()], Fate::Kept);
        let kept = decision.kept().expect("one is kept");
        for (_, member) in decision.thrown() {
            prop_assert!(!member.is_in(&safe) && !apart.holds(member.id(), kept.id()));
        }
        match plan(std::slice::from_ref(&decision), true, Timestamp::UNIX_EPOCH) {
            Ok(plan) => kept_has_all(&plan, &decision),
            Err(error) => prop_assert_eq!(error, PlanError::Nothing),
        }
    }
}

/// The kept one has every tag of those that go, and isn't among them.
fn kept_has_all(plan: &crate::ops::Plan, decision: &Decision) {
    let kept = decision.kept().expect("one is kept");
    let mut held = kept.details.file.tags.to_vec();
    let mut gone = Vec::new();
    for step in plan.steps.iter() {
        match &step.verb {
            crate::ops::Verb::AddTags(tags) => {
                assert_eq!(step.target.id(), Some(kept.id()));
                held.extend(tags.iter().cloned());
            }
            crate::ops::Verb::Discard(discard) => {
                assert_eq!(&discard.kept, kept.id());
                gone.extend(step.target.id().cloned());
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(!gone.is_empty() && gone.len() < decision.members().len() && !gone.contains(kept.id()));
    let union = decision.members().iter().filter(|member| gone.contains(member.id()));
    assert!(union.flat_map(|member| member.details.file.tags.iter()).all(|tag| held.contains(tag)));
    assert!(held.iter().map(|tag| tag.chars().count()).sum::<usize>() <= crate::ops::TAG_CHARACTERS);
}
