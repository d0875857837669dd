use super::super::canvas::{Canvas, Ink, down};
use super::super::color::{BLACK, WHITE, hex};
use super::super::dice::Dice;
use super::super::shape::Shape;
use super::{ball, gleam, round, shot};

/// A table lamp that is lit.
pub(in super::super) fn lamp(c: &mut Canvas, rng: &Dice) {
    let dome = rng.chance(0.5);
    shot(c, rng, 110.0, |c, set| {
        c.glow((0.0, -400.0), 470.0, hex(0xffe2a0).alpha(0.6));
        c.fill(&Shape::rect(-11.0, -330.0, 22.0, 90.0), round(-11.0, 11.0, hex(0xcda55c)));
        c.fill(&Shape::ellipse(0.0, -138.0, 104.0, 122.0), ball(0.0, -138.0, 118.0, set.main));
        c.fill(&Shape::rounded(-80.0, -30.0, 160.0, 32.0, 12.0), round(-80.0, 80.0, set.main.dark(0.2)));
        let shade = if dome {
            Shape::data("M -185 -330 C -185 -470 -110 -540 0 -540 C 110 -540 185 -470 185 -330 Z")
        } else {
            Shape::data("M -104 -548 L 104 -548 L 186 -330 L -186 -330 Z")
        };
        let warm = set.pale.mix(hex(0xffdf9a), 0.5);
        c.fill(
            &shade,
            Ink::Radial((0.0, -370.0), 260.0, vec![hex(0xfff6d8), warm, warm.mix(set.accent, 0.55)]),
        );
        c.inside(&shade, |c| {
            c.fill(&Shape::rect(-200.0, -346.0, 400.0, 20.0), set.accent.alpha(0.85));
            if !dome {
                for i in 0..15 {
                    let x = -98.0 + 14.0 * i as f32;
                    c.stroke(
                        &Shape::polyline(&[(x, -548.0), (x * 1.79, -330.0)]),
                        2.0,
                        set.accent.alpha(0.28),
                    );
                }
            }
        });
        c.soft(&Shape::ellipse(0.0, -318.0, 150.0, 14.0), 34.0, hex(0xffeebb).alpha(0.8));
        gleam(c, -58.0, -208.0, 20.0, 80.0, 0.45);
    });
}

/// An armchair with a cushion.
pub(in super::super) fn chair(c: &mut Canvas, rng: &Dice) {
    let cushion = rng.chance(0.7);
    shot(c, rng, 230.0, |c, set| {
        let wood = hex(0x8d5a34);
        for x in [-168.0, 168.0] {
            c.fill(
                &Shape::polygon(&[
                    (x - 16.0, -90.0),
                    (x + 16.0, -90.0),
                    (x * 1.1 + 7.0, 0.0),
                    (x * 1.1 - 7.0, 0.0),
                ]),
                round(x - 20.0, x + 24.0, wood),
            );
        }
        c.fill(
            &Shape::rounded(-188.0, -488.0, 376.0, 380.0, 130.0),
            Ink::Linear(
                (-120.0, -480.0),
                (90.0, -160.0),
                vec![set.main.light(0.26), set.main, set.main.dark(0.25)],
            ),
        );
        for x in [-84.0, 0.0, 84.0] {
            c.stroke(
                &Shape::curve(&[(x * 0.8, -470.0 + x.abs() * 0.25), (x, -380.0), (x * 1.05, -230.0)]),
                5.0,
                set.main.dark(0.4).alpha(0.5),
            );
        }
        c.fill(
            &Shape::rounded(-196.0, -190.0, 392.0, 112.0, 36.0),
            round(-230.0, 260.0, set.main.dark(0.12)),
        );
        c.soft(&Shape::rounded(-150.0, -238.0, 300.0, 96.0, 40.0).moved(0.0, -14.0), 24.0, BLACK.alpha(0.35));
        c.fill(
            &Shape::rounded(-158.0, -236.0, 316.0, 96.0, 44.0),
            down(-236.0, -140.0, &[set.main.light(0.34), set.main.light(0.06), set.main.dark(0.12)]),
        );
        if cushion {
            c.placed((46.0, -286.0), 1.0, 12.0, |c| {
                let pillow = Shape::data(
                    "M -78 -78 C -30 -66 30 -66 78 -78 C 66 -30 66 30 78 78 C 30 66 \
                    -30 66 -78 78 C -66 30 -66 -30 -78 -78 Z",
                );
                c.soft(&pillow.clone().moved(-4.0, 12.0), 24.0, BLACK.alpha(0.35));
                c.fill(
                    &pillow,
                    Ink::Linear(
                        (-60.0, -70.0),
                        (60.0, 70.0),
                        vec![set.accent.light(0.3), set.accent, set.accent.dark(0.2)],
                    ),
                );
                c.inside(&pillow, |c| {
                    for y in [-44.0, -14.0, 16.0, 46.0] {
                        c.fill(&Shape::rect(-90.0, y, 180.0, 8.0), set.pale.alpha(0.6));
                    }
                });
            });
        }
        for s in [-1.0, 1.0] {
            let x = s * 194.0;
            c.soft(&Shape::rounded(x - 44.0 - s * 12.0, -316.0, 88.0, 236.0, 44.0), 20.0, BLACK.alpha(0.25));
            c.fill(
                &Shape::rounded(x - 48.0, -320.0, 96.0, 250.0, 48.0),
                Ink::Linear(
                    (x - 50.0, -320.0),
                    (x + 60.0, -70.0),
                    vec![set.main.light(0.32), set.main, set.main.dark(0.3)],
                ),
            );
        }
    });
}

/// A camera from the front.
pub(in super::super) fn camera(c: &mut Canvas, rng: &Dice) {
    let x = rng.pick(&[-14.0, 16.0, 34.0]);
    shot(c, rng, 255.0, |c, set| {
        let (silver, y) = (hex(0xd5d8de), -152.0);
        c.fill(
            &Shape::rounded(-262.0, -322.0, 524.0, 324.0, 40.0),
            down(-322.0, 0.0, &[silver.light(0.5), silver, silver.dark(0.3)]),
        );
        c.fill(
            &Shape::polygon(&[(-96.0, -316.0), (-70.0, -376.0), (86.0, -376.0), (112.0, -316.0)]),
            down(-376.0, -316.0, &[silver.light(0.4), silver.dark(0.1)]),
        );
        c.fill(&Shape::rounded(-226.0, -350.0, 84.0, 36.0, 8.0), round(-226.0, -142.0, silver.dark(0.1)));
        c.fill(&Shape::rounded(160.0, -346.0, 62.0, 30.0, 8.0), round(160.0, 222.0, set.accent));
        c.fill(
            &Shape::rect(-262.0, -252.0, 524.0, 196.0),
            down(-252.0, -56.0, &[set.main.light(0.14), set.main, set.main.dark(0.18)]),
        );
        for i in 0..30 {
            let left = -254.0 + 17.5 * i as f32;
            c.stroke(&Shape::polyline(&[(left, -246.0), (left, -62.0)]), 2.0, BLACK.alpha(0.07));
        }
        c.fill(&Shape::rounded(-40.0, -362.0, 80.0, 34.0, 8.0), hex(0x20242c));
        c.fill(&Shape::rounded(-34.0, -358.0, 30.0, 12.0, 5.0), WHITE.alpha(0.25));
        c.fill(&Shape::circle(-204.0, -284.0, 13.0), hex(0xe8483f));
        c.soft(&Shape::circle(x + 10.0, y + 16.0, 142.0), 30.0, BLACK.alpha(0.5));
        for (r, color) in
            [(142.0, hex(0x3a3d45)), (128.0, hex(0x17181d)), (104.0, hex(0x2a2c33)), (94.0, hex(0x0c0d12))]
        {
            c.fill(
                &Shape::circle(x, y, r),
                Ink::Linear((x - r, y - r), (x + r, y + r), vec![color.light(0.34), color, color.dark(0.3)]),
            );
        }
        c.stroke(&Shape::circle(x, y, 116.0), 4.0, set.accent);
        c.fill(
            &Shape::circle(x, y, 80.0),
            Ink::Radial(
                (x + 18.0, y + 24.0),
                110.0,
                vec![hex(0x6a5acd), hex(0x27408b), hex(0x0b1030), hex(0x05060c)],
            ),
        );
        c.fill(&Shape::circle(x, y, 36.0), hex(0x04050a));
        c.soft(&Shape::ellipse(x - 30.0, y - 34.0, 22.0, 15.0), 8.0, WHITE.alpha(0.75));
        c.fill(&Shape::circle(x + 30.0, y + 34.0, 8.0), WHITE.alpha(0.4));
    });
}

/// A loudspeaker with two cones.
pub(in super::super) fn speaker(c: &mut Canvas, rng: &Dice) {
    let wood = rng.chance(0.5);
    shot(c, rng, 155.0, |c, set| {
        let body = if wood { hex(0xa9703f) } else { set.main };
        c.fill(&Shape::rounded(-160.0, -520.0, 320.0, 516.0, 36.0), round(-170.0, 180.0, body));
        c.fill(
            &Shape::rounded(-138.0, -498.0, 276.0, 472.0, 24.0),
            down(-498.0, -26.0, &[set.main.dark(0.45).light(0.08), set.main.dark(0.6)]),
        );
        for (y, r) in [(-396.0, 66.0), (-178.0, 112.0)] {
            c.fill(&Shape::circle(0.0, y, r), hex(0x15161b));
            c.stroke(&Shape::circle(0.0, y, r), 7.0, hex(0xb9bdc7));
            c.fill(
                &Shape::circle(0.0, y, r * 0.84),
                Ink::Radial(
                    (0.0, y),
                    r * 0.84,
                    vec![set.accent.dark(0.5), set.accent.dark(0.15), set.accent, set.accent.dark(0.3)],
                ),
            );
            c.stroke(&Shape::circle(0.0, y, r * 0.66), 2.0, BLACK.alpha(0.25));
            c.fill(&Shape::circle(0.0, y, r * 0.32), ball(0.0, y, r * 0.34, hex(0x2b2d35)));
        }
        c.fill(&Shape::circle(-110.0, -54.0, 6.0), hex(0x7dffb0));
        c.fill(&Shape::rounded(70.0, -60.0, 48.0, 10.0, 5.0), set.pale.alpha(0.8));
        gleam(c, -152.0, -470.0, 8.0, 420.0, 0.35);
    });
}
