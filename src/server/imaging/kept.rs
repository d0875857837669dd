//! What a result keeps of its source beside the pixels.

use image::ImageDecoder;
use image::metadata::Orientation;

use super::decode;
use crate::url::Recipe;

/// Blocks that are written as they were read.
#[derive(Default)]
pub(super) struct Kept {
    /// EXIF, without an orientation: the pixels are upright by now.
    pub exif: Option<Vec<u8>>,
    /// An ICC profile.
    pub profile: Option<Vec<u8>>,
}

impl Kept {
    /// Reads what `md` and `cp` ask for; without them nothing is kept.
    pub(super) fn of(source: &[u8], recipe: &Recipe) -> Self {
        if !(recipe.keep_metadata || recipe.keep_profile) {
            return Self::default();
        }
        let Ok((_, mut decoder)) = decode::open(source) else { return Self::default() };
        let exif = decoder.exif_metadata().ok().flatten().filter(|_| recipe.keep_metadata);
        let profile = decoder.icc_profile().ok().flatten().filter(|_| recipe.keep_profile);
        Self { exif: exif.map(without_orientation), profile }
    }
}

fn without_orientation(mut exif: Vec<u8>) -> Vec<u8> {
    // The answer is what it was.
    let _ = Orientation::remove_from_exif_chunk(&mut exif);
    exif
}
