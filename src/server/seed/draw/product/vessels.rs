use super::super::canvas::{Canvas, Ink, across, down};
use super::super::color::{Color, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{ball, gleam, round, seam, shot, writing};

/// A bottle with a label and a cap or pump.
pub(in super::super) fn bottle(c: &mut Canvas, rng: &Dice) {
    let (half, tall, dropper) = (rng.between(88.0, 122.0), rng.between(330.0, 400.0), rng.chance(0.5));
    shot(c, rng, half, |c, set| {
        let body = Shape::rounded(-half, -tall, half * 2.0, tall, 34.0);
        c.fill(&body, round(-half, half, set.main));
        c.fill(
            &Shape::data(&format!(
                "M {l} {y} C {l} {u} -44 {v} -40 {t} L 40 {t} C 44 {v} {half} {u} {half} {y} Z",
                l = -half,
                y = 40.0 - tall,
                u = -tall - 20.0,
                v = -tall - 26.0,
                t = -tall - 52.0
            )),
            round(-half, half, set.main),
        );
        let cap = if dropper { set.pale } else { set.accent };
        c.fill(&Shape::rounded(-46.0, -tall - 132.0, 92.0, 86.0, 10.0), round(-46.0, 46.0, cap));
        for i in 0..7 {
            let x = -36.0 + 12.0 * i as f32;
            c.stroke(
                &Shape::polyline(&[(x, -tall - 120.0), (x, -tall - 60.0)]),
                2.0,
                cap.dark(0.4).alpha(0.35),
            );
        }
        if dropper {
            c.fill(&Shape::rounded(-28.0, -tall - 226.0, 56.0, 110.0, 28.0), round(-28.0, 28.0, set.accent));
        }
        let label = Shape::rect(-half, -tall * 0.68, half * 2.0, tall * 0.42);
        c.fill(
            &label,
            across(
                -half,
                half,
                &[set.pale.dark(0.3), set.pale, WHITE, set.pale, set.pale.dark(0.1), set.pale.dark(0.35)],
            ),
        );
        c.fill(&Shape::circle(0.0, -tall * 0.58, 17.0), set.accent);
        writing(c, 0.0, -tall * 0.5, half * 1.05, set.main.dark(0.2));
        gleam(c, -half * 0.62, -tall * 0.97, 15.0, tall * 0.9, 0.4);
        gleam(c, half * 0.72, -tall * 0.9, 7.0, tall * 0.8, 0.2);
    });
}

/// A mug of coffee that steams.
pub(in super::super) fn mug(c: &mut Canvas, rng: &Dice) {
    let (r, tall, band) = (155.0, rng.between(270.0, 320.0), rng.count(0..3));
    shot(c, rng, r, |c, set| {
        let handle = Shape::curve(&[
            (r - 14.0, -tall * 0.78),
            (r + 78.0, -tall * 0.74),
            (r + 92.0, -tall * 0.45),
            (r + 40.0, -tall * 0.2),
            (r - 20.0, -tall * 0.2),
        ]);
        c.stroke(&handle, 38.0, set.main.dark(0.32));
        c.stroke(&handle.moved(-5.0, -5.0), 22.0, set.main.dark(0.1));
        let body = Shape::data(&format!(
            "M {l} {t} L {r} {t} L {r} -50 C {r} -10 90 6 0 6 C -90 6 {l} -10 {l} -50 Z",
            l = -r,
            t = -tall
        ));
        c.fill(&body, round(-r, r, set.main));
        c.inside(&body, |c| match band {
            0 => c.fill(&Shape::rect(-r, -110.0, r * 2.0, 130.0), round(-r, r, set.accent)),
            1 => {
                for i in 0..40 {
                    let at = (-r + 42.0 * (i % 8) as f32, -tall + 60.0 + 56.0 * (i / 8) as f32);
                    c.fill(&Shape::circle(at.0 + 21.0 * (i / 8 % 2) as f32, at.1, 8.0), set.pale.alpha(0.75));
                }
            }
            _ => writing(c, -10.0, -tall * 0.6, 150.0, set.pale),
        });
        gleam(c, -r * 0.66, -tall * 0.9, 20.0, tall * 0.7, 0.34);
        c.fill(
            &Shape::ellipse(0.0, -tall, r, 34.0),
            across(-r, r, &[set.main.light(0.15), set.main.light(0.45), set.main.light(0.1)]),
        );
        c.fill(&Shape::ellipse(0.0, -tall + 3.0, r - 13.0, 26.0), set.main.dark(0.4));
        c.inside(&Shape::ellipse(0.0, -tall + 3.0, r - 13.0, 26.0), |c| {
            c.fill(
                &Shape::ellipse(0.0, -tall + 14.0, r - 13.0, 26.0),
                across(-r, r, &[hex(0x2a1710), hex(0x6b4128), hex(0x3a2115)]),
            );
        });
        for (x, sway) in [(-52.0, 26.0), (8.0, -30.0), (62.0, 24.0)] {
            let steam = Shape::curve(&[
                (x, -tall - 22.0),
                (x + sway, -tall - 80.0),
                (x - sway * 0.6, -tall - 140.0),
                (x + sway * 0.5, -tall - 205.0),
            ]);
            c.stroke(&steam, 13.0, WHITE.alpha(0.3));
        }
    });
}

/// A flacon of glass with its scent inside.
pub(in super::super) fn perfume(c: &mut Canvas, rng: &Dice) {
    let (half, tall, disc) = (rng.between(120.0, 165.0), rng.between(250.0, 320.0), rng.chance(0.5));
    shot(c, rng, half, |c, set| {
        let glass = if disc {
            Shape::circle(0.0, -half - 8.0, half).and(Shape::rounded(
                -half * 0.6,
                -26.0,
                half * 1.2,
                28.0,
                10.0,
            ))
        } else {
            Shape::rounded(-half, -tall, half * 2.0, tall, 30.0)
        };
        let top = if disc { -half * 2.0 - 4.0 } else { -tall };
        c.fill(&Shape::rect(-24.0, top - 34.0, 48.0, 42.0), round(-24.0, 24.0, hex(0xd9b56a)));
        c.fill(&Shape::rounded(-58.0, top - 150.0, 116.0, 122.0, 18.0), round(-58.0, 58.0, set.accent));
        c.fill(
            &glass,
            across(
                -half,
                half,
                &[set.main.light(0.55), set.main.light(0.8), set.main.light(0.6), set.main.light(0.4)],
            ),
        );
        c.inside(&glass, |c| {
            let level = top * 0.78;
            let scent = [set.main.light(0.3), set.main, set.main.dark(0.25)];
            c.fill(
                &Shape::rounded(14.0 - half, level, half * 2.0 - 28.0, -level - 16.0, 18.0),
                down(level, 0.0, &scent),
            );
            c.fill(&Shape::ellipse(0.0, level, half - 14.0, 9.0), set.main.light(0.55).alpha(0.9));
            c.fill(
                &Shape::polygon(&[(-half, top), (-half * 0.3, top), (-half * 1.1, 0.0), (-half * 1.8, 0.0)]),
                WHITE.alpha(0.22),
            );
            c.fill(
                &Shape::polygon(&[
                    (half * 0.5, top),
                    (half * 0.7, top),
                    (-half * 0.05, 0.0),
                    (-half * 0.25, 0.0),
                ]),
                WHITE.alpha(0.16),
            );
        });
        c.fill(&Shape::rounded(-62.0, top * 0.56, 124.0, 92.0, 6.0), set.pale.alpha(0.95));
        writing(c, 0.0, top * 0.56 + 20.0, 84.0, set.main.dark(0.35));
        seam(c, &glass, 2.0);
    });
}

/// Leaves in a pot.
pub(in super::super) fn plant(c: &mut Canvas, rng: &Dice) {
    let green = rng.pick(&[hex(0x2f7d5b), hex(0x4d8f46), hex(0x1f6f63), hex(0x6a9a3b)]);
    let upright = rng.chance(0.45);
    let leaves: Vec<(f32, f32, f32)> = (0..13)
        .map(|i| {
            let lean = (i as f32 - 6.0) / 6.0;
            let tall = rng.between(270.0, 390.0) * (1.0 - 0.3 * lean.abs());
            (lean * if upright { 30.0 } else { 82.0 } + rng.between(-6.0, 6.0), tall, rng.between(0.0, 1.0))
        })
        .collect();
    shot(c, rng, 105.0, |c, set| {
        let mut order = leaves.clone();
        order.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        for (lean, tall, tone) in order {
            c.placed((lean * 0.5, -178.0), 1.0, lean, |c| {
                leaf(c, tall, if upright { 27.0 } else { 44.0 }, green.dark(0.3).mix(green.light(0.2), tone))
            });
        }
        let pot = Shape::data("M -112 -196 L 112 -196 L 90 -16 C 86 4 -86 4 -90 -16 Z");
        c.fill(&pot, round(-112.0, 112.0, set.main));
        c.inside(&pot, |c| {
            c.fill(
                &Shape::polygon(&[(-120.0, -70.0), (120.0, -110.0), (120.0, 20.0), (-120.0, 20.0)]),
                round(-112.0, 112.0, set.pale),
            )
        });
        c.fill(&Shape::rounded(-122.0, -216.0, 244.0, 42.0, 9.0), round(-122.0, 122.0, set.main));
        c.soft(&Shape::rect(-110.0, -176.0, 220.0, 10.0), 10.0, set.main.dark(0.8).alpha(0.4));
    });
}

fn leaf(c: &mut Canvas, tall: f32, half: f32, color: Color) {
    let side = |s: f32| {
        Shape::data(&format!(
            "M 0 0 C {a} {b} {a} {d} 0 {t} Z",
            a = s * half * 1.5,
            b = -tall * 0.3,
            d = -tall * 0.75,
            t = -tall
        ))
    };
    c.fill(&side(-1.0), down(-tall, 0.0, &[color.light(0.22), color.dark(0.18)]));
    c.fill(&side(1.0), down(-tall, 0.0, &[color, color.dark(0.4)]));
    c.stroke(&Shape::polyline(&[(0.0, 0.0), (0.0, -tall * 0.94)]), 2.6, color.light(0.4).alpha(0.7));
}

/// A vase with dry flowers and grasses.
pub(in super::super) fn vase(c: &mut Canvas, rng: &Dice) {
    let (belly, waist) = (rng.between(105.0, 140.0), rng.between(30.0, 48.0));
    let stems: Vec<(At, bool)> = (0..9)
        .map(|i| {
            (
                (-170.0 + 42.0 * i as f32 + rng.between(-18.0, 18.0), rng.between(-560.0, -440.0)),
                rng.chance(0.55),
            )
        })
        .collect();
    shot(c, rng, belly * 0.75, |c, set| {
        for &((x, y), flower) in &stems {
            c.stroke(
                &Shape::curve(&[(x * 0.08, -300.0), (x * 0.4, -400.0), (x, y)]),
                4.0,
                set.accent.dark(0.35),
            );
            if flower {
                for k in 0..8 {
                    let turn = k as f32 * 45.0;
                    c.placed((x, y), 1.0, turn, |c| {
                        c.fill(
                            &Shape::ellipse(0.0, -19.0, 10.0, 17.0),
                            set.accent.light(0.12 + 0.05 * (k % 2) as f32),
                        )
                    });
                }
                c.fill(&Shape::circle(x, y, 11.0), set.pale);
            } else {
                c.placed((x, y), 1.0, x * 0.16, |c| {
                    for k in 0..7 {
                        let (w, y) = (20.0 - 2.2 * k as f32, 40.0 - 19.0 * k as f32);
                        c.fill(&Shape::ellipse(-w * 0.55, y, w * 0.55, 13.0), set.pale.mix(set.accent, 0.25));
                        c.fill(&Shape::ellipse(w * 0.55, y, w * 0.55, 13.0), set.pale.mix(set.accent, 0.5));
                    }
                });
            }
        }
        let body = format!(
            "M {l} -330 L {waist} -330 C {waist} -270 {belly} -240 {belly} \
                -140 C {belly} -60 80 0 60 0 L -60 0 C -80 0 {m} -60 {m} -140 C \
                {m} -240 {l} -270 {l} -330 Z",
            l = -waist,
            m = -belly
        );
        let body = Shape::data(&body);
        c.fill(&body, ball(0.0, -150.0, belly * 1.25, set.main));
        c.inside(&body, |c| {
            for y in [-178.0, -150.0, -122.0] {
                c.stroke(
                    &Shape::curve(&[(-belly - 5.0, y - 14.0), (0.0, y + 12.0), (belly + 5.0, y - 14.0)]),
                    7.0,
                    set.pale.alpha(0.5),
                );
            }
        });
        c.fill(&Shape::ellipse(0.0, -330.0, waist + 6.0, 11.0), Ink::Solid(set.main.dark(0.4)));
        c.stroke(&Shape::ellipse(0.0, -330.0, waist + 5.0, 10.0), 5.0, set.main.light(0.25));
        gleam(c, -belly * 0.6, -210.0, 18.0, 110.0, 0.35);
    });
}
