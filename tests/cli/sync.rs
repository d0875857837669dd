//! `ikt sync` from the outside.

use crate::served::Served;

#[test]
fn a_copy_is_made_told_and_kept_up_to_date() {
    let served = Served::with(&["/a.txt", "/b/c.txt"]);
    let none = served.run(&["sync", "--status", "--json"]).code(3);
    assert!(none.error()["why"].as_str().expect("a reason").contains("ikt sync"), "{none:?}");
    let done = served.json(&["sync"]).remove(0);
    assert_eq!((&done["files"], &done["folders"], &done["sync"]["new"]), (&2.into(), &1.into(), &2.into()));
    let told = served.run(&["sync", "--status"]).code(0).out;
    assert!(told.starts_with("2 files in 1 folder, ") && told.contains("as of 20"), "{told}");
    served.put("/b/d.txt", "more");
    served.run(&["rm", "/a.txt", "--yes"]).code(0);
    let done = served.json(&["sync"]).remove(0)["sync"].clone();
    assert_eq!(
        (&done["new"], &done["gone"], &done["settled"]),
        (&1.into(), &1.into(), &true.into()),
        "{done}"
    );
    let people = served.run(&["sync", "--full"]).code(0);
    assert!(people.err.contains("0 new, 0 changed, 0 gone"), "{people:?}");
    assert_eq!(served.run(&["sync", "--status", "--full"]).code, 2);
}

#[test]
fn hashes_are_asked_for_as_told() {
    let served = Served::filled(30);
    let done = served.json(&["sync", "--no-hashes"]).remove(0);
    assert_eq!((&done["images"], &done["hashed"]), (&30.into(), &0.into()));
    let done = served.json(&["sync"]).remove(0);
    assert_eq!(
        (&done["hashed"], &done["sync"]["pHashesAsked"]),
        (&30.into(), &30.into()),
        "few are asked for"
    );
}

#[test]
fn what_is_no_catalogue_is_told() {
    let served = Served::with(&["/a.txt"]);
    std::fs::write(
        served.data().join("catalog.db"),
        "this is no database, but long enough to be looked at ".repeat(99),
    )
    .expect("a file");
    let error = served.run(&["sync", "--json"]).code(1).error();
    assert!(error["next"].as_str().expect("advice").contains("Delete it"), "{error}");
}
