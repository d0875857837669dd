//! Stopping as by Ctrl-Z, and coming back.

/// Stops the process group, as the terminal would if it weren't in raw mode, and returns when the
/// process is continued; whether it was stopped at all. The group, because a shell waits for all of a job to stop: `cargo run` and
/// the like are part of it.
#[cfg(unix)]
pub(super) async fn stop() -> bool {
    use std::time::Duration;

    use rustix::process::{Signal, kill_current_process_group};
    use tokio::signal::unix::{SignalKind, signal};

    // The kernel ignores the signal for a group that nobody could continue, and another thread may
    // be the one that takes it: wait for the continuation, but not for ever.
    const TAKES_EFFECT_WITHIN: Duration = Duration::from_millis(100);

    let Ok(mut continued) = signal(SignalKind::from_raw(Signal::CONT.as_raw())) else { return false };
    kill_current_process_group(Signal::TSTP).is_ok()
        && tokio::time::timeout(TAKES_EFFECT_WITHIN, continued.recv()).await.is_ok()
}

/// There is no job control here.
#[cfg(not(unix))]
pub(super) async fn stop() -> bool {
    false
}
