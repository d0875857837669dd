//! The pane of purges by values.

use crate::app::Effect;
use crate::app::effect::JobId;
use crate::app::msg::Msg;
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::ops::{JobEvent, Outcome, Plan};

fn screen() -> Screen {
    let files = ["hero-1.jpg", "hero-2.jpg", "x.jpg"];
    let files = files.iter().enumerate().map(|(n, name)| file(n, name)).collect();
    Screen::with((100, 24), files)
}

fn run_of(screen: &mut Screen) -> Plan {
    let run = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    });
    run.expect("it runs")
}

#[test]
fn a_purge_is_of_what_is_under_the_cursor_and_is_counted() {
    let mut screen = screen();
    screen.play("jjX");
    assert!(screen.text().contains("/local/hero-1.jpg*"), "{}", screen.text());
    screen.press("*<Enter>");
    let plan = run_of(&mut screen);
    assert!(plan.steps[0].target.path().ends_with("/local/hero-1.jpg"), "exactly, after *");
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(vec![(0, Outcome::Done)])));
    screen.send(Msg::Job(JobId(1), JobEvent::Finished));
    assert_eq!(screen.state.memory.purges, ("2026-03".to_owned(), 1));
}

#[test]
fn what_a_deletion_leaves_behind_is_offered_once() {
    let mut screen = screen();
    screen.play("jjDdelete<Enter>");
    screen.send(Msg::Job(JobId(1), JobEvent::Ended(vec![(0, Outcome::Done)])));
    screen.send(Msg::Job(JobId(1), JobEvent::Finished));
    screen.answer();
    assert!(screen.text().contains("X purges"), "{}", screen.text());
    screen.press("X");
    let text = screen.text();
    assert!(text.contains("Purge old URLs: 1 purge") && text.contains("hero-1.jpg*"), "{text}");
    screen.press("<Esc>X");
    assert!(!screen.text().contains("Purge old URLs"));
}

#[test]
fn a_wrong_url_is_told_while_it_is_typed() {
    let mut screen = screen();
    screen.play("jjXe*x");
    assert!(screen.text().contains("only stand at the very end"));
    screen.press("<Esc><Esc>");
    assert!(screen.state.overlays.is_empty());
}
