use super::super::canvas::Canvas;
use super::super::color::{Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::noise;
use super::super::shape::{At, Shape};

/// Ground, then walls.
const TOWNS: [[Color; 5]; 5] = [
    [hex(0xf4e4d0), hex(0xf28f6b), hex(0x3e8e8b), hex(0xf6c667), hex(0x7a5c8e)],
    [hex(0x27305c), hex(0x5d6fc0), hex(0xf07a8d), hex(0x8fd0e0), hex(0xf5c77e)],
    [hex(0xdcebe0), hex(0x64a57d), hex(0xf2a391), hex(0xf7dd9c), hex(0x3f6c7a)],
    [hex(0xf9d5cf), hex(0xe2607c), hex(0xf7a072), hex(0x6d4c86), hex(0xfbe3b5)],
    [hex(0xd9e6f4), hex(0x4a86c9), hex(0xf9f4ea), hex(0xf4a259), hex(0x2f4a73)],
];

const WIDE: f32 = 104.0;
const DEEP: f32 = 59.0;

/// A town of blocks from above, drawn without vanishing point.
pub(in super::super) fn blocks(c: &mut Canvas, rng: &Dice) {
    let [ground, walls @ ..] = rng.pick(&TOWNS);
    c.flood(ground.dark(0.05));
    let seed = rng.seed();
    let (columns, rows) = ((c.w / WIDE) as i32 + 6, (c.h / DEEP) as i32 + 16);
    for row in -2..rows {
        for column in -2..columns {
            let x = column as f32 * WIDE * 2.0 + if row % 2 == 0 { 0.0 } else { WIDE };
            let at = (x, row as f32 * DEEP);
            let lift = noise::rough(seed, at.0 / 520.0, at.1 / 380.0, 2);
            if lift < 0.36 {
                park(c, rng, at, ground);
            } else {
                let tall = 24.0 + (lift - 0.36) * 620.0 * rng.between(0.55, 1.15);
                block(c, rng, at, tall, rng.pick(&walls));
            }
        }
    }
}

/// The top of a column at a height, as a rhombus.
fn rhombus((x, y): At, size: f32) -> Shape {
    Shape::polygon(&[(x, y - DEEP * size), (x + WIDE * size, y), (x, y + DEEP * size), (x - WIDE * size, y)])
}

fn block(c: &mut Canvas, rng: &Dice, (x, y): At, tall: f32, color: Color) {
    let (size, top) = (0.86, y - tall);
    let (w, d) = (WIDE * size, DEEP * size);
    c.soft(&rhombus((x + 26.0, y + 16.0), 0.9), 14.0, color.dark(0.9).alpha(0.3));
    let left = Shape::polygon(&[(x - w, top), (x, top + d), (x, y + d), (x - w, y)]);
    let right = Shape::polygon(&[(x + w, top), (x, top + d), (x, y + d), (x + w, y)]);
    c.fill(&left, color);
    c.fill(&right, color.dark(0.3));
    c.fill(&rhombus((x, top), size), color.light(0.38));
    let floors = (tall / 26.0) as usize;
    for floor in 0..floors {
        let lift = top + 12.0 + 26.0 * floor as f32;
        for k in 0..3 {
            let (from, to) = (0.14 + 0.29 * k as f32, 0.32 + 0.29 * k as f32);
            let pane = |side: f32| {
                Shape::polygon(&[
                    (x + side * w * (1.0 - from), lift + d * from),
                    (x + side * w * (1.0 - to), lift + d * to),
                    (x + side * w * (1.0 - to), lift + d * to + 13.0),
                    (x + side * w * (1.0 - from), lift + d * from + 13.0),
                ])
            };
            c.fill(&pane(-1.0), if rng.chance(0.3) { hex(0xfff0bd) } else { color.dark(0.42) });
            c.fill(&pane(1.0), if rng.chance(0.2) { hex(0xffe6a0) } else { color.dark(0.6) });
        }
    }
    match rng.count(0..5) {
        0 => {
            c.fill(&rhombus((x, top - 4.0), 0.5), color.dark(0.2));
            c.fill(&rhombus((x, top - 14.0), 0.5), color.light(0.55));
        }
        1 => c.fill(&rhombus((x, top), 0.6), hex(0x6fae7c)),
        2 => {
            c.stroke(&Shape::polyline(&[(x, top), (x, top - 46.0)]), 3.5, color.dark(0.5));
            c.fill(&Shape::circle(x, top - 48.0, 5.0), hex(0xff6b5e));
        }
        _ => c.stroke(&rhombus((x, top), size * 0.86), 3.0, WHITE.alpha(0.35)),
    }
}

fn park(c: &mut Canvas, rng: &Dice, at: At, ground: Color) {
    c.fill(&rhombus(at, 0.9), ground.mix(hex(0x7dbb84), 0.75));
    for _ in 0..rng.count(1..4) {
        let (x, y) = (at.0 + rng.between(-30.0, 30.0), at.1 + rng.between(-12.0, 12.0));
        let green = rng.pick(&[hex(0x4f9a6b), hex(0x3d8461), hex(0x78b36f)]);
        c.fill(&Shape::ellipse(x + 8.0, y + 3.0, 15.0, 7.0), ground.dark(0.8).alpha(0.25));
        c.fill(&Shape::polygon(&[(x - 13.0, y), (x, y - 44.0), (x, y + 6.0)]), green.light(0.14));
        c.fill(&Shape::polygon(&[(x + 13.0, y), (x, y - 44.0), (x, y + 6.0)]), green.dark(0.2));
    }
}
