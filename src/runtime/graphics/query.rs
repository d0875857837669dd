//! Asks the terminal what it can do, without losing what the user types meanwhile.

use futures_util::Stream;
#[cfg(unix)]
use futures_util::stream;

use super::answers::Answers;
use crate::runtime::event_loop::Input;

/// Asks. Inputs are passed on as they come; the last item is [`Input::Answers`], early if the
/// terminal is quick, and without answers if it keeps silent.
///
/// Must be over before anybody else reads from the terminal.
#[cfg(unix)]
pub(in crate::runtime) fn ask() -> impl Stream<Item = Input> + Send {
    use futures_util::StreamExt;

    stream::once(unix::Asking::begin()).flat_map(|asking| match asking {
        Ok(asking) => stream::unfold(asking, unix::Asking::next).flat_map(stream::iter).boxed(),
        Err(error) => {
            tracing::warn!(%error, "can't ask the terminal");
            stream::iter([Input::Answers(Answers::NOTHING)]).boxed()
        }
    })
}

/// Consoles elsewhere aren't asked.
#[cfg(not(unix))]
pub(in crate::runtime) fn ask() -> impl Stream<Item = Input> + Send {
    futures_util::stream::iter([Input::Answers(Answers::NOTHING)])
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Read, Write};
    use std::os::fd::AsFd;
    use std::time::Duration;

    use tokio::io::unix::AsyncFd;
    use tokio::time::{Instant, timeout, timeout_at};

    use crate::runtime::event_loop::Input;
    use crate::runtime::graphics::answers::{Listener, QUESTIONS};

    /// How long a terminal may take. Nothing waits but the first picture: keys are passed on, and
    /// answers that come later are recognised and dropped.
    const PATIENCE: Duration = Duration::from_millis(400);
    /// How long the rest of a key's sequence may take.
    const SEQUENCE: Duration = Duration::from_millis(25);

    /// A terminal that is being asked.
    pub(super) struct Asking {
        stdin: AsyncFd<File>,
        listener: Listener,
        deadline: Instant,
        over: bool,
    }

    impl Asking {
        pub(super) async fn begin() -> io::Result<Self> {
            let stdin = AsyncFd::new(File::from(io::stdin().as_fd().try_clone_to_owned()?))?;
            let mut stdout = io::stdout().lock();
            stdout.write_all(QUESTIONS.as_bytes())?;
            stdout.flush()?;
            let deadline = Instant::now() + PATIENCE;
            Ok(Self { stdin, listener: Listener::default(), deadline, over: false })
        }

        /// Waits for bytes; gives what they mean, and `None` when it has been told that it is over.
        pub(super) async fn next(mut self) -> Option<(Vec<Input>, Self)> {
            if self.over {
                return None;
            }
            let msgs = match self.read().await {
                Some(bytes) => self.listener.feed(&bytes),
                None => {
                    self.over = Instant::now() >= self.deadline;
                    self.listener.finish()
                }
            };
            self.over |= self.listener.answers.complete && !self.listener.is_inside();
            let mut inputs: Vec<_> = msgs.into_iter().map(Input::Msg).collect();
            if self.over {
                inputs.push(Input::Answers(self.listener.answers));
            }
            Some((inputs, self))
        }

        async fn read(&mut self) -> Option<Vec<u8>> {
            let ready = if self.listener.may_be_a_key() {
                timeout(SEQUENCE, self.stdin.readable()).await
            } else {
                timeout_at(self.deadline, self.stdin.readable()).await
            };
            let mut ready = ready.ok()?.ok()?;
            // There is something, so this doesn't block; and it takes all, for a terminal's queue is
            // shorter and readiness is told once.
            let mut bytes = [0; 8192];
            let read = ready.get_inner().read(&mut bytes);
            ready.clear_ready();
            match read {
                Ok(length) if length > 0 => bytes.get(..length).map(<[u8]>::to_vec),
                _ => {
                    self.over = true;
                    None
                }
            }
        }
    }
}
