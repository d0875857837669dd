//! Surfaces that fill the whole picture.

mod geometric;
mod natural;

pub(super) use geometric::{folds, seigaiha, tiles, weave};
pub(super) use natural::{marble, papercut, terrazzo, wood};

use super::color::{Color, hex};

/// Five colours that go together: the ground first, then from quiet to loud.
type Swatch = [Color; 5];

const SWATCHES: [Swatch; 8] = [
    [hex(0xf5ede1), hex(0xd9c7b0), hex(0x3f5d5b), hex(0xd9744f), hex(0xe9b44c)],
    [hex(0x1f2a44), hex(0x31456e), hex(0x7fa8c9), hex(0xf2efe4), hex(0xe2725b)],
    [hex(0xf8dcd7), hex(0xf0b5ae), hex(0x9d3a55), hex(0x3c2a4d), hex(0xf6f0ea)],
    [hex(0xe3efe7), hex(0xa9cfb9), hex(0x2e6f5e), hex(0xf2b6a0), hex(0x1b3a3a)],
    [hex(0xf6efe6), hex(0x2f5fa8), hex(0x1d3c78), hex(0xf0b73f), hex(0xc9d9ee)],
    [hex(0x2b2230), hex(0x56364f), hex(0xd98a6a), hex(0xf3d6b5), hex(0x8fb3a5)],
    [hex(0xfff4dd), hex(0xf6c667), hex(0xee7b51), hex(0x2a7f86), hex(0x29404f)],
    [hex(0xe8e4f3), hex(0xb4a7d9), hex(0x6552a8), hex(0xffb199), hex(0x2c2452)],
];
