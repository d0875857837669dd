//! No text brings the search language down, and what is understood is written back as it was meant.

#![no_main]

use ikt::query::sql::{Columns, Source, Sql, to_sql};
use ikt::query::{
    Condition, Field, Found, Query, Subject, Vocabulary, complete, parse, parse_checks, tokens,
};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// Something that has a text for every field.
struct Any;

impl Subject for Any {
    fn find(&self, field: &Field) -> Found<'_> {
        Found::Text(field.to_string().into())
    }
}

impl Columns for Any {
    fn source(&self, _condition: &Condition) -> Source {
        Source::Value(Sql::plain("x"))
    }
}

fn check(query: &Query) {
    query.holds(&Any, Timestamp::MAX);
    let sql = to_sql(query, &Any, Timestamp::MIN);
    assert_eq!(sql.text.matches('?').count(), sql.params.len());
}

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(query) => {
            check(&query);
            let written = query.to_string();
            // What is written may be longer than what was read, and so too long.
            if written.chars().count() <= ikt::query::MAX_CHARS {
                assert_eq!(parse(&written).as_ref(), Ok(&query));
            }
        }
        Err(error) => assert!(text.is_char_boundary(error.span.start) && text.is_char_boundary(error.span.end)),
    }
    if let Ok(query) = parse_checks(text) {
        check(&query);
    }
    tokens(text);
    complete(text, text.len(), &Vocabulary::default());
});
