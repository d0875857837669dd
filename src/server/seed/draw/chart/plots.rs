//! The charts themselves, each in an area.

use super::super::canvas::{Canvas, down};
use super::super::color::Color;
use super::super::dice::Dice;
use super::super::letters::{width, write};
use super::super::noise;
use super::super::shape::{At, Shape};
use super::{Area, Theme};

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Horizontal lines with numbers; answers the area to the right of the numbers and above the months.
fn grid(c: &mut Canvas, theme: &Theme, area: Area) -> Area {
    let size = (area.h * 0.03).clamp(13.0, 20.0);
    let inner = Area { x: area.x + size * 3.4, w: area.w - size * 3.4, y: area.y, h: area.h - size * 2.4 };
    for i in 0..5 {
        let y = inner.bottom() - inner.h * i as f32 / 4.0;
        c.stroke(&Shape::polyline(&[(inner.x, y), (inner.right(), y)]), 2.5, theme.grid);
        write(c, &(i * 25).to_string(), (area.x, y - size / 2.0), size, size * 0.16, theme.muted);
    }
    inner
}

fn month(c: &mut Canvas, theme: &Theme, area: Area, x: f32, i: usize) {
    let size = (area.h * 0.035).clamp(12.0, 18.0);
    let name = MONTHS.get(i % 12).copied().unwrap_or_default();
    write(c, name, (x - width(name, size) / 2.0, area.bottom() + size * 0.9), size, size * 0.16, theme.muted);
}

pub(super) fn bars(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area) {
    let area = grid(c, theme, area);
    let count = if area.w > 700.0 { 12 } else { 6 };
    let (pairs, seed) = (rng.chance(0.4), rng.seed());
    let step = area.w / count as f32;
    let best = rng.count(0..count);
    for i in 0..count {
        let middle = area.x + step * (i as f32 + 0.5);
        let base = 0.22 + 0.5 * noise::smooth(seed, i as f32 * 0.7, 0.0) + 0.25 * i as f32 / count as f32;
        let heights = if pairs { vec![base, base * rng.between(0.5, 0.85)] } else { vec![base] };
        let wide = step * if pairs { 0.3 } else { 0.56 };
        for (k, part) in heights.iter().enumerate() {
            let tall = area.h * part.min(1.0);
            let left = middle + if pairs { wide * (k as f32 - 1.0) * 1.08 } else { -wide / 2.0 };
            let color = if pairs {
                theme.series[k * 2]
            } else if i == best {
                theme.series[1]
            } else {
                theme.series[0]
            };
            let bar = Shape::rounded(left, area.bottom() - tall, wide, tall + 10.0, wide * 0.26);
            c.inside(&Shape::rect(area.x, area.y - 20.0, area.w, area.h + 20.0), |c| {
                c.fill(
                    &bar,
                    down(area.bottom() - tall, area.bottom(), &[color.light(0.12), color.alpha(0.78)]),
                );
            });
        }
        month(c, theme, area, middle, i);
    }
}

pub(super) fn lines(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area) {
    let area = grid(c, theme, area);
    let count = 12;
    for k in [2, 1, 0] {
        let (seed, base) = (rng.seed(), 0.16 + 0.18 * (2 - k) as f32);
        let points: Vec<At> = (0..count)
            .map(|i| {
                let along = i as f32 / (count - 1) as f32;
                let value = base + along * 0.28 + 0.34 * (noise::smooth(seed, i as f32 * 0.62, 0.5) - 0.35);
                (area.x + area.w * along, area.bottom() - area.h * value.clamp(0.04, 0.97))
            })
            .collect();
        let color = theme.series[k];
        let strength = if k == 0 { 0.42 } else { 0.16 };
        c.fill(
            &Shape::below(&points, area.bottom()),
            down(area.y, area.bottom(), &[color.alpha(strength), color.alpha(0.0)]),
        );
        c.stroke(&Shape::curve(&points), if k == 0 { 8.0 } else { 5.0 }, color);
        if k == 0
            && let Some(&(x, y)) = points.get(rng.count(5..11))
        {
            c.stroke(&Shape::polyline(&[(x, y), (x, area.bottom())]), 3.0, color.alpha(0.4));
            c.glow((x, y), 46.0, color.alpha(0.5));
            c.fill(&Shape::circle(x, y, 14.0), theme.card);
            c.stroke(&Shape::circle(x, y, 12.0), 7.0, color);
        }
    }
    let every = if area.w > 700.0 { 1 } else { 3 };
    for i in (0..count).step_by(every) {
        month(c, theme, area, area.x + area.w * i as f32 / (count - 1) as f32, i);
    }
}

pub(super) fn spark(c: &mut Canvas, rng: &Dice, color: Color, area: Area) {
    let seed = rng.seed();
    let points: Vec<At> = (0..9)
        .map(|i| {
            let along = i as f32 / 8.0;
            (
                area.x + area.w * along,
                area.bottom()
                    - area.h * (0.2 + 0.4 * along + 0.5 * (noise::smooth(seed, i as f32 * 0.8, 0.0) - 0.4)),
            )
        })
        .collect();
    c.fill(
        &Shape::below(&points, area.bottom() + 6.0),
        down(area.y, area.bottom(), &[color.alpha(0.35), color.alpha(0.0)]),
    );
    c.stroke(&Shape::curve(&points), 5.0, color);
}

pub(super) fn donut(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area) {
    let names = ["SEARCH", "DIRECT", "SOCIAL", "MAIL", "OTHER"];
    let weights = names.map(|_| rng.between(0.5, 2.2));
    let all: f32 = weights.iter().sum();
    let wide = area.w > area.h * 1.15;
    let r = if wide { area.h * 0.5 } else { (area.h * 0.34).min(area.w * 0.46) };
    let (x, y) = if wide { (area.x + r, area.y + area.h / 2.0) } else { (area.x + area.w / 2.0, area.y + r) };
    let mut from = 0.0;
    for (i, weight) in weights.iter().enumerate() {
        let to = from + weight / all;
        let color = theme.series[i];
        c.fill(
            &Shape::arc(x, y, r * 0.6, r, from + 0.006, to - 0.006),
            down(y - r, y + r, &[color.light(0.14), color]),
        );
        let step = if wide { area.h / 5.4 } else { (area.bottom() - y - r) / 5.4 };
        let (left, top) = if wide {
            (x + r + area.w * 0.08, area.y + step * (i as f32 + 0.35))
        } else {
            (area.x + area.w * 0.12, y + r + step * (i as f32 + 0.5))
        };
        let size = (step * 0.32).min(24.0);
        c.fill(&Shape::circle(left, top + size / 2.0, size * 0.55), color);
        write(c, names[i], (left + size * 1.6, top), size, size * 0.17, theme.ink);
        let share = format!("{:.0}%", weight / all * 100.0);
        write(c, &share, (area.right() - width(&share, size), top), size, size * 0.17, theme.muted);
        from = to;
    }
    let total = format!("{}K", 20 + rng.count(0..79));
    let tall = r * 0.26;
    write(c, &total, (x - width(&total, tall) / 2.0, y - tall / 2.0), tall, tall * 0.17, theme.ink);
}

pub(super) fn heatmap(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area) {
    let days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
    let seed = rng.seed();
    let label = (area.h * 0.034).clamp(12.0, 18.0);
    let left = area.x + label * 3.8;
    let columns = ((area.right() - left) / (area.h / 7.0)).round().clamp(6.0, 24.0) as usize;
    let (w, h) = ((area.right() - left) / columns as f32, area.h / 7.0);
    let low = theme.grid.mix(theme.card, 0.3);
    let ramp = [
        low,
        theme.series[0].mix(low, 0.55),
        theme.series[0],
        theme.series[2].mix(theme.series[0], 0.25),
        theme.series[2].light(0.15),
    ];
    for (row, day) in days.iter().enumerate() {
        let y = area.y + h * row as f32;
        write(c, day, (area.x, y + h / 2.0 - label / 2.0), label, label * 0.16, theme.muted);
        for column in 0..columns {
            let busy = (std::f32::consts::PI * (column as f32 + 0.5) / columns as f32).sin();
            let value = noise::smooth(seed, column as f32 * 0.34, row as f32 * 0.5) * 0.75 + busy * 0.35
                - if row > 4 { 0.25 } else { 0.0 };
            let cell = Shape::rounded(
                left + w * column as f32 + w * 0.05,
                y + h * 0.05,
                w * 0.9,
                h * 0.9,
                w.min(h) * 0.18,
            );
            c.fill(&cell, Color::along(&ramp, value * value * 1.15));
        }
    }
}

pub(super) fn scatter(c: &mut Canvas, rng: &Dice, theme: &Theme, area: Area) {
    let area = grid(c, theme, area);
    c.stroke(
        &Shape::polyline(&[(area.x, area.bottom() - area.h * 0.12), (area.right(), area.y + area.h * 0.12)]),
        4.0,
        theme.muted.alpha(0.5),
    );
    for k in 0..3 {
        let color = theme.series[k];
        let middle = (
            0.24 + 0.26 * k as f32 + rng.between(-0.06, 0.06),
            0.26 + 0.24 * k as f32 + rng.between(-0.06, 0.06),
        );
        for _ in 0..30 {
            let spread = |_: u8| (rng.between(-1.0, 1.0) + rng.between(-1.0, 1.0)) * 0.13;
            let (u, v) = (middle.0 + spread(0), middle.1 + spread(1));
            let r = rng.between(8.0, 34.0) * (area.h / 600.0).clamp(0.5, 1.2);
            let at = (area.x + area.w * u.clamp(0.03, 0.97), area.bottom() - area.h * v.clamp(0.05, 0.95));
            c.fill(&Shape::circle(at.0, at.1, r), color.alpha(0.6));
            c.stroke(&Shape::circle(at.0, at.1, r), 2.5, color.light(0.2));
        }
    }
    for i in (0..12).step_by(2) {
        month(c, theme, area, area.x + area.w * (i as f32 + 0.5) / 12.0, i);
    }
}
