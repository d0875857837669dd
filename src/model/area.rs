//! A part of a picture.

use std::fmt;
use std::str::FromStr;

/// A rectangle in pixels of a picture: what the service calls custom coordinates,
/// `x,y,width,height` (imagekit-api.md 2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Pixels from the left edge.
    pub x: u32,
    /// Pixels from the top edge.
    pub y: u32,
    /// Pixels, at least 1.
    pub width: u32,
    /// Pixels, at least 1.
    pub height: u32,
}

impl Area {
    /// Whether it lies inside of a picture of this width and height, and isn't empty.
    pub fn fits(&self, (width, height): (u32, u32)) -> bool {
        let inside =
            |at: u32, own: u32, whole: u32| own > 0 && at.checked_add(own).is_some_and(|end| end <= whole);
        inside(self.x, self.width, width) && inside(self.y, self.height, height)
    }

    /// The same, moved and sized by pixels as far as the picture allows.
    #[must_use]
    pub fn changed(self, (dx, dy): (i64, i64), (dw, dh): (i64, i64), (width, height): (u32, u32)) -> Self {
        let side = |own: u32, by: i64, most: u32| clamp(i64::from(own) + by, 1, most.max(1));
        let wide = side(self.width, dw, width.saturating_sub(if dw > 0 { self.x } else { 0 }));
        let high = side(self.height, dh, height.saturating_sub(if dh > 0 { self.y } else { 0 }));
        Self {
            x: clamp(i64::from(self.x) + dx, 0, width.saturating_sub(wide)),
            y: clamp(i64::from(self.y) + dy, 0, height.saturating_sub(high)),
            width: wide,
            height: high,
        }
    }
}

fn clamp(value: i64, least: u32, most: u32) -> u32 {
    u32::try_from(value.clamp(i64::from(least), i64::from(most.max(least)))).unwrap_or(most)
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.x, self.y, self.width, self.height)
    }
}

/// Four whole numbers, with commas between them, the last two at least 1; blanks around them don't
/// matter.
impl FromStr for Area {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let numbers: Vec<u32> =
            text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| ())?;
        match numbers[..] {
            [x, y, width, height] if width > 0 && height > 0 => Ok(Self { x, y, width, height }),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_back() {
        let area: Area = "10, 20,300,400".parse().expect("an area");
        assert_eq!(area.to_string(), "10,20,300,400");
        for wrong in ["", "1,2,3", "1,2,3,4,5", "a,2,3,4", "-1,2,3,4", "1.5,2,3,4", "1,2,0,4"] {
            assert_eq!(wrong.parse::<Area>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn it_stays_within_the_picture() {
        let size = (200, 100);
        let area = Area { x: 10, y: 10, width: 50, height: 50 };
        assert!(
            area.fits(size) && !Area { x: 151, ..area }.fits(size) && !Area { width: 0, ..area }.fits(size)
        );
        assert_eq!(area.changed((-99, 99), (0, 0), size), Area { x: 0, y: 50, ..area });
        assert_eq!(area.changed((0, 0), (999, -999), size), Area { width: 190, height: 1, ..area });
        for x in [0, 199, u32::MAX] {
            let odd = Area { x, y: x, width: x, height: x };
            assert!(odd.changed((1, -1), (1, -1), size).fits(size), "{x}");
        }
    }
}
