//! Keeps an index, and looks in it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use super::load::{self, Loaded};
use super::text::{Near, Text};
use super::{Ask, FindError, Finds, Hit, now};
use crate::catalog::index::{Bits, Filter, Hits, Index, Look, Word, matched};
use crate::catalog::{Catalog, Error, Row};
use crate::model::{FolderPath, Sort};
use crate::query::{self, CustomField, Query, Terms, Vocabulary};

/// While the catalogue grows the index follows it no oftener than this.
const REST: Duration = Duration::from_millis(500);
/// Files that are looked at in the catalogue together.
const STEP: usize = 4096;

/// Finds files in a catalogue. Clones share the index. Its calls block.
#[derive(Clone, Debug)]
pub struct Finder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    catalog: Catalog,
    loaded: RwLock<Option<Loaded>>,
    /// What was read before somebody stopped it, such as by the next key: it is gone on with.
    part: Mutex<Option<Loaded>>,
    /// When the index was brought up to the catalogue last; who holds it is about to do so.
    fresh: Mutex<Option<Instant>>,
    last: Mutex<Option<Last>>,
}

/// What was found last: a longer text finds nothing else.
#[derive(Clone, Debug)]
struct Last {
    words: Vec<Word>,
    beside: String,
    fuzzy: bool,
    revision: u64,
    found: Arc<Bits>,
}

impl Finder {
    /// For a catalogue; nothing is read yet.
    pub fn new(catalog: Catalog) -> Self {
        Self(Arc::new(Inner {
            catalog,
            loaded: RwLock::default(),
            part: Mutex::default(),
            fresh: Mutex::default(),
            last: Mutex::default(),
        }))
    }

    /// The catalogue.
    pub fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// Looks for what is asked; `None` when `stop` was set meanwhile.
    ///
    /// # Errors
    ///
    /// When the text is wrong or the catalogue can't be read.
    pub fn find(&self, ask: &Ask, stop: &AtomicBool) -> Result<Option<Finds>, FindError> {
        if !self.freshen(stop)? {
            return Ok(None);
        }
        let complete = self.0.catalog.state()?.complete;
        let guard = self.loaded();
        let Some(loaded) = guard.as_ref() else { return Ok(None) };
        let began = Instant::now();
        let custom = loaded.index.custom_fields();
        let text = Text::read(&ask.text, &terms(&custom, &ask.folder))?;
        let Some(hits) = self.look(loaded, &text, ask, stop)? else { return Ok(None) };
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let index = &loaded.index;
        let hit = |slot: usize| {
            let entry = index.entry(slot)?;
            let path = entry.folder.join(&entry.name);
            let name = path.len() - entry.name.len();
            Some(Hit { matched: matched(&path, name, &text.words, ask.fuzzy), entry })
        };
        Ok(Some(Finds {
            hits: hits.top.iter().filter_map(|best| hit(best.slot)).collect(),
            total: hits.total,
            of: index.len(),
            complete,
            micros,
            facets: ask.facets.then(|| index.facets(&hits.found)),
            custom,
        }))
    }

    /// All rows that are found, in no order; `None` when `stop` was set meanwhile.
    ///
    /// # Errors
    ///
    /// Those of [`Finder::find`].
    pub fn rows(&self, ask: &Ask, stop: &AtomicBool) -> Result<Option<Vec<Row>>, FindError> {
        if !self.freshen(stop)? {
            return Ok(None);
        }
        let guard = self.loaded();
        let Some(loaded) = guard.as_ref() else { return Ok(None) };
        let text = Text::read(&ask.text, &terms(&loaded.index.custom_fields(), &ask.folder))?;
        let hits = self.look(loaded, &text, ask, stop)?;
        Ok(hits.map(|hits| loaded.index.rows(&hits.found)))
    }

    /// These rows in an order of lists, behind them those of which nothing is known any more; `None` when
    /// `stop` was set meanwhile.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn ordered(&self, rows: &[Row], sort: Sort, stop: &AtomicBool) -> Result<Option<Vec<Row>>, Error> {
        if !self.freshen(stop)? {
            return Ok(None);
        }
        let guard = self.loaded();
        let Some(loaded) = guard.as_ref() else { return Ok(None) };
        let mut ordered = loaded.index.sorted(&loaded.index.bits_of(rows), sort);
        ordered.extend(rows.iter().filter(|row| !loaded.index.has(**row)));
        Ok(Some(ordered))
    }

    /// Brings the index up to the catalogue; false when `stop` was set meanwhile.
    fn freshen(&self, stop: &AtomicBool) -> Result<bool, Error> {
        let mut fresh = guard(&self.0.fresh);
        if stop.load(Ordering::Relaxed) {
            return Ok(false);
        }
        if self.loaded().is_none() {
            let mut loaded = match guard(&self.0.part).take() {
                Some(part) => part,
                None => Loaded::none(&self.0.catalog)?,
            };
            load::go_on(&self.0.catalog, &mut loaded, stop)?;
            if !loaded.is_whole() {
                *guard(&self.0.part) = Some(loaded);
                return Ok(false);
            }
            load::changes(&self.0.catalog, &mut loaded)?;
            *self.0.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
        } else if fresh.is_none_or(|at| at.elapsed() >= REST) {
            let revision = self.loaded().as_ref().map(|loaded| loaded.revision);
            if revision != Some(self.0.catalog.revision()?)
                && let Some(loaded) = &mut *self.0.loaded.write().unwrap_or_else(PoisonError::into_inner)
            {
                load::changes(&self.0.catalog, loaded)?;
            }
        } else {
            return Ok(true);
        }
        *fresh = Some(Instant::now());
        Ok(true)
    }

    fn loaded(&self) -> RwLockReadGuard<'_, Option<Loaded>> {
        self.0.loaded.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(
        &self,
        loaded: &Loaded,
        text: &Text,
        ask: &Ask,
        stop: &AtomicBool,
    ) -> Result<Option<Hits>, FindError> {
        let index = &loaded.index;
        let (mut filter, rest) = Filter::new(index, text.query.as_ref(), now());
        for (regex, negated) in &text.paths {
            filter.path(regex.clone(), *negated);
        }
        if let Some(near) = &text.near {
            filter.near(hash_of(index, near, &ask.text)?, near.bits);
        }
        let beside = text.beside_words();
        let within = self.last_within(text, &beside, ask.fuzzy, loaded.revision);
        let mut look = Look {
            words: &text.words,
            fuzzy: ask.fuzzy,
            filter: (!filter.is_empty()).then_some(&filter),
            within: within.as_deref(),
            top: ask.most,
        };
        let Some(mut hits) = index.look(&look, stop) else { return Ok(None) };
        if let Some(rest) = &rest {
            let Some(found) = self.passing(index, &hits.found, rest, stop)? else { return Ok(None) };
            look.within = Some(&found);
            let Some(again) = index.look(&look, stop) else { return Ok(None) };
            hits = again;
        }
        *guard(&self.0.last) = Some(Last {
            words: text.words.clone(),
            beside,
            fuzzy: ask.fuzzy,
            revision: loaded.revision,
            found: Arc::new(hits.found.clone()),
        });
        Ok(Some(hits))
    }

    /// What was found last, where nothing else can be found now.
    fn last_within(&self, text: &Text, beside: &str, fuzzy: bool, revision: u64) -> Option<Arc<Bits>> {
        let last = guard(&self.0.last).clone()?;
        let same = last.revision == revision && last.fuzzy == fuzzy && last.beside == beside;
        let extends = last.words.len() <= text.words.len()
            && last.words.iter().zip(&text.words).all(|(before, now)| now.extends(before, fuzzy));
        (same && extends).then_some(last.found)
    }

    /// Which of these pass what the index doesn't know: the catalogue itself is asked.
    fn passing(
        &self,
        index: &Index,
        found: &Bits,
        query: &Query,
        stop: &AtomicBool,
    ) -> Result<Option<Bits>, Error> {
        let now = now();
        let rows: Vec<Row> = found.iter().filter_map(|slot| index.row(slot)).collect();
        let mut passed = Vec::new();
        for rows in rows.chunks(STEP) {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            self.0.catalog.each_of(rows, |file| {
                if query.holds(&file, now) {
                    passed.push(file.row);
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(Some(index.bits_of(&passed)))
    }
}

/// What a text is read with.
fn terms(custom: &[CustomField], folder: &FolderPath) -> Terms {
    let vocabulary = Vocabulary { custom: custom.to_vec(), ..Vocabulary::default() };
    Terms { vocabulary, folder: folder.clone(), now: now() }
}

fn hash_of(index: &Index, near: &Near, text: &str) -> Result<u64, query::Error> {
    let (folder, name) = FolderPath::split_file(&near.path);
    let wrong = |message: &str, hint: &str| query::Error::new(text, near.span.clone(), message, hint);
    let found = index.phash_of(folder.as_str(), name);
    let found = found.ok_or_else(|| {
        wrong("near: there is no such file", "Write the whole path of a file, such as near:/a/b.jpg")
    })?;
    found.ok_or_else(|| wrong("near: its pHash isn't known yet", "Sync with hashes first: ikt sync --hashes"))
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
