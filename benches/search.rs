//! How long a page of 1,000 takes out of a library of 1,000,000 files, by search and order.
//! `cargo bench --bench search` makes the library in a scratch folder, asks over HTTP and prints a
//! table; `-- --data FOLDER` keeps the library for the next time.

use std::path::Path;
use std::time::{Duration, Instant};

use ikt::server::seed::{Plan, fill};
use ikt::server::store::Store;
use ikt::server::{Running, Settings, start};
use reqwest::{Client, Url};
use rusqlite::Connection;

const FILES: u32 = 1_000_000;
const RUNS: usize = 5;
/// What a page may take.
const BOUND: Duration = Duration::from_millis(50);

const SEARCHES: [&str; 30] = [
    "",
    "tags IN [\"favourite\"]",
    "tags IN [\"lisbon\"]",
    "tags IN [\"lisbon\", \"oslo\", \"press\"]",
    "tags NOT IN [\"favourite\"]",
    "tags IN [\"none\"]",
    "tags NOT EXISTS",
    "createdAt > \"2020-06-01\"",
    "createdAt > \"2025-12-01\"",
    "createdAt > \"2023-01-01\" AND createdAt < \"2023-02-01\"",
    "updatedAt > \"2025-12-20\"",
    "size > \"1mb\"",
    "size < \"20kb\"",
    "width > 3000 AND height > 3000",
    "name : \"IMG_\"",
    "name : \"lisbon_DSC000\"",
    "name = \"IMG_0100000.jpg\"",
    "name HAS \"lisbon\"",
    "name HAS \"dsc00099\"",
    "path : \"/products/shoes\"",
    "path : \"/archive\"",
    "path = \"/archive/camera-roll\"",
    "path : \"/events\" AND tags IN [\"favourite\"] AND size > \"200kb\"",
    "(size < \"1mb\" AND width > 500) OR tags IN [\"lisbon\"]",
    "type = \"file\" AND format = \"jpg\" AND private = false",
    "\"customMetadata.price\" = 500",
    "\"customMetadata.price\" > 100",
    "\"customMetadata.category\" IN [\"clothing\"] AND \"customMetadata.price\" < 20",
    "\"customMetadata.since\" > \"2024-12-25\"",
    "NOT (tags IN [\"press\"] OR path : \"/archive\") AND createdAt > \"2024-01-01\"",
];
const SORTS: [&str; 7] =
    ["ASC_CREATED", "DESC_CREATED", "ASC_NAME", "DESC_UPDATED", "DESC_SIZE", "ASC_WIDTH", "DESC_RELEVANCE"];

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let given: Vec<String> = std::env::args().collect();
    let kept = given.iter().position(|word| word == "--data").and_then(|at| given.get(at + 1));
    let data = kept.map_or_else(|| scratch.path().join("library"), Into::into);
    make(&data);
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(measure(&data));
}

/// A million files with custom metadata.
fn make(data: &Path) {
    let began = Instant::now();
    let store = Store::open(data).expect("a library");
    if !fill(&store, Plan { files: FILES, flat: false }, |_| ()).expect("a million files") {
        return;
    }
    drop(store);
    let db = Connection::open(data.join("library.db")).expect("a database");
    db.execute_batch(
        "DROP TRIGGER file_revaluing; DROP TRIGGER file_revalued;
         UPDATE file SET custom = json_object('price', seed * 7919 % 1000,
            'category', CASE seed % 5 WHEN 0 THEN 'clothing' WHEN 1 THEN 'accessories' ELSE 'other' END,
            'since', strftime('%Y-%m-%dT00:00:00.000Z', 1577836800 + seed * 104729 % 157680000, 'unixepoch'));",
    )
    .expect("custom metadata");
    drop(db);
    // An empty addition makes the indices anew.
    Store::open(data).expect("a library").bulk(|_| Ok(())).expect("indices");
    eprintln!("the library was made in {:.0} s", began.elapsed().as_secs_f64());
}

async fn measure(data: &Path) {
    let settings = Settings { empty: true, ..Settings::new(data.to_owned()) };
    let library = start(settings).await.expect("a server");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().build().expect("a client");
    println!("| search | {} |\n|---|{}", SORTS.join(" | "), "---:|".repeat(SORTS.len()));
    let (mut slow, mut all) = (0, 0);
    for search in SEARCHES {
        let mut cells = Vec::new();
        for sort in SORTS {
            let (time, count) = page(&library, &client, search, sort).await;
            slow += usize::from(time > BOUND);
            all += 1;
            let mark = if time > BOUND { "**" } else { "" };
            let few = if count < 1000 { format!(" ({count})") } else { String::new() };
            cells.push(format!("{mark}{:.0} ms{mark}{few}", time.as_secs_f64() * 1000.0));
        }
        println!("| `{}` | {} |", search.replace('|', "\\|"), cells.join(" | "));
    }
    println!("\n{} of {all} within {} ms", all - slow, BOUND.as_millis());
}

/// The median time of a page, and how many it has.
async fn page(library: &Running, client: &Client, search: &str, sort: &str) -> (Duration, usize) {
    let account = library.account();
    let mut url = Url::parse(&format!("{}/v1/files", account.api)).expect("a URL");
    url.query_pairs_mut().append_pair("searchQuery", search).append_pair("sort", sort);
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..RUNS {
        let request = client.get(url.clone()).basic_auth(account.private_key.reveal(), None::<&str>);
        let began = Instant::now();
        let answer = request.send().await.expect("an answer").bytes().await.expect("a body");
        times.push(began.elapsed());
        let list: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
        count = list.as_array().expect("a list").len();
    }
    times.sort();
    (times.get(RUNS / 2).copied().unwrap_or_default(), count)
}
