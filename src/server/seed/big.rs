//! Libraries of any size, for seeing how a screen stands up to them. Their pictures are drawn on demand.

mod names;

use jiff::SignedDuration;

use super::drawn::{Promise, promise, subject};
use super::plant::is_empty;
use crate::model::{AiTag, FileKind, FolderPath};
use crate::server::store::{Bulk, Drawn, Labels, Media, Store, StoreError};
use names::Place;

/// Most files in the one folder that is by far the largest.
const LARGEST: u32 = 200_000;
/// About how many files another folder holds.
const FOLDER: u32 = 2000;
/// The setting that says which demo a library holds.
const DEMO: &str = "demo";

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many files.
    pub files: u32,
    /// All in the root, instead of in many folders with a fifth of them (200,000 at most) in one.
    pub flat: bool,
}

/// Why a demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BigError {
    /// The folder holds files of somebody's.
    #[error("the folder holds another library")]
    Occupied,
    /// It is a demo of another size or shape.
    #[error("the folder holds a demo of {found}")]
    Other {
        /// Which.
        found: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Plan {
    fn mark(self) -> String {
        format!("{} files{}", self.files, if self.flat { ", flat" } else { "" })
    }
}

/// Fills an empty library by a plan, or finds that it holds that very demo already; answers whether
/// files were made. `progress` is told now and then how many there are.
///
/// All files come in one transaction: after a crash there is none, and the next call makes them.
pub fn fill(store: &Store, plan: Plan, progress: impl FnMut(u32)) -> Result<bool, BigError> {
    let (mark, empty) = (plan.mark(), is_empty(store)?);
    match store.setting(DEMO)? {
        Some(found) if found == mark && !empty => return Ok(false),
        Some(found) if !empty => return Err(BigError::Other { found }),
        None if !empty => return Err(BigError::Occupied),
        _ => {}
    }
    store.set_setting(DEMO, &mark)?;
    store.bulk(|bulk| {
        if plan.flat { flat(bulk, plan.files, progress) } else { spread(bulk, plan.files, progress) }
    })?;
    Ok(true)
}

type Result<T, E = StoreError> = std::result::Result<T, E>;

fn flat(bulk: &mut Bulk<'_>, files: u32, progress: impl FnMut(u32)) -> Result<()> {
    let mut maker = Maker { bulk, made: 0, progress };
    let folder = maker.bulk.folder(&FolderPath::root(), names::start())?;
    for i in 1..=files {
        maker.file(folder, &format!("f{i:07}.jpg"), &["flat", "demo"])?;
    }
    Ok(())
}

fn spread(bulk: &mut Bulk<'_>, files: u32, progress: impl FnMut(u32)) -> Result<()> {
    let mut maker = Maker { bulk, made: 0, progress };
    let largest = (files / 5).min(LARGEST);
    maker.folder(&Place::camera_roll(), largest)?;
    let folders = (files - largest).div_ceil(FOLDER);
    let mut left = files - largest;
    for i in 0..folders {
        let rest = folders - i;
        let share = if rest == 1 { left } else { names::uneven(i, left / rest).min(left) };
        maker.folder(&Place::numbered(i), share)?;
        left -= share;
    }
    Ok(())
}

struct Maker<'a, 'tx, P> {
    bulk: &'a mut Bulk<'tx>,
    made: u32,
    progress: P,
}

impl<P: FnMut(u32)> Maker<'_, '_, P> {
    fn folder(&mut self, place: &Place, files: u32) -> Result<()> {
        let folder = self.bulk.folder(&place.path, place.since)?;
        for i in 0..files {
            self.file(folder, &place.name(i), &place.tags)?;
        }
        Ok(())
    }

    fn file(&mut self, folder: i64, name: &str, tags: &[&str]) -> Result<()> {
        let seed = u64::from(self.made) + 1;
        let chance = fastrand::Rng::with_seed(seed).u64(..);
        let created = names::start() + SignedDuration::from_secs((chance % names::SPAN) as i64);
        let later = SignedDuration::from_mins((chance >> 40) as i64 % 43_200);
        let media = media(promise(seed));
        let labels = labels(tags, subject(seed), chance);
        let updated = if chance.is_multiple_of(3) { created + later } else { created };
        self.bulk.file(&Drawn { folder, name, seed, media: &media, labels: &labels, created, updated })?;
        self.made += 1;
        if self.made.is_multiple_of(5000) {
            (self.progress)(self.made);
        }
        Ok(())
    }
}

fn media(promise: Promise) -> Media {
    Media {
        kind: FileKind::Image,
        mime: "image/jpeg".into(),
        size: promise.size,
        width: promise.width,
        height: promise.height,
        alpha: Some(false),
        embedded: None,
    }
}

fn labels(tags: &[&str], subject: &str, chance: u64) -> Labels {
    let mut all: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    all.truncate((chance >> 8) as usize % (tags.len() + 1));
    all.push(subject.to_owned());
    if (chance >> 16).is_multiple_of(9) {
        all.push("favourite".into());
    }
    let seen = (chance >> 20).is_multiple_of(4).then(|| AiTag {
        name: subject.into(),
        confidence: 60.0 + (chance >> 24) as u8 as f32 * 0.15,
        source: "google-auto-tagging".into(),
    });
    Labels { tags: all, ai_tags: seen.into_iter().collect(), ..Labels::default() }
}

#[cfg(test)]
mod tests;
