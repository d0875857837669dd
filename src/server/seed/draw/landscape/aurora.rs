use tiny_skia::BlendMode;

use super::super::canvas::{Canvas, Ink, down};
use super::super::color::{Color, hex};
use super::super::dice::Dice;
use super::super::noise;
use super::super::shape::{At, Shape};
use super::{firs, ridge, stars};

/// Sky from top to horizon, then the colours of the lights from foot to top.
const NIGHTS: [([Color; 3], [Color; 3]); 3] = [
    ([hex(0x040817), hex(0x0a1c36), hex(0x164a55)], [hex(0x8dffb5), hex(0x2fd9a0), hex(0x6b4bd6)]),
    ([hex(0x080720), hex(0x1a1646), hex(0x3b2f6e)], [hex(0xb7f7ff), hex(0x49b7e8), hex(0xb04bd0)]),
    ([hex(0x03101c), hex(0x082c3a), hex(0x0f5550)], [hex(0xe6ff9e), hex(0x57e08b), hex(0x1f8fae)]),
];

/// Northern lights over snow hills.
pub(in super::super) fn aurora(c: &mut Canvas, rng: &Dice) {
    let (sky, lights) = rng.pick(&NIGHTS);
    let horizon = c.h * rng.between(0.68, 0.76);
    c.flood(down(0.0, horizon, &sky));
    stars(c, rng, horizon, 220);
    for band in 0..3 {
        let (base, strength) = (horizon * (0.86 - 0.2 * band as f32), 0.5 - 0.1 * band as f32);
        curtain(c, rng, base, horizon * rng.between(0.5, 0.7), &lights, strength);
    }
    c.inside(&Shape::rect(0.0, 0.0, c.w, horizon), |c| {
        c.glow((c.w * 0.5, horizon), c.w * 0.6, lights[1].alpha(0.28));
    });
    let snow = sky[2].mix(lights[1], 0.25).mix(hex(0xdfe9ff), 0.25);
    for (part, depth) in [(0.0, 0.0), (0.35, 0.5), (0.75, 1.0)] {
        let base = horizon + (c.h - horizon) * part;
        let line = ridge(c, rng.seed(), base, 130.0 - 60.0 * depth, 380.0, 4);
        let color = snow.mix(sky[0], 0.15 + 0.6 * depth);
        if depth > 0.0 {
            firs(c, rng, &line, 70.0 + 110.0 * depth, 0.55, sky[0].mix(sky[1], 0.3 - 0.3 * depth));
        }
        c.fill(
            &Shape::under(&line, c.h + 5.0),
            down(base - 80.0, base + 160.0, &[color.light(0.12), color.dark(0.25)]),
        );
    }
}

/// One hanging curtain of light, made of upright rays.
fn curtain(c: &mut Canvas, rng: &Dice, base: f32, tall: f32, lights: &[Color; 3], strength: f32) {
    let seed = rng.seed();
    let (slant, step) = (rng.between(-0.16, 0.16), 14.0);
    let foot = |x: f32| -> At {
        (x, base - 190.0 * (noise::rough(seed, x / 420.0, 0.2, 2) - 0.5) + slant * (x - c.w / 2.0))
    };
    let rays = (c.w / step) as usize + 2;
    let feet: Vec<At> = (0..rays).map(|i| foot(i as f32 * step)).collect();
    c.blending(BlendMode::Screen, |c| {
        for &(x, y) in &feet {
            let power = noise::rough(seed ^ 5, x / 70.0, 0.7, 3);
            let height = tall * (0.35 + 0.8 * power);
            let [low, mid, high] =
                lights.map(|color| color.alpha(strength * (power * 1.5 - 0.25).clamp(0.05, 1.0)));
            let fade =
                vec![low.alpha(0.0), low, mid.alpha(mid.a * 0.7), high.alpha(high.a * 0.35), high.alpha(0.0)];
            c.fill(
                &Shape::rect(x, y - height, step, height + 30.0),
                Ink::Linear((0.0, y + 30.0), (0.0, y - height), fade),
            );
        }
    });
}
