use crate::app::browse::Source;
use crate::app::call::{Answer, Call, ExportCall, Exported, Place};
use crate::app::effect::{Effect, Ticket};
use crate::app::msg::{Msg, Reply};
use crate::app::testing::file;
use crate::app::tests::screen::Screen;
use crate::model::Report;
use crate::ops::export::Format;

fn screen() -> Screen {
    Screen::with((100, 30), (0..4).map(|n| file(n, &format!("f{n}.jpg"))).collect())
}

fn asked(screen: &mut Screen) -> Option<(Ticket, ExportCall)> {
    screen.take().into_iter().find_map(|effect| match effect {
        Effect::Call { ticket, call: Call::Export(export), replaces: true, .. } => Some((ticket, export)),
        _ => None,
    })
}

fn answer(screen: &mut Screen, ticket: Ticket, result: Result<Answer, Report>) {
    screen.send(Msg::Reply(Reply::Called { ticket, result }));
}

#[test]
fn a_folder_goes_to_a_file_of_its_name() {
    let mut screen = screen();
    screen.play("j<Enter>");
    screen.press("o");
    assert!(screen.text().contains("Export the files of /products"), "{}", screen.text());
    screen.press("<Enter>");
    let (ticket, export) = asked(&mut screen).expect("asked");
    assert!(matches!(&export.what, Exported::All(Source::Folder(path), _) if path.as_str() == "/products"));
    assert_eq!(export.place, Place::File { path: "products.csv".to_owned(), replace: false });
    answer(&mut screen, ticket, Ok(Answer::Exported { rows: 3, text: None }));
    assert!(screen.state.overlays.is_empty());
    assert!(screen.text().contains("3 as CSV written to products.csv"));
}

#[test]
fn a_selection_goes_to_the_clipboard_as_urls() {
    let mut screen = screen();
    screen.play("*o<BackTab><C-y>");
    let (ticket, export) = asked(&mut screen).expect("asked");
    assert!(matches!(&export.what, Exported::These(ids) if ids.len() == 4));
    assert_eq!((export.format, export.place), (Format::Urls, Place::Clipboard));
    assert!(screen.text().contains("2 selected folders are left out"), "{}", screen.text());
    answer(&mut screen, ticket, Ok(Answer::Exported { rows: 4, text: Some("u\n".to_owned()) }));
    assert!(screen.take().contains(&Effect::Copy("u\n".to_owned())));
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_a_yes() {
    let mut screen = screen();
    screen.play("o<Tab><Enter>");
    let (ticket, export) = asked(&mut screen).expect("asked");
    assert_eq!(export.place, Place::File { path: "library.json".to_owned(), replace: false });
    answer(&mut screen, ticket, Ok(Answer::Exists));
    assert!(screen.text().contains("Replace it? y/N"));
    screen.press("<Enter>");
    assert_eq!(asked(&mut screen), None, "no is the default");
    screen.press("<Enter>");
    let (ticket, _) = asked(&mut screen).expect("asked again");
    answer(&mut screen, ticket, Ok(Answer::Exists));
    screen.press("y");
    let (_, export) = asked(&mut screen).expect("asked");
    assert_eq!(export.place, Place::File { path: "library.json".to_owned(), replace: true });
}

#[test]
fn leaving_ends_what_is_under_way_and_a_failure_can_be_tried_again() {
    let mut screen = screen();
    screen.play("o<Enter>");
    let (ticket, _) = asked(&mut screen).expect("asked");
    let report = Report::new("Could not write library.csv", "no such folder", "choose another path");
    answer(&mut screen, ticket, Err(report));
    assert!(screen.text().contains("no such folder"));
    screen.press("<Enter>");
    assert!(asked(&mut screen).is_some());
    screen.press("<Esc>");
    let (_, export) = asked(&mut screen).expect("an empty one takes its place");
    assert_eq!(export.what, Exported::These(Vec::new()));
    assert!(screen.state.overlays.is_empty());
}
