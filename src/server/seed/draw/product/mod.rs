//! Product shots: one thing on a seamless backdrop, with the light of a studio.

mod home;
mod vessels;
mod worn;

pub(super) use home::{camera, chair, lamp, speaker};
pub(super) use vessels::{bottle, mug, perfume, plant, vase};
pub(super) use worn::{backpack, headphones, sneaker, watch};

use super::canvas::{Canvas, Ink, across, down};
use super::color::{BLACK, Color, WHITE, hex};
use super::dice::Dice;
use super::shape::Shape;

/// Colours that go together: a backdrop and the things before it.
#[derive(Clone, Copy)]
struct Set {
    wall: Color,
    floor: Color,
    main: Color,
    accent: Color,
    pale: Color,
}

const fn set(wall: u32, floor: u32, main: u32, accent: u32, pale: u32) -> Set {
    Set { wall: hex(wall), floor: hex(floor), main: hex(main), accent: hex(accent), pale: hex(pale) }
}

const SETS: [Set; 12] = [
    set(0xf4bfa2, 0xfadfcb, 0x1f6f78, 0xf2b441, 0xfff3e6),
    set(0xb9cba9, 0xdde6d0, 0xc8553d, 0x2f4a3c, 0xfbf5e6),
    set(0x9ecbea, 0xd6eaf7, 0xf2645a, 0x27406b, 0xffffff),
    set(0xc6b4ea, 0xe6dcf8, 0x3d2f6b, 0xff9f8c, 0xfdf7ff),
    set(0x23252e, 0x41444f, 0xf2c14e, 0xe2e4ea, 0xf7f3ea),
    set(0xf0b83a, 0xf8d98a, 0x2b3a67, 0xe4572e, 0xfff8e3),
    set(0xa4dccb, 0xd8f2e9, 0x0d5550, 0xff7f50, 0xffffff),
    set(0xf3a3b6, 0xfbd3dc, 0xb91f4b, 0x3a1730, 0xfff4f6),
    set(0xd7cec2, 0xefeae2, 0x2c2c30, 0xd97b4a, 0xffffff),
    set(0x0d464f, 0x1d6f78, 0xf2d3a6, 0xf0895a, 0xfff6e5),
    set(0xe2583e, 0xf0876a, 0xfbe3c8, 0x3a1d33, 0xfff5ea),
    set(0x2a2f63, 0x4a5197, 0xf27aa0, 0x63d2c6, 0xf3f1ff),
];

/// Sets the stage and draws a thing on it; the thing stands on y = 0, and is about 560 units tall.
fn shot(c: &mut Canvas, rng: &Dice, reach: f32, thing: impl FnOnce(&mut Canvas, &Set)) {
    let set = rng.pick(&SETS);
    let size = (c.h / 1000.0).min(c.w / 900.0) * 1.3;
    let ground = c.h * 0.84;
    let middle = c.w * 0.5;
    backdrop(c, rng, &set, ground);
    let step = podium(c, rng, &set, (middle, ground), size, reach);
    c.placed((middle, ground - step), size, 0.0, |c| {
        contact(c, reach, set.floor.dark(0.75));
        thing(c, &set);
    });
}

fn backdrop(c: &mut Canvas, rng: &Dice, set: &Set, ground: f32) {
    let bend = ground - c.h * 0.1;
    c.flood(down(0.0, bend, &[set.wall.dark(0.06), set.wall, set.wall.light(0.06)]));
    c.glow((c.w * 0.5, c.h * 0.42), c.h * 0.62, set.floor.light(0.2).alpha(0.65));
    decor(c, rng, set, ground);
    let floor = [set.floor.alpha(0.0), set.floor.dark(0.04), set.floor, set.floor.light(0.12)];
    c.fill(&Shape::rect(-5.0, bend, c.w + 10.0, c.h - bend + 5.0), down(bend, c.h, &floor));
    if rng.chance(0.6) {
        sunlight(c, rng);
    }
}

/// A shape on the wall behind the thing.
fn decor(c: &mut Canvas, rng: &Dice, set: &Set, ground: f32) {
    let (x, size) = (c.w * 0.5, c.h.min(c.w) * 0.36);
    let tone = if rng.chance(0.5) { set.wall.mix(set.accent, 0.35) } else { set.wall.light(0.3) };
    let ink = down(ground - size * 2.2, ground, &[tone, tone.mix(set.floor, 0.55)]);
    match rng.count(0..5) {
        0 => c.fill(&Shape::circle(x, c.h * 0.42, size), ink),
        1 => c.fill(
            &Shape::rounded(x - size * 0.82, ground - size * 2.1, size * 1.64, size * 3.0, size * 0.82),
            ink,
        ),
        2 => {
            for (k, part) in [(1.15, 0.25), (0.88, 0.45), (0.6, 0.7)] {
                c.fill(&Shape::circle(x, ground - size * 0.6, size * k), set.wall.mix(tone, part));
            }
        }
        _ => {}
    }
}

/// Light through a window, aslant on the wall.
fn sunlight(c: &mut Canvas, rng: &Dice) {
    let (x, lean) = (c.w * rng.between(-0.1, 0.45), c.h * 0.5);
    for k in 0..3 {
        let left = x + k as f32 * c.h * 0.2;
        let pane = Shape::polygon(&[
            (left + lean, -20.0),
            (left + lean + c.h * 0.15, -20.0),
            (left + c.h * 0.15 - 60.0, c.h * 1.05),
            (left - 60.0, c.h * 1.05),
        ]);
        c.soft(&pane, 26.0, WHITE.alpha(0.15));
    }
}

/// Sometimes a round step to stand on; answers its height.
fn podium(c: &mut Canvas, rng: &Dice, set: &Set, (x, ground): (f32, f32), size: f32, reach: f32) -> f32 {
    if !rng.chance(0.45) {
        return 0.0;
    }
    let (rx, height) = ((reach + 64.0) * size, 46.0 * size);
    let ry = rx * 0.17;
    let color = if rng.chance(0.5) {
        set.pale.mix(set.floor, 0.35)
    } else {
        set.wall.mix(set.accent, 0.25).light(0.15)
    };
    let (top, bottom) = (ground - height, ground + 26.0 * size);
    c.soft(&Shape::ellipse(x, bottom + 4.0, rx * 1.08, ry * 1.1), 46.0, set.floor.dark(0.75).alpha(0.4));
    let side = Shape::rect(x - rx, top, rx * 2.0, bottom - top).and(Shape::ellipse(x, bottom, rx, ry));
    c.fill(&side, round(x - rx, x + rx, color.dark(0.12)));
    c.fill(
        &Shape::ellipse(x, top, rx, ry),
        across(x - rx, x + rx, &[color.light(0.25), color, color.dark(0.04)]),
    );
    height
}

/// The shadow where the thing touches the ground: one wide and soft, one narrow and dark.
fn contact(c: &mut Canvas, reach: f32, color: Color) {
    c.soft(&Shape::ellipse(26.0, 4.0, reach * 1.12, reach * 0.15), 50.0, color.alpha(0.42));
    c.soft(&Shape::ellipse(4.0, 0.0, reach * 0.94, reach * 0.06), 14.0, color.alpha(0.55));
}

/// The light on something round that stands upright.
fn round(left: f32, right: f32, color: Color) -> Ink {
    across(
        left,
        right,
        &[
            color.dark(0.34),
            color.dark(0.06),
            color.light(0.26),
            color.light(0.08),
            color,
            color.dark(0.14),
            color.dark(0.3),
            color.dark(0.42),
        ],
    )
}

/// The light on a ball.
fn ball(x: f32, y: f32, r: f32, color: Color) -> Ink {
    Ink::Radial(
        (x - r * 0.35, y - r * 0.4),
        r * 1.5,
        vec![color.light(0.4), color, color.dark(0.2), color.dark(0.45)],
    )
}

/// A streak of reflected light.
fn gleam(c: &mut Canvas, x: f32, y: f32, w: f32, h: f32, strength: f32) {
    c.soft(&Shape::rounded(x, y, w, h, w / 2.0), 5.0, WHITE.alpha(strength));
}

/// Lines that stand for writing.
fn writing(c: &mut Canvas, x: f32, y: f32, w: f32, color: Color) {
    for (i, part) in [0.62, 1.0, 0.8].into_iter().enumerate() {
        let height = if i == 0 { 15.0 } else { 6.0 };
        let top = y + [0.0, 28.0, 44.0][i];
        c.fill(&Shape::rounded(x - w * part / 2.0, top, w * part, height, height / 2.0), color);
    }
}

/// The dark between two parts.
fn seam(c: &mut Canvas, shape: &Shape, width: f32) {
    c.stroke(shape, width, BLACK.alpha(0.2));
}
