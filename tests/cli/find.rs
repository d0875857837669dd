//! `ikt find`: from the copy, without the service.

use super::served::Served;

const FILES: [&str; 5] = ["/a/hero.txt", "/a/my-hero.txt", "/b/other.txt", "/hero/x.txt", "/b/note_1.txt"];

#[test]
fn find_finds_in_the_copy() {
    let served = Served::with(&FILES);
    let error = served.run(&["find", "hero", "--json"]).code(3).error();
    assert_eq!(error["next"], "`ikt sync` copies the library");
    served.run(&["tag", "red", "/b/other.txt"]).code(0);
    served.run(&["sync"]).code(0);
    let before = served.asked("GET", "/v1/files");
    let paths = ["/a/hero.txt", "/a/my-hero.txt", "/hero/x.txt"];
    assert_eq!(served.run(&["find", "HERO"]).code(0).lines(), paths);
    assert_eq!(served.run(&["find", "hero", "--limit", "1"]).code(0).lines(), ["/a/hero.txt"]);
    assert_eq!(served.run(&["find", "tag:red"]).code(0).lines(), ["/b/other.txt"]);
    assert_eq!(served.run(&["find", "red", "oth"]).code(0).lines(), ["/b/other.txt"]);
    assert_eq!(served.run(&["find", r"/note_\d/"]).code(0).lines(), ["/b/note_1.txt"]);
    assert_eq!(served.run(&["find", "mhr", "--fuzzy"]).code(0).lines(), ["/a/my-hero.txt"]);
    assert_eq!(served.run(&["find", "nothing"]).code(3).out, "");
    let found = served.json(&["find", "other"]);
    assert_eq!((found.len(), &found[0]["filePath"]), (1, &"/b/other.txt".into()));
    let facets = served.run(&["find", "hero", "--facets"]).code(0).out;
    assert!(facets.contains("folder\t/a\t2\tin:/a\n"), "{facets}");
    assert_eq!(served.run(&["find", "nmae:x"]).code(2).out, "");
    // The question for the log begins with one call of its own, as any command does that asks the service.
    assert_eq!(served.asked("GET", "/v1/files"), before + 1, "the service is not asked");
}
