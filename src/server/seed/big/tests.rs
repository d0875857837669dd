use std::collections::HashMap;

use super::*;
use crate::model::{Direction, Sort, SortKey};
use crate::server::store::{Blob, FileRecord, Item, Query};

fn library() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a new library");
    (folder, store)
}

fn files(store: &Store, query: &Query) -> Vec<FileRecord> {
    let items = store.list(query).expect("a list");
    items
        .into_iter()
        .filter_map(|item| if let Item::File(file) = item { Some(*file) } else { None })
        .collect()
}

const SPREAD: Plan = Plan { files: 9000, flat: false };
const FLAT: Plan = Plan { files: 1500, flat: true };

#[test]
fn one_folder_holds_a_fifth_and_all_are_there() {
    let (_folder, store) = library();
    let mut told = Vec::new();
    assert!(fill(&store, SPREAD, |made| told.push(made)).expect("filled"));
    assert_eq!(told, [5000]);
    let mut folders: HashMap<FolderPath, u32> = HashMap::new();
    for file in files(&store, &Query { limit: 10_000, ..Query::default() }) {
        *folders.entry(file.folder).or_default() += 1;
    }
    assert_eq!(folders.values().sum::<u32>(), 9000);
    assert_eq!(folders.get(&FolderPath::new("/archive/camera-roll")), Some(&1800));
    assert_eq!(folders.len(), 5, "{folders:?}");
}

#[test]
fn a_flat_library_lies_in_the_root_in_order() {
    let (_folder, store) = library();
    fill(&store, FLAT, |_| {}).expect("filled");
    let sort = Sort { key: SortKey::Name, direction: Direction::Ascending };
    let root = Query { folder: Some(FolderPath::root()), sort, limit: 2000, ..Query::default() };
    let all = files(&store, &root);
    assert_eq!(all.len(), 1500);
    assert_eq!((&*all[0].name, &*all[1499].name), ("f0000001.jpg", "f0001500.jpg"));
}

#[test]
fn what_is_recorded_is_what_is_drawn() {
    let (_folder, store) = library();
    fill(&store, Plan { files: 12, flat: true }, |_| {}).expect("filled");
    for file in files(&store, &Query::default()) {
        let Blob::Drawn(seed) = file.blob else { panic!("{} has bytes", file.name) };
        let media = &file.media;
        let bytes = super::super::drawn(seed, media.width, media.height, media.size);
        assert_eq!(bytes.len() as u64, media.size);
        assert!(file.updated >= file.created);
    }
}

#[test]
fn the_same_demo_is_found_again_and_another_refused() {
    let (_folder, store) = library();
    assert!(fill(&store, FLAT, |_| {}).expect("filled"));
    assert!(!fill(&store, FLAT, |_| {}).expect("found"));
    let other = fill(&store, SPREAD, |_| {});
    assert!(matches!(other, Err(BigError::Other { found }) if found == "1500 files, flat"));
    let (_folder, mine) = library();
    mine.create_folder(&FolderPath::new("/mine")).expect("a folder");
    assert!(matches!(fill(&mine, FLAT, |_| {}), Err(BigError::Occupied)));
}

#[test]
fn a_demo_begun_but_not_made_is_made() {
    let (_folder, store) = library();
    store.set_setting(DEMO, &SPREAD.mark()).expect("remembered");
    assert!(fill(&store, FLAT, |_| {}).expect("filled"));
}

#[test]
fn numbered_folders_and_their_files_are_all_different() {
    let mut paths = std::collections::HashSet::new();
    for i in 0..1200 {
        let place = Place::numbered(i);
        assert!(paths.insert(place.path.clone()), "{} twice", place.path);
        let names: std::collections::HashSet<_> = (0..500).map(|i| place.name(i)).collect();
        assert_eq!(names.len(), 500, "{}", place.path);
    }
}
