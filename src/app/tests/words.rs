//! A library in which every text is the same one: what it answers to each call.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::call::{Answer, Call, Exported, Grouping, Place};
use crate::app::dupes;
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Reply};
use crate::app::testing::{file, start};
use crate::catalog::audit::{Finding, Found};
use crate::catalog::find::{Finds, Hit};
use crate::catalog::index::{Entry, Facet, FacetKind};
use crate::model::custom::{Field, FieldType, Schema};
use crate::model::{
    AiTag, AssetId, CallRecord, Details, Exif, File, FileKind, Film, FolderPath, Metadata, Report, Tag,
    TagUse,
};
use crate::ops::build_upload::Candidate;
use crate::ops::dupes::{Apart, Duplicates, Images, Row};
use crate::ops::journal::{Record, RunId, State, Summary, Tally, Was};
use crate::ops::trash::Batch;
use crate::ops::{
    DiskEntry, DiskFolder, JobEvent, Note, Outcome, Plan, Source, Step, TakeBack, Target, Verb,
};
use crate::url::auth::AuthParameters;

/// How many of each thing there are.
const MANY: usize = 3;

/// The messages that answer what was asked; none for what isn't asked of the library.
pub fn answers(effect: &Effect, text: &str) -> Vec<Msg> {
    let reply = match effect {
        Effect::Call { ticket, call, .. } => Reply::Called { ticket: *ticket, result: called(call, text) },
        Effect::Edit { ticket, .. } => {
            Reply::Called { ticket: *ticket, result: Ok(Answer::Edited(Some(text.to_owned()))) }
        }
        Effect::Details { ticket, .. } => {
            Reply::Details { ticket: *ticket, result: Ok(Box::new(details(0, text))) }
        }
        Effect::Check { ticket, .. } => {
            let note = |step, warning| Note { step, text: text.to_owned(), warning };
            Reply::Checked { ticket: *ticket, result: Ok(vec![note(None, true), note(Some(0), false)]) }
        }
        Effect::Run { job, plan, .. } => {
            let outcome = |step: usize| match step % 3 {
                0 => Outcome::Failed(report(text)),
                1 => Outcome::Nothing(text.to_owned()),
                _ => Outcome::Done,
            };
            let ended = (0..plan.steps.len()).map(|step| (step, outcome(step))).collect();
            return vec![Msg::Job(*job, JobEvent::Ended(ended)), Msg::Job(*job, JobEvent::Finished)];
        }
        _ => return Vec::new(),
    };
    vec![Msg::Reply(reply)]
}

/// The `n`th file, all of whose words are the text.
pub fn file_of(n: usize, text: &str) -> File {
    let ai = AiTag { name: text.into(), confidence: 50.0, source: text.into() };
    File {
        tags: tags(text),
        ai_tags: vec![ai].into(),
        private: n == 1,
        published: n != 2,
        ..file(n, &format!("{text}{n}.jpg"))
    }
}

/// A failure that is told by the text.
pub fn report(text: &str) -> Report {
    Report { status: Some(500), request_id: Some(text.to_owned()), ..Report::new(text, text, text) }
}

fn tags(text: &str) -> Arc<[Tag]> {
    vec![text.into(), "plain".into()].into()
}

fn called(call: &Call, text: &str) -> Result<Answer, Report> {
    let words = || text.to_owned();
    Ok(match call {
        Call::Details(ids) => Answer::Details((0..ids.len()).map(|n| details(n, text)).collect()),
        Call::DetailsOf(files) => Answer::Details((0..files.len()).map(|n| details(n, text)).collect()),
        Call::Version(..) => Answer::Details(vec![details(0, text)]),
        Call::Versions(_) => Answer::Details((0..MANY).map(|n| details(n, text)).collect()),
        Call::Paths(_) => Answer::Paths(vec![format!("/{text}")]),
        Call::WriteText { .. } => Answer::Written(false),
        Call::ReadText(_) => Answer::Text(words()),
        Call::Metadata(_) | Call::UrlMetadata(_) => Answer::Metadata(Box::new(metadata(text))),
        Call::Records => Answer::Records((1..=MANY as u64).map(|n| record(n, text)).collect()),
        Call::Export(export) => match (&export.what, &export.place) {
            (Exported::These(_), Place::File { .. }) => Answer::Exists,
            _ => Answer::Exported { rows: 1, text: Some(words()) },
        },
        Call::Fields { .. } => Answer::Fields(fields(text)),
        Call::CreateField(_) | Call::UpdateField(..) | Call::DeleteField(_) => return Err(report(text)),
        Call::UploadParameters { .. } => {
            Answer::UploadParameters(AuthParameters { token: words(), expire: 1, signature: words() })
        }
        Call::Tags { skip } => {
            let uses = [text, "other"].map(|tag| TagUse { tag: tag.into(), files: 2, ai_files: 1 }).into();
            Answer::Tags { skip: *skip, uses, files: 1000, more: *skip == 0 }
        }
        Call::Found(_) => Answer::Files((0..MANY).map(|n| file_of(n, text)).collect()),
        Call::Runs => Answer::Runs(vec![summary(text, State::Interrupted), summary(text, State::Finished)]),
        Call::Run(_) => Answer::Run(Box::new(journal(text))),
        Call::TakeBack(_) => Answer::TakeBack(Box::new(TakeBack { run: run(), plan: plan(text) })),
        Call::Trash => Answer::Trash(
            [Some(start()), None]
                .map(|at| Batch { folder: folder(text), at, files: MANY, bytes: 9, counted: at.is_some() })
                .into(),
        ),
        Call::Trashed(_) => Answer::Trashed((0..MANY).map(|n| file_of(n, text)).collect()),
        Call::Restore(_) => Answer::Restore(Box::new(plan(text))),
        Call::Disk(_) => Answer::Disk(disk(text)),
        Call::Gather { to, .. } => Answer::Gathered(candidates(text, to), vec![words()]),
        Call::Compare(..) => return Err(report(text)),
        Call::Duplicates(Grouping::Begin(_)) => Answer::Duplicates(Some(Arc::new(duplicates()))),
        Call::Duplicates(Grouping::End) | Call::Apart { .. } | Call::SafeFolders(_) => Answer::Done,
        Call::Members(rows) => {
            let known = |row: &Row| (*row != 2).then(|| details(*row as usize % MANY, text));
            Answer::Members(rows.iter().map(known).collect())
        }
        Call::DupesPlan(_) => Answer::DupesPlan(Ok(Box::new(plan(text)))),
        Call::Find(_) => Answer::Finds(Ok(Arc::new(finds(text)))),
        Call::FindAll(..) => Answer::Rows((0..9).collect()),
        Call::Copied(_) => Answer::Files(vec![file_of(1, text)]),
        Call::Audit { .. } => Answer::Audit(Arc::new(found(text))),
        Call::Below(_) => Answer::Targets((0..MANY).map(|n| Target::file(&file_of(n, text))).collect()),
    })
}

/// Two groups of look-alikes: one of three, of which one is gone meanwhile, and one of two.
fn duplicates() -> dupes::Found {
    let mut images = Images::with_capacity(5);
    (images.unfit, images.missing) = (1, 1);
    for (row, hash) in [(0, 0x1234_5678_9abc_def0), (1, 0x1234_5678_9abc_def1), (2, 0x1234_5678_9abc_def3)] {
        images.push(row, hash, 1000);
    }
    images.push(3, 0, 1000);
    images.push(4, 0, 2000);
    let duplicates = Duplicates::new(&images, &[], 16, &|| false).expect("nobody cancels");
    dupes::Found { duplicates, apart: Apart::default(), safe: vec![FolderPath::new("/safe")] }
}

fn finds(text: &str) -> Finds {
    let hit = |n: u32| {
        let File { name, folder, .. } = file_of(n as usize, text);
        let (size, width, height) = (u64::from(n) * 1_000_000, n, u32::MAX);
        let entry = Entry {
            row: n,
            name: name.to_string(),
            folder,
            kind: FileKind::Image,
            size,
            width,
            height,
            updated_ms: i64::MIN,
            private: n == 1,
            published: n > 2,
        };
        Hit { entry, matched: vec![0..1, 3..usize::MAX] }
    };
    let facet = Facet { label: text.to_owned(), text: text.to_owned(), files: usize::MAX };
    let facets =
        vec![(FacetKind::Tag, vec![facet.clone()]), (FacetKind::Custom(text.to_owned()), vec![facet])];
    let hits = (0..9).map(hit).collect();
    Finds { hits, total: 9, of: usize::MAX, micros: u64::MAX, facets: Some(facets), ..Finds::default() }
}

fn found(text: &str) -> Found {
    let finding = |n: u32| Finding {
        name: text.to_owned(),
        title: text.to_owned(),
        rows: (0..n).collect(),
        examples: (0..n).map(|_| format!("/{text}")).collect(),
        search: None,
    };
    Found { files: 3, findings: (0..3).map(finding).collect() }
}

fn folder(text: &str) -> FolderPath {
    FolderPath::root().child(text)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    vec![(text.to_owned(), text.to_owned()), ("plain".to_owned(), text.to_owned())]
}

fn details(n: usize, text: &str) -> Details {
    Details {
        file: file_of(n, text),
        version: text.to_owned(),
        version_id: Some(AssetId::new(&format!("{:024x}", n + 100))),
        current: n == 0,
        mime: Some(text.to_owned()),
        custom_coordinates: Some(text.to_owned()),
        description: Some(text.to_owned()),
        has_alpha: Some(true),
        film: Some(film(text)),
        url: format!("http://127.0.0.1:9/local/{text}"),
        embedded: pairs(text),
        custom: pairs(text),
        extensions: pairs(text),
        raw: json!({ "name": text, "customMetadata": { text: text, "text": text }, "tags": [text] }),
    }
}

fn film(text: &str) -> Film {
    Film {
        duration: Some(1.5),
        bit_rate: Some(9),
        video_codec: Some(text.to_owned()),
        audio_codec: Some(text.to_owned()),
    }
}

fn metadata(text: &str) -> Metadata {
    let group = || vec![(text.to_owned(), json!(text)), ("list".to_owned(), json!([text, { text: text }]))];
    let (image, thumbnail, exif) = (group(), group(), group());
    let exif = Exif { image, thumbnail, exif, gps: group(), interoperability: group(), makernote: group() };
    Metadata {
        format: Some(text.to_owned()),
        p_hash: Some(text.to_owned()),
        exif,
        film: Some(film(text)),
        raw: json!({ text: text }),
        ..Metadata::default()
    }
}

fn record(number: u64, text: &str) -> CallRecord {
    CallRecord {
        number,
        started: start(),
        method: text.to_owned(),
        url: format!("http://127.0.0.1:9/v1/{text}"),
        request_headers: pairs(text),
        request_body: text.to_owned(),
        status: (number > 1).then_some(500),
        answer_headers: pairs(text),
        answer_body: format!("{{\"{text}\": [\"{text}\"]}}"),
        answer_size: 9,
        duration: Duration::from_millis(7),
        attempt: 2,
        request_id: Some(text.to_owned()),
        trouble: (number == 1).then(|| text.to_owned()),
    }
}

fn fields(text: &str) -> Vec<Field> {
    let field = |(n, field_type): (usize, FieldType)| Field {
        id: AssetId::new(&format!("{:024x}", n + 200)),
        name: format!("{text}{n}"),
        label: text.to_owned(),
        description: Some(text.to_owned()),
        reserved: n == 1,
        deleted: n == 2,
        schema: Some(Schema {
            field_type,
            options: Some(vec![json!(text), json!(7)]),
            default: Some(json!(text)),
            required: n % 2 == 0,
            min: Some(json!(text)),
            max: Some(json!(text)),
            min_length: Some(1),
            max_length: Some(9),
        }),
        raw: Value::Null,
    };
    FieldType::ALL.into_iter().enumerate().map(field).collect()
}

fn run() -> RunId {
    RunId::new("20260314T092653Z-abcd").expect("a name")
}

fn summary(text: &str, state: State) -> Summary {
    let ended = (state == State::Finished).then(start);
    let counts = Tally { done: 1, failed: 1, ..Tally::default() };
    let title = text.to_owned();
    Summary { id: run(), at: start(), ended, title, steps: 3, counts, state, undoes: None, undone: false }
}

fn plan(text: &str) -> Plan {
    let verbs = [
        Verb::AddTags(tags(text)),
        Verb::Rename { name: text.into(), purge: true },
        Verb::MoveTo(folder(text)),
        Verb::Delete,
    ];
    let step = |(n, verb)| Step { target: Target::file(&file_of(n, text)), verb };
    let note = Note { step: None, text: text.to_owned(), warning: true };
    let steps: Vec<Step> = verbs.into_iter().enumerate().map(step).collect();
    Plan { title: text.to_owned(), steps: steps.into(), notes: vec![note] }
}

fn journal(text: &str) -> Record {
    let outcomes =
        vec![Some(Outcome::Failed(report(text))), Some(Outcome::Nothing(text.to_owned())), None, None];
    let was = HashMap::from([(0, Was::Unread(text.to_owned())), (2, Was::Nothing)]);
    let jobs = HashMap::from([(2, text.to_owned())]);
    Record { id: run(), at: start(), undoes: None, plan: plan(text), was, jobs, outcomes, finished: false }
}

fn disk(text: &str) -> DiskFolder {
    let path = PathBuf::from("/home/me").join(text);
    let entry = |n: usize| {
        let name = format!("{text}{n}");
        DiskEntry { path: path.join(&name), name, is_folder: n == 0, size: 9 }
    };
    DiskFolder { entries: (0..MANY).map(entry).collect(), home: Some("/home/me".into()), path }
}

fn candidates(text: &str, to: &FolderPath) -> Vec<Candidate> {
    let candidate = |n: usize| Candidate {
        from: Source::Disk(PathBuf::from("/home/me").join(text)),
        folder: to.clone(),
        name: format!("{text}{n}.jpg"),
        size: 1000 + n as u64,
        there: (n > 0).then(|| file_of(n, text)),
    };
    (0..MANY).map(candidate).collect()
}
