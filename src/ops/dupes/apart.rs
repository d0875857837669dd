//! Pairs that are no duplicates.
//!
//! A group is what is held together by distances, without the pairs that were taken apart. Only where
//! both files of such a pair are in one group at the highest threshold, groups are made anew: of the
//! files that are in no pair, by a forest of their own; each file of a pair is then compared with all
//! others around it. So the work grows with the files of pairs times the group, never with its square.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use crate::model::AssetId;
use crate::phash::Forest;

/// Pairs of files that are no duplicates, by their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Apart(HashSet<(AssetId, AssetId)>);

impl Apart {
    /// Whether two files are no duplicates.
    pub fn holds(&self, a: &AssetId, b: &AssetId) -> bool {
        !self.0.is_empty() && self.0.contains(&sorted(a, b))
    }

    /// Whether there are no such pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes that two files are no duplicates.
    pub fn insert(&mut self, a: &AssetId, b: &AssetId) {
        self.0.insert(sorted(a, b));
    }
}

impl<'a> FromIterator<&'a (AssetId, AssetId)> for Apart {
    fn from_iter<I: IntoIterator<Item = &'a (AssetId, AssetId)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(a, b)| sorted(a, b)).collect())
    }
}

fn sorted(a: &AssetId, b: &AssetId) -> (AssetId, AssetId) {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}

/// The groups of one threshold that were made anew: the widest gap of each, and its places.
#[derive(Debug, Default)]
struct Anew {
    groups: Vec<(u8, Range<usize>)>,
    places: Vec<u32>,
}

/// What became of the groups that held pairs which were taken apart. Images go by their places among the
/// leaves of the whole library.
#[derive(Debug, Default)]
pub(super) struct Parted {
    /// The runs of leaves in which groups were made anew, ascending.
    regions: Vec<Range<u32>>,
    levels: Vec<Anew>,
}

impl Parted {
    /// Whether a place lies where groups were made anew.
    pub(super) fn holds(&self, place: u32) -> bool {
        let after = self.regions.partition_point(|region| region.start <= place);
        after.checked_sub(1).and_then(|at| self.regions.get(at)).is_some_and(|region| region.contains(&place))
    }

    /// The groups at a threshold that were made anew: their widest gap and their places.
    pub(super) fn groups(&self, threshold: u8) -> impl Iterator<Item = (u8, &[u32])> {
        let anew = self.levels.get(usize::from(threshold));
        let places = move |range: &Range<usize>| anew.and_then(|anew| anew.places.get(range.clone()));
        let groups = anew.map(|anew| anew.groups.as_slice()).unwrap_or_default();
        groups.iter().map(move |(widest, range)| (*widest, places(range).unwrap_or_default()))
    }
}

/// Makes groups anew where pairs are taken apart. `hashes` and `gaps` are those of the leaves. `None` if
/// `cancelled` became true.
pub(super) fn part(
    hashes: &[u64],
    gaps: &[u8],
    max: u8,
    pairs: &[(u32, u32)],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Parted> {
    let (regions, pairs) = regions(gaps, max, pairs);
    if regions.is_empty() {
        return Some(Parted::default());
    }
    let edges = Edges::find(hashes, &regions, &pairs, max, cancelled)?;
    let levels = edges.join();
    Some(Parted { regions, levels })
}

/// The groups at the highest threshold that hold both files of a pair, and these pairs.
fn regions(gaps: &[u8], max: u8, pairs: &[(u32, u32)]) -> (Vec<Range<u32>>, HashSet<(u32, u32)>) {
    if pairs.is_empty() {
        return (Vec::new(), HashSet::new());
    }
    let starts: Vec<u32> =
        (0..).zip(gaps).filter(|(place, gap)| *place == 0 || **gap > max).map(|(place, _)| place).collect();
    let all = u32::try_from(gaps.len()).unwrap_or(u32::MAX);
    let region = |place: u32| {
        let after = starts.partition_point(|start| *start <= place);
        let start = after.checked_sub(1).and_then(|at| starts.get(at)).copied().unwrap_or_default();
        (start, starts.get(after).copied().unwrap_or(all))
    };
    let held = pairs.iter().filter(|(a, b)| a != b && region(*a) == region(*b));
    let held: HashSet<(u32, u32)> = held.map(|(a, b)| (*a.min(b), *a.max(b))).collect();
    let regions: BTreeSet<(u32, u32)> = held.iter().map(|(a, _)| region(*a)).collect();
    (regions.into_iter().map(|(start, end)| start..end).collect(), held)
}

/// Which images hold each other, by distance. Images go by their numbers: those of all regions counted
/// through.
struct Edges {
    /// The place of each image.
    places: Vec<u32>,
    /// Pairs at distance 0, 1, 2 and so on; what others hold together already may be missing.
    by_distance: Vec<Vec<(u32, u32)>>,
}

/// An image that is in no pair, as its forest has it.
#[derive(Clone, Copy)]
struct Leaf {
    number: u32,
    hash: u64,
    /// How far it is from the leaf before it, at least.
    gap: u8,
}

impl Edges {
    fn find(
        hashes: &[u64],
        regions: &[Range<u32>],
        pairs: &HashSet<(u32, u32)>,
        max: u8,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let places: Vec<u32> = regions.iter().cloned().flatten().collect();
        let touched: HashSet<u32> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let mut edges = Self { places, by_distance: vec![Vec::new(); usize::from(max) + 1] };
        let untouched = edges.untouched(hashes, regions, &touched, max, cancelled)?;
        let mut first = 0;
        for (region, leaves) in regions.iter().zip(&untouched) {
            let numbers = (first..).zip(region.clone());
            let own: Vec<(u32, u32, u64)> = numbers
                .filter(|(_, place)| touched.contains(place))
                .filter_map(|(number, place)| Some((number, place, *hashes.get(place as usize)?)))
                .collect();
            first += region.end - region.start;
            for (at, (number, place, hash)) in own.iter().enumerate() {
                if cancelled() {
                    return None;
                }
                edges.reach(*number, *hash, leaves);
                for (other, other_place, other_hash) in own.iter().take(at) {
                    if !pairs.contains(&(*other_place, *place)) {
                        edges.put(distance(*hash, *other_hash), *number, *other);
                    }
                }
            }
        }
        Some(edges)
    }

    /// Joins the images that are in no pair. Answers with the leaves of each region.
    fn untouched(
        &mut self,
        hashes: &[u64],
        regions: &[Range<u32>],
        touched: &HashSet<u32>,
        max: u8,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Vec<Leaf>>> {
        let numbered = (0..).zip(&self.places).filter(|(_, place)| !touched.contains(place));
        let (numbers, own): (Vec<u32>, Vec<u64>) =
            numbered.filter_map(|(number, place)| Some((number, *hashes.get(*place as usize)?))).unzip();
        let forest = Forest::grow(&own, max, cancelled)?;
        let mut leaves: Vec<Vec<Leaf>> = vec![Vec::new(); regions.len()];
        let mut last: Option<(usize, u32)> = None;
        for (leaf, gap) in forest.leaves().iter().map(|leaf| *leaf as usize).zip(forest.gaps()) {
            let (Some(number), Some(hash)) = (numbers.get(leaf).copied(), own.get(leaf).copied()) else {
                continue;
            };
            let place = self.places.get(number as usize).copied().unwrap_or_default();
            let region = regions.partition_point(|region| region.start <= place).saturating_sub(1);
            // Leaves of two regions are farther apart than any threshold.
            let before = last.filter(|(other, _)| *other == region);
            let gap = if before.is_some() { *gap } else { u8::MAX };
            if let Some((_, before)) = before {
                self.put(gap, number, before);
            }
            if let Some(leaves) = leaves.get_mut(region) {
                leaves.push(Leaf { number, hash, gap });
            }
            last = Some((region, number));
        }
        Some(leaves)
    }

    /// Joins an image of a pair with those leaves that hold it; of neighbours that hold each other as
    /// closely, with one.
    fn reach(&mut self, number: u32, hash: u64, leaves: &[Leaf]) {
        let far = |leaf: Option<&Leaf>| leaf.map_or(u8::MAX, |leaf| distance(hash, leaf.hash));
        let (mut before, mut here) = (u8::MAX, far(leaves.first()));
        for (at, leaf) in leaves.iter().enumerate() {
            let next = leaves.get(at + 1);
            let after = far(next);
            let by_before = leaf.gap <= here && before <= here;
            let by_next = next.is_some_and(|next| next.gap <= here) && after < here;
            if !by_before && !by_next {
                self.put(here, number, leaf.number);
            }
            (before, here) = (here, after);
        }
    }

    fn put(&mut self, distance: u8, a: u32, b: u32) {
        if let Some(edges) = self.by_distance.get_mut(usize::from(distance)) {
            edges.push((a, b));
        }
    }

    /// Joins images from near to far, and tells the groups at each distance.
    fn join(&self) -> Vec<Anew> {
        let mut sets = Sets::new(self.places.len());
        (0..)
            .zip(&self.by_distance)
            .map(|(distance, edges)| {
                edges.iter().for_each(|(a, b)| sets.join(*a, *b, distance));
                self.groups(&mut sets)
            })
            .collect()
    }

    /// The groups as they are now, their members in the order of their places.
    fn groups(&self, sets: &mut Sets) -> Anew {
        let mut members: Vec<(u8, Vec<u32>)> = Vec::new();
        let mut slots: HashMap<u32, usize> = HashMap::new();
        for (number, place) in (0..).zip(&self.places) {
            let root = sets.root(number);
            let slot = *slots.entry(root).or_insert(members.len());
            match members.get_mut(slot) {
                Some((_, places)) => places.push(*place),
                None => members.push((sets.widest(root), vec![*place])),
            }
        }
        let mut anew = Anew::default();
        for (widest, places) in members.into_iter().filter(|(_, places)| places.len() > 1) {
            let start = anew.places.len();
            anew.places.extend(places);
            anew.groups.push((widest, start..anew.places.len()));
        }
        anew
    }
}

// At most 64.
fn distance(a: u64, b: u64) -> u8 {
    (a ^ b).count_ones() as u8
}

/// Disjoint sets of images.
struct Sets {
    parents: Vec<u32>,
    /// Of a root: the distance that joined its set last.
    widest: Vec<u8>,
}

impl Sets {
    fn new(images: usize) -> Self {
        Self { parents: (0..).take(images).collect(), widest: vec![0; images] }
    }

    fn root(&mut self, image: u32) -> u32 {
        let mut image = image;
        while let Some(parent) = self.parents.get(image as usize).copied().filter(|parent| *parent != image) {
            // Every second one on the way is hung higher.
            let above = self.parents.get(parent as usize).copied().unwrap_or(parent);
            if let Some(parent) = self.parents.get_mut(image as usize) {
                *parent = above;
            }
            image = above;
        }
        image
    }

    fn join(&mut self, a: u32, b: u32, distance: u8) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        if let (Some(parent), Some(widest)) =
            (self.parents.get_mut(a.max(b) as usize), self.widest.get_mut(a.min(b) as usize))
        {
            (*parent, *widest) = (a.min(b), distance);
        }
    }

    fn widest(&self, root: u32) -> u8 {
        self.widest.get(root as usize).copied().unwrap_or_default()
    }
}
