use proptest::prelude::*;
use rstest::rstest;

use super::*;

const SALE: &str = "w-400,h-300,fo-auto:l-text,i-SALE,fs-40,lx-10,l-end:rt-90";

fn lines(draft: &Draft) -> Vec<String> {
    let told = |line: &Line| {
        let indent = "  ".repeat(line.depth);
        let sign = if line.on { "" } else { "-" };
        match draft.item(&line.path) {
            Some(item) => {
                format!("{indent}{sign}{} {}", item.code(), item.value(draft.layer_kind(&line.path)))
            }
            None => format!("{indent}{sign}step {}", line.path.last() + 1),
        }
    };
    draft.lines().iter().map(told).collect()
}

fn path_of(draft: &Draft, text: &str) -> Path {
    let at = lines(draft).iter().position(|line| line.trim_start() == text);
    draft.lines().swap_remove(at.unwrap_or_else(|| panic!("no line {text} in {:?}", lines(draft)))).path
}

#[test]
fn a_form_of_lines() {
    let draft = Draft::parse(SALE);
    let told = lines(&draft);
    assert_eq!(
        told,
        [
            "step 1", "w 400", "h 300", "fo auto", "step 2", "l text", "  i SALE", "  fs 40", "  lx 10",
            "step 3", "rt 90"
        ]
    );
    assert_eq!(draft.scope(&path_of(&draft, "fs 40"), Scope::Image), Scope::TextLayer);
    assert_eq!(draft.scope(&path_of(&draft, "rt 90"), Scope::Image), Scope::Image);
    let ground = Draft::parse("l-image,i-ik_canvas,bg-red:w-5,l-end");
    assert_eq!(ground.scope(&path_of(&ground, "bg red"), Scope::Image), Scope::ColorLayer);
    assert_eq!(lines(&ground)[2..], ["  step 1", "  i ik_canvas", "  bg red", "  step 2", "  w 5"]);
}

#[rstest]
#[case("")]
#[case("w-400")]
#[case(SALE)]
#[case("if-ar_gt_1,w-200:rt-90,if-else,w-300,if-end")]
#[case("l-image,i-a@@b.jpg,w-bw_div_3:l-image,i-b.png,l-end,l-end,h-5")]
#[case("l-text,ie-4KS54KS%2F4KSo4KWN4KSm4KWA,co-red,l-end")]
#[case("e-grayscale,e-usm-2-2-0.8-0.024,lo-true")]
fn read_and_written(#[case] text: &str) {
    assert_eq!(Draft::parse(text).to_string(), text);
}

#[test]
fn inputs_are_shown_decoded_and_written_as_the_sdks_do() {
    let mut draft = Draft::parse("l-text,ie-4KS54KS%2F4KSo4KWN4KSm4KWA,l-end:l-image,i-a@@b.jpg,l-end");
    assert_eq!(lines(&draft)[2], "  i हिन्दी");
    let image = path_of(&draft, "i a/b.jpg");
    draft.item_mut(&image).unwrap().set("/c d/é.png", Some("image"));
    let text = path_of(&draft, "i हिन्दी");
    draft.item_mut(&text).unwrap().set("Up to 50", Some("text"));
    assert_eq!(draft.to_string(), "l-text,i-Up%20to%2050,l-end:l-image,ie-YyBkL8OpLnBuZw%3D%3D,l-end");
    assert_eq!(Item::new("di", "/a b/c.jpg").word(), "di-a%20b@@c.jpg");
    assert_eq!(Item::new("e-edit", "prompt-a hat, red").word(), "e-edit-prompt-a%20hat%2C%20red");
    assert_eq!(Item::new("e-grayscale", "").word(), "e-grayscale");
    assert_eq!(Item::new("raw", "w-5,h-5").word(), "w-5,h-5");
}

#[test]
fn base64_without_its_padding_is_read_as_well() {
    let draft = Draft::parse("l-text,ie-SGk,l-end");
    assert_eq!(lines(&draft)[2], "  i Hi");
}

#[test]
fn switched_off_is_not_written() {
    let mut draft = Draft::parse(SALE);
    draft.toggle(&path_of(&draft, "fo auto"));
    draft.toggle(&path_of(&draft, "fs 40"));
    draft.toggle(&path_of(&draft, "step 3"));
    assert_eq!(draft.to_string(), "w-400,h-300:l-text,i-SALE,lx-10,l-end");
    draft.toggle(&path_of(&draft, "-step 3"));
    assert_eq!(lines(&draft).last().unwrap(), "rt 90");
    draft.toggle(&path_of(&draft, "l text"));
    assert_eq!(draft.to_string(), "w-400,h-300:rt-90");
    assert_eq!(lines(&draft)[6], "  -i SALE");
}

#[test]
fn moved_and_removed() {
    let mut draft = Draft::parse("w-1,h-2:rt-3");
    let width = path_of(&draft, "w 1");
    let width = draft.shift(&width, true);
    assert_eq!(draft.to_string(), "h-2,w-1:rt-3");
    let width = draft.shift(&width, true);
    assert_eq!(draft.to_string(), "h-2:w-1,rt-3");
    draft.shift(&width, false);
    assert_eq!(draft.to_string(), "h-2,w-1:rt-3");
    assert_eq!(lines(&draft)[2], "w 1");
    let last = path_of(&draft, "step 2");
    assert_eq!(draft.shift(&last, true), last);
    draft.shift(&last, false);
    assert_eq!(draft.to_string(), "rt-3:h-2,w-1");
    draft.remove(&Path::first_step());
    assert_eq!(draft.to_string(), "h-2,w-1");
    draft.remove(&path_of(&draft, "w 1"));
    assert_eq!(draft.to_string(), "h-2");
}

#[test]
fn added() {
    let mut draft = Draft::default();
    let width = draft.add(&Path::default(), Item::new("w", "5"));
    draft.add(&Path::first_step(), Item::new("q", "80"));
    draft.add(&width, Item::new("h", "6"));
    let step = draft.add_step(&width);
    let layer = draft.add(&step, Item::layer("text", "a"));
    let input = draft.lines().pop().unwrap().path;
    assert_eq!(draft.layer_kind(&input), Some("text"));
    draft.add(&input, Item::new("fs", "9"));
    assert_eq!(draft.to_string(), "w-5,h-6,q-80:l-text,i-a,fs-9,l-end");
    assert_eq!(draft.item(&layer).unwrap().kind(), Some("text"));
}

/// Codes don't begin as those of blocks do.
fn text() -> impl Strategy<Value = String> {
    let param = prop_oneof![
        "[a-hj-km-z]{1,2}-[a-z0-9_]{1,4}",
        Just("e-grayscale".to_owned()),
        Just("e-usm-1-2".to_owned())
    ];
    let steps = prop::collection::vec(prop::collection::vec(param, 1..4), 1..4)
        .prop_map(|steps| steps.iter().map(|step| step.join(",")).collect::<Vec<_>>().join(":"));
    steps.prop_recursive(3, 20, 3, |inner| {
        prop_oneof![
            (inner.clone(), "[a-zA-Z0-9]{1,6}")
                .prop_map(|(steps, input)| format!("l-image,i-{input},{steps},l-end")),
            inner.clone().prop_map(|steps| format!("if-w_gt_5,{steps},if-end")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{a}:{b}")),
        ]
    })
}

proptest! {
    #[test]
    fn any_transformation_is_kept(text in text()) {
        prop_assert_eq!(Draft::parse(&text).to_string(), text);
    }

    #[test]
    fn any_edit_at_any_place_is_harmless(
        text in text(),
        edits in prop::collection::vec((0..6_u8, any::<prop::sample::Index>()), 0..30),
    ) {
        let mut draft = Draft::parse(&text);
        for (edit, at) in edits {
            let lines = draft.lines();
            let path = if lines.is_empty() { Path::default() } else { lines[at.index(lines.len())].path.clone() };
            match edit {
                0 => draft.toggle(&path),
                1 => draft.remove(&path),
                2 => drop(draft.shift(&path, true)),
                3 => drop(draft.shift(&path, false)),
                4 => drop(draft.add(&path, Item::layer("text", "x"))),
                _ => drop(draft.add_step(&path)),
            }
            let written = draft.to_string();
            prop_assert_eq!(Draft::parse(&written).to_string(), written);
        }
    }
}
