//! The mouse finds what is drawn where it points.

use super::screen::Screen;
use crate::app::Pane;
use crate::app::msg::{Mouse, MouseKind, Msg};
use crate::app::testing::file;

/// Where the text stands on the screen.
fn place(screen: &Screen, text: &str) -> (u16, u16) {
    let shown = screen.text();
    let found = shown.lines().enumerate().find_map(|(row, line)| {
        let at = line.find(text)?;
        Some((line[..at].chars().count(), row))
    });
    let (column, row) = found.expect("the text is on the screen");
    (u16::try_from(column).expect("a column"), u16::try_from(row).expect("a row"))
}

fn point(screen: &mut Screen, text: &str, kind: MouseKind, ctrl: bool) {
    let (column, row) = place(screen, text);
    screen.send(Msg::Mouse(Mouse { kind, column, row, ctrl, shift: false }));
    screen.answer();
}

fn screen() -> Screen {
    Screen::with((140, 45), (0..40).map(|n| file(n, &format!("f{n:02}.jpg"))).collect())
}

#[test]
fn a_click_moves_the_cursor_and_the_focus() {
    let mut screen = screen();
    screen.play("<Tab>");
    point(&mut screen, "f07.jpg", MouseKind::Press { clicks: 1 }, false);
    assert_eq!(screen.here(), "f07.jpg");
    assert_eq!(screen.state.focus, Pane::List);
}

#[test]
fn a_double_click_opens_and_a_click_in_the_tree_shows() {
    let mut screen = screen();
    point(&mut screen, "▪ products", MouseKind::Press { clicks: 2 }, false);
    assert_eq!(screen.state.browse.list.path.as_str(), "/products");
    point(&mut screen, "▸ archive", MouseKind::Press { clicks: 1 }, false);
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
}

#[test]
fn a_click_with_control_selects() {
    let mut screen = screen();
    for name in ["f03.jpg", "f05.jpg"] {
        point(&mut screen, name, MouseKind::Press { clicks: 1 }, true);
    }
    assert_eq!(screen.state.browse.selection.len(), 2);
}

#[test]
fn a_click_on_a_tab_shows_it_and_one_on_a_row_of_a_sheet_goes_there() {
    let mut screen = screen();
    screen.play("<C-t>");
    screen.play("gg<Enter>");
    point(&mut screen, "1 /", MouseKind::Press { clicks: 1 }, false);
    assert_eq!((screen.state.tabs.shown(), screen.state.browse.list.path.as_str()), (0, "/"));
    screen.play("W");
    point(&mut screen, "2   /archive", MouseKind::Press { clicks: 2 }, false);
    assert_eq!((screen.state.tabs.shown(), screen.state.overlays.len()), (1, 0));
}

#[test]
fn a_click_on_a_row_of_a_sheet_moves_its_cursor() {
    // Each sheet with a list of at least two rows, and the line of the second.
    for (open, row) in [
        ("M", 3),
        ("e", 4),
        ("T", 5),
        ("Z", 3),
        ("gt", 3),
        ("I", 3),
        ("w", 7),
        ("V", 4),
        ("E", 6),
        ("R", 8),
        ("m", 3),
    ] {
        let files = (0..3).map(|n| super::words::file_of(n, "plain")).collect();
        let mut screen = Screen::with((100, 30), files);
        screen.words = Some("plain".to_owned());
        screen.play("G*");
        screen.play(open);
        let before = screen.buffer();
        let kind = MouseKind::Press { clicks: 1 };
        let overlay = screen.state.overlays.last().expect("a sheet").clone();
        for _ in 0..2 {
            screen.send(Msg::Mouse(Mouse { kind, column: 4, row, ctrl: false, shift: false }));
        }
        assert_ne!(screen.state.overlays.last(), Some(&overlay), "{open}\n{}", screen.text());
        let line = |buffer: &ratatui::buffer::Buffer| buffer[(4, row)].style().bg;
        assert_ne!(line(&screen.buffer()), line(&before), "{open}\n{}", screen.text());
    }
}

#[test]
fn the_wheel_scrolls_what_it_is_over_and_a_click_beside_a_dialog_closes_it() {
    let mut screen = screen();
    point(&mut screen, "f03.jpg", MouseKind::ScrollDown, false);
    assert_eq!(screen.state.browse.list.cursor, 3);
    screen.play("?");
    point(&mut screen, "▸ archive", MouseKind::Press { clicks: 1 }, false);
    assert!(screen.state.overlays.is_empty());
}
