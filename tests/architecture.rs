//! The house rules of `src/lib.rs`, checked against the sources: who may import whom, what the
//! reducer must not know, and that no file outgrows its room.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file without its tests at most.
const LINES: usize = 420;

/// A room and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("url", &["model"]),
    ("query", &["model"]),
    ("phash", &["model"]),
    ("api", &["model", "url", "query"]),
    ("catalog", &["model", "url", "query", "phash", "api"]),
    ("config", &["model", "url"]),
    ("ops", &["model", "url", "query", "phash", "api", "catalog"]),
    ("app", &["model", "url", "query", "phash", "catalog", "ops", "config"]),
    ("runtime", &["model", "url", "query", "phash", "api", "catalog", "config", "ops", "app"]),
    ("server", &["model", "url", "query", "phash"]),
    (
        "cli",
        &["model", "url", "query", "phash", "api", "catalog", "config", "ops", "app", "runtime", "server"],
    ),
];

/// What the reducer must do without: input, output, clocks and threads.
const NOT_IN_APP: &[&str] = &[
    "tokio",
    "reqwest",
    "crossterm",
    "rusqlite",
    "std::fs",
    "std::io",
    "std::net",
    "std::thread",
    "std::env",
    "Instant::now",
    "SystemTime",
    "Timestamp::now",
    "Zoned::now",
    "ops::run",
    "ops::check(",
    "fastrand",
];

/// Panes of the screen, none of which imports another.
const PANES: &[&str] = &[
    "browse",
    "details",
    "jobs",
    "log",
    "tags",
    "urls",
    "versions",
    "metadata",
    "inspector",
    "signing",
    "schema",
    "values",
    "vocabulary",
    "search",
    "upload",
    "disk",
    "purging",
    "history",
    "trash",
    "renaming",
    "table",
    "workspace",
    "publishing",
    "focus",
    "dupes",
    "export",
    "audit",
    "find",
];

/// What every pane may know of the browser: not how it is drawn or moved, but what the state says with it:
/// what is listed, from where, and the row that a pane is about.
const LISTED: &[&str] = &["Browse", "Page", "Row", "Search", "Source"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file: without comments, and without the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    path.components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "testing.rs")))
}

/// The words that follow `crate::` in a text, those in braces too: `crate::{model, url}`.
fn imported(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut words = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => {
                words.extend(list.split('}').next().unwrap_or_default().split(',').map(|w| word(w.trim())))
            }
            None => words.push(word(after)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn rooms_import_only_what_they_may() {
    let mut seen = 0;
    for (room, allowed) in ROOMS {
        for path in sources(&root().join(room)) {
            seen += 1;
            for word in imported(&code(&path)) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == word);
                let may = word == *room || allowed.contains(&word.as_str());
                assert!(!is_room || may, "{} imports {word}, which {room} may not", path.display());
            }
        }
    }
    assert!(seen > 50, "the sources were found");
}

#[test]
fn every_room_stands_in_the_table() {
    for entry in fs::read_dir(root()).expect("src") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let known = ROOMS.iter().any(|(room, _)| *room == name) || matches!(name.as_str(), "lib" | "main");
        assert!(known, "{name} is no room");
    }
}

#[test]
fn the_reducer_is_pure() {
    for path in sources(&root().join("app")).iter().filter(|path| !is_test(path)) {
        let code = code(path);
        for word in NOT_IN_APP {
            assert!(!code.contains(word), "{} mentions {word}", path.display());
        }
    }
}

#[test]
fn panes_do_not_import_each_other() {
    for pane in PANES {
        for path in sources(&root().join("app").join(pane)).iter().filter(|path| !is_test(path)) {
            let code = code(path);
            for other in PANES.iter().filter(|other| *other != pane) {
                let mut words = from_pane(&code, other).into_iter();
                let strange = words.find(|word| *other != "browse" || !LISTED.contains(&word.as_str()));
                assert!(strange.is_none(), "{} imports {other}: {strange:?}", path.display());
            }
        }
    }
}

/// The words that a text takes from another pane, those in braces too.
fn from_pane(code: &str, pane: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut words = Vec::new();
    for way in ["app", "super"] {
        for after in code.split(&format!("{way}::{pane}")).skip(1) {
            match after.strip_prefix("::").map(|after| (after, after.strip_prefix('{'))) {
                Some((_, Some(list))) => {
                    let list = list.split('}').next().unwrap_or_default();
                    words.extend(list.split(',').map(|part| word(part.trim())));
                }
                Some((after, None)) => words.push(word(after)),
                // The pane itself; what only begins like it is another.
                None if !after.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                    words.push(pane.to_owned());
                }
                None => {}
            }
        }
    }
    words
}

#[test]
fn no_file_outgrows_its_room() {
    for path in sources(&root()).iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(path).expect("a source file");
        let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = own.lines().count();
        assert!(lines <= LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_checks_can_fail() {
    assert_eq!(
        imported("use crate::{model, url::sign};\nlet x = crate::api::Client;"),
        ["model", "url", "api"]
    );
    let code = "use super::browse::{Row, Tree};\nuse crate::app::tags;\nuse super::tags_of;\nsuper::super::log::draw();";
    assert_eq!(from_pane(code, "browse"), ["Row", "Tree"]);
    assert_eq!(from_pane(code, "tags"), ["tags"]);
    assert_eq!(from_pane(code, "log"), ["draw"]);
}
