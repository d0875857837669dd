use std::fs;

use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

use super::list::Page;
use super::search::plan::Way;
use super::*;
use crate::model::custom::{FieldType, Schema};
use crate::model::{AiTag, AssetId, Direction, FileKind, FolderPath, Sort, SortKey};

mod folders;

fn library() -> (TempDir, Store) {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    (data, store)
}

fn media(size: u64) -> Media {
    Media {
        kind: FileKind::Image,
        mime: "image/png".into(),
        size,
        width: 640,
        height: 480,
        alpha: Some(false),
        embedded: Some(serde_json::json!({"Make": "ikt"})),
    }
}

fn text(store: &Store, path: &str, bytes: &str) -> FileRecord {
    tagged(store, path, bytes, &[])
}

fn tagged(store: &Store, path: &str, bytes: &str, tags: &[&str]) -> FileRecord {
    let (folder, name) = FolderPath::split_file(path);
    let staged = store.stage(bytes.as_bytes()).unwrap();
    let new = NewFile {
        folder,
        name: name.into(),
        media: media(staged.size()),
        content: Content::Staged(staged),
        labels: Labels { tags: tags.iter().map(|&tag| tag.into()).collect(), ..Labels::default() },
        created: None,
        updated: None,
    };
    store.put(new, Existing::REPLACE).unwrap()
}

fn bytes(store: &Store, file: &FileRecord) -> String {
    let Blob::Stored(sha) = file.blob else { panic!("{:?} isn't stored", file.blob) };
    std::io::read_to_string(store.open_bytes(sha).unwrap()).unwrap()
}

fn blobs(data: &TempDir) -> usize {
    fs::read_dir(data.path().join("blobs"))
        .unwrap()
        .map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count())
        .sum()
}

fn names(store: &Store, query: &Query) -> Vec<String> {
    let name = |item: Item| match item {
        Item::File(file) => file.path(),
        Item::Folder(folder) => format!("{}/", folder.path),
    };
    store.list(query).unwrap().into_iter().map(name).collect()
}

fn paths(store: &Store) -> Vec<String> {
    let mut all = names(store, &Query { what: What::All, ..Query::default() });
    all.sort();
    all
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn folder(path: &str) -> FolderPath {
    FolderPath::new(path)
}

#[test]
fn everything_comes_back_after_a_restart() {
    let (data, store) = library();
    let staged = store.stage(b"picture").unwrap();
    let new = NewFile {
        folder: folder("/a/b"),
        name: "x.png".into(),
        media: media(staged.size()),
        content: Content::Staged(staged),
        labels: Labels {
            tags: vec!["sea".into(), "été".into()],
            ai_tags: vec![AiTag {
                name: "Wheel".into(),
                confidence: 95.44,
                source: "aws-auto-tagging".into(),
            }],
            custom_coordinates: Some("1,2,3,4".into()),
            description: Some("by the sea".into()),
            custom: serde_json::Map::from_iter([("sku".into(), 7.into())]),
            private: true,
            published: false,
        },
        created: Some("2020-02-03T04:05:06.789Z".parse().unwrap()),
        updated: Some("2021-02-03T04:05:06.789Z".parse().unwrap()),
    };
    let schema = Schema::new(FieldType::Number);
    let sku = NewField { name: "sku".into(), label: "SKU".into(), schema, description: None };
    store.create_field(&sku).unwrap();
    let put = store.put(new, Existing::REPLACE).unwrap();
    store.set_setting("id", "demo").unwrap();
    drop(store);

    let store = Store::open(data.path()).unwrap();
    let found = store.file(&put.id).unwrap().unwrap();
    assert_eq!(found, put);
    assert_eq!(store.file_at("/a/b/x.png").unwrap().unwrap(), put);
    assert_eq!(put.version_id, put.id);
    assert_eq!(put.created.to_string(), "2020-02-03T04:05:06.789Z");
    assert_eq!(put.labels.ai_tags[0].confidence, 95.44);
    assert!(put.labels.private && !put.labels.published);
    assert_eq!(bytes(&store, &found), "picture");
    assert_eq!(store.setting("id").unwrap().as_deref(), Some("demo"));
    assert_eq!(fs::read_dir(data.path().join("staging")).unwrap().count(), 0);
}

#[test]
fn a_library_is_opened_once_and_never_when_newer() {
    let (data, store) = library();
    assert!(matches!(Store::open(data.path()), Err(OpenError::Held { .. })));
    drop(store);
    let db = Connection::open(data.path().join("library.db")).unwrap();
    db.pragma_update(None, "user_version", FORMAT + 1).unwrap();
    drop(db);
    let error = Store::open(data.path()).unwrap_err();
    let newer = |found, known| (found, known) == (FORMAT + 1, FORMAT);
    assert!(matches!(error, OpenError::Newer { found, known, .. } if newer(found, known)), "{error}");

    fs::write(data.path().join("library.db"), "this is a letter, not a database").unwrap();
    assert!(matches!(Store::open(data.path()), Err(OpenError::Unreadable { .. })));
    let file = data.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(Store::open(&file), Err(OpenError::Unwritable { .. })));
}

#[test]
fn a_library_of_format_1_is_found_by_its_tags() {
    let (data, store) = library();
    let id = tagged(&store, "/x.png", "one", &["old"]).id;
    drop(store);
    let path = data.path().join("library.db");
    let new = data.path().join("new.db");
    fs::rename(&path, &new).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch(include_str!("schema.sql")).unwrap();
    db.execute("ATTACH ?1 AS new", [new.to_str().unwrap()]).unwrap();
    db.execute_batch(
        "INSERT INTO folder SELECT * FROM new.folder; INSERT INTO file SELECT * FROM new.file; \
         PRAGMA user_version = 1; DETACH new; \
         CREATE TRIGGER file_tagged AFTER INSERT ON file BEGIN SELECT no_such_function(); END;",
    )
    .unwrap();
    drop(db);
    let store = Store::open(data.path()).unwrap();
    assert_eq!(names(&store, &Query { tags: vec!["old".into()], ..Query::default() }), ["/x.png"]);
    tagged(&store, "/y.png", "two", &["old"]);
    store.delete(&[id]).unwrap();
    assert_eq!(names(&store, &Query { tags: vec!["old".into()], ..Query::default() }), ["/y.png"]);
}

#[test]
fn a_taken_name_becomes_a_version() {
    let (data, store) = library();
    let first = tagged(&store, "/x.png", "one", &["old"]);
    let second = text(&store, "/x.png", "two");
    assert_eq!((second.id.clone(), second.version), (first.id.clone(), 2));
    assert_ne!(second.version_id, second.id);
    assert!(second.labels.tags.is_empty());
    assert_eq!(second.created, first.created);

    let staged = store.stage(b"three").unwrap();
    let new = |content| NewFile {
        folder: FolderPath::root(),
        name: "x.png".into(),
        media: media(5),
        content,
        labels: Labels::default(),
        created: None,
        updated: None,
    };
    assert_eq!(refusal(store.put(new(Content::Staged(staged)), Existing::Refuse)), Refusal::Taken);
    let versions = store.versions(&first.id).unwrap();
    assert_eq!(versions.iter().map(|v| (v.version, v.current)).collect::<Vec<_>>(), [(2, true), (1, false)]);
    assert_eq!(bytes(&store, &versions[1]), "one");
    assert_eq!(versions[1].labels.tags, ["old"]);
    assert_eq!(store.version_at("/x.png", &first.id).unwrap().as_ref(), Some(&versions[1]));

    let restored = store.restore(&first.id, &first.version_id).unwrap();
    assert_eq!((restored.version, restored.current), (1, true));
    assert_eq!(names(&store, &Query { tags: vec!["old".into()], ..Query::default() }), ["/x.png"]);
    assert_eq!(refusal(store.delete_version(&first.id, &first.id)), Refusal::CurrentVersion);
    store.delete_version(&first.id, &second.version_id).unwrap();
    assert_eq!(refusal(store.version(&first.id, &second.version_id)), Refusal::NoVersion);
    assert_eq!(blobs(&data), 1);

    let keep = Existing::Append { keep_tags: true, keep_ai_tags: true, keep_custom: true };
    assert_eq!(store.put(new(Content::Drawn(u64::MAX)), keep).unwrap().labels.tags, ["old"]);
    assert_eq!(store.file(&first.id).unwrap().unwrap().blob, Blob::Drawn(u64::MAX));
}

#[test]
fn versions_end_at_a_hundred() {
    let (_data, store) = library();
    for n in 0..MAX_VERSIONS {
        text(&store, "/x.png", &n.to_string());
    }
    let staged = store.stage(b"more").unwrap();
    let new = NewFile {
        folder: FolderPath::root(),
        name: "x.png".into(),
        media: media(4),
        content: Content::Staged(staged),
        labels: Labels::default(),
        created: None,
        updated: None,
    };
    assert_eq!(refusal(store.put(new, Existing::REPLACE)), Refusal::TooManyVersions);
    text(&store, "/b/x.png", "other");
    assert_eq!(refusal(store.move_file("/b/x.png", &FolderPath::root())), Refusal::TooManyVersions);
    assert_eq!(refusal(store.copy_file("/x.png", &folder("/b"), true)), Refusal::TooManyVersions);
    store.copy_file("/x.png", &folder("/b"), false).unwrap();
    assert_eq!(store.file_at("/b/x.png").unwrap().unwrap().version, 2);
}

#[test]
fn bytes_live_as_long_as_a_record_needs_them() {
    let (data, store) = library();
    let one = text(&store, "/one.png", "same");
    let two = text(&store, "/two.png", "same");
    assert_eq!(blobs(&data), 1);
    store.delete(&[one.id]).unwrap();
    assert_eq!(bytes(&store, &two), "same");
    store.delete(&[two.id]).unwrap();
    assert_eq!(blobs(&data), 0);
}

#[test]
fn lists_are_filtered_ordered_and_paged() {
    let (_data, store) = library();
    tagged(&store, "/b.png", "22", &["sea"]);
    tagged(&store, "/a.png", "333", &["sea", "sky"]);
    tagged(&store, "/d/c.png", "1", &["sky"]);
    store.create_folder(&folder("/aa")).unwrap();
    let by = |key, direction| Query { sort: Sort { key, direction }, ..Query::default() };

    assert_eq!(names(&store, &Query::default()), ["/b.png", "/a.png", "/d/c.png"]);
    assert_eq!(names(&store, &by(SortKey::Name, Direction::Descending)), ["/d/c.png", "/b.png", "/a.png"]);
    assert_eq!(names(&store, &by(SortKey::Size, Direction::Ascending)), ["/d/c.png", "/b.png", "/a.png"]);
    let page = Query { skip: 1, limit: 1, ..by(SortKey::Size, Direction::Ascending) };
    assert_eq!(names(&store, &page), ["/b.png"]);
    let root = Query { folder: Some(FolderPath::root()), ..by(SortKey::Name, Direction::Ascending) };
    assert_eq!(names(&store, &root), ["/a.png", "/b.png"]);
    assert_eq!(names(&store, &Query { what: What::Folders, ..root.clone() }), ["/aa/", "/d/"]);
    assert_eq!(
        names(&store, &Query { what: What::All, ..root.clone() }),
        ["/a.png", "/aa/", "/b.png", "/d/"]
    );
    assert_eq!(names(&store, &Query { tags: vec!["sky".into()], ..root.clone() }), ["/a.png"]);
    let any = Query { tags: vec!["sky".into(), "sea".into()], what: What::All, ..root.clone() };
    assert_eq!(names(&store, &any), ["/a.png", "/b.png"]);
    assert_eq!(names(&store, &Query { name: Some("c.png".into()), ..Query::default() }), ["/d/c.png"]);
    assert!(names(&store, &Query { image: Some(false), ..root.clone() }).is_empty());
    assert!(names(&store, &Query { folder: Some(folder("/none")), ..root }).is_empty());
    text(&store, "/b.png", "new");
    let old = Query { what: What::Versions, tags: vec!["sea".into()], ..Query::default() };
    assert_eq!(names(&store, &old), ["/b.png"]);
}

#[test]
fn pages_are_answered_by_indices() {
    let (_data, store) = library();
    for key in
        [SortKey::Name, SortKey::Created, SortKey::Updated, SortKey::Size, SortKey::Height, SortKey::Width]
    {
        for (within, what) in [(true, What::Files), (false, What::Files), (true, What::All)] {
            let sort = Sort { key, direction: Direction::Descending };
            let query = Query { what, sort, folder: within.then(FolderPath::root), ..Query::default() };
            let (way, now) = (Way::open(), store.now());
            let page = Page { query: &query, folder: within.then_some(ROOT), way, now };
            let plan = store.read(|db| list::explain(db, &page)).unwrap();
            let files: Vec<_> = plan.iter().filter(|step| step.contains(" s USING ")).collect();
            assert!(files.iter().any(|step| step.contains("COVERING INDEX file_")), "{key:?}: {plan:?}");
            if what == What::Files {
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{key:?}: {plan:?}");
            }
        }
    }
}

#[test]
fn tags_are_changed_all_or_none() {
    let (_data, store) = library();
    let one = tagged(&store, "/one.png", "1", &["a"]);
    let two = text(&store, "/two.png", "2");
    let ids = [one.id.clone(), two.id.clone()];
    store.add_tags(&ids, &["a".into(), "b".into()]).unwrap();
    assert_eq!(store.file(&one.id).unwrap().unwrap().labels.tags, ["a", "b"]);
    store.remove_tags(&ids, &["a".into(), "none".into()]).unwrap();
    assert_eq!(store.file(&two.id).unwrap().unwrap().labels.tags, ["b"]);
    assert!(names(&store, &Query { tags: vec!["a".into()], ..Query::default() }).is_empty());

    let ghost = AssetId::new("0123456789abcdef01234567");
    let with_ghost = [one.id.clone(), ghost.clone()];
    assert_eq!(refusal(store.add_tags(&with_ghost, &["c".into()])), Refusal::Missing(vec![ghost.clone()]));
    assert_eq!(refusal(store.delete(&with_ghost)), Refusal::Missing(vec![ghost]));
    assert_eq!(refusal(store.add_tags(&ids, &["x".repeat(500)])), Refusal::TagsTooLong);
    assert_eq!(store.file(&one.id).unwrap().unwrap().labels.tags, ["b"]);
}

#[test]
fn files_are_copied_moved_and_renamed() {
    let (_data, store) = library();
    let x = text(&store, "/a/x.png", "1");
    text(&store, "/a/x.png", "2");
    store.copy_file("/a/x.png", &folder("/b"), true).unwrap();
    let copy = store.file_at("/b/x.png").unwrap().unwrap();
    assert_ne!(copy.id, x.id);
    let versions = store.versions(&copy.id).unwrap();
    assert_eq!(versions.iter().map(|v| bytes(&store, v)).collect::<Vec<_>>(), ["2", "1"]);
    assert_eq!(versions[1].version_id, copy.id);

    store.move_file("/a/x.png", &folder("/b")).unwrap();
    assert_eq!(store.file(&x.id).unwrap(), None);
    let versions = store.versions(&copy.id).unwrap();
    assert_eq!(
        versions.iter().map(|v| (v.version, bytes(&store, v))).collect::<Vec<_>>(),
        [(4, "2".into()), (3, "1".into()), (2, "2".into()), (1, "1".into())]
    );
    store.move_file("/b/x.png", &folder("/c/d")).unwrap();
    assert_eq!(store.file_at("/c/d/x.png").unwrap().unwrap().id, copy.id);
    assert_eq!(refusal(store.move_file("/c/d/x.png", &folder("/c/d"))), Refusal::SamePlace);
    assert_eq!(refusal(store.move_file("/c/d/none.png", &folder("/c"))), Refusal::NoFile);

    text(&store, "/c/d/y.png", "3");
    assert_eq!(refusal(store.rename_file("/c/d/x.png", "y.png", None)), Refusal::Taken);
    assert_eq!(refusal(store.rename_file("/c/d/x.png", "x.png", None)), Refusal::SamePlace);
    let old = Purge { url: "http://old*".into(), most: None };
    let Purged::Noted(purge) = store.rename_file("/c/d/x.png", "z.png", Some(&old)).unwrap() else {
        panic!("no purge was noted");
    };
    assert!(!store.purge_done(&purge).unwrap());
    assert!(store.purge_done(&purge).unwrap());
    assert_eq!(store.file_at("/c/d/z.png").unwrap().unwrap().id, copy.id);
}

#[test]
fn a_bulk_of_drawn_files_is_listed_like_others() {
    let (_data, store) = library();
    tagged(&store, "/x.png", "x", &["sea"]);
    let now = Timestamp::now();
    let labels = Labels { tags: vec!["sea".into(), "even".into()], ..Labels::default() };
    let bulk = |names: &[&str]| {
        store.bulk(|bulk| {
            let folder = bulk.folder(&folder("/big"), now)?;
            for (seed, name) in (0..).zip(names) {
                bulk.file(&Drawn {
                    folder,
                    name,
                    seed,
                    media: &media(12_345),
                    labels: &labels,
                    created: now,
                    updated: now,
                })?;
            }
            Ok(())
        })
    };
    bulk(&["a", "b"]).unwrap();
    assert!(bulk(&["c", "c"]).is_err());
    let sea = Query { tags: vec!["sea".into()], ..Query::default() };
    assert_eq!(names(&store, &sea), ["/x.png", "/big/a", "/big/b"]);
    let a = store.file_at("/big/a").unwrap().unwrap();
    assert_eq!((a.blob, a.media.size, a.version_id), (Blob::Drawn(0), 12_345, a.id.clone()));
    store.remove_tags(std::slice::from_ref(&a.id), &["sea".into()]).unwrap();
    assert_eq!(names(&store, &sea), ["/x.png", "/big/b"]);
    store.delete(&[a.id]).unwrap();
    tagged(&store, "/y.png", "y", &["sea"]);
    assert_eq!(names(&store, &sea), ["/x.png", "/big/b", "/y.png"]);
}

#[test]
fn bytes_that_a_crash_left_over_go_at_the_next_start() {
    let (data, store) = library();
    text(&store, "/x.png", "picture");
    let stray = data.path().join("blobs/ab").join("ab".repeat(32));
    fs::create_dir_all(stray.parent().unwrap()).unwrap();
    let stay_or_go = |store: Store, crashed: bool| {
        fs::write(&stray, "left over").unwrap();
        let mark = data.path().join("open");
        assert!(mark.exists());
        drop(store);
        assert!(!mark.exists());
        if crashed {
            fs::write(mark, "").unwrap();
        }
        let store = Store::open(data.path()).unwrap();
        assert_eq!(stray.exists(), !crashed);
        store
    };
    let store = stay_or_go(store, false);
    let store = stay_or_go(store, true);
    assert_eq!(bytes(&store, &store.file_at("/x.png").unwrap().unwrap()), "picture");
}
