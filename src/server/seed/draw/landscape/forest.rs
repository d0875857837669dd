use super::super::canvas::Canvas;
use super::super::color::Color;
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{HOURS, birds, fir, ridge, sky, sun};

/// A fir forest in mist, row behind row, with the light coming through.
pub(in super::super) fn forest(c: &mut Canvas, rng: &Dice) {
    let hour = rng.pick(&HOURS);
    sky(c, rng, &hour, c.h * 0.7);
    let at = (c.w * rng.between(0.25, 0.75), c.h * rng.between(0.25, 0.4));
    sun(c, &hour, at, rng.between(55.0, 95.0));
    birds(c, rng, (at.0 + rng.between(-200.0, 200.0), at.1 - 40.0), hour.near.alpha(0.6));
    let layers = 6;
    for layer in 0..layers {
        let depth = layer as f32 / (layers - 1) as f32;
        let base = c.h * (0.56 + 0.4 * depth);
        let line = ridge(c, rng.seed(), base, 70.0, 500.0, 3);
        let color = hour.far.mix(hour.sky[2], 0.35 * (1.0 - depth)).mix(hour.near, depth.powf(0.9));
        row(c, rng, &line, 110.0 + 270.0 * depth * depth, color);
        c.fill(&Shape::under(&line, c.h + 10.0), color);
        if layer + 1 < layers {
            mist(c, rng, base + 50.0, hour.sky[2].alpha(0.5 - 0.32 * depth));
        }
    }
    if rng.chance(0.5) {
        deer(c, (c.w * rng.between(0.25, 0.75), c.h * 0.9), hour.near.dark(0.3), rng.chance(0.5));
    }
}

fn row(c: &mut Canvas, rng: &Dice, line: &[At], tall: f32, color: Color) {
    let gap = (tall * 0.2 / 11.0).max(1.0) as usize;
    for &(x, y) in line.iter().step_by(gap) {
        if rng.chance(0.8) {
            let height = tall * rng.between(0.6, 1.25);
            let tree = fir(rng, (x + rng.between(-12.0, 12.0), y + height * 0.08), height);
            c.fill(&tree, color);
        }
    }
}

fn mist(c: &mut Canvas, rng: &Dice, y: f32, color: Color) {
    let x = c.w * rng.between(0.2, 0.8);
    c.soft(&Shape::ellipse(x, y, c.w * 0.5, 46.0), 70.0, color);
    c.soft(&Shape::ellipse(c.w - x, y + 20.0, c.w * 0.35, 34.0), 60.0, color);
}

fn deer(c: &mut Canvas, at: At, color: Color, turned: bool) {
    let draw = |c: &mut Canvas| {
        c.placed(at, 1.05, 0.0, |c| {
            c.fill(
                &Shape::data(
                    "M -52 -74 C -30 -88 20 -84 38 -86 C 48 -100 52 -116 56 -128 L \
                52 -138 L 62 -134 C 72 -136 82 -128 90 -120 C 92 -114 84 -112 \
                74 -112 C 70 -96 66 -78 58 -64 L 56 0 L 49 0 L 46 -52 C 20 -46 \
                -14 -46 -34 -52 C -36 -36 -40 -24 -38 0 L -46 0 C -50 -24 -52 \
                -40 -56 -58 C -62 -62 -60 -70 -52 -74 Z",
                ),
                color,
            );
            for antler in [
                [(60.0, -134.0), (50.0, -156.0), (54.0, -184.0)],
                [(64.0, -134.0), (74.0, -154.0), (82.0, -180.0)],
                [(51.0, -160.0), (38.0, -168.0), (34.0, -182.0)],
                [(75.0, -156.0), (90.0, -162.0), (98.0, -176.0)],
            ] {
                c.stroke(&Shape::curve(&antler), 4.0, color);
            }
        });
    };
    if turned { c.mirrored(at.0, draw) } else { draw(c) }
}
