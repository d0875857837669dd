//! What an answer took, for everybody to see: the `Server-Timing` header.

use std::fmt;
use std::time::{Duration, Instant};

use crate::server::imaging::Took;

/// The parts of an answer so far.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    started: Instant,
    /// Where the part that is under way began.
    since: Instant,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Took(&'static str, Duration),
    Found(&'static str),
}

impl Timing {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { started: now, since: now, parts: Vec::new() }
    }

    /// Ends the part that is under way, under this name.
    pub(super) fn end(&mut self, part: &'static str) {
        let now = Instant::now();
        self.parts.push(Part::Took(part, now - self.since));
        self.since = now;
    }

    /// Notes where something was found that had been made before.
    pub(super) fn found(&mut self, place: &'static str) {
        self.parts.push(Part::Found(place));
    }

    /// Notes the parts of a picture's making, which ended just now.
    pub(super) fn made(&mut self, took: Took) {
        match took.decode {
            Some(decode) => self.parts.push(Part::Took("decode", decode)),
            None => self.found("pixels"),
        }
        self.parts.extend([Part::Took("work", took.work), Part::Took("encode", took.encode)]);
        self.since = Instant::now();
    }
}

/// The header's value; ends with the time in all.
impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = |took: Duration| took.as_secs_f64() * 1000.0;
        for part in &self.parts {
            match part {
                Part::Took(name, took) => write!(f, "{name};dur={:.3}, ", milliseconds(*took))?,
                Part::Found(place) => write!(f, "cache;desc={place}, ")?,
            }
        }
        write!(f, "total;dur={:.3}", milliseconds(self.started.elapsed()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_in_their_order() {
        let mut timing = Timing::start();
        timing.parts.push(Part::Took("lookup", Duration::from_micros(250)));
        timing.found("disk");
        timing.made(Took { decode: None, work: Duration::from_millis(3), encode: Duration::from_millis(20) });
        let text = timing.to_string();
        let parts = "lookup;dur=0.250, cache;desc=disk, cache;desc=pixels, work;dur=3.000, encode;dur=20.000";
        assert!(text.starts_with(&format!("{parts}, total;dur=")), "{text}");
    }
}
