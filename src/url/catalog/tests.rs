use rstest::rstest;

use super::*;
use crate::url::{Chain, classic, typed};

#[rstest]
#[case("w", &["2", "65535", "0.5", "auto", "iw_div_2", "1"], &["", "0", "65536", "-5", "wide", "iw_div"])]
#[case("ar", &["4-3", "16_9", "1.5-1", "iar_mul_2"], &["4", "0-3", "4-"])]
#[case("bg", &["FFFFFF", "FF000050", "red", "blurred", "blurred_auto_N40", "dominant", "gradient_dominant_4", "genfill-prompt-sky"],
       &["FFF", "FF0000F0", "blurred_200", "gradient_dominant_3", "genfill-"])]
#[case("r", &["20", "max", "1_2_3_4"], &["0", "1_2_3", "big"])]
#[case("b", &["5_FF0000", "iw_div_20_red"], &["FF0000", "_red", "5_"])]
#[case("rt", &["90", "N45", "auto"], &["-90", "1000", ""])]
#[case("x", &["0", "N10", "bw_sub_cw"], &["-10", "left"])]
#[case("e-usm", &["", "2-2-0.8-0.024"], &["2-2-0.8", "a-b-c-d"])]
#[case("e-shadow", &["", "bl-15_st-40_x-10_y-N5"], &["bl-16", "bl-1_bl-1", "x"])]
#[case("e-gradient", &["", "ld-top_left_from-red_to-FFFFFF_sp-0.5", "ld-45"], &["ld-up", "from-1"])]
#[case("e-grayscale", &["", "true"], &["50"])]
#[case("cr", &["FF0000", "FF0000_30", "red_30_blue"], &["_30", "FF0000_200", "a_b_c_d"])]
#[case("e-distort", &["a-45", "a-N10", "p-0_0_100_0_100_100_0_100"], &["p-0_0", "b-1"])]
#[case("tg", &["b", "b_i", "i_strikethrough"], &["u", "b-i"])]
#[case("sr", &["240_360", "2160"], &["300"])]
#[case("pg", &["2", "3-4", "4-", "1_3_5", "name-\"a\"_\"b\""], &["", "x"])]
#[case("q", &["1", "100"], &["0", "101", "80.5"])]
#[case("dpr", &["0.1", "5", "auto"], &["0", "6"])]
fn values(#[case] code: &str, #[case] right: &[&str], #[case] wrong: &[&str]) {
    for value in right {
        assert_eq!(check(code, Some(value)), Ok(()), "{code}-{value}");
    }
    for value in wrong {
        let error = check(code, Some(value)).expect_err(&format!("{code}-{value}"));
        assert!(error.to_string().starts_with(entry(code).expect("an entry").title), "{error}");
    }
}

#[test]
fn errors_name_the_field_and_the_way_out() {
    let error = |code, value| check(code, value).expect_err("wrong").to_string();
    assert_eq!(error("q", Some("200")), "Quality takes 1 to 100");
    assert_eq!(error("lo", None), "Lossless needs true or false");
    assert_eq!(error("e-upscale", Some("2")), "Upscale stands alone, without a value");
    assert_eq!(error("foo", Some("1")), "there is no transformation foo");
}

#[test]
fn every_example_is_right_and_every_code_stands_once() {
    for (at, own) in ENTRIES.iter().enumerate() {
        assert!(ENTRIES[..at].iter().all(|other| other.code != own.code), "{}", own.code);
        // Inputs and paths have no example that could be right for every library.
        if !matches!(own.code, "i" | "di" | "raw") {
            let value = Some(own.example).filter(|value| !value.is_empty());
            assert_eq!(check(own.code, value), Ok(()), "{}", own.code);
        }
        assert!(!own.doc.is_empty() && !own.scope.is_empty());
    }
}

#[test]
fn the_names_of_both_sdks_lead_here() {
    let codes: Vec<_> = classic::NAMES.iter().chain(typed::NAMES).collect();
    assert!(codes.len() > 90);
    for (name, code) in codes {
        let own = entry(code).unwrap_or_else(|| panic!("{code} is missing"));
        assert!(own.classic == *name || own.typed.contains(name), "{name}");
    }
}

fn told(step: &str, scope: Scope) -> Vec<String> {
    let chain = Chain::parse(step);
    let warnings = chain.steps.iter().flat_map(|step| warnings(step, scope));
    warnings.map(|warning| format!("{}: {}", warning.code, warning.text)).collect()
}

#[test]
fn what_does_not_work_together() {
    let image = |step| told(step, Scope::Image);
    assert_eq!(image("w-400,h-300,fo-auto,f-webp,q-70"), [""; 0]);
    assert_eq!(image("w-1,h-1,ar-4-3"), ["ar: ignored: width and height are both given"]);
    assert_eq!(image("x-10,w-5"), ["x: needs crop mode extract"]);
    assert_eq!(image("x-10,w-5,cm-extract"), [""; 0]);
    assert_eq!(image("w-5,bg-red"), ["bg: not seen without padding, rounding, turning or transparency"]);
    assert_eq!(image("w-5,h-5,cm-pad_resize,bg-red"), [""; 0]);
    assert_eq!(image("orig-true,w-5"), ["orig: wins: all the rest is ignored"]);
    assert_eq!(image("so-3"), ["so: only of videos"]);
    assert_eq!(image("fs-3"), ["fs: only inside of a layer"]);
    assert_eq!(image("w-5,w-6"), ["w: given twice in this step: only one counts"]);
    assert_eq!(image("e-upscale,e-retouch"), ["e-retouch: one AI operation a step: give each its own"]);
    assert_eq!(told("e-sharpen", Scope::Video), ["e-sharpen: not of videos"]);
    assert_eq!(told("al-5,bg-red,i-x", Scope::ImageLayer), ["al: not in this kind of layer"]);
}
