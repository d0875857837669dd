//! Animals: a bird on a twig, fish on a reef.

use super::canvas::{Canvas, Ink, down};
use super::color::{BLACK, Color, WHITE, hex};
use super::dice::Dice;
use super::shape::{At, Shape};

/// Sky, then back, breast and wing.
const BIRDS: [([Color; 2], [Color; 3]); 5] = [
    ([hex(0xbfe3ea), hex(0xf3f6e6)], [hex(0x5a7184), hex(0xf0784a), hex(0x44586a)]),
    ([hex(0xf9d9bd), hex(0xfdf0dc)], [hex(0x2f7fb8), hex(0xf7b24a), hex(0x205f92)]),
    ([hex(0xd5e6c3), hex(0xf7f6dc)], [hex(0xd8b03a), hex(0xf7e07a), hex(0x4c5a3f)]),
    ([hex(0xf3c6cf), hex(0xfdebe6)], [hex(0x8c4c7d), hex(0xf0a9b8), hex(0x5f3160)]),
    ([hex(0x2b4a63), hex(0x6f96a3)], [hex(0xe6e0d4), hex(0xffffff), hex(0x98a3ad)]),
];

/// A round little bird on a flowering twig.
pub(super) fn bird(c: &mut Canvas, rng: &Dice) {
    let (sky, [back, breast, wing]) = rng.pick(&BIRDS);
    c.flood(down(0.0, c.h, &sky));
    for _ in 0..9 {
        let at = (rng.between(0.0, c.w), rng.between(0.0, c.h));
        c.soft(&Shape::circle(at.0, at.1, rng.between(50.0, 130.0)), 60.0, WHITE.mix(breast, 0.3).alpha(0.3));
    }
    let at = (c.w * 0.5, c.h * 0.56);
    twig(c, rng, at, breast);
    let draw = |c: &mut Canvas| {
        c.placed(at, 1.16, 0.0, |c| {
            c.fill(
                &Shape::data("M 120 40 L 330 150 L 300 190 L 90 110 Z"),
                Ink::Linear((120.0, 40.0), (320.0, 180.0), vec![wing, wing.dark(0.4)]),
            );
            let body = Shape::data(
                "M -250 -170 C -250 -270 -150 -310 -70 -270 C 60 -220 190 -90 \
                170 60 C 150 160 20 190 -90 150 C -190 110 -240 -20 -250 -170 Z",
            );
            c.fill(
                &body,
                Ink::Linear((-200.0, -280.0), (160.0, 140.0), vec![back.light(0.16), back, back.dark(0.2)]),
            );
            c.inside(&body, |c| {
                c.fill(
                    &Shape::data(
                        "M -300 -160 C -200 -190 -120 -120 -90 -20 C -60 90 40 150 60 \
                    220 L -300 220 Z",
                    ),
                    Ink::Linear(
                        (-220.0, -120.0),
                        (0.0, 180.0),
                        vec![breast.light(0.2), breast, breast.dark(0.14)],
                    ),
                );
                c.soft(&Shape::ellipse(-30.0, 190.0, 170.0, 60.0), 50.0, BLACK.alpha(0.3));
            });
            let feathers = Shape::data(
                "M -70 -90 C 20 -130 150 -40 210 110 C 120 110 10 90 -40 20 C \
                -70 -20 -84 -60 -70 -90 Z",
            );
            c.soft(&feathers.clone().moved(-4.0, 14.0), 24.0, BLACK.alpha(0.35));
            c.fill(
                &feathers,
                Ink::Linear((-60.0, -100.0), (180.0, 110.0), vec![wing.light(0.24), wing, wing.dark(0.3)]),
            );
            c.inside(&feathers, |c| {
                for k in 0..4 {
                    let drop = 34.0 * k as f32;
                    c.stroke(
                        &Shape::curve(&[
                            (-70.0 + drop * 0.5, -60.0 + drop),
                            (40.0, -30.0 + drop),
                            (220.0, 110.0 + drop * 0.3),
                        ]),
                        8.0,
                        wing.light(0.5).alpha(0.5),
                    );
                }
            });
            c.fill(
                &Shape::polygon(&[(-240.0, -214.0), (-318.0, -186.0), (-238.0, -168.0)]),
                Ink::Linear((-300.0, -210.0), (-250.0, -170.0), vec![hex(0xf9c25b), hex(0xd98a2b)]),
            );
            c.fill(&Shape::circle(-176.0, -212.0, 25.0), hex(0x17161d));
            c.fill(&Shape::circle(-184.0, -221.0, 8.0), WHITE);
            for x in [-70.0, 0.0] {
                c.stroke(
                    &Shape::curve(&[(x, 150.0), (x - 6.0, 186.0), (x - 30.0, 196.0)]),
                    11.0,
                    hex(0xc98a4a),
                );
                c.stroke(&Shape::polyline(&[(x - 6.0, 186.0), (x + 20.0, 196.0)]), 10.0, hex(0xc98a4a));
            }
        });
    };
    if rng.chance(0.5) { c.mirrored(at.0, draw) } else { draw(c) }
}

fn twig(c: &mut Canvas, rng: &Dice, at: At, blossom: Color) {
    let y = at.1 + 228.0;
    let wood = hex(0x6a4a3c);
    let line = [(-30.0, y + 90.0), (c.w * 0.25, y + 22.0), (c.w * 0.55, y + 4.0), (c.w + 30.0, y - 80.0)];
    c.stroke(&Shape::curve(&line), 30.0, wood);
    c.stroke(&Shape::curve(&line).moved(-2.0, -6.0), 9.0, wood.light(0.25));
    for part in [0.06, 0.2, 0.7, 0.82, 0.94] {
        let foot = (c.w * part, y + 74.0 - 150.0 * part);
        let tip = (foot.0 + rng.between(-50.0, 90.0), foot.1 - rng.between(90.0, 190.0));
        c.stroke(&Shape::curve(&[foot, (foot.0 + 10.0, foot.1 - 60.0), tip]), 12.0, wood);
        for k in 0..3 {
            let side = (tip.0 + rng.between(-44.0, 44.0), tip.1 + 52.0 * k as f32);
            c.placed(side, 1.0, rng.between(-70.0, 70.0), |c| {
                c.fill(
                    &Shape::data("M 0 0 C 34 -20 34 -70 0 -96 C -34 -70 -34 -20 0 0 Z"),
                    down(-96.0, 0.0, &[hex(0x8cc27a), hex(0x3f8a5c)]),
                );
            });
        }
        for k in 0..5 {
            c.placed(tip, 1.0, 72.0 * k as f32, |c| {
                c.fill(&Shape::ellipse(0.0, -22.0, 17.0, 22.0), WHITE.mix(blossom, 0.3))
            });
        }
        c.fill(&Shape::circle(tip.0, tip.1, 11.0), hex(0xf6c350));
    }
}

const FISHES: [[Color; 3]; 6] = [
    [hex(0xf7853f), hex(0xffffff), hex(0x2b2230)],
    [hex(0xf9d34f), hex(0x3a7bd5), hex(0x1d2c5a)],
    [hex(0x4fc1c9), hex(0xf7f1d5), hex(0x155a6b)],
    [hex(0xe84f6b), hex(0xffd9c9), hex(0x6b1a3a)],
    [hex(0x8f7ae0), hex(0xffc95c), hex(0x3a2a78)],
    [hex(0xf3f1e7), hex(0xf2b134), hex(0x20222e)],
];

/// Coloured fish over corals, light falling through the water.
pub(super) fn fish(c: &mut Canvas, rng: &Dice) {
    let water = rng.pick(&[
        [hex(0x63d2e0), hex(0x1b86b5), hex(0x0a3a6b)],
        [hex(0x7fe3cf), hex(0x1f9d9b), hex(0x0b4a5e)],
        [hex(0x8fb6f2), hex(0x3f5fc0), hex(0x1b1f6b)],
    ]);
    c.flood(down(0.0, c.h, &water));
    for k in 0..6 {
        let x = c.w * (0.05 + 0.19 * k as f32) + rng.between(-40.0, 40.0);
        c.soft(
            &Shape::polygon(&[(x, -20.0), (x + 70.0, -20.0), (x - 130.0, c.h), (x - 300.0, c.h)]),
            40.0,
            WHITE.alpha(0.13),
        );
    }
    reef(c, rng, water[2].mix(water[1], 0.45), c.h * 0.9, 190.0);
    let mut taken: Vec<At> = Vec::new();
    for _ in 0..rng.count(14..24) {
        let size = rng.between(0.55, 1.15);
        let at = (rng.between(0.1, 0.9) * c.w, rng.between(0.14, 0.72) * c.h);
        if taken.iter().any(|(x, y)| (x - at.0).abs() < 340.0 && (y - at.1).abs() < 190.0) {
            continue;
        }
        taken.push(at);
        let colors = rng.pick(&FISHES);
        let stripes = rng.chance(0.5);
        let draw = |c: &mut Canvas| c.placed(at, size, 0.0, |c| one_fish(c, colors, stripes));
        if rng.chance(0.5) {
            c.mirrored(at.0, draw)
        } else {
            draw(c)
        }
        for _ in 0..3 {
            let r = rng.between(5.0, 13.0);
            let bubble = (at.0 + rng.between(-130.0, 130.0), at.1 - rng.between(70.0, 180.0));
            c.fill(&Shape::circle(bubble.0, bubble.1, r), WHITE.alpha(0.25));
            c.stroke(&Shape::circle(bubble.0, bubble.1, r), 2.4, WHITE.alpha(0.7));
        }
    }
    reef(c, rng, water[2].dark(0.25), c.h * 1.0, 230.0);
}

fn one_fish(c: &mut Canvas, [main, second, line]: [Color; 3], stripes: bool) {
    c.fill(
        &Shape::data("M 96 0 C 140 -30 170 -74 196 -80 C 184 -30 184 30 196 80 C 170 74 140 30 96 0 Z"),
        Ink::Linear((100.0, -60.0), (190.0, 70.0), vec![second, main.dark(0.2)]),
    );
    c.fill(&Shape::data("M -50 -66 C -20 -130 50 -124 84 -52 Z"), second.dark(0.1));
    c.fill(&Shape::data("M -20 66 C 0 116 50 110 70 50 Z"), second.dark(0.2));
    let body = Shape::data(
        "M -150 6 C -130 -60 -60 -92 10 -80 C 70 -70 110 -30 124 0 C 110 \
            34 70 74 10 82 C -60 92 -130 66 -150 6 Z",
    );
    c.fill(&body, down(-80.0, 90.0, &[main.light(0.3), main, main.dark(0.25)]));
    c.inside(&body, |c| {
        if stripes {
            for x in [-66.0, 10.0, 80.0] {
                c.stroke(&Shape::curve(&[(x + 8.0, -110.0), (x - 8.0, 0.0), (x + 8.0, 110.0)]), 46.0, line);
                c.stroke(&Shape::curve(&[(x + 8.0, -110.0), (x - 8.0, 0.0), (x + 8.0, 110.0)]), 30.0, second);
            }
        } else {
            for i in 0..24 {
                let at = (
                    -60.0 + 32.0 * (i % 6) as f32 + 16.0 * (i / 6 % 2) as f32,
                    -52.0 + 34.0 * (i / 6) as f32,
                );
                c.stroke(&Shape::arc(at.0, at.1, 13.0, 14.0, 0.25, 0.75), 3.0, second.alpha(0.6));
            }
        }
    });
    c.fill(&Shape::data("M -20 14 C 20 -6 44 24 40 54 C 14 58 -14 44 -20 14 Z"), second.mix(main, 0.3));
    c.fill(&Shape::circle(-100.0, -14.0, 20.0), WHITE);
    c.fill(&Shape::circle(-103.0, -14.0, 12.0), line.dark(0.5));
    c.fill(&Shape::circle(-107.0, -19.0, 4.5), WHITE);
}

fn reef(c: &mut Canvas, rng: &Dice, color: Color, floor: f32, tall: f32) {
    let line: Vec<At> =
        (0..12).map(|i| (-30.0 + (c.w + 60.0) * i as f32 / 11.0, floor - rng.between(0.0, 60.0))).collect();
    c.fill(&Shape::below(&line, c.h + 10.0), color);
    for &(x, y) in &line {
        match rng.count(0..3) {
            0 => {
                for lean in [-0.5, -0.2, 0.15, 0.45] {
                    let tip = (x + lean * tall, y - tall * rng.between(0.6, 1.1));
                    c.stroke(
                        &Shape::curve(&[(x, y + 20.0), (x + lean * tall * 0.2, y - tall * 0.4), tip]),
                        20.0,
                        color,
                    );
                    c.fill(&Shape::circle(tip.0, tip.1, 15.0), color.light(0.16));
                }
            }
            1 => {
                for k in 0..3 {
                    let left = x + 30.0 * k as f32;
                    let sway = rng.between(-40.0, 40.0);
                    c.stroke(
                        &Shape::curve(&[
                            (left, y + 20.0),
                            (left + sway, y - tall * 0.4),
                            (left - sway * 0.5, y - tall * 0.8),
                            (left + sway, y - tall * 1.2),
                        ]),
                        12.0,
                        color.light(0.08),
                    );
                }
            }
            _ => c.fill(&Shape::circle(x, y, rng.between(40.0, 70.0)), color.light(0.1)),
        }
    }
}
