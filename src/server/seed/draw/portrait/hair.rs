//! Hair and what is worn on it.

use super::super::canvas::Canvas;
use super::super::color::Color;
use super::super::dice::Dice;
use super::super::shape::{At, Shape};
use super::{Room, lit};

/// What is on the head.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    Crop,
    Quiff,
    Parted,
    Bob,
    Long,
    Bun,
    Afro,
    Curls,
    Bald,
    Headscarf,
    Cap,
    Beanie,
    Turban,
}

const STYLES: [Style; 13] = [
    Style::Crop,
    Style::Quiff,
    Style::Parted,
    Style::Bob,
    Style::Long,
    Style::Bun,
    Style::Afro,
    Style::Curls,
    Style::Bald,
    Style::Headscarf,
    Style::Cap,
    Style::Beanie,
    Style::Turban,
];

const CROP: &str = "M -110 -176 C -128 -300 -72 -352 2 -350 C 82 -348 128 -292 110 -176 \
    C 104 -206 100 -228 88 -246 C 40 -262 -40 -262 -88 -246 C -100 -228 -104 -206 -110 -176 Z";
const QUIFF: &str = "M -110 -170 C -122 -270 -116 -330 -66 -352 C -30 -392 70 -396 108 -340 C 128 -300 122 -230 110 -170 \
    C 106 -204 104 -230 94 -256 C 60 -240 -20 -244 -62 -276 C -84 -256 -102 -226 -110 -170 Z";
const PARTED: &str = "M -112 -156 C -134 -300 -84 -356 -10 -354 C 84 -356 134 -296 112 -156 \
    C 110 -204 96 -236 70 -254 C 20 -258 -30 -276 -52 -304 C -66 -256 -100 -226 -112 -156 Z";
const FRINGE: &str = "M -118 -150 C -140 -300 -80 -356 0 -356 C 80 -356 140 -300 118 -150 \
    C 112 -190 108 -210 100 -226 C 60 -216 -60 -216 -100 -226 C -108 -210 -112 -190 -118 -150 Z";
const MIDDLE: &str = "M -124 -90 C -146 -290 -90 -360 0 -358 C 90 -360 146 -290 124 -90 \
    C 118 -170 104 -240 0 -314 C -104 -240 -118 -170 -124 -90 Z";

const SCARF: &str = "M -142 -180 C -146 -330 -84 -366 0 -366 C 84 -366 146 -330 142 -180 \
    C 150 -60 140 20 190 90 C 90 150 -90 150 -190 90 C -140 20 -150 -60 -142 -180 Z";
/// The face in the scarf; runs against the scarf's outline, so that it is a hole in it.
const OPENING: &str = "M -96 -190 C -98 -120 -74 -56 0 -30 C 74 -56 98 -120 96 -190 \
    C 96 -262 56 -290 0 -290 C -56 -290 -96 -262 -96 -190 Z";

impl Style {
    pub(super) fn choose(rng: &Dice) -> Self {
        rng.pick(&STYLES)
    }

    /// Whether a beard may go with it.
    pub(super) fn bearded(self) -> bool {
        matches!(self, Self::Crop | Self::Quiff | Self::Bald | Self::Cap | Self::Beanie | Self::Turban)
    }

    /// Whether earrings would be seen.
    pub(super) fn ears(self) -> bool {
        matches!(self, Self::Bob | Self::Long | Self::Bun | Self::Afro | Self::Curls)
    }

    /// What lies behind head and shoulders.
    pub(super) fn behind(self, c: &mut Canvas, hair: Color, room: &Room) {
        let back = hair.dark(0.22);
        match self {
            Self::Bob => c.fill(
                &Shape::data(
                    "M -132 -40 C -160 -260 -120 -356 0 -356 C 120 -356 160 -260 132 \
                -40 C 90 -6 -90 -6 -132 -40 Z",
                ),
                back,
            ),
            Self::Long => c.fill(
                &Shape::data(
                    "M -126 -200 C -120 -350 120 -350 126 -200 C 140 -60 160 60 190 \
                190 C 90 240 -90 240 -190 190 C -160 60 -140 -60 -126 -200 Z",
                ),
                back,
            ),
            Self::Bun => c.fill(&Shape::circle(0.0, -380.0, 66.0), lit(hair)),
            Self::Afro => puffs(c, &ring(0.0, -232.0, 138.0, 13), 74.0, hair),
            Self::Curls => puffs(c, &ring(0.0, -200.0, 112.0, 13), 50.0, hair),
            Self::Headscarf => c.fill(
                &Shape::data(
                    "M -142 -190 C -146 -330 -84 -366 0 -366 C 84 -366 146 -330 142 \
                -190 C 150 -60 160 40 210 110 L -210 110 C -160 40 -150 -60 \
                -142 -190 Z",
                ),
                lit(room.shape.dark(0.3)),
            ),
            _ => {}
        }
    }

    /// What lies over the forehead.
    pub(super) fn before(self, c: &mut Canvas, hair: Color, room: &Room) {
        match self {
            Self::Crop => swept(c, CROP, hair, 0.25),
            Self::Quiff => swept(c, QUIFF, hair, 0.7),
            Self::Parted => swept(c, PARTED, hair, 0.6),
            Self::Long => swept(c, MIDDLE, hair, 0.0),
            Self::Bob => swept(c, FRINGE, hair, 0.1),
            Self::Bun => swept(c, CROP, hair, 0.0),
            Self::Afro => puffs(c, &arc(0.0, -226.0, 104.0, 62.0, 7), 54.0, hair),
            Self::Curls => puffs(c, &arc(0.0, -232.0, 104.0, 72.0, 8), 38.0, hair),
            Self::Headscarf => headscarf(c, room.shape.dark(0.3)),
            Self::Cap => cap(c, hair, room),
            Self::Beanie => beanie(c, hair, room),
            Self::Turban => turban(c, room.trim.mix(room.shape, 0.55)),
            Self::Bald => {}
        }
    }
}

/// Hair of one shape with strands of light.
fn swept(c: &mut Canvas, data: &str, hair: Color, lean: f32) {
    let shape = Shape::data(data);
    c.fill(&shape, lit(hair));
    c.inside(&shape, |c| {
        for i in 0..7 {
            let x = -96.0 + 32.0 * i as f32;
            let strand =
                [(x * 0.5 + 60.0 * lean, -372.0), (x * 0.95, -310.0), (x * 1.2 - 30.0 * lean, -200.0)];
            c.stroke(&Shape::curve(&strand), 4.0, hair.light(0.3).alpha(0.28));
        }
    });
}

fn ring(x: f32, y: f32, r: f32, count: usize) -> Vec<At> {
    (0..count)
        .map(|i| {
            let (sin, cos) = (i as f32 * std::f32::consts::TAU / count as f32).sin_cos();
            (x + r * sin, y - r * cos)
        })
        .collect()
}

fn arc(x: f32, y: f32, rx: f32, ry: f32, count: usize) -> Vec<At> {
    (0..count)
        .map(|i| {
            let (sin, cos) = ((i as f32 / (count - 1) as f32 - 0.5) * 3.0).sin_cos();
            (x + rx * sin, y - ry * cos)
        })
        .collect()
}

/// Round tufts, each lit.
fn puffs(c: &mut Canvas, places: &[At], r: f32, hair: Color) {
    for &(x, y) in places {
        c.fill(&Shape::circle(x, y, r), lit(hair));
    }
    for &(x, y) in places {
        c.fill(&Shape::circle(x - r * 0.22, y - r * 0.25, r * 0.42), hair.light(0.22).alpha(0.35));
    }
}

fn headscarf(c: &mut Canvas, cloth: Color) {
    c.fill(&Shape::data(SCARF).and(Shape::data(OPENING)), lit(cloth));
    c.inside(&Shape::data(SCARF), |c| {
        for fold in [
            [(-128.0, -40.0), (-40.0, 30.0), (120.0, 60.0)],
            [(-150.0, 20.0), (-30.0, 76.0), (150.0, 96.0)],
            [(108.0, -70.0), (60.0, 10.0), (-60.0, 70.0)],
        ] {
            c.stroke(&Shape::curve(&fold), 6.0, cloth.dark(0.4).alpha(0.45));
        }
    });
    c.stroke(&Shape::data(OPENING), 5.0, cloth.dark(0.35));
}

fn cap(c: &mut Canvas, hair: Color, room: &Room) {
    c.fill(
        &Shape::data(
            "M -110 -150 C -118 -200 -116 -240 -104 -262 L 104 -262 C 116 \
        -240 118 -200 110 -150 C 104 -180 100 -210 92 -226 L -92 -226 C \
        -100 -210 -104 -180 -110 -150 Z",
        ),
        hair,
    );
    let crown = Shape::data(
        "M -118 -238 C -126 -340 -70 -380 0 -380 C 70 -380 126 -340 118 -238 C 60 -262 -60 -262 -118 -238 Z",
    );
    c.fill(&crown, lit(room.trim.mix(room.shape, 0.6)));
    c.stroke(
        &Shape::curve(&[(0.0, -378.0), (-4.0, -300.0), (0.0, -256.0)]),
        3.0,
        room.trim.dark(0.5).alpha(0.5),
    );
    c.fill(
        &Shape::data(
            "M -132 -236 C -80 -276 90 -276 150 -228 C 160 -214 140 -210 120 \
        -216 C 60 -240 -60 -240 -112 -220 C -136 -214 -146 -224 -132 \
        -236 Z",
        ),
        lit(room.shape.dark(0.35)),
    );
    c.fill(&Shape::circle(0.0, -380.0, 9.0), room.shape.dark(0.35));
}

fn beanie(c: &mut Canvas, hair: Color, room: &Room) {
    c.fill(
        &Shape::data(
            "M -112 -140 C -118 -200 -116 -240 -104 -262 L 104 -262 C 116 \
        -240 118 -200 112 -140 C 104 -180 100 -200 94 -216 L -94 -216 C \
        -100 -200 -104 -180 -112 -140 Z",
        ),
        hair,
    );
    let (cloth, band) = (room.trim.mix(room.shape, 0.7), room.cloth.mix(room.trim, 0.25));
    c.fill(&Shape::circle(0.0, -400.0, 34.0), lit(band));
    c.fill(&Shape::data("M -116 -250 C -124 -352 -66 -392 0 -392 C 66 -392 124 -352 116 -250 Z"), lit(cloth));
    c.fill(&Shape::rounded(-124.0, -286.0, 248.0, 66.0, 26.0), lit(band));
    for i in 0..13 {
        let x = -108.0 + 18.0 * i as f32;
        c.stroke(&Shape::polyline(&[(x, -278.0), (x, -230.0)]), 3.0, band.dark(0.4).alpha(0.4));
    }
}

fn turban(c: &mut Canvas, cloth: Color) {
    let wrap = Shape::data(
        "M -122 -214 C -150 -330 -90 -404 0 -404 C 90 -404 150 -330 122 \
            -214 C 90 -262 40 -286 0 -300 C -40 -286 -90 -262 -122 -214 Z",
    );
    c.fill(&wrap, lit(cloth));
    c.inside(&wrap, |c| {
        for i in 0..5 {
            let y = -260.0 - 34.0 * i as f32;
            c.stroke(
                &Shape::curve(&[(-150.0, y + 30.0), (-40.0, y - 20.0), (20.0, y - 70.0)]),
                5.0,
                cloth.dark(0.4).alpha(0.5),
            );
            c.stroke(
                &Shape::curve(&[(150.0, y + 30.0), (40.0, y - 20.0), (-20.0, y - 70.0)]),
                5.0,
                cloth.dark(0.4).alpha(0.5),
            );
        }
    });
}
