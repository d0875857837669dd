//! What is known of failures, and how they are told.

use super::*;
use crate::model::Secret;

fn answer(status: u16, body: &str) -> Error {
    let rate = RateLimit::default();
    Error::Answer(Box::new(Answer::read(
        status,
        rate,
        Some("r1".into()),
        body.as_bytes(),
        &Secrets::new(&Secret::new("private_x")),
    )))
}

#[test]
fn bodies_are_read_as_far_as_they_make_sense() {
    let error = answer(404, r#"{"message":"gone","help":"h","missingFileIds":["598821f949c0a938d57563bd"]}"#);
    let answer_ = error.answer().expect("an answer");
    assert_eq!(answer_.kind, Kind::NotFound);
    assert_eq!(answer_.missing, [AssetId::new("598821f949c0a938d57563bd")]);
    let html = answer(502, "<html>");
    assert_eq!(html.kind(), Some(&Kind::InternalServer));
    assert_eq!(html.report("x").why, "the service answered with status 502");
}

#[test]
fn errors_may_be_a_list_or_a_map_of_fields() {
    let list = answer(207, r#"{"errors":[{"fileId":"a","error":"no"}]}"#);
    let map = answer(400, r#"{"message":"Invalid custom metadata.","errors":{"price":"too big"}}"#);
    let first = |e: &Error| e.answer().and_then(|a| a.errors.first().cloned());
    assert_eq!(first(&list), Some(ItemError { subject: "a".into(), error: "no".into() }));
    assert_eq!(map.report("x").why, "Invalid custom metadata.\nprice: too big");
}

#[test]
fn what_is_known_of_a_failed_call() {
    for status in [429, 423] {
        assert!(answer(status, "{}").is_postponed() && !answer(status, "{}").is_unclear());
    }
    for status in [500, 503] {
        assert!(answer(status, "{}").is_unclear() && !answer(status, "{}").is_postponed());
    }
    assert!(!answer(404, "{}").is_unclear());
}

#[test]
fn reports_hold_no_secret() {
    let report = answer(403, r#"{"message":"private_x is wrong"}"#).report("GET /a?ik-s=beef failed");
    assert_eq!((report.why.as_str(), report.what.as_str()), ("… is wrong", "GET /a?ik-s=… failed"));
    assert_eq!((report.status, report.request_id.as_deref()), (Some(403), Some("r1")));
}

#[test]
fn limits_in_words() {
    let limit = |limit, interval| RateLimit { limit: Some(limit), interval: Some(interval), reset: None };
    let words = |l: RateLimit| l.in_words();
    assert_eq!(words(limit(5, Duration::from_secs(1))), "the service allows 5 calls a second");
    assert_eq!(words(limit(90, Duration::from_secs(900))), "the service allows 90 calls in 15 min");
    assert_eq!(words(limit(3, Duration::from_millis(40))), "the service allows 3 calls in 40 ms");
    assert_eq!(words(RateLimit::default()), "the service asks for fewer calls");
}

#[test]
fn states_of_the_key_are_told_apart() {
    let told = |status, message: &str| {
        let error = answer(status, &format!(r#"{{"message":"{message}"}}"#));
        (error.answer().and_then(Answer::key_state), error.report("x").next)
    };
    assert_eq!(told(401, "Your request does not contain private API key.").0, Some(KeyState::Missing));
    let (state, next) = told(403, "Your account cannot be authenticated.");
    assert_eq!(state, Some(KeyState::Wrong));
    assert!(next.contains("right"), "{next}");
    let (state, next) = told(403, "Your request contains expired private API key.");
    assert_eq!(state, Some(KeyState::Expired));
    assert!(next.contains("new"), "{next}");
    let (state, next) = told(403, "Your account is disabled.");
    assert_eq!(state, Some(KeyState::Disabled));
    assert!(next.contains("account"), "{next}");
    assert_eq!(told(403, "Storage limit exceeded.").0, None);
    assert_eq!(told(404, "expired").0, None);
}

#[test]
fn every_error_has_a_class() {
    let class = |status| answer(status, "{}").class();
    let classes = [
        (207, ErrorClass::PartialSuccess),
        (400, ErrorClass::BadRequest),
        (401, ErrorClass::Unauthorized),
        (403, ErrorClass::Forbidden),
        (404, ErrorClass::NotFound),
        (409, ErrorClass::Conflict),
        (418, ErrorClass::Unknown),
        (423, ErrorClass::Locked),
        (429, ErrorClass::TooManyRequests),
        (502, ErrorClass::InternalServer),
    ];
    for (status, expected) in classes {
        assert_eq!(class(status), expected, "{status}");
    }
    let cut = Error::Transport { kind: Transport::Cut, why: String::new() };
    assert_eq!(cut.class(), ErrorClass::NoAnswer);
    assert_eq!(Error::Stopped.class(), ErrorClass::Stopped);
    assert_eq!(Error::Setup(String::new()).class(), ErrorClass::Local);
}

#[test]
fn nothing_that_a_server_says_tells_a_secret() {
    let body = r#"{"message":"private_x","help":"private_x","reason":"private_x",
        "errors":{"field private_x":"private_x is wrong"},"missingFileIds":["private_x"]}"#;
    let error = answer(400, body);
    assert!(!format!("{error:?} {error} {:?}", error.report("x")).contains("private_x"), "{error:?}");
}
