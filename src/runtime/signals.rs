//! Signals from outside, as a stream of inputs.

use std::process;
use std::time::Duration;

#[cfg(unix)]
use futures_util::stream;
use futures_util::{Stream, StreamExt};
use tokio::time::sleep;

use super::editor;
use super::event_loop::Input;
use super::terminal;

/// What a terminal that is gone sends: SIGHUP.
pub(super) const HANG_UP: i32 = 1;
/// What Ctrl-C is where the terminal is not ours: SIGINT.
const INTERRUPT: i32 = 2;
/// How long the end may take: a terminal that takes no more output, say, would hold it up for ever.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ends the process some time after a signal, if it is still there.
pub(super) fn insist() {
    tokio::spawn(async {
        let mut signals = signals();
        while let Some(input) = signals.next().await {
            if let Input::Signal(number) = input
                && !is_for_editor(number)
            {
                sleep(PATIENCE).await;
                terminal::restore();
                process::exit(128 + number);
            }
        }
    });
}

/// Whether a signal is Ctrl-C in an editor that has the terminal: all programs of a terminal get it.
pub(super) fn is_for_editor(number: i32) -> bool {
    number == INTERRUPT && editor::is_open()
}

/// SIGTERM, SIGHUP and SIGINT as [`Input::Signal`], SIGCONT as [`Input::Continued`].
#[cfg(unix)]
pub(super) fn signals() -> impl Stream<Item = Input> + Send + Unpin {
    use tokio::signal::unix::SignalKind;

    const SIGCONT: i32 = rustix::process::Signal::CONT.as_raw();
    let kinds = [
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::interrupt(),
        SignalKind::from_raw(SIGCONT),
    ];
    stream::select_all(kinds.into_iter().filter_map(listen).map(|(number, signal)| {
        stream::unfold(signal, move |mut signal| async move {
            signal.recv().await?;
            let input = if number == SIGCONT { Input::Continued } else { Input::Signal(number) };
            Some((input, signal))
        })
        .boxed()
    }))
}

#[cfg(unix)]
fn listen(kind: tokio::signal::unix::SignalKind) -> Option<(i32, tokio::signal::unix::Signal)> {
    let signal = tokio::signal::unix::signal(kind)
        .inspect_err(|error| tracing::warn!(%error, signal = kind.as_raw_value(), "can't listen"))
        .ok()?;
    Some((kind.as_raw_value(), signal))
}

/// Ctrl-C from outside, as the signal that it is elsewhere.
#[cfg(not(unix))]
pub(super) fn signals() -> impl Stream<Item = Input> + Send + Unpin {
    Box::pin(futures_util::stream::once(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Input::Signal(INTERRUPT)
    }))
}
