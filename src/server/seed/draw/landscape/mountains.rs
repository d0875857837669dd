use super::super::canvas::{Canvas, Ink};
use super::super::color::WHITE;
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{HOURS, Hour, birds, clouds, firs, hazy, ridge, sky, sun};

/// Layers of mountains, one of them with snow, and firs in front.
pub(in super::super) fn mountains(c: &mut Canvas, rng: &Dice) {
    let hour = rng.pick(&HOURS);
    let horizon = c.h * rng.between(0.5, 0.62);
    sky(c, rng, &hour, horizon);
    let at = (c.w * rng.between(0.2, 0.8), horizon * rng.between(0.3, 0.62));
    sun(c, &hour, at, rng.between(42.0, 80.0));
    clouds(c, rng, &hour, horizon * 0.15, horizon * 0.7, 4);
    let haze = hour.sky[2];
    let back = ridge(c, rng.seed(), horizon, 120.0, 300.0, 4);
    hazy(c, &back, hour.far.mix(haze, 0.45), haze);
    peaks(c, rng, &hour, horizon);
    let layers = 4;
    for layer in 0..layers {
        let depth = layer as f32 / (layers - 1) as f32;
        let base = horizon + (c.h - horizon) * (0.22 + 0.6 * depth);
        let line = ridge(c, rng.seed(), base, 150.0 - 40.0 * depth, 420.0 - 60.0 * depth, 5);
        let color = hour.far.mix(hour.near, 0.35 + 0.65 * depth);
        if layer >= 1 {
            firs(c, rng, &line, 38.0 + 130.0 * depth * depth, 0.75 - 0.35 * depth, color);
        }
        hazy(c, &line, color, hour.far.mix(haze, 0.3 - 0.3 * depth).mix(hour.near, depth * 0.8));
    }
    birds(c, rng, (c.w * 0.6, horizon * 0.45), hour.near.alpha(0.7));
}

/// Three high peaks with a lit and a shaded side and snow at the top.
fn peaks(c: &mut Canvas, rng: &Dice, hour: &Hour, horizon: f32) {
    let lead = c.w * rng.between(0.3, 0.7);
    let places = [
        (lead - c.w * rng.between(0.24, 0.34), 0.62),
        (lead + c.w * rng.between(0.22, 0.36), 0.7),
        (lead, 1.0),
    ];
    for (x, part) in places {
        let height = horizon * 0.62 * part * rng.between(0.9, 1.05);
        peak(c, rng, hour, (x, horizon - height * 0.72), height * 1.15);
    }
}

fn peak(c: &mut Canvas, rng: &Dice, hour: &Hour, top: At, height: f32) {
    let rock = hour.far.mix(hour.near, 0.28);
    let (lit, shade) = (rock.light(0.14), rock.dark(0.22));
    let left = flank(rng, top, height, -1.0);
    let right = flank(rng, top, height, 1.0);
    let spine = spine(rng, top, height);
    let side = |edge: &[At]| {
        let mut points = edge.to_vec();
        points.extend(spine.iter().rev());
        Shape::polygon(&points)
    };
    let (west, east) = (side(&left), side(&right));
    let fade =
        |color| Ink::Linear((0.0, top.1), (0.0, top.1 + height), vec![color, hour.far.mix(hour.sky[2], 0.4)]);
    c.fill(&west, fade(lit));
    c.fill(&east, fade(shade));
    let line = snow_line(rng, top, height);
    c.inside(&west, |c| c.fill(&line, WHITE.mix(hour.sky[2], 0.12)));
    c.inside(&east, |c| c.fill(&line, hour.far.mix(WHITE, 0.45)));
}

fn flank(rng: &Dice, top: At, height: f32, side: f32) -> Vec<At> {
    let steps = 9;
    (0..=steps)
        .map(|i| {
            let part = i as f32 / steps as f32;
            let jag = if i == 0 || i == steps { 0.0 } else { rng.between(-0.035, 0.035) };
            (top.0 + side * height * (part * 0.95 + jag), top.1 + height * (part + jag * 0.5))
        })
        .collect()
}

fn spine(rng: &Dice, top: At, height: f32) -> Vec<At> {
    let mut x = top.0;
    let mut points = vec![top];
    for i in 1..=7 {
        x += height * rng.between(-0.055, 0.085);
        points.push((x, top.1 + height * i as f32 / 7.0));
    }
    points
}

fn snow_line(rng: &Dice, top: At, height: f32) -> Shape {
    let mut points = vec![(top.0 - height, top.1 - 10.0), (top.0 + height, top.1 - 10.0)];
    let steps = 26;
    for i in 0..=steps {
        let x = top.0 + height * (0.75 - 1.5 * i as f32 / steps as f32);
        let drop = if i % 2 == 0 { rng.between(0.12, 0.22) } else { rng.between(0.28, 0.46) };
        points.push((x, top.1 + height * drop));
    }
    Shape::polygon(&points)
}
