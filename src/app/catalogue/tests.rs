//! The copy on the screen, by values: messages in, state and effects out.

use super::*;
use crate::app::browse::Page;
use crate::app::effect::Ticket;
use crate::app::msg::{JobEvent, Msg, Reply};
use crate::app::testing::{file, folder, start};
use crate::app::tests::screen::{Screen, account};
use crate::model::FolderPath;
use crate::ops::{Outcome, Step, Target, Verb};

fn copy(files: u64) -> Copied {
    Copied { files, complete: true, synced_at: Some(start()), ..Copied::default() }
}

fn news(news: CatalogueNews) -> Msg {
    Msg::Catalogue(news)
}

fn why() -> Report {
    Report::new("Could not copy the library", "the network is down", "try again")
}

fn orders(screen: &mut Screen) -> Vec<SyncOrder> {
    let asked = screen.take().into_iter();
    asked.filter_map(|effect| if let Effect::Sync(order) = effect { Some(order) } else { None }).collect()
}

/// What asks for a page of the list.
fn listing(effects: &[Effect]) -> Vec<(Ticket, usize)> {
    let listed = effects.iter().filter_map(|effect| match effect {
        Effect::ListFiles { ticket, skip, .. } => Some((*ticket, *skip)),
        _ => None,
    });
    listed.collect()
}

fn known(ticket: Ticket, names: &[&str]) -> Msg {
    let files = names.iter().enumerate().map(|(n, name)| file(n, name)).collect();
    Msg::Reply(Reply::KnownFiles { ticket, page: Page::of_files(files) })
}

fn listed(ticket: Ticket, files: Vec<crate::model::File>, copied: bool) -> Msg {
    let page = Page { copied, ..Page::of_files(files) };
    Msg::Reply(Reply::Files { ticket, skip: 0, result: Ok(page) })
}

/// A screen whose list shows what the copy has, while the library is still being opened.
fn known_only(names: &[&str]) -> (Screen, Ticket) {
    let mut screen = Screen::unconnected((120, 24));
    screen.send(news(CatalogueNews::Opened(Some(copy(3)))));
    let (ticket, skip) = *listing(&screen.take()).last().expect("the list is asked for");
    assert_eq!(skip, 0);
    screen.send(known(ticket, names));
    (screen, ticket)
}

#[test]
fn the_list_shows_the_copy_until_the_library_answers_and_the_cursor_stays_on_its_file() {
    let (mut screen, ticket) = known_only(&["a.jpg", "b.jpg", "c.jpg"]);
    screen.press("jjv");
    assert_eq!((screen.rows().len(), screen.here()), (3, "c.jpg".to_owned()));
    screen.send(Msg::Connected(account()));
    assert!(listing(&screen.take()).is_empty(), "what was asked already isn't asked again");
    // A new file before it, one that is gone, and one that has changed.
    let changed = crate::model::File { size: 5, ..file(2, "c.jpg") };
    screen.send(listed(ticket, vec![file(8, "0.jpg"), file(1, "b.jpg"), changed, file(9, "d.jpg")], false));
    assert_eq!(screen.rows(), ["0.jpg", "b.jpg", "c.jpg", "d.jpg"]);
    assert_eq!(screen.here(), "c.jpg");
    let list = &screen.state.browse.list;
    assert_eq!((list.visual, list.bytes, list.is_known_only()), (Some(2), 1008 + 1001 + 5 + 1009, false));
}

#[test]
fn an_answer_equal_to_the_copy_changes_nothing_but_that_it_is_the_library_s() {
    let (mut screen, ticket) = known_only(&["a.jpg", "b.jpg"]);
    screen.press("j");
    let before = screen.state.browse.list.clone();
    screen.send(listed(ticket, vec![file(0, "a.jpg"), file(1, "b.jpg")], false));
    let list = &screen.state.browse.list;
    assert_eq!((&list.files, list.cursor, list.bytes), (&before.files, before.cursor, before.bytes));
    assert_eq!(list.load, crate::app::browse::Load::Complete);
}

#[test]
fn the_list_says_whether_the_copy_has_more_and_not_what_the_library_may_have() {
    let (mut screen, ticket) = known_only(&["a.jpg", "b.jpg"]);
    let shown = screen.text();
    assert!(shown.contains("no more in the copy; waiting") && shown.contains(" 1 of 2 "), "{shown}");
    screen.press("fx");
    assert!(screen.text().contains("nothing matches in the copy; waiting"), "{}", screen.text());
    screen.press("<Esc><Esc>");
    screen.send(listed(ticket, vec![file(0, "a.jpg")], false));
    let shown = screen.text();
    assert!(!shown.contains("in the copy") && shown.contains(" 1 of 1 "), "{shown}");

    let (screen, _) = known_only(&[]);
    assert!(screen.text().contains("nothing in the copy; waiting"), "{}", screen.text());

    // A whole page: the copy has more.
    let names: Vec<String> = (0..200).map(|n| format!("{n:03}.jpg")).collect();
    let (mut screen, _) = known_only(&names.iter().map(String::as_str).collect::<Vec<_>>());
    screen.press("G");
    assert!(screen.text().contains("200 of 200+"), "{}", screen.text());
    assert!(!screen.text().contains("in the copy"), "{}", screen.text());
}

#[test]
fn a_folder_that_the_library_has_listed_whole_is_compared_with_the_copy() {
    let own = |count: usize| (0..count).map(|n| file(n, &format!("{n:03}.jpg"))).collect::<Vec<_>>();
    let seen = |files: &[File]| [SyncOrder::Seen(FolderPath::root(), files.into())];
    let (mut screen, ticket) = known_only(&["a.jpg"]);
    screen.send(Msg::Connected(account()));
    screen.take();
    screen.send(listed(ticket, own(2), false));
    assert_eq!(orders(&mut screen), seen(&own(2)));
    screen.send(listed(ticket, own(1), false));
    assert_eq!(orders(&mut screen), [], "nobody waits for it");
    screen.press("<C-r>");
    let ticket = listing(&screen.take())[0].0;
    screen.send(listed(ticket, own(200), false));
    let (ticket, skip) = listing(&screen.asked)[0];
    assert_eq!((orders(&mut screen), skip), (vec![], 200), "there is more");
    let last = Page::of_files(own(201).split_off(200));
    screen.send(Msg::Reply(Reply::Files { ticket, skip, result: Ok(last) }));
    assert_eq!(orders(&mut screen), seen(&own(201)));

    // What the copy itself has listed says nothing of it, and one that is held or isn't whole is left alone.
    let left = |change: CatalogueNews, copied: bool| {
        let (mut screen, ticket) = known_only(&["a.jpg"]);
        screen.send(news(change));
        screen.take();
        screen.send(listed(ticket, own(2), copied));
        orders(&mut screen)
    };
    let part = Copied { complete: false, ..copy(3) };
    assert_eq!(left(CatalogueNews::Changed(copy(3)), false), seen(&own(2)));
    assert_eq!(left(CatalogueNews::Changed(copy(3)), true), []);
    assert_eq!(left(CatalogueNews::Changed(part), false), []);
    assert_eq!(left(CatalogueNews::Paused, false), []);
}

#[test]
fn an_old_page_of_the_copy_is_nobody_s() {
    let mut screen = Screen::with((80, 24), vec![file(0, "own.jpg")]);
    screen.send(known(Ticket(1), &["old.jpg"]));
    assert_eq!(screen.rows(), ["archive", "products", "own.jpg"]);
}

#[test]
fn all_is_selected_only_among_what_the_library_itself_has_listed() {
    let (mut screen, ticket) = known_only(&["a.jpg", "gone.jpg"]);
    screen.press("*");
    assert!(screen.state.browse.selection.is_empty() && screen.state.browse.is_scanning());
    screen.send(listed(ticket, vec![file(0, "a.jpg")], false));
    screen.answer();
    assert_eq!(screen.state.browse.selection.len(), 1);
}

#[test]
fn folders_of_the_copy_stand_in_the_tree_until_those_of_the_library_come() {
    let mut screen = Screen::unconnected((120, 24));
    screen.send(news(CatalogueNews::Opened(Some(copy(3)))));
    let asked = screen.take().into_iter().find_map(|effect| match effect {
        Effect::ListFolders { ticket, path } => Some((ticket, path)),
        _ => None,
    });
    let (ticket, path) = asked.expect("folders are asked for");
    let folders = vec![folder(1, "/old"), folder(2, "/stays")];
    screen.send(Msg::Reply(Reply::KnownFolders { ticket, path: path.clone(), folders }));
    assert_eq!(screen.rows(), ["old", "stays"]);
    assert!(screen.text().contains("old"));
    screen.send(Msg::Reply(Reply::Folders { ticket, path, result: Ok(vec![folder(2, "/stays")]) }));
    assert_eq!(screen.rows(), ["stays"]);
}

#[test]
fn offline_the_copy_is_read_and_nothing_is_changed() {
    let (mut screen, ticket) = known_only(&["a.jpg", "b.jpg"]);
    screen.send(Msg::ConnectFailed(why()));
    screen.send(listed(ticket, vec![file(0, "a.jpg"), file(1, "b.jpg")], true));
    screen.take();
    assert!(screen.state.is_offline() && screen.text().contains("offline"), "{}", screen.text());
    for key in ["d", "D", "t", "x", "n", "r", "a", "E", "R", "X", "z", "K"] {
        screen.press(key);
        let shown = screen.text();
        assert!(shown.contains("the library can't be reached: Ctrl-O tries again"), "{key}\n{shown}");
        assert!(screen.state.overlays.is_empty(), "{key}");
    }
    // What doesn't change anything goes on.
    screen.press("ggj");
    assert_eq!(screen.here(), "b.jpg");
    screen.press("<C-o>");
    assert!(screen.take().contains(&Effect::Reconnect));
    screen.send(Msg::Connected(account()));
    let asked = screen.take();
    assert_eq!(listing(&asked).len(), 1, "the list is loaded anew");
    assert!(asked.contains(&Effect::Sync(SyncOrder::Start)));
    let (ticket, _) = listing(&asked)[0];
    screen.send(listed(ticket, vec![file(1, "b.jpg"), file(2, "c.jpg")], false));
    assert_eq!((screen.rows(), screen.here()), (vec!["b.jpg".to_owned(), "c.jpg".into()], "b.jpg".into()));
    assert!(!screen.state.browse.list.is_copied() && !screen.text().contains("offline ·"));
}

#[test]
fn a_sync_begins_by_itself_where_there_is_a_copy_or_the_library_is_small() {
    for (opened, order) in [(Some(copy(3)), SyncOrder::Start), (None, SyncOrder::IfSmall)] {
        // Whichever comes first.
        for first in [true, false] {
            let mut screen = Screen::unconnected((80, 24));
            let mut msgs = [news(CatalogueNews::Opened(opened)), Msg::Connected(account())];
            if first {
                msgs.reverse();
            }
            let [one, two] = msgs;
            screen.send(one);
            assert_eq!(orders(&mut screen), []);
            screen.send(two);
            assert_eq!(orders(&mut screen), std::slice::from_ref(&order));
        }
    }
}

#[test]
fn it_is_repeated_but_not_while_a_job_needs_the_calls() {
    let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg")]);
    screen.send(news(CatalogueNews::Opened(Some(copy(1)))));
    screen.send(news(CatalogueNews::Ended(copy(1))));
    screen.take();
    screen.send(news(CatalogueNews::Due));
    assert_eq!(orders(&mut screen), [SyncOrder::Start]);
    screen.press("Gd");
    screen.take();
    screen.send(news(CatalogueNews::Due));
    assert_eq!(orders(&mut screen), [SyncOrder::Later]);
}

#[test]
fn one_key_begins_holds_and_goes_on() {
    let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg")]);
    screen.press("K");
    assert_eq!(orders(&mut screen), [SyncOrder::Start]);
    screen.send(news(CatalogueNews::Syncing(412_345, Some(1_000_000))));
    assert!(screen.text().contains("copying 412k of 1M"), "{}", screen.text());
    screen.press("K");
    assert_eq!(orders(&mut screen), [SyncOrder::Pause]);
    screen.send(news(CatalogueNews::Paused));
    assert!(screen.text().contains("held at 412k"));
    screen.send(news(CatalogueNews::Due));
    assert_eq!(orders(&mut screen), [SyncOrder::Later], "what the user holds stays held");
    screen.press("K");
    assert_eq!(orders(&mut screen), [SyncOrder::Resume]);
    screen.send(news(CatalogueNews::Ended(copy(1_000_000))));
    assert!(
        screen.text().contains("1 000 000 files are copied") && screen.text().contains("catalogue 1 min")
    );
}

#[test]
fn p_hashes_of_what_is_on_screen_come_first() {
    let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg"), file(1, "b.jpg")]);
    screen.send(news(CatalogueNews::Opened(Some(copy(2)))));
    screen.take();
    screen.press("gh");
    let orders = orders(&mut screen);
    let [SyncOrder::First(first), SyncOrder::WithHashes] = orders.as_slice() else { panic!("{orders:?}") };
    assert!(first.contains(&file(1, "").id));
    screen.send(news(CatalogueNews::Hashing(1, 2)));
    assert!(screen.text().contains("pHashes 1 of 2"));
}

#[test]
fn a_failure_is_told_and_is_no_completion() {
    let mut screen = Screen::with((120, 24), vec![file(0, "a.jpg")]);
    screen.press("K");
    screen.send(news(CatalogueNews::Syncing(500, None)));
    screen.send(news(CatalogueNews::Failed(why(), Some(Copied { files: 500, ..Copied::default() }))));
    let shown = screen.text();
    assert!(shown.contains("the network is down") && shown.contains("catalogue: failed"), "{shown}");
    let copy = screen.state.catalogue.copy.expect("what was copied is there");
    assert_eq!((copy.files, copy.complete, copy.synced_at), (500, false, None));
    // One that nobody asked for is only written down.
    let before = screen.state.toasts.iter().count();
    screen.send(news(CatalogueNews::Failed(why(), None)));
    assert_eq!(screen.state.toasts.iter().count(), before);
}

#[test]
fn the_copy_is_told_of_own_changes_when_a_run_has_ended() {
    let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg")]);
    screen.send(news(CatalogueNews::Opened(Some(copy(1)))));
    screen.press("Gd");
    let job = screen.state.jobs.current().map(|job| job.id).expect("a run");
    screen.send(Msg::Job(job, JobEvent::Ended(vec![(0, Outcome::Done)])));
    screen.take();
    screen.send(Msg::Job(job, JobEvent::Finished));
    let orders = orders(&mut screen);
    let [SyncOrder::Changed(changed)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(changed.touched, [file(0, "").id]);
    assert_eq!(changed.listed.len(), 1);
}

#[test]
fn what_steps_change_is_read_again() {
    let (one, two) = (file(1, "one.jpg"), file(2, "two.jpg"));
    let path = FolderPath::new;
    let step = |target: Target, verb: Verb| Step { target, verb };
    let of_folder = |verb| step(Target::Folder(path("/a/old")), verb);
    let steps = [
        step(Target::file(&one), Verb::Delete),
        step(Target::file(&two), Verb::MoveTo(path("/to"))),
        step(Target::file(&two), Verb::CopyTo(path("/to"))),
        of_folder(Verb::Rename { name: "new name".into(), purge: false }),
        of_folder(Verb::MoveTo(path("/to"))),
        of_folder(Verb::CopyTo(path("/to"))),
        of_folder(Verb::Delete),
        step(Target::Folder(path("/fresh")), Verb::CreateFolder),
        step(Target::file(&one), Verb::Purge),
        of_folder(Verb::DeleteIfEmpty),
    ];
    let changed_by = |at: usize, outcome: Outcome| changed(&steps[at..=at], &[Some(outcome)]);
    let done = |at| changed_by(at, Outcome::Done);
    let nothing = Changed::default;
    assert_eq!(done(0), Changed { gone: vec![one.id.clone()], ..nothing() });
    assert_eq!(done(1), Changed { touched: vec![two.id.clone()], listed: vec![path("/to")], ..nothing() });
    assert_eq!(done(2), Changed { listed: vec![path("/to")], ..nothing() });
    let (gone, new) = (vec![path("/a/old")], vec![path("/a/new_name")]);
    assert_eq!(done(3), Changed { below: new.clone(), ..nothing() });
    let to = vec![path("/to/old")];
    assert_eq!(done(4), Changed { below: to.clone(), ..nothing() });
    assert_eq!(done(5), Changed { below: to, ..nothing() });
    assert_eq!(done(6), Changed { folders_gone: gone.clone(), ..nothing() });
    assert_eq!(done(7), Changed { below: vec![path("/fresh")], ..nothing() });
    assert_eq!(done(8), nothing());
    assert_eq!(done(9), Changed { listed: vec![path("/a")], ..nothing() }, "what was in it was moved away");
    assert_eq!(changed_by(0, Outcome::Failed(why())), nothing(), "what failed has changed nothing");
    let unclear = vec![gone[0].clone(), new[0].clone()];
    assert_eq!(changed_by(3, Outcome::Failed(why())), Changed { below: unclear, ..nothing() });
}

#[test]
fn numbers_and_ages_are_short() {
    let shorts = [(999, "999"), (412_345, "412k"), (1_000_000, "1M"), (1_250_000, "1.2M")];
    for (n, text) in shorts {
        assert_eq!(short(n), text);
    }
    let ages = [(5, "1 min"), (180, "3 min"), (7300, "2 h"), (200_000, "2 d"), (-9, "1 min")];
    for (seconds, text) in ages {
        let at = Timestamp::from_second(start().as_second() - seconds).expect("a time");
        assert_eq!(age(at, start()), text);
    }
}

#[test]
fn what_was_found_in_the_copy_is_read_anew_when_it_has_changed() {
    let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg")]);
    let search = crate::app::browse::Search::of_rows("no alt text", vec![7_u32], FolderPath::root());
    let mut effects = Vec::new();
    let (browse, mut cx) = screen.state.split(&mut effects);
    browse.search(search, &mut cx);
    screen.asked.extend(effects);
    screen.answer();
    assert_eq!(screen.rows(), ["a.jpg"]);
    screen.send(news(CatalogueNews::Changed(copy(1))));
    assert_eq!(listing(&screen.take()).len(), 1);
    assert_eq!(screen.state.kept().tabs[0].search, None, "the next session has another copy");
}
