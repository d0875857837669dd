//! Portraits: people of many kinds in a flat style.

mod clothes;
mod face;
mod hair;

use super::canvas::{Canvas, Ink, down};
use super::color::{Color, hex};
use super::dice::Dice;
use super::shape::{At, Shape};
use clothes::Clothes;
use hair::Style;

/// Colours of one picture: the wall, the shape on it, and two for clothes.
#[derive(Clone, Copy)]
struct Room {
    wall: Color,
    shape: Color,
    cloth: Color,
    trim: Color,
}

const fn room(wall: u32, shape: u32, cloth: u32, trim: u32) -> Room {
    Room { wall: hex(wall), shape: hex(shape), cloth: hex(cloth), trim: hex(trim) }
}

const ROOMS: [Room; 12] = [
    room(0xf6d7c3, 0xef9a7a, 0x2c5f66, 0xf4e3cf),
    room(0xcfe3da, 0x7dbfa6, 0xe4674f, 0xfaf1e0),
    room(0xd9d5f2, 0x9a8fd8, 0xf2b441, 0x3a2f66),
    room(0xfbe6a9, 0xf3b93c, 0x3d4f8a, 0xf9f4e6),
    room(0xc8e2f5, 0x6fb3de, 0xf4f1ea, 0xe5574a),
    room(0xf8ccd4, 0xec7f95, 0x5a2748, 0xfbe9dd),
    room(0x274653, 0x37707d, 0xe9b872, 0xf5ead8),
    room(0x33305a, 0x5c56a0, 0xf08a8a, 0xefe9ff),
    room(0xe6e0d6, 0xcdbfa9, 0x3f5b46, 0xd98b4f),
    room(0xf1694b, 0xf79a6f, 0x272a4d, 0xfbe8d2),
    room(0xdcecc6, 0xa3c873, 0x8b4a9c, 0xfdf6df),
    room(0x1f5a4c, 0x2f8069, 0xf6d9c0, 0xf0a03c),
];

const SKINS: [Color; 8] = [
    hex(0xf8d5bd),
    hex(0xf0bf9c),
    hex(0xe2a67c),
    hex(0xc98a60),
    hex(0xa86c45),
    hex(0x875233),
    hex(0x663b25),
    hex(0x4d2c1d),
];

const HAIRS: [Color; 9] = [
    hex(0x1d181b),
    hex(0x2d1f1d),
    hex(0x4a2d20),
    hex(0x7a4726),
    hex(0xb3702f),
    hex(0xe0b266),
    hex(0xc2492b),
    hex(0xd9d4ce),
    hex(0x2f3f78),
];

/// One person before a wall with a shape on it.
pub(super) fn portrait(c: &mut Canvas, rng: &Dice) {
    let room = rng.pick(&ROOMS);
    let (x, size) = (c.w * 0.5, c.w.min(c.h) / 1000.0);
    wall(c, rng, &room);
    let floor = c.h;
    person(c, rng, (x, floor - 330.0 * size), 1.5 * size, &room);
}

/// Three people side by side.
pub(super) fn team(c: &mut Canvas, rng: &Dice) {
    let room = rng.pick(&ROOMS);
    wall(c, rng, &room);
    let size = (c.w / 1500.0).min(c.h / 900.0);
    let cloths = rng.shuffled([room.cloth, room.trim, room.shape.dark(0.45)]);
    let places = [(-0.27, -40.0, cloths[0]), (0.27, -40.0, cloths[1]), (0.0, 20.0, cloths[2])];
    for (part, drop, cloth) in places {
        let at = (c.w * (0.5 + part), c.h - (300.0 - drop) * size);
        person(c, rng, at, 1.22 * size, &Room { cloth, trim: room.trim.mix(room.cloth, 0.3), ..room });
    }
}

fn wall(c: &mut Canvas, rng: &Dice, room: &Room) {
    c.flood(down(0.0, c.h, &[room.wall.light(0.1), room.wall, room.wall.dark(0.06)]));
    let (x, y, r) = (c.w * 0.5, c.h * 0.5, c.w.min(c.h) * 0.4);
    let ink = || down(y - r, y + r * 1.4, &[room.shape.light(0.12), room.shape]);
    match rng.count(0..5) {
        0 => c.fill(&Shape::circle(x, y, r), ink()),
        1 => c.fill(&Shape::rounded(x - r * 0.86, y - r, r * 1.72, c.h, r * 0.86), ink()),
        2 => {
            let blob: Vec<At> = (0..9)
                .map(|i| {
                    let (sin, cos) = (i as f32 * std::f32::consts::TAU / 9.0).sin_cos();
                    let reach = r * rng.between(0.85, 1.25);
                    (x + reach * cos, y + reach * sin)
                })
                .collect();
            c.fill(&Shape::blob(&blob), ink());
        }
        3 => {
            for i in 0..7 {
                let left = x + (i as f32 - 3.0) * r * 0.42 - r * 0.1;
                c.fill(
                    &Shape::rounded(
                        left,
                        y - r * (1.1 - 0.12 * (i as f32 - 3.0).abs()),
                        r * 0.22,
                        c.h,
                        r * 0.11,
                    ),
                    ink(),
                );
            }
        }
        _ => {
            c.fill(&Shape::circle(x + r * 0.55, y - r * 0.45, r * 0.8), ink());
            c.fill(&Shape::circle(x - r * 0.75, y + r * 0.4, r * 0.42), room.trim.mix(room.wall, 0.4));
        }
    }
}

/// Head and shoulders; `at` is where the neck meets the chest.
fn person(c: &mut Canvas, rng: &Dice, at: At, size: f32, room: &Room) {
    let skin = rng.pick(&SKINS);
    let style = Style::choose(rng);
    let [black, dark, brown, .., grey, _] = HAIRS;
    let color =
        if luma(skin) < 0.42 { rng.pick(&[black, black, dark, brown, grey]) } else { rng.pick(&HAIRS) };
    let clothes = Clothes { cloth: room.cloth, trim: room.trim, cut: rng.count(0..6) };
    c.placed(at, size, rng.between(-2.0, 2.0), |c| {
        style.behind(c, color, room);
        clothes::neck(c, skin);
        clothes.draw(c);
        face::head(c, skin);
        face::features(c, rng, skin, color);
        if style.bearded() && rng.chance(0.5) {
            face::beard(c, color);
        }
        style.before(c, color, room);
        if rng.chance(0.35) {
            face::glasses(c, rng, room.trim.dark(0.75));
        }
        if style.ears() && rng.chance(0.5) {
            face::earrings(c, hex(0xf2c863));
        }
    });
}

fn luma(color: Color) -> f32 {
    0.3 * color.r + 0.59 * color.g + 0.11 * color.b
}

/// Light from the upper left on something coloured.
fn lit(color: Color) -> Ink {
    Ink::Linear((-150.0, -360.0), (150.0, 60.0), vec![color.light(0.14), color, color.dark(0.16)])
}
