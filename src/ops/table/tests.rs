use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::custom::{CustomField, FieldType, Schema};
use crate::model::{AssetId, File, FolderPath};
use crate::ops::{Update, ValueChange};

fn field(name: &str, schema: Schema) -> CustomField {
    let (id, label) = (AssetId::new(name), name.to_owned());
    CustomField { id, name: name.to_owned(), label, schema, description: None, deleted: false }
}

fn fields() -> Vec<CustomField> {
    let options = Some(vec![json!("red"), json!("dark | blue"), json!(3)]);
    vec![
        field("rights", Schema::new(FieldType::Text)),
        field("price", Schema { max: Some(json!(10)), ..Schema::new(FieldType::Number) }),
        field("sold", Schema { required: true, ..Schema::new(FieldType::Boolean) }),
        field("shot", Schema::new(FieldType::Date)),
        field("colors", Schema { options, ..Schema::new(FieldType::MultiSelect) }),
    ]
}

fn details(n: usize, tags: &[&str], custom: Value) -> Details {
    let file = File {
        id: AssetId::new(&format!("id{n}")),
        size: 1,
        width: 10,
        height: 10,
        created: "2026-03-14T09:26:53Z".parse().expect("a literal"),
        updated: "2026-03-14T09:26:53.5Z".parse().expect("a literal"),
        tags: tags.iter().map(|tag| (*tag).into()).collect(),
        ..File::sample(&format!("/a/f{n}.jpg"))
    };
    Details {
        file,
        version: "Version 1".to_owned(),
        version_id: None,
        current: true,
        mime: None,
        custom_coordinates: None,
        description: Some("two\nlines".to_owned()),
        has_alpha: None,
        film: None,
        url: String::new(),
        embedded: Vec::new(),
        custom: Vec::new(),
        extensions: Vec::new(),
        raw: json!({ "customMetadata": custom }),
    }
}

fn two() -> Vec<Details> {
    let custom = json!({ "rights": "=own", "price": 2, "sold": true, "colors": ["red", "dark | blue"] });
    vec![details(1, &["sea", "a|b"], custom), details(2, &[], json!({ "sold": false }))]
}

fn written() -> String {
    write(&two(), &Column::all(&fields()))
}

fn changed(from: &str, to: &str) -> Diff {
    let text = written();
    assert!(text.contains(from), "{text}");
    read(&text.replacen(from, to, 1), &two(), &fields()).expect("a table")
}

#[test]
fn a_table_says_what_a_file_holds() {
    let text = written();
    assert_eq!(
        text.lines().next(),
        Some("fileId,path,updatedAt,tags,description,focus,cm.rights,cm.price,cm.sold,cm.shot,cm.colors")
    );
    assert!(text.contains("id1,/a/f1.jpg,2026-03-14T09:26:53.5Z,sea | a\\|b,\"two\nlines\",,'=own,2,true,,red | dark \\| blue\r\n"), "{text}");
    let ids = files(&text).expect("a table");
    assert_eq!(ids[1], (AssetId::new("id2"), FolderPath::new("/a")));
}

#[test]
fn what_comes_back_as_it_was_changes_nothing() {
    let all = Diff { same: 2, ..Diff::default() };
    assert_eq!(read(&written(), &two(), &fields()), Ok(all.clone()));
    // As a spreadsheet writes it.
    let theirs = written().replace(",true,", ",TRUE,").replace(",2,", ",2.0,").replace(",false,", ",FALSE,");
    assert_eq!(read(&theirs, &two(), &fields()), Ok(all));
    assert_eq!(plan(&changed("sea", "sea"), true).steps.len(), 0);
}

#[test]
fn each_kind_of_cell_becomes_its_change() {
    let update = |from: &str, to: &str| {
        let diff = changed(from, to);
        assert!(diff.problems.is_empty() && diff.same == 1 && diff.files.len() == 1, "{diff:?}");
        diff.files[0].update.clone()
    };
    let value = |name: &str, change| Update { values: vec![(name.to_owned(), change)], ..Update::default() };
    let tags = |tags: &[&str]| Update {
        tags: Some(tags.iter().map(|tag| (*tag).into()).collect()),
        ..Update::default()
    };
    assert_eq!(update("sea |", "sea|sky | sky ||"), tags(&["sea", "sky", "a|b"]));
    assert_eq!(update("sea | a\\|b", ""), tags(&[]));
    assert_eq!(update("two\nlines", "one").description, Some("one".to_owned()));
    assert_eq!(update(",,'=own", ",\"1, 2,3,4\",'=own").coordinates, Some("1,2,3,4".to_owned()));
    assert_eq!(update("'=own", "'=mine"), value("rights", ValueChange::Set(json!("=mine"))));
    assert_eq!(update("'=own", ""), value("rights", ValueChange::Clear));
    assert_eq!(update(",2,", ",2.5,"), value("price", ValueChange::Set(json!(2.5))));
    assert_eq!(update(",true,", ",False,"), value("sold", ValueChange::Set(json!(false))));
    assert_eq!(update("true,,", "true,2026-01-02,"), value("shot", ValueChange::Set(json!("2026-01-02"))));
    assert_eq!(update("red |", "3 |"), value("colors", ValueChange::Set(json!([3, "dark | blue"]))));
}

#[test]
fn what_the_service_would_refuse_is_told_with_line_and_column() {
    let problem = |from: &str, to: &str| {
        let diff = changed(from, to);
        assert_eq!((diff.files.len(), diff.problems.len()), (0, 1), "{diff:?}");
        let problem = diff.problems[0].clone();
        (problem.line, problem.column, problem.why)
    };
    let told = |line, column: &str, why: &str| (line, column.to_owned(), why.to_owned());
    assert_eq!(problem(",2,", ",20,"), told(2, "cm.price", "should be less than or equal to 10"));
    assert_eq!(problem(",2,", ",two,"), told(2, "cm.price", "should be of type number"));
    // The first file takes two lines.
    assert_eq!(problem(",false,", ",,"), told(4, "cm.sold", "is required"));
    assert_eq!(problem("red |", "green |").1, "cm.colors");
    assert_eq!(problem("sea", "5%").1, "tags");
    assert_eq!(problem(",,'=own", ",x,'=own").1, "focus");
    assert_eq!(problem("id1,", "id9,"), told(2, "", "there is no file of this fileId"));
    assert_eq!(problem("id2,", "id1,"), told(4, "", "the file stands in line 2 already"));
    assert_eq!(problem(",false,,\r\n", ",false\r\n"), told(4, "", "9 cells, and the first row has 11"));
}

#[test]
fn a_file_that_changed_meanwhile_is_a_conflict() {
    let diff = changed("53.5Z,sea", "53.4Z,sky");
    assert!(diff.files[0].conflict);
    assert_eq!((plan(&diff, false).steps.len(), plan(&diff, true).steps.len()), (0, 1));
    // A row that changes nothing is none.
    assert_eq!(changed("53.5Z,sea", "53.4Z,sea"), Diff { same: 2, ..Diff::default() });
}

#[test]
fn columns_and_rows_may_be_left_out_and_moved() {
    let diff = read("tags;fileId\r\nnew;id2\r\n", &two(), &fields()).expect("a table");
    assert_eq!(diff.files[0].cells, [CellDiff { column: "tags".into(), old: "".into(), new: "new".into() }]);
    assert!(!diff.files[0].conflict);
    let wrong = |text: &str| read(text, &two(), &fields()).expect_err("must fail");
    assert_eq!(wrong(""), TableError::Empty);
    assert_eq!(wrong("tags\nx\n"), TableError::NoId);
    assert_eq!(wrong("fileId,cm.gone\n"), TableError::Column { number: 2, title: "cm.gone".into() });
    assert_eq!(wrong("fileId,tags,tags\n"), TableError::Twice { number: 3, title: "tags".into() });
}

proptest! {
    /// Whatever a file holds, a table of it that comes back untouched changes nothing.
    #[test]
    fn untouched_tables_change_nothing(
        tags in proptest::collection::vec("[a-z|\\\\ =+@-]{1,5}|\\PC{1,4}", 0..4),
        description in "(?s).{0,12}",
        rights in "(?s)[=+@'\",;\\s]{0,3}.{0,6}",
    ) {
        let mut details = details(1, &[], json!({ "rights": rights, "sold": true }));
        details.file.tags = tags.iter().map(|tag| tag.as_str().into()).collect();
        details.description = Some(description);
        let text = write(std::slice::from_ref(&details), &Column::all(&fields()));
        let diff = read(&text, &[details], &fields());
        prop_assert_eq!(diff, Ok(Diff { same: 1, ..Diff::default() }));
    }
}
