//! What is written is read, however much of it there is.

use super::*;
use crate::ops::plan::{Step, Target, Verb};

fn plan(title: &str, steps: usize) -> Plan {
    let step = |n: usize| Step {
        target: Target::File {
            id: AssetId::new(&format!("{n:024x}")),
            folder: FolderPath::new("/é"),
            name: "a b.jpg".into(),
            size: 7,
        },
        verb: Verb::AddTags(["x".into()].into()),
    };
    Plan { title: title.to_owned(), steps: (0..steps).map(step).collect(), notes: Vec::new() }
}

fn failed() -> Outcome {
    Outcome::Failed(Report::new("Could not tag", "no", ""))
}

async fn write(folder: &Path) -> RunId {
    let journal = Journal::begin(folder, &plan("Tag", 4), None).expect("a journal");
    journal.sent(vec![(0, Was::Tags(vec!["old".into()])), (1, Was::Nothing)]).await.expect("written");
    journal.ended(vec![(0, Outcome::Done)]).await.expect("written");
    // A second try knows of a later state, which is not what counts.
    journal.sent(vec![(0, Was::Tags(Vec::new())), (2, Was::Unread("no".into()))]).await.expect("written");
    journal.job(2, "j1").await.expect("written");
    journal.ended(vec![(2, failed())]).await.expect("written");
    journal.id().clone()
}

#[tokio::test]
async fn a_run_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let id = write(folder.path()).await;
    let record = read(folder.path(), &id).expect("a record");
    assert_eq!(record.plan, plan("Tag", 4));
    assert_eq!(record.was.get(&0), Some(&Was::Tags(vec!["old".into()])));
    assert_eq!(record.outcomes, [Some(Outcome::Done), None, Some(failed()), None]);
    assert_eq!(record.doubtful().collect::<Vec<_>>(), [1]);
    assert_eq!(record.undone(), [2]);
    assert_eq!(record.jobs.get(&2).map(String::as_str), Some("j1"));
    assert!(!record.finished);
    let summary = summaries(folder.path()).expect("runs").remove(0);
    assert_eq!((summary.state, summary.counts.done, summary.counts.failed), (State::Interrupted, 1, 1));
}

#[tokio::test]
async fn a_journal_that_is_cut_anywhere_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let id = write(folder.path()).await;
    let path = id.file(folder.path());
    let whole = std::fs::read(&path).expect("bytes");
    let mut outcomes = 0;
    for end in 0..=whole.len() {
        std::fs::write(&path, &whole[..end]).expect("written");
        match Journal::reopen(folder.path(), &id) {
            Ok((journal, record)) => {
                let ended = record.outcomes.iter().flatten().count();
                assert!(ended >= outcomes, "what was whole stays");
                outcomes = ended;
                // What is written next is a line of its own.
                journal.ended(vec![(3, Outcome::Cancelled)]).await.expect("written");
                let again = read(folder.path(), &id).expect("a record");
                assert_eq!(again.outcomes[3], Some(Outcome::Cancelled));
            }
            Err(JournalError::Headless(_)) => assert_eq!(outcomes, 0),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(outcomes, 2);
}

#[tokio::test]
async fn a_run_is_undone_until_its_undo_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ids: Vec<RunId> = Vec::new();
    for undoes in [None, Some(0), Some(1)] {
        let undoes = undoes.map(|n: usize| ids[n].clone());
        let journal = Journal::begin(folder.path(), &plan("x", 1), undoes).expect("a journal");
        let counts = Tally { done: 1, ..Tally::default() };
        journal.finished(counts).await.expect("written");
        ids.push(journal.id().clone());
        let undone: Vec<bool> =
            summaries(folder.path()).expect("runs").iter().map(|run| run.undone).collect();
        match ids.len() {
            1 => assert_eq!(undone, [false]),
            2 => assert_eq!(undone, [false, true]),
            _ => assert_eq!(undone, [false, true, false]),
        }
        // Names sort by time, so two runs must not begin in one millisecond here.
        let began = ids.last().map(ToString::to_string).unwrap_or_default();
        while jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S%3f").to_string().as_str()
            <= began.get(..18).unwrap_or_default()
        {
            tokio::task::yield_now().await;
        }
    }
}

#[test]
fn a_run_that_is_under_way_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::begin(folder.path(), &plan("x", 1), None).expect("a journal");
    assert_eq!(summaries(folder.path()).expect("runs")[0].state, State::Running);
    assert!(matches!(Journal::reopen(folder.path(), journal.id()), Err(JournalError::Busy(_))));
    let other = RunId::new("20200101T000000000-0000").expect("a name");
    assert!(matches!(Journal::reopen(folder.path(), &other), Err(JournalError::Unknown(_))));
    assert_eq!(RunId::new("../x"), None);
}
