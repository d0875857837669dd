use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn branch(text: &str) -> Result<Branch, ConditionError> {
    let chain = Chain::parse(text);
    Branch::parse(chain.steps.first().unwrap().params.first().unwrap())
}

/// For a picture that is 300 × 200 now and was 1200 × 900.
fn holds(condition: &str) -> bool {
    Condition::parse(condition).unwrap().holds((300, 200), (1200, 900))
}

#[rstest]
#[case("w_eq_300", true)]
#[case("w_ne_300", false)]
#[case("h_gt_199.5", true)]
#[case("h_gt_200", false)]
#[case("h_gte_200", true)]
#[case("h_lt_200", false)]
#[case("h_lte_200", true)]
#[case("iw_eq_1200", true)]
#[case("ih_lt_900", false)]
#[case("ar_eq_1.5", true)]
#[case("ar_eq_3-2", true)]
#[case("iar_eq_4-3", true)]
#[case("cw_eq_300_and_ch_eq_200_and_car_eq_3-2", true)]
#[case("w_eq_1_and_h_eq_200", false)]
#[case("w_eq_1_or_h_eq_200", true)]
// `and` comes before `or`: the other way round these would be false and true.
#[case("w_eq_300_or_w_eq_1_and_h_eq_1", true)]
#[case("w_eq_1_and_h_eq_1_or_w_eq_2", false)]
fn comparisons(#[case] condition: &str, #[case] expected: bool) {
    assert_eq!(holds(condition), expected);
}

#[test]
fn blocks() {
    let chain = Chain::parse;
    let found = branch("if-ar_gt_1,w-200,if-else,w-300,if-end").unwrap();
    assert_eq!((found.then, found.otherwise), (chain("w-200"), Some(chain("w-300"))));
    let found = branch("if-h_eq_200,w-100:rt-90,if-end").unwrap();
    assert_eq!((found.then, found.otherwise), (chain("w-100:rt-90"), None));
    let found = branch("if-h_eq_200,if-else,w-1:h-2,if-end").unwrap();
    assert_eq!((found.then, found.otherwise), (chain(""), Some(chain("w-1:h-2"))));
    let nested = "if-w_gt_1,if-h_gt_1,w-1,if-else,w-2,if-end,if-else,w-3,if-end";
    let found = branch(nested).unwrap();
    assert_eq!(
        (found.then, found.otherwise),
        (chain("if-h_gt_1,w-1,if-else,w-2,if-end"), Some(chain("w-3")))
    );
}

#[rstest]
#[case("if-w_gt_1,w-2", "`if-w_gt_1` has no `if-end`")]
#[case("if-size_gt_1,w-2,if-end", "`size` is nothing that a condition can look at")]
#[case("if-w_over_1,w-2,if-end", "`over` is no comparison")]
#[case("if-w_gt_x,w-2,if-end", "`x` should be a number")]
#[case("if-w_gt,w-2,if-end", "`` should be a number")]
#[case("if-ar_gt_4-0,w-2,if-end", "`4-0` should be a number")]
#[case("if-w_gt_1_xor_h_gt_1,w-2,if-end", "`xor` should be `and` or `or`")]
#[case("if-w_gt_1_and_,w-2,if-end", "`` is nothing")]
fn errors_name_the_word(#[case] text: &str, #[case] message: &str) {
    let error = branch(text).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

fn written() -> impl Strategy<Value = String> {
    let comparison = "(w|h|ar|iw|ih|iar)_(eq|ne|gt|gte|lt|lte)_([0-9]{1,4}(\\.[0-9]{1,2})?|[1-9]-[1-9])";
    let condition =
        (comparison, proptest::collection::vec(("(and|or)", comparison), 0..5)).prop_map(|(first, rest)| {
            rest.into_iter().fold(first, |text, (joint, next)| format!("{text}_{joint}_{next}"))
        });
    let steps = || "(,(w-[0-9]{2}|rt-90|l-text,i-a,l-end)){1,2}(:h-[0-9])?";
    (condition, steps(), proptest::option::of(steps())).prop_map(|(condition, then, otherwise)| {
        let otherwise = otherwise.map_or_else(String::new, |steps| format!(",if-else{steps}"));
        format!("if-{condition}{then}{otherwise},if-end")
    })
}

proptest! {
    #[test]
    fn written_back_unchanged(text in written()) {
        let found = branch(&text).unwrap();
        prop_assert_eq!(found.to_string(), text);
        prop_assert_eq!(branch(&found.to_string()).unwrap(), found);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "if-(w_gt_1|\\PC{0,5})(_(and|\\PC{0,3})){0,3}([,:](if-else|\\PC{0,4})){0,3}(,if-end)?") {
        if let Ok(found) = branch(&text) {
            prop_assert_eq!(branch(&found.to_string()).unwrap(), found);
        }
    }
}
