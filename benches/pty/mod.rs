//! ikt in a pseudo-terminal, timed from the terminal's side.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// Silence that ends the answer to a key that nothing has to be fetched for.
pub const QUIET: Duration = Duration::from_millis(50);
/// Silence that ends everything else.
pub const SETTLED: Duration = Duration::from_millis(400);

/// What a start took.
pub struct Started {
    /// Until the first byte.
    pub first: Duration,
    /// Until the text that was waited for.
    pub text: Duration,
}

/// ikt in a pseudo-terminal.
pub struct Run {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    since: Instant,
}

impl Run {
    /// Starts it on a library, with pictures drawn in a way.
    pub fn start(data: &Path, home: &Path, pictures: &str) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ikt"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("IKT_PICTURES", pictures);
        command.arg("--data");
        command.arg(data);
        let since = Instant::now();
        let child = pair.slave.spawn_command(command).expect("ikt starts");
        let mut reader = pair.master.try_clone_reader().expect("the output");
        let keyboard = pair.master.take_writer().expect("the keyboard");
        let (sender, output) = channel();
        thread::spawn(move || {
            // The master lives as long as somebody reads from it.
            let _master = pair.master;
            let mut bytes = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..length].to_vec())).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, output, since }
    }

    /// Waits for a text and then for silence, answering what a terminal is asked.
    pub fn settle(&mut self, text: &str) -> Started {
        let (mut first, mut found, mut written) = (None, None, Vec::new());
        loop {
            match self.output.recv_timeout(if found.is_some() { SETTLED } else { Duration::from_secs(30) }) {
                Ok((at, bytes)) => {
                    first.get_or_insert(at - self.since);
                    written.extend(bytes);
                    if contains(&written, b"\x1b[c") {
                        self.keyboard.write_all(b"\x1b[?64;1;2;22c").expect("ikt reads");
                        written.clear();
                    }
                    if contains(&written, text.as_bytes()) {
                        found.get_or_insert(at - self.since);
                    }
                }
                Err(RecvTimeoutError::Timeout) if found.is_some() => break,
                Err(why) => panic!("ikt does not show {text}: {why}"),
            }
        }
        Started { first: first.unwrap_or_default(), text: found.unwrap_or_default() }
    }

    /// Presses a key: the times to the first and to the last byte before so much silence.
    pub fn press(&mut self, key: &[u8], quiet: Duration) -> (Duration, Duration) {
        let pressed = Instant::now();
        self.keyboard.write_all(key).expect("ikt reads");
        let (mut first, mut last) = (None, None);
        while let Ok((at, _)) = self.output.recv_timeout(if first.is_some() { quiet } else { SETTLED }) {
            first.get_or_insert(at - pressed);
            last = Some(at - pressed);
        }
        (first.unwrap_or(SETTLED), last.unwrap_or(SETTLED))
    }

    /// Bytes written and ticks of CPU used in a second without a key.
    pub fn idle(&mut self) -> (usize, u64) {
        // Whatever the last key still brings is let through first.
        while self.output.recv_timeout(SETTLED).is_ok() {}
        let before = self.ticks();
        let mut bytes = 0;
        let end = Instant::now() + Duration::from_secs(1);
        while let Ok((_, more)) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            bytes += more.len();
        }
        (bytes, self.ticks() - before)
    }

    fn proc(&self, file: &str) -> String {
        let pid = self.child.process_id().unwrap_or_default();
        fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default()
    }

    fn ticks(&self) -> u64 {
        let stat = self.proc("stat");
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    /// Most resident memory so far, in kB.
    pub fn peak(&self) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|rest| rest.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
