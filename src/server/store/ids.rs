//! Ids of files, folders, versions, jobs and requests.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::server::clock::Clock;

/// Makes ids of 12 bytes: seconds since 1970, five random bytes a process, a counter. They grow with
/// time, so that their index grows at its end.
#[derive(Debug)]
pub(super) struct Ids {
    clock: Clock,
    process: [u8; 5],
    counter: AtomicU32,
}

impl Ids {
    pub(super) fn new(clock: Clock) -> Self {
        let mut process = [0; 5];
        fastrand::Rng::new().fill(&mut process);
        Self { clock, process, counter: AtomicU32::new(fastrand::u32(..1 << 23)) }
    }

    /// A new id, unlike all others.
    pub(super) fn next(&self) -> [u8; 12] {
        let seconds = self.clock.now().as_second().to_be_bytes();
        let counter = self.counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut id = [0; 12];
        id[..4].copy_from_slice(&seconds[4..]);
        id[4..9].copy_from_slice(&self.process);
        id[9..].copy_from_slice(&counter[1..]);
        id
    }
}
