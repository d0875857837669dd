use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, Color, WHITE};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::SWATCHES;

/// Overlapping fans, a pattern of waves from Japan.
pub(in super::super) fn seigaiha(c: &mut Canvas, rng: &Dice) {
    let [a, b, d, e, f] = rng.pick(&SWATCHES);
    let bands = rng.shuffled([a, b, d, e, f]);
    let r = rng.between(110.0, 165.0);
    c.flood(a);
    let rows = (c.h / (r * 0.5)) as usize + 4;
    for row in 0..rows {
        let y = row as f32 * r * 0.5;
        let shift = if row % 2 == 0 { 0.0 } else { r };
        let mut x = -r + shift - r;
        while x < c.w + r * 2.0 {
            c.fill(&Shape::circle(x, y, r), BLACK.alpha(0.18));
            for (i, part) in [0.97, 0.78, 0.58, 0.38, 0.2].into_iter().enumerate() {
                let color = bands.get(i).copied().unwrap_or(a);
                let ink = down(y - r, y, &[color.light(0.1), color, color.dark(0.12)]);
                c.fill(&Shape::circle(x, y, r * part), ink);
            }
            x += r * 2.0;
        }
    }
}

/// Tiles of quarter circles, petals and stars, each turned by chance.
pub(in super::super) fn tiles(c: &mut Canvas, rng: &Dice) {
    let swatch = rng.pick(&SWATCHES);
    let side = rng.pick(&[125.0, 166.7, 200.0]);
    let (columns, rows) = ((c.w / side).ceil() as usize, (c.h / side).ceil() as usize);
    c.flood(swatch[0]);
    for row in 0..rows {
        for column in 0..columns {
            let [ground, one, two, ..] = rng.shuffled(swatch);
            let middle = ((column as f32 + 0.5) * side, (row as f32 + 0.5) * side);
            let turn = 90.0 * rng.count(0..4) as f32;
            c.placed(middle, side / 100.0, turn, |c| {
                let square = Shape::rect(-50.0, -50.0, 100.0, 100.0);
                c.fill(&square, ground);
                c.inside(&square, |c| motif(c, rng.count(0..7), one, two));
            });
        }
    }
    for i in 0..=columns.max(rows) {
        let at = i as f32 * side;
        c.stroke(&Shape::polyline(&[(at, 0.0), (at, c.h)]), 2.5, WHITE.alpha(0.3));
        c.stroke(&Shape::polyline(&[(0.0, at), (c.w, at)]), 2.5, WHITE.alpha(0.3));
    }
}

fn motif(c: &mut Canvas, which: usize, one: Color, two: Color) {
    match which {
        0 => {
            c.fill(&Shape::circle(-50.0, -50.0, 100.0), one);
            c.fill(&Shape::circle(-50.0, -50.0, 50.0), two);
        }
        1 => {
            c.fill(&Shape::data("M -50 -50 Q 50 -50 50 50 Q -50 50 -50 -50 Z"), one);
            c.fill(&Shape::circle(0.0, 0.0, 15.0), two);
        }
        2 => {
            for (x, y) in [(-50.0, -50.0), (50.0, 50.0)] {
                c.fill(&Shape::circle(x, y, 50.0), one);
                c.fill(&Shape::circle(x, y, 25.0), two);
            }
        }
        3 => {
            c.fill(&Shape::circle(0.0, 0.0, 50.0), one);
            c.fill(&Shape::rect(-50.0, 0.0, 100.0, 50.0), two);
            c.fill(&Shape::circle(0.0, 0.0, 25.0), one);
        }
        4 => c.fill(&Shape::polygon(&[(-50.0, -50.0), (50.0, -50.0), (-50.0, 50.0)]), one),
        5 => {
            for turn in [0.0, 90.0, 180.0, 270.0] {
                c.placed((0.0, 0.0), 1.0, turn, |c| {
                    c.fill(
                        &Shape::data("M 0 0 Q 0 -50 50 -50 Q 50 0 0 0 Z"),
                        if turn < 170.0 { one } else { two },
                    )
                });
            }
        }
        _ => {
            for k in 0..5 {
                let color = if k % 2 == 0 { one } else { two };
                c.fill(&Shape::circle(-50.0, 50.0, 100.0 - 20.0 * k as f32), color);
            }
        }
    }
}

/// Cloth close up: bands of yarn over and under each other.
pub(in super::super) fn weave(c: &mut Canvas, rng: &Dice) {
    let [a, b, d, e, f] = rng.pick(&SWATCHES);
    let (warp, weft) = ([a, b, a, b], [d, e, d, f]);
    let side = rng.pick(&[58.0, 74.0, 92.0]);
    let over = rng.pick(&[1, 2]);
    c.flood(d.dark(0.6));
    let (columns, rows) = ((c.w / side) as usize + 2, (c.h / side) as usize + 2);
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f32 * side, row as f32 * side);
            let upright = (column / over + row / over).is_multiple_of(2)
                == (over == 1 || (column + row).is_multiple_of(2));
            let (color, gap) = (if upright { warp[column % 4] } else { weft[row % 4] }, side * 0.05);
            let yarn = if upright {
                Shape::rounded(x + gap, y - gap * 1.4, side - gap * 2.0, side + gap * 2.8, side * 0.26)
            } else {
                Shape::rounded(x - gap * 1.4, y + gap, side + gap * 2.8, side - gap * 2.0, side * 0.26)
            };
            let tones = [color.dark(0.42), color, color.light(0.24), color, color.dark(0.42)];
            let ink = if upright {
                down(y - gap, y + side + gap, &tones)
            } else {
                across(x - gap, x + side + gap, &tones)
            };
            c.fill(&yarn, ink);
            for k in 1..5 {
                let t = side * k as f32 / 5.0;
                let thread = if upright {
                    [(x + t, y + 2.0), (x + t, y + side - 2.0)]
                } else {
                    [(x + 2.0, y + t), (x + side - 2.0, y + t)]
                };
                c.stroke(&Shape::polyline(&thread), 1.6, BLACK.alpha(0.13));
            }
        }
    }
}

/// Paper folded into facets, lit from one side.
pub(in super::super) fn folds(c: &mut Canvas, rng: &Dice) {
    let swatch = rng.pick(&SWATCHES);
    let tones = [swatch[0].light(0.2), swatch[1], swatch[2]];
    let (columns, rows) = ((c.w / 165.0).ceil() as usize, (c.h / 165.0).ceil() as usize);
    let points: Vec<Vec<At>> = (0..=rows)
        .map(|row| {
            (0..=columns)
                .map(|column| {
                    let jolt = |edge: bool| if edge { 0.0 } else { rng.between(-0.34, 0.34) };
                    let (dx, dy) = (jolt(column == 0 || column == columns), jolt(row == 0 || row == rows));
                    let (w, h) = (c.w / columns as f32, c.h / rows as f32);
                    ((column as f32 + dx) * w, (row as f32 + dy) * h)
                })
                .collect()
        })
        .collect();
    c.flood(tones[1]);
    for pair in points.windows(2) {
        let [upper, lower] = pair else { continue };
        for (top, bottom) in upper.windows(2).zip(lower.windows(2)) {
            let (&[a, b], &[d, e]) = (top, bottom) else { continue };
            let halves = if rng.chance(0.5) { [[a, b, d], [b, e, d]] } else { [[a, b, e], [a, e, d]] };
            for facet in halves {
                fold(c, rng, &facet, &tones);
            }
        }
    }
}

fn fold(c: &mut Canvas, rng: &Dice, facet: &[At; 3], tones: &[Color; 3]) {
    let middle = facet.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0 / 3.0, sum.1 + at.1 / 3.0));
    let slope = middle.0 / c.w * 0.4 + middle.1 / c.h * 0.4 + rng.between(-0.16, 0.34);
    let color = Color::along(tones, slope);
    let [from, _, to] = *facet;
    let shape = Shape::polygon(facet);
    let ink = Ink::Linear(from, to, vec![color.light(0.12), color, color.dark(0.1)]);
    c.fill(&shape, ink.clone());
    c.stroke(&shape, 1.5, ink);
}
