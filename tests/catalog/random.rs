//! Random changes between syncs, some of which are cut: in the end the copy is the library.

use std::future::Future;
use std::pin::pin;

use fastrand::Rng;
use futures_util::future::{Either, select};
use ikt::api::Versions;
use ikt::catalog::Catalog;
use ikt::catalog::sync::{Options, Watch, run};
use ikt::model::{AssetId, FolderPath};

use crate::library::Library;

const FOLDERS: [&str; 6] = ["/", "/a", "/a/b", "/a/b/c", "/d", "/d/a"];

/// Something happens to the library. What it refuses, such as a name that is taken, doesn't.
async fn change(library: &Library, rng: &mut Rng, number: usize) {
    let files = library.files().await;
    let client = &library.client;
    let folder = FolderPath::new(FOLDERS[rng.usize(..FOLDERS.len())]);
    let other = FOLDERS[1 + rng.usize(..FOLDERS.len() - 1)];
    let some = |rng: &mut Rng| (!files.is_empty()).then(|| &files[rng.usize(..files.len())].file);
    match rng.u8(0..14) {
        0..4 => {
            let path = folder.join(&format!("file-{}.txt", rng.u8(0..40)));
            library.put_over(&path, format!("the bytes of {path} at {number}")).await;
        }
        4 => {
            let mut gone: Vec<AssetId> =
                (0..rng.usize(1..20)).filter_map(|_| some(rng)).map(|file| file.id.clone()).collect();
            gone.sort();
            gone.dedup();
            if !gone.is_empty() {
                client.delete_many(&gone).await.expect("deleted");
            }
        }
        5 | 6 => {
            if let Some(file) = some(rng) {
                let _ = client.move_file(&file.path(), &folder).await;
            }
        }
        7 => {
            if let Some(file) = some(rng) {
                let _ = client.rename_file(&file.path(), &format!("renamed-{number}.txt"), false).await;
            }
        }
        8 => {
            if let Some(file) = some(rng) {
                let _ = client.copy_file(&file.path(), &folder, Versions::All).await;
            }
        }
        9 => {
            let ids: Vec<AssetId> = (0..5).filter_map(|_| some(rng)).map(|file| file.id.clone()).collect();
            if !ids.is_empty() {
                library.tag(&ids, &format!("tag-{number}")).await;
            }
        }
        10 => {
            library
                .try_folder_job(client.rename_folder(
                    &FolderPath::new(other),
                    &format!("named-{}", rng.u8(0..3)),
                    false,
                ))
                .await
        }
        11 | 12 => library.try_folder_job(client.move_folder(&FolderPath::new(other), &folder)).await,
        _ => drop(client.delete_folder(&FolderPath::new(other)).await),
    }
}

/// Drops the sync as soon as the change is through, which has to come to its end.
async fn cut_by(sync: impl Future, change: impl Future) {
    if let Either::Left((_, change)) = select(pin!(sync), pin!(change)).await {
        change.await;
    }
}

async fn live(seed: u64, files: u32, rounds: usize) {
    let mut rng = Rng::with_seed(seed);
    let library = Library::filled(files).await;
    let catalog = library.catalog();
    let nobody = Watch::nobody();
    for round in 0..rounds {
        library.ahead(1 + round as u64).await;
        for number in 0..rng.usize(1..8) {
            change(&library, &mut rng, round * 100 + number).await;
        }
        if rng.bool() {
            // The library changes while it is looked at.
            let sync = run(&catalog, &library.client, Options::default(), &nobody);
            cut_by(sync, change(&library, &mut rng, round * 100 + 50)).await;
        }
        let full = rng.u8(0..6) == 0;
        let done = run(&catalog, &library.client, Options { full }, &nobody).await.expect("a sync");
        assert!(done.settled, "seed {seed}, round {round}: {done:?}");
        library.expect_same(&catalog).await;
    }
    let reopened = Catalog::open(&library.file).expect("a catalogue");
    library.expect_same(&reopened).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_libraries() {
    for seed in 0..8 {
        live(seed, 0, 12).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_several_pages() {
    live(100, 4000, 6).await;
}
