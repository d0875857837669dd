use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::state::Door;
use crate::app::testing::file;
use crate::app::tests::screen::{Screen, account};
use crate::config::Memory;
use crate::model::FolderPath;

fn screen() -> Screen {
    Screen::with((120, 40), (0..20).map(|n| file(n, &format!("f{n:02}.jpg"))).collect())
}

fn remembered(screen: &mut Screen) -> Option<Memory> {
    screen.take().into_iter().rev().find_map(|effect| match effect {
        Effect::Remember(memory) => Some(*memory),
        _ => None,
    })
}

#[test]
fn a_bookmark_is_set_gone_to_listed_and_removed() {
    let mut screen = screen();
    screen.play("<Enter>");
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
    screen.play("Ba");
    let kept = remembered(&mut screen).expect("it is remembered");
    assert_eq!(kept.bookmarks.get(&'a'), Some(&FolderPath::new("/archive")));
    screen.play("gr'a");
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
    screen.play("gr'z");
    assert_eq!(screen.state.browse.list.path.as_str(), "/", "no bookmark has this letter");
    screen.play("W<Tab>");
    assert!(screen.text().contains("/archive"));
    screen.play("<Enter>");
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
    screen.play("W<Tab>d<Esc>");
    assert!(screen.state.memory.bookmarks.is_empty());
}

#[test]
fn each_tab_has_its_folder_cursor_selection_and_order() {
    let mut screen = screen();
    screen.play("jjj ");
    let here = screen.here();
    screen.play("<C-t>");
    assert_eq!(screen.state.tabs.count(), 2);
    assert!(screen.state.browse.selection.is_empty());
    assert_eq!(screen.here(), here, "a new tab stands where the old one stood");
    screen.play("ggss<Enter>");
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
    assert!(
        screen.text().lines().next().is_some_and(|line| line.contains("1 ") && line.contains("2 archive"))
    );
    screen.play("1");
    assert_eq!((screen.here(), screen.state.browse.selection.len()), (here, 1));
    screen.play("2");
    assert_eq!(screen.state.browse.list.path.as_str(), "/archive");
    screen.play("<C-w>");
    assert_eq!((screen.state.tabs.count(), screen.state.browse.list.path.as_str()), (1, "/"));
    screen.play("<C-w>7");
    assert_eq!(screen.state.tabs.count(), 1);
}

#[test]
fn a_tab_that_was_left_while_it_loaded_is_loaded_when_it_is_shown() {
    let mut screen = screen();
    screen.play("<C-t>");
    screen.press("<C-t>");
    // The answer is lost, as when another listing takes its slot.
    screen.take();
    screen.play("1");
    screen.play("3");
    assert_eq!(screen.rows().len(), 22);
}

#[test]
fn what_is_cut_in_one_tab_is_pasted_in_another_and_gone_from_the_first() {
    let mut screen = screen();
    screen.play("jjx");
    screen.play("<C-t>");
    screen.play("gg<Enter>");
    screen.play("p");
    let plan = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Run { plan, .. } => Some(plan),
        _ => None,
    });
    assert_eq!(plan.map(|plan| plan.title), Some("Move 1 file to /archive".to_owned()));
}

#[test]
fn tabs_come_back_at_the_next_start() {
    let mut screen = screen();
    screen.play("jjj<C-t>");
    screen.play("gg<Enter>");
    screen.play("1");
    let kept = screen.state.kept();
    assert_eq!((kept.tabs.len(), kept.tab), (2, 0));
    let mut next = Screen::remembering((120, 40), kept);
    next.files = (0..20).map(|n| file(n, &format!("f{n:02}.jpg"))).collect();
    next.folders = screen.folders.clone();
    next.send(Msg::Connected(account()));
    next.answer();
    assert_eq!(next.here(), "f01.jpg");
    assert_eq!(next.state.kept(), screen.state.kept(), "one that was never shown keeps its place too");
    next.play("2");
    assert_eq!(next.state.browse.list.path.as_str(), "/archive");
}

#[test]
fn another_library_is_opened_from_the_list_and_all_begins_anew() {
    let mut screen = screen();
    let door = |name: &str| Door { name: name.into(), place: "https://x/y".into(), read_only: false };
    screen.state.doors = vec![door("work"), door("home")];
    screen.state.door = Some(0);
    screen.play("vjP");
    assert!(screen.text().contains("https://x/y"));
    screen.play("j<Enter>");
    assert!(screen.take().contains(&Effect::Enter { door: 1 }));
    let tickets = screen.state.tickets;
    let account = crate::model::Account { read_only: true, name: "home".into(), ..account() };
    screen.send(Msg::Entered { door: 1, account, memory: Box::default() });
    let asked = screen.take();
    let adopted = asked.iter().position(|effect| *effect == Effect::Adopt { door: 1 });
    let listed = asked.iter().position(|effect| matches!(effect, Effect::ListFiles { .. }));
    assert!(adopted < listed && adopted.is_some(), "nothing is asked of the new library before it is taken");
    assert!(screen.state.tickets > tickets && screen.state.door == Some(1));
    assert!(screen.text().contains("home") && screen.text().contains("READ ONLY"));
}

#[test]
fn what_may_only_be_read_is_not_changed() {
    let mut screen = screen();
    screen.send(Msg::Connected(crate::model::Account { read_only: true, ..account() }));
    screen.answer();
    screen.play("jjjdDrnpt.X");
    let changed =
        screen.take().into_iter().any(|effect| matches!(effect, Effect::Run { .. } | Effect::Check { .. }));
    assert!(!changed && screen.state.overlays.is_empty());
}

#[test]
fn colours_are_tried_on_and_kept_or_taken_off() {
    let mut screen = screen();
    screen.play("W<BackTab>jj");
    let tried = screen.state.theme.worn.clone();
    assert!(tried.is_some());
    screen.play("<Esc>");
    assert_eq!(screen.state.theme.worn, None);
    screen.play("W<BackTab>jj<Enter>");
    assert_eq!(screen.state.theme.worn, tried);
}

#[test]
fn the_parts_drawn() {
    for (name, size, keys) in [
        ("tabs", (80, 24), "W"),
        ("bookmarks", (140, 45), "W<Tab>"),
        ("libraries", (80, 24), "P"),
        ("colours", (140, 45), "W<BackTab>"),
        ("letters", (80, 24), "'"),
    ] {
        let mut screen = Screen::with(size, (0..20).map(|n| file(n, &format!("f{n:02}.jpg"))).collect());
        screen.state.memory.bookmarks.insert('a', FolderPath::new("/archive"));
        screen.state.memory.bookmarks.insert('s', FolderPath::new("/products/shoes"));
        let place = |place: &str, read_only| Door { name: "work".into(), place: place.into(), read_only };
        screen.state.doors =
            vec![place("https://ik.imagekit.io/work", true), place("https://img.example.com", false)];
        screen.state.door = Some(0);
        screen.play("vjj<C-t>");
        screen.play(keys);
        insta::assert_snapshot!(name, screen.text());
    }
}
