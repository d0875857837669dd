//! `ikt ls`: what is in a folder.

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::frame::{Code, Failure, Session, Wanted, failed, is_pattern, list, resolve, tell_asset};
use crate::api::{FileType, ListKind, ListQuery, Order};
use crate::model::{AssetDetails, Direction, FolderPath, Sort, SortKey};
use crate::ops::Target;

/// What is listed, and how.
#[derive(Debug, clap::Args)]
pub(super) struct LsArgs {
    /// A folder, or a pattern such as /products/*.jpg or /products/**
    #[arg(default_value = "/")]
    path: String,
    /// With size, pixels, time and tags
    #[arg(long, short)]
    long: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Which entries of a list, and in which order.
#[derive(Debug, clap::Args)]
pub(super) struct FilterArgs {
    /// Files, folders, both, or older versions of files
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<Kind>,
    /// Pictures, or all but pictures
    #[arg(long, value_name = "TYPE")]
    file_type: Option<Media>,
    /// Files with any of these tags, apart by commas
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    tags: Vec<String>,
    /// Files of exactly this name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// By name, created, updated, size, width, height, relevance, duration or taken; with - in front
    /// the largest or newest first
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = order)]
    sort: Option<Order>,
    /// Entries at most
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Entries to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip: usize,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    File,
    Folder,
    All,
    FileVersion,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Media {
    All,
    Image,
    NonImage,
}

fn order(text: &str) -> Result<Order, String> {
    let (word, direction) = match text.strip_prefix('-') {
        Some(word) => (word, Direction::Descending),
        None => (text, Direction::Ascending),
    };
    let by = |key| Ok(Order::By(Sort { key, direction }));
    match word {
        "name" => by(SortKey::Name),
        "created" => by(SortKey::Created),
        "updated" => by(SortKey::Updated),
        "size" => by(SortKey::Size),
        "width" => by(SortKey::Width),
        "height" => by(SortKey::Height),
        "relevance" => Ok(Order::Relevance(direction)),
        "duration" => Ok(Order::Duration(direction)),
        "taken" => Ok(Order::OriginalCreation(direction)),
        _ => Err("use name, created, updated, size, width, height, relevance, duration or taken".to_owned()),
    }
}

impl FilterArgs {
    /// The query of these arguments, and how many entries are wanted.
    pub(super) fn query(self) -> (ListQuery, Option<usize>) {
        let query = ListQuery {
            kind: self.kind.map(|kind| match kind {
                Kind::File => ListKind::File,
                Kind::Folder => ListKind::Folder,
                Kind::All => ListKind::All,
                Kind::FileVersion => ListKind::FileVersion,
            }),
            file_type: self.file_type.map(|media| match media {
                Media::All => FileType::All,
                Media::Image => FileType::Image,
                Media::NonImage => FileType::NonImage,
            }),
            tags: self.tags.iter().map(|tag| tag.as_str().into()).collect(),
            name: self.name,
            order: self.sort,
            skip: self.skip,
            ..ListQuery::default()
        };
        (query, self.limit)
    }
}

/// Lists a folder: its folders and files, by name.
///
/// # Errors
///
/// When there is no such folder, and those of any call.
pub(super) async fn run(args: LsArgs, session: &Session) -> Result<Code, Failure> {
    if is_pattern(&args.path) {
        return matching(session, &args).await;
    }
    let folder = FolderPath::new(&args.path);
    let (mut query, limit) = args.filter.query();
    query.path = Some(folder.clone());
    // Files and folders are what a person expects; a filter on files makes sense for files alone.
    let files_alone = !query.tags.is_empty() || query.name.is_some() || query.file_type.is_some();
    query.kind.get_or_insert(if files_alone { ListKind::File } else { ListKind::All });
    query.order.get_or_insert(Order::By(Sort::BY_NAME));
    let what = format!("Could not list {folder}");
    let told = list(session, query, limit, args.long, &what).await?;
    if told == 0 && !folder.is_root() {
        // An empty folder and no folder are answered alike.
        resolve(&session.client, &[format!("{folder}/")], Wanted::FilesAndFolders).await?;
    }
    Ok(Code::Done)
}

async fn matching(session: &Session, args: &LsArgs) -> Result<Code, Failure> {
    let client = &session.client;
    let targets = resolve(client, std::slice::from_ref(&args.path), Wanted::FilesAndFolders).await?;
    let mut entries = stream::iter(targets)
        .map(async |target| match target {
            Target::File { id, .. } => client
                .details(&id)
                .await
                .map(|details| Some(AssetDetails::File(Box::new(details))))
                .map_err(failed(format!("Could not look at {}", args.path))),
            Target::Folder(path) => folder(session, &path).await,
            Target::Url(_) | Target::Source { .. } => Ok(None),
        })
        .buffered(4);
    while let Some(entry) = entries.try_next().await? {
        if let Some(entry) = entry {
            tell_asset(session.out, &entry, args.long)?;
        }
    }
    Ok(Code::Done)
}

/// A folder as the list of its parent has it.
async fn folder(session: &Session, path: &FolderPath) -> Result<Option<AssetDetails>, Failure> {
    let parent = path.parent().unwrap_or_else(FolderPath::root);
    let mut query = ListQuery { kind: Some(ListKind::Folder), path: Some(parent), ..ListQuery::default() };
    loop {
        query.limit = Some(1000);
        let what = format!("Could not look at {path}");
        let page = session.client.list_details(&query).await.map_err(failed(what))?;
        let (listed, is_it) = (page.len(), |entry: &AssetDetails| match entry {
            AssetDetails::Folder(folder) => folder.folder.path == *path,
            AssetDetails::File(_) => false,
        });
        if let Some(entry) = page.into_iter().find(is_it) {
            return Ok(Some(entry));
        }
        if listed < 1000 {
            return Ok(None);
        }
        query.skip += listed;
    }
}
