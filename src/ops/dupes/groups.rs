//! The groups of a library at every threshold.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::apart::{Parted, part};
use super::images::{Images, Row};
use super::level::{Gathering, Group, Level};
use crate::catalog::{Catalog, Error};
use crate::model::AssetId;
use crate::phash::{Forest, is_flat, sensible};

/// All groups at every threshold up to [`Duplicates::max`], made once and off the loop: to look at
/// another threshold then costs nothing that grows with the library.
#[derive(Debug, PartialEq)]
pub struct Duplicates {
    /// The images in the order of the leaves: near ones stand together.
    leaves: Vec<Row>,
    hashes: Vec<u64>,
    /// How far each is from those before it: see [`Forest::gaps`].
    gaps: Vec<u8>,
    /// The places of the images among the leaves, by ascending row.
    places: Vec<u32>,
    /// The groups at threshold 0.
    first: Level,
    /// Those at 1 and so on.
    more: Vec<Level>,
    unfit: usize,
    missing: usize,
    flat: usize,
}

impl Duplicates {
    /// Groups images at each threshold from 0 to `max` bits. The pairs in `apart` are no duplicates: what
    /// is held together is held together without them. `None` if `cancelled` became true.
    pub fn new(
        images: &Images,
        apart: &[(Row, Row)],
        max: u8,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let forest = Forest::grow(&images.hashes, max, cancelled)?;
        Self::of_forest(&forest, images, apart, cancelled)
    }

    /// The groups of a forest of these images.
    fn of_forest(
        forest: &Forest,
        images: &Images,
        apart: &[(Row, Row)],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let order = || forest.leaves().iter().map(|leaf| *leaf as usize);
        let leaves: Vec<Row> = order().filter_map(|leaf| images.rows.get(leaf).copied()).collect();
        let hashes: Vec<u64> = order().filter_map(|leaf| images.hashes.get(leaf).copied()).collect();
        let bytes: Vec<u64> = order().filter_map(|leaf| images.bytes.get(leaf).copied()).collect();
        let mut places: Vec<u32> = (0..).take(leaves.len()).collect();
        places.sort_unstable_by_key(|place| leaves.get(*place as usize).copied());
        let of_row = |row: Row| find(&leaves, &places, row);
        let pairs: Vec<(u32, u32)> =
            apart.iter().filter_map(|(a, b)| Some((of_row(*a)?, of_row(*b)?))).collect();
        let max = forest.max();
        let parted = part(&hashes, forest.gaps(), max, &pairs, cancelled)?;
        let grove =
            Grove { leaves: &leaves, hashes: &hashes, bytes: &bytes, gaps: forest.gaps(), parted: &parted };
        let mut levels = grove.levels(max, cancelled)?.into_iter();
        let (first, more) = (levels.next()?, levels.collect());
        let flat = hashes.iter().filter(|hash| is_flat(**hash)).count();
        let gaps = forest.gaps().to_vec();
        let (unfit, missing) = (images.unfit, images.missing);
        Some(Self { first, more, flat, leaves, hashes, gaps, places, unfit, missing })
    }

    /// Groups the images of a catalogue as [`Duplicates::new`] does, without the pairs that the user took
    /// apart there. Where they are those of `before` and a few more, only these are compared. Blocks.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn of(
        catalog: &Catalog,
        images: &Images,
        max: u8,
        before: Option<&Self>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Self>, Error> {
        let (one, other): (Vec<AssetId>, Vec<AssetId>) = catalog.apart()?.into_iter().unzip();
        let (one, other) = (catalog.rows(&one)?, catalog.rows(&other)?);
        let apart: Vec<(Row, Row)> = one.into_iter().zip(other).filter_map(|(a, b)| Some((a?, b?))).collect();
        Ok(Self::after(before, images, &apart, max, cancelled))
    }

    /// As [`Duplicates::new`], by what is known of those images that were compared before.
    pub(super) fn after(
        before: Option<&Self>,
        images: &Images,
        apart: &[(Row, Row)],
        max: u8,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let before = before.filter(|before| before.max() == max);
        let Some((before, images)) = before.and_then(|before| Some((before, before.first_of(images)?)))
        else {
            return Self::new(images, apart, max, cancelled);
        };
        let forest = Forest::in_order(before.gaps.clone(), max).extend(&images.hashes, cancelled)?;
        Self::of_forest(&forest, &images, apart, cancelled)
    }

    /// The images with these first, in their order; `None` if one of these is gone or has become another.
    pub(super) fn first_of(&self, images: &Images) -> Option<Images> {
        let mut by_row: Vec<usize> = (0..images.len()).collect();
        by_row.sort_by_key(|at| images.rows.get(*at));
        let mut order = vec![0; self.leaves.len()];
        let mut own = self.places.iter().map(|place| *place as usize).peekable();
        let mut more = Vec::new();
        for at in by_row {
            let (row, hash) = (*images.rows.get(at)?, *images.hashes.get(at)?);
            match own.next_if(|place| self.leaves.get(*place) == Some(&row)) {
                Some(place) if self.hashes.get(place) == Some(&hash) => *order.get_mut(place)? = at,
                Some(_) => return None,
                None => more.push(at),
            }
        }
        own.next().is_none().then(|| images.in_order(order.into_iter().chain(more)))
    }

    /// The highest threshold, in bits.
    pub fn max(&self) -> u8 {
        u8::try_from(self.more.len()).unwrap_or(u8::MAX)
    }

    /// The groups at a threshold; above the highest one, those at the highest.
    pub fn level(&self, threshold: u8) -> &Level {
        match usize::from(threshold).checked_sub(1) {
            Some(above) => self.more.get(above).or(self.more.last()).unwrap_or(&self.first),
            None => &self.first,
        }
    }

    /// The highest threshold at which images that only look alike by chance stay rare.
    pub fn sensible(&self) -> u8 {
        sensible(self.leaves.len())
    }

    /// The rows of a group's images, near ones side by side; none for a group that there isn't.
    pub fn members(&self, threshold: u8, group: usize) -> &[Row] {
        self.level(threshold).members(group, &self.leaves)
    }

    /// The group in which an image is at a threshold.
    pub fn group_of(&self, threshold: u8, row: Row) -> Option<usize> {
        self.level(threshold).group_of(row, find(&self.leaves, &self.places, row)? as usize)
    }

    /// The pHash of an image.
    pub fn hash(&self, row: Row) -> Option<u64> {
        self.hashes.get(find(&self.leaves, &self.places, row)? as usize).copied()
    }

    /// How many images were compared.
    pub fn images(&self) -> usize {
        self.leaves.len()
    }

    /// Images whose pHash isn't one of 64 bits.
    pub fn unfit(&self) -> usize {
        self.unfit
    }

    /// Images without a pHash yet.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// Images whose pHash says nothing: all its bits are equal.
    pub fn flat(&self) -> usize {
        self.flat
    }
}

/// The place of a row among the leaves.
fn find(leaves: &[Row], places: &[u32], row: Row) -> Option<u32> {
    let key = |place: &u32| leaves.get(*place as usize).copied().unwrap_or(Row::MAX);
    places.get(places.binary_search_by_key(&row, key).ok()?).copied()
}

/// What levels are made of; all by the order of leaves.
struct Grove<'a> {
    leaves: &'a [Row],
    hashes: &'a [u64],
    bytes: &'a [u64],
    gaps: &'a [u8],
    parted: &'a Parted,
}

impl Grove<'_> {
    /// All levels, on as many threads as the machine has.
    fn levels(&self, max: u8, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Level>> {
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let work = || {
            loop {
                let Ok(threshold) = u8::try_from(next.fetch_add(1, Ordering::Relaxed)) else { return };
                if threshold > max || cancelled() {
                    return;
                }
                let level = self.level(threshold);
                done.lock().unwrap_or_else(PoisonError::into_inner).push((threshold, level));
            }
        };
        let threads = thread::available_parallelism().map_or(1, usize::from).min(usize::from(max) + 1);
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        if done.len() <= usize::from(max) {
            return None;
        }
        done.sort_unstable_by_key(|(threshold, _)| *threshold);
        Some(done.into_iter().map(|(_, level)| level).collect())
    }

    fn level(&self, threshold: u8) -> Level {
        let mut own = Vec::new();
        let mut of_own = Vec::new();
        for (widest, places) in self.parted.groups(threshold) {
            let mut gathering = Gathering::new(u32::try_from(own.len()).unwrap_or(u32::MAX));
            for place in places {
                let (row, bytes, flat) = self.leaf(*place as usize);
                own.push(row);
                gathering.take(bytes, widest, flat);
            }
            of_own.extend(gathering.end());
        }
        Level::new(self.runs(threshold), of_own, own)
    }

    /// The runs of leaves that are groups, save where pairs were taken apart.
    fn runs(&self, threshold: u8) -> Vec<Group> {
        let mut runs = Vec::new();
        let mut gathering = Gathering::new(0);
        for (place, gap) in (0_u32..).zip(self.gaps) {
            if *gap > threshold || place == 0 {
                runs.extend(gathering.end().filter(|_| !self.parted.holds(place.saturating_sub(1))));
                gathering = Gathering::new(place);
            }
            let (_, bytes, flat) = self.leaf(place as usize);
            gathering.take(bytes, *gap, flat);
        }
        let last = u32::try_from(self.gaps.len().saturating_sub(1)).unwrap_or(u32::MAX);
        runs.extend(gathering.end().filter(|_| !self.parted.holds(last)));
        runs
    }

    fn leaf(&self, place: usize) -> (Row, u64, bool) {
        let row = self.leaves.get(place).copied().unwrap_or_default();
        let flat = self.hashes.get(place).is_some_and(|hash| is_flat(*hash));
        (row, self.bytes.get(place).copied().unwrap_or_default(), flat)
    }
}
