use proptest::prelude::*;
use serde_json::Value;

use super::*;

mod forest;

/// The SDK's own answers for texts; other values can't come so far.
#[test]
fn official_vectors() {
    let file: Value = serde_json::from_str(include_str!("../../tests/vectors/auth-and-phash.json")).unwrap();
    let cases = file["phash"].as_array().unwrap();
    let mut seen = 0;
    for case in cases {
        let (Some(first), Some(second)) = (case["first"].as_str(), case["second"].as_str()) else { continue };
        seen += 1;
        match distance(first, second) {
            Ok(bits) => assert_eq!(case["expected"].as_u64(), Some(bits as u64), "{case}"),
            Err(error) => {
                assert_eq!(case["raises"].as_str(), Some(&*error.to_string()), "{case}");
                assert_eq!(case["raises_type"].as_str(), Some(error.class()), "{case}");
            }
        }
    }
    assert!(seen > 110, "only {seen} cases");
}

/// Seen with Python 3.11: a long text is cut, a separator of ASCII is no blank there.
#[test]
fn what_the_vectors_leave_out() {
    let error = |text: &str| distance(text, "0").expect_err("no number").to_string();
    assert_eq!(error(&"é".repeat(300)).chars().count(), 240);
    assert_eq!(error("\u{1c}f0"), r"invalid literal for int() with base 16: '\x1cf0'");
    assert_eq!(error("0_x1"), "invalid literal for int() with base 16: '0_x1'");
    assert_eq!(error("+"), "invalid literal for int() with base 16: '+'");
    assert_eq!(distance("-0", "0"), Ok(0));
    assert_eq!(distance("𝟡𝟘", "90"), Ok(0), "the digits of mathematics, five runs in a row");
}

proptest! {
    #[test]
    fn it_is_the_count_of_bits_that_differ(a: u64, b: u64) {
        let bits = usize::try_from((a ^ b).count_ones()).unwrap();
        prop_assert_eq!(distance(&format!("{a:x}"), &format!("{b:016X}")), Ok(bits));
    }

    #[test]
    fn any_text_has_an_answer_and_order_does_not_matter(a: String, b: String) {
        if let (Ok(there), Ok(back)) = (distance(&a, &b), distance(&b, &a)) {
            prop_assert_eq!(there, back);
        }
    }
}
