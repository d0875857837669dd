//! Folders: moved, renamed and copied whole, and how many objects one may hold.

use super::*;

#[test]
fn folders_are_moved_onto_others() {
    let (_data, store) = library();
    text(&store, "/a/x.png", "new");
    text(&store, "/a/sub/y.png", "y");
    text(&store, "/b/a/x.png", "old");
    let job = store.start_job(JobKind::Move, &folder("/a"), &folder("/b/a"), None).unwrap();
    assert_eq!(store.unfinished_jobs().unwrap(), std::slice::from_ref(&job));
    assert_eq!(
        refusal(store.start_job(JobKind::Rename, &folder("/a/sub"), &folder("/a/s"), None)),
        Refusal::SourceBusy
    );
    assert_eq!(
        refusal(store.start_job(JobKind::Copy { versions: false }, &folder("/b"), &folder("/a/b"), None)),
        Refusal::SourceBusy
    );
    assert_eq!(refusal(store.delete_folder(&folder("/b"))), Refusal::SourceBusy);
    assert!(!store.job(&job).unwrap().done);
    while store.step_job(&job).unwrap() {}
    assert!(store.job(&job).unwrap().done);
    assert_eq!(paths(&store), ["/b/", "/b/a/", "/b/a/sub/", "/b/a/sub/y.png", "/b/a/x.png"]);
    let x = store.file_at("/b/a/x.png").unwrap().unwrap();
    assert_eq!((x.version, bytes(&store, &x)), (2, "new".into()));
}

#[test]
fn folders_are_moved_and_renamed_whole() {
    let (_data, store) = library();
    text(&store, "/a/sub/y.png", "y");
    store.create_folder(&folder("/ab")).unwrap();
    let job = store.start_job(JobKind::Rename, &folder("/a"), &folder("/é"), None).unwrap();
    while store.step_job(&job).unwrap() {}
    assert_eq!(paths(&store), ["/ab/", "/é/", "/é/sub/", "/é/sub/y.png"]);
    assert!(!store.job(&job).unwrap().done);
    assert!(store.job(&job).unwrap().done);
    store.start_job(JobKind::Move, &folder("/é"), &folder("/new/é"), None).unwrap();
    assert_eq!(paths(&store), ["/ab/", "/new/", "/new/é/", "/new/é/sub/", "/new/é/sub/y.png"]);

    let start = |kind, from, to| refusal(store.start_job(kind, &folder(from), &folder(to), None));
    assert_eq!(start(JobKind::Move, "/", "/x"), Refusal::Root);
    assert_eq!(start(JobKind::Move, "/none", "/ab/none"), Refusal::NoFolder);
    assert_eq!(start(JobKind::Move, "/new/é", "/new/é"), Refusal::SamePlace);
    assert_eq!(start(JobKind::Move, "/new", "/new/é/new"), Refusal::IntoItself);
    assert_eq!(start(JobKind::Rename, "/new", "/ab"), Refusal::Taken);
    let deep = folder(&"/x".repeat(MAX_DEPTH));
    store.create_folder(&deep).unwrap();
    assert_eq!(refusal(store.create_folder(&deep.child("x"))), Refusal::TooDeep);
    assert_eq!(
        start(JobKind::Move, "/new", &deep.parent().unwrap().child("new").to_string()),
        Refusal::TooDeep
    );
}

#[test]
fn a_folder_is_copied_into_itself_once_and_a_job_survives_a_restart() {
    let (data, store) = library();
    for n in 0..500 {
        text(&store, &format!("/a/{n}.png"), "x");
    }
    let job =
        store.start_job(JobKind::Copy { versions: true }, &folder("/a"), &folder("/a/b/a"), None).unwrap();
    assert!(store.step_job(&job).unwrap());
    drop(store);
    let store = Store::open(data.path()).unwrap();
    for left in store.unfinished_jobs().unwrap() {
        while store.step_job(&left).unwrap() {}
    }
    let copies = Query { folder: Some(folder("/a/b/a")), ..Query::default() };
    assert_eq!(store.list(&copies).unwrap().len(), 500);
    assert_eq!(store.list(&Query { folder: Some(folder("/a")), ..Query::default() }).unwrap().len(), 500);
    assert!(store.list(&Query { what: What::Versions, ..Query::default() }).unwrap().is_empty());
    store.delete_folder(&folder("/a")).unwrap();
    assert!(paths(&store).is_empty());
    assert_eq!(blobs(&data), 0);
}

#[test]
fn a_folder_of_too_many_objects_stays_as_it_is() {
    let (_data, store) = library();
    let now = Timestamp::now();
    let big = folder("/big");
    store
        .bulk(|bulk| {
            let folder = bulk.folder(&big, now)?;
            for seed in 0..=MAX_OBJECTS {
                let (name, media, labels) = (seed.to_string(), media(1), Labels::default());
                let (media, labels) = (&media, &labels);
                bulk.file(&Drawn { folder, name: &name, seed, media, labels, created: now, updated: now })?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(refusal(store.delete_folder(&big)), Refusal::TooManyObjects);
    for kind in [JobKind::Copy { versions: false }, JobKind::Move] {
        let job = store.start_job(kind, &big, &folder("/other/big"), None);
        assert_eq!(refusal(job), Refusal::TooManyObjects);
    }
    let one = store.file_at("/big/0").unwrap().unwrap();
    store.delete(&[one.id]).unwrap();
    assert_eq!(paths_in(&store, "/other"), 0);
    store.delete_folder(&big).unwrap();
    assert!(paths(&store).is_empty());
}

fn paths_in(store: &Store, path: &str) -> usize {
    store.list(&Query { folder: Some(folder(path)), what: What::All, ..Query::default() }).unwrap().len()
}
