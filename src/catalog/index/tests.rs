//! The index against a plain look at every file.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;

use std::sync::atomic::AtomicBool;

/// A file as the tests make it.
#[derive(Clone, Debug)]
struct Made {
    row: Row,
    name: String,
    folder: String,
    tags: Vec<String>,
    rights: Option<String>,
    updated: i64,
    private: bool,
}

impl Made {
    fn put(&self, index: &mut Index) {
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        let rights = self.rights.as_ref().map(|text| json!(text));
        let facts: Vec<_> = rights.iter().map(|value| (Fact::Custom("rights"), value)).collect();
        index.put(&Doc {
            row: self.row,
            name: &self.name,
            folder: &self.folder,
            kind: FileKind::Image,
            size: 1,
            width: 2,
            height: 3,
            created_ms: self.updated,
            updated_ms: self.updated,
            private: self.private,
            published: true,
            tags: &tags,
            facts: &facts,
            phash: None,
        });
    }

    fn path(&self) -> String {
        FolderPath::new(&self.folder).join(&self.name)
    }

    /// Whether a word is anywhere in it.
    fn has(&self, word: &str, fuzzy: bool) -> bool {
        let (path, folder) = (fold(&self.path()), fold(&self.folder));
        let in_path = if word.contains('/') {
            path.contains(word) || folder.contains(word)
        } else {
            fold(&self.name).contains(word) || folder.contains(word)
        };
        let mut letters = path.chars();
        in_path
            || self.tags.iter().chain(&self.rights).any(|text| fold(text).contains(word))
            || fuzzy && word.chars().all(|c| letters.any(|other| other == c))
    }
}

fn index_of(files: &[Made]) -> Index {
    let mut index = Index::default();
    files.iter().for_each(|file| file.put(&mut index));
    index
}

fn words(text: &str) -> Vec<Word> {
    let word = |word: &str| Word::new(word.trim_start_matches('-'), word.starts_with('-'));
    text.split(' ').filter_map(word).collect()
}

fn look(index: &Index, words: &[Word], fuzzy: bool, within: Option<&Bits>, top: usize) -> Hits {
    let look = Look { words, fuzzy, filter: None, within, top };
    index.look(&look, &AtomicBool::new(false)).expect("nobody stops it")
}

fn rows(index: &Index, hits: &Hits) -> Vec<Row> {
    hits.top.iter().filter_map(|best| index.row(best.slot)).collect()
}

fn some_files(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Made>> {
    let name = "[aAbB1é_.-]{1,8}";
    let folder = prop::sample::select(vec!["/", "/a", "/a/b1", "/B_a/é", "/ab"]);
    let tags = prop::collection::vec("[abé1]{1,3}", 0..3);
    let rights = prop::option::of("[ab1 ]{0,4}");
    let one = (name, folder, tags, rights, 0..5_i64, any::<bool>());
    prop::collection::vec(one, count).prop_map(|all| {
        let made = |(n, (name, folder, tags, rights, updated, private)): (usize, _)| Made {
            row: n as Row + 1,
            name,
            folder: String::from(folder),
            tags,
            rights,
            updated,
            private,
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_found_is_what_a_plain_look_finds(
        files in some_files(0..60),
        text in "-?[aAb1é_./]{1,3}( -?[ab1]{1,2}){0,2}",
        fuzzy: bool,
    ) {
        let index = index_of(&files);
        let wanted = words(&text);
        let hits = look(&index, &wanted, fuzzy, None, 1000);
        let holds = |file: &&Made| text.split(' ').all(|word| {
            let (plain, negated) = (fold(word.trim_start_matches('-')), word.starts_with('-'));
            plain.is_empty() || file.has(&plain, fuzzy && !negated) != negated
        });
        let mut expected: Vec<Row> = files.iter().filter(holds).map(|file| file.row).collect();
        let mut found = rows(&index, &hits);
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(hits.total, hits.top.len());
    }

    #[test]
    fn the_best_few_are_the_first_of_all(files in some_files(0..80), text in "[ab1]{1,2}", fuzzy: bool) {
        let index = index_of(&files);
        let all = rows(&index, &look(&index, &words(&text), fuzzy, None, 1000));
        for most in [0, 1, 3, 10] {
            let few = rows(&index, &look(&index, &words(&text), fuzzy, None, most));
            prop_assert_eq!(&few[..], &all[..most.min(all.len())]);
        }
    }

    #[test]
    fn a_longer_text_finds_the_same_among_what_was_found(
        files in some_files(0..60),
        text in "[ab1é_]{2,4}",
        fuzzy: bool,
    ) {
        let index = index_of(&files);
        let mut within = None;
        for (end, c) in text.char_indices() {
            let now = words(&text[..end + c.len_utf8()]);
            let whole = look(&index, &now, fuzzy, None, 1000);
            let narrowed = look(&index, &now, fuzzy, within.as_ref(), 1000);
            prop_assert_eq!(&whole, &narrowed);
            within = Some(narrowed.found);
        }
    }

    #[test]
    fn an_index_that_was_changed_is_as_one_made_anew(
        files in some_files(1..40),
        changes in prop::collection::vec((0..60_u32, some_files(1..2), any::<bool>()), 0..40),
        text in "[ab1]{0,2}",
    ) {
        let mut index = index_of(&files);
        let mut now: std::collections::BTreeMap<Row, Made> =
            files.into_iter().map(|file| (file.row, file)).collect();
        for (row, mut file, gone) in changes {
            if gone {
                index.remove(row);
                now.remove(&row);
            } else if let Some(mut file) = file.pop() {
                file.row = row;
                file.put(&mut index);
                now.insert(row, file);
            }
        }
        let anew = index_of(&now.values().cloned().collect::<Vec<_>>());
        let of = |index: &Index| rows(index, &look(index, &words(&text), false, None, 1000));
        prop_assert_eq!(of(&index), of(&anew));
        prop_assert_eq!((index.len(), anew.len()), (now.len(), now.len()));
        let facets = |index: &Index| index.facets(&look(index, &[], false, None, 0).found);
        prop_assert_eq!(facets(&index), facets(&anew));
    }

    #[test]
    fn names_are_told_as_they_are(names in prop::collection::vec("\\PC{0,8}|[a-zA-Z\n]{0,6}", 0..20)) {
        let mut all = Names::default();
        names.iter().for_each(|name| all.push(name));
        for (slot, name) in names.iter().enumerate() {
            prop_assert_eq!(&all.raw(slot), name);
            prop_assert_eq!(all.folded(slot), fold(name));
        }
    }
}

fn named(row: Row, path: &str, tags: &[&str], updated: i64) -> Made {
    let (folder, name) = FolderPath::split_file(path);
    Made {
        row,
        name: name.to_owned(),
        folder: folder.to_string(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        rights: None,
        updated,
        private: false,
    }
}

#[rstest]
#[case::places(
    "hero",
    &["/x/Hero.jpg", "/x/hero-2.jpg", "/x/my-hero.jpg", "/x/superhero.jpg", "/hero/x.jpg", "/x/y.jpg"],
)]
#[case::accents("cafe", &["/x/Café.jpg", "/x/cafeteria.jpg", "/y/in-cafe.jpg"])]
#[case::parts_of_paths("x/he", &["/x/hero.jpg", "/x/he"])]
fn the_best_place_comes_first(#[case] text: &str, #[case] paths: &[&str]) {
    // The last one has the word as a tag; later ones are newer, which matters for equal places alone.
    let last = paths.len();
    let files: Vec<_> = paths
        .iter()
        .enumerate()
        .map(|(n, path)| {
            let tags: &[&str] = if n + 1 == last && text == "hero" { &["hero"] } else { &[] };
            named(n as Row + 1, path, tags, if text == "x/he" { -(n as i64) } else { n as i64 })
        })
        .collect();
    let index = index_of(&files);
    let found = rows(&index, &look(&index, &words(text), false, None, 100));
    assert_eq!(found, (1..=last as Row).collect::<Vec<_>>());
}

#[test]
fn of_equal_places_the_newer_comes_first() {
    let files = [named(1, "/a/img-1", &[], 5), named(2, "/a/img-2", &[], 9), named(3, "/a/img-3", &[], 5)];
    let index = index_of(&files);
    assert_eq!(rows(&index, &look(&index, &words("img"), false, None, 100)), [2, 1, 3]);
}

#[test]
fn many_changes_are_tidied_up() {
    let mut index = Index::default();
    let count = 3 * GONE as Row;
    (0..count).for_each(|row| named(row, &format!("/a/f{row}.jpg"), &[], 0).put(&mut index));
    (0..count).filter(|row| row % 2 == 1).for_each(|row| index.remove(row));
    named(1, "/a/back.jpg", &[], 0).put(&mut index);
    assert_eq!(index.len(), count as usize / 2 + 1);
    assert!(index.names.len() < count as usize);
    let found = look(&index, &words("back"), false, None, 10);
    assert_eq!(rows(&index, &found), [1]);
    assert_eq!(look(&index, &[], false, None, 0).total, index.len());
}

#[test]
fn words_are_made_visible_where_they_were_found() {
    let seen = |path: &str, text: &str, fuzzy: bool| {
        let name = path.rfind('/').map_or(0, |at| at + 1);
        let spans = matched(path, name, &words(text), fuzzy);
        spans.into_iter().map(|span| path[span].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(seen("/hero/Héros-HERO.jpg", "hero", false), ["Héro", "HERO"]);
    assert_eq!(seen("/hero/x.jpg", "hero", false), ["hero"]);
    assert_eq!(seen("/a/IMG_lisbon.jpg", "imlis", true), ["IM", "lis"]);
    assert_eq!(seen("/a/写真.jpg", "真 -a", false), ["真"]);
    assert!(seen("/a/b.jpg", "tag", false).is_empty());
}

#[test]
fn a_look_can_be_stopped() {
    let index = index_of(&[named(1, "/a/b.jpg", &[], 0)]);
    let look = Look { words: &[], fuzzy: false, filter: None, within: None, top: 1 };
    assert!(index.look(&look, &AtomicBool::new(true)).is_none());
}

#[test]
fn facets_count_what_was_found_and_their_texts_find_it() {
    let mut files = vec![named(1, "/a/x.jpg", &["red", "two words"], 0), named(2, "/b/y.jpg", &["red"], 0)];
    files.push(Made { rights: Some("in use".into()), private: true, ..named(3, "/b/c/z.jpg", &[], 0) });
    let index = index_of(&files);
    let facets = index.facets(&look(&index, &[], false, None, 0).found);
    for (kind, values) in &facets {
        for facet in values {
            let custom = index.custom_fields();
            let vocabulary = crate::query::Vocabulary { custom, ..Default::default() };
            let terms = crate::query::Terms { vocabulary, ..Default::default() };
            let text = crate::catalog::find::Text::read(&facet.text, &terms).expect("a text");
            let (filter, rest) = Filter::new(&index, text.query.as_ref(), terms.now);
            assert!(rest.is_none() && text.words.is_empty(), "{kind:?} {}", facet.text);
            let look = Look { words: &[], fuzzy: false, filter: Some(&filter), within: None, top: 0 };
            let found = index.look(&look, &AtomicBool::new(false)).expect("nobody stops it");
            assert_eq!(found.total, facet.files, "{kind:?} {}", facet.text);
        }
    }
    let kinds: Vec<_> = facets.iter().map(|(kind, values)| (kind.clone(), values.len())).collect();
    assert_eq!(
        kinds,
        [
            (FacetKind::Folder, 2),
            (FacetKind::Tag, 2),
            (FacetKind::Month, 1),
            (FacetKind::State, 3),
            (FacetKind::Size, 1),
            (FacetKind::Custom("rights".into()), 1),
        ]
    );
}

proptest! {
    #[test]
    fn a_filter_says_what_the_query_says(files in some_files(0..40), text in crate::query::testing::text()) {
        let index = index_of(&files);
        let query = crate::query::parse(&text).expect("a query");
        let now = jiff::Timestamp::UNIX_EPOCH;
        let (filter, rest) = Filter::new(&index, Some(&query), now);
        let look = Look { words: &[], fuzzy: false, filter: Some(&filter), within: None, top: 0 };
        let found = index.look(&look, &AtomicBool::new(false)).expect("nobody stops it").found;
        for slot in 0..index.names.len() {
            let Some(file) = files.get(slot) else { continue };
            let moment = jiff::Timestamp::from_millisecond(file.updated).expect("in range").to_string();
            let mut entry = json!({ "type": "file", "name": file.name, "filePath": file.path(), "size": 1,
                "width": 2, "height": 3, "isPrivateFile": file.private, "isPublished": true,
                "createdAt": moment, "updatedAt": moment, "tags": file.tags });
            if let Some(rights) = &file.rights {
                entry["customMetadata"] = json!({ "rights": rights });
            }
            let passes = |query: &crate::query::Query| query.holds(&crate::query::Listed(&entry), now);
            let here = found.iter().any(|other| other == slot) && rest.as_ref().is_none_or(passes);
            prop_assert_eq!(here, passes(&query), "{} {:?}", text, file);
        }
    }
}
