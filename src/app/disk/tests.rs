//! The pane of downloads by values.

use super::*;
use crate::app::Effect;
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::ops::Verb;

fn screen() -> Screen {
    let mut screen = Screen::with((80, 24), vec![file(1, "a.jpg"), file(2, "b.jpg")]);
    screen.play("jjw");
    screen
}

#[test]
fn it_downloads_where_and_as_it_was_told() {
    let mut screen = screen();
    assert!(screen.text().contains("Download 1 file"));
    screen.press("t<C-u>/tmp/x<Enter>ew-wide");
    assert!(screen.text().contains("takes"), "a wrong width is told while it is typed");
    screen.press("<C-u>w-300<Enter>xx<Enter>");
    let plan = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    });
    let plan = plan.expect("it runs");
    let Verb::Download(to) = &plan.steps[0].verb else { panic!("{plan:?}") };
    assert_eq!(to.into, std::path::PathBuf::from("/tmp/x"));
    assert_eq!((to.transformation.as_deref(), to.existing), (Some("w-300"), Existing::KeepBoth));
    assert_eq!(screen.state.memory.download_to, Some("/tmp/x".into()));
}

#[test]
fn folders_are_looked_through_first() {
    let mut screen = Screen::with((80, 24), vec![file(1, "a.jpg")]);
    screen.press("w");
    let asked = screen.take();
    let asked = asked.iter().any(|effect| matches!(effect, Effect::Call { call: Call::Below(_), .. }));
    assert!(asked && screen.text().contains("Looking through the folders"));
    screen.press("<Enter>");
    assert!(!screen.state.overlays.is_empty(), "it waits");
}
