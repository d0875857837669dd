//! How long it takes from a key in the URL builder to the new picture on the screen, for an original of
//! two megapixels in the local library: `cargo bench --bench preview`.

mod pty;

use std::process::Command;
use std::time::Duration;

use image::{Rgb, RgbImage};
use pty::{Run, SETTLED};

const KEYS: usize = 60;

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let data = scratch.path().join("library");
    let picture = scratch.path().join("hero.jpg");
    // Waves of all lengths, so that the picture is neither flat nor noise.
    let wave =
        |x: u32, y: u32, length: f64| ((f64::from(x) * 0.7 + f64::from(y)) / length).sin() * 60.0 + 128.0;
    let pixel = |x, y| Rgb([wave(x, y, 97.0) as u8, wave(y, x, 31.0) as u8, wave(x, x, 7.0) as u8]);
    RgbImage::from_fn(1632, 1224, pixel).save(&picture).expect("a picture");
    let ikt = env!("CARGO_BIN_EXE_ikt");
    let served = Command::new(ikt).args(["upload", "--data"]).arg(&data).arg(&picture).status();
    assert!(served.is_ok_and(|status| status.success()), "the picture is uploaded");
    let start = |way: &str| {
        let mut run = Run::start(&data, scratch.path(), way);
        run.settle("hero");
        run
    };
    println!(
        "| a key in the URL builder to the last byte of the new picture | median | p90 |\n|---|---|---|"
    );
    for way in ["halfblocks", "kitty", "sixel"] {
        let mut run = start(way);
        for key in [b"f".as_slice(), b"hero", b"\r", b"G", b"u", b"a", b"w", b"\r", b"\r"] {
            run.press(key, SETTLED);
        }
        // Each makes the picture ten pixels wider: one that was never made before.
        let mut times: Vec<Duration> = (0..KEYS).map(|_| run.press(b"l", SETTLED).1).collect();
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
        println!("| {way} | {:.0} ms | {:.0} ms |", at(50), at(90));
    }
}
