use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{around, cloth, herb, plate, shadow};

const FRUITS: [(Color, Color, Color); 4] = [
    (hex(0xf28c28), hex(0xffc46b), hex(0xfff0d0)),
    (hex(0xf2d13a), hex(0xfbee8c), hex(0xfffce0)),
    (hex(0x7ab648), hex(0xcbe58a), hex(0xf4fbdc)),
    (hex(0xe8583e), hex(0xf58a76), hex(0xffe3da)),
];

/// Slices of citrus fruit with mint.
pub(in super::super) fn citrus(c: &mut Canvas, rng: &Dice) {
    cloth(c, rng);
    let mut taken: Vec<(At, f32)> = Vec::new();
    for i in 0..400 {
        let r = if i < 90 { rng.between(120.0, 170.0) } else { rng.between(52.0, 96.0) };
        let at = (rng.between(-30.0, c.w + 30.0), rng.between(-30.0, c.h + 30.0));
        if taken.iter().all(|&((x, y), other)| (x - at.0).hypot(y - at.1) > r + other + 12.0) {
            taken.push((at, r));
            if i < 90 || rng.chance(0.6) {
                slice(c, at, r, rng.between(0.0, 1.0), rng.pick(&FRUITS));
            } else {
                let turn = rng.between(0.0, 360.0);
                for lean in [-38.0, 38.0, 0.0] {
                    herb(c, at, r * 1.05, turn + lean, hex(0x3f9b5a));
                }
            }
        }
    }
}

fn slice(c: &mut Canvas, at: At, r: f32, start: f32, (rind, flesh, pith): (Color, Color, Color)) {
    shadow(c, at, r);
    let slope = |color: Color| {
        Ink::Linear((at.0 - r, at.1 - r), (at.0 + r, at.1 + r), vec![color.light(0.2), color.dark(0.08)])
    };
    c.fill(&Shape::circle(at.0, at.1, r), slope(rind));
    c.fill(&Shape::circle(at.0, at.1, r * 0.91), slope(pith));
    for i in 0..9 {
        let (from, to) = (start + (i as f32 + 0.07) / 9.0, start + (i as f32 + 0.93) / 9.0);
        let piece = Shape::arc(at.0, at.1, r * 0.13, r * 0.82, from, to);
        c.fill(&piece, Ink::Radial(at, r * 0.84, vec![flesh.light(0.35), flesh, rind.mix(flesh, 0.4)]));
        for k in 1..4 {
            let turn = from + (to - from) * k as f32 / 4.0;
            let (sin, cos) = (turn * std::f32::consts::TAU).sin_cos();
            let ray = [
                (at.0 + sin * r * 0.3, at.1 - cos * r * 0.3),
                (at.0 + sin * r * 0.72, at.1 - cos * r * 0.72),
            ];
            c.stroke(&Shape::polyline(&ray), r * 0.016, pith.alpha(0.55));
        }
    }
    c.soft(
        &Shape::ellipse(at.0 - r * 0.35, at.1 - r * 0.4, r * 0.22, r * 0.1).turned(
            -40.0,
            at.0 - r * 0.35,
            at.1 - r * 0.4,
        ),
        r * 0.1,
        WHITE.alpha(0.45),
    );
}

/// A desk from above: laptop, coffee, notebook, a plant.
pub(in super::super) fn desk(c: &mut Canvas, rng: &Dice) {
    cloth(c, rng);
    let accent = rng.pick(&[hex(0xe8604c), hex(0x2f7f86), hex(0xf2b441), hex(0x4f5bd5), hex(0x3f8f5f)]);
    let size = (c.w / 1500.0).min(c.h / 1000.0);
    let order = rng.chance(0.5);
    let middle = c.w / 2.0;
    let draw = |c: &mut Canvas| {
        c.placed((middle, c.h / 2.0), size, 0.0, |c| {
            laptop(c, rng, accent);
            notebook(c, accent);
            coffee(c, (-560.0, 150.0));
            for (i, lean) in [-64.0, -30.0, 0.0, 32.0, 66.0].into_iter().enumerate() {
                herb(c, (-700.0, -480.0), 250.0, 135.0 + lean, hex(0x2f7d5b).light(0.06 * i as f32));
            }
            pencil(c, (690.0, -60.0), 8.0, accent);
        });
    };
    if order { c.mirrored(middle, draw) } else { draw(c) }
}

fn laptop(c: &mut Canvas, rng: &Dice, accent: Color) {
    c.placed((-60.0, -60.0), 1.0, -4.0, |c| {
        let body = Shape::rounded(-380.0, -300.0, 760.0, 600.0, 34.0);
        c.soft(&body.clone().moved(16.0, 26.0), 60.0, BLACK.alpha(0.42));
        c.fill(&body, Ink::Linear((-380.0, -300.0), (380.0, 300.0), vec![hex(0xe8eaee), hex(0xbfc4cc)]));
        c.fill(&Shape::rounded(-360.0, -284.0, 720.0, 270.0, 18.0), hex(0x171a24));
        let screen = Shape::rounded(-344.0, -270.0, 688.0, 244.0, 8.0);
        c.fill(
            &screen,
            Ink::Linear((-340.0, -270.0), (340.0, -20.0), vec![accent.light(0.25), accent, accent.dark(0.4)]),
        );
        c.inside(&screen, |c| {
            for k in 0..4 {
                let hills: Vec<At> = (0..8)
                    .map(|i| (-350.0 + 100.0 * i as f32, -150.0 + 34.0 * k as f32 + rng.between(-34.0, 34.0)))
                    .collect();
                c.fill(&Shape::below(&hills, 10.0), accent.dark(0.2 + 0.17 * k as f32));
            }
            c.fill(&Shape::circle(180.0, -200.0, 30.0), hex(0xfff2d0));
        });
        for row in 0..4 {
            for key in 0..14 {
                let at = (-322.0 + 46.6 * key as f32, 8.0 + 36.0 * row as f32);
                c.fill(&Shape::rounded(at.0, at.1, 38.0, 28.0, 6.0), hex(0x2b2f3a));
            }
        }
        c.fill(&Shape::rounded(-130.0, 168.0, 260.0, 116.0, 12.0), hex(0xcdd1d8));
        c.stroke(&Shape::rounded(-130.0, 168.0, 260.0, 116.0, 12.0), 2.0, hex(0xa3a8b2));
    });
}

fn notebook(c: &mut Canvas, accent: Color) {
    c.placed((520.0, 170.0), 1.0, 9.0, |c| {
        let book = Shape::rounded(-170.0, -240.0, 340.0, 480.0, 14.0);
        c.soft(&book.clone().moved(12.0, 20.0), 40.0, BLACK.alpha(0.4));
        c.fill(&book, across(-170.0, 170.0, &[hex(0xe9e2d2), hex(0xfdfaf2), hex(0xfbf7ec)]));
        for i in 0..11 {
            let y = -170.0 + 36.0 * i as f32;
            let end = if i % 4 == 3 { 40.0 } else { 130.0 };
            c.stroke(
                &Shape::polyline(&[(-110.0, y), (end, y)]),
                if i == 0 { 9.0 } else { 4.0 },
                if i == 0 { accent } else { hex(0x9aa0ad) },
            );
        }
        for i in 0..12 {
            let y = -215.0 + 38.0 * i as f32;
            c.fill(&Shape::circle(-148.0, y, 8.0), hex(0xbdb49f));
            c.stroke(
                &Shape::curve(&[(-186.0, y + 4.0), (-168.0, y - 10.0), (-148.0, y)]),
                6.0,
                hex(0x4a4d57),
            );
        }
    });
}

fn coffee(c: &mut Canvas, at: At) {
    plate(c, at, 170.0, hex(0xf6f1e8), false);
    c.fill(
        &Shape::rounded(at.0 + 80.0, at.1 - 20.0, 84.0, 40.0, 20.0).turned(35.0, at.0, at.1),
        hex(0xe7e0d3),
    );
    shadow(c, at, 108.0);
    c.fill(&Shape::circle(at.0, at.1, 108.0), down(at.1 - 108.0, at.1 + 108.0, &[WHITE, hex(0xdcd4c6)]));
    c.fill(
        &Shape::circle(at.0, at.1, 94.0),
        Ink::Radial(at, 96.0, vec![hex(0xa66b3c), hex(0x8a5229), hex(0x4f2c17)]),
    );
    for (leaf, k) in [(76.0, 0), (58.0, 1), (40.0, 2)].into_iter().zip([0.0, 1.0, 2.0]) {
        let (reach, _) = leaf;
        let heart = Shape::data(
            "M 0 40 C -60 0 -50 -50 -20 -50 C -6 -50 0 -38 0 -30 C 0 -38 6 -50 20 -50 C 50 -50 60 0 0 40 Z",
        );
        let tone = if k == 1.0 { hex(0x9a6236) } else { hex(0xf4dcb8) };
        c.placed((at.0, at.1 + 6.0), reach / 62.0, 0.0, |c| c.fill(&heart, tone));
    }
    for ((x, y), _) in around(at, 100.0, 1, 0.87) {
        c.soft(&Shape::ellipse(x, y, 26.0, 9.0).turned(-42.0, x, y), 8.0, WHITE.alpha(0.8));
    }
}

fn pencil(c: &mut Canvas, at: At, turn: f32, color: Color) {
    c.placed(at, 1.0, turn, |c| {
        c.soft(&Shape::rect(-12.0, -260.0, 34.0, 480.0), 18.0, BLACK.alpha(0.35));
        c.fill(
            &Shape::rect(-15.0, -230.0, 30.0, 400.0),
            across(-15.0, 15.0, &[color.dark(0.2), color.light(0.2), color.dark(0.1)]),
        );
        c.fill(&Shape::rounded(-15.0, -276.0, 30.0, 50.0, 10.0), hex(0xf2a0a0));
        c.fill(&Shape::rect(-15.0, -244.0, 30.0, 18.0), hex(0xc9ccd2));
        c.fill(&Shape::polygon(&[(-15.0, 169.0), (15.0, 169.0), (0.0, 226.0)]), hex(0xf0cfa0));
        c.fill(&Shape::polygon(&[(-5.0, 207.0), (5.0, 207.0), (0.0, 226.0)]), hex(0x2b2b33));
    });
}
