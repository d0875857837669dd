//! A selection in a spreadsheet, from the first key to the library.

use ikt::api::NewField;
use ikt::model::custom::{FieldType, Schema};
use ikt::runtime::Exit;

use crate::counted::Counted;
use crate::rig::{Library, Rig};

async fn library_of(files: usize) -> Library {
    let library = Library::start().await;
    for (name, field_type) in [("rights", FieldType::Text), ("price", FieldType::Number)] {
        let schema = Schema { min_length: None, ..Schema::new(field_type) };
        let field = NewField { name: name.to_owned(), label: name.to_owned(), schema, description: None };
        library.client.create_field(&field).await.expect("a field");
    }
    for n in 0..files {
        library.put(&format!("/stock/f{n:04}.txt"), format!("file {n}").as_bytes()).await;
    }
    library
}

/// Story 12: three fields of 1,000 files changed in a spreadsheet, in at most 40 keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_fields_of_a_thousand_files() {
    let library = library_of(1000).await;
    // Tags, rights and price of every file but the last.
    let edit = r#"sed -i -e '2,1000s/Z,,,,,/Z,sale | new,,,licensed,12.5/'"#;
    let rig = Rig::open_with(&library, "/stock", (140, 40), |setup| setup.editor = Some(edit.to_owned()));
    rig.until("f0000.txt").await;
    let keys = Counted::new(&rig);
    keys.press("* E");
    rig.until("1 000 selected files as a table").await;
    rig.until("cm.price").await;
    keys.press("enter");
    rig.until("999 files change in 2 997 cells").await;
    keys.press("enter J");
    rig.until("999 done").await;
    assert!(keys.count() <= 40, "{} keys", keys.count());
    assert_eq!(rig.quit().await, Exit::Quit);

    for (name, tags) in [("f0000.txt", 2), ("f0500.txt", 2), ("f0999.txt", 0)] {
        let details = library.client.details(&library.id("/stock", name).await).await.expect("details");
        assert_eq!(details.file.tags.len(), tags, "{name}");
        let value = |field: &str| details.raw["customMetadata"][field].clone();
        if tags > 0 {
            assert_eq!((value("rights"), value("price")), ("licensed".into(), 12.5.into()), "{name}");
        } else {
            assert!(value("rights").is_null() && value("price").is_null());
        }
    }
    // One listed page for the table, one for the comparison, and no call for the unchanged file.
    let changes = library.log("/v1/files/").await;
    let changes = changes.iter().filter(|asked| asked["method"] == "PATCH").count();
    assert_eq!(changes, 999);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn through_a_file_for_a_spreadsheet() {
    let library = library_of(3).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("t.csv");
    let path = file.display().to_string();
    let rig = Rig::open(&library, "/stock", (140, 40));
    rig.until("f0002.txt").await;
    rig.press("E");
    rig.until("All 3 files of /stock as a table").await;
    rig.until("cm.price").await;
    rig.press("o ctrl-u");
    rig.type_text(&path);
    rig.press("enter");
    rig.until("i reads it back").await;

    // The spreadsheet separates by semicolons, and one price is none.
    let table = std::fs::read_to_string(&file).expect("a table");
    assert!(table.starts_with("\u{feff}fileId,path,updatedAt,tags,"), "{table}");
    let theirs = table.replace(',', ";").replacen("Z;;;;;", "Z;red;;;;cheap", 1);
    std::fs::write(&file, theirs).expect("to be written");
    rig.press("i ctrl-u");
    rig.type_text(&path);
    rig.press("enter");
    rig.until("should be of type number").await;
    let theirs = table.replace(',', ";").replacen("Z;;;;;", "Z;red;;;;3", 1);
    std::fs::write(&file, theirs).expect("to be written");
    rig.press("esc i ctrl-u");
    rig.type_text(&path);
    rig.press("enter");
    rig.until("1 file changes in 2 cells").await;
    rig.press("enter");
    rig.until("as in the table: done").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.tags("/stock").await, [vec!["red".to_owned()], vec![], vec![]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_changed_while_it_was_edited_is_left_alone() {
    let library = library_of(2).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("t.csv").display().to_string();
    let rig = Rig::open(&library, "/stock", (140, 40));
    rig.until("f0001.txt").await;
    rig.press("E");
    rig.until("cm.price").await;
    rig.press("o ctrl-u");
    rig.type_text(&file);
    rig.press("enter");
    rig.until("i reads it back").await;
    let id = library.id("/stock", "f0000.txt").await;
    library.client.update_tags(&id, &["theirs".into()]).await.expect("tags");
    let table = std::fs::read_to_string(&file).expect("a table").replace("Z,,", "Z,mine,");
    std::fs::write(&file, table).expect("to be written");
    rig.press("i ctrl-u");
    rig.type_text(&file);
    rig.press("enter");
    rig.until("changed meanwhile: left out").await;
    rig.press("enter");
    rig.until("as in the table: done").await;
    assert_eq!(rig.quit().await, Exit::Quit);
    assert_eq!(library.tags("/stock").await, [["theirs".to_owned()], ["mine".to_owned()]]);
}
