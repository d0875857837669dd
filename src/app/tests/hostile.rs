//! Whatever a text from outside holds, no pane shows it as it is, and no pane loses its shape.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::screen::Screen;
use super::words;
use crate::app::catalogue::{CatalogueNews, Copied};
use crate::app::msg::Msg;
use crate::app::widget::width;
use crate::model::text::harmless;

/// What stands for something that is hidden between its halves.
const HALVES: (&str, &str) = ("evil", "gpj");
/// Characters that do something, or hide something.
const HIDDEN: [char; 6] = ['\t', '\u{1b}', '\u{9b}', '\u{200b}', '\u{202e}', '\u{e0041}'];
/// Texts that are hard to draw.
const HARD: [&str; 8] = [
    "",
    "\u{1b}]52;c;eA==\u{7}\u{1b}[2J",
    "写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真",
    "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
    "👩\u{200d}👩\u{200d}👧🇯🇵✈\u{fe0f}",
    "a写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真",
    "写真写a真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真",
    "صورة /.. %2e%2e & \"quoted\" 'x' \\ `y`",
];
/// Ways to open panes, and keys to be pressed in them then.
const PANES: [(&str, &str); 48] = [
    ("", "jkLL "),
    ("L", "j l"),
    ("i", "jjjjjjjjjjjj"),
    ("t", "x<Enter>"),
    ("T", "jfx<Enter>mx"),
    ("m", "jj<Enter>x<Enter>"),
    ("M", "xjn"),
    ("M", "j<Enter><Tab>"),
    ("R", "x<Tab><Tab>j<Enter>"),
    ("E", "j<Enter><Enter>j"),
    (".", "<Tab> <Enter>"),
    ("X", "*fe"),
    ("a", "j <Enter>jo"),
    ("a", "jj <Enter>j=t"),
    ("A", "x<Enter>"),
    ("w", "t<Enter>px<Enter>"),
    ("Z", "<Enter>jfj"),
    ("Z", "z<Enter>"),
    ("gt", "j<Enter>jr"),
    ("gt", " D"),
    ("V", "jc d"),
    ("F", "l ]jx[mr J<Esc>sn"),
    ("F", "c=bb<Enter>A2<Enter>"),
    ("F", "oup<Enter>"),
    ("V", "jbr<Enter>"),
    ("e", "jjfx<Enter>"),
    ("I", "<Enter>jjnn"),
    ("I", "fj"),
    ("S", "pyE"),
    ("W", "<Tab>j<Tab>j<Tab>j"),
    ("P", "j"),
    ("u", "ja"),
    ("u", "syY"),
    ("U", "x<Enter>"),
    ("/", "x<Tab><Down><Enter>"),
    ("o", "<Tab>x<Enter>"),
    ("J", "j<Tab>f"),
    ("!", "jjy"),
    ("?", "x"),
    (":", "x"),
    ("C", "jlt"),
    ("N", "x<Enter>"),
    ("<C-k>", "x<Tab>j<Enter>y<Down>"),
    ("<C-k>", "x<Down><C-s>"),
    ("d", "j"),
    ("r", "x<Enter>"),
    ("H", "jjbx<Enter>"),
    ("H", "j<Enter>j"),
];
/// What is done in each pane at last.
const PASTED: &str = "and a paste";
/// Terminals: usual, too small, large.
const SIZES: [(u16, u16); 3] = [(80, 24), (20, 5), (140, 45)];

/// A screen on which all that can be is this text, the cursor on a file.
fn screen(size: (u16, u16), text: &str) -> Screen {
    let mut screen = Screen::with(size, (0..3).map(|n| words::file_of(n, text)).collect());
    screen.words = Some(text.to_owned());
    screen.folders.push(crate::app::testing::folder(9, &format!("/{text}")));
    let memory = &mut screen.state.memory;
    memory.searches.insert(text.to_owned(), text.to_owned());
    memory.past_searches.push(text.to_owned());
    screen.send(Msg::Trouble(words::report(text)));
    screen.send(Msg::Interrupted(1, text.to_owned()));
    let copy = Copied { files: 3, complete: true, synced_at: Some(screen.state.now), ..Copied::default() };
    screen.send(Msg::Catalogue(CatalogueNews::Opened(Some(copy))));
    screen.play("<C-r>");
    // A run that has failed.
    screen.play("Gd<Enter>");
    screen.play("G");
    screen
}

/// Walks through every pane. What is wrong, at most one thing a pane.
fn walk(size: (u16, u16), text: &str) -> Vec<String> {
    let about = |fault: &String| {
        let short: String = text.chars().take(40).collect();
        format!("{short:?} at {size:?}, {fault}")
    };
    PANES
        .iter()
        .filter_map(|(open, keys)| walk_through(size, text, open, keys).err())
        .map(|f| about(&f))
        .collect()
}

/// Opens a pane, presses its keys one by one, and looks at each frame.
fn walk_through(size: (u16, u16), text: &str, open: &str, keys: &str) -> Result<(), String> {
    let mut screen = screen(size, text);
    screen.play(open);
    look(&mut screen, open, "")?;
    let mut rest = keys;
    while !rest.is_empty() {
        let end = match rest.find('>') {
            Some(end) if rest.starts_with('<') => end + 1,
            _ => 1,
        };
        let (key, after) = rest.split_at(end);
        screen.play(key);
        look(&mut screen, open, &keys[..keys.len() - after.len()])?;
        rest = after;
    }
    screen.send(Msg::Paste(text.to_owned()));
    screen.answer();
    look(&mut screen, open, PASTED)
}

/// What is wrong with a frame, if anything.
fn look(screen: &mut Screen, open: &str, keys: &str) -> Result<(), String> {
    let (buffer, shown) = (screen.buffer(), screen.text());
    // A field takes no control character from a paste, so that what is around it does stand together.
    let joined = keys != PASTED && shown.contains(&[HALVES.0, HALVES.1].concat());
    let hidden = joined.then(|| "something hidden isn't shown".to_owned());
    // News may lie over a frame.
    screen.state.toasts = Default::default();
    let fault = raw(&buffer).or_else(|| too_wide(&buffer)).or(hidden).or_else(|| {
        let overlay = screen.state.overlays.last()?;
        torn(&screen.buffer(), overlay.area(&screen.state))
    });
    fault.map_or(Ok(()), |fault| Err(format!("opened by {open:?}, {keys:?}: {fault}\n{shown}")))
}

/// A cell with a character that may do something.
fn raw(buffer: &Buffer) -> Option<String> {
    let cell = buffer.content.iter().find(|cell| {
        let symbol = cell.symbol();
        symbol.chars().any(char::is_control) || harmless(symbol) != symbol
    })?;
    Some(format!("{:?} reached the screen", cell.symbol()))
}

/// A row that is wider than the screen, since something stands in the second half of a wide character.
fn too_wide(buffer: &Buffer) -> Option<String> {
    let row = usize::from(buffer.area.width);
    buffer.content.chunks(row).enumerate().find_map(|(y, cells)| {
        let at = cells.iter().enumerate().position(|(x, cell)| {
            let second = (x + 1..x + width(cell.symbol())).map(|x| cells.get(x));
            second.into_iter().any(|cell| cell.is_none_or(|cell| cell.symbol() != " "))
        })?;
        Some(format!("the character at {at} of row {y} has no room"))
    })
}

/// A frame that isn't whole.
fn torn(buffer: &Buffer, area: Rect) -> Option<String> {
    let (right, bottom) = (area.right().checked_sub(1)?, area.bottom().checked_sub(1)?);
    let is_line = |(x, y): (u16, u16)| {
        let cell = buffer.cell((x, y)).map(|cell| cell.symbol()).unwrap_or_default();
        cell.chars().all(|c| matches!(c, '\u{2500}'..='\u{257f}'))
    };
    let corners = [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)];
    if area.width < 6 || area.height < 4 || !corners.into_iter().any(is_line) {
        return None;
    }
    let sides = (area.y..=bottom).flat_map(|y| [(area.x, y), (right, y)]);
    let (x, y) = sides.chain((area.x..=right).map(|x| (x, bottom))).find(|place| !is_line(*place))?;
    Some(format!("the frame is torn at {x}, {y}"))
}

#[test]
fn no_pane_shows_raw_text_or_loses_its_shape() {
    let hidden = HIDDEN.iter().map(|hidden| format!("{}{hidden}{}", HALVES.0, HALVES.1));
    let texts = HARD.iter().map(|text| (*text).to_owned()).chain(hidden).chain(["long ".repeat(2000)]);
    let sizes = SIZES.iter().cycle();
    let faults: Vec<_> = texts.zip(sizes).flat_map(|(text, size)| walk(*size, &text)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(HIDDEN.to_vec()).prop_map(|c| format!("{}{c}{}", HALVES.0, HALVES.1)),
        prop::sample::select(HARD.to_vec()).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn no_text_at_all_breaks_a_pane(text in any_text(), size in prop::sample::select(SIZES.to_vec())) {
        prop_assert_eq!(walk(size, &text), Vec::<String>::new());
    }
}

#[test]
fn the_look_finds_what_it_looks_for() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 4));
    assert_eq!((raw(&buffer), too_wide(&buffer), torn(&buffer, buffer.area)), (None, None, None));
    buffer[(1, 1)].set_symbol("a\u{e0041}");
    assert!(raw(&buffer).is_some());
    buffer[(1, 1)].set_symbol("写");
    assert_eq!(too_wide(&buffer), None);
    buffer[(2, 1)].set_symbol("x");
    assert!(too_wide(&buffer).is_some());
    buffer[(0, 0)].set_symbol("╭");
    assert!(torn(&buffer, buffer.area).is_some());
}
