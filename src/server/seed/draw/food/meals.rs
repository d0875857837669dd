use super::super::canvas::{Canvas, Ink};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{around, cloth, herb, plate, shadow};

/// A bowl of ramen with egg, nori, spring onions and chopsticks.
pub(in super::super) fn ramen(c: &mut Canvas, rng: &Dice) {
    cloth(c, rng);
    let at = (c.w * 0.5, c.h * 0.5);
    let color = rng.pick(&[hex(0x263645), hex(0x9c3b30), hex(0xf1ebe0), hex(0x2d6a6a)]);
    plate(c, at, 400.0, color, true);
    let broth = rng.pick(&[hex(0xd98f3d), hex(0xc86a35), hex(0xe8bd77)]);
    let soup = Shape::circle(at.0, at.1, 346.0);
    c.fill(
        &soup,
        Ink::Radial((at.0 - 60.0, at.1 - 80.0), 460.0, vec![broth.light(0.26), broth, broth.dark(0.3)]),
    );
    let turn = rng.between(0.0, 360.0);
    c.inside(&soup, |c| {
        c.placed(at, 1.0, turn, |c| {
            c.placed((0.0, -250.0), 1.0, -6.0, |c| {
                for k in [0.0, 30.0] {
                    c.fill(
                        &Shape::rounded(-150.0 + k * 3.0, -150.0 + k, 190.0, 220.0, 6.0),
                        Ink::Solid(hex(0x17261f).light(0.05 + k * 0.003)),
                    );
                }
            });
            noodles(c, rng);
            slices(c, rng);
            for (x, y) in [(120.0, 96.0), (20.0, 190.0)] {
                egg(c, (x, y));
            }
            for _ in 0..26 {
                let ((x, y), _) = around((-40.0, 40.0), rng.between(0.0, 280.0), 1, rng.between(0.0, 1.0))
                    .next()
                    .unwrap_or_default();
                c.stroke(
                    &Shape::circle(x, y, 13.0),
                    7.0,
                    rng.pick(&[hex(0x7cb342), hex(0xa8d36a), hex(0x4f8f2f)]),
                );
            }
            for ((x, y), _) in around((0.0, 0.0), 296.0, 17, 0.1) {
                c.stroke(&Shape::circle(x, y, rng.between(6.0, 20.0)), 3.0, WHITE.alpha(0.3));
            }
        });
    });
    chopsticks(c, at);
}

fn noodles(c: &mut Canvas, rng: &Dice) {
    for i in 0..26 {
        let y = -130.0 + 11.0 * i as f32;
        let sway = rng.between(26.0, 60.0);
        let line = [
            (-300.0, y + rng.between(-20.0, 20.0)),
            (-190.0, y - sway),
            (-60.0, y + sway),
            (80.0, y - sway * 0.6),
            (200.0, y + rng.between(-20.0, 50.0)),
        ];
        c.stroke(&Shape::curve(&line).moved(3.0, 5.0), 12.0, hex(0x8a5a20).alpha(0.3));
        c.stroke(&Shape::curve(&line), 11.0, rng.pick(&[hex(0xf6dc9c), hex(0xf9e7b8), hex(0xeecb7d)]));
    }
}

fn slices(c: &mut Canvas, rng: &Dice) {
    for (x, y) in [(-170.0, 130.0), (-70.0, 210.0)] {
        let wobble: Vec<At> = around((x, y), 88.0, 9, 0.0)
            .map(|((px, py), _)| (px + rng.between(-9.0, 9.0), py + rng.between(-9.0, 9.0)))
            .collect();
        c.fill(&Shape::blob(&wobble).moved(6.0, 9.0), BLACK.alpha(0.28));
        c.fill(
            &Shape::blob(&wobble),
            Ink::Radial((x, y), 100.0, vec![hex(0xe6a486), hex(0xcf7f60), hex(0x8d4a33)]),
        );
        c.stroke(&Shape::arc(x, y, 42.0, 52.0, 0.05, 0.6), 5.0, hex(0xf7d9c4));
        c.stroke(&Shape::arc(x, y, 66.0, 70.0, 0.4, 0.95), 4.0, hex(0xf7d9c4).alpha(0.8));
    }
}

fn egg(c: &mut Canvas, (x, y): At) {
    c.fill(&Shape::ellipse(x + 5.0, y + 9.0, 74.0, 88.0), BLACK.alpha(0.28));
    c.fill(
        &Shape::ellipse(x, y, 74.0, 88.0),
        Ink::Radial((x - 20.0, y - 26.0), 110.0, vec![WHITE, hex(0xf7efe0), hex(0xd8b48a)]),
    );
    c.fill(
        &Shape::circle(x, y + 8.0, 43.0),
        Ink::Radial((x - 10.0, y - 6.0), 60.0, vec![hex(0xffc94d), hex(0xf58f1e), hex(0xd96d12)]),
    );
    c.soft(&Shape::ellipse(x - 13.0, y - 8.0, 12.0, 8.0), 6.0, WHITE.alpha(0.7));
}

fn chopsticks(c: &mut Canvas, at: At) {
    for shift in [0.0, 44.0] {
        c.placed((at.0 + 330.0 + shift, at.1 - 360.0), 1.0, 34.0 + shift * 0.07, |c| {
            let stick = Shape::polygon(&[(-11.0, -160.0), (11.0, -160.0), (6.0, 640.0), (-6.0, 640.0)]);
            c.soft(&stick.clone().moved(20.0, 16.0), 18.0, BLACK.alpha(0.4));
            c.fill(
                &stick,
                Ink::Linear((-11.0, 0.0), (11.0, 0.0), vec![hex(0x8a3a2a), hex(0xc0594a), hex(0x5c2319)]),
            );
            c.fill(&Shape::rect(-11.0, -120.0, 22.0, 26.0), hex(0xe8c07a));
        });
    }
}

/// A pizza, one slice drawn out.
pub(in super::super) fn pizza(c: &mut Canvas, rng: &Dice) {
    cloth(c, rng);
    let at = (c.w * 0.5, c.h * 0.5);
    shadow(c, at, 440.0);
    c.fill(
        &Shape::circle(at.0, at.1, 440.0),
        Ink::Radial(at, 440.0, vec![hex(0xa9744a), hex(0xb98250), hex(0x8a5733)]),
    );
    for k in 0..5 {
        c.stroke(&Shape::circle(at.0, at.1, 425.0 - 70.0 * k as f32), 2.0, hex(0x6d4325).alpha(0.25));
    }
    let toppings = rng.count(0..3);
    for slice in 0..8 {
        let middle = (slice as f32 + 0.5) / 8.0;
        let out = if slice == 1 { 66.0 } else { 0.0 };
        let (sin, cos) = (middle * std::f32::consts::TAU).sin_cos();
        let tip = (at.0 + out * sin, at.1 - out * cos);
        let (from, to) = (slice as f32 / 8.0 + 0.004, (slice + 1) as f32 / 8.0 - 0.004);
        let whole = Shape::arc(tip.0, tip.1, 0.0, 380.0, from, to);
        c.soft(&whole.clone().moved(8.0, 12.0), 22.0, BLACK.alpha(0.4));
        c.fill(
            &whole,
            Ink::Radial(tip, 382.0, vec![hex(0xe0a052), hex(0xe0a052), hex(0xd98f42), hex(0xb06a2c)]),
        );
        c.fill(&Shape::arc(tip.0, tip.1, 0.0, 338.0, from + 0.004, to - 0.004), hex(0xc8402c));
        let cheese = Shape::arc(tip.0, tip.1, 0.0, 324.0, from + 0.005, to - 0.005);
        c.fill(
            &cheese,
            Ink::Radial(
                (tip.0 - 40.0, tip.1 - 40.0),
                340.0,
                vec![hex(0xffe29a), hex(0xfbcb62), hex(0xf2ac45)],
            ),
        );
        c.inside(&cheese, |c| {
            for _ in 0..5 {
                let p = place(rng, tip, middle, 60.0, 300.0);
                c.fill(
                    &Shape::ellipse(p.0, p.1, rng.between(14.0, 34.0), rng.between(10.0, 24.0)),
                    hex(0xfff0c4).alpha(0.7),
                );
            }
            topping(c, rng, tip, middle, toppings);
        });
    }
}

fn place(rng: &Dice, tip: At, middle: f32, near: f32, far: f32) -> At {
    let turn = (middle + rng.between(-0.045, 0.045)) * std::f32::consts::TAU;
    let reach = rng.between(near, far);
    (tip.0 + reach * turn.sin(), tip.1 - reach * turn.cos())
}

fn topping(c: &mut Canvas, rng: &Dice, tip: At, middle: f32, kind: usize) {
    for reach in [150.0, 235.0, 285.0] {
        let (x, y) = place(rng, tip, middle, reach - 14.0, reach + 14.0);
        match kind {
            0 => {
                c.fill(&Shape::circle(x + 3.0, y + 5.0, 40.0), BLACK.alpha(0.2));
                c.fill(
                    &Shape::circle(x, y, 40.0),
                    Ink::Radial(
                        (x - 10.0, y - 12.0),
                        50.0,
                        vec![hex(0xe0563d), hex(0xc23a2b), hex(0x8f2219)],
                    ),
                );
                for _ in 0..4 {
                    c.fill(
                        &Shape::circle(x + rng.between(-22.0, 22.0), y + rng.between(-22.0, 22.0), 4.5),
                        hex(0xf0937d),
                    );
                }
            }
            1 => {
                c.fill(&Shape::circle(x + 3.0, y + 5.0, 36.0), BLACK.alpha(0.18));
                c.fill(&Shape::circle(x, y, 36.0), hex(0xd93a2b));
                c.fill(&Shape::circle(x, y, 29.0), hex(0xf0684f));
                for (seed, _) in around((x, y), 17.0, 5, 0.0) {
                    c.fill(&Shape::circle(seed.0, seed.1, 7.0), hex(0xf9c07a));
                }
            }
            _ => {
                c.stroke(&Shape::circle(x, y, 21.0), 15.0, hex(0x2b2433));
                c.stroke(&Shape::arc(x, y, 20.0, 22.0, 0.7, 0.95), 4.0, WHITE.alpha(0.4));
            }
        }
    }
    let at = place(rng, tip, middle, 110.0, 270.0);
    herb(c, at, 62.0, rng.between(0.0, 360.0), hex(0x3f9b4a));
}

const ICINGS: [(Color, Color); 7] = [
    (hex(0xf48fb1), hex(0xffffff)),
    (hex(0x5a3525), hex(0xf7c873)),
    (hex(0x8fd3c8), hex(0xfff1c9)),
    (hex(0xf7d774), hex(0xe85d75)),
    (hex(0xb79ced), hex(0xfdf3ff)),
    (hex(0xfaf3e7), hex(0x7a4a2f)),
    (hex(0xf2745f), hex(0xffe2b0)),
];

/// Iced donuts in rows.
pub(in super::super) fn donuts(c: &mut Canvas, rng: &Dice) {
    cloth(c, rng);
    let step = 340.0;
    let (columns, rows) = ((c.w / step).round().max(1.0), (c.h / step).round().max(1.0));
    let (w, h) = (c.w / columns, c.h / rows);
    let order = rng.shuffled([0usize, 1, 2, 3, 4, 5, 6]);
    for row in 0..rows as usize {
        for column in 0..columns as usize {
            let at = (w * (column as f32 + 0.5), h * (row as f32 + 0.5));
            let which = order[(row * 3 + column) % order.len()];
            donut(c, rng, at, w.min(h) * 0.41, ICINGS[which % ICINGS.len()]);
        }
    }
}

fn donut(c: &mut Canvas, rng: &Dice, (x, y): At, r: f32, (icing, sprinkle): (Color, Color)) {
    let ring = |reach: f32, wobble: f32| -> Vec<At> {
        around((x, y), reach, 14, 0.0)
            .map(|((px, py), _)| (px + rng.between(-wobble, wobble), py + rng.between(-wobble, wobble)))
            .collect()
    };
    shadow(c, (x, y), r);
    c.fill(
        &Shape::circle(x, y, r),
        Ink::Radial((x - r * 0.3, y - r * 0.35), r * 1.5, vec![hex(0xe9b06c), hex(0xcf8a45), hex(0x9a5c28)]),
    );
    let glaze = Shape::blob(&ring(r * 0.87, r * 0.04));
    c.fill(&glaze.clone().moved(r * 0.02, r * 0.03), BLACK.alpha(0.2));
    c.fill(
        &glaze,
        Ink::Radial((x - r * 0.3, y - r * 0.35), r * 1.4, vec![icing.light(0.35), icing, icing.dark(0.2)]),
    );
    c.stroke(&Shape::arc(x, y, r * 0.66, r * 0.68, 0.74, 0.97), r * 0.06, WHITE.alpha(0.5));
    if rng.chance(0.3) {
        for k in 0..7 {
            let y = y + r * (-0.6 + 0.2 * k as f32);
            c.inside(&glaze, |c| {
                c.stroke(
                    &Shape::curve(&[
                        (x - r, y),
                        (x - r * 0.3, y + r * 0.12),
                        (x + r * 0.3, y - r * 0.1),
                        (x + r, y + r * 0.06),
                    ]),
                    r * 0.045,
                    sprinkle,
                )
            });
        }
    } else {
        for _ in 0..46 {
            let turn = rng.between(0.0, std::f32::consts::TAU);
            let reach = r * rng.between(0.42, 0.78);
            let at = (x + reach * turn.cos(), y + reach * turn.sin());
            let color = rng.pick(&[sprinkle, sprinkle, hex(0xff6f61), hex(0x4fc3f7), hex(0xffd54f)]);
            c.placed(at, 1.0, rng.between(0.0, 180.0), |c| {
                c.fill(&Shape::rounded(-r * 0.06, -r * 0.017, r * 0.12, r * 0.035, r * 0.017), color)
            });
        }
    }
    let hole = r * 0.28;
    c.fill(
        &Shape::circle(x, y, hole * 1.12),
        Ink::Linear((x - hole, y - hole), (x + hole, y + hole), vec![hex(0x8a5226), hex(0xe2a866)]),
    );
    c.fill(
        &Shape::circle(x, y, hole),
        Ink::Radial(
            (x + hole * 0.3, y + hole * 0.4),
            hole * 1.6,
            vec![hex(0x5b3620).alpha(0.55), hex(0x3a2012).alpha(0.85)],
        ),
    );
}
