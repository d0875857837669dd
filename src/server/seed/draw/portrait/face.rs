//! Faces.

use super::super::canvas::{Canvas, Ink};
use super::super::color::{BLACK, Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;
use super::{lit, luma};

const HEAD: &str = "M -104 -200 C -104 -280 -60 -316 0 -316 C 60 -316 104 -280 104 -200 \
    C 106 -120 80 -62 36 -38 C 14 -27 -14 -27 -36 -38 C -80 -62 -106 -120 -104 -200 Z";

pub(super) fn head(c: &mut Canvas, skin: Color) {
    for s in [-1.0, 1.0] {
        c.fill(&Shape::ellipse(s * 104.0, -172.0, 22.0, 32.0), skin.dark(if s < 0.0 { 0.06 } else { 0.2 }));
        c.fill(&Shape::ellipse(s * 106.0, -172.0, 11.0, 19.0), skin.mix(hex(0xa83a2a), 0.28));
    }
    let head = Shape::data(HEAD);
    c.fill(
        &head,
        Ink::Linear((-100.0, -260.0), (110.0, -60.0), vec![skin.light(0.13), skin, skin.dark(0.1)]),
    );
    c.inside(&head, |c| {
        c.soft(
            &Shape::data("M 110 -320 L 130 -320 L 130 0 L 20 0 C 90 -80 84 -220 110 -320 Z"),
            30.0,
            skin.mix(hex(0x5a1230), 0.6).alpha(0.28),
        );
        c.soft(&Shape::rect(-120.0, -330.0, 240.0, 60.0), 30.0, skin.dark(0.6).alpha(0.35));
    });
}

pub(super) fn features(c: &mut Canvas, rng: &Dice, skin: Color, hair: Color) {
    let blush = hex(0xe8483f).alpha(if luma(skin) > 0.45 { 0.24 } else { 0.3 });
    let brow = if luma(hair) > 0.75 { hair.dark(0.45) } else { hair.dark(0.2) };
    let closed = rng.chance(0.12);
    for s in [-1.0, 1.0] {
        c.soft(&Shape::ellipse(s * 60.0, -120.0, 26.0, 16.0), 16.0, blush);
        let x = s * 42.0;
        if closed {
            c.stroke(
                &Shape::curve(&[(x - 15.0, -176.0), (x, -168.0), (x + 15.0, -176.0)]),
                6.0,
                hex(0x2a1b1c),
            );
        } else {
            c.fill(&Shape::ellipse(x, -176.0, 15.0, 11.5), WHITE.mix(skin, 0.08));
            c.fill(&Shape::circle(x + 1.0, -176.0, 9.5), hex(0x2b1c1a));
            c.fill(&Shape::circle(x + 4.0, -180.0, 3.0), WHITE);
            c.stroke(
                &Shape::curve(&[(x - 17.0, -180.0), (x, -189.0), (x + 17.0, -180.0)]),
                4.5,
                hex(0x2b1c1a),
            );
        }
        c.stroke(
            &Shape::curve(&[(x - s * 18.0, -204.0), (x + s * 4.0, -212.0), (x + s * 22.0, -203.0)]),
            8.0,
            brow,
        );
    }
    let line = skin.mix(hex(0x6b2020), 0.42);
    c.stroke(&Shape::curve(&[(3.0, -172.0), (13.0, -136.0), (2.0, -126.0), (-10.0, -129.0)]), 5.5, line);
    mouth(c, rng, skin, line);
}

fn mouth(c: &mut Canvas, rng: &Dice, skin: Color, line: Color) {
    let lips = skin.mix(hex(0xc2313f), 0.55);
    match rng.count(0..4) {
        0 => {
            let open = Shape::data("M -34 -98 C -16 -92 16 -92 34 -98 C 28 -66 -28 -66 -34 -98 Z");
            c.fill(&open, hex(0x6d1f2b));
            c.inside(&open, |c| {
                c.fill(&Shape::rounded(-36.0, -106.0, 72.0, 21.0, 6.0), WHITE.mix(skin, 0.05));
                c.fill(&Shape::ellipse(0.0, -66.0, 18.0, 10.0), hex(0xd9636b));
            });
        }
        1 => {
            c.fill(
                &Shape::data(
                    "M -28 -92 C -14 -102 -6 -100 0 -96 C 6 -100 14 -102 28 -92 C 14 -74 -14 -74 -28 -92 Z",
                ),
                lips,
            );
            c.stroke(&Shape::curve(&[(-27.0, -92.0), (0.0, -89.0), (27.0, -92.0)]), 3.0, lips.dark(0.4));
        }
        _ => {
            c.stroke(
                &Shape::curve(&[(-30.0, -95.0), (-12.0, -83.0), (14.0, -83.0), (32.0, -97.0)]),
                6.5,
                line.dark(0.15),
            );
            c.stroke(&Shape::curve(&[(-11.0, -68.0), (0.0, -65.0), (11.0, -68.0)]), 4.0, line.alpha(0.5));
        }
    }
}

pub(super) fn beard(c: &mut Canvas, hair: Color) {
    let beard = Shape::data(
        "M -105 -190 C -98 -160 -92 -138 -74 -120 C -50 -124 -24 -118 0 -114 C 24 -118 50 -124 74 -120 \
         C 92 -138 98 -160 105 -190 C 112 -110 92 -40 44 -14 C 16 0 -16 0 -44 -14 C -92 -40 -112 -110 -105 -190 Z",
    );
    c.fill(&beard, lit(hair));
    c.fill(&Shape::data("M -34 -94 C -14 -88 14 -88 34 -94 C 26 -70 -26 -70 -34 -94 Z"), hex(0x7a2c34));
    c.fill(&Shape::data("M -28 -92 C -12 -88 12 -88 28 -92 C 22 -82 -22 -82 -28 -92 Z"), WHITE.alpha(0.9));
}

pub(super) fn glasses(c: &mut Canvas, rng: &Dice, frame: Color) {
    let square = rng.chance(0.5);
    for s in [-1.0, 1.0] {
        let x = s * 46.0;
        let glass = if square {
            Shape::rounded(x - 37.0, -206.0, 74.0, 56.0, 16.0)
        } else {
            Shape::circle(x, -177.0, 36.0)
        };
        c.fill(&glass, WHITE.alpha(0.16));
        c.inside(&glass, |c| {
            c.fill(
                &Shape::polygon(&[
                    (x - 36.0, -160.0),
                    (x + 4.0, -220.0),
                    (x + 22.0, -220.0),
                    (x - 30.0, -140.0),
                ]),
                WHITE.alpha(0.28),
            );
        });
        c.stroke(&glass, 7.0, frame);
        c.stroke(&Shape::polyline(&[(s * 82.0, -184.0), (s * 106.0, -190.0)]), 7.0, frame);
    }
    c.stroke(&Shape::curve(&[(-11.0, -182.0), (0.0, -188.0), (11.0, -182.0)]), 6.0, frame);
}

pub(super) fn earrings(c: &mut Canvas, gold: Color) {
    for s in [-1.0, 1.0] {
        c.fill(&Shape::circle(s * 108.0, -130.0, 9.0), gold);
        c.stroke(&Shape::circle(s * 108.0, -112.0, 13.0), 5.0, gold.mix(BLACK, 0.08));
    }
}
