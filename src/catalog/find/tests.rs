use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::load::{self, Loaded};
use crate::api::details_of_entry;
use crate::catalog::tests::{car, home};
use crate::model::AssetId;

/// Each key stops what the one before began: the next goes on where that was.
#[test]
fn reading_goes_on_where_it_was_stopped() {
    let home = home();
    let put = |name: String, number: u32| {
        let mut entry = car();
        (entry["name"], entry["fileId"]) = (json!(name), json!(format!("{number:024x}")));
        entry["filePath"] = json!(format!("/a/{name}"));
        let text = entry.to_string();
        let file = details_of_entry(&text).expect("a file").file;
        home.catalog.write(|edit| edit.put(&file, &text)).expect("written");
    };
    (0..2500).for_each(|number| put(format!("{number}.jpg"), number));
    let mut loaded = Loaded::none(&home.catalog).expect("a revision");
    let mut read = Vec::new();
    while !loaded.is_whole() {
        load::go_on(&home.catalog, &mut loaded, &AtomicBool::new(true)).expect("read");
        read.push(loaded.index.len());
        // What changes meanwhile isn't missed, wherever the reading is.
        put(format!("changed-{}.jpg", read.len()), 5);
    }
    assert_eq!(read, [1024, 2048, 2500]);
    load::changes(&home.catalog, &mut loaded).expect("read");
    let row = home.catalog.row(&AssetId::new(&format!("{:024x}", 5))).expect("read").expect("a row");
    let slot = loaded.index.bits_of(&[row]).iter().next().expect("a slot");
    assert_eq!(loaded.index.entry(slot).expect("an entry").name, "changed-3.jpg");
    assert_eq!(loaded.index.len(), 2500);
}
