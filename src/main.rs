//! Parses arguments and opens one door: the screen, the server, or one command.

fn main() {}
