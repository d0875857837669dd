//! The pane of audit rules, by values.

use super::*;
use crate::app::catalogue::{CatalogueNews, Copied};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::{file, start};
use crate::app::tests::screen::Screen;
use crate::catalog::audit::SearchFor;
use crate::query::Compiled;

fn finding(name: &str, rows: Vec<u32>, search: Option<&str>) -> Finding {
    let search = search.map(|text| SearchFor {
        text: text.to_owned(),
        compiled: Compiled { query: format!("<{text}>"), here: None },
    });
    let examples = rows.iter().map(|row| format!("/shop/{name}-{row}.jpg")).collect();
    Finding { name: name.to_owned(), title: format!("breaks {name}"), rows, examples, search }
}

fn found() -> Found {
    let findings = vec![
        finding("missing-alt", vec![4, 5, 9], Some("missing:alt")),
        finding("private", Vec::new(), Some("is:private")),
        finding("same-name", vec![1, 7], None),
    ];
    Found { files: 12_345, findings }
}

/// A screen with a copy of the library, the pane open, nothing answered.
fn opened(size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(size, vec![file(0, "a.jpg")]);
    let copy = Copied { files: 12_345, complete: true, synced_at: Some(start()), ..Copied::default() };
    screen.send(Msg::Catalogue(CatalogueNews::Opened(Some(copy))));
    screen.take();
    screen.press("H");
    screen
}

fn asked(screen: &mut Screen) -> Vec<(Ticket, Bounds, FolderPath)> {
    let asked = screen.take().into_iter().filter_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Audit { bounds, folder }, .. } => Some((ticket, bounds, folder)),
        _ => None,
    });
    asked.collect()
}

fn answer(screen: &mut Screen, found: Found) {
    let (ticket, ..) = *asked(screen).first().expect("it looks");
    let result = Ok(Answer::Audit(Arc::new(found)));
    screen.send(Msg::Reply(Reply::Called { ticket, result }));
}

fn shown(screen: &Screen) -> Search {
    screen.state.browse.list.search.as_deref().expect("a list of what was found").clone()
}

#[test]
fn a_rule_that_the_service_can_answer_is_shown_as_a_search() {
    let mut screen = opened((100, 30));
    answer(&mut screen, found());
    screen.press("<Enter>");
    let search = shown(&screen);
    assert_eq!((search.text.as_str(), search.query.as_str()), ("missing:alt", "<missing:alt>"));
    assert!(search.rows.is_none() && screen.state.overlays.is_empty());
}

#[test]
fn another_rule_and_any_rule_offline_is_shown_by_what_the_copy_has() {
    let mut screen = opened((100, 30));
    answer(&mut screen, found());
    screen.press("jj<Enter>");
    assert_eq!(shown(&screen).rows.as_deref(), Some(&[1, 7][..]));
    let mut screen = opened((100, 30));
    screen.send(Msg::ConnectFailed(Report::new("a", "b", "c")));
    answer(&mut screen, found());
    screen.press("<Enter>");
    assert_eq!(shown(&screen).rows.as_deref(), Some(&[4, 5, 9][..]));
}

#[test]
fn a_rule_that_nothing_breaks_has_nothing_to_show() {
    let mut screen = opened((100, 30));
    answer(&mut screen, found());
    screen.press("j<Enter>");
    assert!(screen.text().contains("No file breaks this rule"));
    screen.press("k");
    assert!(!screen.text().contains("No file breaks"));
}

#[test]
fn bounds_and_the_folder_are_the_user_s_and_bounds_are_remembered() {
    let mut screen = opened((100, 30));
    answer(&mut screen, found());
    screen.press("b<C-u>5mb, 6000x4000<Enter>");
    let memory = screen.state.memory.audit_bounds;
    assert_eq!(memory, Some((5 << 20, 24_000_000)));
    let (_, bounds, folder) = asked(&mut screen).remove(0);
    assert_eq!((bounds.bytes, bounds.pixels, folder.is_root()), (5 << 20, 24_000_000, true));
    screen.press("b<C-u>much<Enter>");
    assert!(screen.text().contains("`much` is no size"), "{}", screen.text());
    screen.press("<Esc><Esc>");
    assert!(screen.state.overlays.is_empty());
    screen.press("H");
    assert_eq!(asked(&mut screen)[0].1.bytes, 5 << 20);
}

#[test]
fn without_a_copy_one_key_makes_it_and_the_pane_looks_when_it_is_there() {
    let mut screen = Screen::with((100, 30), vec![file(0, "a.jpg")]);
    screen.press("H");
    assert!(asked(&mut screen).is_empty() && screen.text().contains("Enter copies it"));
    screen.press("<Enter>");
    assert!(screen.take().contains(&Effect::Sync(SyncOrder::Start)));
    screen.send(Msg::Catalogue(CatalogueNews::Syncing(1000, None)));
    answer(&mut screen, Found { files: 1000, ..found() });
    assert!(screen.text().contains("the first 1 000 files"), "{}", screen.text());
    screen.send(Msg::Catalogue(CatalogueNews::Syncing(2000, None)));
    assert!(asked(&mut screen).is_empty(), "not at each page");
    let copy = Copied { files: 2500, complete: true, synced_at: Some(start()), ..Copied::default() };
    screen.send(Msg::Catalogue(CatalogueNews::Ended(copy)));
    assert_eq!(asked(&mut screen).len(), 1);
}

#[test]
fn a_look_that_fails_says_why_and_is_not_repeated_for_ever() {
    let mut screen = opened((100, 30));
    let (ticket, ..) = asked(&mut screen)[0].clone();
    let report = Report::new("Could not audit the library", "the disk is gone", "");
    screen.send(Msg::Reply(Reply::Called { ticket, result: Err(report) }));
    assert!(screen.text().contains("the disk is gone") && asked(&mut screen).is_empty());
}

#[test]
fn what_it_looks_like() {
    for (name, size) in
        [("audit", (80, 24)), ("audit_large", (120, 40)), ("audit_small", (40, 12)), ("audit_tiny", (20, 5))]
    {
        let mut screen = opened(size);
        answer(&mut screen, found());
        insta::assert_snapshot!(name, screen.text());
    }
}
