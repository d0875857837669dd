//! Capitals and digits of single strokes, for the titles of charts.

use super::canvas::Canvas;
use super::color::Color;
use super::shape::{At, Shape};

/// Strokes of each character on a grid of 4 by 6: points as two digits, strokes parted by `|`.
const GLYPHS: &[(char, &str)] = &[
    ('A', "06 20 46|14 34"),
    ('B', "00 06 36 45 44 33 03|33 42 41 30 00"),
    ('C', "41 30 10 01 05 16 36 45"),
    ('D', "00 06 26 44 42 20 00"),
    ('E', "40 00 06 46|03 33"),
    ('F', "40 00 06|03 33"),
    ('G', "41 30 10 01 05 16 36 45 43 23"),
    ('H', "00 06|40 46|03 43"),
    ('I', "20 26"),
    ('J', "40 45 36 16 05"),
    ('K', "00 06|40 03 46"),
    ('L', "00 06 46"),
    ('M', "06 00 23 40 46"),
    ('N', "06 00 46 40"),
    ('O', "10 30 41 45 36 16 05 01 10"),
    ('P', "06 00 30 41 42 33 03"),
    ('Q', "10 30 41 45 36 16 05 01 10|24 46"),
    ('R', "06 00 30 41 42 33 03|23 46"),
    ('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
    ('T', "00 40|20 26"),
    ('U', "00 05 16 36 45 40"),
    ('V', "00 26 40"),
    ('W', "00 16 22 36 40"),
    ('X', "00 46|40 06"),
    ('Y', "00 23 40|23 26"),
    ('Z', "00 40 06 46"),
    ('0', "10 30 41 45 36 16 05 01 10"),
    ('1', "11 20 26"),
    ('2', "01 10 30 41 42 06 46"),
    ('3', "01 10 30 41 42 33 44 45 36 16 05|13 33"),
    ('4', "30 04 44|31 36"),
    ('5', "40 00 03 33 44 45 36 16 05"),
    ('6', "30 10 01 05 16 36 45 44 33 03"),
    ('7', "00 40 16"),
    ('8', "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33"),
    ('9', "16 36 45 41 30 10 01 02 13 43"),
    ('%', "40 06|00 10 11 01 00|35 45 46 36 35"),
    ('.', "16 26"),
    ('-', "13 33"),
    ('+', "22 24|13 33"),
    ('$', "41 30 10 01 02 13 33 44 45 36 16 05|20 26"),
];

/// Writes a text with its top left corner at `at`, in letters `tall` units high.
pub(super) fn write(c: &mut Canvas, text: &str, at: At, tall: f32, weight: f32, color: Color) {
    let unit = tall / 6.0;
    for (i, letter) in text.chars().enumerate() {
        let left = at.0 + i as f32 * unit * ADVANCE;
        let strokes = GLYPHS.iter().find(|(known, _)| *known == letter).map_or("", |(_, strokes)| strokes);
        for stroke in strokes.split('|') {
            let points: Vec<At> =
                stroke.split(' ').filter_map(|word| point(word, left, at.1, unit)).collect();
            c.stroke(&Shape::polyline(&points), weight, color);
        }
    }
}

/// How wide a text comes out.
pub(super) fn width(text: &str, tall: f32) -> f32 {
    (text.chars().count() as f32 * ADVANCE - 1.8) * tall / 6.0
}

const ADVANCE: f32 = 5.8;

fn point(word: &str, left: f32, top: f32, unit: f32) -> Option<At> {
    let mut digits = word.chars().filter_map(|c| c.to_digit(10));
    let (x, y) = (digits.next()?, digits.next()?);
    Some((left + x as f32 * unit, top + y as f32 * unit))
}
