//! `assets/library.toml`: what the demo library holds, and how its pictures are drawn.

use image::{DynamicImage, Rgba, RgbaImage, imageops};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::draw::Scene;
use crate::server::store::SchemaForm;

/// The whole manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Custom metadata fields.
    #[serde(default)]
    pub(super) field: Vec<Field>,
    /// The files, in the order of their making.
    pub(super) file: Vec<Entry>,
}

/// A custom metadata field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) description: Option<String>,
    pub(super) schema: SchemaForm,
}

/// A file of the library.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Its path in the library.
    pub(super) path: String,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) ai: Vec<Seen>,
    /// First upload.
    pub(super) created: Timestamp,
    #[serde(default)]
    pub(super) private: bool,
    #[serde(default = "yes")]
    pub(super) published: bool,
    /// Area of interest, `x,y,width,height` in pixels.
    pub(super) area: Option<String>,
    pub(super) description: Option<String>,
    /// Values of custom metadata.
    #[serde(default)]
    pub(super) custom: Map<String, Value>,
    /// What a camera would have written.
    pub(super) shot: Option<Shot>,
    /// What an agency or an editor would have written.
    pub(super) credit: Option<Credit>,
    /// From the oldest to the current one.
    pub(super) version: Vec<Version>,
}

/// What a recognition service saw.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub(super) name: String,
    /// 0 to 100.
    pub(super) confidence: f32,
    pub(super) source: Service,
}

/// Whose recognition.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Service {
    Google,
    Aws,
}

/// One version of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version {
    /// Where its bytes are, below `assets/`.
    pub(super) asset: String,
    /// When it came; the file's `created` for the first one.
    pub(super) updated: Option<Timestamp>,
    /// How it is drawn; nothing for what is no drawing.
    pub(super) draw: Option<Drawing>,
}

/// How a picture is drawn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Drawing {
    pub(super) scene: String,
    pub(super) seed: u64,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Of the JPEG, 1 to 100.
    #[serde(default = "good")]
    pub(super) quality: u8,
    /// The part that is kept: left, top, width and height, each from 0 to 1.
    pub(super) crop: Option<[f32; 4]>,
    /// More red and less blue, or the other way round; of 255.
    #[serde(default)]
    pub(super) warmth: i16,
}

/// The settings of a camera.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shot {
    pub(super) make: String,
    pub(super) model: String,
    pub(super) taken: DateTime,
    /// Seconds, as a fraction.
    pub(super) exposure: [u32; 2],
    pub(super) aperture: f64,
    pub(super) iso: u16,
    /// Millimetres.
    pub(super) focal: u32,
    /// Degrees north and east.
    pub(super) place: Option<[f64; 2]>,
}

/// Who made a picture, and what it shows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credit {
    pub(super) title: String,
    pub(super) creator: String,
    pub(super) copyright: String,
    pub(super) keywords: Vec<String>,
    /// Stars, 1 to 5.
    pub(super) rating: Option<u8>,
}

fn yes() -> bool {
    true
}

fn good() -> u8 {
    75
}

impl Manifest {
    pub(super) fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

impl Drawing {
    /// Draws it; `None` where there is no such scene.
    pub(super) fn draw(&self) -> Option<RgbaImage> {
        let scene = Scene::named(&self.scene)?;
        let mut picture = match self.crop {
            None => scene.draw(self.seed, self.width, self.height),
            Some([x, y, w, h]) => {
                let (width, height) = (self.width as f32 / w, self.height as f32 / h);
                let whole = scene.draw(self.seed, width.round() as u32, height.round() as u32);
                let (left, top) = ((width * x) as u32, (height * y) as u32);
                imageops::crop_imm(&whole, left, top, self.width, self.height).to_image()
            }
        };
        if self.warmth != 0 {
            picture.pixels_mut().for_each(|pixel| warm(pixel, self.warmth));
        }
        Some(picture)
    }
}

fn warm(Rgba([r, _, b, _]): &mut Rgba<u8>, by: i16) {
    let moved = |c: u8, by: i16| u8::try_from((i16::from(c) + by).clamp(0, 255)).unwrap_or(c);
    (*r, *b) = (moved(*r, by), moved(*b, -by));
}

/// A picture without its alpha channel.
pub(super) fn opaque(picture: RgbaImage) -> DynamicImage {
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8())
}
