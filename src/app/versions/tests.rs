use super::*;
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::model::AssetId;
use crate::ops::Verb;

/// Version `n` of the first file; the highest is the current one.
fn version(n: usize, of: usize) -> Details {
    let current = n == of;
    let id = format!("{n:024x}");
    let mark = if current { String::new() } else { format!("?ik-obj-version={id}") };
    Details {
        file: file(n, "a.jpg"),
        version: format!("Version {n}"),
        version_id: Some(AssetId::new(&id)),
        current,
        mime: Some("image/jpeg".to_owned()),
        custom_coordinates: None,
        description: None,
        has_alpha: None,
        film: None,
        url: format!("http://127.0.0.1:9/local/a.jpg{mark}"),
        embedded: Vec::new(),
        custom: Vec::new(),
        extensions: Vec::new(),
        raw: serde_json::Value::Null,
    }
}

fn answer(screen: &mut Screen, wanted: impl Fn(&Call) -> bool, answer: Answer) {
    let ticket = screen.asked.iter().rev().find_map(|effect| match effect {
        Effect::Call { ticket, call, .. } if wanted(call) => Some(*ticket),
        _ => None,
    });
    let ticket = ticket.expect("the call was asked for");
    screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
    screen.answer();
}

fn opened(versions: usize, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(size, vec![file(1, "a.jpg")]);
    screen.play("GV");
    let list = (1..=versions).rev().map(|n| version(n, versions)).collect();
    answer(&mut screen, |call| matches!(call, Call::Versions(_)), Answer::Details(list));
    screen.take();
    screen
}

fn plans(screen: &mut Screen) -> Vec<Plan> {
    let plan = |effect| match effect {
        Effect::Run { plan, .. } | Effect::Check { plan, .. } => Some(plan),
        _ => None,
    };
    screen.take().into_iter().filter_map(plan).collect()
}

#[test]
fn a_restore_is_asked_for_and_runs_with_or_without_a_purge() {
    let mut screen = opened(3, (100, 30));
    screen.play("r");
    assert!(screen.text().contains("this is the current version already"));
    screen.play("jr<Esc>");
    assert!(plans(&mut screen).is_empty(), "Esc takes it back");
    screen.play("r<Enter>");
    let plan = plans(&mut screen).remove(0);
    assert_eq!(plan.title, "Restore Version 2 of /a.jpg");
    assert_eq!(plan.steps.len(), 1);
    assert_eq!(plan.steps[0].verb, Verb::RestoreVersion(AssetId::new(&format!("{:024x}", 2))));
    screen.play("r<Tab><Enter>");
    let plan = plans(&mut screen).remove(0);
    assert_eq!(plan.steps[1].target, Target::Url("http://127.0.0.1:9/local/a.jpg*".into()));
    assert_eq!(plan.steps[1].verb, Verb::Purge);
}

#[test]
fn the_current_version_is_never_deleted() {
    let mut screen = opened(3, (100, 30));
    screen.play("d");
    assert!(plans(&mut screen).is_empty() && screen.text().contains("can't be deleted"));
    screen.play("P<C-u>0<Enter>");
    assert!(plans(&mut screen).is_empty());
    screen.press("P<C-u>1<Enter>");
    let plan = plans(&mut screen).remove(0);
    assert_eq!(plan.title, "Delete 2 versions of /a.jpg");
    assert!(plan.steps.iter().all(|step| step.verb.is_deadly()));
}

#[test]
fn two_versions_are_compared_by_pictures_and_hashes() {
    let mut screen = opened(3, (120, 40));
    let looks = |screen: &mut Screen| -> Vec<Look> {
        let look = |effect: &Effect| match effect {
            Effect::Preview { request, .. } => Some(request.key.look.clone()),
            _ => None,
        };
        screen.asked.iter().filter_map(look).collect()
    };
    screen.press("jc");
    let old: Arc<str> = format!("{:024x}", 2).into();
    assert!(looks(&mut screen).ends_with(&[Look::Version("".into()), Look::Version(old.clone())]));
    let hashes = screen.asked.iter().filter(|e| matches!(e, Effect::Call { call: Call::UrlMetadata(_), .. }));
    assert_eq!(hashes.count(), 2);
    screen.press("c");
    assert_eq!(looks(&mut screen).last(), Some(&Look::Versions("".into(), old)));
    screen.press("b");
    assert_eq!(looks(&mut screen).last(), Some(&Look::Version("".into())));
    // The first one is marked, and compared with in place of the current one.
    screen.press("j jc");
    let first: Arc<str> = format!("{:024x}", 1).into();
    assert_eq!(looks(&mut screen).last(), Some(&Look::Version(first)));
}

#[test]
fn near_a_hundred_there_is_a_warning() {
    assert!(!opened(89, (80, 24)).text().contains("uploads fail"));
    assert!(opened(90, (80, 24)).text().contains("90 of 100 versions: at 100 uploads fail"));
}

#[test]
fn what_differs_is_told() {
    let (old, new) = (version(1, 2), version(2, 2));
    let names: Vec<String> = compare::differences(&old, &new).into_iter().map(|pair| pair.name).collect();
    assert_eq!(names, ["version", "size"]);
    assert!(compare::differences(&old, &old).is_empty());
}

#[test]
fn a_list_that_fails_says_why() {
    let mut screen = Screen::with((80, 24), vec![file(1, "a.jpg")]);
    screen.play("GV");
    let ticket = screen.asked.iter().find_map(|effect| match effect {
        Effect::Call { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let report = Report::new("Could not list the versions", "no\u{1b}[31m luck", "");
    let ticket = ticket.expect("a call");
    screen.send(Msg::Reply(Reply::Called { ticket, result: Err(report) }));
    assert!(screen.text().contains("Could not list the versions") && !screen.text().contains('\u{1b}'));
}
