//! Near-duplicates, found and reviewed by keys.

use ikt::api::{Content, NewField, Upload};
use ikt::model::FolderPath;
use ikt::model::custom::{FieldType, Schema};
use ikt::runtime::Exit;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

const SIZE: (u16, u16) = (140, 45);

/// Numbers from 0 to 1 that look random, the same ones for each seed.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A picture of a few soft blobs, another one for each number, at this size and quality.
fn picture(number: u32, (width, height): (u16, u16), quality: u8) -> Vec<u8> {
    let mut random = SplitMix(u64::from(number));
    let blobs: Vec<[f64; 3]> =
        (0..9).map(|_| [random.next(), random.next(), random.next() * 255.0]).collect();
    let pixel = |x: u16, y: u16| {
        let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
        let weigh = |blob: &[f64; 3]| 1.0 / ((x - blob[0]).powi(2) + (y - blob[1]).powi(2) + 0.003).powi(2);
        let all: f64 = blobs.iter().map(weigh).sum();
        (blobs.iter().map(|blob| weigh(blob) * blob[2]).sum::<f64>() / all) as u8
    };
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Luma).expect("a JPEG");
    bytes
}

/// Uploads the forms of a picture: a large one, and two that were made of it and got tags and values of
/// their own since.
async fn put_shots(library: &Library, number: u32, forms: usize) {
    let forms = [
        ("/products", "large", (192, 144), 92, vec!["hero"], "licensed"),
        ("/web", "small", (96, 72), 80, vec!["web", "hero"], "licensed"),
        (
            "/old",
            "weak",
            (192, 144),
            40,
            vec!["print"],
            if number.is_multiple_of(4) { "none" } else { "licensed" },
        ),
    ]
    .into_iter()
    .take(forms);
    for (folder, form, size, quality, tags, rights) in forms {
        let content = Content::Bytes(picture(number, size, quality).into());
        let upload = Upload {
            tags: tags.into_iter().map(Into::into).collect(),
            description: (form == "small").then(|| format!("Shot {number}")),
            custom_metadata: Map::from_iter([("rights".to_owned(), json!(rights))]),
            ..Upload::new(content, FolderPath::new(folder), format!("shot-{number:02}-{form}.jpg"))
        };
        library.client.upload(&upload, |_| {}).await.expect("an upload");
    }
}

async fn library_of(shots: u32) -> Library {
    let library = Library::start().await;
    let options = Some(vec![json!("licensed"), json!("none")]);
    let schema = Schema { options, ..Schema::new(FieldType::SingleSelect) };
    let rights = NewField { name: "rights".into(), label: "rights".into(), schema, description: None };
    library.client.create_field(&rights).await.expect("a field");
    for number in 0..shots {
        put_shots(&library, number, 3).await;
    }
    // One that is like no other.
    put_shots(&library, 99, 1).await;
    library
}

fn open(library: &Library, kept: &TempDir) -> Rig {
    let (journal, catalog) = (kept.path().join("journal"), kept.path().join("catalog.db"));
    Rig::open_with(library, "/", SIZE, |setup| {
        setup.journal = Some(journal);
        setup.catalog = Some(catalog);
    })
}

/// Opens the pane, and has the library copied or the pHashes asked for, whatever is missing.
async fn ask_for_duplicates(rig: &Rig) {
    rig.until("▸ products").await;
    rig.press("F");
    rig.when("that it can be asked for", |shown| {
        shown.text.contains("Enter asks for them") || shown.text.contains("Enter copies the library")
    })
    .await;
    rig.press("enter");
}

fn sorted(tags: &Value) -> Vec<&str> {
    let mut tags: Vec<&str> = tags.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    tags.sort_unstable();
    tags
}

/// Story 2: near-duplicate product shots: keep the biggest of each group, merge the tags of the others
/// into it, delete the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_2_the_biggest_of_each_group_is_kept_with_the_tags_of_all() {
    let (library, kept) = (library_of(6).await, tempfile::tempdir().expect("a folder"));
    let rig = open(&library, &kept);
    rig.until("▸ products").await;
    let fingers = Counted::new(&rig);
    fingers.press("F");
    rig.until("Enter").await;
    rig.when("that it can be asked for", |shown| {
        shown.text.contains("Enter asks for them") || shown.text.contains("Enter copies the library")
    })
    .await;
    fingers.press("enter");
    rig.until("Duplicates: 6 groups, 18 files").await;
    fingers.press("A enter");
    rig.until("6 groups accepted").await;
    fingers.press("p");
    rig.until("Keep 6, trash 12 duplicates").await;
    fingers.press("enter");
    rig.until("Keep 6, trash 12 duplicates, win").await;
    rig.until(": done").await;
    assert!(fingers.count() <= 22, "{} keys", fingers.count());
    rig.until("Duplicates: none").await;
    assert_eq!(rig.quit().await, Exit::Quit);

    let all = library.listing("file").await;
    let (trash, left): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|entry| entry["filePath"].as_str().is_some_and(|path| path.starts_with("/ikt-trash/")));
    assert_eq!((trash.len(), left.len()), (12, 7));
    for entry in left.iter().filter(|entry| entry["name"] != "shot-99-large.jpg") {
        let name = entry["name"].as_str().expect("a name");
        assert!(name.ends_with("-large.jpg"), "{name}");
        assert_eq!(sorted(&entry["tags"]), ["hero", "print", "web"], "{name}");
        assert_eq!(entry["customMetadata"], json!({ "rights": "licensed" }), "{name}");
        assert!(entry["description"].as_str().is_some_and(|text| text.starts_with("Shot ")), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_of_40_groups_that_is_taken_back_ends_where_it_began() {
    let (library, kept) = (library_of(40).await, tempfile::tempdir().expect("a folder"));
    let before = library.listing("file").await;
    let rig = open(&library, &kept);
    ask_for_duplicates(&rig).await;
    rig.until("Duplicates: 40 groups, 120 files").await;
    // Of the first another is kept, of the second one stays; both are accepted, and then all.
    rig.until("shot-").await;
    rig.press("space enter x enter A enter p");
    rig.until("Keep 40, trash 79 duplicates").await;
    rig.press("enter");
    rig.until("Keep 40, trash 79 duplicates, win").await;
    rig.until("done, z takes it back").await;
    rig.until("Duplicates: 1 group, 2 files").await;
    let after = library.listing("file").await;
    assert_ne!(after, before);
    rig.press("z");
    rig.until("Take back: Keep 40, trash 79 duplicates").await;
    rig.press("enter");
    rig.until("Duplicates: 40 groups, 120 files").await;
    assert_eq!(library.listing("file").await, before);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_duplicate_is_still_none_the_next_time() {
    let (library, kept) = (library_of(2).await, tempfile::tempdir().expect("a folder"));
    let rig = open(&library, &kept);
    ask_for_duplicates(&rig).await;
    rig.until("Duplicates: 2 groups, 6 files").await;
    rig.until("● kept: ").await;
    rig.press("N");
    rig.until("Duplicates: 1 group, 3 files").await;
    rig.press("backspace");
    rig.until("Duplicates: 2 groups, 6 files").await;
    rig.until("● kept: ").await;
    rig.press("N");
    rig.until("Duplicates: 1 group, 3 files").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    let rig = open(&library, &kept);
    rig.until("▸ products").await;
    rig.press("F");
    rig.until("Duplicates: 1 group, 3 files").await;
    rig.until("● kept: ").await;
    // The difference of two files is a picture like any other.
    rig.press("=");
    rig.until("light is where it differs from the kept one").await;
    rig.when("a picture", |shown| shown.buffer.content.iter().any(|cell| cell.symbol() == "▀")).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}
