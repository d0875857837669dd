use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Recipe {
    Recipe::read(&Chain::parse(text)).unwrap()
}

fn work(text: &str) -> Work {
    let recipe = read(text);
    assert_eq!(recipe.ignored, [], "{text}");
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
        "w-65536,h--3,w-1e2,q-0,q-101,dpr-9,ar-4,fo-Top,fl-x,bg-redd,c-x,t-100,b-5,r-1_2,o-101,e-usm-1,w:e-grayscale-1,bl-",
    );
    assert!(recipe.steps.iter().all(Stage::is_nothing), "{recipe:?}");
    let written = "w-65536 h--3 w-1e2 q-0 q-101 dpr-9 ar-4 fo-Top fl-x bg-redd c-x t-100 b-5 r-1_2 o-101 e-usm-1 w e-grayscale-1 bl-";
    let params: Vec<_> = recipe.ignored.iter().map(|ignored| ignored.param.as_str()).collect();
    assert_eq!(params.join(" "), written);
    assert!(recipe.ignored.iter().all(|ignored| ignored.reason == Reason::Value), "{:?}", recipe.ignored);
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
    assert_eq!(work("bg-FF8000").background, Some(Ground::Color([255, 128, 0, 255])));
    assert_eq!(work("bg-ff800050").background, Some(Ground::Color([255, 128, 0, 128])));
    assert_eq!(work("bg-00000000").background, Some(Ground::Color([0, 0, 0, 0])));
}

#[test]
fn grounds() {
    let ground = |text| work(text).background.unwrap();
    assert_eq!(ground("bg-RebeccaPurple"), Ground::Color([0x66, 0x33, 0x99, 255]));
    assert_eq!(ground("bg-blurred"), Ground::Blurred { strength: None, brightness: 0 });
    assert_eq!(ground("bg-blurred_auto_N20"), Ground::Blurred { strength: None, brightness: -20 });
    assert_eq!(ground("bg-blurred_50_255"), Ground::Blurred { strength: Some(50), brightness: 255 });
    assert_eq!(ground("bg-dominant"), Ground::Dominant);
    assert_eq!(ground("bg-gradient_dominant"), Ground::Gradient { colors: 2 });
    assert_eq!(ground("bg-gradient_dominant_4"), Ground::Gradient { colors: 4 });
}

#[test]
fn outlines() {
    assert_eq!(work("b-5_FF0000").border, Some(Border { width: 5, color: [255, 0, 0, 255] }));
    assert_eq!(work("r-max").radius, Some(Radius::Max));
    assert_eq!(work("r-20").radius, Some(Radius::Corners([20; 4])));
    assert_eq!(work("r-1_2_3_0").radius, Some(Radius::Corners([1, 2, 3, 0])));
    assert_eq!((work("t-true").trim, work("t-25").trim, work("t-false").trim), (Some(10), Some(25), None));
}

/// The documentation's own examples.
#[test]
fn effects() {
    let usm = Unsharp { radius: 2.0, sigma: 2.0, amount: 0.8, threshold: 0.024 };
    assert_eq!(work("e-usm-2-2-0.8-0.024").unsharp, Some(usm));
    assert_eq!((work("e-sharpen").sharpen, work("e-sharpen-3.5").sharpen), (Some(10.0), Some(3.5)));
    assert!(work("e-contrast").contrast && work("e-contrast-1").contrast);
    let shadow = Shadow { blur: 15, saturation: 40, x: 10, y: -5 };
    assert_eq!(work("e-shadow-bl-15_st-40_x-10_y-N5").shadow, Some(shadow));
    assert_eq!(work("e-shadow").shadow, Some(Shadow { blur: 10, saturation: 30, x: 2, y: 2 }));
    let colorize = Colorize { color: [255, 0, 0, 255], intensity: 15 };
    assert_eq!(work("e-colorize-co-red_in-15").colorize, Some(colorize));
    assert_eq!(work("e-distort-a-N30").distort, Some(Distort::Arc(-30.0)));
    let corners = [(50, 50), (950, 20), (950, 650), (-5, 700)];
    assert_eq!(work("e-distort-p-50_50_950_20_950_650_N5_700").distort, Some(Distort::Perspective(corners)));
    let replacement = Replacement { to: [255, 0, 0, 255], tolerance: 100, from: Some([0, 0, 255, 255]) };
    assert_eq!(work("cr-FF0000_100_0000FF").replace, Some(replacement));
    assert_eq!(work("cr-red").replace, Some(Replacement { tolerance: 35, from: None, ..replacement }));
}

#[test]
fn gradients() {
    let gradient = |text| work(text).gradient.unwrap();
    let (from, to) = ([255, 0, 0, 128], [255, 255, 255, 128]);
    assert_eq!(
        gradient("e-gradient-ld-45_from-FF000050_to-FFFFFF50_sp-0.5"),
        Gradient { direction: Direction::Degrees(45.0), from, to, stop: Length::Share(0.5) }
    );
    let corner = Focus { horizontal: Align::Start, vertical: Align::Start };
    assert_eq!(gradient("e-gradient-ld-top_left_sp-40").direction, Direction::Toward(corner));
    assert_eq!(gradient("e-gradient-ld-top_left_sp-40").stop, Length::Pixels(40));
    assert_eq!(gradient("e-gradient"), Gradient::default());
}

#[test]
fn what_is_to_be_found() {
    for text in ["fo-auto", "fo-face", "fo-car_traffic light", "fo-auto-custom_override"] {
        assert_eq!(work(text).interest, Some(Interest::Salient), "{text}");
    }
    assert_eq!(work("fo-face,z-2.5").zoom, Some(2.5));
    assert_eq!(work("fo-auto,fo-top_left").interest, None);
    let area = "10, 20,30,40".parse().unwrap();
    assert_eq!(area, Area { x: 10, y: 20, width: 30, height: 40 });
    assert_eq!(["1,2,3", "1,2,0,4", "1,2,3,4,5"].map(str::parse::<Area>), [Err(()); 3]);
    let mut recipe = read("fo-custom,w-10:fo-custom");
    assert!(recipe.place_custom(area) && !read("fo-auto").place_custom(area));
    let found: Vec<_> = recipe
        .steps
        .iter()
        .map(|stage| match stage {
            Stage::Work(plain) => plain.work.interest,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, [Some(Interest::Area(area)), Some(Interest::Custom)]);
}

#[test]
fn what_is_not_followed_has_a_reason() {
    for (text, reason) in [
        ("w-auto", Reason::ClientHints),
        ("dpr-auto", Reason::ClientHints),
        ("e-bgremove", Reason::Generative),
        ("e-changebg-prompt-a_car", Reason::Generative),
        ("bg-genfill-prompt-sea", Reason::Generative),
        ("so-2", Reason::Video),
        ("f-mp4", Reason::Video),
        ("f-svg", Reason::Vector),
        ("pg-3-4", Reason::Document),
        ("lx-5", Reason::Layer),
        ("c2pa-true", Reason::Credentials),
        ("zz-1", Reason::Unknown),
        ("e-sepia", Reason::Unknown),
    ] {
        let recipe = read(text);
        assert_eq!(recipe.ignored, [Ignored { param: text.into(), reason }]);
        assert!(recipe.is_identity(), "{text}");
    }
    let told = read("e-upscale").ignored[0].to_string();
    assert_eq!(told, "e-upscale (needs a generative model, which the local library does not have)");
}

#[test]
fn how_it_is_written() {
    let recipe = read("lo-true,pr-true,md-true,cp-true,pg-2,f-avif");
    let flags = [recipe.lossless, recipe.progressive, recipe.keep_metadata, recipe.keep_profile];
    assert_eq!((flags, recipe.page, recipe.format), ([true; 4], Some(2), Format::Avif));
    assert!(!read("pg-2").is_identity() && !read("pr-true").is_identity() && read("md-true").is_identity());
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
