use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::ops::Verb;

fn subject(name: &str) -> Subject {
    let target =
        Target::File { id: AssetId::new(name), folder: FolderPath::root(), name: name.into(), size: 1 };
    Subject::of_target(&target).expect("a file")
}

fn known(name: &str) -> Subject {
    let listed = Listed {
        width: 1600,
        height: 0,
        created: "2026-03-14T09:26:53Z".parse().expect("a literal"),
        updated: "2026-03-15T00:00:00Z".parse().expect("a literal"),
        tags: ["sea".into(), "red sun".into()].into(),
    };
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Subject {
        listed: Some(listed),
        custom: Some(pairs(&[("rights", "licensed"), ("empty", " ")])),
        exif: Some(pairs(&[("Model", "X-T5 "), ("DateTimeOriginal", "2017:06:01 12:34:56")])),
        ..subject(name)
    }
}

fn pattern(template: &str, find: &str, replace: &str) -> Pattern {
    Pattern::new(template, find, replace, false, Case::AsIs).expect("a pattern")
}

#[test]
fn templates_are_filled_in() {
    let cases = [
        ("{name}", "IMG_1.JPG"),
        ("{stem}-{n:03}.{ext}", "IMG_1-002.JPG"),
        ("{n}-{n:03,10,5}-{n:2,-3}", "2-015--2"),
        ("{stem:lower}.{ext:lower}", "img_1.jpg"),
        ("{created}_{created:%Y%m}_{updated:%d}", "2026-03-14_202603_15"),
        ("{taken:%Y%m%d-%H%M%S}", "20170601-123456"),
        ("{exif.Model:kebab}-{exif.model}", "x-t5-X-T5"),
        ("{width}-{tag1}-{tag2:snake}", "1600-sea-red_sun"),
        ("{cm.rights}{{x}}", "licensed{x}"),
    ];
    for (template, name) in cases {
        assert_eq!(pattern(template, "", "").name(&known("IMG_1.JPG"), 1), Ok(name.to_owned()), "{template}");
    }
    assert_eq!(pattern("{stem}.{ext}", "", "").name(&subject("README"), 0), Ok("README".to_owned()));
    assert_eq!(pattern("{stem}|{ext}", "", "").name(&subject(".env"), 0), Ok(".env|".to_owned()));
}

#[test]
fn what_a_file_lacks_is_named() {
    let cases = [
        ("{height}", "height"),
        ("{tag3}", "tag 3"),
        ("{exif.Lens}", "EXIF Lens"),
        ("{cm.alt}", "value of alt"),
        ("{cm.empty}", "value of empty"),
    ];
    for (template, what) in cases {
        assert_eq!(pattern(template, "", "").name(&known("a"), 0), Err(Missing(what.to_owned())));
    }
    let untold = Subject { exif: Some([].into()), ..known("a") };
    assert_eq!(pattern("{taken}", "", "").name(&untold, 0), Err(Missing("date of the shot".to_owned())));
}

#[test]
fn needs_are_those_of_the_gaps() {
    let needs = |template: &str| pattern(template, "", "").needs();
    assert!(!needs("{stem}-{n}.{ext}").any());
    assert_eq!(needs("{width}"), Needs { list: true, ..Needs::default() });
    assert_eq!(needs("{taken}{cm.x}"), Needs { exif: true, custom: true, list: false });
    assert!(!known("a").lacks(needs("{taken}{cm.x}{width}")).any());
    assert!(subject("a").lacks(needs("{taken}")).exif);
}

#[test]
fn templates_that_make_no_sense_are_told_where() {
    let wrong = |text: &str| Template::parse(text).expect_err("must fail");
    for (text, at, why) in [
        ("", 0, "empty"),
        ("ä{stem", 1, "never closed"),
        ("{exif.Mo.{ext}", 0, "never closed"),
        ("a}b", 1, "closes nothing"),
        ("x{stems}", 1, "{stems} means nothing"),
        ("{tag0}", 0, "means nothing"),
        ("{exif.}", 0, "means nothing"),
        ("{stem:caps}", 0, "`caps` is no case"),
        ("{n:x}", 0, "`x` is no number"),
        ("{n:3,1,2,4}", 0, "`4` is no number"),
        ("{created:%!}", 0, "no format of dates"),
    ] {
        let error = wrong(text);
        assert!(error.at == at && error.why.contains(why), "{text}: {error:?}");
    }
}

#[test]
fn parts_of_names_are_replaced_first() {
    let name = |find, replace, regex| {
        Pattern::new("{stem}-{n}.{ext}", find, replace, regex, Case::AsIs)
            .expect("a pattern")
            .name(&subject("IMG_12_3.jpg"), 0)
            .expect("a name")
    };
    assert_eq!(name("_", "-", false), "IMG-12-3-1.jpg");
    assert_eq!(name("[", "x", false), "IMG_12_3-1.jpg");
    assert_eq!(name(r"IMG_(\d+)_(\d)", "$2-$1", true), "3-12-1.jpg");
    let error = Pattern::new("{name}", "(", "", true, Case::AsIs).expect_err("must fail");
    assert_eq!(error, PatternError::Find("unclosed group".to_owned()));
}

#[test]
fn cases_of_names() {
    let of = |case: Case, name: &str| case.of_name(name);
    assert_eq!(of(Case::Lower, "Summer Sale.JPG"), "summer sale.jpg");
    assert_eq!(of(Case::Upper, "summer.jpg"), "SUMMER.jpg");
    assert_eq!(of(Case::Title, "summer_SALE two.jpg"), "Summer_Sale Two.jpg");
    assert_eq!(of(Case::Kebab, "Summer  saleDay_2.JPG"), "summer-sale-day-2.jpg");
    assert_eq!(of(Case::Snake, "SummerSale"), "summer_sale");
    assert_eq!(Case::ALL.iter().fold(Case::AsIs, |case, _| case.next()), Case::AsIs);
}

fn checked(subjects: &[Subject], there: &[&str], names: &[&str]) -> Check {
    let there = there.iter().map(|path| (*path).to_owned()).collect();
    let mut check = Check::default();
    while check.looked_at() < subjects.len() {
        check.step(subjects, &there, 2, |at, _| Ok(names[at].to_owned()));
    }
    check
}

#[test]
fn collisions_are_found_with_each_other_and_with_what_is_there() {
    let subjects = ["a", "b", "c", "d", "e"].map(subject);
    let check = checked(&subjects, &["/taken", "/f"], &["x", "x", "taken", "d", "my name"]);
    assert_eq!(check.clash(0), Some(Clash::With(1)));
    assert_eq!(check.clash(1), Some(Clash::With(0)));
    assert_eq!(check.clash(2), Some(Clash::There));
    assert_eq!((check.clash(3), check.clash(4), check.clashes()), (None, None, 3));
    assert_eq!((check.next_clash(0), check.next_clash(2)), (Some(1), Some(0)));
    let counts = Counts { changed: 4, same: 1, rewritten: 1, ..Counts::default() };
    assert_eq!(check.counts(), counts);
    // One that keeps its name is in the way too; one that goes is not.
    assert_eq!(checked(&subjects[..2], &[], &["b", "b"]).clashes(), 2);
    assert_eq!(checked(&subjects[..2], &[], &["b", "a"]).clashes(), 0);
}

#[test]
fn names_that_nothing_can_have() {
    let subjects = ["a", "b", "c"].map(subject);
    let check = checked(&subjects, &[], &["", "..", "x/y"]);
    assert_eq!(check.counts(), Counts { invalid: 3, ..Counts::default() });
    assert!(check.changes().is_empty());
}

fn steps(plan: &crate::ops::Plan) -> Vec<(String, String, bool)> {
    let step = |step: &crate::ops::Step| match &step.verb {
        Verb::Rename { name, purge } => (step.target.path(), name.to_string(), *purge),
        other => panic!("{other:?}"),
    };
    plan.steps.iter().map(step).collect()
}

#[test]
fn chains_go_from_their_free_end_and_rings_through_a_temporary_name() {
    let subjects = ["a.jpg", "b.jpg", "c.jpg"].map(subject);
    let chain = [(0, "b.jpg".to_owned()), (1, "c.jpg".to_owned()), (2, "d.jpg".to_owned())];
    let shifted = plan(&subjects, &chain, &HashSet::new(), false);
    let step = |from: &str, to: &str, purge| (from.to_owned(), to.to_owned(), purge);
    assert_eq!(
        steps(&shifted),
        [step("/c.jpg", "d.jpg", false), step("/b.jpg", "c.jpg", false), step("/a.jpg", "b.jpg", false)]
    );
    let swap = [(0, "b.jpg".to_owned()), (1, "a.jpg".to_owned())];
    let there = HashSet::from(["/a-renaming-1-0.jpg".to_owned()]);
    let swapped = plan(&subjects, &swap, &there, true);
    assert_eq!(
        steps(&swapped),
        [
            step("/a.jpg", "a-renaming-1-1.jpg", true),
            step("/b.jpg", "a.jpg", true),
            step("/a-renaming-1-1.jpg", "b.jpg", false),
        ]
    );
    assert_eq!(swapped.title, "Rename 2 files");
    assert!(swapped.notes[1].text.starts_with("Names change places"), "{swapped:?}");
}

proptest! {
    /// Played on a folder that refuses taken names, a plan of any permutation (and of new names)
    /// ends as asked, however steps of one stage are shuffled.
    #[test]
    fn plans_come_to_their_end(
        to in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
        fresh in proptest::collection::vec(any::<bool>(), 9),
        backwards in any::<bool>(),
    ) {
        let names: Vec<String> = (0..9).map(|n| format!("f{n}.jpg")).collect();
        let subjects: Vec<_> = names.iter().map(|name| subject(name)).collect();
        let changes: Vec<(usize, String)> = to.iter().enumerate()
            .map(|(at, to)| (at, if fresh[*to] { format!("new{to}.jpg") } else { names[*to].clone() }))
            .filter(|(at, name)| names[*at] != *name)
            .collect();
        let plan = plan(&subjects, &changes, &HashSet::new(), false);
        let mut folder: BTreeMap<String, AssetId> =
            subjects.iter().map(|subject| (subject.path(), subject.id.clone())).collect();
        let mut expected = folder.clone();
        expected.retain(|_, id| !changes.iter().any(|(at, _)| subjects[*at].id == *id));
        expected.extend(changes.iter().map(|(at, name)| (format!("/{name}"), subjects[*at].id.clone())));
        for stage in crate::ops::batch::stages(&plan.steps) {
            let mut stage: Vec<usize> = stage.collect();
            if backwards { stage.reverse(); }
            for step in stage.into_iter().map(|at| &plan.steps[at]) {
                let Verb::Rename { name, .. } = &step.verb else { panic!("{step:?}") };
                let id = folder.remove(&step.target.path());
                prop_assert_eq!(id.as_ref(), step.target.id());
                let before = folder.insert(format!("/{name}"), id.expect("it is there"));
                prop_assert_eq!(before, None);
            }
        }
        prop_assert_eq!(folder, expected);
    }
}
