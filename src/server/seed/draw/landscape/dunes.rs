use super::super::canvas::{Canvas, Ink};
use super::super::color::{Color, hex};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{HOURS, Hour, sky, stars, sun};

/// Lit sand, shaded sand, and which hour's sky goes with them.
const SANDS: [(Color, Color, usize); 5] = [
    (hex(0xf6b26b), hex(0x8c3b3f), 2),
    (hex(0xf3c79a), hex(0x9a5a5e), 1),
    (hex(0xf2a48d), hex(0x5c2a56), 6),
    (hex(0x7f8fc9), hex(0x1b2150), 5),
    (hex(0xf6cfae), hex(0xa0617a), 4),
];

/// Dunes with a sharp crest between light and shadow.
pub(in super::super) fn dunes(c: &mut Canvas, rng: &Dice) {
    let (lit, shade, hour) = rng.pick(&SANDS);
    let hour: Hour = HOURS.get(hour).copied().unwrap_or(HOURS[2]);
    let horizon = c.h * rng.between(0.42, 0.52);
    sky(c, rng, &hour, horizon);
    let at = (c.w * rng.between(0.2, 0.8), horizon * rng.between(0.35, 0.7));
    sun(c, &hour, at, rng.between(60.0, 110.0));
    if hour.night {
        stars(c, rng, horizon, 120);
    }
    let layers = 5;
    for layer in 0..layers {
        let depth = layer as f32 / (layers - 1) as f32;
        let base = horizon + 20.0 + (c.h - horizon) * 0.9 * depth.powf(1.3);
        let haze = 0.6 * (1.0 - depth).powf(1.3);
        let tint = |color: Color| color.mix(hour.sky[2], haze);
        let colors = (tint(lit), tint(shade));
        let foot = base + 90.0;
        c.fill(&Shape::rect(-5.0, foot - 2.0, c.w + 10.0, c.h), colors.0.mix(colors.1, 0.35));
        let size = 250.0 + 420.0 * depth;
        let start = rng.between(-0.1, 0.35) * c.w;
        for step in [-1.5, 4.6, 3.2, 1.7, 0.0] {
            let top = (start + size * step, base - size * rng.between(0.22, 0.34));
            dune(c, rng, top, (size * rng.between(1.1, 1.5), foot), colors);
        }
    }
}

/// A dune below its highest point: a long lit slope to the left, a steep shaded one to the right, and an
/// edge between them that winds down.
fn dune(c: &mut Canvas, rng: &Dice, (x, y): At, (size, foot): (f32, f32), (lit, shade): (Color, Color)) {
    let (left, right, tall) = (x - size * 1.7, x + size * 1.2, foot - y);
    let floor = c.h + 20.0;
    let body = format!(
        "M {left} {floor} L {left} {foot} C {a} {foot} {b} {c1} {x} {y} \
            C {d} {e} {f} {foot} {right} {foot} L {right} {floor} Z",
        a = x - size * 0.8,
        b = x - size * 0.35,
        c1 = y + tall * 0.12,
        d = x + size * 0.22,
        e = y + tall * 0.3,
        f = x + size * 0.6,
    );
    let body = Shape::data(&body);
    let sunny = vec![lit.light(0.16), lit, lit.mix(shade, 0.3)];
    c.fill(&body, Ink::Linear((x, y), (x - size * 0.4, foot + size * 0.5), sunny));
    let sway = size * rng.between(0.16, 0.3);
    let edge = [
        (x, y),
        (x - sway * 0.15, y + tall * 0.22),
        (x + sway * 0.55, y + tall * 0.5),
        (x + sway * 0.2, y + tall * 0.8),
        (x - sway * 0.9, y + tall * 1.15),
        (x - sway * 0.4, y + tall * 1.9),
    ];
    let mut outline = edge.to_vec();
    outline.extend([(right, y + tall * 1.9), (right, y - 5.0)]);
    c.inside(&body, |c| {
        let dusk = vec![shade, shade.mix(lit, 0.3), lit.mix(shade, 0.5)];
        c.fill(
            &Shape::polygon(&wound(&outline, edge.len())),
            Ink::Linear((x, y), (x + size * 0.5, foot + size * 0.3), dusk),
        );
        for k in 1..9 {
            let lift = tall * 0.16 * k as f32;
            let wave: Vec<At> = (0..=14)
                .map(|i| {
                    let along = i as f32 / 14.0;
                    (
                        left + (x - left) * along,
                        foot - tall * along.powf(2.6) + lift + 7.0 * (along * 21.0).sin(),
                    )
                })
                .collect();
            c.stroke(&Shape::curve(&wave), 1.8, shade.alpha(0.16));
        }
    });
}

/// The outline with its first `bends` points joined by a smooth line.
fn wound(outline: &[At], bends: usize) -> Vec<At> {
    let at = |i: usize| outline.get(i.min(bends - 1)).copied().unwrap_or_default();
    let mut points = Vec::new();
    for i in 0..bends.saturating_sub(1) {
        let (a, b, c, d) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
        points.extend((0..8).map(|k| {
            let t = k as f32 / 8.0;
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
            };
            (spline(a.0, b.0, c.0, d.0), spline(a.1, b.1, c.1, d.1))
        }));
    }
    points.extend(outline.iter().skip(bends - 1));
    points
}
