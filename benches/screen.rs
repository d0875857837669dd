//! How fast the screen starts and answers keys, seen from the terminal's side: the figures of the
//! README. `cargo bench --bench screen` makes a library of 100,000 files in one folder in a scratch
//! folder and prints a table.

mod pty;

use std::process::Command;
use std::time::Duration;

use pty::{QUIET, Run};

const FILES: usize = 100_000;
const KEYS: usize = 200;
const RUNS: usize = 5;

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
        let mut run = Run::start(&data, scratch.path(), "none");
        let started = run.settle("f0000001");
        all.first_byte.push(started.first);
        all.list.push(started.text);
        for _ in 0..KEYS {
            let (first, last) = run.press(b"j", QUIET);
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
