//! Charts on cards, light and dark.

mod plots;

use super::canvas::{Canvas, Ink, down};
use super::color::{BLACK, Color, WHITE, hex};
use super::dice::Dice;
use super::letters::{width, write};
use super::shape::Shape;

/// The colours of a card and of what is plotted on it.
#[derive(Clone, Copy)]
struct Theme {
    page: [Color; 2],
    card: Color,
    ink: Color,
    muted: Color,
    grid: Color,
    series: [Color; 5],
}

const WARM: [Color; 5] = [hex(0xf26b5e), hex(0xf7b267), hex(0x5f6caf), hex(0x2ec4b6), hex(0xb8c0dd)];
const COOL: [Color; 5] = [hex(0x3d7bfa), hex(0x22c3a6), hex(0xffb547), hex(0xf25f8b), hex(0x9b8cff)];
const EARTH: [Color; 5] = [hex(0x1f7a6c), hex(0xe0a03a), hex(0xd4583f), hex(0x7aa8a0), hex(0x3a4a6b)];
const BERRY: [Color; 5] = [hex(0x8b5cf6), hex(0xec4899), hex(0x22d3ee), hex(0xfbbf24), hex(0x6ee7b7)];

const THEMES: [Theme; 6] = [
    light(0xe6ebf7, 0xd5def2, COOL),
    light(0xfbeee3, 0xf6dccb, WARM),
    light(0xe8efe6, 0xd3e2d6, EARTH),
    dark(0x1a1f3d, 0x0b0e20, 0x1a2040, BERRY),
    dark(0x0f2a33, 0x07171d, 0x12323d, COOL),
    dark(0x2b1f36, 0x150f1d, 0x2a2036, WARM),
];

const fn light(top: u32, bottom: u32, series: [Color; 5]) -> Theme {
    Theme {
        page: [hex(top), hex(bottom)],
        card: WHITE,
        ink: hex(0x1d2540),
        muted: hex(0x8c97b2),
        grid: hex(0xe6eaf3),
        series,
    }
}

const fn dark(top: u32, bottom: u32, card: u32, series: [Color; 5]) -> Theme {
    Theme {
        page: [hex(top), hex(bottom)],
        card: hex(card),
        ink: hex(0xf2f4ff),
        muted: hex(0x8791b5),
        grid: hex(0x343c62),
        series,
    }
}

/// A rectangle to plot in.
#[derive(Clone, Copy)]
struct Area {
    x: f32,
    y: f32,
    w: f32,
    h: f32,
}

impl Area {
    fn right(&self) -> f32 {
        self.x + self.w
    }

    fn bottom(&self) -> f32 {
        self.y + self.h
    }

    fn shrunk(&self, by: f32) -> Self {
        Self { x: self.x + by, y: self.y + by, w: self.w - 2.0 * by, h: self.h - 2.0 * by }
    }
}

type Plot = fn(&mut Canvas, &Dice, &Theme, Area);

pub(super) fn bars(c: &mut Canvas, rng: &Dice) {
    single(c, rng, &["REVENUE BY MONTH", "UNITS SOLD", "ORDERS BY REGION", "NEW CUSTOMERS"], plots::bars);
}

pub(super) fn lines(c: &mut Canvas, rng: &Dice) {
    single(c, rng, &["SESSIONS PER WEEK", "ACTIVE USERS", "PAGE SPEED P75", "CONVERSION"], plots::lines);
}

pub(super) fn donut(c: &mut Canvas, rng: &Dice) {
    single(c, rng, &["TRAFFIC SOURCES", "SALES BY CHANNEL", "BUDGET SHARE", "DEVICES"], plots::donut);
}

pub(super) fn heatmap(c: &mut Canvas, rng: &Dice) {
    single(
        c,
        rng,
        &["ACTIVITY BY HOUR", "ORDERS BY WEEKDAY", "LOAD BY REGION", "OPENED MAILS"],
        plots::heatmap,
    );
}

pub(super) fn scatter(c: &mut Canvas, rng: &Dice) {
    single(
        c,
        rng,
        &["PRICE VS RATING", "SPEND VS REACH", "SIZE VS LATENCY", "AGE VS BASKET"],
        plots::scatter,
    );
}

/// Several charts on one page.
pub(super) fn dashboard(c: &mut Canvas, rng: &Dice) {
    let theme = rng.pick(&THEMES);
    page(c, &theme);
    let (gap, margin) = (26.0, 40.0);
    let (w, h) = (c.w - 2.0 * margin, c.h - 2.0 * margin);
    let tall = h * 0.2;
    for i in 0..4 {
        let wide = (w - 3.0 * gap) / 4.0;
        let tile = Area { x: margin + i as f32 * (wide + gap), y: margin, w: wide, h: tall };
        card(c, &theme, tile);
        figure(c, rng, &theme, tile.shrunk(wide * 0.09), i);
    }
    let (top, rest) = (margin + tall + gap, h - tall - gap);
    let wide = w * 0.62;
    let plots: [(Area, Plot, &str); 3] = [
        (Area { x: margin, y: top, w: wide, h: rest }, plots::lines, "GROWTH"),
        (Area { x: margin + wide + gap, y: top, w: w - wide - gap, h: rest * 0.48 }, plots::bars, "ORDERS"),
        (
            Area {
                x: margin + wide + gap,
                y: top + rest * 0.48 + gap,
                w: w - wide - gap,
                h: rest * 0.52 - gap,
            },
            plots::heatmap,
            "HOURS",
        ),
    ];
    for (area, plot, title) in plots {
        card(c, &theme, area);
        write(c, title, (area.x + 30.0, area.y + 28.0), 20.0, 3.6, theme.ink);
        let inner = Area { y: area.y + 74.0, h: area.h - 104.0, x: area.x + 30.0, w: area.w - 60.0 };
        plot(c, rng, &theme, inner);
    }
}

fn single(c: &mut Canvas, rng: &Dice, titles: &[&str; 4], plot: Plot) {
    let theme = rng.pick(&THEMES);
    page(c, &theme);
    let margin = 62.0;
    let area = Area { x: margin, y: margin, w: c.w - 2.0 * margin, h: c.h - 2.0 * margin };
    card(c, &theme, area);
    let (left, top) = (area.x + 54.0, area.y + 54.0);
    write(c, rng.pick(titles), (left, top), 34.0, 6.0, theme.ink);
    let quarter = format!("Q{} {}", 1 + rng.count(0..4), 2024 + rng.count(0..3));
    write(c, &quarter, (left, top + 58.0), 20.0, 3.4, theme.muted);
    let change = format!("+{}.{}%", 2 + rng.count(0..28), rng.count(0..10));
    let wide = width(&change, 24.0) + 48.0;
    let pill = Shape::rounded(area.right() - 54.0 - wide, top - 8.0, wide, 56.0, 28.0);
    c.fill(&pill, theme.series[1].alpha(0.2));
    write(c, &change, (area.right() - 30.0 - wide, top + 8.0), 24.0, 4.4, theme.series[1]);
    let inner = Area { x: left, y: top + 126.0, w: area.w - 108.0, h: area.h - 126.0 - 108.0 };
    plot(c, rng, &theme, inner);
}

fn page(c: &mut Canvas, theme: &Theme) {
    c.flood(Ink::Linear((0.0, 0.0), (c.w * 0.6, c.h), theme.page.to_vec()));
    c.glow((c.w * 0.9, c.h * 0.05), 700.0, theme.series[0].alpha(0.2));
    c.glow((c.w * 0.05, c.h), 600.0, theme.series[4].alpha(0.18));
}

fn card(c: &mut Canvas, theme: &Theme, area: Area) {
    let shape = Shape::rounded(area.x, area.y, area.w, area.h, 30.0);
    c.soft(&shape.clone().moved(0.0, 16.0), 46.0, theme.page[1].mix(BLACK, 0.75).alpha(0.28));
    c.fill(&shape, down(area.y, area.bottom(), &[theme.card.light(0.03), theme.card]));
}

/// One big number with a small line of its past.
fn figure(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area, which: usize) {
    let (value, color) = match which {
        0 => (format!("{}.{}K", 12 + rng.count(0..80), rng.count(0..10)), theme.series[0]),
        1 => (format!("{}%", 20 + rng.count(0..79)), theme.series[1]),
        2 => (format!("${}M", 2 + rng.count(0..9)), theme.series[2]),
        _ => (format!("{}", 140 + rng.count(0..800)), theme.series[3]),
    };
    c.fill(&Shape::rounded(area.x, area.y, 60.0, 10.0, 5.0), theme.muted.alpha(0.5));
    let tall = (area.h * 0.34).min(area.w * 0.22);
    write(c, &value, (area.x, area.y + area.h * 0.22), tall, tall * 0.17, theme.ink);
    let spark = Area { y: area.y + area.h * 0.72, h: area.h * 0.28, ..area };
    plots::spark(c, rng, color, spark);
}
