//! How fast the screen starts and answers keys, seen from the terminal's side: the figures of the
//! README. `cargo bench --bench screen` makes a library of 100,000 files in one folder in a scratch
//! folder and prints a table.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

const FILES: usize = 100_000;
const KEYS: usize = 200;
const RUNS: usize = 5;
/// Silence that ends the answer to a key.
const QUIET: Duration = Duration::from_millis(50);
/// Silence that ends the start.
const SETTLED: Duration = Duration::from_millis(400);

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let data = scratch.path().join("library");
    let made = Command::new(env!("CARGO_BIN_EXE_ikt"))
        .args(["demo", "--flat", "--no-screen", "--files", &FILES.to_string(), "--data"])
        .arg(&data)
        .status();
    assert!(made.is_ok_and(|status| status.success()), "the library is made");

    let mut all = Figures::default();
    for _ in 0..RUNS {
        let mut run = Run::start(&data, scratch.path());
        let started = run.settle("f0000001");
        all.first_byte.push(started.first);
        all.list.push(started.text);
        for _ in 0..KEYS {
            let (first, last) = run.press(b"j");
            all.key_first.push(first);
            all.key_last.push(last);
        }
        let (bytes, cpu) = run.idle();
        all.idle_bytes += bytes;
        all.idle_ticks += cpu;
        all.peak = all.peak.max(run.peak());
    }
    all.print();
}

#[derive(Default)]
struct Figures {
    first_byte: Vec<Duration>,
    list: Vec<Duration>,
    key_first: Vec<Duration>,
    key_last: Vec<Duration>,
    idle_bytes: usize,
    idle_ticks: u64,
    peak: u64,
}

impl Figures {
    fn print(mut self) {
        println!("| | median | p99 |\n|---|---|---|");
        let rows = [
            ("start to the first byte of the first frame", &mut self.first_byte),
            ("start to the list of files", &mut self.list),
            ("a key to the first byte of its answer", &mut self.key_first),
            ("a key to the last byte of its answer", &mut self.key_last),
        ];
        for (name, times) in rows {
            times.sort();
            let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
            println!("| {name} | {:.1} ms | {:.1} ms |", at(50), at(99));
        }
        let mib = self.peak as f64 / 1024.0;
        println!("| resident memory at its peak, the server inside | {mib:.0} MiB | |");
        println!("| idle for a second | {} bytes, {} ticks of CPU | |", self.idle_bytes, self.idle_ticks);
    }
}

/// What a start took.
struct Started {
    first: Duration,
    text: Duration,
}

/// ikt in a pseudo-terminal.
struct Run {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    since: Instant,
}

impl Run {
    fn start(data: &std::path::Path, home: &std::path::Path) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ikt"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("IKT_PICTURES", "none");
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
    fn settle(&mut self, text: &str) -> Started {
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

    /// Presses a key: the times to the first and to the last byte before silence.
    fn press(&mut self, key: &[u8]) -> (Duration, Duration) {
        let pressed = Instant::now();
        self.keyboard.write_all(key).expect("ikt reads");
        let (mut first, mut last) = (None, None);
        while let Ok((at, _)) = self.output.recv_timeout(if first.is_some() { QUIET } else { SETTLED }) {
            first.get_or_insert(at - pressed);
            last = Some(at - pressed);
        }
        (first.unwrap_or(SETTLED), last.unwrap_or(SETTLED))
    }

    /// Bytes written and ticks of CPU used in a second without a key.
    fn idle(&mut self) -> (usize, u64) {
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
    fn peak(&self) -> u64 {
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
