//! The pane of uploads by values.

use super::*;
use crate::app::Effect;
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::ops::build_upload::Candidate;
use crate::ops::{DiskEntry, DiskFolder, Plan};

const SIZE: (u16, u16) = (80, 24);

fn entry(name: &str, is_folder: bool) -> DiskEntry {
    DiskEntry { name: name.to_owned(), path: format!("/home/me/{name}").into(), is_folder, size: 5 }
}

fn folder() -> DiskFolder {
    DiskFolder {
        path: "/home/me".into(),
        home: Some("/home/me".into()),
        entries: vec![
            entry("site", true),
            entry(".hidden", false),
            entry("a b.jpg", false),
            entry("c.jpg", false),
        ],
    }
}

/// The call that was asked last.
fn asked(screen: &mut Screen) -> (Ticket, Call) {
    let calls = screen.take().into_iter().filter_map(|effect| match effect {
        Effect::Call { ticket, call, .. } => Some((ticket, call)),
        _ => None,
    });
    calls.last().expect("a call")
}

fn tell(screen: &mut Screen, ticket: Ticket, answer: Answer) {
    screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
}

fn picking() -> Screen {
    let mut screen = Screen::with(SIZE, vec![file(1, "a.jpg")]);
    screen.press("a");
    let (ticket, call) = asked(&mut screen);
    assert_eq!(call, Call::Disk(None));
    tell(&mut screen, ticket, Answer::Disk(folder()));
    screen
}

fn candidate(name: &str, there: bool) -> Candidate {
    Candidate {
        from: Source::Disk(format!("/home/me/{name}").into()),
        folder: FolderPath::root(),
        name: name.to_owned(),
        size: 5,
        there: there.then(|| file(1, name)),
    }
}

fn looking(screen: &mut Screen, files: Vec<Candidate>) {
    let (ticket, call) = asked(screen);
    assert!(matches!(call, Call::Gather { .. }));
    tell(screen, ticket, Answer::Gathered(files, Vec::new()));
}

fn run_of(screen: &mut Screen) -> Option<Plan> {
    screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    })
}

#[test]
fn a_walk_marks_and_goes_on() {
    let mut screen = picking();
    assert!(screen.text().contains("3 items, 1 hidden"));
    screen.press("l");
    assert_eq!(asked(&mut screen).1, Call::Disk(Some("/home/me/site".into())));
    screen.press("h");
    assert_eq!(asked(&mut screen).1, Call::Disk(Some("/home".into())));
    screen.press("  <Enter>");
    let (_, call) = asked(&mut screen);
    let marked = ["/home/me/a b.jpg", "/home/me/site"].map(|path| Source::Disk(path.into()));
    assert_eq!(call, Call::Gather { sources: marked.to_vec(), to: FolderPath::root() });
}

#[test]
fn the_table_says_what_becomes_of_each_and_leaves_out() {
    let mut screen = picking();
    screen.press("* <Enter>");
    looking(&mut screen, vec![candidate("a b.jpg", false), candidate("c.jpg", true)]);
    let text = screen.text();
    assert!(text.contains("a b.jpg → a_b.jpg") && text.contains("name taken: refused"), "{text}");
    assert!(text.contains("1 to send, 5 B · 1 refused"), "{text}");
    screen.press("oj<Enter>o");
    assert!(screen.text().contains("Careful: new version"));
    screen.press("j <Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    assert_eq!((plan.steps.len(), plan.title.as_str()), (1, "Upload 1 file"));
    assert!(screen.state.overlays.is_empty());
    assert_eq!(screen.state.memory.upload_from, Some("/home/me".into()));
}

#[test]
fn a_wrong_option_is_told_while_it_is_typed_and_not_taken() {
    let mut screen = picking();
    screen.press("ojjjjjjj<Enter>5%");
    assert!(screen.text().contains("holds a %"));
    screen.press("<Enter>");
    assert!(screen.text().contains("holds a %"), "it stays open");
    screen.press("<Backspace><Enter>");
    assert!(!screen.text().contains("holds a %"));
}

#[test]
fn dropped_paths_open_the_table_and_links_are_checked() {
    let mut screen = Screen::with(SIZE, vec![file(1, "a.jpg")]);
    screen.send(Msg::Paste("'/x/my photo.jpg'\n".to_owned()));
    let (_, call) = asked(&mut screen);
    assert!(matches!(&call, Call::Gather { sources, .. } if sources.len() == 1));
    screen.press("<Esc>A");
    screen.press("nonsense!<Enter>");
    assert!(screen.text().contains("no base64"));
}

#[test]
fn it_can_be_seen_at_every_size() {
    for size in [(80, 24), (140, 45), (40, 12), (20, 5), (3, 2)] {
        let mut screen = picking();
        screen.send(Msg::Resize(size.0, size.1));
        screen.text();
        screen.press("*<Enter>");
        screen.text();
        looking(&mut screen, vec![candidate("a b.jpg", false), candidate("x\u{1b}[2J", true)]);
        assert!(!screen.text().contains('\u{1b}'));
        screen.press("t");
        screen.text();
        screen.press("<Esc>o<Down>");
        screen.text();
    }
}
