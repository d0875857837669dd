use jiff::Timestamp;

use super::*;
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Reply};
use crate::app::tests::screen::Screen;

fn record(number: u64, status: Option<u16>) -> CallRecord {
    CallRecord {
        number,
        started: Timestamp::UNIX_EPOCH,
        method: "POST".to_owned(),
        url: format!("https://api.imagekit.io/v1/files/{number}?a=it's"),
        request_headers: vec![
            ("authorization".to_owned(), "…".to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
            ("user-agent".to_owned(), "ikt".to_owned()),
        ],
        request_body: r#"{"name":"it's"}"#.to_owned(),
        status,
        answer_headers: vec![("x-evil".to_owned(), "\u{1b}[31mred".to_owned())],
        answer_body: r#"{"a":{"b":[1,2]}}"#.to_owned(),
        answer_size: 17,
        duration: std::time::Duration::from_millis(12),
        attempt: 1,
        request_id: Some(format!("request-{number}")),
        trouble: None,
    }
}

fn opened(size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(size, Vec::new());
    screen.press("I");
    let ticket = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Records, .. } => Some(ticket),
        _ => None,
    });
    let records = vec![record(1, Some(200)), record(2, Some(429)), record(3, Some(204)), record(4, None)];
    let reply = Reply::Called { ticket: ticket.expect("a call"), result: Ok(Answer::Records(records)) };
    screen.send(Msg::Reply(reply));
    screen
}

fn copied(screen: &mut Screen) -> String {
    let text = |effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    };
    screen.take().into_iter().find_map(text).expect("something was copied")
}

#[test]
fn the_newest_comes_first_and_failures_can_be_shown_alone() {
    let mut screen = opened((80, 24));
    assert!(screen.text().contains("The last 4 calls"));
    screen.press("Y");
    assert_eq!(copied(&mut screen), "request-4");
    screen.press("fjY");
    assert!(screen.text().contains("The last 2 calls that failed"));
    assert_eq!(copied(&mut screen), "request-2");
}

#[test]
fn a_call_is_read_as_pretty_json_and_nothing_raw_is_drawn() {
    for size in [(80, 24), (140, 45)] {
        let mut screen = opened(size);
        screen.press("<Enter>G");
        assert!(screen.text().contains(r#""b": ["#), "{}", screen.text());
        assert!(!screen.text().contains('\u{1b}'));
        screen.press("<Esc>");
        assert_eq!(screen.state.overlays.len(), 1, "Esc goes back to the list first");
        screen.press("<Esc>");
        assert!(screen.state.overlays.is_empty());
    }
}

#[test]
fn a_command_holds_no_key_and_no_open_quote() {
    let mut screen = opened((80, 24));
    screen.press("y");
    let expected = r#"curl -X POST 'https://api.imagekit.io/v1/files/4?a=it'\''s' \
  -u "$IMAGEKIT_PRIVATE_KEY:" \
  -H 'content-type: application/json' \
  -d '{"name":"it'\''s"}'"#;
    assert_eq!(copied(&mut screen), expected);
}
