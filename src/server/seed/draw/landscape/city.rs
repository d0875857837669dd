use super::super::canvas::{Canvas, down};
use super::super::color::{Color, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;
use super::{Hour, sky, sun};

const NIGHTS: [Hour; 4] = [
    Hour {
        sky: [hex(0x0c1033), hex(0x33286b), hex(0xc1587f)],
        sun: hex(0xfdf1d0),
        far: hex(0x5b3f83),
        near: hex(0x0a0c22),
        night: true,
    },
    Hour {
        sky: [hex(0x071a2c), hex(0x0f4761), hex(0x3fa7a0)],
        sun: hex(0xf2fbe8),
        far: hex(0x1f6273),
        near: hex(0x04101a),
        night: true,
    },
    Hour {
        sky: [hex(0x141234), hex(0x463b84), hex(0xf0906a)],
        sun: hex(0xffe7c2),
        far: hex(0x6a4a86),
        near: hex(0x0d0b20),
        night: true,
    },
    Hour {
        sky: [hex(0x060b1e), hex(0x14265a), hex(0x4668b8)],
        sun: hex(0xf4f6ff),
        far: hex(0x28417f),
        near: hex(0x040817),
        night: true,
    },
];

const LIGHTS: [Color; 5] = [hex(0xffd27a), hex(0xffe3a8), hex(0xffb861), hex(0xfff3d4), hex(0x9fe0ff)];

/// A skyline by night over water that mirrors its lights.
pub(in super::super) fn city(c: &mut Canvas, rng: &Dice) {
    let hour = rng.pick(&NIGHTS);
    let shore = c.h * rng.between(0.74, 0.82);
    sky(c, rng, &hour, shore);
    let at = (c.w * rng.between(0.15, 0.85), c.h * rng.between(0.14, 0.3));
    sun(c, &hour, at, rng.between(46.0, 78.0));
    for layer in 0..3 {
        let depth = layer as f32 / 2.0;
        let color = hour.far.mix(hour.near, 0.15 + 0.8 * depth);
        skyline(c, rng, shore, (1.0 - 0.3 * depth) * shore * 0.62, color, depth);
        if layer < 2 {
            c.soft(&Shape::rect(-50.0, shore - 70.0, c.w + 100.0, 90.0), 90.0, hour.sky[2].alpha(0.32));
        }
    }
    river(c, rng, &hour, shore);
}

fn skyline(c: &mut Canvas, rng: &Dice, shore: f32, tall: f32, color: Color, depth: f32) {
    let mut x = rng.between(-60.0, 0.0);
    while x < c.w {
        let width = rng.between(62.0, 128.0) * (0.8 + 0.35 * depth);
        let centre = 1.0 - ((x + width / 2.0) / c.w - 0.5).abs() * 0.9;
        let height = tall * centre * rng.between(0.42, 1.0);
        tower(c, rng, (x, shore - height), (width, height), color, depth);
        x += width + if rng.chance(0.25) { rng.between(4.0, 26.0) } else { -2.0 };
    }
}

fn tower(c: &mut Canvas, rng: &Dice, (x, y): (f32, f32), (w, h): (f32, f32), color: Color, depth: f32) {
    let ink = down(y, y + h, &[color, color.light(0.07)]);
    c.fill(&Shape::rect(x, y, w, h + 2.0), ink);
    c.fill(&Shape::rect(x + w * 0.68, y, w * 0.32, h + 2.0), color.dark(0.35).alpha(0.5));
    match rng.count(0..6) {
        0 => c.fill(&Shape::polygon(&[(x, y + 1.0), (x + w / 2.0, y - w * 0.5), (x + w, y + 1.0)]), color),
        1 => {
            c.fill(&Shape::rect(x + w * 0.2, y - 26.0, w * 0.6, 27.0), color);
            c.fill(&Shape::rect(x + w * 0.36, y - 46.0, w * 0.28, 21.0), color);
            c.stroke(&Shape::polyline(&[(x + w / 2.0, y - 44.0), (x + w / 2.0, y - 120.0)]), 3.5, color);
            c.fill(&Shape::circle(x + w / 2.0, y - 122.0, 4.0), hex(0xff5f5f));
        }
        2 => c.fill(&Shape::polygon(&[(x, y + 1.0), (x, y - w * 0.38), (x + w, y + 1.0)]), color),
        3 => c.fill(&Shape::ellipse(x + w / 2.0, y, w / 2.0, w * 0.28), color),
        _ => {}
    }
    windows(c, rng, (x, y), (w, h), depth);
}

fn windows(c: &mut Canvas, rng: &Dice, (x, y): (f32, f32), (w, h): (f32, f32), depth: f32) {
    let columns = (w / 19.0).floor().max(2.0);
    let step = w / (columns + 0.6);
    let (pane, tall) = (step * 0.52, rng.pick(&[9.0, 13.0, 16.0]));
    let light = rng.pick(&LIGHTS);
    let busy = rng.between(0.25, 0.6);
    let mut top = y + 16.0;
    while top + tall < y + h - 8.0 {
        for column in 0..columns as usize {
            if rng.chance(busy) {
                let left = x + step * (column as f32 + 0.55);
                let color = if rng.chance(0.12) { rng.pick(&LIGHTS) } else { light };
                let strength = (0.35 + 0.6 * depth) * rng.between(0.55, 1.0);
                c.fill(&Shape::rect(left, top, pane, tall), color.alpha(strength));
            }
        }
        top += tall + rng.pick(&[8.0, 8.0, 9.0]);
    }
}

fn river(c: &mut Canvas, rng: &Dice, hour: &Hour, shore: f32) {
    let floor = c.h - shore;
    let bank = Shape::rect(-5.0, shore, c.w + 10.0, floor + 5.0);
    c.fill(&bank, down(shore, c.h, &[hour.near, hour.sky[1].mix(hour.near, 0.5), hour.near]));
    c.fill(&Shape::rect(-5.0, shore - 3.0, c.w + 10.0, 5.0), hour.near.dark(0.3));
    for _ in 0..46 {
        let x = rng.between(0.0, c.w);
        let color = if rng.chance(0.3) { hour.sky[2] } else { rng.pick(&LIGHTS) };
        let (length, width) = (floor * rng.between(0.25, 0.95), rng.between(8.0, 22.0));
        let mut y = shore + 6.0;
        while y < shore + length {
            let part = 1.0 - (y - shore) / length;
            let sway = rng.between(-5.0, 5.0);
            let wide = width * rng.between(0.6, 1.3);
            let dash = Shape::rounded(x + sway - wide / 2.0, y, wide, 4.5, 2.2);
            c.fill(&dash, color.alpha(0.6 * part));
            y += rng.between(7.0, 12.0);
        }
    }
}
