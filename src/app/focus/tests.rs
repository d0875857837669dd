use super::*;
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;

#[test]
fn what_was_typed_before_the_answer_came_stays() {
    let mut screen = Screen::with((100, 30), vec![file(1, "a.jpg")]);
    screen.play("G");
    screen.take();
    screen.press("C");
    let asked = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Details(_), .. } => Some(ticket),
        _ => None,
    });
    let ticket = asked.expect("what the file has was asked for");
    screen.press("t<C-u>1,2,30,10<Enter>");
    let details = Details {
        file: file(1, "a.jpg"),
        version: "Version 1".to_owned(),
        version_id: None,
        current: true,
        mime: None,
        custom_coordinates: Some("5,6,70,80".to_owned()),
        description: None,
        has_alpha: None,
        film: None,
        url: String::new(),
        embedded: Vec::new(),
        custom: Vec::new(),
        extensions: Vec::new(),
        raw: serde_json::Value::Null,
    };
    let result = Ok(Answer::Details(vec![details]));
    screen.send(Msg::Reply(Reply::Called { ticket, result }));
    let text = screen.text();
    assert!(text.contains("saved: 5,6,70,80") && text.contains("at 1,2"), "{text}");
}
