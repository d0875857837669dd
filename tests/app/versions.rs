//! Versions by keys: compared, restored, deleted, pruned.

use std::io::Cursor;

use ikt::api::{Content, Upload};
use ikt::model::{AssetId, Details, FolderPath};
use ikt::runtime::Exit;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;

use crate::rig::{Library, Rig};

/// A picture of 64 by 48 pixels: a light field on a dark ground, of which the seed says where.
pub fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let light = |x: u32, y: u32| (x / 8 + y / 8 * u32::from(seed)).is_multiple_of(u32::from(seed) + 2);
    RgbImage::from_fn(64, 48, |x, y| if light(x, y) { Rgb([240, 240, 200]) } else { Rgb([10, seed, 60]) })
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a PNG is written to memory");
    bytes.into_inner()
}

/// Uploads a file, or a new version of it.
async fn put(library: &Library, path: &str, bytes: &[u8]) -> AssetId {
    let (folder, name) = FolderPath::split_file(path);
    let content = Content::Bytes(bytes.to_vec().into());
    let upload = Upload { overwrite: true, ..Upload::new(content, folder, name) };
    library.client.upload(&upload, |_| {}).await.expect("an upload").stored().expect("a file").id
}

async fn versions(library: &Library, id: &AssetId) -> Vec<Details> {
    library.client.versions(id).await.expect("versions")
}

fn names(versions: &[Details]) -> Vec<&str> {
    versions.iter().map(|version| version.version.as_str()).collect()
}

/// Story 3: `hero.jpg` goes back to the version of before, after both were compared; at most 21 keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_back_to_its_version_of_before() {
    let library = Library::start().await;
    for name in ["a.png", "b.png", "z.png"] {
        library.put(&format!("/{name}"), &picture(9)).await;
    }
    let id = put(&library, "/hero.png", &picture(1)).await;
    put(&library, "/hero.png", &picture(2)).await;
    let before = versions(&library, &id).await;
    assert_eq!(names(&before), ["Version 2", "Version 1"]);

    let rig = Rig::open(&library, "/", (120, 40));
    rig.until("hero.png").await;
    let mut keys = 0;
    let mut press = |text: &str| {
        rig.press(text);
        keys += text.split(' ').count();
    };
    press("f h e r o enter");
    rig.until("1 of 1").await;
    press("V");
    rig.until("2 versions of hero.png").await;
    press("j c");
    rig.until("pHash distance").await;
    rig.until("size").await;
    press("r");
    rig.until("Make Version 1 the current one?").await;
    press("enter");
    rig.until("Restore Version 1 of /hero.png: done").await;
    assert!(keys <= 21, "{keys} keys");

    let now = library.client.details(&id).await.expect("details");
    assert_eq!(now.file.size, before[1].file.size, "the bytes of before are current");
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_purges_the_url_if_asked_to() {
    let library = Library::start().await;
    let id = put(&library, "/hero.png", &picture(1)).await;
    put(&library, "/hero.png", &picture(2)).await;
    let old = versions(&library, &id).await[1].file.size;
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("hero.png").await;
    rig.press("V");
    rig.until("2 versions of hero.png").await;
    rig.press("j r tab");
    rig.until("The URL is purged afterwards").await;
    rig.press("enter");
    rig.until("Restore Version 1 of /hero.png: done").await;
    assert_eq!(library.client.details(&id).await.expect("details").file.size, old);
    let purges = library.log("/v1/files/purge").await;
    assert_eq!(purges.first().and_then(|asked| asked["method"].as_str()), Some("POST"));
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_version_is_deleted_and_never_the_current_one() {
    let library = Library::start().await;
    let id = put(&library, "/a.png", &picture(1)).await;
    put(&library, "/a.png", &picture(2)).await;
    put(&library, "/a.png", &picture(3)).await;
    let rig = Rig::open(&library, "/", (100, 30));
    rig.until("a.png").await;
    rig.press("V");
    rig.until("3 versions of a.png").await;
    rig.press("d");
    rig.until("the current version can't be deleted").await;
    rig.press("j d");
    rig.until("Delete 1 version of /a.png").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("2 versions of a.png").await;
    assert_eq!(names(&versions(&library, &id).await), ["Version 3", "Version 1"]);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_but_the_last_versions_are_pruned() {
    let library = Library::start().await;
    let id = put(&library, "/a.png", &picture(1)).await;
    for seed in 2..7 {
        put(&library, "/a.png", &picture(seed)).await;
    }
    let rig = Rig::open(&library, "/", (100, 30));
    rig.until("a.png").await;
    rig.press("V");
    rig.until("6 versions of a.png").await;
    rig.press("P ctrl-u 2 enter");
    rig.until("Delete 4 versions of /a.png").await;
    rig.type_text("delete");
    rig.press("enter");
    rig.until("2 versions of a.png").await;
    assert_eq!(names(&versions(&library, &id).await), ["Version 6", "Version 5"]);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_details_of_one_version_are_copied() {
    let library = Library::start().await;
    let id = put(&library, "/a.png", &picture(1)).await;
    put(&library, "/a.png", &picture(2)).await;
    let old = versions(&library, &id).await.remove(1);
    let rig = Rig::open(&library, "/", (100, 30));
    rig.until("a.png").await;
    rig.press("V");
    rig.until("2 versions of a.png").await;
    rig.press("j Y");
    rig.until("details as JSON copied").await;
    let copied: Value = serde_json::from_str(&rig.copied()).expect("JSON");
    assert_eq!(copied["versionInfo"]["name"], "Version 1");
    assert_eq!(copied["size"], old.file.size);
    let asked = format!("/v1/files/{id}/versions/{}", old.version_id.expect("an id"));
    assert_eq!(library.log(&asked).await.len(), 1, "the call for one version was made");
    rig.press("y");
    rig.until("URL copied").await;
    assert_eq!(rig.copied(), old.url);
    assert_eq!(rig.quit().await, Exit::Quit);
}
