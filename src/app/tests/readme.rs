//! The key table of the README is the table of actions.

use std::fmt::Write;

use crate::app::action::{ACTIONS, Group};
use crate::app::keys::KeyMap;

const README: &str = include_str!("../../../README.md");

fn table() -> String {
    let keys = KeyMap::default();
    let mut table = String::from("| keys | |\n|---|---|\n");
    for group in Group::ALL {
        writeln!(table, "| | **{}** |", group.title()).expect("a string");
        for def in ACTIONS.iter().filter(|def| def.group == group) {
            let place = def.context.place();
            let own: Vec<_> = keys.all_keys_of(def.action).iter().map(|key| format!("`{key}`")).collect();
            writeln!(table, "| {} | {}{place} |", own.join(" "), def.title).expect("a string");
        }
    }
    table
}

#[test]
fn the_readme_has_the_real_keys() {
    let written =
        README.split("<!-- keys: begin -->\n").nth(1).and_then(|t| t.split("<!-- keys: end -->").next());
    let table = table();
    assert!(written == Some(table.as_str()), "the README's key table should be:\n{table}");
}
