//! Duplicates that go to the trash, and those that stay after all.

use ikt::api::{Change, Content, FileUpdate, Upload};
use ikt::model::{AssetId, FolderPath};
use ikt::ops::dupes::{Apart, Candidate, Decision, Rules, plan, refresh};
use ikt::ops::journal::Journal;
use ikt::ops::{Control, Outcome, Plan, run_noted, take_back};
use serde_json::json;

use crate::library::{Library, status};

const ADD_TAGS: &str = "/v1/files/addTags";

/// Files that are called duplicates; the first is kept. The others have a tag each.
async fn group(library: &Library, paths: &[&str]) -> Decision {
    let mut members = Vec::new();
    for (row, path) in (0..).zip(paths) {
        let file = library.put(path).await;
        if row > 0 {
            let tags = [format!("of-{}", file.name).into()];
            library.client.add_tags(std::slice::from_ref(&file.id), &tags).await.expect("tags");
        }
        let details = library.client.details(&file.id).await.expect("details");
        members.push(Candidate { row, hash: None, details });
    }
    let first = members[0].id().clone();
    let mut decision = Decision::new(members, &Rules::default(), &[], &Apart::default()).expect("a decision");
    decision.keep(&first);
    decision
}

fn planned(decisions: &[Decision]) -> Plan {
    let at = "2026-11-24T17:03:41Z".parse().expect("a moment");
    plan(decisions, true, at).expect("a plan")
}

fn id(decision: &Decision, member: usize) -> AssetId {
    decision.members()[member].id().clone()
}

async fn retag(library: &Library, id: &AssetId) {
    let update = FileUpdate { tags: Change::Set(vec!["new".into()]), ..FileUpdate::default() };
    library.client.update(id, &update).await.expect("a change");
}

fn why(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed(report) => &report.why,
        Outcome::Nothing(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_kept_ones_get_what_the_others_have_and_an_undo_brings_all_back() {
    let library = Library::start().await;
    let groups = [
        group(&library, &["/a/1.txt", "/b/1.txt", "/b-c/1.txt"]).await,
        group(&library, &["/a/2.txt", "/b/2.txt"]).await,
    ];
    let before = library.client.raw("GET", "/v1/files?limit=1000", None).await.expect("a list").json();
    let plan = planned(&groups);
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::begin(folder.path(), &plan, None).expect("a journal");
    let told = library
        .told(&plan, |tell| run_noted(library.client.clone(), plan.clone(), Control::new(), journal, tell))
        .await;
    told.assert_all_done();
    assert!(library.names("/b").await.is_empty());
    let tags = library.client.details(&id(&groups[0], 0)).await.expect("details").file.tags;
    assert_eq!(*tags, ["of-1.txt".into()]);

    let back = take_back(&library.client, folder.path(), None).await.expect("a way back");
    library.run(&back.plan).await.assert_all_done();
    let after = library.client.raw("GET", "/v1/files?limit=1000", None).await.expect("a list").json();
    let plain = |list: Option<serde_json::Value>| {
        let mut list = list.expect("a list").as_array().expect("a list").clone();
        for entry in &mut list {
            entry
                .as_object_mut()
                .expect("an object")
                .retain(|name, _| !["updatedAt", "url", "thumbnail"].contains(&name.as_str()));
        }
        list.sort_by_key(|entry| entry["filePath"].to_string());
        list
    };
    assert_eq!(plain(after), plain(before));
}

#[tokio::test]
async fn what_changed_after_it_was_found_stays() {
    let library = Library::start().await;
    let groups = [
        group(&library, &["/a/changed.txt", "/b/changed.txt"]).await,
        group(&library, &["/a/moved.txt", "/b/moved.txt"]).await,
        group(&library, &["/a/gone.txt", "/b/gone.txt"]).await,
        group(&library, &["/a/no-kept.txt", "/b/no-kept.txt"]).await,
        group(&library, &["/a/other.txt", "/b/other.txt"]).await,
        group(&library, &["/a/fine.txt", "/b/fine.txt"]).await,
    ];
    let plan = planned(&groups);
    retag(&library, &id(&groups[0], 1)).await;
    library.client.move_file("/b/moved.txt", &FolderPath::new("/c")).await.expect("moved");
    library.client.delete(&id(&groups[2], 1)).await.expect("deleted");
    library.client.delete(&id(&groups[3], 0)).await.expect("deleted");
    let content = Content::Bytes("other bytes".into());
    let upload = Upload::new(content, FolderPath::new("/a"), "other.txt");
    let upload = Upload { overwrite: true, ..upload };
    library.client.upload(&upload, |_| {}).await.expect("a new version");

    let told = library.run(&plan).await;

    let thrown: Vec<&Outcome> = plan
        .steps
        .iter()
        .zip(&told.outcomes)
        .filter(|(step, _)| matches!(step.verb, ikt::ops::Verb::Discard(_)))
        .map(|(_, outcome)| outcome)
        .collect();
    assert_eq!(thrown.len(), 6);
    assert_eq!(why(thrown[0]), "it stays, since it was changed after it was found to be a duplicate");
    assert!(why(thrown[1]).starts_with("it stays, since it was"), "{:?}", thrown[1]);
    assert_eq!(why(thrown[2]), "it was gone already");
    assert!(why(thrown[3]).starts_with("it stays, since"), "{:?}", thrown[3]);
    assert_eq!(why(thrown[4]), "it stays, since the file that was to be kept has another version now");
    assert_eq!(*thrown[5], Outcome::Done);
    let left = library.names("/b").await;
    let left: Vec<&str> = left.keys().map(String::as_str).collect();
    assert_eq!(left, ["changed.txt", "no-kept.txt", "other.txt"]);
}

#[tokio::test]
async fn a_duplicate_whose_tags_could_not_be_given_stays() {
    let library = Library::start().await;
    let groups = [group(&library, &["/a/1.txt", "/b/1.txt"]).await];
    library.order(status(ADD_TAGS, 0, 403)).await;
    let told = library.run(&planned(&groups)).await;
    assert!(matches!(told.outcomes[0], Outcome::Failed(_)));
    assert_eq!(why(&told.outcomes[1]), "it stays, since /a/1.txt could not be given what it has");
    assert_eq!(library.names("/b").await.len(), 1);
}

#[tokio::test]
async fn files_are_looked_at_anew_before_a_plan_is_made() {
    let library = Library::start().await;
    let groups = vec![
        group(&library, &["/a/1.txt", "/b/1.txt", "/c/1.txt", "/d/1.txt"]).await,
        group(&library, &["/a/2.txt", "/b/2.txt"]).await,
        group(&library, &["/a/3.txt", "/b/3.txt"]).await,
        group(&library, &["/a/4.txt", "/b/4.txt"]).await,
    ];
    retag(&library, &id(&groups[0], 1)).await;
    library.client.delete(&id(&groups[0], 2)).await.expect("deleted");
    retag(&library, &id(&groups[1], 0)).await;
    library.client.delete(&id(&groups[2], 0)).await.expect("deleted");

    let (groups, notes) = refresh(&library.client, groups).await.expect("a look");

    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "/b/1.txt has changed since the last sync: it stays",
            "/c/1.txt is gone",
            "/a/2.txt has changed since the last sync: its group is left out",
            "/a/3.txt is gone: its group is left out",
        ]
    );
    let plan = planned(&groups);
    let paths: Vec<String> = plan.steps.iter().map(|step| step.target.path()).collect();
    assert_eq!(paths, ["/a/1.txt", "/a/4.txt", "/d/1.txt", "/b/4.txt"]);
    library.run(&plan).await.assert_all_done();
    assert_eq!(json!(library.names("/b").await.len()), json!(3));
}
