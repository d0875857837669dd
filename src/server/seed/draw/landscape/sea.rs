use super::super::canvas::{Canvas, Ink, down};
use super::super::color::{Color, WHITE};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{HOURS, Hour, birds, clouds, ridge, sky, sun};

/// The sea with a low sun, its way of light on the water, islands and a sail.
pub(in super::super) fn sea(c: &mut Canvas, rng: &Dice) {
    let hour = rng.pick(&HOURS);
    let horizon = c.h * rng.between(0.48, 0.58);
    sky(c, rng, &hour, horizon);
    let radius = rng.between(75.0, 130.0);
    let height =
        if hour.night { horizon * rng.between(0.3, 0.5) } else { horizon - radius * rng.between(0.25, 0.9) };
    let at = (c.w * rng.between(0.3, 0.7), height);
    sun(c, &hour, at, if hour.night { radius * 0.6 } else { radius });
    clouds(c, rng, &hour, horizon * 0.2, horizon * 0.8, 6);
    islands(c, rng, &hour, horizon);
    water(c, rng, &hour, horizon, at.0, radius);
    if rng.chance(0.75) {
        let x = if at.0 > c.w / 2.0 { at.0 - c.w * 0.25 } else { at.0 + c.w * 0.25 };
        boat(c, (x, horizon + (c.h - horizon) * rng.between(0.2, 0.4)), rng.between(80.0, 130.0), &hour);
    }
    birds(c, rng, (c.w * rng.between(0.2, 0.8), horizon * 0.4), hour.near.alpha(0.75));
}

fn islands(c: &mut Canvas, rng: &Dice, hour: &Hour, horizon: f32) {
    for (part, color) in [(0.8, hour.far.mix(hour.sky[2], 0.3)), (0.5, hour.far.mix(hour.near, 0.3))] {
        let (seed, middle) = (rng.seed(), c.w * rng.pick(&[0.05, 0.12, 0.9, 0.97]));
        let reach = c.w * part * 0.5;
        let line: Vec<At> = ridge(c, seed, horizon, 190.0 * part, 190.0, 4)
            .into_iter()
            .map(|(x, y)| {
                let near = (1.0 - ((x - middle) / reach).powi(2)).max(0.0);
                (x, horizon + 3.0 - (horizon - y + 40.0).max(0.0) * near)
            })
            .collect();
        c.fill(&Shape::under(&line, horizon + 4.0), color);
    }
}

fn water(c: &mut Canvas, rng: &Dice, hour: &Hour, horizon: f32, sun_x: f32, radius: f32) {
    let deep = hour.sky[0].mix(hour.near, 0.55);
    let surface = [hour.sky[2].mix(hour.far, 0.35), hour.sky[1].mix(hour.near, 0.2), deep];
    c.fill(&Shape::rect(-5.0, horizon, c.w + 10.0, c.h), down(horizon, c.h, &surface));
    let floor = c.h - horizon;
    c.inside(&Shape::rect(0.0, horizon, c.w, floor), |c| {
        c.glow((sun_x, horizon), c.w * 0.45, hour.sun.alpha(0.35));
    });
    for _ in 0..150 {
        let depth: f32 = rng.between(0.0, 1.0).powf(1.6);
        let (x, y) = (rng.between(0.0, c.w), horizon + 6.0 + floor * depth);
        let color = if rng.chance(0.5) { hour.sky[2].alpha(0.16) } else { deep.alpha(0.25) };
        ripple(c, (x, y), rng.between(30.0, 150.0) * (0.35 + depth), 2.0 + 6.0 * depth, color);
    }
    let mut depth = 0.0;
    while depth < 1.0 {
        let y = horizon + 5.0 + floor * depth;
        let reach = radius * (0.95 - 0.2 * depth + rng.between(-0.3, 0.25));
        let x = sun_x + rng.between(-0.16, 0.16) * radius * (0.4 + depth);
        ripple(
            c,
            (x, y),
            reach * 2.0,
            4.0 + 11.0 * depth,
            hour.sun.mix(WHITE, 0.1).alpha(0.92 - 0.45 * depth),
        );
        depth += 0.018 + 0.034 * depth + rng.between(0.0, 0.012);
    }
}

/// A lens of light lying on the water.
fn ripple(c: &mut Canvas, at: At, width: f32, height: f32, color: Color) {
    let (left, right) = (at.0 - width / 2.0, at.0 + width / 2.0);
    let lens = format!(
        "M {left} {y} Q {x} {top} {right} {y} Q {x} {bottom} {left} {y} Z",
        x = at.0,
        y = at.1,
        top = at.1 - height,
        bottom = at.1 + height
    );
    c.fill(&Shape::data(&lens), color);
}

fn boat(c: &mut Canvas, at: At, size: f32, hour: &Hour) {
    c.placed(at, size / 100.0, 0.0, |c| {
        let (light, dark) = (WHITE.mix(hour.sky[2], 0.25), hour.near);
        c.fill(&Shape::ellipse(0.0, 9.0, 60.0, 7.0), hour.near.alpha(0.35));
        c.fill(
            &Shape::data("M 4 -130 C 44 -90 58 -50 56 -18 L 4 -12 Z"),
            Ink::Linear((0.0, -120.0), (60.0, -10.0), vec![light, light.dark(0.12)]),
        );
        c.fill(&Shape::data("M -4 -112 C -24 -76 -38 -46 -44 -18 L -4 -12 Z"), light.dark(0.22));
        c.fill(&Shape::data("M -54 -6 L 60 -6 C 52 10 42 14 30 14 L -30 14 C -42 14 -50 4 -54 -6 Z"), dark);
        c.stroke(&Shape::polyline(&[(0.0, -134.0), (0.0, -4.0)]), 3.0, dark);
    });
}
