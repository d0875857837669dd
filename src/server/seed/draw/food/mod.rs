//! Food and tables seen from above.

mod meals;
mod table;

pub(super) use meals::{donuts, pizza, ramen};
pub(super) use table::{citrus, desk};

use super::canvas::{Canvas, Ink};
use super::color::{BLACK, Color, hex};
use super::dice::Dice;
use super::shape::{At, Shape};

const CLOTHS: [(Color, Color); 7] = [
    (hex(0xf2b8a0), hex(0xe99b80)),
    (hex(0x9fcfc4), hex(0x84bcb0)),
    (hex(0xf6cf6e), hex(0xf0bd48)),
    (hex(0x2f4858), hex(0x263b49)),
    (hex(0xe9e1d4), hex(0xdcd1bf)),
    (hex(0xb9b3e6), hex(0xa39bdb)),
    (hex(0xe8705a), hex(0xd95d48)),
];

/// A table top with a pattern in it.
fn cloth(c: &mut Canvas, rng: &Dice) {
    let (ground, line) = rng.pick(&CLOTHS);
    c.flood(Ink::Linear((0.0, 0.0), (c.w, c.h), vec![ground.light(0.14), ground, ground.dark(0.08)]));
    match rng.count(0..4) {
        0 => {
            for i in 0..(c.w / 90.0) as usize + 1 {
                c.fill(&Shape::rect(i as f32 * 90.0, 0.0, 45.0, c.h), line.alpha(0.5));
            }
            for i in 0..(c.h / 90.0) as usize + 1 {
                c.fill(&Shape::rect(0.0, i as f32 * 90.0, c.w, 45.0), line.alpha(0.5));
            }
        }
        1 => {
            for i in 0..((c.w + c.h) / 70.0) as usize + 1 {
                let x = i as f32 * 70.0;
                c.stroke(&Shape::polyline(&[(x, -10.0), (x - c.h, c.h + 10.0)]), 14.0, line.alpha(0.6));
            }
        }
        2 => c.fill(
            &Shape::polygon(&[(c.w * 0.55, 0.0), (c.w, 0.0), (c.w, c.h), (c.w * 0.35, c.h)]),
            line.mix(hex(0xffffff), 0.25),
        ),
        _ => {}
    }
}

/// The shadow of a round thing lit from the upper left.
fn shadow(c: &mut Canvas, (x, y): At, r: f32) {
    c.soft(&Shape::circle(x + r * 0.07, y + r * 0.1, r * 1.01), r * 0.16, BLACK.alpha(0.36));
}

/// A plate, or a bowl when it is deep.
fn plate(c: &mut Canvas, (x, y): At, r: f32, color: Color, deep: bool) {
    shadow(c, (x, y), r);
    let slope = |from: Color, to: Color| Ink::Linear((x - r, y - r), (x + r, y + r), vec![from, to]);
    c.fill(&Shape::circle(x, y, r), slope(color.light(0.4), color.dark(0.16)));
    c.fill(
        &Shape::circle(x, y, r * 0.93),
        slope(color.dark(if deep { 0.34 } else { 0.06 }), color.light(0.2)),
    );
    if !deep {
        c.fill(&Shape::circle(x, y, r * 0.7), slope(color.dark(0.1), color.light(0.35)));
        c.fill(&Shape::circle(x, y, r * 0.68), slope(color.light(0.25), color.dark(0.03)));
    }
}

/// A leaf of basil or mint.
fn herb(c: &mut Canvas, at: At, size: f32, turn: f32, color: Color) {
    c.placed(at, size / 100.0, turn, |c| {
        c.fill(
            &Shape::data("M 0 6 C 50 -10 60 -80 6 -104 C -50 -84 -52 -14 0 6 Z").moved(5.0, 7.0),
            BLACK.alpha(0.22),
        );
        c.fill(&Shape::data("M 0 6 C -52 -14 -50 -84 6 -104 Z"), color.light(0.2));
        c.fill(&Shape::data("M 0 6 C 50 -10 60 -80 6 -104 Z"), color.dark(0.12));
        c.stroke(&Shape::curve(&[(0.0, 6.0), (4.0, -50.0), (6.0, -98.0)]), 4.0, color.light(0.4).alpha(0.8));
    });
}

/// `count` places around a centre.
fn around((x, y): At, r: f32, count: usize, start: f32) -> impl Iterator<Item = (At, f32)> {
    (0..count).map(move |i| {
        let turn = start + i as f32 / count as f32;
        let (sin, cos) = (turn * std::f32::consts::TAU).sin_cos();
        ((x + r * sin, y - r * cos), turn * 360.0)
    })
}
