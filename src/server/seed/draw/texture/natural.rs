use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::noise;
use super::super::shape::{At, Shape};
use super::SWATCHES;

/// Chips of stone in a ground stone.
pub(in super::super) fn terrazzo(c: &mut Canvas, rng: &Dice) {
    let swatch = rng.pick(&SWATCHES);
    c.flood(Ink::Linear((0.0, 0.0), (c.w, c.h), vec![swatch[0].light(0.12), swatch[0]]));
    for _ in 0..260 {
        let at = (rng.between(0.0, c.w), rng.between(0.0, c.h));
        c.fill(
            &Shape::circle(at.0, at.1, rng.between(1.5, 5.0)),
            rng.pick(&swatch).mix(BLACK, 0.12).alpha(0.7),
        );
    }
    let area = (c.w * c.h / 15_000.0) as usize;
    let mut chips: Vec<(At, f32)> = Vec::new();
    for i in 0..area * 12 {
        let size = if i < area { rng.between(44.0, 84.0) } else { rng.between(14.0, 40.0) };
        let at = (rng.between(-20.0, c.w + 20.0), rng.between(-20.0, c.h + 20.0));
        let apart = |&((x, y), other): &(At, f32)| (x - at.0).hypot(y - at.1) > (size + other) * 0.92;
        if chips.len() < area * 4 && chips.iter().all(apart) {
            chips.push((at, size));
            chip(c, rng, at, size, rng.pick(&[swatch[1], swatch[2], swatch[3], swatch[4]]));
        }
    }
}

fn chip(c: &mut Canvas, rng: &Dice, at: At, size: f32, color: Color) {
    let corners = rng.count(5..8);
    let (start, long) = (rng.between(0.0, 6.0), rng.between(0.62, 1.0));
    let points: Vec<At> = (0..corners)
        .map(|i| {
            let turn = start + (i as f32 + rng.between(-0.25, 0.25)) * std::f32::consts::TAU / corners as f32;
            let reach = size * rng.between(0.78, 1.02);
            (at.0 + reach * turn.cos(), at.1 + reach * turn.sin() * long)
        })
        .collect();
    let shape = Shape::polygon(&points);
    c.fill(&shape.clone().moved(2.0, 3.0), BLACK.alpha(0.12));
    c.fill(
        &shape,
        Ink::Linear(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            vec![color.light(0.14), color, color.dark(0.1)],
        ),
    );
    if size > 40.0 {
        c.inside(&shape, |c| {
            let vein = [
                (at.0 - size, at.1 + rng.between(-20.0, 20.0)),
                at,
                (at.0 + size, at.1 + rng.between(-30.0, 30.0)),
            ];
            c.stroke(&Shape::curve(&vein), 3.0, WHITE.alpha(0.22));
        });
    }
}

/// Ground colours of marbles, their veins and their finest veins.
const MARBLES: [[Color; 3]; 5] = [
    [hex(0xf6f4f1), hex(0x9b9aa3), hex(0xc9a35b)],
    [hex(0x17191f), hex(0xd9d4c9), hex(0xd6a84f)],
    [hex(0x123f3c), hex(0xa9cdbd), hex(0xe0b85f)],
    [hex(0xf3d4cd), hex(0xb06a72), hex(0xfff5ef)],
    [hex(0x243a66), hex(0xb7cbe8), hex(0xe6bf6a)],
];

/// Marble with veins, some of them golden.
pub(in super::super) fn marble(c: &mut Canvas, rng: &Dice) {
    let [ground, vein, gold] = rng.pick(&MARBLES);
    let seed = rng.seed();
    let (sin, cos) = rng.between(0.4, 1.1).sin_cos();
    c.shade(|x, y| {
        let (u, v) = ((x * cos + y * sin) / 320.0, (y * cos - x * sin) / 620.0);
        let warp = noise::rough(seed, u * 1.1, v * 1.6, 4) - 0.5;
        let line = |shift: f32, sharp: f32| {
            let wave = noise::rough(seed ^ 77, u * 0.9 + warp * 1.9 + shift, v + warp * 1.2, 3) - 0.5;
            (1.0 - (wave.abs() * sharp).min(1.0)).powi(2)
        };
        let cloud = noise::rough(seed ^ 3, u * 1.3 + warp, v * 1.5, 3);
        let base = ground.mix(vein, (cloud - 0.42).max(0.0) * 0.75);
        base.mix(vein, line(0.0, 13.0) * 0.75).mix(gold, line(5.3, 34.0) * 0.9)
    });
}

const WOODS: [[Color; 3]; 5] = [
    [hex(0xb98050), hex(0xd6a370), hex(0x6d4325)],
    [hex(0x6b4029), hex(0x8f5b3b), hex(0x341c11)],
    [hex(0xd9b88a), hex(0xecd2a9), hex(0x9a7648)],
    [hex(0x8b8f93), hex(0xb4b6b6), hex(0x53575c)],
    [hex(0x9c4a35), hex(0xc16a4c), hex(0x4f1f17)],
];

/// Boards with grain and knots.
pub(in super::super) fn wood(c: &mut Canvas, rng: &Dice) {
    let [base, light, dark] = rng.pick(&WOODS);
    let boards = rng.count(4..7);
    let tall = c.h / boards as f32;
    c.flood(dark);
    for i in 0..boards {
        let (top, seed) = (i as f32 * tall, rng.seed());
        let tone = base.mix(rng.pick(&[light, dark, base]), rng.between(0.05, 0.35));
        let board = Shape::rounded(-20.0, top + 3.0, c.w + 40.0, tall - 6.0, 5.0);
        c.fill(&board, down(top, top + tall, &[tone.light(0.1), tone, tone.dark(0.1)]));
        let knot = (rng.between(0.1, 0.9) * c.w, top + tall * rng.between(0.35, 0.65));
        let bulge = if rng.chance(0.75) { tall * 0.3 } else { 0.0 };
        c.inside(&board, |c| {
            let mut y = -tall * 0.2;
            while y < tall * 1.2 {
                let line: Vec<At> = (0..=40)
                    .map(|k| {
                        let x = c.w * k as f32 / 40.0;
                        let near = (-((x - knot.0) / (tall * 0.75)).powi(2)).exp();
                        let push = (top + y - knot.1).signum()
                            * bulge
                            * near
                            * (-((top + y - knot.1) / (tall * 0.5)).powi(2)).exp();
                        (x, top + y + push + 16.0 * (noise::smooth(seed, x / 330.0, y / 60.0) - 0.5))
                    })
                    .collect();
                let tint =
                    if rng.chance(0.35) { light.alpha(0.4) } else { dark.alpha(rng.between(0.15, 0.45)) };
                c.stroke(&Shape::curve(&line), rng.between(1.2, 3.6), tint);
                y += rng.between(5.0, 15.0);
            }
            if bulge > 0.0 {
                for (k, strength) in [(0.3, 0.5), (0.21, 0.6), (0.12, 0.85)] {
                    c.fill(
                        &Shape::ellipse(knot.0, knot.1, tall * k * 1.5, tall * k * 0.8),
                        dark.alpha(strength * 0.6),
                    );
                }
            }
        });
        let joint = c.w * rng.between(0.1, 0.9);
        c.fill(
            &Shape::rect(joint, top + 3.0, 4.0, tall - 6.0),
            across(joint, joint + 4.0, &[dark.dark(0.5), dark]),
        );
    }
}

/// Sheets of paper cut in waves, one over the other, with their shadows.
pub(in super::super) fn papercut(c: &mut Canvas, rng: &Dice) {
    let [a, b, d, e, f] = rng.pick(&SWATCHES);
    let ends = rng.pick(&[[a, b, d], [e, b, d], [f, e, d]]);
    let layers = 8;
    c.flood(ends[0].light(0.25));
    let (seed, steep) = (rng.seed(), rng.between(-0.35, 0.35));
    for layer in 0..layers {
        let depth = layer as f32 / (layers - 1) as f32;
        let base = c.h * (0.16 + 0.86 * depth);
        let line: Vec<At> = (0..=16)
            .map(|i| {
                let x = -40.0 + (c.w + 80.0) * i as f32 / 16.0;
                let lift = noise::rough(seed.wrapping_add(layer), x / 430.0, depth * 2.0, 2) - 0.5;
                (x, base + steep * (x - c.w / 2.0) - 330.0 * lift)
            })
            .collect();
        let sheet = Shape::below(&line, c.h * 2.0);
        c.soft(&sheet.clone().moved(0.0, -10.0), 46.0, BLACK.alpha(0.34));
        let color = Color::along(&ends, depth);
        c.fill(&sheet, down(base - 160.0, base + 300.0, &[color.light(0.16), color, color.dark(0.08)]));
        c.stroke(&Shape::curve(&line), 2.5, WHITE.alpha(0.35));
    }
}
