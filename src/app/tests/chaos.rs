//! Random messages: the reducer and the views hold whatever comes.

use proptest::prelude::*;

use super::screen::Screen;
use crate::app::catalogue::{CatalogueNews, Copied};
use crate::app::effect::{JobId, Ticket};
use crate::app::msg::{Key, KeyCode, Mouse, MouseKind, Msg, Reply};
use crate::app::testing::file;
use crate::model::{FolderPath, Report};
use crate::ops::{JobEvent, Outcome};

fn any_key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        8 => proptest::char::range(' ', '~').prop_map(KeyCode::Char),
        1 => Just(KeyCode::Char('写')),
        1 => prop_oneof![
            Just(KeyCode::Enter), Just(KeyCode::Esc), Just(KeyCode::Tab), Just(KeyCode::BackTab),
            Just(KeyCode::Backspace), Just(KeyCode::Delete), Just(KeyCode::Up), Just(KeyCode::Down),
            Just(KeyCode::Left), Just(KeyCode::Right), Just(KeyCode::Home), Just(KeyCode::End),
            Just(KeyCode::PageUp), Just(KeyCode::PageDown),
        ],
    ];
    (code, prop::bool::weighted(0.1)).prop_map(|(code, ctrl)| Key { code, ctrl, alt: false, shift: false })
}

fn any_mouse() -> impl Strategy<Value = Mouse> {
    let kind = prop_oneof![
        (1_u8..3).prop_map(|clicks| MouseKind::Press { clicks }),
        Just(MouseKind::ScrollUp),
        Just(MouseKind::ScrollDown),
    ];
    (kind, 0_u16..200, 0_u16..60, any::<bool>(), any::<bool>())
        .prop_map(|(kind, column, row, ctrl, shift)| Mouse { kind, column, row, ctrl, shift })
}

fn any_words() -> impl Strategy<Value = Option<String>> {
    let text = prop_oneof![
        Just("plain".to_owned()),
        Just("evil\u{1b}[2J\u{202e}\n写真".to_owned()),
        Just(String::new()),
        "\\PC{0,20}",
    ];
    prop::option::weighted(0.8, text)
}

fn any_news(report: Report) -> impl Strategy<Value = Msg> {
    let copy = Copied { files: 300, ..Copied::default() };
    let whole = Copied { complete: true, synced_at: Some(crate::app::testing::start()), ..copy };
    prop_oneof![
        any::<bool>().prop_map(move |there| CatalogueNews::Opened(there.then_some(copy))),
        (any::<u64>(), any::<Option<u64>>()).prop_map(|(done, of)| CatalogueNews::Syncing(done, of)),
        (any::<u64>(), any::<u64>()).prop_map(|(done, of)| CatalogueNews::Hashing(done, of)),
        Just(CatalogueNews::Paused),
        Just(CatalogueNews::Ended(whole)),
        Just(CatalogueNews::Changed(copy)),
        Just(CatalogueNews::Due),
        Just(CatalogueNews::Failed(report, None)),
    ]
    .prop_map(Msg::Catalogue)
}

fn any_msg() -> impl Strategy<Value = Msg> {
    let report = Report::new("what", "why \u{1b}[31m", "next");
    let failed = Outcome::Failed(report.clone());
    prop_oneof![
        12 => any_key().prop_map(Msg::Key),
        2 => any_mouse().prop_map(Msg::Mouse),
        1 => (1_u16..200, 1_u16..60).prop_map(|(w, h)| Msg::Resize(w, h)),
        1 => "\\PC{0,30}".prop_map(Msg::Paste),
        1 => Just(Msg::Continue),
        1 => (0_u64..50, 0_usize..3).prop_map(|(t, skip)| Msg::Reply(Reply::Files {
            ticket: Ticket(t), skip, result: Ok(crate::app::browse::Page::of_files(vec![file(7, "late.jpg")])),
        })),
        1 => (0_u64..50).prop_map(|t| Msg::Reply(Reply::Folders {
            ticket: Ticket(t), path: FolderPath::new("/products"), result: Err(Report::default()),
        })),
        1 => (0_u32..4, 0_usize..9).prop_map(move |(job, step)| {
            Msg::Job(JobId(job), JobEvent::Ended(vec![(step, Outcome::Done), (step + 1, failed.clone())]))
        }),
        1 => (0_u32..4).prop_map(|job| Msg::Job(JobId(job), JobEvent::Finished)),
        1 => (0_u64..20).prop_map(Msg::Wake),
        1 => Just(Msg::Trouble(report.clone())),
        1 => (0_u64..50).prop_map(|t| Msg::Reply(Reply::KnownFiles {
            ticket: Ticket(t), page: crate::app::browse::Page::of_files(vec![file(3, "known.jpg"), file(900, "old.jpg")]),
        })),
        1 => Just(Msg::ConnectFailed(report.clone())),
        2 => any_news(report),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn nothing_that_comes_breaks_the_screen(msgs in prop::collection::vec(any_msg(), 1..120), small in any::<bool>(), words in any_words()) {
        let size = if small { (20, 5) } else { (140, 45) };
        let mut files: Vec<_> = (0..300).map(|n| file(n, &format!("f{n:03}.jpg"))).collect();
        files[3].name = "evil\u{1b}[2J\u{202e}.jpg".into();
        files[4].name = "写真写真写真写真写真写真写真写真写真写真写真写真写真.jpg".into();
        let mut screen = Screen::with(size, files);
        screen.words = words;
        for (n, msg) in msgs.into_iter().enumerate() {
            screen.send(msg);
            if n % 3 == 0 {
                screen.answer();
            }
            if n % 7 == 0 {
                let buffer = screen.buffer();
                let raw = buffer.content.iter().any(|cell| cell.symbol().chars().any(char::is_control));
                prop_assert!(!raw, "a control character reached the screen");
            }
        }
        screen.answer();
        let list = &screen.state.browse.list;
        prop_assert!(list.is_empty() || list.cursor < list.len());
        screen.buffer();
    }
}
