use std::collections::HashSet;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{DynamicImage, ImageFormat};

use super::*;
use crate::model::FileKind;
use crate::model::custom::{FieldType, Problems};
use crate::server::imaging::{Limits, metadata};
use crate::server::store::{FileRecord, Item};

fn planted() -> (tempfile::TempDir, Store, usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a new library");
    let count = plant(&store).expect("planted");
    (folder, store, count)
}

fn files(store: &Store) -> Vec<FileRecord> {
    let items = store.list(&Query::default()).expect("a list");
    let file = |item| if let Item::File(file) = item { Some(*file) } else { None };
    items.into_iter().filter_map(file).collect()
}

fn picture(asset_path: &str) -> DynamicImage {
    image::load_from_memory(asset(asset_path).expect("an asset"))
        .unwrap_or_else(|e| panic!("{asset_path}: {e}"))
}

#[test]
fn the_library_is_as_large_as_it_should_be() {
    let manifest = manifest().expect("a manifest");
    let folders: HashSet<_> =
        manifest.file.iter().map(|entry| FolderPath::split_file(&entry.path).0).collect();
    let pictures =
        manifest.file.iter().filter(|entry| entry.version.iter().all(|v| v.draw.is_some())).count();
    assert!(pictures >= 64, "{pictures} pictures");
    assert!(folders.len() >= 8 && folders.iter().any(|folder| folder.depth() >= 3), "{folders:?}");
    assert!(manifest.file.iter().filter(|entry| entry.version.len() > 1).count() >= 5);
    assert!(manifest.file.iter().any(|entry| entry.private));
    assert!(manifest.file.iter().any(|entry| !entry.published));
    let paths: HashSet<_> = manifest.file.iter().map(|entry| &entry.path).collect();
    assert_eq!(paths.len(), manifest.file.len());
}

#[test]
fn every_asset_is_there_and_decodes_to_the_size_it_was_drawn_in() {
    for version in manifest().expect("a manifest").file.iter().flat_map(|entry| &entry.version) {
        match &version.draw {
            Some(drawing) => {
                let picture = picture(&version.asset);
                assert_eq!(
                    (picture.width(), picture.height()),
                    (drawing.width, drawing.height),
                    "{}",
                    version.asset
                );
            }
            None => assert!(!asset(&version.asset).expect("an asset").is_empty()),
        }
    }
}

#[test]
fn names_are_such_as_the_service_allows() {
    for entry in &manifest().expect("a manifest").file {
        let plain =
            |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '\u{300}'..='\u{36f}');
        assert!(entry.path.chars().all(plain), "{:?}", entry.path);
    }
}

#[test]
fn planting_puts_in_every_file_with_its_versions() {
    let (_folder, store, count) = planted();
    let (manifest, files) = (manifest().expect("a manifest"), files(&store));
    assert_eq!((count, files.len()), (manifest.file.len(), manifest.file.len()));
    for entry in &manifest.file {
        let file = store
            .file_at(&entry.path)
            .expect("a look")
            .unwrap_or_else(|| panic!("{} is missing", entry.path));
        assert_eq!(file.version as usize, entry.version.len(), "{}", entry.path);
        assert_eq!(file.created, entry.created);
        assert_eq!((&file.labels.tags, file.labels.private), (&entry.tags, entry.private));
        assert_eq!(file.labels.custom, entry.custom);
        assert_eq!(file.media.kind == FileKind::Image, file.media.mime.starts_with("image/"));
        let dates: Vec<_> =
            store.versions(&file.id).expect("versions").iter().map(|version| version.updated).collect();
        assert!(dates.is_sorted_by(|newer, older| newer > older), "{}: {dates:?}", entry.path);
    }
}

#[test]
fn fields_of_every_type_are_there_and_used() {
    let (_folder, store, _) = planted();
    let fields = store.fields(false).expect("fields");
    let files = files(&store);
    for field_type in FieldType::ALL {
        let field = fields.iter().find(|field| field.schema.field_type == field_type);
        let field = field.unwrap_or_else(|| panic!("no field is a {field_type}"));
        assert_eq!(field.schema.problems(), Problems::new());
    }
    for field in &fields {
        let used = files.iter().filter(|file| file.labels.custom.contains_key(&field.name)).count();
        assert!(used >= 3, "{} has {used} values", field.name);
    }
}

#[test]
fn fields_that_a_crash_left_are_in_nobodys_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a new library");
    make_fields(&store, &manifest().expect("a manifest").field[..3]).expect("fields");
    assert!(plant(&store).expect("planted") > 0);
    assert_eq!(store.fields(false).expect("fields").len(), manifest().expect("a manifest").field.len());
}

#[test]
fn cameras_are_told_of() {
    let (_folder, store, _) = planted();
    let file = store.file_at("/nature/robin.jpg").expect("a look").expect("a file");
    let embedded = file.media.embedded.expect("EXIF");
    assert_eq!(embedded["Model"], "NIKON Z 6_2");
    assert_eq!(embedded["DateTimeOriginal"], "2026-04-04T07:41:19.000Z");
    assert_eq!(embedded["ISO"], 800);
    assert_eq!(embedded["GPSLongitudeRef"], "W");
}

#[test]
fn agencies_and_editors_are_told_of() {
    let (_folder, store, _) = planted();
    let file = store.file_at("/nature/robin.jpg").expect("a look").expect("a file");
    let embedded = file.media.embedded.expect("IPTC and XMP");
    assert_eq!(embedded["Keywords"], serde_json::json!(["robin", "bird", "spring"]));
    assert_eq!(
        (&embedded["ObjectName"], &embedded["Title"]),
        (&"Robin & branch".into(), &"Robin & branch".into())
    );
    assert_eq!((&embedded["Byline"], &embedded["Creator"]), (&"Elin Sund".into(), &"Elin Sund".into()));
    assert_eq!(
        (&embedded["CopyrightNotice"], &embedded["Rights"]),
        (&"© 2026 Elin Sund".into(), &"© 2026 Elin Sund".into())
    );
    assert_eq!(embedded["Rating"], 5);
}

/// The pictures of the library, one of each drawing: the others are near it on purpose.
fn originals() -> Vec<(String, String)> {
    let manifest = manifest().expect("a manifest");
    let versions = manifest.file.into_iter().flat_map(|entry| entry.version);
    let mut seen = HashSet::new();
    versions
        .filter_map(|version| {
            let drawing = version.draw?;
            seen.insert((drawing.scene.clone(), drawing.seed)).then_some((drawing.scene, version.asset))
        })
        .collect()
}

fn hash(bytes: &[u8]) -> u64 {
    let metadata = metadata(bytes, &Limits::default()).expect("metadata");
    u64::from_str_radix(&metadata.p_hash, 16).expect("a hash")
}

fn distance(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

#[test]
fn fingerprints_survive_compression_and_scaling() {
    // What is seen through would have to be put onto white first, as the hash does.
    let opaque = originals().into_iter().map(|(_, path)| (picture(&path), path));
    for (picture, path) in opaque.filter(|(picture, _)| !picture.color().has_alpha()).step_by(8) {
        let kept = hash(asset(&path).expect("an asset"));
        let encoded = |picture: &DynamicImage, quality: u8| {
            let mut bytes = Vec::new();
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).expect("a JPEG");
            bytes
        };
        let scaled = |share: u32| {
            picture.resize_exact(picture.width() / share, picture.height() / share, FilterType::Triangle)
        };
        let others = [
            ("quality 50", encoded(&picture, 50)),
            ("quality 95", encoded(&picture, 95)),
            ("a half", encoded(&scaled(2), 90)),
            ("a quarter", encoded(&scaled(4), 90)),
        ];
        for (what, bytes) in others {
            let found = distance(kept, hash(&bytes));
            assert!(found <= 6, "{path} at {what}: {found}");
        }
    }
}

#[test]
fn fingerprints_of_different_pictures_are_far() {
    let hashes: Vec<_> = originals()
        .into_iter()
        .map(|(scene, path)| (scene, hash(asset(&path).expect("an asset")), path))
        .collect();
    let mut distances = Vec::new();
    for (i, (scene, one, path)) in hashes.iter().enumerate() {
        for (_, other, other_path) in hashes.iter().skip(i + 1).filter(|(other, _, _)| other != scene) {
            let found = distance(*one, *other);
            assert!(found > 6, "{path} and {other_path}: {found}");
            distances.push(found);
        }
    }
    distances.sort_unstable();
    assert!(distances[distances.len() / 2] >= 24, "the middle of all is {}", distances[distances.len() / 2]);
}

#[test]
fn only_a_fresh_library_is_planted() {
    let (_folder, store, _) = planted();
    let before = files(&store);
    assert_eq!(plant(&store).expect("nothing to do"), 0);
    assert_eq!(files(&store), before);
    store.delete(&before.iter().map(|file| file.id.clone()).collect::<Vec<_>>()).expect("deleted");
    assert_eq!(plant(&store).expect("nothing to do"), 0, "an emptied library stays empty");

    let folder = tempfile::tempdir().expect("a temporary folder");
    let other = Store::open(folder.path()).expect("a new library");
    other.create_folder(&FolderPath::new("/mine")).expect("a folder");
    assert_eq!(plant(&other).expect("nothing to do"), 0);
}

/// The mean difference of two pictures' channels, seen at 32 by 32 pixels.
fn difference(one: &str, other: &str) -> f64 {
    let small = |path: &str| resize(&picture(path).to_rgb8(), 32, 32, FilterType::Triangle).into_raw();
    let (one, other) = (small(one), small(other));
    let sum: f64 = one.iter().zip(&other).map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
    sum / one.len() as f64
}

#[test]
fn near_duplicates_are_near_and_others_are_not() {
    let pairs = [
        ("products/trail-runner-101-side.jpg", "products/trail-runner-101-side-web.jpg", 3.0),
        ("products/trail-runner-101-side.jpg", "products/trail-runner-101-side-warm.jpg", 10.0),
        ("products/day-pack-18l-front.jpg", "products/day-pack-18l-front-copy.jpg", 3.0),
        ("people/all-hands-2025.jpg", "people/all-hands-2025-small.jpg", 3.0),
        ("nature/dawn.jpg", "nature/dawn-edit.jpg", 10.0),
    ];
    for (one, other, most) in pairs {
        let found = difference(one, other);
        assert!(found > 0.0 && found < most, "{one} and {other}: {found}");
    }
    assert!(difference("nature/dawn.jpg", "people/all-hands-2025.jpg") > 25.0);
}

#[test]
fn what_is_checked_in_is_what_is_drawn() {
    let manifest = manifest().expect("a manifest");
    let named = |asset: &str| {
        manifest.file.iter().flat_map(|entry| &entry.version).find(|version| version.asset == asset)
    };
    for path in ["press/halden-mark.png", "people/mei-t.jpg", "textures/folds-rose.jpg"] {
        let drawing = named(path).and_then(|version| version.draw.as_ref()).expect("a drawing");
        let drawn = drawing.draw().expect("a known scene");
        let format = ImageFormat::from_path(path).expect("a format");
        let kept =
            image::load_from_memory_with_format(asset(path).expect("an asset"), format).expect("a picture");
        let sum: f64 = drawn
            .pixels()
            .zip(kept.to_rgba8().pixels())
            .map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0])))
            .sum();
        let mean = sum / f64::from(drawing.width * drawing.height);
        assert!(mean < 4.0, "{path}: {mean}");
    }
}
