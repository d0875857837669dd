use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{BLACK, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;
use super::{ball, gleam, round, seam, shot};

const UPPER: &str = "M -290 -64 C -298 -130 -304 -190 -288 -238 C -276 -252 -250 -252 -236 -244 \
    C -210 -216 -150 -206 -112 -232 C -100 -250 -92 -270 -76 -276 C -60 -284 -38 -282 -30 -270 \
    C 10 -226 56 -184 110 -162 C 170 -142 240 -140 280 -112 C 306 -94 312 -72 306 -54 L -290 -60 Z";
const SOLE: &str = "M -300 -10 C -314 -40 -308 -64 -294 -76 L 150 -66 C 230 -64 290 -66 314 -58 \
    C 328 -44 322 -16 302 -6 C 200 2 -200 4 -300 -10 Z";

/// A trainer from the side.
pub(in super::super) fn sneaker(c: &mut Canvas, rng: &Dice) {
    let (pattern, light) = (rng.count(0..3), rng.chance(0.4));
    shot(c, rng, 300.0, |c, set| {
        c.placed((0.0, -4.0), 1.08, -4.0, |c| {
            let base = if light { set.pale.mix(set.main, 0.06) } else { set.main };
            let second = if light { set.main } else { set.accent };
            c.fill(
                &Shape::data(
                    "M -150 -220 C -120 -250 -112 -300 -84 -318 C -62 -330 -30 -318 \
                -24 -292 L -20 -240 L -120 -200 Z",
                ),
                second.dark(0.2),
            );
            c.fill(
                &Shape::data(
                    "M -280 -236 C -230 -190 -140 -180 -104 -236 L -120 -190 L -260 \
                -196 Z",
                ),
                base.dark(0.6),
            );
            let upper = Shape::data(UPPER);
            c.fill(
                &upper,
                Ink::Linear((-60.0, -290.0), (30.0, -40.0), vec![base.light(0.28), base, base.dark(0.2)]),
            );
            c.inside(&upper, |c| {
                match pattern {
                    0 => {
                        for x in [-110.0, -52.0] {
                            let stripe = Shape::polygon(&[
                                (x + 64.0, -230.0),
                                (x + 98.0, -214.0),
                                (x + 26.0, -50.0),
                                (x - 14.0, -50.0),
                            ]);
                            c.fill(&stripe, second);
                        }
                    }
                    1 => c.fill(
                        &Shape::data(
                            "M -210 -60 C -130 -150 -30 -180 120 -170 C 60 -120 -30 -90 -120 \
                        -56 Z",
                        ),
                        second,
                    ),
                    _ => {
                        c.fill(&Shape::circle(-66.0, -132.0, 44.0), second);
                        c.fill(&Shape::circle(-66.0, -132.0, 24.0), base.light(0.5));
                    }
                }
                c.fill(
                    &Shape::data(
                        "M 180 -150 C 240 -140 300 -112 316 -50 L 162 -50 C 162 -90 166 \
                    -124 180 -150 Z",
                    ),
                    down(-150.0, -50.0, &[base.light(0.5), base.light(0.16)]),
                );
                c.fill(
                    &Shape::data(
                        "M -310 -50 L -310 -260 L -232 -244 C -222 -180 -212 -120 -200 \
                    -50 Z",
                    ),
                    down(-250.0, -60.0, &[second.light(0.15), second.dark(0.18)]),
                );
                c.soft(&Shape::rect(-310.0, -72.0, 640.0, 20.0), 22.0, BLACK.alpha(0.3));
            });
            for i in 0..5 {
                let (x, y) = (-24.0 + 29.0 * i as f32, -262.0 + 24.5 * i as f32);
                c.stroke(
                    &Shape::curve(&[(x + 6.0, y - 6.0), (x - 16.0, y + 14.0), (x - 26.0, y + 44.0)]),
                    10.0,
                    set.pale.mix(WHITE, 0.6),
                );
            }
            c.stroke(
                &Shape::curve(&[(-40.0, -240.0), (20.0, -180.0), (90.0, -132.0), (160.0, -116.0)]),
                3.0,
                base.dark(0.5).alpha(0.5),
            );
            let sole = Shape::data(SOLE);
            c.fill(&sole, down(-76.0, 4.0, &[WHITE, set.pale.mix(WHITE, 0.5), set.pale.dark(0.22)]));
            c.inside(&sole, |c| {
                c.fill(
                    &Shape::polygon(&[(-320.0, -26.0), (330.0, -24.0), (330.0, 10.0), (-320.0, 10.0)]),
                    second.dark(0.25),
                )
            });
            c.stroke(&Shape::curve(&[(-296.0, -48.0), (0.0, -44.0), (310.0, -42.0)]), 3.0, second.alpha(0.6));
        });
    });
}

/// A rucksack from the front.
pub(in super::super) fn backpack(c: &mut Canvas, rng: &Dice) {
    let flap = rng.chance(0.5);
    shot(c, rng, 190.0, |c, set| {
        let leather = hex(0x9a5f38).mix(set.main, 0.12);
        for s in [-1.0, 1.0] {
            c.stroke(
                &Shape::curve(&[
                    (s * 150.0, -380.0),
                    (s * 215.0, -270.0),
                    (s * 200.0, -90.0),
                    (s * 150.0, -40.0),
                ]),
                34.0,
                set.main.dark(0.45),
            );
        }
        c.stroke(
            &Shape::curve(&[(-44.0, -448.0), (-36.0, -505.0), (36.0, -505.0), (44.0, -448.0)]),
            18.0,
            leather.dark(0.2),
        );
        let body = Shape::rounded(-178.0, -470.0, 356.0, 470.0, 112.0)
            .and(Shape::rounded(-178.0, -200.0, 356.0, 200.0, 56.0));
        c.fill(&body, round(-215.0, 230.0, set.main));
        let pocket = Shape::rounded(-134.0, -206.0, 268.0, 176.0, 46.0);
        c.soft(&pocket.clone().moved(6.0, 12.0), 22.0, BLACK.alpha(0.35));
        c.fill(
            &pocket,
            Ink::Linear((-100.0, -200.0), (100.0, -30.0), vec![set.main.light(0.2), set.main.dark(0.1)]),
        );
        if flap {
            let cover = Shape::data(
                "M -178 -350 C -178 -440 -130 -474 -60 -474 L 60 -474 C 130 -474 \
                    178 -440 178 -350 L 170 -262 C 110 -232 -110 -232 -170 -262 Z",
            );
            c.inside(&body, |c| c.soft(&cover.clone().moved(0.0, 14.0), 20.0, BLACK.alpha(0.4)));
            c.fill(
                &cover,
                Ink::Linear(
                    (-120.0, -470.0),
                    (120.0, -240.0),
                    vec![set.accent.light(0.2), set.accent, set.accent.dark(0.2)],
                ),
            );
            for x in [-78.0, 78.0] {
                c.fill(
                    &Shape::rounded(x - 17.0, -330.0, 34.0, 150.0, 8.0),
                    round(x - 17.0, x + 17.0, leather),
                );
                c.fill(&Shape::rounded(x - 24.0, -232.0, 48.0, 34.0, 7.0), hex(0xd8b26a));
                c.fill(&Shape::rounded(x - 13.0, -224.0, 26.0, 18.0, 4.0), leather.dark(0.3));
            }
        } else {
            let zip = Shape::curve(&[
                (-150.0, -250.0),
                (-140.0, -380.0),
                (0.0, -428.0),
                (140.0, -380.0),
                (150.0, -250.0),
            ]);
            c.stroke(&zip, 9.0, set.main.dark(0.5));
            c.stroke(&zip, 3.0, set.accent);
            c.fill(&Shape::rounded(-44.0, -322.0, 88.0, 62.0, 10.0), leather);
            c.fill(&Shape::rounded(-20.0, -300.0, 40.0, 7.0, 3.0), leather.dark(0.5));
            c.fill(&Shape::rounded(-20.0, -286.0, 40.0, 7.0, 3.0), leather.dark(0.5));
        }
        c.stroke(
            &Shape::curve(&[(-110.0, -160.0), (0.0, -152.0), (110.0, -160.0)]),
            7.0,
            set.main.dark(0.45),
        );
        c.fill(&Shape::rounded(78.0, -160.0, 14.0, 44.0, 6.0), set.accent);
        gleam(c, -140.0, -400.0, 22.0, 170.0, 0.2);
    });
}

/// Headphones that stand on their cups.
pub(in super::super) fn headphones(c: &mut Canvas, rng: &Dice) {
    let ring = rng.chance(0.5);
    shot(c, rng, 215.0, |c, set| {
        c.fill(
            &Shape::arc(0.0, -262.0, 172.0, 206.0, -0.27, 0.27),
            Ink::Linear(
                (-200.0, -460.0),
                (200.0, -260.0),
                vec![set.main.light(0.3), set.main, set.main.dark(0.35)],
            ),
        );
        c.fill(&Shape::arc(0.0, -262.0, 158.0, 178.0, -0.17, 0.17), set.accent.dark(0.1));
        for s in [-1.0, 1.0] {
            c.fill(
                &Shape::rounded(s * 188.0 - 13.0, -310.0, 26.0, 120.0, 12.0),
                round(s * 188.0 - 13.0, s * 188.0 + 13.0, hex(0xc9ccd4)),
            );
            let inner = s * 136.0;
            c.fill(
                &Shape::rounded(inner - 34.0, -250.0, 68.0, 236.0, 34.0),
                round(inner - 40.0, inner + 50.0, set.accent.dark(0.35)),
            );
            let x = s * 190.0;
            let cup = Shape::rounded(x - 46.0, -264.0, 92.0, 262.0, 46.0);
            c.fill(
                &cup,
                Ink::Linear(
                    (x - 46.0, -260.0),
                    (x + 60.0, 0.0),
                    vec![set.main.light(0.32), set.main, set.main.dark(0.38)],
                ),
            );
            if ring {
                c.stroke(&Shape::rounded(x - 26.0, -236.0, 52.0, 206.0, 26.0), 6.0, set.accent);
            } else {
                c.fill(&Shape::circle(x, -133.0, 27.0), ball(x, -133.0, 27.0, set.accent));
            }
            gleam(c, x - 34.0, -226.0, 10.0, 150.0, 0.4);
        }
        c.stroke(&Shape::arc(0.0, -262.0, 200.0, 201.0, -0.2, 0.02), 4.0, WHITE.alpha(0.35));
    });
}

/// A wristwatch, upright.
pub(in super::super) fn watch(c: &mut Canvas, rng: &Dice) {
    let (hour, minute, steel) = (rng.between(0.0, 360.0), rng.between(0.0, 360.0), rng.chance(0.5));
    shot(c, rng, 92.0, |c, set| {
        let metal = if steel { hex(0xc6cad3) } else { hex(0xdcb25f) };
        let strap = Shape::data(
            "M -62 -300 L -50 -540 C -48 -566 48 -566 50 -540 L 62 -300 L 62 \
                -250 L 52 -14 C 48 6 -48 6 -52 -14 L -62 -250 Z",
        );
        c.fill(&strap, round(-66.0, 66.0, set.main));
        for x in [-44.0, 44.0] {
            c.stroke(&Shape::polyline(&[(x, -530.0), (x * 1.1, -400.0)]), 3.0, set.pale.alpha(0.55));
            c.stroke(&Shape::polyline(&[(x * 1.1, -150.0), (x, -24.0)]), 3.0, set.pale.alpha(0.55));
        }
        for y in [-40.0, -66.0, -92.0] {
            c.fill(&Shape::ellipse(0.0, y, 6.0, 4.5), set.main.dark(0.7));
        }
        let middle = -274.0;
        c.soft(&Shape::circle(4.0, middle + 14.0, 136.0), 26.0, BLACK.alpha(0.35));
        c.fill(&Shape::rounded(120.0, middle - 18.0, 30.0, 36.0, 8.0), metal.dark(0.2));
        c.fill(
            &Shape::circle(0.0, middle, 138.0),
            across(
                -138.0,
                138.0,
                &[metal.light(0.5), metal, metal.dark(0.3), metal.light(0.2), metal.dark(0.35)],
            ),
        );
        c.fill(&Shape::circle(0.0, middle, 118.0), metal.dark(0.5));
        c.fill(
            &Shape::circle(0.0, middle, 113.0),
            Ink::Radial(
                (-30.0, middle - 40.0),
                190.0,
                vec![set.pale, set.pale.dark(0.08), set.pale.dark(0.3)],
            ),
        );
        for i in 0..12 {
            let long = if i % 3 == 0 { 22.0 } else { 11.0 };
            c.placed((0.0, middle), 1.0, i as f32 * 30.0, |c| {
                c.fill(&Shape::rounded(-3.0, -102.0, 6.0, long, 2.0), set.main.dark(0.45))
            });
        }
        for (turn, long, width) in [(hour, 58.0, 10.0), (minute, 84.0, 7.0)] {
            c.placed((0.0, middle), 1.0, turn, |c| {
                c.fill(
                    &Shape::rounded(-width / 2.0, -long, width, long + 14.0, width / 2.0),
                    set.main.dark(0.5),
                )
            });
        }
        c.placed((0.0, middle), 1.0, minute * 2.3, |c| {
            c.fill(&Shape::rounded(-1.6, -94.0, 3.2, 120.0, 1.6), set.accent)
        });
        c.fill(&Shape::circle(0.0, middle, 8.0), set.accent);
        c.inside(&Shape::circle(0.0, middle, 113.0), |c| {
            c.fill(
                &Shape::polygon(&[
                    (-130.0, middle - 20.0),
                    (-10.0, middle - 130.0),
                    (60.0, middle - 130.0),
                    (-130.0, middle + 60.0),
                ]),
                WHITE.alpha(0.2),
            );
        });
        seam(c, &Shape::circle(0.0, middle, 113.0), 2.0);
    });
}
