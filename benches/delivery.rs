//! How fast pictures are made and delivered, seen from the client's side of `ikt serve`, next to what
//! `vipsthumbnail` takes as a process where that is installed. `cargo bench --bench delivery` draws a photo of
//! 12 megapixels in a scratch folder and prints a table.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

const SIZE: (u16, u16) = (4000, 3000);
const QUALITY: u8 = 87;
/// Runs of what is cold, each with a photo of its own.
const COLD: usize = 11;
const KEPT: usize = 300;
const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let picture = drawing();
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    println!("| | median |\n|---|---|");
    for (name, progressive) in [("baseline", false), ("progressive", true)] {
        let photo = jpeg(&picture, progressive);
        let library = Served::start(&scratch.path().join(name));
        runtime.block_on(measure(name, &photo, &library, scratch.path()));
        row(&format!("{name}: memory of the server at its peak"), &format!("{} MiB", library.peak() >> 10));
    }
}

async fn measure(name: &str, photo: &[u8], library: &Served, folder: &Path) {
    let client = client();
    let mut cold = Cold::default();
    for run in 0..COLD {
        let photo = distinct(photo, run);
        let file = folder.join(format!("{name}-{run}.jpg"));
        fs::write(&file, &photo).expect("a file");
        let url = library.upload(&client, &format!("{run}.jpg"), photo).await;
        // The first one is for the caches of the system.
        let other = vips(&file, &folder.join("small.jpg"));
        let (whole, server) = ask(&client, &format!("{url}?tr=w-400,f-jpg")).await;
        if run > 0 {
            cold.add(whole, server, other);
        }
    }
    let size = format!("{} MB, {name}", (photo.len() + 500_000) / 1_000_000);
    row(
        &format!("12 megapixels ({size}) to 400 px, cold: the request"),
        &milliseconds(median(&mut cold.whole)),
    );
    row("the same: the server's own time", &milliseconds(median(&mut cold.server)));
    if !cold.vips.is_empty() {
        row("`vipsthumbnail --size 400`, in turn with them", &milliseconds(median(&mut cold.vips)));
        row("request / `vipsthumbnail`, pair by pair", &format!("{:.2}", cold.ratio()));
    }
    kept(&client, library).await;
    widths(&client, library, photo).await;
}

#[derive(Default)]
struct Cold {
    whole: Vec<Duration>,
    server: Vec<Duration>,
    vips: Vec<Duration>,
    ratios: Vec<f64>,
}

impl Cold {
    fn add(&mut self, whole: Duration, server: Duration, vips: Option<Duration>) {
        self.whole.push(whole);
        self.server.push(server);
        if let Some(vips) = vips {
            self.vips.push(vips);
            self.ratios.push(whole.as_secs_f64() / vips.as_secs_f64());
        }
    }

    fn ratio(&mut self) -> f64 {
        self.ratios.sort_by(f64::total_cmp);
        self.ratios[self.ratios.len() / 2]
    }
}

/// A picture that was made before.
async fn kept(client: &Client, library: &Served) {
    let url = format!("{}/1.jpg?tr=w-400,f-jpg", library.delivery());
    let (mut whole, mut server) = (Vec::new(), Vec::new());
    for _ in 0..KEPT {
        let (request, own) = ask(client, &url).await;
        whole.push(request);
        server.push(own);
    }
    row("kept: the request", &milliseconds(median(&mut whole)));
    row("kept: the server's own time", &milliseconds(median(&mut server)));
}

/// The widths of a `srcset`, of a photo that nobody has seen yet: one after the other, and all at once.
async fn widths(client: &Client, library: &Served, photo: &[u8]) {
    let mut sums = [Vec::new(), Vec::new()];
    for run in 0..5 {
        for (way, sums) in sums.iter_mut().enumerate() {
            let name = format!("widths-{run}-{way}.jpg");
            let url = library.upload(client, &name, distinct(photo, COLD + 2 * run + way)).await;
            let urls = WIDTHS.map(|width| format!("{url}?tr=w-{width},f-jpg"));
            let began = Instant::now();
            if way == 0 {
                for url in &urls {
                    ask(client, url).await;
                }
            } else {
                futures_util::future::join_all(urls.iter().map(|url| ask(client, url))).await;
            }
            sums.push(began.elapsed());
        }
    }
    let [one, all] = &mut sums;
    row(&format!("widths {WIDTHS:?}, cold, one after the other"), &milliseconds(median(one)));
    row("the same, all at once", &milliseconds(median(all)));
}

/// Asks for a picture: how long that took, and the server's own time.
async fn ask(client: &Client, url: &str) -> (Duration, Duration) {
    let began = Instant::now();
    let answer = client.get(url).send().await.expect("an answer").error_for_status().expect("a picture");
    let timing = answer.headers()["server-timing"].to_str().expect("text").to_owned();
    answer.bytes().await.expect("a body");
    let whole = began.elapsed();
    let total = timing.rsplit_once("total;dur=").and_then(|(_, total)| total.parse::<f64>().ok());
    (whole, Duration::from_secs_f64(total.expect("milliseconds") / 1000.0))
}

/// How long the other program takes, if it is there.
fn vips(photo: &Path, result: &Path) -> Option<Duration> {
    let began = Instant::now();
    let output = format!("{}[Q=80]", result.display());
    let status =
        Command::new("vipsthumbnail").arg(photo).args(["--size", "400", "-o", &output]).status().ok()?;
    status.success().then(|| began.elapsed())
}

fn row(name: &str, value: &str) {
    println!("| {name} | {value} |");
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn client() -> Client {
    // An error says that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().expect("a client")
}

/// A library that is being served.
struct Served {
    child: Child,
    told: Value,
}

impl Served {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_ikt")))
            .args(["serve", "--empty", "--addr", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("ikt starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        Self { child, told: serde_json::from_str(&line).expect("JSON") }
    }

    fn told(&self, what: &str) -> &str {
        self.told[what].as_str().unwrap_or_default()
    }

    fn delivery(&self) -> &str {
        self.told("delivery")
    }

    /// Puts a photo in; its URL.
    async fn upload(&self, client: &Client, name: &str, bytes: Vec<u8>) -> String {
        let form = Form::new()
            .text("fileName", name.to_owned())
            .text("useUniqueFileName", "false")
            .part("file", Part::bytes(bytes).file_name("photo.jpg"));
        let request = client.post(format!("{}/api/v1/files/upload", self.told("upload")));
        let request = request.basic_auth(self.told("private_key"), Some("")).multipart(form);
        request.send().await.expect("an answer").error_for_status().expect("an upload");
        format!("{}/{name}", self.delivery())
    }

    /// Kilobytes of memory in use when it was most; 0 where the system doesn't tell.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same picture in other bytes: what stands behind a JPEG's end is ignored.
fn distinct(photo: &[u8], run: usize) -> Vec<u8> {
    [photo, run.to_string().as_bytes()].concat()
}

fn jpeg(picture: &RgbImage, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(progressive);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(picture.as_raw(), SIZE.0, SIZE.1, ColorType::Rgb).expect("a JPEG");
    bytes
}

/// Clouds of many sizes, edges between them and the grain of a sensor: about as many bytes as a photo has.
fn drawing() -> RgbImage {
    let (width, height) = (u32::from(SIZE.0), u32::from(SIZE.1));
    let rows: Vec<u32> = (0..height).collect();
    let threads = thread::available_parallelism().map_or(1, |n| n.get());
    let bytes = thread::scope(|scope| {
        let parts: Vec<_> = rows.chunks(rows.len().div_ceil(threads)).collect();
        let workers: Vec<_> = parts
            .into_iter()
            .map(|part| scope.spawn(|| part.iter().flat_map(|y| row_of(*y, width)).collect::<Vec<u8>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("rows")).collect()
    });
    RgbImage::from_raw(width, height, bytes).expect("all rows")
}

fn row_of(y: u32, width: u32) -> impl Iterator<Item = u8> {
    (0..width).flat_map(move |x| color(x, y).0)
}

fn color(x: u32, y: u32) -> Rgb<u8> {
    let (fx, fy) = (f64::from(x), f64::from(y));
    let clouds: f64 = (0..8)
        .map(|octave| {
            let scale = 2.1_f64.powi(octave) / 700.0;
            0.5 * 0.55_f64.powi(octave) * cloud(fx * scale, fy * scale, octave as u64)
        })
        .sum();
    let grain = (chance(u64::from(x), u64::from(y), 99) - 0.5) * 0.11;
    let edge = if cloud(fx / 160.0, fy / 160.0, 77) > 0.55 { 0.15 } else { 0.0 };
    let hue = cloud(fx / 900.0, fy / 900.0, 50);
    let shade = |strength: f64| (((clouds + grain) * strength + edge).clamp(0.0, 1.0) * 255.0) as u8;
    Rgb([shade(0.7 + 0.5 * hue), shade(0.9), shade(1.2 - 0.5 * hue)])
}

/// Chance between the points of a grid, smoothly joined.
fn cloud(x: f64, y: f64, seed: u64) -> f64 {
    let (left, top) = (x.floor(), y.floor());
    let smooth = |part: f64| part * part * (3.0 - 2.0 * part);
    let (across, down) = (smooth(x - left), smooth(y - top));
    let at = |dx: u64, dy: u64| chance(left as u64 + dx, top as u64 + dy, seed);
    let upper = at(0, 0) * (1.0 - across) + at(1, 0) * across;
    let lower = at(0, 1) * (1.0 - across) + at(1, 1) * across;
    upper * (1.0 - down) + lower * down
}

/// 0 to 1, the same for the same numbers.
fn chance(x: u64, y: u64, seed: u64) -> f64 {
    let mixed = x.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ y.rotate_left(32).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    fastrand::Rng::with_seed(mixed ^ seed.wrapping_mul(0x94d0_49bb_1331_11eb)).f64()
}
