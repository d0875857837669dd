//! How many pictures are decoded at a time.

use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Megapixels that may be decoded at a time: one picture of the largest kind, or as many small ones
/// as there are processors.
const MEGAPIXELS: u32 = 100;

/// A gate in front of [`transform`](super::transform()) and [`metadata`](super::metadata()), so that
/// many requests at a time don't need many times the memory.
#[derive(Clone, Debug)]
pub struct Gate {
    free: Arc<Semaphore>,
    /// Megapixels that the smallest picture counts for.
    least: u32,
}

/// The leave to decode a picture, to be kept as long as that takes.
#[derive(Debug)]
pub struct Pass {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// A gate for this machine.
    pub fn new() -> Self {
        let processors = available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(MEGAPIXELS));
        let permits = usize::try_from(MEGAPIXELS).unwrap_or(usize::MAX);
        Self { free: Arc::new(Semaphore::new(permits)), least: (MEGAPIXELS / processors).max(1) }
    }

    /// Waits until a picture of so many pixels may be decoded, in order of asking.
    pub async fn enter(&self, pixels: u64) -> Pass {
        let megapixels = u32::try_from(pixels.div_ceil(1_000_000)).unwrap_or(MEGAPIXELS);
        let counted = megapixels.clamp(self.least, MEGAPIXELS);
        // An error would mean that the semaphore was closed, which nobody does.
        Pass { _permit: Arc::clone(&self.free).acquire_many_owned(counted).await.ok() }
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_huge_picture_goes_alone() {
        let gate = Gate::new();
        let small = gate.enter(1).now_or_never().unwrap();
        assert!(gate.enter(100_000_000).now_or_never().is_none());
        drop(small);
        let huge = gate.enter(u64::MAX).now_or_never().unwrap();
        assert!(gate.enter(0).now_or_never().is_none());
        drop(huge);
        assert!(gate.enter(0).now_or_never().is_some());
    }
}
