//! What is in the trash, and what brings it back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::plan::{Note, Plan, Step, Target, Verb};
use super::trash::{Batch, TRASH, moment, origin};
use crate::api::{Client, Error, ListQuery, Order};
use crate::model::{Asset, File, FolderPath, Report, Sort};

/// Files on a page.
const PAGE: usize = 1000;
/// Pages that are read at most to count a trash, and of one batch.
const PAGES: usize = 50;

/// The batches of the trash, the newest first.
///
/// # Errors
///
/// A report when the library can't be read.
pub async fn trash_batches(client: &Client) -> Result<Vec<Batch>, Report> {
    batches(client).await.map_err(|error| error.report("Could not look into the trash"))
}

async fn batches(client: &Client) -> Result<Vec<Batch>, Error> {
    let trash = FolderPath::new(TRASH);
    if !client.list_folders(&FolderPath::root()).await?.iter().any(|folder| folder.path == trash) {
        return Ok(Vec::new());
    }
    let (files, all) = files_below(client, &trash).await?;
    let mut sums: HashMap<&str, (usize, u64)> = HashMap::new();
    for file in &files {
        let rest = file.folder.as_str().strip_prefix(TRASH).unwrap_or_default();
        let name = rest.split('/').nth(1).unwrap_or_default();
        let (count, bytes) = sums.entry(name).or_default();
        *count += 1;
        *bytes = bytes.saturating_add(file.size);
    }
    let folders = client.list_folders(&trash).await?;
    let mut batches: Vec<Batch> = folders
        .into_iter()
        .map(|folder| {
            let (files, bytes) = sums.get(folder.path.name()).copied().unwrap_or_default();
            Batch { at: moment(&folder.path), folder: folder.path, files, bytes, counted: all }
        })
        .collect();
    batches.sort_by(|a, b| (b.at, &b.folder).cmp(&(a.at, &a.folder)));
    Ok(batches)
}

/// The files of a batch, by path.
///
/// # Errors
///
/// A report when the library can't be read.
pub async fn trashed(client: &Client, batch: &FolderPath) -> Result<Vec<File>, Report> {
    let found = files_below(client, batch).await;
    let (mut files, _) = found.map_err(|error| error.report(&format!("Could not look into {batch}")))?;
    files.sort_by(|a, b| (&a.folder, &a.name).cmp(&(&b.folder, &b.name)));
    Ok(files)
}

/// The files in a folder, at all levels, and whether these are all.
async fn files_below(client: &Client, folder: &FolderPath) -> Result<(Vec<File>, bool), Error> {
    let mut files: Vec<File> = Vec::new();
    for page in 0..PAGES {
        let query = ListQuery {
            search: Some(format!("type = \"file\" AND path : \"{folder}/\"")),
            order: Some(Order::By(Sort::BY_NAME)),
            skip: page * PAGE,
            limit: Some(PAGE),
            ..ListQuery::default()
        };
        let found = client.list(&query).await?;
        let last = found.len() < PAGE;
        files.extend(found.into_iter().filter_map(|asset| match asset {
            Asset::File(file) => Some(file),
            Asset::Folder(_) => None,
        }));
        if last {
            return Ok((files, true));
        }
    }
    Ok((files, false))
}

/// The plan that brings things of the trash back to where they were. A folder goes as a whole where
/// there is none of its path now; else what is in it goes piece by piece, so that each taken name is
/// told.
///
/// # Errors
///
/// A report when the library can't be read, and for what isn't in the trash.
pub async fn restore_plan(client: &Client, targets: &[Target]) -> Result<Plan, Report> {
    const WHAT: &str = "Could not prepare to restore";
    let mut way = Way { client, known: HashMap::new(), steps: Vec::new(), emptied: BTreeMap::new() };
    for target in targets {
        way.target(target).await.map_err(|error| error.report(WHAT))?;
    }
    let mut steps = way.steps;
    if steps.is_empty() {
        return Err(Report::new(WHAT, "nothing in it has a place to go back to", "Move it by hand: x and p"));
    }
    steps.sort_by_key(|step| step.target.is_folder());
    let count = steps.len();
    steps.extend(way.emptied.into_values());
    let things = if count == 1 { "1 thing".to_owned() } else { format!("{count} things") };
    let note = "Empty folders of the trash are deleted on the way".to_owned();
    Ok(Plan {
        title: format!("Restore {things} from the trash"),
        steps: steps.into(),
        notes: vec![Note { step: None, text: note, warning: false }],
    })
}

/// A restore that is being planned.
struct Way<'a> {
    client: &'a Client,
    known: HashMap<FolderPath, HashSet<FolderPath>>,
    steps: Vec<Step>,
    /// Folders of the trash that may be empty then, the deepest first.
    emptied: BTreeMap<(Reverse<usize>, FolderPath), Step>,
}

impl Way<'_> {
    async fn target(&mut self, target: &Target) -> Result<(), Error> {
        match target {
            Target::File { folder, .. } => {
                let Some(home) = origin(folder) else { return Ok(()) };
                self.steps.push(Step { target: target.clone(), verb: Verb::MoveTo(home) });
                self.leave(folder);
            }
            Target::Folder(path) => self.folder(path.clone()).await?,
            Target::Url(_) | Target::Source { .. } => {}
        }
        Ok(())
    }

    async fn folder(&mut self, path: FolderPath) -> Result<(), Error> {
        let mut open = vec![path];
        while let Some(path) = open.pop() {
            let Some(home) = origin(&path) else { continue };
            if let Some(parent) = home.parent().filter(|_| path.name() == home.name())
                && !self.exists(&home).await?
            {
                self.steps.push(Step { target: Target::Folder(path.clone()), verb: Verb::MoveTo(parent) });
                path.parent().iter().for_each(|above| self.leave(above));
                continue;
            }
            for page in 0..PAGES {
                let files = self.client.list_files(&path, Sort::BY_NAME, page * PAGE, PAGE).await?;
                let last = files.len() < PAGE;
                let step = |file| Step { target: Target::file(file), verb: Verb::MoveTo(home.clone()) };
                self.steps.extend(files.iter().map(step));
                if last {
                    break;
                }
            }
            open.extend(self.client.list_folders(&path).await?.into_iter().map(|inside| inside.path));
            self.leave(&path);
        }
        Ok(())
    }

    /// Deletes a folder of the trash in the end, and those above it, if they are empty then.
    fn leave(&mut self, folder: &FolderPath) {
        let above = std::iter::successors(Some(folder.clone()), FolderPath::parent);
        for path in above.take_while(|path| moment(path).is_some()) {
            let step = Step { target: Target::Folder(path.clone()), verb: Verb::DeleteIfEmpty };
            self.emptied.insert((Reverse(path.depth()), path), step);
        }
    }

    async fn exists(&mut self, folder: &FolderPath) -> Result<bool, Error> {
        let way = std::iter::successors(Some(folder.clone()), FolderPath::parent).filter(|f| !f.is_root());
        let mut way: Vec<FolderPath> = way.collect();
        way.reverse();
        for step in way {
            let above = step.parent().unwrap_or_else(FolderPath::root);
            if !self.known.contains_key(&above) {
                let inside = self.client.list_folders(&above).await?.into_iter().map(|inside| inside.path);
                self.known.insert(above.clone(), inside.collect());
            }
            if !self.known.get(&above).is_some_and(|inside| inside.contains(&step)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
