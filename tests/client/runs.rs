//! Bulk runs on files.

use std::collections::BTreeSet;
use std::pin::pin;

use futures_util::poll;
use ikt::api::{Content, Upload};
use ikt::model::{FolderPath, Sort, Tag};
use ikt::ops::{Control, JobEvent, Outcome, Plan, Target, build, build_tags, build_versions, check, run};
use serde_json::json;

use crate::library::{Library, cut, file, named, status, too_many};

const MOVE: &str = "/v1/files/move";
const DELETE: &str = "/v1/files/batch/deleteByFileIds";

#[tokio::test]
async fn a_move_of_200_survives_429s_and_cut_connections() {
    let library = Library::start().await;
    let targets = library.fill("/from", 200).await;
    let mut ordered = 0;
    for round in 0..6 {
        let faults = [
            too_many(MOVE, 7, 20),
            cut(MOVE, 3 + round, false),
            cut(MOVE, 4, true),
            status(MOVE, 2, 503),
            json!({ "path_prefix": MOVE, "skip": 2, "kind": "garbage", "after": true }),
            cut(MOVE, 0, true),
        ];
        for fault in faults {
            library.order(fault).await;
            ordered += 1;
        }
    }
    let plan = build::move_to(&targets, &FolderPath::new("/to")).expect("a plan");

    let told = library.run(&plan).await;

    told.assert_all_done();
    assert_eq!(library.names("/to").await, named(&targets), "every file is there, and is itself");
    assert!(library.names("/from").await.is_empty());
    let asked = library.asked("POST", MOVE).await;
    let suffered = asked.iter().filter(|asked| asked.fault.is_some()).count();
    assert_eq!(suffered, ordered, "all faults were met");
    assert!(told.waits.iter().any(|why| why == "the service allows 1000 calls a second"), "{:?}", told.waits);
}

#[tokio::test]
async fn a_move_onto_a_taken_name_whose_answer_is_lost_is_done_once() {
    let library = Library::start().await;
    let source = library.put("/from/a.txt").await;
    let there = library.put("/to/a.txt").await;
    library.order(cut(MOVE, 0, true)).await;
    let targets = [Target::file(&source)];
    let plan = build::move_to(&targets, &there.folder).expect("a plan");

    library.run(&plan).await.assert_all_done();

    let now = library.client.details(&there.id).await.expect("details");
    assert_eq!(now.version, "Version 2");
    assert!(library.names("/from").await.is_empty());
}

#[tokio::test]
async fn what_is_refused_is_reported_and_can_be_tried_again() {
    let library = Library::start().await;
    let targets = library.fill("/from", 3).await;
    library.order(status(MOVE, 1, 403)).await;
    let plan = build::move_to(&targets, &FolderPath::new("/to")).expect("a plan");

    let told = library.run(&plan).await;

    let failed: Vec<usize> = (0..3).filter(|n| matches!(told.outcomes[*n], Outcome::Failed(_))).collect();
    assert_eq!(failed.len(), 1);
    let Outcome::Failed(report) = &told.outcomes[failed[0]] else { unreachable!() };
    assert_eq!(report.what, format!("Could not move {} to /to", targets[failed[0]].path()));
    assert_eq!(report.status, Some(403));
    assert!(report.request_id.is_some() && !report.next.is_empty());

    let again = library.run(&plan.only(&failed)).await;
    again.assert_all_done();
    assert_eq!(library.names("/to").await, named(&targets));
    // The whole plan once more: all of it is so already.
    let told = library.run(&plan).await;
    assert_eq!(told.count(|outcome| matches!(outcome, Outcome::Nothing(_))), 3, "{:?}", told.outcomes);
}

#[tokio::test]
async fn a_cancelled_move_tells_what_was_moved_and_what_was_not() {
    let library = Library::start().await;
    let targets = library.fill("/from", 60).await;
    library.order(cut(MOVE, 10, true)).await;
    // After a few more the service asks for ten minutes of silence: the cancel has to end that wait.
    library.order(too_many(MOVE, 10, 600_000)).await;
    let plan = build::move_to(&targets, &FolderPath::new("/to")).expect("a plan");
    let control = Control::new();
    let canceller = control.clone();

    let told = library
        .run_with(&plan, &control, move |event| {
            if matches!(event, JobEvent::Waiting { ms: 600_000, .. }) {
                canceller.cancel();
            }
        })
        .await;

    let moved = library.names("/to").await;
    for (target, outcome) in targets.iter().zip(&told.outcomes) {
        let (_, name) = file(target);
        let expected = if moved.contains_key(name) { Outcome::Done } else { Outcome::Cancelled };
        assert_eq!(*outcome, expected, "{name}");
    }
    assert!((11..60).contains(&moved.len()), "{}", moved.len());
    assert_eq!(moved.len() + library.names("/from").await.len(), 60);
}

#[tokio::test]
async fn a_paused_run_sends_nothing_until_it_is_resumed() {
    let library = Library::start().await;
    let targets = library.fill("/from", 8).await;
    let plan = build::move_to(&targets, &FolderPath::new("/to")).expect("a plan");
    let control = Control::new();
    control.pause();
    {
        let mut going = pin!(run(library.client.clone(), plan.clone(), control.clone(), |_| {}));
        assert!(poll!(&mut going).is_pending());
        for _ in 0..20 {
            assert!(library.names("/to").await.is_empty(), "other calls go on meanwhile");
            assert!(poll!(&mut going).is_pending());
        }
        assert!(library.asked("POST", MOVE).await.is_empty());
        control.resume();
        going.await;
    }
    assert_eq!(library.names("/to").await, named(&targets));
}

#[tokio::test]
async fn a_delete_of_250_drops_what_is_gone_already() {
    let library = Library::start().await;
    let targets = library.fill("/old", 250).await;
    let gone: BTreeSet<usize> = [0, 3, 99, 100, 150, 151, 249].into();
    for index in &gone {
        library.client.delete(file(&targets[*index]).0).await.expect("a delete");
    }
    let plan = build::delete(&targets).expect("a plan");
    assert_eq!(plan.calls(), 3);

    let told = library.run(&plan).await;

    for (index, outcome) in told.outcomes.iter().enumerate() {
        match outcome {
            Outcome::Nothing(_) => assert!(gone.contains(&index), "{index}"),
            outcome => assert_eq!((outcome, gone.contains(&index)), (&Outcome::Done, false), "{index}"),
        }
    }
    assert!(library.names("/old").await.is_empty());
    assert_eq!(library.asked("POST", DELETE).await.len(), 6, "each call once, and once without the missing");
}

#[tokio::test]
async fn a_delete_whose_answer_is_lost_is_done() {
    let library = Library::start().await;
    let targets = library.fill("/old", 120).await;
    library.order(cut(DELETE, 0, true)).await;
    library.order(cut(DELETE, 0, false)).await;
    library.order(too_many(DELETE, 0, 10)).await;

    library.run(&build::delete(&targets).expect("a plan")).await.assert_all_done();

    assert!(library.names("/old").await.is_empty());
}

#[tokio::test]
async fn a_cancel_looks_after_what_was_sent() {
    let library = Library::start().await;
    let targets = library.fill("/old", 6).await;
    library.order(cut(DELETE, 0, true)).await;
    let plan = build::delete(&targets).expect("a plan");
    let control = Control::new();
    let canceller = control.clone();

    let told = library
        .run_with(&plan, &control, move |event| {
            if matches!(event, JobEvent::Waiting { .. }) {
                canceller.cancel();
            }
        })
        .await;

    told.assert_all_done();
    assert!(library.names("/old").await.is_empty());
    assert_eq!(library.asked("POST", DELETE).await.len(), 1, "nothing was sent after the cancel");
}

#[tokio::test]
async fn tags_of_120_files() {
    let library = Library::start().await;
    let targets = library.fill("/shop", 120).await;
    let gone = 60;
    library.client.delete(file(&targets[gone]).0).await.expect("a delete");
    library.order(cut("/v1/files/addTags", 0, true)).await;
    library.order(too_many("/v1/files/addTags", 0, 10)).await;
    let tags: [Tag; 2] = ["summer".into(), "sale".into()];

    let told = library.run(&build::add_tags(&targets, &tags).expect("a plan")).await;

    for (index, outcome) in told.outcomes.iter().enumerate() {
        match outcome {
            Outcome::Failed(report) => assert_eq!((index, report.status), (gone, Some(404)), "{report:?}"),
            outcome => assert_eq!(*outcome, Outcome::Done),
        }
    }
    assert_eq!(tagged(&library, "/shop", &tags).await, 119);

    let rest: Vec<_> =
        targets.iter().filter(|target| file(target).0 != file(&targets[gone]).0).cloned().collect();
    library.run(&build::remove_tags(&rest, &tags[..1]).expect("a plan")).await.assert_all_done();
    assert_eq!(tagged(&library, "/shop", &tags[1..]).await, 119);
}

/// A plan that makes `new` of the tag `old` of 60 files.
pub async fn renaming_of_a_tag(library: &Library) -> Plan {
    let targets = library.fill("/shop", 60).await;
    let old: Tag = "old".into();
    library
        .run(&build::add_tags(&targets, std::slice::from_ref(&old)).expect("a plan"))
        .await
        .assert_all_done();
    let files =
        library.client.list_files(&FolderPath::new("/shop"), Sort::BY_NAME, 0, 1000).await.expect("a list");
    let plan = build_tags::replace_tag(&files, "old", "new").expect("a plan");
    assert_eq!(plan.steps.len(), 120);
    plan
}

#[tokio::test]
async fn a_tag_is_kept_where_the_one_in_its_place_could_not_be_added() {
    let library = Library::start().await;
    let plan = renaming_of_a_tag(&library).await;
    // The second of the two calls that add is refused.
    library.order(status("/v1/files/addTags", 1, 403)).await;

    let told = library.run(&plan).await;

    let failed: Vec<usize> =
        (0..120).filter(|step| matches!(told.outcomes[*step], Outcome::Failed(_))).collect();
    let (adds, removes) = failed.split_at(failed.len() / 2);
    assert!([10, 50].contains(&adds.len()), "{failed:?}");
    assert_eq!(removes, adds.iter().map(|step| step + 60).collect::<Vec<_>>());
    let Outcome::Failed(report) = &told.outcomes[removes[0]] else { unreachable!() };
    assert_eq!(report.why, "old is kept, since new could not be added");
    let (old, new): (Tag, Tag) = ("old".into(), "new".into());
    assert_eq!(tagged(&library, "/shop", &[old]).await, adds.len());
    assert_eq!(tagged(&library, "/shop", std::slice::from_ref(&new)).await, 60 - adds.len());

    library.run(&plan.only(&failed)).await.assert_all_done();
    assert_eq!(tagged(&library, "/shop", &[new]).await, 60);
}

#[tokio::test]
async fn a_url_is_not_purged_where_the_version_could_not_be_restored() {
    let library = Library::start().await;
    let file = library.put("/a/x.txt").await;
    let upload = Upload {
        overwrite: true,
        ..Upload::new(Content::Bytes("more".into()), file.folder.clone(), "x.txt")
    };
    library.client.upload(&upload, |_| {}).await.expect("an upload");
    let versions = library.client.versions(&file.id).await.expect("versions");
    let url = versions[0].url.split('?').next().unwrap_or_default().to_owned() + "*";
    let plan =
        build_versions::restore_version(&Target::file(&file), &versions[1], Some(&url)).expect("a plan");
    library.order(status("/v1/files", 0, 403)).await;

    let told = library.run(&plan).await;

    let [Outcome::Failed(_), Outcome::Failed(report)] = &told.outcomes[..] else {
        panic!("{:?}", told.outcomes)
    };
    assert_eq!(report.why, "what caches hold is kept, since the version could not be restored");
    assert!(library.asked("POST", "/v1/files/purge").await.is_empty());
    library.run(&plan).await.assert_all_done();
    assert_eq!(library.asked("POST", "/v1/files/purge").await.len(), 1);
}

/// How many files of a folder have exactly these tags.
async fn tagged(library: &Library, folder: &str, tags: &[Tag]) -> usize {
    let sort = Sort::BY_NAME;
    let files = library.client.list_files(&FolderPath::new(folder), sort, 0, 1000).await.expect("a list");
    files.iter().filter(|file| *file.tags == *tags).count()
}

#[tokio::test]
async fn a_copy_whose_answer_is_lost_is_one_copy() {
    let library = Library::start().await;
    let targets = library.fill("/from", 4).await;
    let taken = library.put("/to/file-000.txt").await;
    for after in [true, false] {
        library.order(cut("/v1/files/copy", 0, after)).await;
        library.order(cut("/v1/files/copy", 1, after)).await;
    }
    let plan = build::copy_to(&targets, &FolderPath::new("/to")).expect("a plan");

    library.run(&plan).await.assert_all_done();

    let copies = library.names("/to").await;
    assert_eq!(copies.len(), 4);
    for (name, id) in copies {
        let version = library.client.details(&id).await.expect("details").version;
        let expected = if id == taken.id { "Version 2" } else { "Version 1" };
        assert_eq!(version, expected, "{name}");
    }
    assert_eq!(library.names("/from").await, named(&targets));
}

#[tokio::test]
async fn a_copy_onto_a_taken_name_whose_answer_is_lost_is_one_version_more() {
    let library = Library::start().await;
    let targets = library.fill("/from", 1).await;
    let taken = library.put("/to/file-000.txt").await;
    library.order(cut("/v1/files/copy", 0, true)).await;

    library.run(&build::copy_to(&targets, &taken.folder).expect("a plan")).await.assert_all_done();

    assert_eq!(library.client.details(&taken.id).await.expect("details").version, "Version 2");
    assert_eq!(library.asked("POST", "/v1/files/copy").await.len(), 1);
}

#[tokio::test]
async fn a_rename_without_its_purge_is_told_as_such() {
    let library = Library::start().await;
    let targets = library.fill("/a", 1).await;
    library
        .order(json!({
            "path_prefix": "/v1/files/rename", "kind": "status", "status": 207, "after": true,
        }))
        .await;
    let plan = build::rename(&targets[0], "b.txt", true).expect("a plan");

    let told = library.run(&plan).await;

    let [Outcome::Failed(report)] = &told.outcomes[..] else { panic!("{:?}", told.outcomes) };
    assert_eq!(report.what, "/a/file-000.txt was renamed, but its old URLs are not purged");
    assert!(library.names("/a").await.contains_key("b.txt"));
}

#[tokio::test]
async fn a_rename_whose_answer_is_lost_is_done() {
    let library = Library::start().await;
    let targets = library.fill("/a", 1).await;
    library.order(cut("/v1/files/rename", 0, true)).await;
    let plan = build::rename(&targets[0], "a new name.txt", false).expect("a plan");

    library.run(&plan).await.assert_all_done();

    let names: Vec<String> = library.names("/a").await.into_keys().collect();
    assert_eq!(names, ["a_new_name.txt"]);
    let again = library.run(&plan).await;
    assert_eq!(again.outcomes, [Outcome::Nothing("it has that name already".into())]);
}

#[tokio::test]
async fn a_check_tells_of_collisions_and_of_what_is_gone() {
    let library = Library::start().await;
    let mut targets = library.fill("/from", 12).await;
    library.put("/to/file-003.txt").await;
    library.client.delete(file(&targets[5]).0).await.expect("a delete");

    let to = FolderPath::new("/to");
    let all = texts(&library, &build::move_to(&targets, &to).expect("a plan")).await;
    let expected =
        ["/to/file-003.txt exists: this becomes its new version", "/from/file-005.txt is not there any more"];
    assert_eq!(all, expected);
    targets.truncate(6);
    let few = texts(&library, &build::move_to(&targets, &to).expect("a plan")).await;
    assert_eq!(few, expected, "few files are asked about one by one");

    let renamed = build::rename(&targets[0], "file-001.txt", false).expect("a plan");
    assert_eq!(texts(&library, &renamed).await, ["/from/file-001.txt exists: the service will refuse this"]);
    let to_nowhere = build::copy_to(&targets[..1], &FolderPath::new("/no where")).expect("a plan");
    let text = "/no where is not there yet: the service makes it as /no_where";
    assert_eq!(texts(&library, &to_nowhere).await, [text]);
}

async fn texts(library: &Library, plan: &Plan) -> Vec<String> {
    let notes = check(&library.client, plan).await.expect("a check");
    notes.into_iter().map(|note| note.text).collect()
}
