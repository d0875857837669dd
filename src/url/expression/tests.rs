use proptest::prelude::*;
use rstest::rstest;

use super::*;

const VARIABLES: Variables = Variables {
    initial: Some((400.0, 200.0)),
    current: Some((100.0, 300.0)),
    base: Some((1000.0, 500.0)),
    density: Some(72.0),
    duration: Some(12.5),
    base_duration: None,
};

fn value(text: &str) -> Option<f64> {
    Expression::parse(text).unwrap().eval(&VARIABLES)
}

#[rstest]
#[case("300", 300.0)]
#[case("N5", -5.0)]
#[case("0.25", 0.25)]
#[case("iw_div_2", 200.0)]
#[case("iar", 2.0)]
#[case("car_mul_3", 1.0)]
#[case("bar_add_idn_sub_idu", 61.5)]
#[case("bw_mul_0.8_add_bh_mul_0.6", 1100.0)]
#[case("cw_add_ch_div_2", 250.0)]
#[case("10_sub_4_sub_3", 3.0)]
#[case("12_div_2_mul_3", 18.0)]
// Sums come before remainders, and remainders before powers.
#[case("7_add_6_mod_5", 3.0)]
#[case("2_add_1_pow_2", 9.0)]
#[case("2_pow_3_pow_2", 64.0)]
#[case("2_pow_7_mod_5", 4.0)]
fn worked_out(#[case] text: &str, #[case] expected: f64) {
    let found = value(text).unwrap();
    assert!((found - expected).abs() < 1e-9, "{text}: {found}");
}

#[test]
fn what_has_no_value() {
    let texts =
        ["1_div_0", "0_div_0", "5_mod_0", "10_pow_400", "N8_pow_0.5", "bdu_add_1", "iw_div_cw_sub_cw_mul_0"];
    for text in &texts[..6] {
        assert_eq!(value(text), None, "{text}");
    }
    // A division comes before the difference: 4 − 0.
    assert_eq!(value(texts[6]), Some(4.0));
    assert_eq!(Expression::parse("iw").unwrap().eval(&Variables::default()), None);
}

#[rstest]
#[case("", 1, "what is missing here should be a number")]
#[case("iw_", 4, "what is missing here should be one of add")]
#[case("iw_div", 7, "what is missing here should be a number")]
#[case("iw_over_2", 4, "`over` should be one of add")]
#[case("iw_div_zw", 8, "`zw` should be a number")]
#[case("1e3", 1, "`1e3`")]
#[case("-5", 1, "`-5`")]
#[case("é_add_1", 1, "`é`")]
#[case("inf", 1, "`inf`")]
#[case(".", 1, "`.`")]
fn errors_name_the_place(#[case] text: &str, #[case] column: usize, #[case] message: &str) {
    let error = Expression::parse(text).unwrap_err();
    assert_eq!(error.column, column, "{error}");
    assert!(error.message.contains(message), "{error}");
}

#[test]
fn endless_expressions_are_refused() {
    let text = format!("1{}", "_add_1".repeat(1000));
    assert!(Expression::parse(&text).unwrap_err().message.contains("at most 64"));
}

/// The slow way: the loosest operator that stands furthest right splits the text, and the halves are
/// worked out by themselves.
fn slow(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split('_').collect();
    for group in [&["pow"][..], &["mod"], &["add", "sub"], &["mul", "div"]] {
        let Some(at) = words.iter().rposition(|word| group.contains(word)) else { continue };
        let (left, right) = (slow(&words[..at].join("_"))?, slow(&words[at + 1..].join("_"))?);
        let value = match words[at] {
            "pow" => left.powf(right),
            "mod" => left % right,
            "add" => left + right,
            "sub" => left - right,
            "mul" => left * right,
            _ => left / right,
        };
        return value.is_finite().then_some(value);
    }
    Some(match text {
        "iw" => 400.0,
        "ih" => 200.0,
        "iar" => 2.0,
        "ch" => 300.0,
        "bh" => 500.0,
        number => number.parse().unwrap(),
    })
}

fn written() -> impl Strategy<Value = String> {
    let operand = || prop_oneof![3 => "[0-9]{1,3}", 1 => "[0-9]\\.[0-9]{1,2}", 2 => "(iw|ih|iar|ch|bh)"];
    let more = ("(add|sub|mul|div|mod|pow)", operand());
    (operand(), proptest::collection::vec(more, 0..7)).prop_map(|(first, rest)| {
        rest.into_iter().fold(first, |text, (operator, operand)| format!("{text}_{operator}_{operand}"))
    })
}

proptest! {
    #[test]
    fn the_same_as_the_slow_way(text in written()) {
        let expression = Expression::parse(&text).unwrap();
        prop_assert_eq!(expression.to_string(), text.clone());
        prop_assert_eq!(expression.eval(&VARIABLES), slow(&text));
    }

    #[test]
    fn any_text_is_read_or_refused_within_itself(text in "\\PC{0,4}(_(add|\\PC{0,3}))?(_[0-9a-zN.]{0,3}){0,3}") {
        match Expression::parse(&text) {
            Ok(expression) => prop_assert_eq!(expression.to_string(), text),
            Err(error) => prop_assert!(error.column <= text.chars().count() + 1),
        }
    }
}
