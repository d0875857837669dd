//! The pane that finds as one types, by values.

use super::*;
use crate::app::browse::Search;
use crate::app::catalogue::{CatalogueNews, Copied};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::{file, start};
use crate::app::tests::screen::Screen;
use crate::catalog::index::{Entry, Facet, FacetKind};
use crate::model::FileKind;

fn hit(row: u32, path: &str, matched: std::ops::Range<usize>) -> Hit {
    let (folder, name) = FolderPath::split_file(path);
    let entry = Entry {
        row,
        name: name.to_owned(),
        folder,
        kind: FileKind::Image,
        size: 1_250_000,
        width: 1200,
        height: 800,
        updated_ms: start().as_millisecond(),
        private: row == 2,
        published: true,
    };
    Hit { entry, matched: vec![matched] }
}

fn finds(facets: bool) -> Finds {
    let facet =
        |label: &str, text: &str, files| Facet { label: label.to_owned(), text: text.to_owned(), files };
    let facets = facets.then(|| {
        vec![
            (FacetKind::Folder, vec![facet("/shop", "in:/shop", 2), facet("/old", "in:/old", 1)]),
            (FacetKind::Tag, vec![facet("summer sale", "tag:\"summer sale\"", 2)]),
        ]
    });
    Finds {
        hits: vec![
            hit(1, "/shop/hero.jpg", 6..10),
            hit(2, "/shop/shoes/my-hero-with-a-name-that-is-long.jpg", 15..19),
            hit(3, "/hero/x.jpg", 1..5),
        ],
        total: 1204,
        of: 1_000_000,
        complete: true,
        micros: 6400,
        facets,
        custom: Vec::new(),
    }
}

/// A screen with a copy of the library, the pane open, nothing answered.
fn opened(size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(size, vec![file(0, "a.jpg")]);
    let copy = Copied { files: 1_000_000, complete: true, synced_at: Some(start()), ..Copied::default() };
    screen.send(Msg::Catalogue(CatalogueNews::Opened(Some(copy))));
    screen.take();
    screen.press("<C-k>");
    screen
}

fn asked(screen: &mut Screen) -> Vec<(Ticket, Ask)> {
    let asked = screen.take().into_iter().filter_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Find(ask), .. } => Some((ticket, ask)),
        _ => None,
    });
    asked.collect()
}

fn reply(screen: &mut Screen, ticket: Ticket, answer: Answer) {
    screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
}

/// Answers the last asking, and the one for facets that comes of it.
fn answer(screen: &mut Screen) {
    let (ticket, ask) = asked(screen).pop().expect("it looks");
    reply(screen, ticket, Answer::Finds(Ok(Arc::new(finds(ask.facets)))));
    if let Some((ticket, ask)) = asked(screen).pop() {
        assert!(ask.facets);
        reply(screen, ticket, Answer::Finds(Ok(Arc::new(finds(true)))));
    }
}

fn shown(screen: &Screen) -> Search {
    screen.state.browse.list.search.as_deref().expect("a list of what was found").clone()
}

#[test]
fn each_key_looks_and_only_the_last_answer_counts() {
    let mut screen = opened((120, 40));
    answer(&mut screen);
    screen.press("he");
    let all = asked(&mut screen);
    let texts: Vec<_> = all.iter().map(|(_, ask)| ask.text.as_str()).collect();
    assert_eq!(texts, ["h", "he"]);
    let late = Finds { total: 7, ..finds(true) };
    reply(&mut screen, all[0].0, Answer::Finds(Ok(Arc::new(late))));
    assert!(screen.text().contains("1 204 of 1 000 000"), "{}", screen.text());
    reply(&mut screen, all[1].0, Answer::Finds(Ok(Arc::new(Finds { total: 5, ..finds(true) }))));
    assert!(screen.text().contains("5 of 1 000 000"));
}

#[test]
fn enter_goes_to_the_file_in_its_folder() {
    let mut screen = opened((100, 30));
    answer(&mut screen);
    screen.press("<Down><Enter>");
    assert!(screen.state.overlays.is_empty());
    assert_eq!(screen.state.browse.list.path.as_str(), "/shop/shoes");
}

#[test]
fn all_that_is_found_becomes_a_list() {
    let mut screen = opened((100, 30));
    screen.press("hero");
    answer(&mut screen);
    screen.press("<C-s>");
    let ticket = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::FindAll(ask), .. } if ask.text == "hero" => Some(ticket),
        _ => None,
    });
    reply(&mut screen, ticket.expect("it asks for all"), Answer::Rows([4, 7].into()));
    let search = shown(&screen);
    assert_eq!((search.text.as_str(), search.rows.as_deref()), ("hero", Some(&[4, 7][..])));
    assert!(screen.state.overlays.is_empty());
}

#[test]
fn a_facet_is_added_to_the_text() {
    let mut screen = opened((100, 30));
    screen.press("hero");
    answer(&mut screen);
    screen.press("<Tab><Down><Down><Enter>");
    let (_, ask) = asked(&mut screen).pop().expect("it looks anew");
    assert_eq!(ask.text, "hero tag:\"summer sale\"");
    screen.press("<Esc>x");
    let (_, ask) = asked(&mut screen).pop().expect("it looks anew");
    assert_eq!(ask.text, "hero tag:\"summer sale\"x", "the keys are the text's again");
}

#[test]
fn a_facet_that_narrows_is_marked_and_let_go_by_the_same_key() {
    let mut screen = opened((100, 30));
    screen.press("hero");
    answer(&mut screen);
    screen.press("<Tab><Down><Down><Enter>");
    assert!(screen.text().contains("✓summer sale"), "{}", screen.text());
    screen.press("<Enter>");
    let (_, ask) = asked(&mut screen).pop().expect("it looks anew");
    assert_eq!(ask.text, "hero");
}

#[test]
fn what_is_wrong_is_told_and_what_was_found_stays() {
    let mut screen = opened((100, 30));
    answer(&mut screen);
    screen.press("nmae:x y");
    let (ticket, ask) = asked(&mut screen).pop().expect("it looks");
    let error = crate::query::compile(&ask.text, &crate::query::Terms::default()).expect_err("no field");
    reply(&mut screen, ticket, Answer::Finds(Err(error)));
    let text = screen.text();
    assert!(text.contains("column 1: nmae is not a field") && text.contains("hero.jpg"), "{text}");
}

#[test]
fn without_a_copy_one_key_makes_it_and_what_is_there_is_looked_at() {
    let mut screen = Screen::with((100, 30), vec![file(0, "a.jpg")]);
    screen.press("<C-k>");
    assert!(asked(&mut screen).is_empty() && screen.text().contains("Enter copies it"));
    screen.press("<Enter>");
    assert!(screen.take().contains(&Effect::Sync(SyncOrder::Start)));
    screen.send(Msg::Catalogue(CatalogueNews::Syncing(1000, None)));
    let (ticket, _) = asked(&mut screen).pop().expect("it looks at what is there");
    let some = Finds { of: 1000, complete: false, ..finds(true) };
    reply(&mut screen, ticket, Answer::Finds(Ok(Arc::new(some))));
    assert!(screen.text().contains("of the first 1 000"), "{}", screen.text());
}

#[test]
fn where_nothing_is_found_it_says_what_else_can_be_tried() {
    let mut screen = opened((100, 30));
    screen.press("zzz");
    let (ticket, _) = asked(&mut screen).pop().expect("it looks");
    let none = Finds { total: 0, hits: Vec::new(), ..finds(true) };
    reply(&mut screen, ticket, Answer::Finds(Ok(Arc::new(none))));
    assert!(screen.text().contains("Ctrl-T looks for what is like them"), "{}", screen.text());
}

#[test]
fn the_status_line_counts_what_is_found_and_not_the_list_underneath() {
    let mut screen = opened((100, 30));
    let status = |screen: &Screen| screen.text().lines().nth(28).expect("a line").trim_start().to_owned();
    answer(&mut screen);
    screen.press("<Down>");
    assert!(status(&screen).starts_with("2 of 3+ "), "{}", status(&screen));
    let found = |screen: &mut Screen, finds: Finds| {
        screen.press("x");
        let (ticket, _) = asked(screen).pop().expect("it looks");
        reply(screen, ticket, Answer::Finds(Ok(Arc::new(finds))));
        status(screen)
    };
    let all = found(&mut screen, Finds { total: 3, ..finds(true) });
    assert!(all.starts_with("1 of 3 "), "{all}");
    let none = found(&mut screen, Finds { total: 0, hits: Vec::new(), ..finds(true) });
    assert!(none.starts_with("catalogue"), "{none}");
    screen.press("<Esc>");
    assert!(status(&screen).starts_with("1 of 3 "), "{}", status(&screen));
}

#[test]
fn fuzzy_is_a_key_away() {
    let mut screen = opened((100, 30));
    screen.press("<C-t>");
    assert!(asked(&mut screen).pop().is_some_and(|(_, ask)| ask.fuzzy));
    screen.press("<C-t>");
    assert!(asked(&mut screen).pop().is_some_and(|(_, ask)| !ask.fuzzy));
}

#[test]
fn what_it_looks_like() {
    for (name, size) in
        [("find", (80, 24)), ("find_large", (120, 40)), ("find_small", (40, 12)), ("find_tiny", (20, 5))]
    {
        let mut screen = opened(size);
        screen.press("hero");
        answer(&mut screen);
        insta::assert_snapshot!(name, screen.text());
    }
}

#[test]
fn what_is_typed_while_the_library_is_opened_is_looked_for_as_soon_as_there_is_a_copy() {
    let mut screen = Screen::unconnected((120, 30));
    screen.press("<C-k>");
    screen.play("shoe");
    assert!(asked(&mut screen).is_empty());
    assert!(screen.text().contains("opening the library"), "{}", screen.text());
    let copy = Copied { files: 3, complete: true, synced_at: Some(start()), ..Copied::default() };
    screen.send(Msg::Catalogue(CatalogueNews::Opened(Some(copy))));
    let asked: Vec<String> = asked(&mut screen).into_iter().map(|(_, ask)| ask.text).collect();
    assert_eq!(asked, ["shoe"]);
}
