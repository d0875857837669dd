//! Draws the pictures of `assets/` anew from its manifest.

use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageFormat};

use super::jpeg::{Effort, Segment, jpeg};
use super::manifest::{Drawing, Entry, Manifest, opaque};
use super::plant::MANIFEST;
use super::{credit, exif};

/// Why the pictures could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The manifest or a picture can't be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The manifest isn't understood.
    #[error("{}: {source}", path.display())]
    Manifest {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
    /// The manifest asks for what can't be drawn.
    #[error("{asset}: {why}")]
    Drawing {
        /// Which picture.
        asset: String,
        /// Why not.
        why: String,
    },
}

/// Draws every picture that the manifest in `folder` describes, beside it; answers how many.
///
/// # Errors
/// See [`MakeError`]; the pictures drawn before stay.
pub fn draw_assets(folder: &Path) -> Result<usize, MakeError> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|source| MakeError::Io { path: path.clone(), source })?;
    let manifest = Manifest::read(&text).map_err(|source| MakeError::Manifest { path, source })?;
    let mut drawn = 0;
    for entry in &manifest.file {
        for version in &entry.version {
            if let Some(drawing) = &version.draw {
                let bytes = encode(&version.asset, drawing, entry)
                    .map_err(|why| MakeError::Drawing { asset: version.asset.clone(), why })?;
                write(&folder.join(&version.asset), &bytes)?;
                drawn += 1;
            }
        }
    }
    Ok(drawn)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), MakeError> {
    let failed = |source| MakeError::Io { path: path.to_owned(), source };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}

/// A picture in the format of its extension.
pub(super) fn encode(asset: &str, drawing: &Drawing, entry: &Entry) -> Result<Vec<u8>, String> {
    let picture = drawing.draw().ok_or_else(|| format!("there is no scene {:?}", drawing.scene))?;
    let mut bytes = Cursor::new(Vec::new());
    match ImageFormat::from_path(asset) {
        Ok(ImageFormat::Jpeg) => {
            let segments = segments(entry).map_err(|error| error.to_string())?;
            return jpeg(&opaque(picture).into_rgb8(), drawing.quality, Effort::Small, segments)
                .map_err(|error| error.to_string());
        }
        Ok(ImageFormat::Png) => {
            let encoder =
                PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
            with_alpha(picture).write_with_encoder(encoder)
        }
        Ok(ImageFormat::WebP) => opaque(picture).write_with_encoder(WebPEncoder::new_lossless(&mut bytes)),
        _ => return Err("only jpg, png and webp are drawn".into()),
    }
    .map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// What a camera, an agency and an editor would have written.
fn segments(entry: &Entry) -> Result<Vec<Segment>, ::exif::Error> {
    let shot = entry.shot.as_ref().map(exif::segment).transpose()?;
    Ok(shot.into_iter().chain(entry.credit.iter().flat_map(credit::segments)).collect())
}

/// The picture, with an alpha channel only where it is seen through.
fn with_alpha(picture: image::RgbaImage) -> DynamicImage {
    if picture.pixels().all(|pixel| pixel.0[3] == 255) {
        opaque(picture)
    } else {
        DynamicImage::ImageRgba8(picture)
    }
}
