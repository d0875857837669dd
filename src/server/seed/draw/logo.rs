//! The sign of the company whose library this is, on nothing.

use super::canvas::{Canvas, Ink};
use super::color::{Color, hex};
use super::dice::Dice;
use super::letters::{width, write};
use super::shape::Shape;

const COLORS: [[Color; 3]; 3] = [
    [hex(0xf2784b), hex(0xd6336c), hex(0x1d2540)],
    [hex(0x2ec4b6), hex(0x2563a8), hex(0x12263a)],
    [hex(0xffffff), hex(0xe9e4da), hex(0xffffff)],
];

/// A sun behind two peaks in a ring, and the name beside it where there is room.
pub(super) fn logo(c: &mut Canvas, rng: &Dice) {
    let [first, second, ink] = rng.pick(&COLORS);
    let wide = c.w > c.h * 1.6;
    let r = c.h * if wide { 0.36 } else { 0.42 };
    let (x, y) = (if wide { c.h * 0.5 } else { c.w * 0.5 }, c.h * 0.5);
    let fade = |from: Color, to: Color| Ink::Linear((x - r, y - r), (x + r, y + r), vec![from, to]);
    c.stroke(&Shape::circle(x, y, r), r * 0.1, fade(first, second));
    c.inside(&Shape::circle(x, y, r * 0.86), |c| {
        c.fill(&Shape::circle(x + r * 0.24, y - r * 0.24, r * 0.26), fade(first, first.mix(second, 0.3)));
        let peak = |left: f32, top: f32, half: f32| {
            Shape::polygon(&[
                (x + left * r, y + top * r),
                (x + (left + half) * r, y + r),
                (x + (left - half) * r, y + r),
            ])
        };
        c.fill(&peak(0.34, 0.0, 0.95), fade(first.mix(second, 0.5), second));
        c.fill(&peak(-0.24, -0.34, 1.05), fade(second, second.mix(ink, 0.45)));
    });
    if wide {
        let tall = c.h * 0.26;
        let left = x + r * 1.5;
        let size = tall.min(tall * (c.w - left - c.h * 0.12) / width("HALDEN", tall));
        write(c, "HALDEN", (left, y - size * 0.62), size, size * 0.16, second);
        let small = size * 0.24;
        write(c, "GOODS FOR LONG DAYS", (left, y + size * 0.66), small, small * 0.15, second);
    }
}
