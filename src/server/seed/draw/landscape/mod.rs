//! Landscapes: layers of land in haze under a sky, by day and night.

mod aurora;
mod city;
mod dunes;
mod fields;
mod forest;
mod mountains;
mod sea;

pub(super) use aurora::aurora;
pub(super) use city::city;
pub(super) use dunes::dunes;
pub(super) use fields::fields;
pub(super) use forest::forest;
pub(super) use mountains::mountains;
pub(super) use sea::sea;

use super::canvas::{Canvas, Ink, down};
use super::color::{Color, hex};
use super::dice::Dice;
use super::noise;
use super::shape::{At, Shape};

/// The light of an hour: what the sky, the haze and the land look like then.
#[derive(Clone, Copy)]
struct Hour {
    /// From the zenith to the horizon.
    sky: [Color; 3],
    /// Sun or moon.
    sun: Color,
    /// The land far away, in haze.
    far: Color,
    /// The land at one's feet.
    near: Color,
    /// Whether stars are out.
    night: bool,
}

const HOURS: [Hour; 8] = [
    Hour {
        sky: [hex(0x35386b), hex(0xc8708c), hex(0xffd3a5)],
        sun: hex(0xfff0d6),
        far: hex(0xc990a6),
        near: hex(0x1f1d3d),
        night: false,
    },
    Hour {
        sky: [hex(0x3f92d2), hex(0x8fc7ea), hex(0xe8f5fb)],
        sun: hex(0xfffbe8),
        far: hex(0xa7cbe0),
        near: hex(0x123846),
        night: false,
    },
    Hour {
        sky: [hex(0xe8894b), hex(0xf6b873), hex(0xfdebc8)],
        sun: hex(0xfff7df),
        far: hex(0xe9a877),
        near: hex(0x4a2034),
        night: false,
    },
    Hour {
        sky: [hex(0x0f3b4c), hex(0x2f7f86), hex(0xf6c79b)],
        sun: hex(0xffe3b8),
        far: hex(0x6ba3a0),
        near: hex(0x0a222c),
        night: false,
    },
    Hour {
        sky: [hex(0x86b4e0), hex(0xf0c3de), hex(0xfff2e6)],
        sun: hex(0xffffff),
        far: hex(0xcdb8e4),
        near: hex(0x43365f),
        night: false,
    },
    Hour {
        sky: [hex(0x0a0f2e), hex(0x1d2a5c), hex(0x5a68a3)],
        sun: hex(0xf6f2dc),
        far: hex(0x4d5b98),
        near: hex(0x060a1c),
        night: true,
    },
    Hour {
        sky: [hex(0x5b2a6e), hex(0xe0546b), hex(0xffb35c)],
        sun: hex(0xffe9a8),
        far: hex(0xd0627a),
        near: hex(0x2a1238),
        night: false,
    },
    Hour {
        sky: [hex(0x7fb8b0), hex(0xc4dfcb), hex(0xf8f3dc)],
        sun: hex(0xfffdf0),
        far: hex(0xaccdbf),
        near: hex(0x17423f),
        night: false,
    },
];

/// The sky down to `horizon`, with stars by night.
fn sky(c: &mut Canvas, rng: &Dice, hour: &Hour, horizon: f32) {
    c.flood(down(0.0, horizon, &hour.sky));
    if hour.night {
        stars(c, rng, horizon * 0.85, 160);
    }
}

fn stars(c: &mut Canvas, rng: &Dice, floor: f32, count: usize) {
    for _ in 0..count {
        let at = (rng.between(0.0, c.w), rng.between(0.0, floor));
        let size = rng.between(0.8, 2.4);
        let color = rng.pick(&[hex(0xffffff), hex(0xcfe0ff), hex(0xffecc9)]);
        c.fill(&Shape::circle(at.0, at.1, size), color.alpha(rng.between(0.3, 1.0)));
    }
}

/// A sun or moon in its glow.
fn sun(c: &mut Canvas, hour: &Hour, at: At, radius: f32) {
    let strength = if hour.night { 0.35 } else { 0.75 };
    c.glow(at, radius * 7.0, hour.sun.alpha(strength * 0.6));
    c.glow(at, radius * 2.4, hour.sun.alpha(strength));
    c.fill(&Shape::circle(at.0, at.1, radius), hour.sun);
    if hour.night {
        let pits = [(-0.3, -0.2, 0.2), (0.25, 0.3, 0.26), (0.35, -0.35, 0.13), (-0.2, 0.45, 0.1)];
        for (x, y, r) in pits {
            let pit = Shape::circle(at.0 + x * radius, at.1 + y * radius, r * radius);
            c.fill(&pit, hour.sky[2].alpha(0.28));
        }
    }
}

/// A long flat cloud.
fn cloud(c: &mut Canvas, rng: &Dice, at: At, width: f32, color: Color) {
    let height = width * 0.075;
    let bar = |x: f32, y: f32, w: f32| Shape::rounded(at.0 + x, at.1 + y, w, height, height / 2.0);
    let shift = rng.between(0.05, 0.3) * width;
    let upper = bar(shift, -height * 0.9, width * rng.between(0.35, 0.6));
    let lower = bar(-shift * 0.7, height * 0.9, width * rng.between(0.4, 0.7));
    c.fill(&bar(0.0, 0.0, width).and(upper).and(lower), color);
}

fn clouds(c: &mut Canvas, rng: &Dice, hour: &Hour, from: f32, to: f32, count: usize) {
    let tint = if hour.night { hour.far } else { hour.sun };
    for _ in 0..count {
        let at = (rng.between(-0.1, 0.9) * c.w, rng.between(from, to));
        let width = rng.between(150.0, 420.0);
        cloud(c, rng, at, width, tint.alpha(rng.between(0.18, 0.42)));
    }
}

/// A few birds far away.
fn birds(c: &mut Canvas, rng: &Dice, at: At, color: Color) {
    for _ in 0..rng.count(4..9) {
        let (x, y) = (at.0 + rng.between(-140.0, 140.0), at.1 + rng.between(-60.0, 60.0));
        let s = rng.between(7.0, 15.0);
        let wings = [
            (x - s, y - s * 0.45),
            (x - s * 0.45, y - s * 0.5),
            (x, y),
            (x + s * 0.45, y - s * 0.5),
            (x + s, y - s * 0.45),
        ];
        c.stroke(&Shape::curve(&wings), 2.6, color);
    }
}

/// Heights of a ridge from left to right.
fn ridge(c: &Canvas, seed: u64, base: f32, height: f32, wave: f32, octaves: u32) -> Vec<At> {
    let steps = (c.w / 11.0) as usize + 2;
    (0..=steps)
        .map(|i| {
            let x = -10.0 + (c.w + 20.0) * i as f32 / steps as f32;
            let lift = noise::rough(seed, x / wave, 0.37, octaves);
            (x, base - height * (lift * 1.6 - 0.3))
        })
        .collect()
}

/// Land below a line that fades into haze downwards.
fn hazy(c: &mut Canvas, line: &[At], color: Color, haze: Color) {
    let top = line.iter().map(|at| at.1).fold(f32::MAX, f32::min);
    let floor = c.h + 10.0;
    let land = Shape::under(line, floor);
    c.fill(&land, Ink::Linear((0.0, top), (0.0, top + 380.0), vec![color, color.mix(haze, 0.75)]));
}

/// A fir as a silhouette that stands on `foot`.
fn fir(rng: &Dice, foot: At, height: f32) -> Shape {
    let tiers = 6;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for tier in 0..tiers {
        let part = tier as f32 / tiers as f32;
        let next = (tier + 1) as f32 / tiers as f32;
        let wide = height * 0.2 * next.powf(0.9) * rng.between(0.85, 1.15);
        let y = foot.1 - height * (1.0 - next * 0.94);
        let inner = height * 0.2 * part * 0.5;
        left.push((foot.0 - inner, foot.1 - height * (1.0 - part * 0.94)));
        left.push((foot.0 - wide, y));
        right.push((foot.0 + inner, foot.1 - height * (1.0 - part * 0.94)));
        right.push((foot.0 + wide, y));
    }
    let trunk = height * 0.018;
    left.extend([(foot.0 - trunk, foot.1 - height * 0.06), (foot.0 - trunk, foot.1 + 8.0)]);
    right.extend([(foot.0 + trunk, foot.1 - height * 0.06), (foot.0 + trunk, foot.1 + 8.0)]);
    left.extend(right.into_iter().rev());
    Shape::polygon(&left)
}

/// A row of firs along a line.
fn firs(c: &mut Canvas, rng: &Dice, line: &[At], tall: f32, density: f32, color: Color) {
    for &(x, y) in line {
        if rng.chance(density) {
            let height = tall * rng.between(0.45, 1.1);
            let tree = fir(rng, (x + rng.between(-5.0, 5.0), y + height * 0.07), height);
            c.fill(&tree, color);
        }
    }
}
