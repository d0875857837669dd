use super::*;
use crate::app::msg::{Msg, Reply};
use crate::app::testing::{file, start};
use crate::app::tests::screen::Screen;
use crate::model::Metadata;

fn calls(screen: &mut Screen) -> Vec<(Ticket, Call)> {
    let call = |effect| match effect {
        Effect::Call { ticket, call, .. } => Some((ticket, call)),
        _ => None,
    };
    screen.take().into_iter().filter_map(call).collect()
}

fn reply(screen: &mut Screen, ticket: Ticket, answer: Answer) {
    screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(answer) }));
}

#[test]
fn the_countdown_goes_on_until_it_ends() {
    let mut screen = Screen::with((80, 24), Vec::new());
    screen.press("S");
    let (ticket, call) = calls(&mut screen).remove(0);
    assert_eq!(call, Call::UploadParameters { lifetime: 1800 });
    let parameters =
        AuthParameters { token: "t".into(), expire: start().as_second() + 90, signature: "s".into() };
    reply(&mut screen, ticket, Answer::UploadParameters(parameters));
    assert!(screen.text().contains("1 min 30 s left"));
    let ticks = |screen: &mut Screen| {
        screen.take().iter().filter(|effect| matches!(effect, Effect::Wake { token: TICK, .. })).count()
    };
    assert_eq!(ticks(&mut screen), 1);
    let later = |seconds| start() + jiff::SignedDuration::from_secs(seconds);
    screen.send(Msg::Now(later(31)));
    assert!(screen.text().contains("59 s left"));
    assert_eq!(ticks(&mut screen), 1);
    screen.send(Msg::Now(later(91)));
    assert!(screen.text().contains("expired: r makes new ones"));
    assert_eq!(ticks(&mut screen), 0);
}

#[test]
fn minutes_stay_within_what_the_service_takes() {
    let mut screen = Screen::with((80, 24), Vec::new());
    screen.press("S");
    screen.take();
    screen.press("E<C-u>61<Enter>");
    assert!(calls(&mut screen).is_empty() && screen.text().contains("1 to 60 minutes"));
    screen.press("E<C-u>60<Enter>");
    assert_eq!(calls(&mut screen).remove(0).1, Call::UploadParameters { lifetime: 3600 });
}

#[test]
fn the_selected_file_and_the_one_under_the_cursor_are_compared() {
    let mut screen = Screen::with((80, 24), vec![file(1, "a.jpg"), file(2, "b.jpg")]);
    screen.play("Gk ");
    screen.press("S");
    let asked = calls(&mut screen);
    let hashes = ["2d5ad3936d2e015b", "2d6ed293db36a4fb"];
    let metadata = asked.into_iter().filter(|(_, call)| matches!(call, Call::Metadata(_)));
    for ((ticket, _), hash) in metadata.zip(hashes) {
        let metadata = Metadata { p_hash: Some(hash.to_owned()), ..Metadata::default() };
        reply(&mut screen, ticket, Answer::Metadata(Box::new(metadata)));
    }
    assert!(screen.text().contains("17 of 64 bits: alike  (73% alike)"), "{}", screen.text());
    screen.press("p<C-u>zz<Tab><Enter>");
    assert!(screen.text().contains("invalid literal"), "{}", screen.text());
}
