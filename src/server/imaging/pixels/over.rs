//! One picture on another.

use image::{DynamicImage, RgbaImage};

/// Lays a picture over a ground, its top left corner at `at`; what stands out is cut off.
pub(in crate::server::imaging) fn lay_over(ground: &mut RgbaImage, picture: &DynamicImage, at: (i64, i64)) {
    let Some(across) = Overlap::of(at.0, picture.width(), ground.width()) else { return };
    let Some(down) = Overlap::of(at.1, picture.height(), ground.height()) else { return };
    let (rows, channels) = super::samples::rows(picture);
    let stride = (ground.width() as usize * 4).max(1);
    let below = ground.chunks_exact_mut(stride).skip(down.ground);
    for (below, above) in below.zip(rows.skip(down.picture)).take(down.length) {
        let below = below.chunks_exact_mut(4).skip(across.ground);
        let above = above.chunks_exact(channels).skip(across.picture);
        below.zip(above).take(across.length).for_each(|(below, above)| blend(below, above));
    }
}

/// Where a ground and a picture lie over each other, in one direction.
struct Overlap {
    ground: usize,
    picture: usize,
    length: usize,
}

impl Overlap {
    fn of(at: i64, picture: u32, ground: u32) -> Option<Self> {
        let begin = at.max(0);
        let end = at.saturating_add(picture.into()).min(ground.into());
        let length = usize::try_from(end.checked_sub(begin)?).ok().filter(|length| *length > 0)?;
        Some(Self {
            ground: usize::try_from(begin).ok()?,
            picture: usize::try_from(begin.checked_sub(at)?).ok()?,
            length,
        })
    }
}

/// Puts a pixel with or without alpha over one with alpha.
fn blend(below: &mut [u8], above: &[u8]) {
    let (above, alpha) = match above {
        [r, g, b] => ([*r, *g, *b], 255),
        [r, g, b, alpha] => ([*r, *g, *b], *alpha),
        _ => return,
    };
    let [r, g, b, under] = below else { return };
    if alpha == 255 {
        ([*r, *g, *b], *under) = (above, 255);
        return;
    }
    let (weight, rest) = (u32::from(alpha) * 255, u32::from(*under) * (255 - u32::from(alpha)));
    let whole = weight + rest;
    if alpha == 0 || whole == 0 {
        return;
    }
    for (old, new) in [r, g, b].into_iter().zip(above) {
        // A mean of bytes is one.
        *old = ((u32::from(new) * weight + u32::from(*old) * rest + whole / 2) / whole) as u8;
    }
    *under = ((whole + 127) / 255) as u8;
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba};

    use super::*;

    fn plain(width: u32, height: u32, color: [u8; 4]) -> RgbaImage {
        RgbaImage::from_pixel(width, height, Rgba(color))
    }

    #[test]
    fn what_is_above_covers_and_what_stands_out_is_cut_off() {
        let red: DynamicImage = RgbImage::from_pixel(2, 2, Rgb([255, 0, 0])).into();
        for (at, covered) in
            [((-1, -1), 1), ((1, 1), 4), ((2, 0), 2), ((3, 0), 0), ((0, -2), 0), ((i64::MAX, 0), 0)]
        {
            let mut ground = plain(3, 3, [0, 0, 255, 255]);
            lay_over(&mut ground, &red, at);
            assert_eq!(
                ground.pixels().filter(|pixel| pixel.0 == [255, 0, 0, 255]).count(),
                covered,
                "{at:?}"
            );
        }
    }

    #[test]
    fn glass_shows_what_is_below() {
        let glass: DynamicImage = plain(1, 1, [200, 0, 100, 128]).into();
        let over = |color| {
            let mut ground = plain(1, 1, color);
            lay_over(&mut ground, &glass, (0, 0));
            ground.get_pixel(0, 0).0
        };
        assert_eq!(over([0, 0, 0, 255]), [100, 0, 50, 255]);
        assert_eq!(over([9, 9, 9, 0]), [200, 0, 100, 128]);
        // Twice the same: half of the half that is left.
        assert_eq!(over([200, 0, 100, 128]), [200, 0, 100, 192]);
    }
}
