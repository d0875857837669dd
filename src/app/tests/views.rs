//! What the screen looks like, as text, and that styles follow their roles.

use super::screen::Screen;
use crate::app::msg::Msg;
use crate::app::testing::file;
use crate::app::theme::{Depth, Scheme, Theme};
use crate::model::{AiTag, File, FileKind, Tag};
use crate::ops::{JobEvent, Outcome};

fn library() -> Vec<File> {
    let mut files: Vec<_> = [
        "aurora.jpg",
        "brand-guide.pdf",
        "e\u{301}tude.png",
        "film.mp4",
        "hero.jpg",
        "lamp-01.jpg",
        "secret.png",
        "写真_東京.jpg",
        "صورة.jpg",
        "evil\u{1b}[2J.jpg",
    ]
    .iter()
    .enumerate()
    .map(|(n, name)| file(n, name))
    .collect();
    files[0].tags = [Tag::from("night"), Tag::from("landscape")].into();
    files[0].ai_tags =
        [AiTag { name: "Sky".into(), confidence: 97.5, source: "google-auto-tagging".into() }].into();
    files[1].kind = FileKind::Other;
    files[1].width = 0;
    files[3].kind = FileKind::Video;
    files[6].private = true;
    files
}

fn shot(name: &str, size: (u16, u16), keys: &str) {
    let mut screen = Screen::with(size, library());
    screen.play(keys);
    insta::assert_snapshot!(name, screen.text());
}

#[test]
fn panes_at_four_sizes() {
    shot("three_panes", (120, 40), "jj");
    shot("two_panes", (80, 24), "jj");
    shot("one_pane", (40, 12), "jj");
    shot("tiny", (20, 5), "jj");
}

#[test]
fn tree_and_details_take_the_place_of_the_list_where_it_is_narrow() {
    shot("narrow_tree", (40, 12), "<BackTab>j");
    shot("narrow_details", (40, 12), "jj<Tab>");
}

#[test]
fn a_light_table() {
    shot("board", (120, 40), "jjL j ");
    shot("board_small", (40, 12), "jjL");
}

#[test]
fn dialogs() {
    shot("help", (80, 24), "?");
    shot("palette", (80, 24), ":sort");
    shot("which_key", (80, 24), "s");
    shot("tags", (80, 24), "jjtni");
    shot("rename", (80, 24), "jjr x");
    shot("go_to", (80, 24), "gp<C-u>sh");
    shot("plan", (80, 24), "jjvjjxgglp");
    shot("delete", (80, 24), "jjvjjD");
    shot("delete_tiny", (20, 5), "jjvjjD");
    shot("log_empty", (80, 24), "!");
}

#[test]
fn a_run_and_its_report() {
    let mut screen = Screen::with((80, 24), library());
    screen.play("jjvjjxgglp<Enter>J");
    let job = screen.state.jobs.current().map(|job| job.id).expect("a job");
    let why = crate::model::Report::new("Could not move", "The folder is locked.", "Try again later.");
    let ended = vec![(0, Outcome::Done), (1, Outcome::Failed(why))];
    screen.send(Msg::Job(job, JobEvent::Ended(ended)));
    insta::assert_snapshot!("job", screen.text());
}

#[test]
fn before_the_library_answers_there_is_a_frame() {
    insta::assert_snapshot!("opening", Screen::unconnected((80, 24)).text());
}

#[test]
fn ascii_mode_is_ascii_save_for_the_names() {
    let mut screen = Screen::with((120, 40), vec![file(1, "a.jpg")]);
    screen.state.theme = Theme::new(Scheme::Dark, Depth::None, true);
    for keys in ["jj", " ", "s", "<Esc>", "?", "<Esc>", "jjD", "<Esc>", "J", "<Esc>"] {
        screen.play(keys);
        let text = screen.text();
        let odd: String = text.chars().filter(|c| !c.is_ascii()).collect();
        assert_eq!(odd, "", "{text}");
    }
}

#[test]
fn without_colour_the_cursor_and_the_selection_are_still_seen() {
    let mut screen = Screen::with((80, 24), library());
    screen.state.theme = Theme::new(Scheme::Dark, Depth::None, false);
    screen.play("jj ");
    let buffer = screen.buffer();
    assert!(buffer.content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    assert!(screen.text().contains('●'));
    let reversed = buffer.content.iter().filter(|c| c.modifier.contains(ratatui::style::Modifier::REVERSED));
    assert!(reversed.count() > 20, "a row is reversed");
}
