//! `ikt upload`: files, folders, URLs or standard input into the library.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use super::frame::{Code, Failure, Line, Out, Progress, Session, bytes, each, failed};
use super::json;
use super::tag::words;
use crate::api::{Content, Receipt, ResponseField, Source, Upload, UploadTransformation};
use crate::model::FolderPath;
use crate::ops::build_upload::url_name;
use crate::ops::{DiskError, walk_disk};

/// What is uploaded, to where, and how.
#[derive(Debug, clap::Args)]
pub(super) struct UploadArgs {
    /// Files, folders with -r, URLs that the service fetches, or - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder that they go into; made where it is missing
    #[arg(long, short, value_name = "FOLDER", default_value = "/")]
    to: String,
    /// The name; needed for standard input
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Go into folders
    #[arg(long, short)]
    recursive: bool,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
    #[command(flatten)]
    options: Options,
}

/// What is said with each upload.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of the upload")]
struct Options {
    /// Put a random suffix to the name, so that nothing is overwritten
    #[arg(long)]
    unique: bool,
    /// Make a new version of a file that is there; without it that is an error
    #[arg(long, conflicts_with = "unique")]
    overwrite: bool,
    /// When a version is made: drop the old tags, unless --tags are given
    #[arg(long, requires = "overwrite")]
    drop_tags: bool,
    /// When a version is made: drop the old AI tags
    #[arg(long, requires = "overwrite")]
    drop_ai_tags: bool,
    /// When a version is made: drop the old custom metadata
    #[arg(long, requires = "overwrite")]
    drop_meta: bool,
    /// Tags, apart by commas
    #[arg(long, value_name = "TAGS")]
    tags: Option<String>,
    /// Delivery needs a signature; can't be undone
    #[arg(long)]
    private: bool,
    /// Don't publish it
    #[arg(long)]
    draft: bool,
    /// The area of interest in pixels
    #[arg(long, value_name = "X,Y,WIDTH,HEIGHT")]
    coordinates: Option<String>,
    /// What is to be seen, in words
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// A value of custom metadata; JSON where it is some, else text
    #[arg(long, value_name = "NAME=VALUE")]
    meta: Vec<String>,
    /// Extensions to run, an array; @file reads it
    #[arg(long, value_name = "JSON")]
    extensions: Option<String>,
    /// Where the service tells how extensions ended
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
    /// A transformation before it is stored, such as w-2000
    #[arg(long, value_name = "TRANSFORMATION")]
    pre: Option<String>,
    /// Transformations after it is stored, an array; @file reads it
    #[arg(long, value_name = "JSON")]
    post: Option<String>,
    /// A search that has to hold for the file, else it is refused
    #[arg(long, value_name = "QUERY")]
    checks: Option<String>,
    /// More fields in the answer, apart by commas: tags, customMetadata, metadata, …
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = response_field)]
    fields: Vec<ResponseField>,
    /// By version 2 of the upload API, which is a beta
    #[arg(long)]
    v2: bool,
}

fn response_field(name: &str) -> Result<ResponseField, String> {
    let all = ResponseField::ALL;
    all.into_iter()
        .find(|field| field.parameter() == name)
        .ok_or_else(|| format!("use {}", all.map(ResponseField::parameter).join(", ")))
}

impl Options {
    /// The upload with these options, still without content, name and folder.
    fn upload(&self) -> Result<Upload, Failure> {
        Ok(Upload {
            unique_name: self.unique,
            overwrite: self.overwrite,
            drop_tags: self.drop_tags,
            drop_ai_tags: self.drop_ai_tags,
            drop_custom_metadata: self.drop_meta,
            tags: self.tags.as_deref().map(words).unwrap_or_default(),
            private: self.private,
            draft: self.draft,
            custom_coordinates: self.coordinates.clone(),
            description: self.description.clone(),
            custom_metadata: json::pairs("--meta", &self.meta)?,
            extensions: match &self.extensions {
                Some(text) => json::argument("--extensions", text)?,
                None => Vec::new(),
            },
            webhook_url: self.webhook_url.clone(),
            transformation: UploadTransformation {
                pre: self.pre.clone(),
                post: match &self.post {
                    Some(text) => json::argument("--post", text)?,
                    None => Vec::new(),
                },
            },
            checks: self.checks.clone(),
            response_fields: self.fields.clone(),
            ..Upload::default()
        })
    }
}

/// One thing to upload.
#[derive(Debug)]
struct Item {
    from: From,
    folder: FolderPath,
    name: String,
}

#[derive(Debug)]
enum From {
    Path(PathBuf),
    Url(String),
    StandardInput,
}

/// Uploads each, and writes what the service stored.
///
/// # Errors
///
/// When a source can't be read: then nothing is uploaded; and those of any call.
pub(super) async fn run(args: UploadArgs, session: &Session) -> Result<Code, Failure> {
    let items = items(&args)?;
    let upload = args.options.upload()?;
    if args.dry_run {
        items.iter().try_for_each(|item| plan(session.out, item))?;
        return Ok(Code::Done);
    }
    let things = items.into_iter().map(|item| (item.source(), item)).collect::<Vec<_>>();
    let title = format!("Upload {} to {}", count(things.len()), FolderPath::new(&args.to));
    let progress = Arc::new(Progress::new(session.out.json()));
    let sent = Arc::new(AtomicU64::new(0));
    each(session, &title, things, &progress, async |source, item: Item| {
        let content = match item.from {
            From::Path(path) => Content::Path(path),
            From::Url(url) => Content::Url(url),
            From::StandardInput => Content::Stream(Source::new(tokio::io::stdin(), None)),
        };
        let upload = Upload { content, folder: item.folder, name: item.name, ..upload.clone() };
        let tell = told(Arc::clone(&progress), Arc::clone(&sent), source.to_owned());
        let done = match args.options.v2 {
            true => session.client.upload_v2(&upload, tell).await,
            false => session.client.upload(&upload, tell).await,
        };
        Ok(match done.map_err(failed(format!("Could not upload {source}")))? {
            Receipt::Stored(file) => {
                Line { text: Some(session.out.name(&file.path).into_owned()), value: file.raw }
            }
            Receipt::Queued { message } => Line {
                value: json!({ "message": message }),
                text: Some(session.out.name(&message).into_owned()),
            },
        })
    })
    .await
}

/// Shows how many bytes of all uploads have been sent.
fn told(
    progress: Arc<Progress>,
    all: Arc<AtomicU64>,
    source: String,
) -> impl Fn(u64) + Send + Sync + 'static {
    let before = AtomicU64::new(0);
    move |sent| {
        // An upload that is sent anew begins at 0 again.
        let more = sent.saturating_sub(before.swap(sent, Ordering::Relaxed));
        let all = all.fetch_add(more, Ordering::Relaxed) + more;
        progress.show(|| format!("{source}: {} sent, {} in all", bytes(sent), bytes(all)));
    }
}

fn count(items: usize) -> String {
    if items == 1 { "1 file".to_owned() } else { format!("{items} files") }
}

fn plan(out: Out, item: &Item) -> Result<(), Failure> {
    let to = item.folder.join(&item.name);
    out.either(&json!({ "source": item.source(), "path": to }), || {
        format!("{} → {}", out.name(&item.source()), out.name(&to))
    })
}

impl Item {
    fn source(&self) -> String {
        match &self.from {
            From::Path(path) => path.display().to_string(),
            From::Url(url) => url.clone(),
            From::StandardInput => "standard input".to_owned(),
        }
    }
}

/// What the sources mean.
fn items(args: &UploadArgs) -> Result<Vec<Item>, Failure> {
    let to = FolderPath::new(&args.to);
    let mut items = Vec::new();
    for source in &args.sources {
        if source == "-" {
            let name = args
                .name
                .clone()
                .ok_or_else(|| Failure::usage("standard input has no name", "Give one with --name"))?;
            items.push(Item { from: From::StandardInput, folder: to.clone(), name });
        } else if source.starts_with("https://") || source.starts_with("http://") {
            let name = args.name.clone().unwrap_or_else(|| url_name(source));
            items.push(Item { from: From::Url(source.clone()), folder: to.clone(), name });
        } else {
            local(args, Path::new(source), &to, &mut items)?;
        }
    }
    match (&args.name, items.len()) {
        (Some(_), more) if more > 1 => {
            Err(Failure::usage(format!("--name is for one file, and here are {more}"), ""))
        }
        (_, 0) => Err(Failure::usage("there is no file in what is given", "")),
        _ => Ok(items),
    }
}

fn local(args: &UploadArgs, path: &Path, to: &FolderPath, items: &mut Vec<Item>) -> Result<(), Failure> {
    if path.is_dir() && !args.recursive {
        return Err(Failure::usage(format!("{} is a folder", path.display()), "Give -r to upload folders"));
    }
    if let (Some(name), true) = (&args.name, path.is_file()) {
        items.push(Item { from: From::Path(path.to_owned()), folder: to.clone(), name: name.clone() });
        return Ok(());
    }
    let files = walk_disk(path, to).map_err(|error| match error {
        DiskError::NoName(_) => Failure::usage(error.to_string(), "Give one with --name"),
        _ => Failure::here("Could not upload", error, "Nothing was uploaded"),
    })?;
    items.extend(files.into_iter().map(|file| Item {
        from: From::Path(file.path),
        folder: file.folder,
        name: file.name,
    }));
    Ok(())
}
