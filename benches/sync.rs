//! How long the catalogue of a library of 1,000,000 files takes: the first sync, another after 100 changes, and
//! what is read of it. `cargo bench --bench sync` makes the library in a scratch folder; `-- --data FOLDER`
//! keeps it for the next time, when it differs by the changes.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use ikt::api::{Client, Content, ListQuery, TagChange, Upload};
use ikt::catalog::Catalog;
use ikt::catalog::sync::{Options, Watch, run};
use ikt::model::{Asset, AssetId, Direction, FolderPath, Sort, SortKey};
use ikt::ops::dupes::Images;
use ikt::server::seed::{Plan, fill};
use ikt::server::store::Store;
use ikt::server::{Settings, start};

const FILES: u32 = 1_000_000;
/// Changes between two syncs: so many of each kind, and tags for the rest.
const UPLOADS: usize = 20;
const DELETES: usize = 20;
const TAGGED: usize = 60;

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let given: Vec<String> = std::env::args().collect();
    let after = |name: &str| given.iter().position(|word| word == name).and_then(|at| given.get(at + 1));
    let data = after("--data").map_or_else(|| scratch.path().join("library"), Into::into);
    let files = after("--files").and_then(|text| text.parse().ok()).unwrap_or(FILES);
    let began = Instant::now();
    let store = Store::open(&data).expect("a library");
    fill(&store, Plan { files, flat: false }, |_| ()).expect("files");
    drop(store);
    println!("the library was ready after {:.1} s", began.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(measure(&data, &scratch.path().join("catalog.db")));
}

async fn measure(data: &Path, file: &Path) {
    let settings = Settings { empty: true, ..Settings::new(data.to_owned()) };
    let library = start(settings).await.expect("a server");
    let client = Client::new(library.account()).expect("a client");
    let catalog = Catalog::open(file).expect("a catalogue");
    sync(&catalog, &client, "the first sync").await;
    let (files, bytes) =
        (catalog.state().expect("a state").files, size(file) + size(&file.with_extension("db-wal")));
    println!("{files} files in {bytes} bytes, {} a file", bytes / files.max(1));
    sync(&catalog, &client, "again").await;
    change(&client).await;
    sync(&catalog, &client, "after 100 changes").await;
    read(&catalog);
}

/// Bytes on disk; what was written and isn't at its place yet counts twice.
fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}

async fn sync(catalog: &Catalog, client: &Client, what: &str) {
    let began = Instant::now();
    let done = run(catalog, client, Options::default(), &Watch::nobody()).await.expect("a sync");
    println!("{what}: {:.2} s, {done:?}", began.elapsed().as_secs_f64());
}

/// Uploads, deletes and tags, spread over the library.
async fn change(client: &Client) {
    for number in 0..UPLOADS {
        let upload = Upload {
            unique_name: true,
            ..Upload::new(Content::Bytes(format!("{number}").into()), FolderPath::new("/new"), "new.txt")
        };
        client.upload(&upload, |_| {}).await.expect("an upload");
    }
    let gone = spread(client, DELETES, 7).await;
    client.delete_many(&gone).await.expect("deleted");
    let tagged = spread(client, TAGGED, 11).await;
    for some in tagged.chunks(50) {
        client.change_tags(TagChange::Add, some, &["changed".into()]).await.expect("tagged");
    }
}

async fn spread(client: &Client, count: usize, first: usize) -> Vec<AssetId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let skip = first + number * 15_000;
        let query = ListQuery { skip, limit: Some(1), ..ListQuery::default() };
        let page = client.list(&query).await.expect("a list");
        ids.extend(page.iter().filter_map(|asset| match asset {
            Asset::File(file) => Some(file.id.clone()),
            Asset::Folder(_) => None,
        }));
    }
    ids
}

fn read(catalog: &Catalog) {
    let mut wanted = Vec::new();
    timed("a look at all files", || {
        let (mut all, mut letters) = (0_usize, 0);
        let visit = |file: ikt::catalog::Scanned<'_>| {
            (all, letters) = (all + 1, letters + file.name.len());
            wanted.push((AssetId::new(file.id), file.updated_ms, Some(format!("{letters:016x}"))));
            ControlFlow::Continue(())
        };
        catalog.each(0, visit).expect("files");
        format!("{all} files, {letters} letters")
    });
    timed("pHashes put in", || {
        wanted.chunks(1000).for_each(|some| catalog.put_hashes(some).expect("pHashes"));
        String::new()
    });
    timed("all pHashes", || {
        let images = Images::read(catalog, &FolderPath::root(), &|| false).expect("pHashes");
        format!("{}", images.map_or(0, |images| images.len()))
    });
    timed("the state", || format!("{:?}", catalog.state().expect("a state")));
    let largest = FolderPath::new("/archive/camera-roll");
    for key in [SortKey::Name, SortKey::Created, SortKey::Size] {
        let sort = Sort { key, direction: Direction::Ascending };
        for skip in [0, 199_000] {
            timed(&format!("a page by {key:?} after {skip}"), || {
                format!("{}", catalog.page(&largest, sort, skip, 200).expect("a page").len())
            });
        }
    }
    timed("what changed", || {
        let changes = catalog.changed_since(0).expect("changes");
        format!("{:?}", changes.map(|changes| changes.changed.len()))
    });
}

fn timed(what: &str, work: impl FnOnce() -> String) {
    let began = Instant::now();
    let found = work();
    println!("{what}: {:.1} ms {found}", began.elapsed().as_secs_f64() * 1000.0);
}
