use super::super::canvas::{Canvas, Ink, down};
use super::super::color::{Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{HOURS, Hour, birds, clouds, hazy, ridge, sky, sun};

/// What grows: two colours of the rows, the earth between them, and which hour's sky goes with them.
const CROPS: [(Color, Color, Color, usize); 5] = [
    (hex(0x8d6bc4), hex(0xb592dd), hex(0x4d3a7a), 4),
    (hex(0xe35d5b), hex(0xf7b267), hex(0x5f8a4a), 1),
    (hex(0xf2c14e), hex(0xf7dd83), hex(0x8f7a2c), 1),
    (hex(0x5f9f5a), hex(0x8fc37a), hex(0x31623f), 7),
    (hex(0xc9823f), hex(0xe7b05e), hex(0x6d3f2b), 2),
];

/// Rows of flowers or corn that run to the horizon, a house and trees.
pub(in super::super) fn fields(c: &mut Canvas, rng: &Dice) {
    let (row, bright, earth, hour) = rng.pick(&CROPS);
    let hour: Hour = HOURS.get(hour).copied().unwrap_or(HOURS[1]);
    let horizon = c.h * rng.between(0.42, 0.5);
    sky(c, rng, &hour, horizon);
    sun(c, &hour, (c.w * rng.between(0.2, 0.8), horizon * rng.between(0.35, 0.6)), rng.between(50.0, 80.0));
    clouds(c, rng, &hour, horizon * 0.15, horizon * 0.6, 5);
    for depth in [0.0, 0.5] {
        let line = ridge(c, rng.seed(), horizon - 10.0 + 30.0 * depth, 110.0 - 60.0 * depth, 360.0, 3);
        hazy(c, &line, hour.far.mix(earth, 0.25 + 0.6 * depth), hour.sky[2]);
    }
    let vanish = (c.w * rng.between(0.3, 0.7), horizon - 40.0);
    rows(c, vanish, horizon + 26.0, [row, bright, earth]);
    let side = if vanish.0 > c.w / 2.0 { 0.25 } else { 0.72 };
    house(c, (c.w * side, horizon + 34.0), rng.between(0.85, 1.2), &hour);
    for _ in 0..rng.count(3..7) {
        let x = c.w * (side + rng.between(-0.18, 0.18));
        tree(c, (x, horizon + 36.0), rng.between(36.0, 74.0), earth.mix(hex(0x2f5d3a), 0.6), rng.chance(0.5));
    }
    birds(c, rng, (c.w * (1.0 - side), horizon * 0.5), earth.dark(0.3).alpha(0.6));
}

fn rows(c: &mut Canvas, vanish: At, top: f32, [row, bright, earth]: [Color; 3]) {
    let field = Shape::below(
        &[(-10.0, top + 18.0), (c.w * 0.3, top), (c.w * 0.7, top + 6.0), (c.w + 10.0, top - 6.0)],
        c.h + 5.0,
    );
    c.fill(&field, down(top, c.h, &[earth.light(0.2), earth, earth.dark(0.25)]));
    c.inside(&field, |c| {
        let (count, floor) = (34, c.h + 60.0);
        let spread = c.w * 3.4;
        for i in 0..count {
            let place = |k: f32| vanish.0 + spread * ((i as f32 + k) / count as f32 - 0.5);
            let color = if i % 2 == 0 { row } else { bright };
            let strip = Shape::polygon(&[vanish, (place(0.14), floor), (place(0.86), floor)]);
            let fade = Ink::Linear((0.0, top), (0.0, c.h), vec![color.light(0.3), color, color.dark(0.14)]);
            c.fill(&strip, fade);
            let shaded = Shape::polygon(&[vanish, (place(0.62), floor), (place(0.86), floor)]);
            c.fill(&shaded, earth.alpha(0.28));
        }
        c.fill(
            &Shape::rect(-5.0, top - 30.0, c.w + 10.0, 150.0),
            down(top - 30.0, top + 120.0, &[WHITE.alpha(0.3), WHITE.alpha(0.0)]),
        );
    });
}

fn house(c: &mut Canvas, at: At, scale: f32, hour: &Hour) {
    c.placed(at, scale, 0.0, |c| {
        let wall = WHITE.mix(hour.sky[2], 0.35);
        c.fill(&Shape::rect(-70.0, -54.0, 46.0, 54.0), wall.dark(0.2));
        c.fill(&Shape::rect(-24.0, -54.0, 96.0, 54.0), wall);
        c.fill(&Shape::polygon(&[(-76.0, -52.0), (-47.0, -94.0), (-18.0, -52.0)]), wall.dark(0.2));
        c.fill(
            &Shape::polygon(&[(-47.0, -96.0), (52.0, -96.0), (80.0, -50.0), (-20.0, -50.0)]),
            hex(0xb5483a).mix(hour.far, 0.2),
        );
        c.fill(&Shape::rect(30.0, -116.0, 12.0, 30.0), hex(0x8a3b31));
        for x in [-8.0, 20.0, 48.0] {
            c.fill(&Shape::rect(x, -38.0, 12.0, 16.0), hour.near.mix(hour.far, 0.3));
        }
    });
}

fn tree(c: &mut Canvas, foot: At, size: f32, color: Color, slim: bool) {
    c.stroke(&Shape::polyline(&[foot, (foot.0, foot.1 - size)]), size * 0.09, color.dark(0.5));
    let (rx, ry) = if slim { (size * 0.28, size * 0.95) } else { (size * 0.56, size * 0.6) };
    let y = foot.1 - size * 1.15;
    c.fill(&Shape::ellipse(foot.0, y, rx, ry), color);
    c.fill(&Shape::ellipse(foot.0 - rx * 0.24, y - ry * 0.2, rx * 0.62, ry * 0.66), color.light(0.14));
}
