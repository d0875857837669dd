//! The built program in a pseudo-terminal that answers as a terminal would.

#![cfg(unix)]

mod pty;

use std::time::Duration;

use pty::{Answering, Pty};

const LEFT: &str = "\x1b[?1049l\x1b[?25h";

#[test]
fn the_first_screen_keys_and_a_clean_end() {
    let mut pty = Pty::open(Answering::Kitty, (100, 30), &[]);
    pty.until("local library");
    pty.write("?");
    pty.until("Open folder, or look at file");
    pty.write("\x1b");
    pty.until_gone("Open folder, or look at file");
    pty.write("q");
    assert_eq!(pty.ended(), 0);
    let written = pty.written();
    assert!(written.starts_with("\x1b[?2026h\x1b[?1049h"), "the first write takes the terminal and draws");
    assert!(written.ends_with(LEFT), "the terminal is given back");
    assert!(written.contains("\x1b[>1u") && written.contains("\x1b[<u"), "keys are told apart, and back");
}

#[test]
fn pictures_go_the_way_that_the_terminal_speaks() {
    for (answering, name) in
        [(Answering::Kitty, "kitty"), (Answering::Sixel, "sixel"), (Answering::Plain, "half-blocks")]
    {
        let mut pty = Pty::open(answering, (120, 30), &[]);
        pty.until(name);
        pty.write("q");
        assert_eq!(pty.ended(), 0, "{name}");
    }
}

#[test]
fn what_is_typed_at_once_is_not_lost() {
    for answering in [Answering::Kitty, Answering::Nothing] {
        let mut pty = Pty::open(answering, (100, 30), &[]);
        // Before anything has been drawn or asked.
        pty.write("?");
        pty.until("Open folder, or look at file");
        pty.write("\x1b");
        pty.until_gone("Open folder, or look at file");
        pty.write("q");
        assert_eq!(pty.ended(), 0);
    }
}

#[test]
fn signals_restore_the_terminal() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let mut pty = Pty::open(Answering::Plain, (80, 24), &[]);
        pty.until("local library");
        pty.signal(name);
        assert_eq!(pty.ended(), 128 + number);
        assert!(pty.written().ends_with(LEFT), "{name}");
    }
}

#[test]
fn a_stop_gives_the_terminal_back_and_takes_it_again() {
    let mut pty = Pty::open(Answering::Plain, (80, 24), &[]);
    pty.until("local library");
    let before = pty.written().len();
    pty.write("\x1a");
    pty.until_written(before, LEFT);
    pty.signal("CONT");
    pty.until_written(before, "\x1b[?1049h");
    pty.until("local library");
    pty.write("q");
    assert_eq!(pty.ended(), 0);
}

#[test]
fn a_panic_restores_the_terminal_and_is_told() {
    let mut pty = Pty::open(Answering::Plain, (80, 24), &[("IKT_TEST_PANIC", "1")]);
    pty.until("local library");
    pty.write("\x1b[200~panic\x1b[201~");
    assert_eq!(pty.ended(), 101);
    let written = pty.written();
    let left = written.find(LEFT).expect("the terminal is given back");
    assert!(written[left..].contains("a defect in ikt ended it: a rehearsal"));
    assert!(written[left..].contains("ikt.log"));
}

#[test]
fn any_size_will_do() {
    for size in [(10, 3), (1, 1), (20, 5), (300, 100)] {
        let mut pty = Pty::open(Answering::Plain, size, &[]);
        pty.until_written(0, "\x1b[?2026l");
        pty.resize(80, 24);
        pty.until("local library");
        pty.resize(size.0, size.1);
        pty.write("\x03");
        assert_eq!(pty.ended(), 0, "{size:?}");
    }
}

#[test]
fn without_a_terminal_it_says_so() {
    let done = assert_cmd::Command::cargo_bin("ikt")
        .expect("the program")
        .timeout(Duration::from_secs(60))
        .write_stdin("")
        .assert()
        .failure();
    let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(told.starts_with("ikt: Could not open the screen: "), "{told}");
    assert!(told.contains("next: run ikt in a terminal"), "{told}");
}

#[test]
fn an_unknown_flag_is_named() {
    let done = assert_cmd::Command::cargo_bin("ikt").expect("the program").arg("--nonsense").assert().code(2);
    assert!(String::from_utf8_lossy(&done.get_output().stderr).contains("--nonsense"));
}
