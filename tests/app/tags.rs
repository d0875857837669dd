//! Tags by keys: on a selection, and everywhere.

use ikt::runtime::Exit;

use crate::rig::{Library, Rig};

async fn tagged(library: &Library, tags: &[(&str, &[&str])]) {
    for (name, tags) in tags {
        library.put(&format!("/t/{name}"), name.as_bytes()).await;
        let folder = ikt::model::FolderPath::new("/t");
        let file = library.client.find_file(&folder, name).await.expect("a list").expect("a file");
        let tags: Vec<_> = tags.iter().map(|tag| ikt::model::Tag::from(*tag)).collect();
        library.client.update_tags(&file.id, &tags).await.expect("tags");
    }
}

/// `add_tags` and `remove_tags`: a tag is renamed on all files that have it, and merged into another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_is_renamed_merged_and_removed_everywhere() {
    let library = Library::start().await;
    let files: [(&str, &[&str]); 4] = [
        ("a.txt", &["sumer", "red"]),
        ("b.txt", &["sumer", "summer"]),
        ("c.txt", &["summer", "tmp"]),
        ("d.txt", &["red"]),
    ];
    tagged(&library, &files).await;
    let rig = Rig::open(&library, "/t", (80, 24));
    rig.until("d.txt").await;
    rig.press("T");
    rig.until("4 in 4 files").await;
    rig.press("/");
    rig.type_text("sumer");
    rig.press("enter m");
    rig.until("Merge sumer into").await;
    rig.type_text("summ");
    rig.press("tab enter");
    rig.until("Make summer of the tag sumer on 2 files").await;
    rig.until("1 file has summer already").await;
    rig.press("enter");
    rig.until("on 2 files: done").await;
    assert_eq!(
        library.tags("/t").await,
        [vec!["red", "summer"], vec!["summer"], vec!["summer", "tmp"], vec!["red"]]
    );

    rig.press("esc ctrl-r");
    rig.until("3 in 4 files").await;
    rig.press("/");
    rig.type_text("red");
    rig.press("enter r ctrl-u");
    rig.type_text("colour");
    rig.press("enter");
    rig.until("Make colour of the tag red on 2 files").await;
    rig.press("enter");
    rig.until("red on 2 files: done").await;
    rig.press("esc /");
    rig.type_text("tmp");
    rig.press("enter d");
    rig.until("Remove the tag tmp from 1 file: done").await;
    let now = library.tags("/t").await;
    assert_eq!(now, [vec!["summer", "colour"], vec!["summer"], vec!["summer"], vec!["colour"]]);
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// The tags and the AI tags of a file.
async fn labels(library: &Library, folder: &str, name: &str) -> (Vec<String>, Vec<String>) {
    let folder = ikt::model::FolderPath::new(folder);
    let file = library.client.find_file(&folder, name).await.expect("a list").expect("a file");
    let tags = file.tags.iter().map(|tag| tag.to_string()).collect();
    (tags, file.ai_tags.iter().map(|tag| tag.name.to_string()).collect())
}

/// `remove_ai_tags`: of a selection in one plan with tags, one of them made a tag; and of one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ai_tags_are_removed_and_made_tags() {
    const HERO: &str = "/campaigns/2026-spring/hero";
    let library = Library::demo().await;
    let (tags, seen) = labels(&library, HERO, "spring-hero-peaks.jpg").await;
    assert!(seen.contains(&"Mountain".to_owned()) && !tags.contains(&"Mountain".to_owned()), "{seen:?}");
    let rig = Rig::open(&library, HERO, (140, 45));
    rig.until("spring-hero-peaks").await;
    rig.press("* t");
    // The surest is at the top of its block.
    rig.until("google 99 %").await;
    rig.press("tab ctrl-t");
    rig.until("becomes a tag").await;
    rig.press("down space");
    rig.until("is removed").await;
    rig.type_text("fresh");
    rig.press("enter enter");
    rig.until("Change the tags of 3 files").await;
    rig.until("AI tags can't be put back").await;
    rig.press("enter");
    rig.until("Change the tags of 3 files: done").await;
    let (now, seen_now) = labels(&library, HERO, "spring-hero-peaks.jpg").await;
    assert_eq!(now, [tags, vec!["fresh".to_owned(), "Mountain".to_owned()]].concat());
    assert_eq!(seen_now, seen.into_iter().filter(|tag| tag != "Mountain").collect::<Vec<_>>());
    let fields = labels(&library, HERO, "spring-hero-fields.jpg").await;
    assert!(fields.0.contains(&"fresh".to_owned()) && !fields.1.contains(&"Field".to_owned()), "{fields:?}");

    // The selection knows what has become of its AI tags.
    rig.press("t");
    rig.until("AI tags 9").await;
    rig.press("esc esc g g");
    rig.press("t");
    rig.until("Tags of 1 file").await;
    rig.press("tab space enter");
    rig.until("Remove the AI tags Sea from 1 file: done").await;
    let coast = labels(&library, HERO, "spring-hero-coast.jpg").await;
    assert!(!coast.1.contains(&"Sea".to_owned()) && coast.1.contains(&"Boat".to_owned()), "{coast:?}");
    assert_eq!(rig.quit().await, Exit::Quit);
}

/// Tags of files that were never on screen are counted while the dialog is open, and completed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tags_of_the_whole_library_are_completed() {
    let library = Library::start().await;
    tagged(&library, &[("far.txt", &["springtime"]), ("farther.txt", &["springtime"])]).await;
    library.put("/a.txt", b"a").await;
    let rig = Rig::open(&library, "/", (80, 24));
    rig.until("a.txt").await;
    rig.press("G t");
    rig.type_text("spri");
    rig.until("2 in the library").await;
    rig.press("tab enter enter");
    rig.until("with springtime: done").await;
    assert_eq!(library.tags("/").await, [["springtime"]]);
    // A count that came to its end isn't made again.
    rig.press("t");
    rig.until("Tags of 1 file").await;
    rig.press("esc");
    assert_eq!(rig.quit().await, Exit::Quit);
    let counts = library
        .log("/v1/files")
        .await
        .into_iter()
        .filter(|asked| asked["query"].as_str().is_some_and(|query| query.contains("sort=ASC_CREATED")));
    assert_eq!(counts.count(), 1);
}
