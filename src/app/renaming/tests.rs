use crate::app::call::{Answer, Call};
use crate::app::effect::{Effect, Ticket};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::model::{Exif, File, Metadata};
use crate::ops::{Plan, Verb};

const SIZE: (u16, u16) = (120, 30);

fn files(n: usize) -> Vec<File> {
    (0..n).map(|i| file(i, &format!("IMG_{i:03}.JPG"))).collect()
}

/// Answers calls for names and metadata; what else is asked is left.
fn serve(screen: &mut Screen, paths: &[&str]) {
    loop {
        screen.answer();
        let asked = screen.asked.iter().position(|effect| {
            matches!(effect, Effect::Call { call: Call::Paths(_) | Call::Metadata(_), .. })
        });
        let Some(at) = asked else { return };
        let Effect::Call { ticket, call, .. } = screen.asked.remove(at) else { return };
        let answer = match call {
            Call::Paths(_) => Answer::Paths(paths.iter().map(|path| (*path).to_owned()).collect()),
            _ => Answer::Metadata(Box::new(of_a_camera())),
        };
        screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
    }
}

fn of_a_camera() -> Metadata {
    let exif = Exif { image: vec![("Model".to_owned(), "X-T5".into())], ..Exif::default() };
    Metadata { exif, ..Metadata::default() }
}

fn run_of(screen: &mut Screen) -> Option<Plan> {
    screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    })
}

fn names(plan: &Plan) -> Vec<(String, String, bool)> {
    let name = |step: &crate::ops::Step| match &step.verb {
        Verb::Rename { name, purge } => (step.target.path(), name.to_string(), *purge),
        other => panic!("{other:?}"),
    };
    plan.steps.iter().map(name).collect()
}

fn opened(n: usize) -> Screen {
    let mut screen = Screen::with(SIZE, files(n));
    screen.press("R");
    serve(&mut screen, &[]);
    screen
}

#[test]
fn a_pattern_is_seen_then_reviewed_then_run() {
    let mut screen = opened(3);
    assert!(screen.text().contains("Rename all 3 files of /"), "{}", screen.text());
    screen.play("-{n:02}");
    assert!(screen.text().contains("IMG_001-02.JPG"), "{}", screen.text());
    screen.play("<C-u>photo-{n:02}.jpg");
    let text = screen.text();
    assert!(text.contains("3 change") && text.contains("photo-01.jpg"), "{text}");
    screen.play("<Tab><Enter>");
    assert!(screen.text().contains("Enter renames 3 files"), "{}", screen.text());
    assert!(run_of(&mut screen).is_none());
    screen.play("<Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    let step = |from: &str, to: &str| (from.to_owned(), to.to_owned(), true);
    assert_eq!(
        names(&plan),
        [
            step("/IMG_000.JPG", "photo-01.jpg"),
            step("/IMG_001.JPG", "photo-02.jpg"),
            step("/IMG_002.JPG", "photo-03.jpg"),
        ]
    );
    assert!(screen.state.overlays.is_empty());
}

#[test]
fn a_key_goes_back_from_the_review_and_changes_nothing_else() {
    let mut screen = opened(2);
    screen.play("x<Enter>");
    assert!(screen.text().contains("Enter renames 2 files"));
    screen.play("y");
    assert!(!screen.text().contains("Enter renames"));
    screen.play("<Enter><Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    assert_eq!(names(&plan)[0].1, "IMG_000x.JPG");
}

#[test]
fn collisions_keep_it_from_running() {
    let mut screen = Screen::with(SIZE, files(3));
    screen.press("R");
    serve(&mut screen, &["/there.jpg", "/IMG_000.JPG"]);
    screen.play("<C-u>same.jpg<Enter>");
    assert!(screen.text().contains("Names collide"), "{}", screen.text());
    screen.play("<Enter><Enter>");
    assert!(run_of(&mut screen).is_none());
    // With a file that is there.
    screen.play("<C-u>there.jpg");
    assert!(screen.text().contains("is there already"), "{}", screen.text());
}

#[test]
fn the_selection_is_renamed_alone_in_the_order_of_the_list() {
    let mut screen = Screen::with(SIZE, files(5));
    // Two folders come first.
    screen.play("jjj  R");
    serve(&mut screen, &["/IMG_000.JPG"]);
    assert!(screen.text().contains("Rename 2 selected files"), "{}", screen.text());
    screen.play("<C-u>{n}.jpg<Enter><Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    let pairs: Vec<_> = names(&plan).into_iter().map(|(from, to, _)| (from, to)).collect();
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(pairs, [pair("/IMG_001.JPG", "1.jpg"), pair("/IMG_002.JPG", "2.jpg")]);
}

#[test]
fn exif_is_read_only_where_the_pattern_needs_it() {
    let mut screen = opened(6);
    screen.play("-{exif.Mode");
    assert!(!screen.asked.iter().any(|e| matches!(e, Effect::Call { call: Call::Metadata(_), .. })));
    screen.press("l}");
    assert!(screen.text().contains("reading metadata: 0 of 6"), "{}", screen.text());
    serve(&mut screen, &[]);
    assert!(screen.text().contains("IMG_005-X-T5.JPG"), "{}", screen.text());
    screen.play("x<Enter><Enter>");
    assert_eq!(run_of(&mut screen).expect("it runs").steps.len(), 6);
}

fn edit(screen: &mut Screen) -> (Ticket, String) {
    screen.press("<C-e>");
    let edits = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Edit { ticket, text, .. } => Some((ticket, text)),
        _ => None,
    });
    edits.expect("an editor is asked for")
}

fn edited(screen: &mut Screen, ticket: Ticket, text: &str) {
    let result = Ok(Answer::Edited(Some(text.to_owned())));
    screen.send(Msg::Reply(Reply::Called { ticket, result }));
    screen.answer();
}

#[test]
fn names_can_be_edited_by_hand_even_to_swap() {
    let mut screen = opened(2);
    let (ticket, text) = edit(&mut screen);
    assert_eq!(text, "IMG_000.JPG\nIMG_001.JPG\n");
    edited(&mut screen, ticket, "IMG_001.JPG\nIMG_000.JPG\n");
    screen.play("<Enter><Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    assert_eq!((plan.title.as_str(), plan.steps.len()), ("Rename 2 files", 3));
}

#[test]
fn another_number_of_lines_is_told_and_nothing_is_lost() {
    let mut screen = opened(3);
    let (ticket, _) = edit(&mut screen);
    edited(&mut screen, ticket, "IMG_000.JPG\nb.jpg\n");
    let text = screen.text();
    assert!(text.contains("2 lines for 3 files") && text.contains("line 2"), "{text}");
    let (_, again) = edit(&mut screen);
    assert_eq!(again, "IMG_000.JPG\nb.jpg\n");
}

#[test]
fn templates_that_make_no_sense_say_why() {
    let mut screen = opened(1);
    screen.play("{what}");
    assert!(screen.text().contains("{what} means nothing"), "{}", screen.text());
    screen.play("<Enter>");
    assert!(run_of(&mut screen).is_none());
}

#[test]
fn a_hundred_thousand_names_are_looked_at_in_steps() {
    let mut screen = opened(20_000);
    screen.press("x");
    let before = screen.asked.iter().filter(|effect| **effect == Effect::Continue).count();
    assert_eq!(before, 1, "the rest comes later");
    assert!(screen.text().contains("looking: 4 096 of 20 000"), "{}", screen.text());
    screen.answer();
    assert!(screen.text().contains("20 000 change"), "{}", screen.text());
}
