mod pictures;

use jiff::ToSpan;
use serde_json::json;

use super::*;
use crate::app::catalogue::{CatalogueNews, Copied, SyncOrder};
use crate::app::effect::Effect;
use crate::app::msg::{JobEvent, Msg, Reply};
use crate::app::testing::{file, start};
use crate::app::tests::screen::Screen;
use crate::model::{AssetId, Details, FolderPath};
use crate::ops::dupes::{Apart, Candidate, Fate, Field, Images};
use crate::ops::{Outcome, Plan};

/// Hashes of three groups: 0–2 are 1 and 3 bits apart, 3 and 4 are the same, 5 and 6 are 9 bits apart.
const HASHES: [u64; 7] = [
    0x0f0f_3333_5555_1234,
    0x0f0f_3333_5555_1235,
    0x0f0f_3333_5555_12c4,
    0xa5a5_9999_1e1e_7777,
    0xa5a5_9999_1e1e_7777,
    0x6b6b_2d2d_c3c3_0101,
    0x6b6b_2d2d_c3c3_fe81,
];

const NAMES: [&str; 7] =
    ["hero.jpg", "hero-small.jpg", "hero.png", "lamp.jpg", "lamp copy.jpg", "sea.jpg", "sky\u{1b}[2J.jpg"];

/// The file of a row; the first of each group is the largest.
fn details(row: u32) -> Details {
    let n = row as usize;
    let mut file = file(n, NAMES[n]);
    file.size = [900_000, 80_000, 700_000, 50_000, 50_000, 3_000, 2_000][n];
    (file.width, file.height) =
        [(1600, 1200), (400, 300), (1600, 1200), (800, 600), (800, 600), (90, 60), (90, 60)][n];
    file.folder = FolderPath::new(["/products", "/web", "/products", "/a", "/b", "/a", "/a"][n]);
    file.created = start() - i64::from(row).hours();
    file.tags = match n {
        0 => vec!["hero".into()].into(),
        1 => vec!["web".into(), "hero".into()].into(),
        2 => vec!["print".into()].into(),
        _ => Default::default(),
    };
    let rights = ["licensed", "none", "licensed", "", "", "", ""][n];
    Details {
        file,
        version: "Version 1".into(),
        version_id: Some(AssetId::new(&format!("{n:024x}"))),
        current: true,
        mime: Some(if n == 2 { "image/png" } else { "image/jpeg" }.into()),
        custom_coordinates: None,
        description: (n == 1).then(|| "A chair in the sun".to_owned()),
        has_alpha: None,
        film: None,
        url: String::new(),
        embedded: Vec::new(),
        custom: if rights.is_empty() { Vec::new() } else { vec![("rights".into(), rights.into())] },
        extensions: Vec::new(),
        raw: if rights.is_empty() { json!({}) } else { json!({ "customMetadata": { "rights": rights } }) },
    }
}

fn found(apart: &[(u32, u32)], without: &[u32], safe: &[&str]) -> Found {
    let mut images = Images::with_capacity(HASHES.len());
    images.missing = 2;
    for (row, hash) in (0..).zip(HASHES).filter(|(row, _)| !without.contains(row)) {
        images.push(row, hash, details(row).file.size);
    }
    let ids: Vec<(AssetId, AssetId)> =
        apart.iter().map(|(a, b)| (details(*a).file.id, details(*b).file.id)).collect();
    let duplicates = Duplicates::new(&images, apart, 16, &|| false).expect("nobody cancels");
    Found {
        duplicates,
        apart: Apart::from_iter(&ids),
        safe: safe.iter().map(|path| FolderPath::new(path)).collect(),
    }
}

/// Answers the calls of the pane until there are none; the groups are these.
fn answer(screen: &mut Screen, found: &Arc<Found>) {
    loop {
        screen.answer();
        let at = screen.asked.iter().position(|effect| {
            matches!(effect, Effect::Call { call: Call::Duplicates(_) | Call::Members(_), .. })
        });
        let Some(Effect::Call { ticket, call, .. }) = at.map(|at| screen.asked.remove(at)) else { return };
        let answer = match call {
            Call::Members(rows) => Answer::Members(rows.iter().map(|row| Some(details(*row))).collect()),
            _ => Answer::Duplicates(Some(Arc::clone(found))),
        };
        screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
    }
}

fn copied(hashed: u64) -> Copied {
    Copied { files: 9, images: 9, hashed, complete: true, synced_at: Some(start()), ..Copied::default() }
}

fn opened_with(size: (u16, u16), found: Found) -> (Screen, Arc<Found>) {
    let mut screen = Screen::with(size, vec![file(1, "a.jpg")]);
    screen.send(Msg::Catalogue(CatalogueNews::Opened(Some(copied(7)))));
    screen.press("F");
    let found = Arc::new(found);
    answer(&mut screen, &found);
    screen.take();
    (screen, found)
}

fn opened(size: (u16, u16)) -> (Screen, Arc<Found>) {
    opened_with(size, found(&[], &[], &[]))
}

fn pane(screen: &Screen) -> &Dupes {
    match screen.state.overlays.last() {
        Some(Overlay::Dupes(pane)) => pane,
        other => panic!("no pane: {other:?}"),
    }
}

fn play(screen: &mut Screen, keys: &str, found: &Arc<Found>) {
    screen.press(keys);
    answer(screen, found);
}

fn calls(screen: &mut Screen) -> Vec<Call> {
    let call = |effect| match effect {
        Effect::Call { call, .. } => Some(call),
        _ => None,
    };
    screen.take().into_iter().filter_map(call).collect()
}

/// Goes to the file of a row in the group under the cursor.
fn go(screen: &mut Screen, row: u32) {
    let member = pane(screen).members().iter().position(|own| *own == row).expect("a file of the group");
    let standing = pane(screen).standing(member);
    screen.press("hhh");
    screen.press(&"l".repeat(standing));
}

/// Names of the files of a group by what becomes of them.
fn fates(screen: &Screen) -> Vec<(String, Fate)> {
    let decision = pane(screen).decision().expect("a decision");
    let named = |(at, member): (usize, &Candidate)| (member.details.file.name.to_string(), decision.fate(at));
    let mut fates: Vec<_> = decision.members().iter().enumerate().map(named).collect();
    fates.sort_by(|(a, _), (b, _)| a.cmp(b));
    fates
}

#[test]
fn the_cursor_stays_on_its_file_while_the_threshold_moves() {
    let (mut screen, found) = opened((140, 45));
    assert_eq!((pane(&screen).place.level, pane(&screen).members().len()), (USUAL, 3));
    play(&mut screen, "l", &found);
    let row = pane(&screen).row().expect("a file");
    play(&mut screen, "]]]]", &found);
    assert_eq!((pane(&screen).place.level, pane(&screen).row()), (12, Some(row)));
    assert!(screen.text().contains("3 groups"), "{}", screen.text());
    // At 0 only the copies are left.
    play(&mut screen, "[[[[[[[[[[[[[[", &found);
    assert_eq!((pane(&screen).place.level, pane(&screen).members().len()), (0, 2));
    assert!(screen.text().contains("Duplicates: 1 group, 2 files"), "{}", screen.text());
    play(&mut screen, "]]]]]]]]]]]]]]]]]]]]]]]]]]]", &found);
    assert_eq!(pane(&screen).place.level, 16);
}

#[test]
fn rules_decide_and_the_user_decides_otherwise() {
    let (mut screen, found) = opened((140, 45));
    let (kept, thrown) = (Fate::Kept, Fate::Thrown);
    let of =
        |a, b, c| [("hero-small.jpg".to_owned(), a), ("hero.jpg".to_owned(), b), ("hero.png".to_owned(), c)];
    assert_eq!(fates(&screen), of(thrown, kept, thrown));
    assert!(
        screen.text().contains("The kept one gets the tags web, print and a description"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("rights will be licensed, not none"), "{}", screen.text());
    // The cursor is on the first that isn't kept.
    let here = pane(&screen).row();
    play(&mut screen, " ", &found);
    assert_eq!(pane(&screen).kept(), here);
    play(&mut screen, "x", &found);
    assert!(screen.text().contains("this is the one that is kept"));
    go(&mut screen, 0);
    play(&mut screen, " ", &found);
    assert_eq!(fates(&screen), of(thrown, kept, thrown));
    // Rules: the path comes before the pixels.
    play(&mut screen, "rjjjjKKKKK<Enter>", &found);
    assert_eq!(pane(&screen).choices.rules.to_string(), "path,safe,pixels,bytes,oldest");
    play(&mut screen, "rJJ<Esc>", &found);
    assert_eq!(pane(&screen).choices.rules.to_string(), "path,safe,pixels,bytes,oldest");
}

#[test]
fn the_kept_file_stands_first_however_many_there_are() {
    let (mut screen, found) = opened((60, 24));
    for row in [1, 2, 0] {
        go(&mut screen, row);
        play(&mut screen, " ", &found);
        for _ in 0..4 {
            let own = pane(&screen);
            let shown = own.shown(&own.columns(&own.places(&screen.state)));
            let shown: Vec<u32> = shown.iter().map(|at| own.members()[*at]).collect();
            assert_eq!(shown.first().copied(), own.kept());
            assert!(shown.contains(&own.row().expect("a file")), "{shown:?}");
            screen.press("l");
        }
    }
}

#[test]
fn files_stay_where_they_are_taken_out_or_safe() {
    let (mut screen, found) = opened_with((140, 45), self::found(&[], &[], &["/web"]));
    // The one in the safe folder is kept by the first rule.
    let safe = || ("hero-small.jpg".to_owned(), Fate::Kept);
    assert!(fates(&screen).contains(&safe()));
    play(&mut screen, "x", &found);
    assert_eq!(fates(&screen).iter().filter(|(_, fate)| *fate == Fate::Out).count(), 1);
    play(&mut screen, "x", &found);
    assert_eq!(fates(&screen).iter().filter(|(_, fate)| *fate == Fate::Out).count(), 0);
    play(&mut screen, " ", &found);
    assert!(fates(&screen).contains(&("hero-small.jpg".to_owned(), Fate::Safe)));
    screen.take();
    let folder = pane(&screen)
        .row()
        .and_then(|row| pane(&screen).book.get(row))
        .expect("a file")
        .details
        .file
        .folder
        .clone();
    screen.press("s");
    let told = calls(&mut screen);
    assert_eq!(told, [Call::SafeFolders(vec![FolderPath::new("/web"), folder])]);
}

#[test]
fn what_is_no_duplicate_is_remembered_and_taken_back() {
    let (mut screen, _) = opened((140, 45));
    let (kept, this) = (pane(&screen).kept().expect("one"), pane(&screen).row().expect("another"));
    let pair = vec![(details(kept).file.id, details(this).file.id)];
    screen.press("n");
    let ticket = screen.asked.iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Apart { .. }, .. } => Some(*ticket),
        _ => None,
    });
    assert_eq!(calls(&mut screen), [Call::Apart { pairs: pair.clone(), apart: true }]);
    screen.send(Msg::Reply(Reply::Called { ticket: ticket.expect("a call"), result: Ok(Answer::Done) }));
    let apart = Arc::new(self::found(&[(kept, this)], &[], &[]));
    answer(&mut screen, &apart);
    // Both are still held together by the third; what isn't a duplicate of the kept one stays.
    assert_eq!(fates(&screen).iter().filter(|(_, fate)| *fate == Fate::Apart).count(), 1);
    screen.take();
    screen.press("<Backspace>");
    assert_eq!(calls(&mut screen), [Call::Apart { pairs: pair, apart: false }]);
    screen.press("N");
    let Some(Call::Apart { pairs, apart: true }) = calls(&mut screen).pop() else { panic!("a call") };
    assert_eq!(pairs.len(), 3);
}

/// What a plan is asked of.
fn ordered(screen: &mut Screen) -> Vec<Vec<u32>> {
    let call = calls(screen).into_iter().find_map(|call| match call {
        Call::DupesPlan(order) => Some(order),
        _ => None,
    });
    let sorted = |group: &Arc<[u32]>| {
        let mut group = group.to_vec();
        group.sort_unstable();
        group
    };
    let mut groups: Vec<_> = call.expect("a plan is asked for").groups().iter().map(sorted).collect();
    groups.sort();
    groups
}

#[test]
fn groups_are_accepted_one_by_one_or_up_to_a_distance() {
    let (mut screen, found) = opened((140, 45));
    // Nothing is accepted: the plan is that of the group under the cursor.
    screen.press("p");
    assert_eq!(ordered(&mut screen), [vec![0, 1, 2]]);
    let (mut screen, _) = opened((140, 45));
    screen.press("<Enter>");
    answer(&mut screen, &found);
    assert_eq!(pane(&screen).members().len(), 2, "the next group");
    screen.press("<Enter>p");
    assert_eq!(ordered(&mut screen), [vec![0, 1, 2], vec![3, 4]]);

    let (mut screen, _) = opened((140, 45));
    screen.press("]]]]A");
    assert!(screen.text().contains("at most 12 apart? 3 groups, 7 files"), "{}", screen.text());
    screen.press("2");
    assert!(screen.text().contains("at most 2 apart? 1 group, 2 files"), "{}", screen.text());
    screen.press("]]<Enter>");
    assert!(screen.text().contains("2 groups accepted"), "{}", screen.text());
    // One that is accepted by itself too is still one.
    let mut both = pane(&screen).accepted.clone();
    both.put(&[3, 4]);
    assert_eq!(both.count(&found.duplicates), 2);
    // At a closer threshold they are still the same groups, and one of them is let go.
    screen.press("[[[[g<Enter>p");
    assert_eq!(ordered(&mut screen), [vec![3, 4]]);
}

#[test]
fn an_accepted_part_of_a_group_is_no_more_than_a_part() {
    let (_, found) = opened((80, 24));
    let groups = &found.duplicates;
    let mut accepted = Accepted::default();
    assert!(accepted.turn(&[0, 1], groups));
    assert_eq!(accepted.extent(&[0, 1, 2], groups), Extent::Part);
    assert_eq!(accepted.extent(&[1, 0], groups), Extent::Whole);
    assert_eq!(accepted.extent(&[3, 4], groups), Extent::None);
    // The larger group takes its place.
    assert!(accepted.turn(&[0, 1, 2], groups));
    assert_eq!(accepted.groups().count(), 1);
    assert!(!accepted.turn(&[0, 1, 2], groups) && accepted.is_empty());
}

#[test]
fn the_plan_that_comes_is_begun_and_afterwards_groups_are_formed_anew() {
    let (mut screen, found) = opened((140, 45));
    screen.press("<Enter>p");
    let ticket = screen.asked.iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::DupesPlan(_), .. } => Some(*ticket),
        _ => None,
    });
    let choices = Choices::default();
    let files: Vec<Candidate> =
        [0, 1, 2].map(|row| Candidate { row, hash: None, details: details(row) }).into();
    let decision = choices.decide(files, &found.safe, &found.apart).expect("a decision");
    let plan: Plan = crate::ops::dupes::plan(&[decision], true, start()).expect("a plan");
    let steps = plan.steps.len();
    let reply = Answer::DupesPlan(Ok(Box::new(plan)));
    screen.send(Msg::Reply(Reply::Called { ticket: ticket.expect("a plan"), result: Ok(reply) }));
    screen.answer();
    assert!(screen.text().contains("Keep 1, trash 2 duplicates"), "{}", screen.text());
    screen.press("<Enter>");
    let job = screen.state.jobs.current().map(|job| job.id).expect("a job");
    screen.take();
    screen.send(Msg::Job(job, JobEvent::Ended((0..steps).map(|n| (n, Outcome::Done)).collect())));
    screen.send(Msg::Job(job, JobEvent::Finished));
    let rest = Arc::new(self::found(&[], &[1, 2], &[]));
    answer(&mut screen, &rest);
    assert!(pane(&screen).accepted.is_empty());
    assert!(screen.text().contains("Duplicates: 1 group, 2 files"), "{}", screen.text());
    // The catalogue has changed once more.
    screen.take();
    screen.send(Msg::Catalogue(CatalogueNews::Changed(copied(7))));
    assert!(calls(&mut screen).contains(&Call::Duplicates(Grouping::Begin(Some(rest)))));
}

#[test]
fn without_hashes_it_says_what_they_cost_and_gets_them() {
    let mut screen = Screen::with((80, 24), vec![file(1, "a.jpg")]);
    screen.press("F");
    let none = |screen: &mut Screen, found: Option<Found>| {
        let ticket = screen.asked.iter().rev().find_map(|effect| match effect {
            Effect::Call { ticket, call: Call::Duplicates(_), .. } => Some(*ticket),
            _ => None,
        });
        let result = Ok(Answer::Duplicates(found.map(Arc::new)));
        screen.send(Msg::Reply(Reply::Called { ticket: ticket.expect("a call"), result }));
    };
    none(&mut screen, None);
    assert!(screen.text().contains("no copy of this library"), "{}", screen.text());
    screen.take();
    screen.press("<Enter>");
    assert_eq!(screen.take(), [Effect::Sync(SyncOrder::WithHashes)]);
    screen.send(Msg::Catalogue(CatalogueNews::Syncing(5, Some(9))));
    assert!(screen.text().contains("copying the library: 5 of 9 files"), "{}", screen.text());
    screen.send(Msg::Catalogue(CatalogueNews::Hashing(2, 9)));
    assert!(screen.text().contains("pHashes of 2 of 9 images"), "{}", screen.text());
    screen.send(Msg::Catalogue(CatalogueNews::Ended(copied(0))));
    let mut images = Images::with_capacity(0);
    images.missing = 9;
    let empty = Duplicates::new(&images, &[], 3, &|| false);
    let empty = Found { duplicates: empty.expect("groups"), apart: Apart::default(), safe: Vec::new() };
    none(&mut screen, Some(empty));
    assert!(screen.text().contains("The pHashes of 9 images aren't known yet"), "{}", screen.text());
    assert!(screen.text().contains("Enter asks for them: 9 calls"), "{}", screen.text());
}

#[test]
fn values_of_a_file_are_used_where_files_disagree() {
    let (mut screen, found) = opened((140, 45));
    go(&mut screen, 1);
    play(&mut screen, "u", &found);
    assert!(screen.text().contains("rights will be none, not licensed"), "{}", screen.text());
    let decision = pane(&screen).decision().expect("a decision");
    let conflicts = crate::ops::dupes::merge(decision).conflicts;
    assert_eq!(conflicts.first().map(|conflict| &conflict.field), Some(&Field::Value("rights".into())));
    play(&mut screen, "m", &found);
    assert!(screen.text().contains("Lost, since nothing is merged"), "{}", screen.text());
}

#[test]
fn rules_and_merging_are_as_they_were_left() {
    let (mut screen, found) = opened((140, 45));
    play(&mut screen, "rJJ<Esc>", &found);
    assert_eq!(screen.state.memory.keep_rules, None, "nothing was changed in the end");
    play(&mut screen, "rjjjjKKKKK<Enter>m", &found);
    let remembered = screen.take().into_iter().filter_map(|effect| match effect {
        Effect::Remember(memory) => Some((memory.keep_rules, memory.keep_merges)),
        _ => None,
    });
    let rules = "path,safe,pixels,bytes,oldest".to_owned();
    let remembered: Vec<_> = remembered.collect();
    assert_eq!(remembered, [true, false].map(|merges| (Some(rules.clone()), Some(merges))));
    let again = |screen: &mut Screen| {
        play(screen, "<Esc>F", &found);
        (pane(screen).choices.rules.to_string(), pane(screen).merging)
    };
    assert_eq!(again(&mut screen), (rules, false));
    screen.state.memory.keep_rules = Some("biggest".to_owned());
    assert_eq!(again(&mut screen), (crate::ops::dupes::Rules::default().to_string(), false));
    screen.state.memory.keep_rules = Some(String::new());
    assert_eq!(again(&mut screen), (String::new(), false));
}

#[test]
fn the_mouse_goes_to_a_group() {
    let (mut screen, found) = opened((140, 45));
    let places = pane(&screen).places(&screen.state);
    let kind = crate::app::msg::MouseKind::Press { clicks: 1 };
    let mouse =
        Mouse { kind, column: places.groups.x + 3, row: places.groups.y + 1, ctrl: false, shift: false };
    screen.send(Msg::Mouse(mouse));
    answer(&mut screen, &found);
    assert_eq!(pane(&screen).place.group, 1);
}

fn shot(name: &str, size: (u16, u16), keys: &str) {
    let (mut screen, found) = opened(size);
    play(&mut screen, keys, &found);
    screen.state.toasts = Default::default();
    insta::assert_snapshot!(name, screen.text());
}

#[test]
fn it_looks_as_it_should() {
    shot("dupes", (140, 45), "]]<Enter>");
    shot("dupes_small", (80, 24), "");
    shot("dupes_narrow", (40, 12), "");
    shot("dupes_tiny", (20, 5), "");
    shot("dupes_beside", (140, 45), "c");
    shot("dupes_rules", (80, 24), "rj ");
    shot("dupes_all", (80, 24), "A");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    /// Whatever is pressed at whatever size, something can be drawn and never all of a group goes.
    #[test]
    fn it_holds_whatever_is_pressed(
        keys in proptest::collection::vec("[jkhlGgcbvxnNrmuspozAaHJK0-9 ]|\\[|\\]|=|<Enter>|<Backspace>", 1..50),
        sizes in proptest::collection::vec((1_u16..180, 1_u16..50), 50),
    ) {
        let (mut screen, found) = opened((140, 45));
        for (key, (width, height)) in keys.iter().zip(sizes) {
            screen.send(Msg::Resize(width, height));
            play(&mut screen, key, &found);
            screen.text();
            if let Some(Overlay::Dupes(pane)) = screen.state.overlays.last() {
                let decision = pane.decision();
                assert!(decision.is_none_or(|own| own.thrown().count() < own.members().len()));
            }
        }
    }
}
