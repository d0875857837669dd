//! How fast the groups of a million images re-form while the threshold key is held down, screen
//! included: the figures of the README. `cargo bench --bench dupes` prints a table.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ikt::app::call::{Answer, Call};
use ikt::app::dupes::Found;
use ikt::app::effect::PictureKey;
use ikt::app::msg::{Key, KeyCode, Reply};
use ikt::app::theme::{Depth, Scheme, Theme};
use ikt::app::{Effect, Msg, Options, Pictures, State, update, view};
use ikt::model::{FolderPath, Sort};
use ikt::ops::dupes::{Apart, Duplicates, Images};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const IMAGES: u32 = 1_000_000;
const HIGHEST: u8 = 13;
const SIZE: (u16, u16) = (140, 45);
/// How often the key goes all the way up and down.
const ROUNDS: usize = 5;

fn main() {
    let images = images();
    let begun = Instant::now();
    let duplicates = Duplicates::new(&images, &[], HIGHEST, &|| false).expect("nobody cancels");
    println!("{IMAGES} images grouped at every threshold up to {HIGHEST}: {:.2?}\n", begun.elapsed());
    for level in [0, 4, 8, HIGHEST] {
        let groups = duplicates.level(level);
        println!(
            "at {level}: {} groups, {} images, the largest of {}",
            groups.groups().len(),
            groups.images(),
            groups.largest()
        );
    }
    let (mut state, mut terminal) = opened(duplicates);
    let (mut steps, mut frames) = (Vec::new(), Vec::new());
    let up_and_down =
        || [']', '['].into_iter().flat_map(|key| std::iter::repeat_n(key, usize::from(HIGHEST)));
    for key in (0..ROUNDS).flat_map(|_| up_and_down()) {
        let begun = Instant::now();
        update(&mut state, press(key));
        steps.push(begun.elapsed());
        draw(&state, &mut terminal);
        frames.push(begun.elapsed());
    }
    println!("\n| | median | slowest |\n|---|---|---|");
    for (what, times) in [("a step of the threshold", &mut steps), ("the same, drawn", &mut frames)] {
        times.sort_unstable();
        let (middle, last) = (times.get(times.len() / 2), times.last());
        println!(
            "| {what} | {:.2?} | {:.2?} |",
            middle.unwrap_or(&Duration::ZERO),
            last.unwrap_or(&Duration::ZERO)
        );
    }
}

/// Bursts of near images, a region that is dense, and thousands that are the same.
fn images() -> Images {
    let mut images = Images::with_capacity(IMAGES as usize);
    let mut seed = 7_u64;
    let mut random = move || {
        // SplitMix64: spread well enough, and the same every time.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut row = 0;
    while row < IMAGES {
        let (shape, centre) = (random() % 100, random());
        let (many, flips) = match shape {
            0 if row % 50_000 < 100 => (5_000, 0),
            0..5 => (40, 6),
            _ => (1 + random() % 12, 3),
        };
        for _ in 0..many.min(u64::from(IMAGES - row)) {
            let hash = (0..random() % (flips + 1)).fold(centre, |hash, _| hash ^ (1 << (random() % 64)));
            images.push(row, hash, 20_000 + random() % 4_000_000);
            row += 1;
        }
    }
    images
}

/// A screen on which the pane is open, with these groups.
fn opened(duplicates: Duplicates) -> (State, Terminal<TestBackend>) {
    let mut state = State::new(Options {
        size: SIZE,
        now: jiff::Timestamp::UNIX_EPOCH,
        theme: Theme::new(Scheme::Dark, Depth::True, false),
        sort: Sort::BY_NAME,
        start: FolderPath::root(),
        presets: Default::default(),
        memory: Default::default(),
        keys: Default::default(),
        themes: Vec::new(),
        doors: Vec::new(),
        door: None,
    });
    let asked = update(&mut state, press('F'));
    let ticket = asked.iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Duplicates(_), .. } => Some(*ticket),
        _ => None,
    });
    let found = Found { duplicates, apart: Apart::default(), safe: Vec::new() };
    let result = Ok(Answer::Duplicates(Some(Arc::new(found))));
    update(
        &mut state,
        Msg::Reply(Reply::Called { ticket: ticket.expect("the groups are asked for"), result }),
    );
    for _ in 0..HIGHEST {
        update(&mut state, press('['));
    }
    let Ok(mut terminal) = Terminal::new(TestBackend::new(SIZE.0, SIZE.1));
    draw(&state, &mut terminal);
    (state, terminal)
}

fn press(key: char) -> Msg {
    Msg::Key(Key { code: KeyCode::Char(key), ctrl: false, alt: false, shift: false })
}

fn draw(state: &State, terminal: &mut Terminal<TestBackend>) {
    let Ok(_) = terminal.draw(|frame| view(state, &NoPictures, frame));
}

struct NoPictures;

impl Pictures for NoPictures {
    fn draw(&self, _: &PictureKey, _: Rect, _: &mut Buffer) -> bool {
        false
    }

    fn size(&self, _: &PictureKey) -> Option<(u16, u16)> {
        None
    }
}
