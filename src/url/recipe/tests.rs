use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Recipe {
    Recipe::read(&Chain::parse(text)).unwrap()
}

fn work(text: &str) -> Work {
    let recipe = read(text);
    assert_eq!(recipe.ignored, [""; 0], "{text}");
    recipe.first_work().unwrap().clone()
}

#[test]
fn sizes_are_pixels_or_shares() {
    let sizes = work("w-300,h-0.5");
    assert_eq!((sizes.width, sizes.height), (Some(Length::Pixels(300)), Some(Length::Share(0.5))));
    assert_eq!(work("w-1").width, Some(Length::Share(1.0)));
    assert_eq!(work("w-65535").width, Some(Length::Pixels(65535)));
    assert_eq!(work("w-100,ar-4-3").aspect, Some(4.0 / 3.0));
    assert_eq!(work("w-100,ar-16_9").aspect, Some(16.0 / 9.0));
    assert_eq!(work("w-100,dpr-2.5").dpr, Some(2.5));
}

#[test]
fn what_makes_no_sense_is_ignored_and_named() {
    let recipe = read(
        "w-65536,h-auto,h--3,w-1e2,q-0,q-101,dpr-9,ar-4,fo-face,fl-x,bg-red,c-x,zz-1,w:e-grayscale-1,bl-",
    );
    assert!(recipe.steps.iter().all(Stage::is_nothing), "{recipe:?}");
    let written =
        "w-65536 h-auto h--3 w-1e2 q-0 q-101 dpr-9 ar-4 fo-face fl-x bg-red c-x zz-1 w e-grayscale-1 bl-";
    assert_eq!(recipe.ignored.join(" "), written);
    assert!(recipe.is_identity());
}

#[test]
fn the_crop_mode_wins_over_the_crop() {
    assert_eq!(work("cm-extract,c-force").fit, Fit::Extract);
    assert_eq!(work("c-force,cm-pad_resize").fit, Fit::Pad);
    assert_eq!(work("c-at_max,c-at_least").fit, Fit::AtLeast);
}

#[test]
fn positions_and_negatives() {
    let extract = work("cm-extract,w-10,h-10,x-N5,y-7,fo-bottom_right");
    assert_eq!(extract.corner, (Some(-5), Some(7)));
    assert_eq!(extract.focus, Focus { horizontal: Align::End, vertical: Align::End });
    assert_eq!(work("fo-top").focus, Focus { horizontal: Align::Center, vertical: Align::Start });
    assert_eq!(work("fo-left").focus, Focus { horizontal: Align::Start, vertical: Align::Center });
    assert_eq!(work("rt-N90").rotation, 270.0);
    assert_eq!(work("rt-450").rotation, 90.0);
    assert_eq!(work("rt-auto").rotation, 0.0);
}

#[test]
fn colors_carry_their_opacity_in_percent() {
    assert_eq!(work("bg-FF8000").background, Some([255, 128, 0, 255]));
    assert_eq!(work("bg-ff800050").background, Some([255, 128, 0, 128]));
    assert_eq!(work("bg-00000000").background, Some([0, 0, 0, 0]));
}

#[test]
fn the_last_format_and_quality_count() {
    let recipe = read("w-100,f-png,q-10:rt-90,f-jpg");
    assert_eq!((recipe.format, recipe.quality, recipe.steps.len()), (Format::Jpeg, Some(10), 2));
    assert!(read("orig-true,w-100").is_identity());
    assert!(!read("w-100").is_identity());
    assert!(!read("q-50").is_identity());
    assert!(read("f-auto").is_identity());
}

#[test]
fn named_transformations() {
    assert_eq!(read("n-ik_ml_thumbnail").steps.first(), read("w-400,h-300,c-at_max").steps.first());
    let unknown = Recipe::read(&Chain::parse("n-mine"));
    assert_eq!(unknown, Err(RecipeError::UnknownName("mine".into())));
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "([a-z]{1,2}-)?\\PC{0,6}([,:]([a-z]{1,2}-)?[0-9a-zN_.-]{0,8}){0,8}") {
        let _ = Recipe::read(&Chain::parse(&text));
    }
}
