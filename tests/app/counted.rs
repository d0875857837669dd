//! Keys that are counted, for what people must be able to do quickly.

use std::cell::Cell;

use crate::rig::Rig;

/// Presses keys and counts them.
pub struct Counted<'a> {
    rig: &'a Rig,
    keys: Cell<usize>,
}

impl<'a> Counted<'a> {
    pub fn new(rig: &'a Rig) -> Self {
        Self { rig, keys: Cell::new(0) }
    }

    /// Presses keys, each of which counts.
    pub fn press(&self, text: &str) {
        self.keys.set(self.keys.get() + text.split(' ').count());
        self.rig.press(text);
    }

    /// Types a text, each character of which counts.
    pub fn type_text(&self, text: &str) {
        self.keys.set(self.keys.get() + text.chars().count());
        self.rig.type_text(text);
    }

    /// Keys so far.
    pub fn count(&self) -> usize {
        self.keys.get()
    }
}
