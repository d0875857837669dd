//! The details of a file by keys: focus area, description, being published, copied fields.

use ikt::model::{Details, FolderPath};
use ikt::runtime::Exit;

use crate::rig::{Library, Rig};
use crate::versions::picture;

async fn details(library: &Library) -> Details {
    let file = library.client.find_file(&FolderPath::root(), "a.png").await.expect("a look");
    library.client.details(&file.expect("a file").id).await.expect("details")
}

async fn open(size: (u16, u16)) -> (Library, Rig) {
    let library = Library::start().await;
    library.put("/a.png", &picture(1)).await;
    let rig = Rig::open(&library, "/", size);
    rig.until("1 of 1").await;
    (library, rig)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_focus_area_is_drawn_moved_typed_and_cleared() {
    let (library, rig) = open((100, 30)).await;
    rig.press("C");
    rig.until("32 × 24 at 16,12").await;
    rig.press("l H enter");
    rig.until("done").await;
    assert_eq!(details(&library).await.custom_coordinates.as_deref(), Some("19,12,29,24"));
    rig.press("C t ctrl-u");
    rig.type_text("40,0,30,10");
    rig.press("enter");
    rig.until("it has to lie inside of 64 x 48").await;
    rig.press("ctrl-u");
    rig.type_text("1,2,30,10");
    rig.press("enter");
    rig.until("30 × 10 at 1,2").await;
    rig.press("enter");
    rig.when("the next one", |shown| !shown.text.contains("Focus area")).await;
    rig.press("J");
    rig.until("1 done").await;
    rig.press("esc i");
    rig.until("1,2,30,10").await;
    assert_eq!(details(&library).await.custom_coordinates.as_deref(), Some("1,2,30,10"));
    rig.press("C");
    rig.until("saved: 1,2,30,10").await;
    rig.press("x J");
    // In the line of each run, and once more above the steps of one.
    rig.when("three runs at their end", |shown| shown.text.matches("1 done").count() == 4).await;
    assert_eq!(details(&library).await.custom_coordinates, None);
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_description_is_written_and_fields_are_copied() {
    let (library, rig) = open((140, 45)).await;
    rig.press("N");
    rig.until("Description").await;
    rig.type_text("a light field");
    rig.press("enter");
    rig.until("a light field").await;
    rig.when("the end of the run", |shown| shown.text.contains("done")).await;
    assert_eq!(details(&library).await.description.as_deref(), Some("a light field"));
    rig.press("i y");
    rig.until("name copied").await;
    assert_eq!(rig.copied(), "a.png");
    let id = library.id("/", "a.png").await;
    let asked = library.log(&format!("/v1/files/{id}/details")).await;
    assert!(asked.iter().any(|asked| asked["method"] == "GET"), "the details were asked for");
    assert_eq!(rig.quit().await, Exit::Quit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_taken_back_and_published_again() {
    let (library, rig) = open((100, 30)).await;
    rig.press(".");
    rig.until("Take back /a.png?").await;
    rig.press("space");
    rig.until("With all older versions").await;
    rig.press("enter");
    rig.until("done").await;
    assert!(!details(&library).await.file.published);
    rig.until("not published").await;
    rig.press(".");
    rig.until("Publish /a.png?").await;
    rig.press("enter");
    rig.when("it is public", |shown| shown.text.contains("public") && !shown.text.contains("not published"))
        .await;
    assert!(details(&library).await.file.published);
    assert_eq!(rig.quit().await, Exit::Quit);
}
