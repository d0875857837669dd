//! Moving about, loading, filtering and selecting.

use super::screen::Screen;
use crate::app::Pane;
use crate::app::browse::Load;
use crate::app::dialog::Overlay;
use crate::app::effect::{Effect, Ticket};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::model::{File, FolderPath, Report, SortKey, Tag};

const SIZE: (u16, u16) = (140, 45);

fn files(n: usize) -> Vec<File> {
    (0..n).map(|i| file(i, &format!("f{i:06}.jpg"))).collect()
}

#[test]
fn the_first_page_is_asked_for_as_soon_as_the_library_answers() {
    let mut screen = Screen::unconnected(SIZE);
    screen.send(Msg::Connected(super::screen::account()));
    let asked = screen.take();
    assert!(asked.iter().any(
        |e| matches!(e, Effect::ListFiles { skip: 0, limit: 200, source, .. } if source.folder().is_root())
    ));
    assert!(asked.iter().any(|e| matches!(e, Effect::ListFolders { path, .. } if path.is_root())));
}

#[test]
fn pages_come_as_the_cursor_nears_their_end_and_no_earlier() {
    let mut screen = Screen::with(SIZE, files(5000));
    assert_eq!(screen.state.browse.list.files.len(), 1200, "the first page, and one ahead of the cursor");
    screen.play("<PageDown><PageDown>");
    assert_eq!(screen.state.browse.list.files.len(), 1200);
    for _ in 0..20 {
        screen.play("<PageDown>");
    }
    assert_eq!(screen.state.browse.list.files.len(), 2200);
    assert_eq!(screen.state.browse.list.load, Load::Partly);
}

#[test]
fn the_end_is_reached_by_loading_all_and_esc_stops_it() {
    let mut screen = Screen::with(SIZE, files(5000));
    screen.play("G");
    assert_eq!(screen.here(), "f004999.jpg");
    assert_eq!(screen.state.browse.list.load, Load::Complete);

    let mut screen = Screen::with(SIZE, files(5000));
    screen.press("G");
    assert!(screen.state.browse.list.is_filling());
    screen.press("<Esc>");
    assert!(!screen.state.browse.list.is_filling());
}

#[test]
fn stale_answers_are_ignored() {
    let mut screen = Screen::with(SIZE, files(3));
    let before = screen.state.clone();
    for ticket in [Ticket(0), Ticket(1), Ticket(9999)] {
        screen.send(Msg::Reply(Reply::Files {
            ticket,
            skip: 0,
            result: Ok(crate::app::browse::Page::of_files(files(2))),
        }));
        let path = FolderPath::new("/products");
        screen.send(Msg::Reply(Reply::Folders { ticket, path, result: Ok(vec![]) }));
        screen.send(Msg::Reply(Reply::Checked { ticket, result: Ok(vec![]) }));
    }
    assert_eq!(screen.state, before);
}

#[test]
fn going_into_a_folder_and_back_keeps_the_place() {
    let mut screen = Screen::with(SIZE, files(3));
    assert_eq!(screen.rows(), ["archive", "products", "f000000.jpg", "f000001.jpg", "f000002.jpg"]);
    screen.play("jl");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products");
    assert_eq!(screen.here(), "shoes");
    screen.play("h");
    assert_eq!(screen.here(), "products");
    screen.play("gb");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products");
}

#[test]
fn the_tree_shows_its_folder_in_the_list() {
    let mut screen = Screen::with(SIZE, files(3));
    screen.play("<BackTab>");
    assert_eq!(screen.state.focus, Pane::Tree);
    screen.play("jj");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products");
    screen.play("lj");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products/shoes");
    screen.play("hh");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products");
}

#[test]
fn the_tree_finds_the_folder_that_was_gone_to_when_its_nodes_come() {
    let mut screen = Screen::with(SIZE, files(3));
    screen.play("gp<C-u>/products/shoes<Enter>");
    assert_eq!(screen.state.browse.tree.current().as_str(), "/products/shoes");
}

#[test]
fn the_filter_matches_words_in_names_and_tags_and_esc_drops_it() {
    let mut all = files(30);
    all[7].tags = [Tag::from("Summer")].into();
    let mut screen = Screen::with(SIZE, all);
    screen.play("f2 00001");
    assert_eq!(screen.rows(), ["f000012.jpg"]);
    for _ in 0..7 {
        screen.play("<Backspace>");
    }
    screen.play("summer<Enter>");
    assert_eq!(screen.rows(), ["f000007.jpg"]);
    screen.play("<Esc>");
    assert_eq!(screen.rows().len(), 32);
    assert_eq!(screen.here(), "f000007.jpg");
}

#[test]
fn a_filter_on_a_large_folder_works_in_steps() {
    let mut screen = Screen::with(SIZE, files(30_000));
    screen.play("G");
    screen.press("ggff02999");
    assert!(screen.take().contains(&Effect::Continue), "no key looks at all rows");
    screen.send(Msg::Continue);
    screen.send(Msg::Continue);
    screen.send(Msg::Continue);
    assert_eq!(screen.rows().len(), 10);
}

#[test]
fn all_selects_what_is_not_loaded_yet_and_actions_wait_for_it() {
    let mut screen = Screen::with(SIZE, files(20_000));
    screen.press("*");
    screen.press("t");
    assert!(screen.state.overlays.is_empty(), "the tags wait for the selection");
    screen.answer();
    assert_eq!(screen.state.browse.selection.len(), 20_002);
    assert_eq!(screen.state.overlays.len(), 1, "and come when it is made up");
}

#[test]
fn all_pressed_before_the_first_page_is_there_is_not_lost() {
    let mut screen = Screen::unconnected(SIZE);
    screen.files = files(3);
    screen.press("*");
    assert!(!screen.state.browse.is_scanning(), "there is no library yet");
    screen.send(Msg::Connected(super::screen::account()));
    screen.press("*t");
    assert!(screen.state.overlays.is_empty(), "nothing is listed yet");
    screen.answer();
    assert_eq!(screen.state.browse.selection.len(), 3);
    assert!(matches!(screen.state.overlays.last(), Some(Overlay::Tags(dialog)) if dialog.files == 3));
}

#[test]
fn a_range_is_selected_when_it_ends() {
    let mut screen = Screen::with(SIZE, files(10));
    screen.play("jjvjjj");
    assert!(screen.state.browse.selection.is_empty());
    assert!(screen.state.browse.list.in_visual(4));
    screen.play("v");
    assert_eq!(screen.state.browse.selection.len(), 4);
    screen.play("~");
    assert_eq!(screen.state.browse.selection.len(), 8);
    screen.play("<Esc>");
    assert!(screen.state.browse.selection.is_empty());
}

#[test]
fn patterns_select_and_let_go() {
    let mut screen = Screen::with(SIZE, files(30));
    screen.play("+F00001?.JPG<Enter>");
    assert_eq!(screen.state.browse.selection.len(), 10);
    screen.play("-*5.jpg<Enter>");
    assert_eq!(screen.state.browse.selection.len(), 9);
}

#[test]
fn the_selection_is_kept_over_folders() {
    let mut screen = Screen::with(SIZE, files(3));
    for key in [" ", "l", " ", "h"] {
        screen.play(key);
    }
    assert_eq!(screen.state.browse.selection.len(), 2);
    assert_eq!(screen.state.browse.selection.folders(), 2);
}

#[test]
fn sorting_asks_the_service_and_keeps_the_cursor_on_its_file() {
    let mut screen = Screen::with(SIZE, files(10));
    screen.play("jjjj");
    let here = screen.here();
    screen.play("ss");
    assert_eq!(screen.state.browse.list.sort.key, SortKey::Size);
    assert_eq!(screen.here(), here);
}

#[test]
fn a_failed_page_is_told_once_and_can_be_asked_for_again() {
    let mut screen = Screen::unconnected(SIZE);
    screen.send(Msg::Connected(super::screen::account()));
    let asked = screen.take();
    let ticket = asked.iter().find_map(|e| match e {
        Effect::ListFiles { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let report = Report::new("Could not list /", "the connection was cut", "Ctrl-R tries again");
    let result = Err(report.clone());
    screen.send(Msg::Reply(Reply::Files { ticket: ticket.expect("a page was asked for"), skip: 0, result }));
    assert_eq!(screen.state.log.entries()[0].report, report);
    assert!(screen.text().contains("the connection was cut"));
    screen.files = files(2);
    screen.play("<C-r>");
    assert_eq!(screen.rows().len(), 2);
}

#[test]
fn the_picture_is_asked_for_once_and_its_neighbours_after_it() {
    let mut screen = Screen::with(SIZE, files(5));
    screen.take();
    screen.press("jj");
    let previews = |asked: &[Effect]| asked.iter().filter(|e| matches!(e, Effect::Preview { .. })).count();
    assert_eq!(previews(&screen.asked), 1);
    screen.answer();
    let asked = screen.take();
    assert!(asked.iter().any(|e| matches!(e, Effect::Prefetch { requests } if requests.len() == 2)));
    screen.send(Msg::Wake(12345));
    assert_eq!(screen.take(), []);
}

#[test]
fn with_pictures_off_none_is_asked_for_and_the_facts_have_the_room() {
    let mut screen = Screen::with(SIZE, files(5));
    screen.send(Msg::Graphics("none"));
    screen.take();
    screen.press("jjjL");
    let pictures = |e: &Effect| matches!(e, Effect::Preview { .. } | Effect::Thumbs { .. });
    assert!(!screen.take().iter().any(pictures));
    screen.press("L");
    assert!(!screen.text().contains("PPP"));
}

#[test]
fn the_light_table_goes_to_its_ends_and_by_its_lines() {
    let mut screen = Screen::with(SIZE, files(9));
    screen.play("L");
    let down = |screen: &mut Screen| {
        let before = screen.state.browse.list.cursor;
        screen.play("j");
        screen.state.browse.list.cursor - before
    };
    assert_eq!(down(&mut screen), 4, "a line of thumbnails");
    screen.play("l");
    assert_eq!(screen.state.browse.list.cursor, 5);
    screen.play("G");
    assert_eq!(screen.here(), "f000008.jpg");
    screen.play("gg");
    assert_eq!(screen.here(), "archive");
}

#[test]
fn all_can_be_selected_before_the_first_page_is_here() {
    let mut screen = Screen::unconnected((100, 30));
    screen.files = vec![file(1, "a.jpg"), file(2, "b.jpg")];
    screen.send(Msg::Connected(super::screen::account()));
    screen.press("*");
    screen.answer();
    assert!(screen.text().contains("2 selected"), "{}", screen.text());
}
