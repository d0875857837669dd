//! Asks the terminal what it can do, without losing what the user types meanwhile.

use futures_util::{Stream, StreamExt, stream};
use tokio::sync::mpsc;

use super::answers::Answers;
use crate::runtime::event_loop::Input;

/// Asks. Inputs are passed on as they come; the last item is [`Input::Answers`], early if the
/// terminal is quick, and without answers if it keeps silent.
///
/// Must be over before anybody else reads from the terminal. Nothing happens before the first poll.
pub(in crate::runtime) fn ask() -> impl Stream<Item = Input> + Send {
    stream::once(async {
        let (heard, mut inputs) = mpsc::unbounded_channel();
        drop(tokio::task::spawn_blocking(move || {
            let answers = asking::ask(&heard).unwrap_or_else(|error| {
                tracing::warn!(%error, "the terminal can't be asked");
                Answers::NOTHING
            });
            let _ = heard.send(Input::Answers(answers));
        }));
        stream::poll_fn(move |cx| inputs.poll_recv(cx))
    })
    .flatten()
}

#[cfg(unix)]
mod asking {
    use std::io::{self, Write};
    use std::os::fd::{AsFd, BorrowedFd};
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use tokio::sync::mpsc::UnboundedSender;

    use super::{Answers, Input};
    use crate::runtime::graphics::answers::{Listener, QUESTIONS};

    /// How long a terminal may take. Nothing waits but the first picture: keys are passed on, and
    /// answers that come later are recognised and dropped.
    const PATIENCE: Duration = Duration::from_millis(1500);
    /// How long the rest of a key's sequence may take.
    const SEQUENCE: Duration = Duration::from_millis(25);

    pub(super) fn ask(heard: &UnboundedSender<Input>) -> io::Result<Answers> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(QUESTIONS.as_bytes())?;
        stdout.flush()?;
        drop(stdout);
        listen(io::stdin().as_fd(), heard)
    }

    fn listen(terminal: BorrowedFd, heard: &UnboundedSender<Input>) -> io::Result<Answers> {
        let mut listener = Listener::default();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let patience = if listener.may_be_a_key() { left.min(SEQUENCE) } else { left };
            let msgs = match read(terminal, patience)? {
                Some(bytes) => listener.feed(&bytes),
                None => listener.finish(),
            };
            for msg in msgs {
                let _ = heard.send(Input::Msg(msg));
            }
            let done = listener.answers.complete && !listener.is_inside();
            if done || Instant::now() >= deadline {
                return Ok(listener.answers);
            }
        }
    }

    /// What comes within the time, if anything does.
    fn read(terminal: BorrowedFd, patience: Duration) -> io::Result<Option<Vec<u8>>> {
        let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
        let time = Timespec {
            tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: patience.subsec_nanos().into(),
        };
        match poll(&mut fds, Some(&time)) {
            Ok(0) | Err(Errno::INTR) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let mut bytes = [0; 1024];
        match rustix::io::read(terminal, &mut bytes)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            length => Ok(bytes.get(..length).map(<[u8]>::to_vec)),
        }
    }
}

/// Consoles elsewhere aren't asked.
#[cfg(not(unix))]
mod asking {
    use std::io;

    use tokio::sync::mpsc::UnboundedSender;

    use super::{Answers, Input};

    pub(super) fn ask(_: &UnboundedSender<Input>) -> io::Result<Answers> {
        Ok(Answers { complete: true, ..Answers::NOTHING })
    }
}
