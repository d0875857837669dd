//! How long finding takes in a million files: filling the index, substrings and letters in order, a text
//! typed key by key, facets, filters, and the memory of it all. `cargo bench --bench find` prints a table;
//! `-- --catalog FILE` finds in that catalogue, and times reading it, instead of in files made up here.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use ikt::catalog::Catalog;
use ikt::catalog::find::{Ask, Finder};
use ikt::catalog::index::{Doc, Fact, Filter, Index, Look, Word};
use ikt::model::{FileKind, FolderPath};
use ikt::query::{Query, parse};
use serde_json::json;

const FILES: u32 = 1_000_000;
const RUNS: usize = 9;
const TEXTS: [&str; 14] = [
    "i",
    "img",
    "img_00",
    "lisbon",
    "e",
    "jpg",
    "dsc00099",
    "lisbon dsc",
    "shoe press 99",
    "archive",
    "events/",
    "imlis",
    "lsbndsc",
    "nowhere",
];
const QUERIES: [&str; 6] = [
    "tags IN [\"press\"]",
    "private = true",
    "size > \"2mb\"",
    "createdAt > \"2023-01-01\" AND createdAt < \"2023-02-01\"",
    "path : \"/archive\"",
    "format = \"jpg\" AND size > \"1mb\" AND private = false",
];

fn main() {
    let given: Vec<String> = std::env::args().collect();
    let catalog = given.iter().position(|word| word == "--catalog").and_then(|at| given.get(at + 1));
    match catalog {
        Some(file) => in_catalog(Path::new(file)),
        None => in_index(),
    }
}

fn in_index() {
    let began = Instant::now();
    let index = made();
    println!("filled in {:.1} s", began.elapsed().as_secs_f64());
    println!("{} MB, {} MB resident\n", index.bytes() / 1_000_000, resident());
    println!(
        "| text | found | substring: median, worst | found | fuzzy: median, worst |\n|---|---:|---:|---:|---:|"
    );
    for text in TEXTS {
        let words: Vec<Word> = text.split(' ').filter_map(|word| Word::new(word, false)).collect();
        let cells = [false, true].map(|fuzzy| {
            let look = Look { words: &words, fuzzy, filter: None, within: None, top: 500 };
            let (found, times) = timed(|| look_for(&index, &look).total);
            format!("{found} | {times}")
        });
        println!("| `{text}` | {} |", cells.join(" | "));
    }
    key_by_key(&index);
    let all = look_for(&index, &Look { words: &[], fuzzy: false, filter: None, within: None, top: 0 }).found;
    println!("\nfacets of all: {}", timed(|| index.facets(&all).len()).1);
    for text in QUERIES {
        let query: Query = parse(text).expect("a query");
        let (found, times) = timed(|| {
            let (filter, _) = Filter::new(&index, Some(&query), jiff::Timestamp::UNIX_EPOCH);
            let look = Look { words: &[], fuzzy: false, filter: Some(&filter), within: None, top: 500 };
            look_for(&index, &look).total
        });
        println!("`{text}`: {found} in {times}");
    }
}

fn look_for(index: &Index, look: &Look<'_>) -> ikt::catalog::index::Hits {
    index.look(look, &AtomicBool::new(false)).expect("nobody stops it")
}

/// Each key after the first looks at what the one before has found.
fn key_by_key(index: &Index) {
    let text = "lisbon_dsc";
    let mut within = None;
    for end in 1..=text.len() {
        let words: Vec<Word> = text.get(..end).and_then(|text| Word::new(text, false)).into_iter().collect();
        let look = Look { words: &words, fuzzy: false, filter: None, within: within.as_ref(), top: 500 };
        let (_, times) = timed(|| look_for(index, &look).total);
        println!("key {end} of `{text}`: {times}");
        within = Some(look_for(index, &look).found);
    }
}

fn in_catalog(file: &Path) {
    let catalog = Catalog::open_existing(file).expect("a catalogue").expect("a catalogue");
    let finder = Finder::new(catalog);
    let find = |text: &str, fuzzy: bool| {
        let ask = Ask { text: text.to_owned(), fuzzy, folder: FolderPath::root(), most: 500, facets: false };
        finder.find(&ask, &AtomicBool::new(false)).expect("a text").expect("nobody stops it").total
    };
    let began = Instant::now();
    let files = find("", false);
    println!("{files} files read in {:.2} s, {} MB resident", began.elapsed().as_secs_f64(), resident());
    for text in TEXTS {
        for fuzzy in [false, true] {
            // Another text between, so that nothing of the last one is left.
            let (found, times) = timed(|| {
                find("zzzz", fuzzy);
                find(text, fuzzy)
            });
            println!("`{text}`{}: {found} in {times}", if fuzzy { " fuzzy" } else { "" });
        }
    }
}

/// The median and the worst time.
fn timed(mut run: impl FnMut() -> usize) -> (usize, String) {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..RUNS {
        let began = Instant::now();
        found = run();
        times.push(began.elapsed());
    }
    times.sort();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    (found, format!("{:.1} ms, {:.1} ms", ms(times.get(RUNS / 2)), ms(times.last())))
}

/// Files of the demo's shape: a fifth in one folder, the others in many.
fn made() -> Index {
    let subjects = ["lisbon", "oslo", "press", "red-shoe", "portrait", "food", "landscape", "chart"];
    let (mime, alpha) = (json!("image/jpeg"), json!(false));
    let mut index = Index::default();
    let mut chance = fastrand::Rng::with_seed(7);
    let subject = |row: u32| subjects.get(row as usize % subjects.len()).copied().unwrap_or_default();
    for row in 1..=FILES {
        let (folder, name) = if row <= FILES / 5 {
            ("/archive/camera-roll".to_owned(), format!("IMG_{row:07}.jpg"))
        } else {
            let top =
                ["products", "events", "campaigns"].get(row as usize / 2000 % 3).copied().unwrap_or_default();
            let folder = format!("/{top}/{}/set-{:03}", subject(row / 2000), row / 2000);
            (folder, format!("{}_DSC{:05}.jpg", subject(row), row % 100_000))
        };
        let tags: Vec<&str> = (0..chance.u32(0..4)).map(|_| subject(chance.u32(..))).collect();
        let created = 1_577_836_800_000 + chance.i64(0..157_680_000_000);
        index.put(&Doc {
            row,
            name: &name,
            folder: &folder,
            kind: FileKind::Image,
            size: chance.u64(10_000..5_000_000),
            width: 1000,
            height: 800,
            created_ms: created,
            updated_ms: created + 5,
            private: row.is_multiple_of(50),
            published: true,
            tags: &tags,
            facts: &[(Fact::Mime, &mime), (Fact::Alpha, &alpha)],
            phash: Some(chance.u64(..)),
        });
    }
    index.settle();
    index
}

/// Megabytes that the program has in memory.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096 / 1_000_000
}
