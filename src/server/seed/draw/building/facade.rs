use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;

/// Sky from top to bottom, then the walls.
const STREETS: [([Color; 2], [Color; 5]); 4] = [
    (
        [hex(0x7cc0e8), hex(0xe3f3fa)],
        [hex(0xf2b5a0), hex(0xf6d98f), hex(0xa9cdb8), hex(0xe98d7a), hex(0xd6c7ea)],
    ),
    (
        [hex(0xf3a784), hex(0xfde3c4)],
        [hex(0xc65f4e), hex(0xe7a65c), hex(0x7c9a92), hex(0xa8515f), hex(0xf0d9b5)],
    ),
    (
        [hex(0x98d5cf), hex(0xf1f8e9)],
        [hex(0xf7efe2), hex(0xe8836b), hex(0x5aa6a6), hex(0xf3c766), hex(0x8e9fd1)],
    ),
    (
        [hex(0x1b2250), hex(0x6a5a9a)],
        [hex(0x7a4b7d), hex(0x4c5a95), hex(0xa35f74), hex(0x3d6b80), hex(0x8a6a9c)],
    ),
];

/// A row of narrow town houses.
pub(in super::super) fn facade(c: &mut Canvas, rng: &Dice) {
    let which = rng.count(0..STREETS.len());
    let (sky, walls) = STREETS[which % STREETS.len()];
    let night = which == 3;
    c.flood(down(0.0, c.h * 0.8, &sky));
    if night {
        for _ in 0..90 {
            c.fill(
                &Shape::circle(rng.between(0.0, c.w), rng.between(0.0, c.h * 0.4), rng.between(0.8, 2.2)),
                WHITE.alpha(0.7),
            );
        }
    } else {
        c.glow((c.w * 0.8, c.h * 0.1), c.h * 0.7, WHITE.alpha(0.5));
    }
    let ground = c.h * 0.9;
    let count = (c.w / 250.0).round().max(3.0) as usize;
    let wide = c.w / count as f32;
    let order = rng.shuffled(walls);
    for i in 0..count {
        let tall = c.h * rng.between(0.5, 0.68);
        house(c, rng, i as f32 * wide, ground, (wide, tall), order[i % order.len()], night);
    }
    c.fill(&Shape::rect(-5.0, ground, c.w + 10.0, c.h), down(ground, c.h, &[hex(0x8b8794), hex(0x5e5a6b)]));
    c.fill(&Shape::rect(-5.0, ground, c.w + 10.0, 16.0), hex(0xc9c3c6));
    for i in 0..count + 1 {
        tree(c, (i as f32 * wide + wide * 0.02, ground + 12.0), rng.between(70.0, 100.0), night);
    }
}

fn house(c: &mut Canvas, rng: &Dice, x: f32, ground: f32, (w, h): (f32, f32), wall: Color, night: bool) {
    let top = ground - h;
    let roof = rng.pick(&[hex(0x6b4a52), hex(0x4d4a5e), hex(0x8a4b3f)]).mix(wall, 0.12);
    match rng.count(0..4) {
        0 => c.fill(
            &Shape::polygon(&[(x - 6.0, top + 2.0), (x + w / 2.0, top - w * 0.55), (x + w + 6.0, top + 2.0)]),
            roof,
        ),
        1 => {
            let steps = [
                (0.0, 0.0),
                (0.0, 0.14),
                (0.16, 0.14),
                (0.16, 0.3),
                (0.32, 0.3),
                (0.32, 0.46),
                (0.68, 0.46),
                (0.68, 0.3),
                (0.84, 0.3),
                (0.84, 0.14),
                (1.0, 0.14),
                (1.0, 0.0),
            ];
            let gable: Vec<(f32, f32)> = steps.iter().map(|(u, v)| (x + w * u, top + 1.0 - w * v)).collect();
            c.fill(&Shape::polygon(&gable), wall.dark(0.06));
            c.fill(&Shape::circle(x + w / 2.0, top - w * 0.2, w * 0.08), wall.dark(0.5));
        }
        2 => {
            c.fill(
                &Shape::polygon(&[
                    (x, top + 2.0),
                    (x + w * 0.14, top - w * 0.36),
                    (x + w * 0.86, top - w * 0.36),
                    (x + w, top + 2.0),
                ]),
                roof,
            );
            window(c, rng, (x + w * 0.4, top - w * 0.27), (w * 0.2, w * 0.2), wall, night);
        }
        _ => c.fill(&Shape::rect(x - 5.0, top - 22.0, w + 10.0, 24.0), roof),
    }
    c.fill(&Shape::rect(x, top, w, h), across(x, x + w, &[wall.light(0.12), wall, wall.dark(0.12)]));
    c.fill(&Shape::rect(x, top, w, 10.0), BLACK.alpha(0.16));
    c.fill(&Shape::rect(x + w - 5.0, top, 5.0, h), BLACK.alpha(0.14));
    let floors = (h / 150.0).floor().max(2.0) as usize;
    let (columns, story) = (if w > 230.0 { 3 } else { 2 }, (h - 150.0) / floors as f32);
    for floor in 0..floors {
        let y = top + 30.0 + floor as f32 * story;
        let balcony = rng.chance(0.3);
        for column in 0..columns {
            let gap = w / columns as f32;
            let left = x + gap * (column as f32 + 0.5) - gap * 0.26;
            window(c, rng, (left, y), (gap * 0.52, story * 0.66), wall, night);
            if balcony {
                rail(c, left - 10.0, y + story * 0.4, gap * 0.52 + 20.0, story * 0.3);
            }
        }
    }
    shop(c, rng, x, ground, w, wall, night);
}

fn window(c: &mut Canvas, rng: &Dice, (x, y): (f32, f32), (w, h): (f32, f32), wall: Color, night: bool) {
    let lit = night && rng.chance(0.55);
    let glass = if lit {
        [hex(0xffe6a3), hex(0xf9b85c)]
    } else if night {
        [hex(0x2a3160), hex(0x1d2347)]
    } else {
        [hex(0x7fa9bf), hex(0x3f6079)]
    };
    if lit {
        c.glow((x + w / 2.0, y + h / 2.0), h * 1.1, hex(0xffcf7a).alpha(0.35));
    }
    c.fill(&Shape::rect(x - 7.0, y - 7.0, w + 14.0, h + 14.0), wall.light(0.5));
    c.fill(&Shape::rect(x, y, w, h), down(y, y + h, &glass));
    if !lit {
        c.fill(
            &Shape::polygon(&[(x, y + h * 0.5), (x + w * 0.7, y), (x + w, y), (x, y + h * 0.85)]),
            WHITE.alpha(0.2),
        );
    }
    c.stroke(&Shape::polyline(&[(x + w / 2.0, y), (x + w / 2.0, y + h)]), 4.0, wall.light(0.5));
    c.stroke(&Shape::polyline(&[(x, y + h * 0.36), (x + w, y + h * 0.36)]), 4.0, wall.light(0.5));
    c.fill(&Shape::rect(x - 11.0, y + h + 5.0, w + 22.0, 8.0), wall.dark(0.24));
    if rng.chance(0.35) {
        for k in 0..5 {
            let at = (x + w * (k as f32 + 0.5) / 5.0, y + h - 2.0);
            c.fill(&Shape::circle(at.0, at.1, w * 0.12), hex(0x4f8f5b).dark(if night { 0.4 } else { 0.0 }));
            c.fill(
                &Shape::circle(at.0, at.1 - w * 0.07, w * 0.06),
                rng.pick(&[hex(0xf25f6b), hex(0xf9d65c), hex(0xffffff)]),
            );
        }
    }
}

fn rail(c: &mut Canvas, x: f32, y: f32, w: f32, h: f32) {
    let iron = hex(0x2e2b3a);
    c.fill(&Shape::rect(x - 4.0, y + h, w + 8.0, 9.0), iron);
    c.stroke(&Shape::polyline(&[(x, y), (x + w, y)]), 5.0, iron);
    for i in 0..=8 {
        let left = x + w * i as f32 / 8.0;
        c.stroke(&Shape::polyline(&[(left, y), (left, y + h)]), 2.6, iron);
    }
}

fn shop(c: &mut Canvas, rng: &Dice, x: f32, ground: f32, w: f32, wall: Color, night: bool) {
    let (top, color) =
        (ground - 128.0, rng.pick(&[hex(0x2f6f6a), hex(0xc2473f), hex(0x37477f), hex(0xd98a2b)]));
    c.fill(&Shape::rect(x, top, w, 128.0), wall.dark(0.35));
    let glass = if night { [hex(0xffe0a0), hex(0xf2a860)] } else { [hex(0x9fc6d6), hex(0x54788d)] };
    c.fill(&Shape::rect(x + w * 0.08, top + 34.0, w * 0.5, 78.0), down(top, ground, &glass));
    c.fill(&Shape::rounded(x + w * 0.66, top + 26.0, w * 0.25, 104.0, 8.0), color.dark(0.2));
    c.fill(&Shape::rect(x + w * 0.7, top + 38.0, w * 0.17, 46.0), down(top, ground, &glass));
    let stripes = 8;
    for i in 0..stripes {
        let (left, wide) = (x + w * i as f32 / stripes as f32, w / stripes as f32);
        let tone = if i % 2 == 0 { color } else { hex(0xfaf3e6) };
        let flap = Shape::rect(left, top - 14.0, wide, 34.0).and(Shape::ellipse(
            left + wide / 2.0,
            top + 20.0,
            wide / 2.0,
            10.0,
        ));
        c.fill(&flap, down(top - 14.0, top + 30.0, &[tone.light(0.1), tone.dark(0.12)]));
    }
}

fn tree(c: &mut Canvas, (x, y): (f32, f32), size: f32, night: bool) {
    let green = if night { hex(0x28445a) } else { hex(0x4f9a63) };
    c.fill(&Shape::rect(x - 5.0, y - size * 1.3, 10.0, size * 1.3), hex(0x5b4239));
    c.fill(
        &Shape::circle(x, y - size * 1.7, size * 0.62),
        Ink::Radial((x - size * 0.2, y - size * 1.95), size, vec![green.light(0.28), green, green.dark(0.3)]),
    );
}
