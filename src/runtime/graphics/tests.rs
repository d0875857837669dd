use super::*;

fn hints(variables: &[(&str, &str)]) -> Hints {
    Hints::from_variables(|name| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

fn settled(choice: Choice, answers: &Answers, variables: &[(&str, &str)]) -> Way {
    Graphics::settle(choice, answers, None, &hints(variables)).way
}

const KITTY: Answers =
    Answers { kitty: true, kitty_compressed: true, cell: Some((9, 18)), ..Answers::NOTHING };
const SIXEL: Answers = Answers { sixel: true, cell: Some((9, 18)), ..Answers::NOTHING };

#[test]
fn the_best_way_that_the_terminal_can() {
    let auto = |answers, variables| settled(Choice::Auto, answers, variables);
    assert_eq!(auto(&KITTY, &[]), Way::Kitty { compressed: true });
    assert_eq!(auto(&SIXEL, &[]), Way::Sixel);
    assert_eq!(auto(&SIXEL, &[("TERM_PROGRAM", "iTerm.app")]), Way::Iterm2);
    assert_eq!(auto(&KITTY, &[("TERM_PROGRAM", "WezTerm")]), Way::Iterm2);
    assert_eq!(auto(&KITTY, &[("KONSOLE_VERSION", "230400")]), Way::HalfBlocks);
    assert_eq!(auto(&KITTY, &[("TMUX", "/tmp/tmux")]), Way::HalfBlocks);
    assert_eq!(auto(&SIXEL, &[("TERM", "screen-256color")]), Way::HalfBlocks);
    assert_eq!(auto(&Answers::NOTHING, &[]), Way::HalfBlocks);
    assert_eq!(auto(&Answers::NOTHING, &[("NO_COLOR", "1")]), Way::None);
}

#[test]
fn sixel_needs_the_size_of_a_cell() {
    let answers = Answers { cell: None, ..SIXEL };
    assert_eq!(settled(Choice::Auto, &answers, &[]), Way::HalfBlocks);
    let told = Graphics::settle(Choice::Auto, &answers, Some((8, 16)), &Hints::default());
    assert_eq!((told.way, told.cell), (Way::Sixel, (8, 16)));
}

#[test]
fn the_user_has_the_last_word() {
    assert_eq!(settled(Choice::None, &KITTY, &[]), Way::None);
    assert_eq!(settled(Choice::Sixel, &KITTY, &[("TMUX", "x")]), Way::Sixel);
    assert_eq!(settled(Choice::Halfblocks, &KITTY, &[("NO_COLOR", "1")]), Way::HalfBlocks);
}

#[test]
fn a_terminal_is_asked_only_where_it_decides() {
    assert!(needs_answers(Choice::Auto, &hints(&[])));
    assert!(needs_answers(Choice::Kitty, &hints(&[("TMUX", "x")])));
    assert!(!needs_answers(Choice::Auto, &hints(&[("TMUX", "x")])));
    assert!(!needs_answers(Choice::None, &hints(&[])));
}
