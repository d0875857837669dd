//! Copying, moving and renaming folders, as jobs that survive a crash.
//!
//! What a job has to do is written down with the job itself, before its id is given out; each step
//! does a little of it and crosses it off in the same transaction. A folder that is moved to where
//! nothing is in the way only changes its path: that is one step, and done at once.

use rusqlite::{Connection, OptionalExtension, Row};

use super::folders::{self, WITHIN, subtree};
use super::record::id_from;
use super::{MAX_OBJECTS, Refusal, Result, Store, StoreError, purges, transfer};
use crate::model::{AssetId, FolderPath};

/// Files that one step of a job handles: readers never wait, other writers this long.
const STEP: u32 = 200;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// `COPY_FOLDER`, with the older versions of files or without.
    Copy {
        /// Whether older versions are copied.
        versions: bool,
    },
    /// `MOVE_FOLDER`.
    Move,
    /// `RENAME_FOLDER`.
    Rename,
}

impl JobKind {
    /// The API's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy { .. } => "COPY_FOLDER",
            Self::Move => "MOVE_FOLDER",
            Self::Rename => "RENAME_FOLDER",
        }
    }

    fn parse(name: &str, versions: bool) -> Self {
        match name {
            "COPY_FOLDER" => Self::Copy { versions },
            "MOVE_FOLDER" => Self::Move,
            _ => Self::Rename,
        }
    }
}

/// A job as its status call shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: AssetId,
    /// What it does.
    pub kind: JobKind,
    /// Whether it is through; at the first asking never (imagekit-api.md 7.4).
    pub done: bool,
    /// The purge request that came with a rename.
    pub purge: Option<AssetId>,
}

impl Store {
    /// Notes a job that brings `source` with all it holds to `target`, its new path. It has to be
    /// carried out with [`Store::step_job`]; with `purge` a purge of that URL is noted.
    ///
    /// # Errors
    /// [`Refusal::Root`], [`Refusal::NoFolder`], [`Refusal::SamePlace`], [`Refusal::IntoItself`],
    /// [`Refusal::Taken`] for a rename, [`Refusal::TooManyObjects`], [`Refusal::TooDeep`],
    /// [`Refusal::SourceBusy`], [`Refusal::TargetBusy`].
    pub fn start_job(
        &self,
        kind: JobKind,
        source: &FolderPath,
        target: &FolderPath,
        purge: Option<&str>,
    ) -> Result<AssetId> {
        let id = self.0.ids.next();
        self.write(|tx| {
            check(tx, kind, source, target)?;
            let purge = match purge {
                Some(url) => {
                    let id = self.0.ids.next();
                    purges::note(tx, id, url)?;
                    Some(id)
                }
                None => None,
            };
            let at_once = !matches!(kind, JobKind::Copy { .. }) && folders::key(tx, target)?.is_none();
            tx.execute(
                "INSERT INTO job (oid, kind, source, target, extra, purge, done, asked) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
                (
                    id,
                    kind.name(),
                    source.as_str(),
                    target.as_str(),
                    matches!(kind, JobKind::Copy { versions: true }),
                    purge,
                    at_once,
                ),
            )?;
            if at_once { self.reparent(tx, source, target) } else { self.plan(tx, source, target) }
        })?;
        Ok(AssetId::from_bytes(id))
    }

    /// The whole move of a folder to where nothing is in the way.
    fn reparent(&self, tx: &Connection, source: &FolderPath, target: &FolderPath) -> Result<()> {
        let now = self.now();
        let parent =
            folders::ensure(tx, &self.0.ids, &target.parent().unwrap_or_else(FolderPath::root), now)?;
        let (from, to) = subtree(source);
        tx.execute(
            "UPDATE folder SET parent = ?2, name = ?3, updated = ?4 WHERE path = ?1",
            (source.as_str(), parent, target.name(), now.as_millisecond()),
        )?;
        tx.execute(
            "UPDATE folder SET path = ?4 || substr(path, length(?1) + 1) WHERE path = ?1 OR (path > ?2 AND path < ?3)",
            [source.as_str(), &from, &to, target.as_str()],
        )?;
        Ok(())
    }

    /// Makes the folders at the target and writes down which file goes to which.
    fn plan(&self, tx: &Connection, source: &FolderPath, target: &FolderPath) -> Result<()> {
        let (job, now) = (tx.last_insert_rowid(), self.now());
        let (from, to) = subtree(source);
        let inside: Vec<(i64, String)> = tx
            .prepare_cached(
                "SELECT id, path FROM folder WHERE path = ?1 OR (path > ?2 AND path < ?3) ORDER BY path",
            )?
            .query_map([source.as_str(), &from, &to], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (folder, path) in inside {
            let rest = path.strip_prefix(source.as_str()).unwrap_or_default();
            let path = FolderPath::new(&format!("{target}{rest}"));
            let target = folders::ensure(tx, &self.0.ids, &path, now)?;
            tx.prepare_cached(
                "INSERT INTO job_item (job, file, folder) SELECT ?1, id, ?3 FROM file WHERE folder = ?2",
            )?
            .execute((job, folder, target))?;
        }
        Ok(())
    }

    /// Does a little more of a job; whether there is more to do.
    ///
    /// # Errors
    /// [`Refusal::NoJob`].
    pub fn step_job(&self, id: &AssetId) -> Result<bool> {
        let more = self.write(|tx| self.step(tx, id))?;
        if !more {
            self.tidy()?;
        }
        Ok(more)
    }

    fn step(&self, tx: &Connection, id: &AssetId) -> Result<bool> {
        let (key, kind, source) = tx
            .prepare_cached("SELECT id, kind, extra, source FROM job WHERE oid = ?1")?
            .query_row([id.bytes().ok_or(Refusal::NoJob)?], |row| {
                let kind = JobKind::parse(&row.get::<_, String>(1)?, row.get(2)?);
                Ok((row.get::<_, i64>(0)?, kind, FolderPath::new(&row.get::<_, String>(3)?)))
            })
            .optional()?
            .ok_or(Refusal::NoJob)?;
        let items: Vec<(i64, i64)> = tx
            .prepare_cached("SELECT file, folder FROM job_item WHERE job = ?1 ORDER BY file LIMIT ?2")?
            .query_map((key, STEP), |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if items.is_empty() {
            return self.finish(tx, key, kind, &source).map(|()| false);
        }
        let stamp = &self.stamp();
        for (file, folder) in items {
            tx.prepare_cached("DELETE FROM job_item WHERE job = ?1 AND file = ?2")?.execute((key, file))?;
            if exists(tx, file)? {
                skip_refused(match kind {
                    JobKind::Copy { versions } => transfer::copy(tx, stamp, file, folder, versions),
                    JobKind::Move | JobKind::Rename => transfer::relocate(tx, stamp, file, folder),
                })?;
            }
        }
        Ok(true)
    }

    /// A move leaves no empty folders behind; what came in meanwhile, or could not go, stays.
    fn finish(&self, tx: &Connection, key: i64, kind: JobKind, source: &FolderPath) -> Result<()> {
        if matches!(kind, JobKind::Move | JobKind::Rename) {
            let (from, to) = subtree(source);
            let empty = format!(
                "DELETE FROM folder WHERE id IN ({WITHIN}) AND id NOT IN (SELECT folder FROM file \
                 WHERE folder IN ({WITHIN})) AND id NOT IN (SELECT parent FROM folder WHERE parent IN ({WITHIN}))"
            );
            while tx.execute(&empty, [source.as_str(), &from, &to])? > 0 {}
        }
        tx.execute("UPDATE job SET done = 1 WHERE id = ?1", [key])?;
        Ok(())
    }

    /// The state of a job.
    ///
    /// # Errors
    /// [`Refusal::NoJob`].
    pub fn job(&self, id: &AssetId) -> Result<Job> {
        let oid = id.bytes().ok_or(Refusal::NoJob)?;
        self.write(|tx| {
            let job = tx
                .query_row(
                    "SELECT oid, kind, extra, done AND asked, purge FROM job WHERE oid = ?1",
                    [oid],
                    job_from,
                )
                .optional()?
                .ok_or(Refusal::NoJob)?;
            tx.execute("UPDATE job SET asked = 1 WHERE oid = ?1", [oid])?;
            Ok(job)
        })
    }

    /// The jobs that are not through: after a start, those that the last run left.
    pub fn unfinished_jobs(&self) -> Result<Vec<AssetId>> {
        self.read(|db| {
            let jobs = db
                .prepare_cached("SELECT oid FROM job WHERE done = 0 ORDER BY id")?
                .query_map([], |row| id_from(row, 0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(jobs)
        })
    }
}

fn check(tx: &Connection, kind: JobKind, source: &FolderPath, target: &FolderPath) -> Result<()> {
    if source.is_root() || target.is_root() {
        return Err(Refusal::Root.into());
    }
    folders::key(tx, source)?.ok_or(Refusal::NoFolder)?;
    if source == target || (kind != JobKind::Rename && target.parent().as_ref() == Some(source)) {
        return Err(Refusal::SamePlace.into());
    }
    if kind == JobKind::Move && target.is_within(source) {
        return Err(Refusal::IntoItself.into());
    }
    if kind == JobKind::Rename && folders::key(tx, target)?.is_some() {
        return Err(Refusal::Taken.into());
    }
    if busy(tx, source)? {
        return Err(Refusal::SourceBusy.into());
    }
    if busy(tx, target)? {
        return Err(Refusal::TargetBusy.into());
    }
    if folders::objects(tx, source)? > MAX_OBJECTS {
        return Err(Refusal::TooManyObjects.into());
    }
    let (from, to) = subtree(source);
    let paths = tx
        .prepare_cached("SELECT path FROM folder WHERE path > ?1 AND path < ?2")?
        .query_map([&from, &to], |row| row.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let deepest = paths.iter().map(|path| path.matches('/').count()).max().unwrap_or(source.depth());
    if target.depth() + deepest - source.depth() > super::MAX_DEPTH {
        return Err(Refusal::TooDeep.into());
    }
    Ok(())
}

/// Whether a job is at work on a folder, on one above it or on one below it.
pub(super) fn busy(db: &Connection, path: &FolderPath) -> Result<bool> {
    let mut jobs = db.prepare_cached("SELECT source, target FROM job WHERE done = 0")?;
    let mut rows = jobs.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..2 {
            let other = FolderPath::new(&row.get::<_, String>(column)?);
            if path.is_within(&other) || other.is_within(path) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn exists(tx: &Connection, file: i64) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM file WHERE id = ?1")?
        .query_row([file], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// A file that can't go, because its versions would be too many, stays; the job goes on: jobs have
/// no state of failure (imagekit-api.md 2.10).
fn skip_refused(result: Result<()>) -> Result<()> {
    match result {
        Err(StoreError::Refused(_)) => Ok(()),
        other => other,
    }
}

fn job_from(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: id_from(row, 0)?,
        kind: JobKind::parse(&row.get::<_, String>(1)?, row.get(2)?),
        done: row.get(3)?,
        purge: row.get::<_, Option<[u8; 12]>>(4)?.map(AssetId::from_bytes),
    })
}
