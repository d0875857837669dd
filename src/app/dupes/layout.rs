//! Where everything stands. A pure function of the area.

use ratatui::layout::Rect;

use crate::app::widget::inside;

/// Below so many rows of the files the last lines are fewer.
const LOW: u16 = 20;
/// From so many columns on, groups and files stand side by side.
const WIDE: u16 = 100;
/// A file has at least so many columns.
const NARROWEST: u16 = 19;
/// And as a rule at most so many.
const WIDEST: u16 = 34;
/// Lines that the rules take where there is room.
const RULES: u16 = 10;
/// Columns of the names of facts.
pub(super) const NAMES: u16 = 9;

/// Lines above the pictures: what the group is, the names of its files, and what becomes of each.
pub(super) const ABOVE: u16 = 3;
/// Lines below the facts: what the kept one gets.
const BELOW: u16 = 3;

/// What the room is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The groups, and the files of one.
    Groups,
    /// The rules, and the files of a group.
    Rules,
    /// Two files, as large as they can be.
    Two,
}

/// The parts of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// The line of the threshold.
    pub(super) slider: Rect,
    /// The line below it, with what is to be known of the groups; empty where there is no room.
    pub(super) notes: Rect,
    /// The line above the groups: what stands in their columns; empty where there is no room.
    pub(super) heads: Rect,
    /// The groups, one a line; empty where two files take the room.
    pub(super) groups: Rect,
    /// The files of a group; empty where there is no room.
    pub(super) files: Rect,
}

impl Places {
    /// Inside of the frame of a pane.
    pub(super) fn of(area: Rect, what: Use) -> Self {
        let inside = inside(area);
        let line = |n: u16| Rect { y: inside.y + n, height: 1, ..inside }.intersection(inside);
        let tall = inside.height >= 8;
        let head = if tall { 3 } else { 1 }.min(inside.height);
        let notes = if tall { line(1) } else { Rect::default() };
        let rest = Rect { y: inside.y + head, height: inside.height - head, ..inside };
        let mut heads = if tall { line(2) } else { Rect::default() };
        let (groups, files) = if rest.height < 8 {
            (rest, Rect::default())
        } else if what == Use::Two {
            heads = Rect::default();
            (Rect { height: 0, ..rest }, rest)
        } else if rest.width >= WIDE {
            let left = (rest.width * 2 / 5).min(58);
            let groups = Rect { width: left, ..rest };
            (groups, Rect { x: rest.x + left + 3, width: rest.width - left - 3, ..rest })
        } else {
            // Pictures that are to be compared need more of a low screen than the groups do.
            let above = match what {
                Use::Rules => (rest.height - 7).min(RULES),
                Use::Groups | Use::Two => (rest.height / 5).clamp(2, 12),
            };
            let groups = Rect { height: above, ..rest };
            // The line between is the first of the files.
            (groups, Rect { y: rest.y + above, height: rest.height - above, ..rest })
        };
        heads.width = groups.width;
        Self { slider: line(0), notes, heads, groups, files }
    }

    /// How many files stand side by side at most.
    pub(super) fn most_columns(&self) -> usize {
        usize::from(self.files.width.saturating_sub(NAMES) / NARROWEST).max(1)
    }

    /// The columns of so many files: names above, then pictures, then facts. `tall` is how high
    /// the highest of the pictures is, in thousandths of its width.
    pub(super) fn columns(&self, files: usize, facts: usize, tall: u32) -> Columns {
        let shown = files.clamp(1, self.most_columns());
        let shown = u16::try_from(shown).unwrap_or(1);
        let room = self.files.width.saturating_sub(NAMES);
        // Fewer than two may be larger than the columns of many.
        let width = (room / shown).min(if shown > 2 { WIDEST } else { room });
        let below = if self.files.height < LOW { BELOW - 1 } else { BELOW };
        let body = self.files.height.saturating_sub(ABOVE + below);
        let facts = u16::try_from(facts).unwrap_or(u16::MAX).clamp(3, 10);
        // A cell is about twice as high as wide.
        let fill = u32::from(width.saturating_sub(1)).saturating_mul(tall).div_ceil(2000);
        let fill = u16::try_from(fill).unwrap_or(u16::MAX).max(2);
        let pictures = body.saturating_sub(facts).max(body * 2 / 3).min(fill);
        Columns { shown: usize::from(shown), width, pictures, body }
    }
}

/// Files side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many.
    pub(super) shown: usize,
    /// Columns of cells of each, those between them included.
    pub(super) width: u16,
    /// Rows of the pictures.
    pub(super) pictures: u16,
    /// Rows of pictures and facts together.
    pub(super) body: u16,
}

impl Columns {
    /// Where the name of a file stands.
    pub(super) fn name(&self, n: usize, files: Rect) -> Rect {
        self.column(n, files, 1, 1)
    }

    /// Where it says what becomes of a file.
    pub(super) fn fate(&self, n: usize, files: Rect) -> Rect {
        self.column(n, files, 2, 1)
    }

    /// Where the picture of a file stands.
    pub(super) fn picture(&self, n: usize, files: Rect) -> Rect {
        self.column(n, files, ABOVE, self.pictures)
    }

    /// Where the two pictures stand that are compared, or the one that shows both.
    pub(super) fn compared(&self, files: Rect, both: bool) -> (Rect, Rect) {
        let height = self.body.saturating_sub((self.body / 4).clamp(3, 10));
        if both {
            // Above their facts.
            let two = self.two(files);
            return (two.column(0, files, ABOVE, height), two.column(1, files, ABOVE, height));
        }
        let room = Rect { x: files.x, y: files.y.saturating_add(ABOVE), width: files.width, height };
        (room.intersection(files), Rect::default())
    }

    /// The columns of two files that are compared.
    pub(super) fn two(&self, files: Rect) -> Self {
        Self { shown: 2, width: files.width.saturating_sub(NAMES) / 2, ..*self }
    }

    /// Where a file's facts stand, below pictures of so many rows.
    pub(super) fn facts(&self, n: usize, files: Rect, pictures: u16) -> Rect {
        self.column(n, files, ABOVE + pictures, self.body.saturating_sub(pictures))
    }

    /// Where the names of the facts stand.
    pub(super) fn names(&self, files: Rect, pictures: u16) -> Rect {
        let facts = self.facts(0, files, pictures);
        Rect { x: files.x, width: NAMES.min(files.width), ..facts }
    }

    fn column(&self, n: usize, files: Rect, down: u16, height: u16) -> Rect {
        let n = u16::try_from(n).unwrap_or(u16::MAX);
        let x = files.x.saturating_add(NAMES).saturating_add(n.saturating_mul(self.width));
        let y = files.y.saturating_add(down);
        Rect { x, y, width: self.width.saturating_sub(1), height }.intersection(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USES: [Use; 3] = [Use::Groups, Use::Rules, Use::Two];

    #[test]
    fn parts_lie_inside_and_apart_at_every_size() {
        for width in 1..200 {
            for (height, what) in (1..60).flat_map(|height| USES.map(|what| (height, what))) {
                let area = Rect::new(0, 1, width, height);
                let places = Places::of(area, what);
                let parts = [places.slider, places.notes, places.heads, places.groups, places.files];
                for (at, part) in parts.iter().enumerate() {
                    assert_eq!(
                        part.intersection(area),
                        if part.is_empty() { part.intersection(area) } else { *part }
                    );
                    for other in parts.iter().skip(at + 1) {
                        assert!(part.intersection(*other).is_empty(), "{width} {height} {part} {other}");
                    }
                }
                for files in 0..9 {
                    let columns = places.columns(files, 9, 700);
                    for n in 0..columns.shown {
                        for part in [columns.name(n, places.files), columns.picture(n, places.files)] {
                            assert!(part.is_empty() || part.intersection(places.files) == part);
                        }
                    }
                }
            }
        }
    }
}
