//! Necks and what is worn below them.

use super::super::canvas::{Canvas, Ink, down};
use super::super::color::{BLACK, Color, WHITE};
use super::super::shape::Shape;

const SHOULDERS: &str = "M -300 460 C -306 260 -290 150 -236 104 C -190 70 -110 58 -62 34 L 62 34 \
    C 110 58 190 70 236 104 C 290 150 306 260 300 460 Z";

/// What a person wears.
pub(super) struct Clothes {
    pub(super) cloth: Color,
    pub(super) trim: Color,
    pub(super) cut: usize,
}

pub(super) fn neck(c: &mut Canvas, skin: Color) {
    let neck = Shape::data(
        "M -54 -110 L 54 -110 L 56 20 C 90 44 120 50 150 60 L 60 130 L \
            -60 130 L -150 60 C -120 50 -90 44 -56 20 Z",
    );
    c.fill(&neck, Ink::Linear((-60.0, -60.0), (70.0, 60.0), vec![skin, skin.dark(0.14)]));
    c.inside(&neck, |c| c.soft(&Shape::ellipse(14.0, -58.0, 96.0, 74.0), 20.0, skin.dark(0.7).alpha(0.4)));
}

impl Clothes {
    pub(super) fn draw(&self, c: &mut Canvas) {
        match self.cut {
            0 => self.crew(c),
            1 => self.v_neck(c),
            2 => self.shirt(c),
            3 => self.hoodie(c),
            4 => self.turtleneck(c),
            _ => self.blazer(c),
        }
    }

    fn body(&self, c: &mut Canvas, neckline: &str) {
        let body = Shape::data(&SHOULDERS.replace("L 62 34", neckline));
        let ink = Ink::Linear(
            (-260.0, 60.0),
            (260.0, 420.0),
            vec![self.cloth.light(0.16), self.cloth, self.cloth.dark(0.22)],
        );
        c.fill(&body, ink);
        for s in [-1.0, 1.0] {
            c.stroke(
                &Shape::curve(&[(s * 188.0, 240.0), (s * 196.0, 320.0), (s * 190.0, 460.0)]),
                5.0,
                self.cloth.dark(0.5).alpha(0.45),
            );
        }
    }

    fn crew(&self, c: &mut Canvas) {
        self.body(c, "L -74 38 C -60 104 60 104 74 38 L 62 34");
        c.stroke(
            &Shape::curve(&[(-76.0, 36.0), (-46.0, 82.0), (0.0, 94.0), (46.0, 82.0), (76.0, 36.0)]),
            15.0,
            self.trim,
        );
        for y in [200.0, 250.0] {
            c.inside(&Shape::data(SHOULDERS), |c| {
                c.fill(&Shape::rect(-310.0, y, 620.0, 24.0), self.trim.alpha(0.9))
            });
        }
    }

    fn v_neck(&self, c: &mut Canvas) {
        self.body(c, "L -70 36 L 0 190 L 70 36 L 62 34");
        c.stroke(&Shape::polyline(&[(-72.0, 36.0), (0.0, 188.0), (72.0, 36.0)]), 14.0, self.cloth.dark(0.24));
        c.stroke(&Shape::curve(&[(-58.0, 40.0), (0.0, 112.0), (58.0, 40.0)]), 4.0, self.trim);
        c.fill(&Shape::circle(0.0, 114.0, 9.0), self.trim);
    }

    fn shirt(&self, c: &mut Canvas) {
        self.body(c, "L -70 36 L 0 110 L 70 36 L 62 34");
        for s in [-1.0, 1.0] {
            let collar =
                Shape::polygon(&[(s * 64.0, 12.0), (s * 96.0, 56.0), (s * 66.0, 146.0), (0.0, 98.0)]);
            c.soft(&collar.clone().moved(0.0, 9.0), 12.0, BLACK.alpha(0.3));
            c.fill(&collar, down(10.0, 150.0, &[self.cloth.light(0.4), self.cloth.light(0.16)]));
        }
        c.stroke(&Shape::polyline(&[(0.0, 108.0), (0.0, 460.0)]), 4.0, self.cloth.dark(0.4));
        for y in [170.0, 240.0, 310.0] {
            c.fill(&Shape::circle(-14.0, y, 7.0), self.trim);
        }
        c.stroke(&Shape::rounded(84.0, 200.0, 90.0, 90.0, 10.0), 4.0, self.cloth.dark(0.35));
    }

    fn hoodie(&self, c: &mut Canvas) {
        let hood = Shape::data(
            "M -150 90 C -170 20 -110 -30 -70 -20 C -50 30 50 30 70 -20 C \
                110 -30 170 20 150 90 C 90 130 -90 130 -150 90 Z",
        );
        self.body(c, "L -80 40 C -50 120 50 120 80 40 L 62 34");
        c.soft(&hood.clone().moved(0.0, 14.0), 20.0, BLACK.alpha(0.35));
        let hole =
            Shape::data("M -72 10 C -60 96 60 96 72 10 C 110 20 96 110 0 118 C -96 110 -110 20 -72 10 Z");
        c.fill(&hole, self.cloth.dark(0.4));
        for s in [-1.0, 1.0] {
            let side = Shape::data(&format!(
                "M {a} -20 C {b} -40 {d} 20 {e} 84 C {f} 120 {g} 128 0 132 L 0 104 C {h} 96 {i} 40 {a} -20 Z",
                a = s * 66.0,
                b = s * 120.0,
                d = s * 176.0,
                e = s * 156.0,
                f = s * 110.0,
                g = s * 50.0,
                h = s * 50.0,
                i = s * 78.0
            ));
            c.fill(
                &side,
                Ink::Linear(
                    (-150.0, 0.0),
                    (150.0, 130.0),
                    vec![self.cloth.light(0.3), self.cloth.dark(0.05)],
                ),
            );
            c.stroke(
                &Shape::curve(&[(s * 40.0, 112.0), (s * 46.0, 180.0), (s * 40.0, 232.0)]),
                8.0,
                self.trim,
            );
        }
    }

    fn turtleneck(&self, c: &mut Canvas) {
        self.body(c, "L 62 34");
        let roll = Shape::rounded(-70.0, -52.0, 140.0, 112.0, 30.0);
        c.fill(
            &roll,
            Ink::Linear(
                (-70.0, 0.0),
                (80.0, 0.0),
                vec![self.cloth.light(0.22), self.cloth, self.cloth.dark(0.24)],
            ),
        );
        for i in 0..9 {
            let x = -56.0 + 14.0 * i as f32;
            c.stroke(&Shape::polyline(&[(x, -42.0), (x, 50.0)]), 2.5, self.cloth.dark(0.4).alpha(0.4));
        }
        c.stroke(
            &Shape::curve(&[(-74.0, 54.0), (0.0, 74.0), (74.0, 54.0)]),
            5.0,
            self.cloth.dark(0.4).alpha(0.6),
        );
    }

    fn blazer(&self, c: &mut Canvas) {
        c.fill(
            &Shape::polygon(&[(-80.0, 30.0), (80.0, 30.0), (70.0, 460.0), (-70.0, 460.0)]),
            down(30.0, 460.0, &[WHITE, self.trim.light(0.5)]),
        );
        for s in [-1.0, 1.0] {
            c.fill(
                &Shape::polygon(&[(s * 60.0, 14.0), (s * 84.0, 50.0), (s * 44.0, 116.0), (0.0, 84.0)]),
                WHITE.mix(self.trim, 0.15),
            );
        }
        c.fill(
            &Shape::polygon(&[
                (-17.0, 84.0),
                (17.0, 84.0),
                (24.0, 118.0),
                (34.0, 330.0),
                (0.0, 372.0),
                (-34.0, 330.0),
                (-24.0, 118.0),
            ]),
            down(84.0, 372.0, &[self.trim.dark(0.1), self.trim.dark(0.35)]),
        );
        self.body(c, "L -72 36 L -10 400 L 10 400 L 72 36 L 62 34");
        for s in [-1.0, 1.0] {
            let lapel = Shape::polygon(&[
                (s * 72.0, 36.0),
                (s * 130.0, 96.0),
                (s * 104.0, 150.0),
                (s * 126.0, 170.0),
                (s * 12.0, 400.0),
            ]);
            c.fill(
                &lapel,
                Ink::Linear(
                    (-120.0, 40.0),
                    (120.0, 380.0),
                    vec![self.cloth.light(0.24), self.cloth.dark(0.14)],
                ),
            );
            c.stroke(
                &Shape::polyline(&[(s * 12.0, 400.0), (s * 126.0, 170.0), (s * 104.0, 150.0)]),
                3.0,
                self.cloth.dark(0.5),
            );
        }
    }
}
