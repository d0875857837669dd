//! SQL and `holds` find the same, whichever way is gone.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

use super::columns::Table;
use super::plan::{Way, ways};
use crate::model::custom::{FieldType, Schema};
use crate::model::{AiTag, AssetId, Direction, FileKind, FolderPath, Sort, SortKey};
use crate::query::testing::{CUSTOM, DATES, PATHS, WORDS, now, query};
use crate::query::{Field, Found, Point, Subject};
use crate::server::store::list::{Page, page};
use crate::server::store::{
    Changes, Content, Existing, FileRecord, FolderRecord, Item, Labels, Media, NewField, NewFile, Query,
    Store, What,
};

impl Subject for FileRecord {
    fn find(&self, field: &Field) -> Found<'_> {
        let pixels = |n: u32| if n == 0 { Found::Nothing } else { Found::Number(n.into()) };
        let embedded = |name: &str| self.media.embedded.as_ref().and_then(|all| all.get(name)).into();
        match field {
            Field::Name => self.name.as_str().into(),
            Field::Tags => {
                let words = self.labels.ai_tags.iter().map(|tag| &*tag.name);
                Found::Texts(self.labels.tags.iter().map(String::as_str).chain(words).collect())
            }
            Field::Type => if self.current { "file" } else { "file-version" }.into(),
            Field::Id => Found::Text(self.id.to_string().into()),
            Field::CreatedAt => Found::Time(self.created),
            Field::UpdatedAt => Found::Time(self.updated),
            Field::Height => pixels(self.media.height),
            Field::Width => pixels(self.media.width),
            Field::Size => Found::Number(self.media.size as f64),
            Field::Format => self.media.mime.as_str().into(),
            Field::Private => Found::Bool(self.labels.private),
            Field::Published => Found::Bool(self.labels.published),
            Field::Transparency => self.media.alpha.map_or(Found::Nothing, Found::Bool),
            Field::Path => self.folder.as_str().into(),
            Field::LocationTaken => {
                self.media.embedded.as_ref().and_then(Point::of_embedded).map_or(Found::Nothing, Found::Point)
            }
            Field::Keywords => embedded("Keywords"),
            Field::DateTimeOriginal => embedded("DateTimeOriginal"),
            Field::Custom(name) => self.labels.custom.get(name).into(),
            _ => Found::Nothing,
        }
    }
}

impl Subject for FolderRecord {
    fn find(&self, field: &Field) -> Found<'_> {
        match field {
            Field::Name => self.path.name().into(),
            Field::Type => "folder".into(),
            Field::Id => Found::Text(self.id.to_string().into()),
            Field::CreatedAt => Found::Time(self.created),
            Field::UpdatedAt => Found::Time(self.updated),
            Field::Path => {
                self.path.parent().map_or(Found::Nothing, |parent| Found::Text(parent.to_string().into()))
            }
            _ => Found::Nothing,
        }
    }
}

/// A field that no query asks for by its type.
const OTHER: (&str, FieldType) = ("other", FieldType::MultiSelect);

/// Makes the fields of the files, whose options are all values that there are.
fn make_fields(store: &Store) {
    let words = WORDS.iter().chain(&DATES).map(|word| json!(word));
    let options: Vec<Json> =
        words.chain((-2..4).map(Json::from)).chain([json!(1.5), json!(true), json!(false)]).collect();
    for (name, kind) in CUSTOM.iter().chain([&OTHER]) {
        let is_select = matches!(kind, FieldType::SingleSelect | FieldType::MultiSelect);
        let schema = Schema { options: is_select.then(|| options.clone()), ..Schema::new(*kind) };
        let (name, label) = ((*name).to_owned(), (*name).to_owned());
        store.create_field(&NewField { name, label, schema, description: None }).unwrap();
    }
}

fn custom_value(kind: FieldType) -> BoxedStrategy<Json> {
    let word = || select(&WORDS[..]).prop_map(Json::from);
    let number = || prop_oneof![(-2..4_i32).prop_map(Json::from), Just(json!(1.5))];
    let option = || prop_oneof![word(), number(), any::<bool>().prop_map(Json::from)];
    match kind {
        FieldType::Text | FieldType::Textarea => word().boxed(),
        FieldType::Number => number().boxed(),
        FieldType::Date => select(&DATES[..]).prop_map(Json::from).boxed(),
        FieldType::Boolean => any::<bool>().prop_map(Json::from).boxed(),
        FieldType::SingleSelect => option().boxed(),
        FieldType::MultiSelect => prop::collection::vec(option(), 0..3).prop_map(Json::from).boxed(),
    }
}

fn customs() -> impl Strategy<Value = Map<String, Json>> {
    let date = select(&DATES[..]).prop_map(|date| json!([date]));
    let other = prop_oneof![custom_value(OTHER.1), date];
    let all: Vec<_> = CUSTOM.iter().map(|(name, kind)| (Just(*name), custom_value(*kind)).boxed()).collect();
    (all, (Just(OTHER.0), other), subsequence((0..7).collect::<Vec<usize>>(), 0..=7)).prop_map(
        |(mut all, other, kept)| {
            all.push(other);
            kept.iter()
                .filter_map(|at| all.get(*at))
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect()
        },
    )
}

fn embedded() -> impl Strategy<Value = Option<Json>> {
    let place = (0..60_u8, prop::bool::ANY).prop_map(|(degrees, south)| {
        json!({"GPSLatitude": [degrees, 6, 0], "GPSLatitudeRef": if south { "S" } else { "N" },
               "GPSLongitude": 2.2, "GPSLongitudeRef": "E"})
    });
    let keywords = subsequence(&WORDS[..], 0..3).prop_map(|words| json!({"Keywords": words}));
    let date = select(&DATES[..]).prop_map(|date| json!({"DateTimeOriginal": date, "Keywords": "red"}));
    prop_oneof![Just(None), place.prop_map(Some), keywords.prop_map(Some), date.prop_map(Some)]
}

fn moment() -> impl Strategy<Value = jiff::Timestamp> {
    // Around the bounds of the relative and absolute dates, to the millisecond.
    let bounds = [
        "2024-03-29T11:00:00.123Z",
        "2024-03-28T12:00:00.123Z",
        "2024-02-29T12:00:00.123Z",
        "2024-02-29T00:00:00Z",
        "2023-03-29T12:00:00.123Z",
        "2024-03-15T12:00:00.123Z",
    ];
    (select(bounds.to_vec()), -1..2_i64).prop_map(|(text, more)| {
        let time: jiff::Timestamp = text.parse().unwrap();
        time + jiff::SignedDuration::from_millis(more)
    })
}

fn new_file() -> impl Strategy<Value = NewFile> {
    let mime = select(vec!["image/png", "image/jpeg", "text/plain"]);
    let media = (
        mime,
        select(vec![0_u64, 1, 1024, 2048, 1 << 20]),
        0..4_u32,
        0..4_u32,
        any::<Option<bool>>(),
        embedded(),
    )
        .prop_map(|(mime, size, width, height, alpha, embedded)| Media {
            kind: if mime == "text/plain" { FileKind::Other } else { FileKind::Image },
            mime: mime.into(),
            size,
            width,
            height,
            alpha,
            embedded,
        });
    let words = || subsequence(&WORDS[..], 0..3);
    let labels = (words(), words(), customs(), any::<bool>(), any::<bool>()).prop_map(
        |(tags, ai_tags, custom, private, published)| Labels {
            tags: tags.into_iter().map(str::to_owned).collect(),
            ai_tags: ai_tags
                .into_iter()
                .map(|name| AiTag {
                    name: name.into(),
                    confidence: 90.0,
                    source: "google-auto-tagging".into(),
                })
                .collect(),
            custom,
            private,
            published,
            ..Labels::default()
        },
    );
    (select(&PATHS[..]), select(&WORDS[..]), media, labels, moment(), moment()).prop_map(
        |(folder, name, media, labels, created, updated)| NewFile {
            folder: FolderPath::new(folder),
            name: name.into(),
            content: Content::Drawn(1),
            media,
            labels,
            created: Some(created),
            updated: Some(updated),
        },
    )
}

/// A library of these files, whose clock stands (nearly) still.
fn library(files: &[NewFile]) -> (TempDir, Store) {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    make_fields(&store);
    for path in PATHS {
        store.create_folder(&FolderPath::new(path)).unwrap();
    }
    store.put_all(files, Existing::REPLACE).unwrap();
    (data, store)
}

/// Everything, by its key.
fn everything(store: &Store) -> Vec<Item> {
    let mut all = Vec::new();
    for what in [What::All, What::Versions] {
        all.extend(store.list(&Query { what, ..Query::default() }).unwrap());
    }
    all
}

fn label(item: &Item) -> String {
    match item {
        Item::File(file) => format!("{} {} {}", file.path(), file.version, file.current),
        Item::Folder(folder) => folder.path.to_string(),
    }
}

fn expected(store: &Store, search: &crate::query::Query) -> Vec<String> {
    let mut typed = false;
    search.expr.each(&mut |condition| typed |= condition.field == Field::Type);
    let mut found: Vec<_> = everything(store)
        .iter()
        .filter(|item| match item {
            Item::File(file) => search.holds(&**file, now()) && (typed || file.current),
            Item::Folder(folder) => search.holds(folder, now()),
        })
        .map(label)
        .collect();
    found.sort();
    found
}

/// What a search finds by a way, in order.
fn found(store: &Store, query: &Query, way: Way) -> Vec<(Table, i64)> {
    store.read(|db| page(db, &Page { query, folder: None, way: way.clone(), now: now() })).unwrap()
}

fn check(store: &Store, search: &crate::query::Query, sort: Sort) -> Result<(), TestCaseError> {
    let query = Query { search: Some(search.clone()), sort, ..Query::default() };
    let open = found(store, &query, Way::open());
    for way in ways(search, query.ordered()) {
        prop_assert_eq!(&found(store, &query, way.clone()), &open, "{} by {:?}", search, way);
    }
    let mut labels: Vec<_> =
        store.read(|db| crate::server::store::list::rows(db, &open)).unwrap().iter().map(label).collect();
    labels.sort();
    prop_assert_eq!(labels, expected(store, search), "{}", search);
    Ok(())
}

fn order() -> impl Strategy<Value = Sort> {
    let keys =
        [SortKey::Name, SortKey::Created, SortKey::Updated, SortKey::Size, SortKey::Height, SortKey::Width];
    (select(keys.to_vec()), select(vec![Direction::Ascending, Direction::Descending]))
        .prop_map(|(key, direction)| Sort { key, direction })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sql_finds_what_the_query_holds_for(
        files in prop::collection::vec(new_file(), 0..24),
        searches in prop::collection::vec((query(), order()), 24),
    ) {
        let (_data, store) = library(&files);
        for (search, sort) in searches {
            check(&store, &search, sort)?;
        }
    }

    #[test]
    fn the_indices_follow_every_change(
        files in prop::collection::vec(new_file(), 1..12),
        changes in prop::collection::vec((any::<Index>(), new_file(), any::<bool>()), 0..8),
        searches in prop::collection::vec((query(), order()), 8),
    ) {
        let (_data, store) = library(&files);
        for (at, new, delete) in changes {
            let all = store.list(&Query::default()).unwrap();
            let ids: Vec<AssetId> = all
                .iter()
                .filter_map(|item| if let Item::File(file) = item { Some(file.id.clone()) } else { None })
                .collect();
            if ids.is_empty() {
                break;
            }
            let id = &ids[at.index(ids.len())];
            if delete {
                store.delete(std::slice::from_ref(id)).unwrap();
            } else {
                let mut custom = new.labels.custom.clone();
                custom.insert("text".into(), Json::Null);
                let change = Changes { tags: Some(new.labels.tags.clone()), custom: Some(custom), ..Changes::default() };
                store.update(id, &change).unwrap();
                store.put(new, Existing::REPLACE).unwrap();
            }
        }
        for (search, sort) in searches {
            check(&store, &search, sort)?;
        }
        store.bulk(|_| Ok(())).unwrap();
        let facts = |sql: &str| store.read(|db| Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))?)).unwrap();
        prop_assert_eq!(facts("SELECT count(*) FROM file_value"), facts(
            "SELECT count(*) FROM (SELECT DISTINCT file, field, value FROM file_fact)"));
    }
}
