//! Houses: a street front, a court of arches, a town seen from above.

mod arches;
mod blocks;
mod facade;

pub(super) use arches::arches;
pub(super) use blocks::blocks;
pub(super) use facade::facade;
