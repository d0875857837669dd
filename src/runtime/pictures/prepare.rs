//! From the bytes of a picture to what the terminal is sent. Slow: for threads that may block.

use std::io::Cursor;

use bytes::Bytes;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageReader, Limits, Rgba, RgbaImage, imageops};
use ratatui::layout::Size;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;
use thiserror::Error;

use super::cache::Name;
use super::compare;
use super::fit::{Measure, Place};
use crate::app::effect::{Look, PictureKey};
use crate::app::msg::PictureInfo;
use crate::runtime::graphics::{Graphics, Way};

/// Pixels of a side, and bytes in memory, beyond which nothing is decoded: what comes should be a
/// thumbnail, so this is a service that ignores the transformation, or an attack.
const SIDE_LIMIT: u32 = 8192;
const MEMORY_LIMIT: u64 = 96 << 20;

/// Why there is no picture.
#[derive(Debug, Error)]
pub(super) enum PrepareError {
    /// It isn't one, or is broken, or is too large.
    #[error("the picture can't be decoded: {0}")]
    Decode(#[from] image::ImageError),
    /// It couldn't be read at all.
    #[error("the picture can't be read: {0}")]
    Read(#[from] std::io::Error),
    /// It couldn't be scaled.
    #[error("the picture can't be scaled: {0}")]
    Scale(#[from] fast_image_resize::ResizeError),
    /// The terminal's form of it couldn't be made.
    #[error("the picture can't be encoded: {0}")]
    Encode(#[from] ratatui_image::errors::Errors),
    /// Pictures are turned off.
    #[error("pictures are turned off")]
    Off,
}

/// A picture ready to be drawn.
pub(super) struct Prepared {
    pub(super) protocol: Protocol,
    pub(super) info: PictureInfo,
    /// Bytes of memory that it takes, about.
    pub(super) memory: usize,
    /// What the terminal knows it by, if it keeps it.
    pub(super) kitty_id: Option<u32>,
}

/// Bytes of a picture, and of another that it is shown together with.
#[derive(Clone, Default)]
pub(super) struct Source {
    /// The picture.
    pub(super) bytes: Bytes,
    /// The same in a format that can be decoded, where its own can't.
    pub(super) instead: Option<Bytes>,
    /// What it is compared with.
    pub(super) before: Option<Bytes>,
    /// What the cache knows them by.
    pub(super) names: Vec<Name>,
    /// How long it took to come; `None` for one that was at hand.
    pub(super) millis: Option<u32>,
}

/// Decodes, scales and encodes.
pub(super) fn prepare(
    source: &Source,
    key: &PictureKey,
    graphics: &Graphics,
) -> Result<Prepared, PrepareError> {
    let bytes = &source.bytes;
    let picture = decode(source.instead.as_ref().unwrap_or(bytes))?;
    let (width, height) = (picture.width(), picture.height());
    let place = Measure::of(graphics).place(width, height, key.columns, key.rows);
    let mut picture = scale(picture, &place)?;
    if let Some(before) = &source.before {
        picture = together(decode(before)?, picture, key)?;
    }
    if let Look::Framed(framed) = &key.look {
        compare::frame(&mut picture, framed);
    }
    let kitty_id = matches!(graphics.way, Way::Kitty { .. }).then(|| fastrand::u32(1..));
    let (protocol, memory) = encode(picture, &place, graphics, kitty_id.unwrap_or_default())?;
    let info = PictureInfo {
        bytes: bytes.len() as u64,
        width,
        height,
        columns: place.cells.width,
        rows: place.cells.height,
        format: format_name(bytes),
        millis: source.millis,
    };
    Ok(Prepared { protocol, info, memory, kitty_id })
}

/// The picture before and the one after it in one, of the size of the latter.
fn together(before: RgbaImage, after: RgbaImage, key: &PictureKey) -> Result<RgbaImage, PrepareError> {
    let size = after.dimensions();
    let inside = (f64::from(size.0) / f64::from(before.width().max(1)))
        .min(f64::from(size.1) / f64::from(before.height().max(1)));
    let side = |own: u32, most: u32| ((f64::from(own) * inside).round() as u32).clamp(1, most);
    let place = Place {
        width: side(before.width(), size.0),
        height: side(before.height(), size.1),
        cells: Size::default(),
    };
    let before = compare::on_canvas(&scale(before, &place)?, size);
    Ok(match key.look {
        Look::Difference(_) | Look::Versions(..) | Look::Against(_) => compare::difference(&before, after),
        _ => compare::split(&before, after),
    })
}

/// What people call the format of a picture; empty if it is none that is known.
fn format_name(bytes: &[u8]) -> &'static str {
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/jpeg") => "JPEG",
        Some("image/png") => "PNG",
        Some("image/webp") => "WebP",
        Some("image/gif") => "GIF",
        Some("image/avif") => "AVIF",
        Some("image/heif") => "HEIF",
        Some("image/svg+xml" | "text/xml") => "SVG",
        _ => "",
    }
}

/// Whether these bytes are a picture that can be decoded here.
pub(super) fn can_decode(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok_and(|format| format.reading_enabled())
}

fn decode(bytes: &[u8]) -> Result<RgbaImage, PrepareError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_LIMIT);
    limits.max_image_height = Some(SIDE_LIMIT);
    limits.max_alloc = Some(MEMORY_LIMIT);
    reader.limits(limits);
    Ok(reader.decode()?.into_rgba8())
}

fn scale(picture: RgbaImage, place: &Place) -> Result<RgbaImage, PrepareError> {
    if (picture.width(), picture.height()) == (place.width, place.height) {
        return Ok(picture);
    }
    let mut scaled = DynamicImage::ImageRgba8(RgbaImage::new(place.width, place.height));
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&DynamicImage::ImageRgba8(picture), &mut scaled, &options)?;
    Ok(scaled.into_rgba8())
}

fn encode(
    picture: RgbaImage,
    place: &Place,
    graphics: &Graphics,
    kitty_id: u32,
) -> Result<(Protocol, usize), PrepareError> {
    let (cells, tmux) = (place.cells, graphics.tmux);
    Ok(match graphics.way {
        Way::None => return Err(PrepareError::Off),
        Way::HalfBlocks => {
            let flat = on_ground(picture, graphics);
            let memory = usize::from(cells.width) * usize::from(cells.height) * 16;
            (Protocol::Halfblocks(Halfblocks::new(flat, cells)?), memory)
        }
        Way::Kitty { compressed } => {
            let padded = padded(picture, cells, graphics.cell);
            // Base64 of the raw pixels; less if compressed.
            let memory = padded.as_raw().len() / 3 * 4;
            let kitty = Kitty::new(padded.into(), cells, kitty_id, tmux, compressed, false)?;
            (Protocol::Kitty(kitty), memory)
        }
        Way::Sixel => {
            let sixel = Sixel::new(on_ground(picture, graphics), cells, tmux)?;
            let memory = sixel.data.len();
            (Protocol::Sixel(sixel), memory)
        }
        Way::Iterm2 => {
            let iterm2 = Iterm2::new(picture.into(), cells, tmux)?;
            let memory = iterm2.data.len();
            (Protocol::ITerm2(iterm2), memory)
        }
    })
}

/// Kitty stretches a picture over its cells, so it has to fill them.
fn padded(picture: RgbaImage, cells: Size, cell: (u16, u16)) -> RgbaImage {
    let (width, height) =
        (u32::from(cells.width) * u32::from(cell.0), u32::from(cells.height) * u32::from(cell.1));
    if (picture.width(), picture.height()) == (width, height) {
        return picture;
    }
    let mut ground = RgbaImage::new(width, height);
    let left = i64::from((width.saturating_sub(picture.width())) / 2);
    let top = i64::from((height.saturating_sub(picture.height())) / 2);
    imageops::replace(&mut ground, &picture, left, top);
    ground
}

/// Half blocks and sixels know no half transparency: it is mixed with the terminal's background.
fn on_ground(picture: RgbaImage, graphics: &Graphics) -> DynamicImage {
    if picture.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return picture.into();
    }
    let [r, g, b] = graphics.background.unwrap_or_default();
    let mut ground = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([r, g, b, u8::MAX]));
    imageops::overlay(&mut ground, &picture, 0, 0);
    ground.into()
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Color;
    use ratatui::widgets::Widget;

    use super::*;
    use crate::model::AssetId;

    fn png(width: u32, height: u32, colour: [u8; 4]) -> Bytes {
        let mut bytes = Cursor::new(Vec::new());
        RgbaImage::from_pixel(width, height, Rgba(colour))
            .write_to(&mut bytes, ImageFormat::Png)
            .expect("a PNG is written to memory");
        bytes.into_inner().into()
    }

    fn prepared(bytes: &Bytes, key: &PictureKey, graphics: &Graphics) -> Result<Prepared, PrepareError> {
        prepare(&Source { bytes: bytes.clone(), ..Source::default() }, key, graphics)
    }

    fn key(columns: u16, rows: u16) -> PictureKey {
        PictureKey { id: AssetId::new("x"), updated: 0, columns, rows, look: Look::Small }
    }

    fn graphics(way: Way) -> Graphics {
        Graphics { way, ..Graphics::unasked() }
    }

    #[test]
    fn every_way_fills_its_cells() {
        let bytes = png(200, 100, [200, 30, 30, 255]);
        let ways = [Way::Kitty { compressed: true }, Way::Sixel, Way::Iterm2, Way::HalfBlocks];
        for way in ways {
            let prepared = self::prepared(&bytes, &key(20, 10), &graphics(way)).expect("a picture");
            let size = prepared.protocol.size();
            assert_eq!((size.width, size.height), (20, 5), "{way:?}");
            assert_eq!((prepared.info.columns, prepared.info.rows), (20, 5));
            assert_eq!((prepared.info.width, prepared.info.height), (200, 100));
            assert!(prepared.memory > 0);
            assert_eq!(prepared.kitty_id.is_some(), matches!(way, Way::Kitty { .. }));
        }
    }

    #[test]
    fn transparency_shows_the_ground() {
        let graphics = Graphics { background: Some([10, 20, 30]), ..graphics(Way::HalfBlocks) };
        let prepared =
            super::tests::prepared(&png(4, 4, [255, 255, 255, 0]), &key(4, 2), &graphics).expect("a picture");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
        ratatui_image::Image::new(&prepared.protocol).render(buffer.area, &mut buffer);
        assert!(buffer.content.iter().all(|cell| cell.bg == Color::Rgb(10, 20, 30)));
    }

    #[test]
    fn what_is_no_picture_says_so() {
        for bytes in [b"".as_slice(), b"GIF89a", b"<svg/>", &png(4, 4, [0; 4])[..40]] {
            let bytes = Bytes::copy_from_slice(bytes);
            assert!(prepared(&bytes, &key(4, 2), &graphics(Way::HalfBlocks)).is_err());
        }
        let off = prepared(&png(4, 4, [0; 4]), &key(4, 2), &graphics(Way::None));
        assert!(matches!(off, Err(PrepareError::Off)));
    }

    #[test]
    fn a_huge_picture_is_refused_before_it_takes_memory() {
        let bytes = png(1, SIDE_LIMIT + 1, [0; 4]);
        assert!(matches!(
            prepared(&bytes, &key(4, 2), &graphics(Way::HalfBlocks)),
            Err(PrepareError::Decode(image::ImageError::Limits(_)))
        ));
    }
}
