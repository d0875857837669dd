//! A pseudo-terminal with ikt in it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long anything may take, on the slowest machine: only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the terminal answers questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// As kitty does.
    Kitty,
    /// As xterm with sixel does.
    Sixel,
    /// As xterm does.
    Plain,
    /// Not at all.
    Nothing,
}

impl Answering {
    /// Questions and what is answered, in order.
    fn answers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Kitty => &[
                ("\x1b_Gi=31,", "\x1b_Gi=31;OK\x1b\\"),
                ("\x1b[?u", "\x1b[?0u"),
                ("\x1b[16t", "\x1b[6;20;10t"),
                ("\x1b[c", "\x1b[?62;c"),
                ("\x1b[5n", "\x1b[0n"),
            ],
            Self::Sixel => {
                &[("\x1b[16t", "\x1b[6;20;10t"), ("\x1b[c", "\x1b[?64;4;22c"), ("\x1b[5n", "\x1b[0n")]
            }
            Self::Plain => &[("\x1b[c", "\x1b[?64;1;2;22c"), ("\x1b[5n", "\x1b[0n")],
            Self::Nothing => &[],
        }
    }
}

/// ikt in a terminal, with a home of its own and a local library there.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    written: Vec<u8>,
    screen: vt100::Parser,
    answering: Answering,
    /// How many of the answers have been given.
    answered: usize,
    _home: TempDir,
}

impl Pty {
    /// Starts ikt in a terminal of so many columns and rows.
    pub fn open(answering: Answering, (columns, rows): (u16, u16), variables: &[(&str, &str)]) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let home = tempfile::tempdir().expect("a folder");
        let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin("ikt"));
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("ikt starts");
        let mut reader = pair.master.try_clone_reader().expect("the output");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keyboard: pair.master.take_writer().expect("the keyboard"),
            master: pair.master,
            output,
            written: Vec::new(),
            screen: vt100::Parser::new(side(rows), side(columns), 0),
            answering,
            answered: 0,
            _home: home,
        }
    }

    /// Types.
    pub fn write(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).expect("ikt reads");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("another size");
        self.screen.screen_mut().set_size(side(rows), side(columns));
    }

    /// Sends ikt a signal.
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.process_id().expect("ikt runs").to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits until the screen shows a text.
    pub fn until(&mut self, text: &str) {
        self.wait(&format!("{text:?}"), |pty| pty.screen.screen().contents().contains(text));
    }

    /// Waits until the screen no longer shows a text.
    pub fn until_gone(&mut self, text: &str) {
        self.wait(&format!("{text:?} to go"), |pty| !pty.screen.screen().contents().contains(text));
    }

    /// Waits until ikt has written a text after the first `from` bytes.
    pub fn until_written(&mut self, from: usize, text: &str) {
        self.wait(&format!("{text:?} to be written"), |pty| {
            pty.written.get(from..).is_some_and(|bytes| String::from_utf8_lossy(bytes).contains(text))
        });
    }

    /// Everything that ikt has written.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// Waits for the end; gives the exit code.
    pub fn ended(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        // The output ends with the program.
        while let Ok(bytes) = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
        assert!(
            Instant::now() < deadline,
            "ikt doesn't end; the screen shows\n{}",
            self.screen.screen().contents()
        );
        self.child.wait().expect("an end").exit_code()
    }

    fn wait(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(why) => {
                    panic!("waited for {what} ({why}); the screen shows\n{}", self.screen.screen().contents())
                }
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend_from_slice(bytes);
        while let Some((question, answer)) = self.answering.answers().get(self.answered) {
            if !contains(&self.written, question.as_bytes()) {
                break;
            }
            self.answered += 1;
            self.write(answer);
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It has ended already, unless a test has failed.
        let _ = self.child.kill();
    }
}

fn side(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).expect("a screen has a size")
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
