//! Work done by several threads.

use std::sync::Mutex;
use std::thread;

/// Does each piece of work in a thread of its own: what came of them, in order. `None` when one of them stopped.
pub(super) fn each<T: Send, R: Send>(
    pieces: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> Option<R> + Sync,
) -> Option<Vec<R>> {
    let mut pieces = pieces.into_iter();
    let first = pieces.next();
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = pieces.map(|piece| scope.spawn(move || work(piece))).collect();
        // One is done here.
        let first = first.map(work);
        let rest = threads.into_iter().map(|thread| thread.join().ok().flatten());
        first.into_iter().chain(rest).collect()
    })
}

/// Lets so many threads take pieces of work, one after the other; each begins with something of its own. `None` when
/// one of them stopped.
pub(super) fn share<T: Send, S>(
    threads: usize,
    pieces: impl Iterator<Item = T> + Send,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> Option<()> + Sync,
) -> Option<()> {
    let pieces = Mutex::new(pieces);
    let take = || pieces.lock().ok()?.next();
    each(0..threads.max(1), |_| {
        let mut own = begin();
        while let Some(piece) = take() {
            work(&mut own, piece)?;
        }
        Some(())
    })
    .map(drop)
}
