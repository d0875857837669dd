//! What is searched for, and which names can be taken.

use std::collections::HashMap;

use super::{holders, wrong};
use crate::model::{Tag, TagUse};
use crate::query;

#[test]
fn the_search_for_a_tag_is_understood_whatever_is_in_it() {
    for tag in ["summer", "two words", "it's", "a \"quoted\" one"] {
        let query = holders(&Tag::from(tag));
        let read = query::parse(&query).expect("a query");
        assert_eq!(read.to_string(), query);
    }
}

#[test]
fn names_are_checked_before_anything_is_asked() {
    let uses = HashMap::from([(Tag::from("red"), TagUse { tag: "red".into(), files: 2, ai_files: 0 })]);
    let tag = Tag::from("rd");
    let wrong = |name: &str, merge| wrong(name, &tag, merge, &uses);
    assert_eq!((wrong("red", true), wrong("new", false)), (None, None));
    for (name, merge) in [("rd", false), ("", false), ("5%", false), ("a,b", false), ("new", true)] {
        assert!(wrong(name, merge).is_some(), "{name}");
    }
}
