//! Where things are in the builder: a pure function of the size of the screen.

use ratatui::layout::Rect;

use super::Compare;
use crate::app::layout::areas;
use crate::app::state::Pane;

/// The places of the builder. What doesn't fit has no area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The line at the top: the file.
    pub title: Rect,
    /// The form.
    pub form: Rect,
    /// The original, under its caption.
    pub before: Rect,
    /// The result, under its caption.
    pub after: Rect,
    /// What is known of both.
    pub facts: Rect,
    /// The URL.
    pub url: Rect,
}

/// Columns from which two pictures fit beside the form.
const TWO_PICTURES: u16 = 110;

/// Divides the place of the builder.
pub fn places(area: Rect, compare: Compare) -> Places {
    let title = Rect { height: area.height.min(1), ..area };
    let url_rows = match area.height {
        0..12 => 1,
        12..30 => 3,
        _ => 4,
    };
    let url_rows = url_rows.min(area.height - title.height);
    let url = Rect { y: area.bottom() - url_rows, height: url_rows, ..area };
    let body = Rect { y: title.bottom(), height: url.y - title.bottom(), ..area };
    let form_width = (body.width * 2 / 5).clamp(24, 46).min(body.width);
    let form = Rect { width: form_width, ..body };
    let rest = body.width - form_width;
    if rest < 20 || body.height < 5 {
        return Places { title, form: body, url, ..Places::default() };
    }
    let right = Rect { x: form.right() + 1, width: rest - 1, ..body };
    let facts_rows = if right.height >= 20 { 3 } else { 2 };
    let facts = Rect { y: right.bottom() - facts_rows, height: facts_rows, ..right };
    let pictures = Rect { y: right.y + 1, height: right.height - facts_rows - 1, ..right };
    let beside = compare == Compare::Beside && body.width >= TWO_PICTURES;
    if !beside {
        return Places { title, form, before: Rect::default(), after: pictures, facts, url };
    }
    let half = (pictures.width - 1) / 2;
    let before = Rect { width: half, ..pictures };
    let after = Rect { x: pictures.right() - half, width: half, ..pictures };
    Places { title, form, before, after, facts, url }
}

/// The places of the original and of the result on a screen of this size. Where one picture is shown at a
/// time, both have its place, so that the other is at hand.
pub fn pictures(size: (u16, u16), compare: Compare) -> (Rect, Rect) {
    let body = areas(size, Pane::List, false).body;
    let places = places(body, compare);
    match compare {
        Compare::Before | Compare::After => (places.after, places.after),
        Compare::Beside | Compare::Split | Compare::Difference => (places.before, places.after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_fits_at_every_size() {
        for width in 1..=200 {
            for height in 1..=60 {
                for compare in [Compare::Beside, Compare::After, Compare::Split] {
                    let area = Rect::new(0, 1, width, height);
                    let all = places(area, compare);
                    let parts = [all.title, all.form, all.before, all.after, all.facts, all.url];
                    for (n, part) in parts.iter().enumerate() {
                        assert!(part.is_empty() || part.intersection(area) == *part, "{area} {n} {part}");
                        for other in &parts[n + 1..] {
                            assert_eq!(part.intersection(*other).area(), 0, "{area} {part} {other}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_small_screen_has_one_picture_and_a_large_one_two() {
        let shown = |size| {
            let (before, after) = pictures(size, Compare::Beside);
            (before.area() > 0, after.area() > 0)
        };
        assert_eq!(shown((80, 24)), (false, true));
        assert_eq!(shown((140, 45)), (true, true));
        assert_eq!(shown((30, 10)), (false, false));
    }
}
