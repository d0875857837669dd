//! `ikt audit`: rules, bounds, folders, JSON, and the exit code.

use crate::served::{Served, ikt};

/// A library with a copy.
fn copied(paths: &[&str]) -> Served {
    let served = Served::with(paths);
    served.run(&["sync"]).code(0);
    served
}

#[test]
fn what_is_broken_is_told_and_the_exit_code_says_so() {
    let served = copied(&["/shop/fine.txt", "/shop/bad/Mixed.txt", "/other/fine.txt"]);
    let ended = served.run(&["audit", "--rule", "name-case", "--rule", "no-extension"]).code(1);
    assert!(ended.out.contains("name-case") && ended.out.contains("/shop/bad/Mixed.txt"), "{ended:?}");
    assert!(!ended.out.contains("no-extension"), "{ended:?}");
    served.run(&["audit", "--rule", "name-case", "--in", "/other"]).code(0);
    let twins = served.run(&["audit", "--rule", "same-name", "--json"]).code(1).values();
    assert_eq!((twins.len(), &twins[0]["files"], &twins[0]["complete"]), (1, &3.into(), &true.into()));
    let finding = &twins[0]["findings"][0];
    assert_eq!((&finding["rule"], &finding["count"]), (&"same-name".into(), &2.into()));
    let large = served.run(&["audit", "--rule", "max-bytes", "--max-bytes", "3b", "--examples", "1"]).code(1);
    assert_eq!(large.lines().len(), 2, "{large:?}");
}

#[test]
fn without_a_copy_it_says_how_to_make_one_and_rules_are_listed() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let mut command = ikt(home.path());
        command.args(args);
        crate::served::Ended::of(command, "")
    };
    let none = run(&["audit", "--json"]).code(3);
    assert!(none.error()["why"].as_str().is_some_and(|why| why.contains("ikt sync")), "{none:?}");
    let rules = run(&["audit", "--list"]).code(0);
    assert!(rules.lines().iter().any(|line| line.starts_with("missing-alt")), "{rules:?}");
    assert!(run(&["audit", "--rule", "nonsense"]).code(2).err.contains("missing-alt"));
    assert!(run(&["audit", "--max-pixels", "many"]).code(2).err.contains("6000x4000"));
}
