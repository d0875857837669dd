//! Plans, runs and what becomes of them.

use super::screen::Screen;
use crate::app::dialog::Overlay;
use crate::app::effect::{Effect, JobId};
use crate::app::jobs::Phase;
use crate::app::msg::Msg;
use crate::app::testing::file;
use crate::model::{AiTag, File, Report, Tag};
use crate::ops::{JobEvent, Outcome, Plan, Verb};

const SIZE: (u16, u16) = (140, 45);

fn files(n: usize) -> Vec<File> {
    (0..n).map(|i| file(i, &format!("f{i:03}.jpg"))).collect()
}

fn run_of(effects: &[Effect]) -> Option<(JobId, Plan)> {
    effects.iter().find_map(|e| match e {
        Effect::Run { job, plan, .. } => Some((*job, plan.clone())),
        _ => None,
    })
}

fn top_is_plan(screen: &Screen) -> bool {
    matches!(screen.state.overlays.last(), Some(Overlay::Plan(_)))
}

/// Selects three files, cuts them, and pastes them into `/archive`.
fn cut_and_paste(screen: &mut Screen) {
    screen.play("jjvjjxgglp");
}

#[test]
fn a_move_of_many_is_shown_before_it_runs() {
    let mut screen = Screen::with(SIZE, files(5));
    cut_and_paste(&mut screen);
    assert!(top_is_plan(&screen));
    assert!(run_of(&screen.asked).is_none());
    assert!(screen.text().contains("Move 3 files to /archive"));
    screen.press("<Enter>");
    let (job, plan) = run_of(&screen.take()).expect("it runs");
    assert_eq!(job, JobId(1));
    assert_eq!(plan.steps.len(), 3);
    assert!(
        plan.steps.iter().all(|step| matches!(&step.verb, Verb::MoveTo(to) if to.as_str() == "/archive"))
    );
    assert!(screen.state.clip.is_none(), "what was cut can be pasted once");
}

#[test]
fn esc_drops_a_plan() {
    let mut screen = Screen::with(SIZE, files(5));
    cut_and_paste(&mut screen);
    screen.press("<Esc>");
    assert!(screen.state.overlays.is_empty());
    assert!(run_of(&screen.asked).is_none());
    assert!(screen.state.clip.is_some());
}

#[test]
fn what_is_done_leaves_the_list_and_what_failed_stays_selected() {
    let mut screen = Screen::with(SIZE, files(5));
    screen.play("jjvjjx");
    screen.play("gglp");
    screen.press("<Enter>");
    screen.play("h");
    assert_eq!(screen.state.browse.selection.len(), 3);
    let failed = Outcome::Failed(Report::new("Could not move /f001.jpg", "locked", "try again later"));
    screen
        .send(Msg::Job(JobId(1), JobEvent::Ended(vec![(0, Outcome::Done), (1, failed), (2, Outcome::Done)])));
    assert_eq!(screen.rows(), ["archive", "products", "f001.jpg", "f003.jpg", "f004.jpg"]);
    assert_eq!(screen.state.browse.selection.len(), 1);
    screen.send(Msg::Job(JobId(1), JobEvent::Finished));
    assert!(screen.text().contains("1 failed"));
    screen.take();
    screen.press("Jr");
    let (_, again) = run_of(&screen.take()).expect("the failed one is tried again");
    assert_eq!(again.title, "Move 1 file to /archive");
    assert_eq!(again.steps.len(), 1);
    assert_eq!(again.steps[0].target.path(), "/f001.jpg");
}

#[test]
fn deleting_needs_the_word_even_for_one_file() {
    let mut screen = Screen::with(SIZE, files(2));
    screen.play("jjD");
    assert!(top_is_plan(&screen));
    screen.press("<Enter>");
    assert!(run_of(&screen.asked).is_none(), "Enter alone does nothing");
    screen.press("delet<Enter>");
    assert!(run_of(&screen.asked).is_none());
    screen.press("e<Enter>");
    let (_, plan) = run_of(&screen.take()).expect("now it runs");
    assert_eq!(plan.steps[0].verb, Verb::Delete);
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(vec![(0, Outcome::Done)])));
    assert_eq!(screen.rows(), ["archive", "products", "f001.jpg"]);
}

#[test]
fn tags_of_a_selection_become_one_plan() {
    let mut all = files(4);
    all[0].tags = [Tag::from("old")].into();
    let mut screen = Screen::with(SIZE, all);
    screen.play("jjvjjvtnew<Enter>old<Down><Enter><Enter>");
    // `old` is on one of three files: the first Enter gives it to all.
    assert!(top_is_plan(&screen));
    screen.press("<Enter>");
    let (_, plan) = run_of(&screen.take()).expect("it runs");
    let verbs: Vec<_> = plan.steps.iter().map(|step| (step.target.path(), step.verb.clone())).collect();
    assert_eq!(verbs.len(), 5, "three files get `new`, two get `old`: {verbs:?}");
    let ended = (0..5).map(|n| (n, Outcome::Done)).collect();
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(ended)));
    let tags: Vec<_> = screen.state.browse.list.files.iter().map(|f| f.tags.join(" ")).collect();
    assert_eq!(tags, ["old new", "old new", "old new", ""]);
    assert_eq!(screen.state.browse.selection.tags().get("new"), Some(&3));
    assert_eq!(screen.state.browse.selection.tags().get("old"), Some(&3));
}

fn with_ai_tags() -> Screen {
    let seen = |name: &str| AiTag { name: name.into(), confidence: 90.0, source: "aws-auto-tagging".into() };
    let mut all = files(3);
    all[0].ai_tags = [seen("dog"), seen("car")].into();
    all[1].ai_tags = [seen("dog")].into();
    all[1].tags = [Tag::from("dog")].into();
    let mut screen = Screen::with(SIZE, all);
    screen.play("jjvjjvt");
    screen
}

#[test]
fn an_ai_tag_becomes_a_tag_where_it_is_none_and_is_removed_everywhere() {
    let mut screen = with_ai_tags();
    screen.press("<Tab><C-t><Enter>");
    assert!(top_is_plan(&screen));
    screen.press("<Enter>");
    let (_, plan) = run_of(&screen.take()).expect("it runs");
    let dog: std::sync::Arc<[Tag]> = [Tag::from("dog")].into();
    let expected = [
        ("/f000.jpg", Verb::AddTags(dog.clone())),
        ("/f000.jpg", Verb::RemoveAiTags(dog.clone())),
        ("/f001.jpg", Verb::RemoveAiTags(dog)),
    ];
    let steps: Vec<_> = plan.steps.iter().map(|step| (step.target.path(), step.verb.clone())).collect();
    assert_eq!(steps, expected.map(|(path, verb)| (path.to_owned(), verb)));
    let lost: Vec<_> = plan.notes.iter().filter(|note| note.warning).collect();
    assert!(lost.len() == 1 && lost[0].text.contains("can't be put back"), "{lost:?}");

    let ended = (0..3).map(|n| (n, Outcome::Done)).collect();
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(ended)));
    let files = &screen.state.browse.list.files;
    let left: Vec<_> = files.iter().map(|file| (file.tags.join(" "), file.ai_tags.len())).collect();
    assert_eq!(left, [("dog".to_owned(), 1), ("dog".to_owned(), 0), (String::new(), 0)]);
    let left: Vec<_> = screen.state.browse.selection.ai_tags().flatten().map(|tag| &*tag.name).collect();
    assert_eq!((screen.state.browse.selection.len(), left), (3, vec!["car"]));
}

#[test]
fn a_tag_that_is_removed_is_not_made_of_an_ai_tag_at_once() {
    let mut screen = with_ai_tags();
    screen.press("  <Tab><C-t><Enter>");
    assert!(!top_is_plan(&screen));
    assert!(screen.text().contains("it can't be both"), "{}", screen.text());
}

#[test]
fn tags_that_have_no_room_together_are_refused_with_the_file_named() {
    let mut all = files(2);
    all[0].tags = [Tag::from("x".repeat(480))].into();
    all[1].tags = [Tag::from("short")].into();
    let mut screen = Screen::with(SIZE, all);
    // Each alone would fit; `short` goes to the first file only, the other to both.
    screen.play("jjvjvt");
    screen.press("short<Enter>seventeen-letters<Enter><Enter>");
    assert!(!top_is_plan(&screen));
    assert!(screen.text().contains("/f000.jpg has no room"), "{}", screen.text());
}

#[test]
fn a_single_move_runs_unseen_unless_it_would_meet_something() {
    let mut screen = Screen::with(SIZE, files(2));
    screen.play("jjxgglp");
    assert!(run_of(&screen.take()).is_some());

    let mut screen = Screen::with(SIZE, files(2));
    screen.play("jjxggl");
    screen.press("p");
    let asked = screen.take();
    let ticket = asked.iter().find_map(|e| match e {
        Effect::Check { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let note = crate::ops::Note { step: Some(0), text: "/archive/f000.jpg exists".into(), warning: true };
    let reply =
        crate::app::msg::Reply::Checked { ticket: ticket.expect("it looks first"), result: Ok(vec![note]) };
    screen.send(Msg::Reply(reply));
    assert!(top_is_plan(&screen));
    assert!(screen.text().contains("/archive/f000.jpg exists"));
}

#[test]
fn a_rename_warns_of_characters_that_are_rewritten() {
    let mut screen = Screen::with(SIZE, files(2));
    screen.play("jjr");
    screen.press("<C-u>my photo.jpg");
    assert!(screen.text().contains("my_photo.jpg"));
    screen.press("<Enter>");
    let (_, plan) = run_of(&screen.take()).expect("it runs");
    assert!(matches!(plan.steps[0].verb, Verb::Rename { purge: false, .. }));
}

#[test]
fn a_refused_name_keeps_the_prompt_and_what_was_typed() {
    let mut screen = Screen::with(SIZE, files(2));
    screen.play("n..<Enter>");
    assert!(screen.text().contains("can't be a name"));
    assert!(matches!(screen.state.overlays.last(), Some(Overlay::Prompt(p)) if p.field.text() == ".."));
}

#[test]
fn runs_pause_go_on_and_stop() {
    let mut screen = Screen::with(SIZE, files(5));
    cut_and_paste(&mut screen);
    screen.press("<Enter>");
    screen.take();
    screen.press("J ");
    assert_eq!(screen.take(), [Effect::Pause(JobId(1))]);
    screen.press(" x");
    assert!(screen.take().starts_with(&[Effect::Resume(JobId(1)), Effect::Cancel(JobId(1))]));
    assert_eq!(screen.state.jobs.current().map(|job| job.phase.clone()), Some(Phase::Cancelling));
    let ended = vec![(0, Outcome::Done), (1, Outcome::Cancelled), (2, Outcome::Cancelled)];
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(ended)));
    screen.send(Msg::Job(JobId(1), JobEvent::Finished));
    assert!(screen.text().contains("2 not sent"));
}

#[test]
fn quitting_while_a_run_is_under_way_asks_first() {
    let mut screen = Screen::with(SIZE, files(5));
    cut_and_paste(&mut screen);
    screen.press("<Enter>");
    screen.take();
    screen.press("q");
    assert!(!screen.asked.contains(&Effect::Quit));
    screen.press("<Enter>q");
    assert!(!screen.asked.contains(&Effect::Quit), "Enter is No");
    screen.press("y");
    assert!(screen.asked.contains(&Effect::Quit));
}

#[test]
fn a_folder_that_is_deleted_under_the_list_is_left() {
    let mut screen = Screen::with(SIZE, files(2));
    screen.play("jl");
    screen.play("<BackTab>D");
    screen.play("delete<Enter>");
    screen.take();
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(vec![(0, Outcome::Done)])));
    assert!(screen.state.browse.list.path.is_root());
    let shoes = crate::model::FolderPath::new("/products");
    assert!(!screen.state.browse.family.contains_key(&shoes));
}

#[test]
fn a_private_file_has_a_signed_url() {
    let mut all = files(2);
    all[1].private = true;
    let mut screen = Screen::with(SIZE, all);
    screen.play("jjyjy");
    let copied: Vec<_> = screen
        .take()
        .into_iter()
        .filter_map(|e| match e {
            Effect::Copy(url) => Some(url),
            _ => None,
        })
        .collect();
    assert_eq!(copied[0], "http://127.0.0.1:9/local/f000.jpg");
    assert!(copied[1].starts_with("http://127.0.0.1:9/local/f001.jpg?ik-s="));
}
