//! Tabs, bookmarks, the session, libraries to switch between, and a library that may only be read.

use std::sync::Arc;

use ikt::app::Door;
use ikt::config;
use ikt::model::Account;
use ikt::runtime::{Enter, Exit, Open, Opening, Setup};

use crate::rig::{Library, Rig};

const SIZE: (u16, u16) = (120, 30);

async fn two_folders() -> Library {
    let library = Library::start().await;
    for path in ["/from/a.txt", "/from/b.txt", "/to/here.txt"] {
        library.put(path, path.as_bytes()).await;
    }
    library
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_cut_in_one_tab_is_pasted_in_another() {
    let library = two_folders().await;
    let rig = Rig::open(&library, "/from", SIZE);
    rig.until("b.txt").await;
    rig.press("* x ctrl-t g p");
    rig.type_text("to");
    rig.press("enter");
    rig.until("here.txt").await;
    rig.press("p");
    rig.until("Move 2 files to /to").await;
    rig.press("enter");
    rig.until("to /to: done").await;
    // The first tab is loaded anew, since the library was changed meanwhile.
    rig.press("1");
    rig.when("an empty folder", |shown| shown.text.contains("/from") && !shown.text.contains("a.txt")).await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.names("/from").await, Vec::<String>::new());
    assert_eq!(library.names("/to").await, ["a.txt", "b.txt", "here.txt"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tabs_cursor_and_bookmarks_come_back_at_the_next_start() {
    let library = two_folders().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("memory.json");
    let remembering = |setup: &mut Setup| {
        setup.options.memory = config::read_memory(&file).expect("a memory");
        setup.memory = Some(file.clone());
    };
    let rig = Rig::open_with(&library, "/from", SIZE, remembering);
    rig.until("b.txt").await;
    rig.press("j B f ctrl-t g r");
    rig.until("▪ to").await;
    rig.press("1");
    rig.until("1 from").await;
    rig.quit().await;

    let rig = Rig::open_with(&library, "/", SIZE, remembering);
    rig.until("2 of 2").await;
    rig.press("2");
    rig.until("▪ to").await;
    rig.press("' f");
    rig.until("2 from").await;
    rig.quit().await;
}

/// Two doors: the library that is open, and another one.
fn two_doors(other: &Library) -> impl FnOnce(&mut Setup) + use<> {
    let account: Account = other.client.account().clone();
    let door = |name: &str| Door { name: name.into(), place: "here".into(), read_only: false };
    let doors = vec![door("first"), door("second")];
    move |setup| {
        (setup.options.doors, setup.options.door) = (doors, Some(0));
        let enter: Enter = Arc::new(move |_| {
            let account = account.clone();
            Box::pin(async move {
                let again = account.clone();
                let open: Open = Arc::new(move || {
                    let account = again.clone();
                    Box::pin(async { Ok(account) })
                });
                let memory = config::Memory::default();
                Ok(Opening {
                    account,
                    open,
                    cache: None,
                    memory,
                    memory_file: None,
                    journal: None,
                    catalog: None,
                })
            })
        });
        setup.enter = Some(enter);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_library_is_opened_in_place_of_the_first() {
    let (first, second) = (two_folders().await, Library::start().await);
    second.put("/only/there.txt", b"there").await;
    let rig = Rig::open_with(&first, "/from", SIZE, two_doors(&second));
    rig.until("b.txt").await;
    rig.press("P j enter");
    rig.until("▪ only").await;
    rig.press("enter");
    rig.until("there.txt").await;
    rig.press("t");
    rig.until("Tags of 1 file").await;
    rig.type_text("mine");
    rig.press("enter enter");
    rig.until("mine: done").await;
    rig.quit().await;
    assert_eq!(second.tags("/only").await, [["mine"]]);
    assert!(first.tags("/from").await.concat().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_only_be_read_stays_as_it_is_whatever_is_pressed() {
    let library = two_folders().await;
    let account = Account { read_only: true, ..library.client.account().clone() };
    let rig = Rig::open_with(&library, "/from", SIZE, |setup| {
        setup.open = Arc::new(move || {
            let account = account.clone();
            Box::pin(async { Ok(account) })
        });
    });
    rig.until("READ ONLY").await;
    rig.until("b.txt").await;
    let before = library.log("/").await.len();
    for key in ["d", "D", "t", "r", "n", "x", ".", "X", "R", "E", "a", "A", "z"] {
        rig.press(key);
        rig.until("to be read only").await;
    }
    rig.quit().await;
    let writes = library.log("/").await;
    let writes: Vec<_> = writes.iter().skip(before).filter(|asked| asked["method"] != "GET").collect();
    assert!(writes.is_empty(), "{writes:?}");
    assert_eq!(library.names("/from").await, ["a.txt", "b.txt"]);
}

/// The client refuses too, whatever asks it.
#[tokio::test]
async fn a_client_that_may_only_read_sends_no_write() {
    let library = two_folders().await;
    let account = Account { read_only: true, ..library.client.account().clone() };
    let client = ikt::api::Client::new(account).expect("a client");
    let folder = ikt::model::FolderPath::new("/from");
    assert!(client.list_folders(&folder).await.is_ok());
    let refused = client.create_folder(&folder, "new").await.expect_err("must be refused");
    assert!(matches!(refused, ikt::api::Error::ReadOnly), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_opened_by_its_url_and_by_its_id() {
    let library = two_folders().await;
    let folder = ikt::model::FolderPath::new("/to");
    let files = library.client.list_files(&folder, ikt::model::Sort::BY_NAME, 0, 1).await.expect("a list");
    let id = files[0].id.to_string();
    let rig = Rig::open(&library, "/from", SIZE);
    rig.until("b.txt").await;
    rig.press("g p");
    rig.type_text(&id);
    rig.press("enter");
    rig.until("here.txt").await;
    rig.press("g p");
    rig.type_text(&format!("{}/from/b.txt", library.client.account().delivery));
    rig.press("enter");
    rig.until("2 of 2").await;
    rig.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_the_service_lets_only_read_makes_the_screen_read_only() {
    let library = two_folders().await;
    let denied = serde_json::json!({ "path_prefix": "/v1/files/addTags", "times": 9, "kind": "status", "status": 403 });
    library.order(denied).await;
    let rig = Rig::open(&library, "/from", SIZE);
    rig.until("b.txt").await;
    rig.press("t");
    rig.until("Tags of 1 file").await;
    rig.type_text("mine");
    rig.press("enter enter");
    rig.until("READ ONLY").await;
    rig.press("D");
    rig.until("the key may only read").await;
    rig.quit().await;
    assert_eq!(library.names("/from").await, ["a.txt", "b.txt"]);
}

/// A tab that shows what a search found shows it at the next start too, read anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_in_a_tab_comes_back_at_the_next_start() {
    let library = two_folders().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("memory.json");
    let remembering = |setup: &mut Setup| {
        setup.options.memory = config::read_memory(&file).expect("a memory");
        setup.memory = Some(file.clone());
    };
    let rig = Rig::open_with(&library, "/from", SIZE, remembering);
    rig.until("b.txt").await;
    rig.press("/");
    rig.type_text("ext:txt updated:today");
    rig.press("enter");
    rig.until("3 found").await;
    rig.press("j ctrl-t g r");
    rig.until("▪ to").await;
    rig.press("/");
    rig.type_text("here");
    rig.press("enter");
    rig.until("1 found").await;
    rig.quit().await;

    library.put("/to/new.txt", b"new").await;
    let rig = Rig::open_with(&library, "/", SIZE, remembering);
    rig.until("Search: here").await;
    rig.until("1 found").await;
    // The one that was hidden is loaded when it is shown, and finds what has come.
    rig.press("1");
    rig.until("Search: ext:txt updated:today").await;
    rig.until("4 found").await;
    // Backspace goes back to the folder that it was begun in.
    rig.press("backspace");
    rig.until("1 from").await;
    rig.quit().await;
}
