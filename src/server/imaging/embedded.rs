//! `embeddedMetadata` of a file object (imagekit-api.md 2.11): what cameras, agencies and editors wrote
//! into a picture, flat and for people, under the names that ExifTool gives without its hyphens. Where
//! two say the same, EXIF goes before IPTC, and that before XMP.

mod iptc;
mod xmp;

use ::exif::Exif;
use image::ImageDecoder;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::exif;

/// Characters of a text, and members of an array, that are told at most.
const LONGEST: usize = 2000;

/// All that a picture says of itself; empty where it says nothing.
pub(super) fn embedded(decoder: &mut impl ImageDecoder, exif: Option<&Exif>) -> Map<String, Value> {
    let iptc = decoder.iptc_metadata().ok().flatten().map(|block| iptc::flat(&block));
    let xmp = decoder.xmp_metadata().ok().flatten().map(|packet| xmp::flat(&packet));
    let mut all = exif.map(exif::flat).unwrap_or_default();
    for (name, value) in [iptc, xmp].into_iter().flatten().flatten() {
        all.entry(name).or_insert(value);
    }
    all
}

/// A text without blanks around it, and not too long; nothing for an empty one.
fn clipped(text: &str) -> Option<Value> {
    let text = text.trim_matches(['\0', ' ', '\t', '\r', '\n']);
    (!text.is_empty()).then(|| text.chars().take(LONGEST).collect::<String>().into())
}

/// A date as the service writes it; without a time zone as if it were UTC.
fn iso_date(text: &str) -> Option<Value> {
    let at: Timestamp = text.parse().ok().or_else(|| {
        let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from)).ok()?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string().into())
}

#[cfg(test)]
mod tests;
