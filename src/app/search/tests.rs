use crate::app::action::Action;
use crate::app::browse::Source;
use crate::app::call::{Answer, Call};
use crate::app::dialog::Overlay;
use crate::app::effect::{Effect, Ticket};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::{file, folder};
use crate::app::tests::screen::Screen;
use crate::model::custom::{Field, FieldType, Schema};
use crate::model::{AssetId, Report, Tag};

fn files() -> Vec<crate::model::File> {
    let mut files: Vec<_> = (0..5).map(|n| file(n, &format!("f{n}.jpg"))).collect();
    files[0].tags = [Tag::from("red"), Tag::from("sea")].into();
    files[1].tags = [Tag::from("sea")].into();
    files
}

fn field(name: &str, field_type: FieldType, options: Option<Vec<serde_json::Value>>) -> Field {
    let schema = Schema {
        field_type,
        options,
        default: None,
        required: false,
        min: None,
        max: None,
        min_length: None,
        max_length: None,
    };
    Field {
        id: AssetId::new("000000000000000000000001"),
        name: name.to_owned(),
        label: name.to_owned(),
        description: None,
        reserved: false,
        deleted: false,
        schema: Some(schema),
        raw: serde_json::Value::Null,
    }
}

fn asked_fields(screen: &mut Screen) -> Ticket {
    let found = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Fields { deleted: false }, .. } => Some(ticket),
        _ => None,
    });
    found.expect("the fields are asked for")
}

fn fields(screen: &mut Screen, ticket: Ticket) {
    let options = vec!["licensed".into(), "free".into()];
    let all = vec![field("rights", FieldType::SingleSelect, Some(options))];
    screen.send(Msg::Reply(Reply::Called { ticket, result: Ok(Answer::Fields(all)) }));
}

/// A screen with the prompt open and the fields known.
fn prompt() -> Screen {
    let mut screen = Screen::with((120, 40), files());
    screen.press("/");
    let ticket = asked_fields(&mut screen);
    fields(&mut screen, ticket);
    screen
}

fn searched(effects: &[Effect]) -> Option<(String, bool)> {
    effects.iter().find_map(|effect| match effect {
        Effect::ListFiles { source: Source::Search(search), skip: 0, limit: 200, .. } => {
            Some((search.query.clone(), search.here.is_some()))
        }
        _ => None,
    })
}

#[test]
fn what_is_typed_is_searched_for_and_remembered() {
    let mut screen = prompt();
    screen.press("tag:red -is:private");
    assert!(screen.text().contains("tags IN [\"red\"] AND private = false AND type = \"file\""));
    screen.press("<Enter>");
    let effects = screen.take();
    let wanted = "tags IN [\"red\"] AND private = false AND type = \"file\"";
    assert_eq!(searched(&effects), Some((wanted.to_owned(), false)));
    assert_eq!(screen.state.memory.past_searches, ["tag:red -is:private"]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Remember(_))));
    assert!(screen.state.overlays.is_empty());
    assert!(screen.text().contains("Search: tag:red -is:private"));
}

#[test]
fn results_are_a_list_and_one_goes_back_from_them() {
    let mut screen = prompt();
    screen.play("f<Enter>");
    assert!(screen.text().contains("5 found"), "{}", screen.text());
    assert_eq!(screen.rows().len(), 5, "no folders of the folder behind");
    screen.play("*");
    assert_eq!(screen.state.browse.selection.len(), 5);
    // The selection goes first, then the search.
    screen.play("<Esc>");
    assert!(screen.state.browse.selection.is_empty() && screen.state.browse.list.search.is_some());
    screen.play("<Esc>");
    assert!(screen.state.browse.list.search.is_none());
    assert_eq!(screen.rows().len(), 7, "the folder with its folders");
    screen.play("gb");
    assert!(screen.state.browse.list.search.is_some(), "back to the search");
    screen.play("<Backspace>");
    assert!(screen.state.browse.list.search.is_none());
    screen.play("gbn");
    assert!(screen.state.overlays.is_empty(), "no folder can be made in a search");
}

#[test]
fn folders_that_are_found_are_rows() {
    let mut screen = prompt();
    screen.press("is:folder<Enter>");
    let ticket = screen.take().into_iter().find_map(|effect| match effect {
        Effect::ListFiles { ticket, .. } => Some(ticket),
        _ => None,
    });
    let folders = vec![folder(2, "/products"), folder(3, "/products/shoes")];
    let page = crate::app::browse::Page { folders, files: Vec::new(), passed: 2, copied: false };
    screen.send(Msg::Reply(Reply::Files { ticket: ticket.expect("asked"), skip: 0, result: Ok(page) }));
    assert_eq!(screen.rows(), ["products", "shoes"]);
    screen.play("j<Enter>");
    assert_eq!(screen.state.browse.list.path.as_str(), "/products/shoes");
}

#[test]
fn a_page_that_is_filtered_here_is_not_taken_for_the_last() {
    let mut screen = prompt();
    screen.press("missing:alt<Enter>");
    let effects = screen.take();
    assert_eq!(searched(&effects), Some(("type = \"file\"".to_owned(), true)));
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::ListFiles { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let page = crate::app::browse::Page { files: files()[..2].to_vec(), passed: 200, ..Default::default() };
    screen.send(Msg::Reply(Reply::Files { ticket: ticket.expect("asked"), skip: 0, result: Ok(page) }));
    let next = screen.take();
    assert!(next.iter().any(|effect| matches!(effect, Effect::ListFiles { skip: 200, limit: 1000, .. })));
    assert!(screen.text().contains("2+ found (filtered here)"), "{}", screen.text());
}

#[test]
fn what_may_come_is_proposed_with_how_often_it_is_used() {
    let mut screen = prompt();
    screen.press("tag:");
    let text = screen.text();
    let sea = text.lines().find(|line| line.contains("sea")).expect("a row");
    assert!(sea.contains("2 files here"), "{sea}");
    screen.press("<Tab>");
    assert!(screen.text().contains("/ tag:sea "), "the most frequent one\n{}", screen.text());
    screen.press("rig<Tab>");
    assert!(screen.text().contains("free"), "the options of the field\n{}", screen.text());
    screen.press("<Down><Down><Enter>");
    assert!(screen.text().contains("/ tag:sea rights:free "), "{}", screen.text());
    screen.press("<Enter>");
    assert!(
        searched(&screen.take())
            .is_some_and(|(query, _)| query.contains("\"customMetadata.rights\" = \"free\""))
    );
}

#[test]
fn an_error_stands_under_its_column_and_begins_nothing() {
    let mut screen = prompt();
    screen.press("red is:secret<Enter>");
    let text = screen.text();
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("/ red is:secret")).expect("the text");
    let caret = lines[at + 1].chars().position(|c| c == '^').expect("a caret");
    let wrong = lines[at].chars().collect::<String>().find("secret").expect("the word");
    let wrong = lines[at][..wrong].chars().count();
    assert_eq!(caret, wrong);
    assert!(lines[at + 2].contains("is:secret means nothing"));
    assert_eq!(searched(&screen.take()), None);
    assert!(matches!(screen.state.overlays.last(), Some(Overlay::Search(_))));
}

#[test]
fn a_search_waits_for_the_fields_that_it_may_name() {
    let mut screen = Screen::with((120, 40), files());
    screen.press("/");
    let ticket = asked_fields(&mut screen);
    screen.press("rights:licensed<Enter>");
    assert_eq!(searched(&screen.take()), None);
    fields(&mut screen, ticket);
    assert!(searched(&screen.take()).is_some_and(|(query, _)| query.contains("licensed")));
    assert!(screen.state.overlays.is_empty());
}

#[test]
fn without_the_fields_a_search_goes_on_and_says_so() {
    let mut screen = Screen::with((120, 40), files());
    screen.press("/");
    let ticket = asked_fields(&mut screen);
    screen.press("is:draft<Enter>");
    let report = Report::new("Could not list the custom metadata fields", "status 500", "try again");
    screen.send(Msg::Reply(Reply::Called { ticket, result: Err(report) }));
    assert!(searched(&screen.take()).is_some());
}

#[test]
fn searches_are_kept_by_name_and_found_again() {
    let mut screen = prompt();
    screen.press("is:draft<C-s>todo<Enter><Esc>");
    assert_eq!(screen.state.memory.searches.get("todo").map(String::as_str), Some("is:draft"));
    screen.press("/");
    let ticket = asked_fields(&mut screen);
    fields(&mut screen, ticket);
    assert!(screen.text().contains("@todo"));
    screen.press("@todo<Enter>");
    assert!(searched(&screen.take()).is_some_and(|(query, _)| query.contains("published = false")));
    // By two keys, from the empty prompt.
    screen.play("<Backspace>/<Down>");
    let ticket = asked_fields(&mut screen);
    fields(&mut screen, ticket);
    screen.press("<Enter>");
    assert!(searched(&screen.take()).is_some());
    // And forgotten.
    screen.play("<Backspace>/<Down><C-x>");
    assert!(screen.state.memory.searches.is_empty());
}

#[test]
fn the_history_is_walked_in_the_empty_prompt() {
    let mut screen = prompt();
    screen.play("one<Enter>");
    screen.play("/<C-u>two<Enter>");
    let ticket = asked_fields(&mut screen);
    fields(&mut screen, ticket);
    screen.take();
    assert_eq!(screen.state.memory.past_searches, ["two", "one"]);
    screen.press("/<C-u><Down><Down>");
    let ticket = asked_fields(&mut screen);
    fields(&mut screen, ticket);
    screen.press("<Enter>");
    assert!(searched(&screen.take()).is_some_and(|(query, _)| query.contains("\"one\"")));
    assert_eq!(screen.state.memory.past_searches, ["one", "two"]);
}

#[test]
fn hostile_text_keeps_the_shape_of_the_screen() {
    for size in [(120, 40), (80, 24), (40, 12), (20, 5), (1, 1)] {
        let mut screen = Screen::with(size, files());
        screen.press("/");
        screen.send(Msg::Paste("\u{202e}\x1b[31m写真 tag:\"\u{200b}é\u{0301}|".repeat(400)));
        screen.buffer();
        screen.press("<Tab><Down><Up><Enter><C-s>x<Enter>");
        let text = screen.text();
        assert!(!text.contains('\u{202e}') && !text.contains('\x1b'), "{size:?}");
    }
}

#[test]
fn the_end_is_reached_however_late_the_rows_come() {
    let mut screen = Screen::unconnected((120, 40));
    screen.files = files();
    screen.folders = vec![folder(1, "/archive"), folder(2, "/products")];
    screen.press("G");
    screen.send(Msg::Connected(crate::app::tests::screen::account()));
    screen.answer();
    assert_eq!(screen.here(), "f4.jpg");

    // Folders after files, and the only file among them.
    let mut screen = Screen::unconnected((120, 40));
    screen.files = vec![file(1, "only.jpg")];
    screen.folders = vec![folder(1, "/archive"), folder(2, "/products")];
    screen.send(Msg::Connected(crate::app::tests::screen::account()));
    screen.press("G");
    let (files, folders): (Vec<_>, Vec<_>) =
        screen.take().into_iter().partition(|effect| matches!(effect, Effect::ListFiles { .. }));
    screen.asked = files;
    screen.answer();
    screen.asked.extend(folders);
    screen.answer();
    assert_eq!(screen.here(), "only.jpg");
    assert!(Action::Bottom.def().keys.contains(&"G"));
}

#[test]
fn a_search_that_is_begun_while_the_library_is_opened_is_made_when_it_is() {
    let mut screen = Screen::unconnected((120, 40));
    screen.press("/");
    let ticket = asked_fields(&mut screen);
    screen.press("is:private<Enter>");
    assert_eq!(searched(&screen.take()), None);
    screen.send(Msg::Connected(crate::app::tests::screen::account()));
    screen.take();
    fields(&mut screen, ticket);
    let query = "private = true AND type = \"file\"".to_owned();
    assert_eq!(searched(&screen.take()), Some((query, false)), "{}", screen.text());
}
