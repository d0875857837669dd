//! Metadata of pictures and films.

use serde::Deserialize;
use serde_json::Value;

use super::asset::film;
use super::lenient::{Pairs, pixels, whole};
use crate::model;

/// Metadata as the API writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Metadata {
    width: Option<f64>,
    height: Option<f64>,
    size: Option<f64>,
    format: Option<String>,
    has_color_profile: Option<bool>,
    has_transparency: Option<bool>,
    quality: Option<f64>,
    density: Option<f64>,
    p_hash: Option<String>,
    exif: Option<Exif>,
    duration: Option<f64>,
    bit_rate: Option<f64>,
    audio_codec: Option<String>,
    video_codec: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Exif {
    image: Option<Pairs>,
    thumbnail: Option<Pairs>,
    exif: Option<Pairs>,
    gps: Option<Pairs>,
    interoperability: Option<Pairs>,
    makernote: Option<Pairs>,
}

impl Metadata {
    /// The metadata; `raw` is the same body as it came.
    pub(crate) fn into_model(self, raw: Value) -> model::Metadata {
        let exif = self.exif.unwrap_or_default();
        let group = |pairs: Option<Pairs>| pairs.unwrap_or_default().0;
        model::Metadata {
            width: self.width.map(|n| pixels(Some(n))),
            height: self.height.map(|n| pixels(Some(n))),
            size: self.size.map(|n| whole(Some(n), u64::MAX)),
            format: self.format,
            has_color_profile: self.has_color_profile,
            has_transparency: self.has_transparency,
            quality: self.quality.map(|n| pixels(Some(n))),
            density: self.density,
            p_hash: self.p_hash,
            exif: model::Exif {
                image: group(exif.image),
                thumbnail: group(exif.thumbnail),
                exif: group(exif.exif),
                gps: group(exif.gps),
                interoperability: group(exif.interoperability),
                makernote: group(exif.makernote),
            },
            film: film(self.duration, self.bit_rate, self.video_codec, self.audio_codec),
            raw,
        }
    }
}
