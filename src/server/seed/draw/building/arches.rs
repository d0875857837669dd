use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;

struct Court {
    sky: [Color; 2],
    wall: Color,
    other: Color,
    pool: [Color; 2],
}

const COURTS: [Court; 5] = [
    Court {
        sky: [hex(0x2f7fc1), hex(0xa8d8ee)],
        wall: hex(0xe5735c),
        other: hex(0xf2b48c),
        pool: [hex(0x5fc4c9), hex(0x1f7f9c)],
    },
    Court {
        sky: [hex(0xf6a98d), hex(0xfde4cf)],
        wall: hex(0xd65d7a),
        other: hex(0xf3a6a0),
        pool: [hex(0xf6c6b4), hex(0xb0527a)],
    },
    Court {
        sky: [hex(0x6fb7c4), hex(0xdff1ea)],
        wall: hex(0xf3e6d3),
        other: hex(0xe0b892),
        pool: [hex(0x7fd6c8), hex(0x2f8f8f)],
    },
    Court {
        sky: [hex(0x1d1b4b), hex(0x7b5aa6)],
        wall: hex(0x4a3f8f),
        other: hex(0x9a6bb0),
        pool: [hex(0x8f7fd6), hex(0x231d57)],
    },
    Court {
        sky: [hex(0xf4c95d), hex(0xfbe9b7)],
        wall: hex(0xe08a3c),
        other: hex(0xf2c078),
        pool: [hex(0x57b5a8), hex(0x1d6f6b)],
    },
];

/// Walls with arches, stairs and a pool in hard sunlight.
pub(in super::super) fn arches(c: &mut Canvas, rng: &Dice) {
    let court = &COURTS[rng.count(0..COURTS.len()) % COURTS.len()];
    c.flood(down(0.0, c.h * 0.7, &court.sky));
    let sun = (c.w * rng.between(0.55, 0.85), c.h * rng.between(0.12, 0.26));
    c.glow(sun, 330.0, WHITE.alpha(0.5));
    c.fill(&Shape::circle(sun.0, sun.1, rng.between(52.0, 80.0)), WHITE.mix(court.sky[1], 0.3));
    let ground = c.h * 0.76;
    let draw = |c: &mut Canvas| {
        back_wall(c, rng, court, ground);
        front_wall(c, rng, court, ground);
        stairs(c, court, ground);
        pool(c, rng, court, ground);
    };
    if rng.chance(0.5) { c.mirrored(c.w / 2.0, draw) } else { draw(c) }
}

fn arch(x: f32, w: f32, top: f32, ground: f32) -> Shape {
    Shape::rounded(x, top, w, ground - top + w, w / 2.0)
}

fn back_wall(c: &mut Canvas, rng: &Dice, court: &Court, ground: f32) {
    let top = c.h * rng.between(0.3, 0.36);
    let wall = Shape::rect(c.w * 0.3, top, c.w * 0.75, ground - top);
    c.fill(&wall, across(c.w * 0.3, c.w, &[court.other.light(0.1), court.other, court.other.dark(0.1)]));
    let count = (c.w / 330.0).round().max(2.0) as usize;
    let step = c.w * 0.66 / count as f32;
    c.inside(&wall, |c| {
        for i in 0..count {
            let (x, w, y) = (c.w * 0.36 + step * i as f32, step * 0.62, top + 120.0);
            c.fill(&arch(x, w, y, ground), down(y, ground, &[court.other.dark(0.55), court.wall.dark(0.4)]));
            c.inside(&arch(x, w, y, ground), |c| {
                c.fill(
                    &arch(x + w * 0.2, w, y + 18.0, ground),
                    Ink::Linear((0.0, y), (0.0, ground), court.sky.to_vec()),
                );
            });
        }
    });
    c.fill(&Shape::rect(c.w * 0.29, top - 14.0, c.w * 0.76, 20.0), court.other.light(0.25));
}

fn front_wall(c: &mut Canvas, rng: &Dice, court: &Court, ground: f32) {
    let (top, right) = (c.h * rng.between(0.06, 0.12), c.w * rng.between(0.36, 0.42));
    let wall = Shape::rect(-5.0, top, right, ground - top);
    c.soft(&wall.clone().moved(46.0, 30.0), 30.0, BLACK.alpha(0.22));
    c.fill(
        &wall,
        Ink::Linear(
            (0.0, top),
            (right, ground),
            vec![court.wall.light(0.14), court.wall, court.wall.dark(0.12)],
        ),
    );
    c.fill(&Shape::rect(right - 5.0, top, 34.0, ground - top), court.wall.dark(0.32));
    let (x, w) = (right * 0.28, right * 0.44);
    let door = arch(x, w, ground - w * 1.75, ground);
    c.inside(&wall, |c| {
        c.fill(&door, down(ground - w * 1.75, ground, &[court.wall.dark(0.6), court.wall.dark(0.42)]));
        c.inside(&door, |c| {
            c.fill(
                &arch(x + w * 0.16, w, ground - w * 1.7, ground),
                down(top, ground, &[court.sky[0], court.sky[1], court.other]),
            );
            c.fill(&Shape::rect(x, ground - w * 0.35, w * 1.2, w), court.other.dark(0.1));
        });
        let round = right * 0.08;
        c.fill(&Shape::circle(right * 0.5, top + round * 1.5, round), court.wall.dark(0.5));
        c.inside(&Shape::circle(right * 0.5, top + round * 1.5, round), |c| {
            c.fill(&Shape::circle(right * 0.5 + round * 0.24, top + round * 1.6, round), court.sky[1])
        });
        c.fill(
            &Shape::polygon(&[(-5.0, top), (right * 0.9, top), (-5.0, top + (ground - top) * 0.62)]),
            WHITE.alpha(0.09),
        );
    });
}

fn stairs(c: &mut Canvas, court: &Court, ground: f32) {
    let (left, count, rise) = (c.w * 0.56, 9, c.h * 0.036);
    for i in 0..count {
        let (x, y) = (left + i as f32 * c.w * 0.038, ground - (i + 1) as f32 * rise);
        c.fill(
            &Shape::rect(x, y, c.w * 0.5, ground - y),
            court.wall.mix(court.other, 0.35).dark(0.02 * (count - i) as f32),
        );
        c.fill(&Shape::rect(x, y, c.w * 0.5, rise * 0.3), court.other.light(0.3));
    }
    let plant = (c.w * 0.93, ground - count as f32 * rise);
    for k in -4i16..=4 {
        let lean = f32::from(k) * 0.28;
        c.stroke(
            &Shape::curve(&[
                plant,
                (plant.0 + lean * 90.0, plant.1 - 120.0 + lean.abs() * 30.0),
                (plant.0 + lean * 170.0, plant.1 - 130.0 + lean.abs() * 90.0),
            ]),
            13.0,
            hex(0x2f6f52).light(0.05 * f32::from(k.unsigned_abs())),
        );
    }
    c.fill(
        &Shape::polygon(&[
            (plant.0 - 46.0, plant.1 - 50.0),
            (plant.0 + 46.0, plant.1 - 50.0),
            (plant.0 + 34.0, plant.1 + 4.0),
            (plant.0 - 34.0, plant.1 + 4.0),
        ]),
        across(plant.0 - 46.0, plant.0 + 46.0, &[WHITE, court.other, court.other.dark(0.3)]),
    );
}

fn pool(c: &mut Canvas, rng: &Dice, court: &Court, ground: f32) {
    c.fill(
        &Shape::rect(-5.0, ground, c.w + 10.0, c.h),
        down(ground, c.h, &[court.other.light(0.3), court.other.light(0.1)]),
    );
    let edge = [
        (c.w * 0.08, ground + 46.0),
        (c.w * 0.78, ground + 46.0),
        (c.w * 0.9, c.h + 10.0),
        (-c.w * 0.06, c.h + 10.0),
    ];
    let water = Shape::polygon(&edge);
    c.fill(&water.clone().moved(0.0, -9.0), court.other.light(0.55));
    c.fill(&water, down(ground + 46.0, c.h, &[court.pool[0], court.pool[1]]));
    c.inside(&water, |c| {
        c.fill(&Shape::rect(0.0, ground + 40.0, c.w * 0.42, c.h), court.wall.alpha(0.25));
        for _ in 0..26 {
            let (x, y, w) =
                (rng.between(0.0, c.w * 0.9), rng.between(ground + 50.0, c.h), rng.between(40.0, 140.0));
            c.stroke(
                &Shape::curve(&[(x, y), (x + w * 0.3, y - 5.0), (x + w * 0.7, y + 5.0), (x + w, y)]),
                3.5,
                WHITE.alpha(0.35),
            );
        }
    });
}
