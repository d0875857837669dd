//! Bulk runs on folders, and their jobs.

use ikt::api::{JobState, Kind, Versions};
use ikt::model::FolderPath;
use ikt::ops::{Control, JobEvent, Outcome, Target, build, check};

use crate::library::{Library, cut};

fn folder(path: &str) -> Target {
    Target::Folder(FolderPath::new(path))
}

async fn folders(library: &Library, path: &str) -> Vec<String> {
    let list = library.client.list_folders(&FolderPath::new(path)).await.expect("a list");
    list.into_iter().map(|folder| folder.path.to_string()).collect()
}

#[tokio::test]
async fn folders_are_made_moved_renamed_copied_and_deleted() {
    let library = Library::start().await;
    library.put("/a/deep/x.txt").await;
    let done = async |plan: Result<ikt::ops::Plan, build::BuildError>| {
        library.run(&plan.expect("a plan")).await.assert_all_done();
    };
    done(build::create_folder(&FolderPath::root(), "new one")).await;
    assert_eq!(folders(&library, "/").await, ["/a", "/new_one"]);
    done(build::move_to(&[folder("/a")], &FolderPath::new("/new_one"))).await;
    assert_eq!(folders(&library, "/new_one").await, ["/new_one/a"]);
    done(build::rename(&folder("/new_one/a"), "b", false)).await;
    done(build::copy_to(&[folder("/new_one/b")], &FolderPath::root())).await;
    assert_eq!(folders(&library, "/").await, ["/b", "/new_one"]);
    assert_eq!(library.names("/b/deep").await.len(), 1);
    assert_eq!(library.names("/new_one/b/deep").await.len(), 1);
    done(build::delete(&[folder("/b"), folder("/b/deep"), folder("/new_one")])).await;
    assert!(folders(&library, "/").await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_does_not_make_a_folder_move_twice() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    library.order(cut("/v1/bulkJobs/moveFolder", 0, true)).await;
    let plan = build::move_to(&[folder("/a")], &FolderPath::new("/to")).expect("a plan");

    library.run(&plan).await.assert_all_done();

    assert_eq!(library.names("/to/a").await.len(), 1);
    assert!(!folders(&library, "/").await.contains(&"/a".to_owned()));
}

#[tokio::test]
async fn a_lost_answer_to_a_folder_copy_is_told_as_it_is() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    library.order(cut("/v1/bulkJobs/copyFolder", 0, true)).await;
    let plan = build::copy_to(&[folder("/a")], &FolderPath::new("/to")).expect("a plan");

    let told = library.run(&plan).await;

    let [Outcome::Failed(report)] = &told.outcomes[..] else { panic!("{:?}", told.outcomes) };
    assert!(report.why.contains("may be under way"), "{report:?}");
    assert_eq!(library.asked("POST", "/v1/bulkJobs/copyFolder").await.len(), 1);
}

#[tokio::test]
async fn a_busy_folder_is_waited_for() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    library.put("/b/a/y.txt").await;
    library.hold_jobs(true).await;
    let root = FolderPath::root();
    let job = library
        .client
        .copy_folder(&FolderPath::new("/a"), &FolderPath::new("/b"), Versions::Current)
        .await
        .expect("a job");
    let busy = library.client.once().move_folder(&FolderPath::new("/b/a"), &root).await;
    assert_eq!(busy.expect_err("it is busy").kind(), Some(&Kind::Locked));

    let plan = build::move_to(&[folder("/b/a")], &FolderPath::new("/c")).expect("a plan");
    let (waits, mut waited) = tokio::sync::mpsc::unbounded_channel();
    let control = Control::new();
    let told = library.run_with(&plan, &control, move |event| {
        if matches!(event, JobEvent::Waiting { .. }) {
            let _ = waits.send(());
        }
    });
    let release = async {
        waited.recv().await.expect("a wait");
        library.hold_jobs(false).await;
    };
    let (told, ()) = tokio::join!(told, release);

    told.assert_all_done();
    // The first answer never says that a job is through.
    assert_eq!(library.client.job_status(&job).await.expect("a state"), JobState::Pending);
    assert_eq!(library.client.job_status(&job).await.expect("a state"), JobState::Completed);
    assert_eq!(library.names("/c/a").await.len(), 2);
}

#[tokio::test]
async fn a_check_tells_of_folders_in_the_way() {
    let library = Library::start().await;
    library.put("/a/x.txt").await;
    library.put("/b/a/y.txt").await;
    let to = FolderPath::new("/b");
    let plan = build::move_to(&[folder("/a"), folder("/gone")], &to).expect("a plan");

    let notes = check(&library.client, &plan).await.expect("a check");

    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    let merged = "/b/a exists: the two become one, and files with equal names become versions";
    assert_eq!(texts, [merged, "/gone is not there any more"]);
    let told = library.run(&plan.only(&[1])).await;
    assert!(matches!(&told.outcomes[..], [Outcome::Failed(report)] if report.status == Some(404)));
}
