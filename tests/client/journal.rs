//! Runs that are written down: through faults, and back again.

use std::path::Path;
use std::sync::Arc;

use ikt::api::NewField;
use ikt::model::custom::{FieldType, Schema};
use ikt::model::{FolderPath, Report, Sort, Tag};
use ikt::ops::journal::{Journal, RunId, State, read, summaries};
use ikt::ops::{
    Control, Outcome, Plan, Step, TakeBack, Target, Update, ValueChange, Verb, go_on, run_noted, take_back,
    trash,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::library::{Library, Told};
use crate::runs::renaming_of_a_tag;

/// Everything outside of the trash as the service lists it, without what tells when it was changed last.
async fn listing(library: &Library) -> Vec<Value> {
    let mut all = Vec::new();
    for skip in (0..).step_by(1000) {
        let path = format!("/v1/files?type=all&limit=1000&skip={skip}");
        let answer = library.client.raw("GET", &path, None).await.expect("a list");
        let Some(Value::Array(page)) = answer.json() else { panic!("no list") };
        let last = page.len() < 1000;
        all.extend(page);
        if last {
            break;
        }
    }
    let path =
        |entry: &Value| entry["filePath"].as_str().or(entry["folderPath"].as_str()).unwrap_or("").to_owned();
    all.retain(|entry| !path(entry).starts_with(trash::TRASH));
    for entry in &mut all {
        let entry = entry.as_object_mut().expect("an object");
        entry.remove("updatedAt");
        for name in ["url", "thumbnail"] {
            if let Some(url) = entry.get_mut(name) {
                let plain = url.as_str().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
                *url = plain.into();
            }
        }
    }
    all.sort_by_key(path);
    all
}

/// As text, so that the order of keys and tags counts too.
fn text(listing: &[Value]) -> Vec<String> {
    listing.iter().map(Value::to_string).collect()
}

async fn run_it(library: &Library, folder: &Path, plan: &Plan, undoes: Option<RunId>) -> Told {
    let journal = Journal::begin(folder, plan, undoes).expect("a journal");
    library
        .told(plan, |tell| run_noted(library.client.clone(), plan.clone(), Control::new(), journal, tell))
        .await
}

fn step(target: &Target, verb: Verb) -> Step {
    Step { target: target.clone(), verb }
}

fn plan(title: &str, steps: Vec<Step>) -> Plan {
    Plan { title: title.to_owned(), steps: steps.into(), notes: Vec::new() }
}

/// One call in five fails, each time in another way.
async fn one_in_five(library: &Library, times: usize) {
    let too_many =
        json!({ "x-ratelimit-limit": "1000", "x-ratelimit-interval": "1000", "x-ratelimit-reset": "5" });
    let kinds = [
        json!({ "kind": "status", "status": 429, "headers": too_many }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "status", "status": 503, "after": true }),
        json!({ "kind": "cut", "after": false }),
        json!({ "kind": "cut", "after": true }),
        json!({ "kind": "garbage", "after": true }),
        json!({ "kind": "delay", "delay_ms": 3 }),
    ];
    for n in 0..times {
        let mut fault = kinds[n % kinds.len()].clone();
        fault["path_prefix"] = json!("/v1/");
        fault["skip"] = json!(4);
        library.order(fault).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_steps_with_one_call_in_five_failing_end_as_planned_and_go_back() {
    let (library, journal) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    let files = library.fill("/from", 1000).await;
    let before = text(&listing(&library).await);
    let to = |path: &str| FolderPath::new(path);
    let update = Update { description: Some("seen".to_owned()), ..Update::default() };
    let steps = files.iter().enumerate().map(|(n, file)| {
        let verb = match n {
            0..300 => Verb::MoveTo(to("/far/away")),
            300..500 => Verb::Update(Arc::new(update.clone())),
            500..600 => Verb::Publish { published: false, versions: false },
            600..800 => Verb::CopyTo(to("/copies")),
            800..900 => Verb::Rename { name: format!("new {n}.txt").into(), purge: false },
            _ => Verb::AddTags(["a".into(), "b".into()].into()),
        };
        step(file, verb)
    });
    let plan = plan("A thousand", steps.collect());

    one_in_five(&library, 2000).await;
    let told = run_it(&library, journal.path(), &plan, None).await;
    told.assert_all_done();
    assert!(told.waits.len() > 50, "faults were met");
    library.forget_orders().await;

    assert_eq!(library.names("/far/away").await.len(), 300);
    assert_eq!(library.names("/copies").await.len(), 200);
    for (name, id) in library.names("/copies").await {
        let details = library.client.details(&id).await.expect("details");
        assert_eq!(details.version, "Version 1", "{name} was copied once");
    }
    let from = listing(&library).await;
    let count = |is: &dyn Fn(&Value) -> bool| from.iter().filter(|entry| is(entry)).count();
    assert_eq!(count(&|entry| entry["description"] == "seen"), 200);
    assert_eq!(count(&|entry| entry["isPublished"] == false), 100);
    assert_eq!(count(&|entry| entry["name"].as_str().is_some_and(|name| name.starts_with("new_"))), 100);
    assert_eq!(count(&|entry| entry["tags"] == json!(["a", "b"])), 100);

    let TakeBack { run, plan } = take_back(&library.client, journal.path(), None).await.expect("a way back");
    assert!(plan.notes.is_empty(), "{:?}", plan.notes);
    one_in_five(&library, 2000).await;
    run_it(&library, journal.path(), &plan, Some(run)).await.assert_all_done();
    library.forget_orders().await;
    let after = text(&listing(&library).await);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
}

#[tokio::test]
async fn what_is_interrupted_goes_on_and_does_nothing_twice() {
    let (library, folder) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    let files = library.fill("/from", 40).await;
    let plan =
        plan("Copy", files.iter().map(|file| step(file, Verb::CopyTo(FolderPath::new("/to")))).collect());
    let journal = Journal::begin(folder.path(), &plan, None).expect("a journal");
    let id = journal.id().clone();
    assert_eq!(summaries(folder.path()).expect("runs")[0].state, State::Running);
    {
        // Dropped in the middle, as by a kill: what was sent may have happened.
        let running = run_noted(library.client.clone(), plan.clone(), Control::new(), journal, |_| {});
        let seen = async { while library.names("/to").await.len() < 12 {} };
        tokio::select! {
            () = running => panic!("it was too quick"),
            () = seen => {}
        }
    }
    // A line that was being written holds the file until it is.
    let summary = loop {
        let summary = summaries(folder.path()).expect("runs").remove(0);
        if summary.state != State::Running {
            break summary;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((summary.state, summary.steps), (State::Interrupted, 40));
    let refused = take_back(&library.client, folder.path(), None).await.expect_err("it is not at its end");
    assert!(refused.report().why.contains("was interrupted"), "{refused:?}");
    // The end of the machine tears the last line.
    let path = folder.path().join(format!("{id}.jsonl"));
    let mut bytes = std::fs::read(&path).expect("a journal");
    bytes.extend(b"{\"ended\":[[3");
    std::fs::write(&path, bytes).expect("written");

    let (journal, record) = Journal::reopen(folder.path(), &id).expect("a journal");
    assert!(Journal::reopen(folder.path(), &id).is_err(), "one process at a time");
    let told = library
        .told(&plan, |tell| go_on(library.client.clone(), record, journal, Control::new(), tell))
        .await;
    told.assert_all_done();
    for (name, id) in library.names("/to").await {
        assert_eq!(library.client.details(&id).await.expect("details").version, "Version 1", "{name}");
    }
    assert_eq!(library.names("/to").await.len(), 40);
    let record = read(folder.path(), &id).expect("a record");
    assert!(record.finished && record.doubtful().next().is_none());
}

#[tokio::test]
async fn a_run_that_goes_on_keeps_a_tag_whose_successor_could_not_be_added() {
    let (library, folder) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    let plan = renaming_of_a_tag(&library).await;
    let (adds, removes) = (60, plan.steps.len());
    let journal = Journal::begin(folder.path(), &plan, None).expect("a journal");
    let id = journal.id().clone();
    // It was killed when all but the last had got the new tag.
    let add = Plan { steps: plan.steps[..adds - 1].into(), ..plan.clone() };
    library.run(&add).await.assert_all_done();
    let refused = Outcome::Failed(Report::new("", "the service refused it", ""));
    let outcome = |step| if step + 1 == adds { refused.clone() } else { Outcome::Done };
    drop(journal);
    let ended: Vec<_> = (0..adds).map(|step| (step, outcome(step))).collect();
    let path = folder.path().join(format!("{id}.jsonl"));
    let mut lines = std::fs::read_to_string(&path).expect("a journal");
    lines += &format!("{}\n", json!({ "ended": ended }));
    std::fs::write(&path, lines).expect("written");

    let (journal, record) = Journal::reopen(folder.path(), &id).expect("a journal");
    let told = library
        .told(&plan, |tell| go_on(library.client.clone(), record, journal, Control::new(), tell))
        .await;

    let Outcome::Failed(report) = &told.outcomes[removes - 1] else { panic!("{:?}", told.outcomes) };
    assert_eq!(report.why, "old is kept, since new could not be added");
    assert_eq!(told.count(|outcome| *outcome == Outcome::Done), removes - 2);
    let tags = library.client.list_files(&FolderPath::new("/shop"), Sort::BY_NAME, 0, 1000).await;
    let tags: Vec<Tag> = tags.expect("a list").iter().flat_map(|file| file.tags.to_vec()).collect();
    assert_eq!(tags.iter().filter(|tag| tag.as_ref() == "old").count(), 1);
    assert_eq!(tags.len(), adds);
}

#[tokio::test]
async fn what_became_a_version_or_was_deleted_is_not_taken_back_and_that_is_said() {
    let (library, folder) = (Library::start().await, tempfile::tempdir().expect("a folder"));
    let files = library.fill("/from", 3).await;
    library.put("/to/file-000.txt").await;
    let to = Verb::MoveTo(FolderPath::new("/to"));
    let steps = vec![step(&files[0], to.clone()), step(&files[1], to), step(&files[2], Verb::Delete)];
    run_it(&library, folder.path(), &plan("Mixed", steps), None).await.assert_all_done();
    let back = take_back(&library.client, folder.path(), None).await.expect("a way back");
    let texts: Vec<&str> = back.plan.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "1 of 3 can't be taken back: it became a version of a file, or part of a folder, that was there",
            "1 of 3 can't be taken back: what was deleted for ever is gone",
        ]
    );
    run_it(&library, folder.path(), &back.plan, Some(back.run)).await;
    assert_eq!(library.names("/from").await.into_keys().collect::<Vec<_>>(), ["file-001.txt"]);
}

/// What a random plan does to one of eight files, or to a folder.
fn verb(n: u8, at: usize) -> Verb {
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).into()).collect();
    let value = |change| {
        Verb::Update(Arc::new(Update { values: vec![("price".to_owned(), change)], ..Update::default() }))
    };
    match n {
        0 => Verb::AddTags(tags(&["red", "new"])),
        1 => Verb::RemoveTags(tags(&["red"])),
        2 => Verb::RemoveTags(tags(&["blue"])),
        3 => Verb::MoveTo(FolderPath::new("/deep/er/é")),
        4 => Verb::CopyTo(FolderPath::new("/other")),
        5 => Verb::Rename { name: format!("n {at}.txt").into(), purge: false },
        6 => Verb::Publish { published: false, versions: false },
        7 => value(ValueChange::Set(json!(7))),
        8 => value(ValueChange::Clear),
        9 => Verb::Update(Arc::new(Update {
            tags: Some(vec!["only".into()]),
            coordinates: Some("1,2,3,4".to_owned()),
            description: Some("words".to_owned()),
            values: Vec::new(),
        })),
        _ => Verb::MoveTo(trash::place(
            &trash::batch("2026-11-24T17:03:41Z".parse().expect("a moment")),
            &FolderPath::new("/a"),
        )),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_plan_goes_back(verbs in prop::collection::vec(0_u8..11, 8), by_folder in 0_u8..3, values in any::<u8>()) {
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        tokio.block_on(async {
            let (library, folder) = (Library::start().await, tempfile::tempdir().expect("a folder"));
            let schema = Schema::new(FieldType::Number);
            let field = NewField { name: "price".into(), label: "Price".into(), schema, description: None };
            library.client.create_field(&field).await.expect("a field");
            let files = library.fill("/a", 8).await;
            library.put("/whole/inside/x.txt").await;
            for (n, file) in files.iter().enumerate().filter(|(n, _)| values & (1 << n) != 0) {
                let value = json!({ "tags": ["blue", "red", "last"], "customMetadata": { "price": n } });
                let path = format!("/v1/files/{}/details", file.id().expect("an id"));
                let answer = library.client.raw("PATCH", &path, Some(&value)).await.expect("an answer");
                assert!(answer.error.is_none());
            }
            let before = listing(&library).await;
            let mut steps: Vec<Step> =
                files.iter().zip(&verbs).enumerate().map(|(at, (file, n))| step(file, verb(*n, at))).collect();
            let whole = Target::Folder(FolderPath::new("/whole"));
            steps.push(match by_folder {
                0 => step(&whole, Verb::MoveTo(FolderPath::new("/new/place"))),
                1 => step(&whole, Verb::CopyTo(FolderPath::new("/a"))),
                _ => step(&whole, Verb::Rename { name: "an other".into(), purge: false }),
            });
            steps.push(step(&Target::Folder(FolderPath::new("/made/here")), Verb::CreateFolder));
            run_it(&library, folder.path(), &plan("Any", steps), None).await.assert_all_done();
            let back = take_back(&library.client, folder.path(), None).await.expect("a way back");
            run_it(&library, folder.path(), &back.plan, Some(back.run)).await;
            let after = listing(&library).await;
            assert_eq!(text(&after), text(&before));
        });
    }
}
