//! How many URLs a second are built and signed on one core: the figures of the README.
//! `cargo bench --bench url` prints a table; the last column is the room that a URL takes beside its
//! letters.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ikt::model::Secret;
use ikt::url::classic::{self, Expiry, Options, Position};
use ikt::url::{Signer, typed};

/// URLs of a run, and runs: each run is short, and the best counts, since others use the machine too.
const URLS: u32 = 2_000;
const RUNS: usize = 400;
const ENDPOINT: &str = "https://ik.imagekit.io/demo";
const PATH: &str = "/products/shoes/red-sneaker.jpg";
const UNTIL: Expiry = Expiry::At(1_700_003_600);

fn main() {
    let signer = Signer::new(&Secret::new("private_key_test"));
    println!("| rules | transformation in | signed | URLs/s | spare bytes |\n|---|---|---|---:|---:|");
    for position in [Position::Path, Position::Query] {
        for signed in [None, Some(Expiry::Never), Some(UNTIL)] {
            let options = options(position, signed);
            report("classic", position, signed, || classic::build(&options, &signer));
            let source = source(position, signed);
            report("typed", position, signed, || typed::build(&source, &signer));
        }
    }
}

fn options(position: Position, signed: Option<Expiry>) -> Options {
    let param = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let step =
        vec![param("height", "300"), param("width", "400"), param("quality", "80"), param("format", "webp")];
    Options {
        endpoint: ENDPOINT.to_owned(),
        path: PATH.to_owned(),
        steps: vec![step],
        position,
        signed,
        ..Options::default()
    }
}

fn source(position: Position, signed: Option<Expiry>) -> typed::Source {
    let param = |name: &str, value: &str| (name.to_owned(), typed::Value::Text(value.to_owned()));
    let step =
        vec![param("height", "300"), param("width", "400"), param("quality", "80"), param("format", "webp")];
    typed::Source {
        endpoint: ENDPOINT.to_owned(),
        src: PATH.to_owned(),
        steps: vec![step],
        position,
        signed,
        ..typed::Source::default()
    }
}

fn report(rules: &str, position: Position, signed: Option<Expiry>, build: impl Fn() -> String) {
    let place = if position == Position::Path { "path" } else { "query" };
    let signed = match signed {
        None => "no",
        Some(Expiry::Never) => "for ever",
        Some(Expiry::At(_)) => "with expiry",
    };
    let url = build();
    let rate = f64::from(URLS) / least(&build).as_secs_f64();
    println!("| {rules} | {place} | {signed} | {rate:.0} | {} |", url.capacity() - url.len());
}

/// The least time that a run takes.
fn least(build: &impl Fn() -> String) -> Duration {
    let run = |_| {
        let began = Instant::now();
        for _ in 0..URLS {
            black_box(build());
        }
        began.elapsed()
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}
