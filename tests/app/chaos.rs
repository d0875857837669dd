//! Random keys, pastes and sizes, in the real loop with a live library: whatever comes, the screen
//! goes on, can be left, and shows nothing raw.

use fastrand::Rng;
use ikt::app::Msg;
use ikt::app::msg::{Key, KeyCode, Mouse, MouseKind};
use ikt::ops::LocalDisk;
use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

/// Events in all.
const EVENTS: usize = 100_000;
/// Events that are sent before the loop is waited for, so that answers come in between.
const AT_ONCE: usize = 25;
/// The least and the greatest terminal.
const SIZES: [(u16, u16); 6] = [(1, 1), (10, 3), (40, 12), (80, 24), (140, 45), (200, 60)];
/// What a paste may hold.
const PASTES: [&str; 6] = [
    "red",
    "/products",
    "https://ik.example.com/id/a.jpg?tr=w-1&ik-s=0",
    "\u{1b}[2J\u{202e}\u{200b}写真",
    "tags IN [\"x\"] AND size > \"1mb\"",
    "'/no such/file.jpg' file:///no/such.png",
];

fn any_key(rng: &mut Rng) -> Key {
    let code = match rng.u8(0..10) {
        0..6 => KeyCode::Char(char::from(rng.u8(b' '..=b'~'))),
        6 => KeyCode::Char(*rng.choice(&['é', '写', '\u{301}', '\u{200b}', '\u{202e}']).expect("some")),
        7 => KeyCode::Esc,
        8 => KeyCode::Enter,
        _ => *rng
            .choice(&[
                KeyCode::Tab,
                KeyCode::BackTab,
                KeyCode::Backspace,
                KeyCode::Delete,
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Home,
                KeyCode::End,
                KeyCode::PageUp,
                KeyCode::PageDown,
                KeyCode::F(1),
            ])
            .expect("some"),
    };
    Key { code, ctrl: rng.u8(0..12) == 0, alt: rng.u8(0..40) == 0, shift: false }
}

/// `q` and Ctrl-C end the program, which they are to do at the end alone.
fn quits(key: Key) -> bool {
    key.code == KeyCode::Char('q') || (key.code == KeyCode::Char('c') && key.ctrl)
}

fn any_event(rng: &mut Rng) -> Msg {
    match rng.u8(0..100) {
        0 => {
            let (columns, rows) = *rng.choice(&SIZES).expect("some");
            Msg::Resize(columns, rows)
        }
        1 => Msg::Paste((*rng.choice(&PASTES).expect("some")).to_owned()),
        2..5 => {
            let kind = match rng.u8(0..4) {
                0 => MouseKind::ScrollUp,
                1 => MouseKind::ScrollDown,
                clicks => MouseKind::Press { clicks: clicks - 1 },
            };
            let (column, row) = (rng.u16(0..200), rng.u16(0..60));
            Msg::Mouse(Mouse { kind, column, row, ctrl: rng.bool(), shift: rng.bool() })
        }
        _ => {
            let key = any_key(rng);
            Msg::Key(if quits(key) { Key { code: KeyCode::Esc, ctrl: false, ..key } } else { key })
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_pressed_the_screen_goes_on_and_can_be_left() {
    let library = Library::start().await;
    for n in 0..60 {
        library.put(&format!("/photos/{n:02}.txt"), format!("file {n}").as_bytes()).await;
    }
    for path in ["/a.txt", "/写真.txt", "/photos/deep/er/x.txt"] {
        library.put(path, path.as_bytes()).await;
    }
    // Keys that export or download write below the working directory, which is to be nobody's.
    let (disk, home) = (tempfile::tempdir().expect("a folder"), std::env::current_dir().expect("a folder"));
    std::env::set_current_dir(disk.path()).expect("a folder to go to");
    let seed = std::env::var("IKT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_124);
    println!("IKT_SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    let disk = tempfile::tempdir().expect("a folder");
    let open = || {
        let only = disk.path().canonicalize().expect("a folder");
        Rig::open_with(&library, "/photos", (120, 40), |setup| {
            setup.journal = Some(only.join("journal"));
            setup.disk = LocalDisk::below(only);
            setup.editor = Some("true".to_owned());
        })
    };
    let mut rig = open();
    for _ in 0..EVENTS / AT_ONCE {
        let events: Vec<_> = (0..AT_ONCE).map(|_| any_event(&mut rng)).collect();
        let Some(shown) = rig.after(events.into_iter()).await else {
            // The palette can quit too.
            assert_eq!(rig.ended().await, Exit::Quit);
            rig = open();
            continue;
        };
        let raw = shown.text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(raw, None, "a control character reached the screen");
    }
    // Whatever is open closes, and the library can be walked again.
    rig.resize(120, 40);
    for _ in 0..12 {
        rig.press("esc");
    }
    library.put("/found-again.txt", b"x").await;
    rig.press("g r ctrl-r");
    rig.until("found-again.txt").await;
    assert_eq!(rig.leave().await, Exit::Quit);
    std::env::set_current_dir(home).expect("a folder to go back to");
}
