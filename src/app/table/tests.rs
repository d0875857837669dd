use serde_json::{Value, json};

use crate::app::call::{Answer, Call};
use crate::app::effect::{Effect, Ticket};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::model::custom::{Field, FieldType, Schema};
use crate::model::{AssetId, Details, File, Report};
use crate::ops::{Plan, ValueChange, Verb};

const SIZE: (u16, u16) = (120, 30);

fn files(n: usize) -> Vec<File> {
    (0..n).map(|i| File { tags: ["sea".into()].into(), ..file(i, &format!("f{i}.jpg")) }).collect()
}

fn details(file: File) -> Details {
    Details {
        file,
        version: "Version 1".to_owned(),
        version_id: None,
        current: true,
        mime: None,
        custom_coordinates: None,
        description: None,
        has_alpha: None,
        film: None,
        url: String::new(),
        embedded: Vec::new(),
        custom: Vec::new(),
        extensions: Vec::new(),
        raw: json!({ "customMetadata": { "price": 1 } }),
    }
}

fn price() -> Field {
    Field {
        id: AssetId::new("price"),
        name: "price".to_owned(),
        label: "Price".to_owned(),
        description: None,
        reserved: false,
        deleted: false,
        schema: Some(Schema { max: Some(json!(10)), ..Schema::new(FieldType::Number) }),
        raw: Value::Null,
    }
}

fn reply(screen: &mut Screen, ticket: Ticket, result: Result<Answer, Report>) {
    screen.send(Msg::Reply(Reply::Called { ticket, result }));
}

/// Answers calls for fields and details.
fn serve(screen: &mut Screen) {
    loop {
        screen.answer();
        let is_one = |effect: &Effect| {
            matches!(effect, Effect::Call { call: Call::Fields { .. } | Call::DetailsOf(_), .. })
        };
        let Some(at) = screen.asked.iter().position(is_one) else { return };
        let Effect::Call { ticket, call, .. } = screen.asked.remove(at) else { return };
        let answer = match call {
            Call::DetailsOf(ids) => {
                let known = |id: &AssetId| screen.files.iter().find(|file| file.id == *id).cloned();
                Answer::Details(ids.iter().filter_map(|(id, _)| known(id)).map(details).collect())
            }
            _ => Answer::Fields(vec![price()]),
        };
        reply(screen, ticket, Ok(answer));
    }
}

fn in_editor(screen: &mut Screen) -> (Ticket, String) {
    let edit = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Edit { ticket, text, suffix: ".csv" } => Some((ticket, text)),
        _ => None,
    });
    edit.expect("an editor is asked for")
}

fn edited(screen: &mut Screen, ticket: Ticket, text: String) {
    reply(screen, ticket, Ok(Answer::Edited(Some(text))));
    serve(screen);
}

fn run_of(screen: &mut Screen) -> Option<Plan> {
    screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    })
}

fn opened(n: usize, keys: &str) -> Screen {
    let mut screen = Screen::with(SIZE, files(n));
    screen.press(keys);
    serve(&mut screen);
    screen
}

#[test]
fn a_table_goes_to_the_editor_and_comes_back_as_changes() {
    let mut screen = opened(3, "E");
    let text = screen.text();
    assert!(text.contains("All 3 files of / as a table") && text.contains("cm.price"), "{text}");
    screen.press("<Enter>");
    serve(&mut screen);
    let (ticket, table) = in_editor(&mut screen);
    assert_eq!(table.lines().count(), 4);
    edited(&mut screen, ticket, table.replacen(",sea,", ",sea | sky,", 1).replacen(",1\r", ",2\r", 1));
    let text = screen.text();
    assert!(text.contains("1 file changes in 2 cells") && text.contains("2 stay as they are"), "{text}");
    assert!(text.contains("sea") && text.contains("sea | sky"), "{text}");
    screen.press("<Enter>");
    let plan = run_of(&mut screen).expect("it runs");
    let Verb::Update(update) = &plan.steps[0].verb else { panic!("{plan:?}") };
    assert_eq!((plan.steps.len(), plan.steps[0].target.path().as_str()), (1, "/f0.jpg"));
    assert_eq!(update.tags, Some(vec!["sea".into(), "sky".into()]));
    assert_eq!(update.values, [("price".to_owned(), ValueChange::Set(json!(2)))]);
    assert!(screen.state.overlays.is_empty());
}

#[test]
fn only_chosen_columns_are_written() {
    let mut screen = opened(1, "E");
    screen.press("*jj  <Enter>");
    serve(&mut screen);
    let (_, table) = in_editor(&mut screen);
    assert_eq!(table.lines().next(), Some("fileId,path,updatedAt,focus,cm.price"));
}

#[test]
fn what_can_not_be_taken_is_told_and_can_be_edited_again() {
    let mut screen = opened(2, "E");
    screen.press("<Enter>");
    serve(&mut screen);
    let (ticket, table) = in_editor(&mut screen);
    let wrong = table.replacen(",1\r", ",11\r", 1);
    edited(&mut screen, ticket, wrong.clone());
    let text = screen.text();
    assert!(text.contains("line 2") && text.contains("should be less than or equal to 10"), "{text}");
    screen.press("<Enter>");
    assert!(run_of(&mut screen).is_none());
    screen.press("e");
    assert_eq!(in_editor(&mut screen).1, wrong);
}

#[test]
fn a_file_that_changed_meanwhile_is_left_out_until_asked_for() {
    let mut screen = opened(1, "E");
    screen.press("<Enter>");
    serve(&mut screen);
    let (ticket, table) = in_editor(&mut screen);
    screen.files[0].updated = "2026-03-15T00:00:00Z".parse().expect("a literal");
    edited(&mut screen, ticket, table.replacen(",sea,", ",sky,", 1));
    assert!(screen.text().contains("changed meanwhile: left out"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(run_of(&mut screen).is_none());
    screen.press("c<Enter>");
    assert_eq!(run_of(&mut screen).expect("it runs").steps.len(), 1);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_twice() {
    let mut screen = opened(1, "E");
    screen.press("o<C-u>t.csv<Enter>");
    serve(&mut screen);
    let write = |screen: &mut Screen| {
        let call = screen.take().into_iter().find_map(|effect| match effect {
            Effect::Call { ticket, call: Call::WriteText { path, text, replace }, .. } => {
                Some((ticket, path, text, replace))
            }
            _ => None,
        });
        call.expect("a file is written")
    };
    let (ticket, path, text, replace) = write(&mut screen);
    assert_eq!((path.as_str(), replace), ("t.csv", false));
    assert!(text.starts_with("\u{feff}fileId,"));
    reply(&mut screen, ticket, Ok(Answer::Written(false)));
    assert!(screen.text().contains("Enter once more replaces it"), "{}", screen.text());
    screen.press("<Enter>");
    let (ticket, _, again, replace) = write(&mut screen);
    assert!(replace && again == text);
    reply(&mut screen, ticket, Ok(Answer::Written(true)));
    assert!(screen.text().contains("t.csv written"), "{}", screen.text());
    // And back, as a spreadsheet leaves it.
    screen.press("i<Enter>");
    let read = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::ReadText(_), .. } => Some(ticket),
        _ => None,
    });
    reply(&mut screen, read.expect("a file is read"), Ok(Answer::Text(text.replace("sea", "sky"))));
    serve(&mut screen);
    assert!(screen.text().contains("1 file changes in 1 cells"), "{}", screen.text());
}

#[test]
fn a_text_that_is_no_table_says_why() {
    let mut screen = opened(1, "E");
    screen.press("<Enter>");
    serve(&mut screen);
    let (ticket, _) = in_editor(&mut screen);
    edited(&mut screen, ticket, "path,tags\n".to_owned());
    assert!(screen.text().contains("names no column fileId"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(run_of(&mut screen).is_none());
}
