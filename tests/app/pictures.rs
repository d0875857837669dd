//! Pictures, from the library to the cells.

use std::fs;
use std::io::Cursor;

use ikt::config;
use ikt::runtime::{Exit, Setup};
use image::{ImageFormat, Rgb, RgbImage};
use ratatui::style::Color;
use serde_json::json;

use crate::rig::{Library, Rig, Shown};

const RED: [u8; 3] = [200, 30, 40];

fn picture(colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(320, 240, Rgb(colour))
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a PNG is written to memory");
    bytes.into_inner()
}

/// Cells that are about of this colour: a JPEG is never exact.
fn cells_of(shown: &Shown, colour: [u8; 3]) -> usize {
    let near = |cell: &&ratatui::buffer::Cell| match cell.bg {
        Color::Rgb(r, g, b) => {
            [r, g, b].iter().zip(colour).all(|(channel, wanted)| channel.abs_diff(wanted) < 12)
        }
        _ => false,
    };
    shown.buffer.content.iter().filter(near).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_picture_of_the_file_under_the_cursor_is_drawn_and_kept() {
    let library = Library::start().await;
    library.put("/red.png", &picture(RED)).await;
    let cache = tempfile::tempdir().expect("a folder");
    let kept = |setup: &mut Setup| setup.cache = Some(cache.path().to_owned());
    let rig = Rig::open_with(&library, "/", (120, 30), kept);
    rig.when("a red picture", |shown| cells_of(shown, RED) > 50).await;
    rig.resize(120, 30);
    rig.press("ctrl-l");
    rig.when("the picture again", |shown| cells_of(shown, RED) > 50).await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(fs::read_dir(cache.path()).expect("the folder").count(), 1);

    // From the disk, for delivery is down.
    library.order(json!({ "path_prefix": "/local", "times": 100, "kind": "status", "status": 404 })).await;
    let rig = Rig::open_with(&library, "/", (120, 30), kept);
    rig.when("the kept picture", |shown| cells_of(shown, RED) > 50).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grid_shows_thumbnails() {
    let library = Library::start().await;
    let colours = [[200, 30, 40], [30, 160, 60], [40, 60, 200]];
    for (name, colour) in ["a", "b", "c"].iter().zip(colours) {
        library.put(&format!("/{name}.png"), &picture(colour)).await;
    }
    let rig = Rig::open(&library, "/", (100, 30));
    rig.until("1 of 3").await;
    rig.press("L");
    rig.when("three thumbnails", |shown| colours.iter().all(|colour| cells_of(shown, *colour) > 10)).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_hinders_nobody() {
    let library = Library::start().await;
    library.put("/a.png", &picture(RED)[..60]).await;
    library.put("/b.png", &picture(RED)).await;
    let rig = Rig::open(&library, "/", (120, 30));
    rig.until("1 of 2").await;
    rig.press("j");
    rig.when("the good picture", |shown| cells_of(shown, RED) > 50).await;
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_turned_off_are_not_asked_for() {
    let library = Library::start().await;
    library.put("/a.png", &picture(RED)).await;
    let off = |setup: &mut Setup| setup.pictures = config::Pictures::None;
    let rig = Rig::open_with(&library, "/", (120, 30), off);
    // The details come after a longer rest than a picture would be asked for.
    rig.until("image/png").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.log("/local").await, Vec::<serde_json::Value>::new());
}
