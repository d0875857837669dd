//! Edges of one colour.

use image::DynamicImage;

use super::samples::rows;

/// Cuts off the edges whose colour is that of the top left corner, or up to `percent` of a channel's
/// range away. A picture of nothing else stays as it is.
pub(super) fn trimmed(picture: DynamicImage, percent: u8) -> DynamicImage {
    match subject(&picture, percent) {
        Some((x, y, width, height)) if (width, height) != (picture.width(), picture.height()) => {
            picture.crop_imm(x, y, width, height)
        }
        _ => picture,
    }
}

/// Left, top, width and height of what differs.
fn subject(picture: &DynamicImage, percent: u8) -> Option<(u32, u32, u32, u32)> {
    let limit = u16::from(percent) * 255 / 100;
    let (rows, channels) = rows(picture);
    let mut corner: Option<Vec<u8>> = None;
    let mut found: Option<[usize; 4]> = None;
    for (y, row) in rows.enumerate() {
        let corner: &[u8] = corner.get_or_insert_with(|| row.iter().take(channels).copied().collect());
        let mut pixels = row.chunks_exact(channels);
        let differs = |pixel: &[u8]| is_other(pixel, corner, limit);
        let Some(first) = pixels.clone().position(differs) else { continue };
        let last = pixels.rposition(differs).unwrap_or(first);
        let [left, top, right, _] = found.unwrap_or([first, y, last, y]);
        found = Some([left.min(first), top, right.max(last), y]);
    }
    let [left, top, right, bottom] = found?.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Some((left, top, right - left + 1, bottom - top + 1))
}

/// Whether a colour is too far from another. What can't be seen is alike.
fn is_other(pixel: &[u8], corner: &[u8], limit: u16) -> bool {
    if let ([.., 0], [.., 0], 4) = (pixel, corner, pixel.len()) {
        return false;
    }
    pixel.iter().zip(corner).any(|(a, b)| u16::from(a.abs_diff(*b)) > limit)
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// A mark of 5 × 3 at 7, 4 on a ground that differs by up to 20.
    fn marked(mark: u8) -> DynamicImage {
        let is_mark = |x, y| (7..12).contains(&x) && (4..7).contains(&y);
        RgbImage::from_fn(20, 10, |x, y| {
            Rgb(if is_mark(x, y) { [mark; 3] } else { [200 + (x + y) as u8 % 21; 3] })
        })
        .into()
    }

    #[test]
    fn the_edges_go_and_the_mark_stays() {
        let trimmed_to = |picture, percent| trimmed(picture, percent).dimensions();
        assert_eq!(trimmed_to(marked(100), 10), (5, 3));
        assert!(trimmed(marked(100), 10).as_bytes().iter().all(|value| *value == 100));
        // 39 % of 255 are 99, 40 % are 102: as far as the mark is.
        assert_eq!(trimmed_to(marked(100), 39), (5, 3));
        assert_eq!(trimmed_to(marked(100), 40), (20, 10));
        assert_ne!(trimmed_to(marked(100), 1), (5, 3));
    }

    #[test]
    fn what_cannot_be_seen_is_an_edge() {
        let picture = RgbaImage::from_fn(6, 6, |x, y| {
            Rgba(if x == 2 && y == 3 { [1, 1, 1, 255] } else { [x as u8 * 40, y as u8 * 40, 0, 0] })
        });
        assert_eq!(trimmed(picture.into(), 10).dimensions(), (1, 1));
    }
}
