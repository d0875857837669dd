//! What is found in the catalogue is what the library has, also after changes.

use std::sync::atomic::AtomicBool;

use ikt::catalog::find::{Ask, FindError, Finder, Finds};
use ikt::model::{FolderPath, Sort};

use crate::library::Library;

fn ask(text: &str) -> Ask {
    Ask { text: text.to_owned(), fuzzy: false, folder: FolderPath::root(), most: 10_000, facets: false }
}

fn find(finder: &Finder, text: &str) -> Finds {
    finder.find(&ask(text), &AtomicBool::new(false)).expect("a text").expect("nobody stops it")
}

#[tokio::test]
async fn what_the_catalogue_has_is_found() {
    let library = Library::filled(3000).await;
    let catalog = library.catalog();
    library.sync(&catalog).await;
    let done = tokio::task::spawn_blocking(move || {
        let finder = Finder::new(catalog.clone());
        let all = find(&finder, "");
        assert_eq!((all.total, all.of, all.complete), (3000, 3000, true));
        let rows: Vec<_> = all.hits.iter().map(|hit| hit.entry.row).collect();
        let files = catalog.files(&rows).expect("files");
        assert_eq!(files.len(), 3000);
        for text in ["img", "img 00", "-img", "in:/archive", "is:private", "missing:tags", "/img_0.*5/"] {
            let finds = find(&finder, text);
            let mut found: Vec<_> = finds.hits.iter().map(|hit| hit.path()).collect();
            let mut rows: Vec<_> = finds.hits.iter().map(|hit| hit.entry.row).collect();
            let mut expected: Vec<_> = files
                .iter()
                .filter(|file| {
                    let path = file.path().to_lowercase();
                    let tagged = file.tags.iter().any(|tag| tag.to_lowercase().contains("img"));
                    let img = path.contains("img") || tagged;
                    match text {
                        "img" => img,
                        "img 00" => img && path.contains("00"),
                        "-img" => !img,
                        "in:/archive" => path.starts_with("/archive/"),
                        "is:private" => file.private,
                        "missing:tags" => file.tags.is_empty() && file.ai_tags.is_empty(),
                        _ => path.find("img_0").is_some_and(|at| path[at + 5..].contains('5')),
                    }
                })
                .map(|file| file.path())
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
            let all = finder.rows(&ask(text), &AtomicBool::new(false));
            let mut all = all.expect("a text").expect("nobody stops it");
            let gone = 1_000_000;
            all.insert(0, gone);
            let sorted = finder.ordered(&all, Sort::BY_NAME, &AtomicBool::new(false));
            let mut sorted = sorted.expect("an index").expect("nobody stops it");
            assert_eq!(sorted.pop(), Some(gone), "what isn't known comes last");
            let names: Vec<_> =
                catalog.files(&sorted).expect("files").into_iter().map(|file| file.name).collect();
            assert!(names.is_sorted(), "{text}");
            sorted.sort_unstable();
            rows.sort_unstable();
            assert_eq!(sorted, rows, "{text}");
        }
        // What only the catalogue itself knows is looked up there.
        let id = files.first().expect("a file").id.clone();
        let found = find(&finder, &format!("id = \"{id}\""));
        assert_eq!(found.hits.first().map(|hit| hit.path()), files.first().map(|file| file.path()));
        let wrong = finder.find(&ask("near:/no/such.jpg"), &AtomicBool::new(false));
        assert!(matches!(wrong, Err(FindError::Text(error)) if error.column == 1));
    });
    done.await.expect("no panic");
}
