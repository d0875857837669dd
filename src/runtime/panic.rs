//! What happens when a thread panics.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::thread;

use super::event_loop::Input;
use super::terminal;
use crate::app::Msg;

/// Puts a panic of this thread, which must be the one that draws, on a restored terminal. A panic
/// elsewhere ends one task: it goes to the log, and the task's waiter reports it.
pub(super) fn install_hook(log: Option<PathBuf>) {
    let drawing = thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let told = describe(info);
        tracing::error!(backtrace = %Backtrace::force_capture(), "{told}");
        if thread::current().id() == drawing {
            terminal::restore();
            eprintln!("ikt: a defect in ikt ended it: {told}");
            if let Some(log) = &log {
                eprintln!("The log says more: {}", log.display());
            }
            eprintln!("Nothing that the library had confirmed is lost.");
        }
    }));
}

/// For the test of the terminal: panics at any paste, if `IKT_TEST_PANIC` is set.
pub(super) fn rehearse(input: &Input) {
    if matches!(input, Input::Msg(Msg::Paste(_))) {
        assert!(std::env::var_os("IKT_TEST_PANIC").is_none(), "a rehearsal");
    }
}

fn describe(info: &PanicHookInfo) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let message =
        text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
    match info.location() {
        Some(at) => format!("{message} ({}:{})", at.file(), at.line()),
        None => message.to_owned(),
    }
}
