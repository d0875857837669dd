use image::{DynamicImage, GenericImageView};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::url::{Chain, Recipe};

const LIMIT: u64 = 1_000_000;

fn placement(chain: &str, size: (u32, u32)) -> Result<Placement, ImagingError> {
    let recipe = Recipe::read(&Chain::parse(chain)).unwrap();
    assert_eq!(recipe.ignored, []);
    Placement::of(recipe.first_work().unwrap_or(&Work::default()), size, LIMIT)
}

/// Pictures of 400 × 200.
#[rstest]
#[case("w-200", (200, 100))]
#[case("h-50", (100, 50))]
#[case("w-0.5", (200, 100))]
#[case("w-800", (800, 400))]
#[case("w-800,c-at_max", (400, 200))]
#[case("w-100,h-100,c-at_max", (100, 50))]
#[case("w-800,h-800,c-at_max", (400, 200))]
#[case("w-800,h-800,c-at_max_enlarge", (800, 400))]
#[case("w-100,h-100,c-at_least", (200, 100))]
#[case("w-100,h-100,c-force", (100, 100))]
#[case("w-100,h-100,c-maintain_ratio_no_enlarge", (100, 100))]
#[case("w-800,h-800,c-maintain_ratio_no_enlarge", (400, 200))]
#[case("w-300,h-800,c-maintain_ratio_no_enlarge", (300, 200))]
#[case("w-800,c-maintain_ratio_no_enlarge", (400, 200))]
#[case("w-100,h-100,cm-pad_extract_no_shrink", (400, 200))]
#[case("w-100,h-100", (100, 100))]
#[case("w-100,ar-4-3", (100, 75))]
#[case("h-90,ar-4-3", (120, 90))]
#[case("w-100,h-10,ar-1-1", (100, 10))]
#[case("w-100,dpr-2", (200, 100))]
#[case("w-4000,c-at_max,dpr-2", (400, 200))]
#[case("h-1000,c-at_max_enlarge,w-100", (100, 50))]
#[case("dpr-2", (400, 200))]
#[case("w-0.001,h-0.001,c-force", (1, 1))]
fn sizes(#[case] chain: &str, #[case] size: (u32, u32)) {
    let placed = placement(chain, (400, 200)).unwrap();
    assert_eq!((placed.size, placed.canvas), (size, None));
}

#[test]
fn a_ratio_that_leads_too_far_is_ignored() {
    let wide = |chain| placement(chain, (100, 1)).unwrap().size;
    assert_eq!(wide("w-5000,dpr-1"), (5000, 50));
    assert_eq!(wide("w-2501,dpr-2"), (2501, 25));
}

#[rstest]
#[case("w-100,h-100", (100.0, 0.0))]
#[case("w-100,h-100,fo-left", (0.0, 0.0))]
#[case("w-100,h-100,fo-bottom_right", (200.0, 0.0))]
#[case("w-400,h-100,fo-top", (0.0, 0.0))]
#[case("w-400,h-100,fo-bottom", (0.0, 100.0))]
#[case("w-400,h-100", (0.0, 50.0))]
#[case("cm-extract,w-100,h-100", (150.0, 50.0))]
#[case("cm-extract,w-100,h-100,x-7,y-9", (7.0, 9.0))]
#[case("cm-extract,w-100,h-100,x-390,y-N5", (300.0, 0.0))]
#[case("cm-extract,w-100,h-100,xc-100,yc-100", (50.0, 50.0))]
#[case("cm-extract,w-100,h-100,fo-top_left", (0.0, 0.0))]
#[case("cm-extract,w-500,h-100", (0.0, 50.0))]
fn parts(#[case] chain: &str, #[case] corner: (f64, f64)) {
    let placed = placement(chain, (400, 200)).unwrap();
    assert_eq!((placed.part.left, placed.part.top), corner);
}

#[test]
fn padding_is_shared_between_the_sides() {
    let pad = |chain| {
        let placed = placement(chain, (400, 200)).unwrap();
        (placed.size, placed.canvas.unwrap())
    };
    assert_eq!(pad("w-100,h-100,cm-pad_resize"), ((100, 50), Canvas { size: (100, 100), at: (0, 25) }));
    assert_eq!(
        pad("w-100,h-100,cm-pad_resize,fo-bottom"),
        ((100, 50), Canvas { size: (100, 100), at: (0, 50) })
    );
    assert_eq!(pad("w-500,h-100,cm-pad_extract"), ((400, 100), Canvas { size: (500, 100), at: (50, 0) }));
    assert_eq!(
        pad("w-800,h-800,cm-pad_resize_no_enlarge"),
        ((400, 200), Canvas { size: (800, 800), at: (200, 300) })
    );
    assert_eq!(
        pad("w-500,h-100,cm-pad_extract_no_shrink,fo-left"),
        ((400, 200), Canvas { size: (500, 200), at: (0, 0) })
    );
}

/// Of 400 × 200 a part of 100 × 200 is cut, around a place that is told.
#[test]
fn a_part_goes_where_it_is_wanted() {
    let cut = placement("w-50,h-100", (400, 200)).unwrap();
    let part = |placement: Placement| {
        let Part { left, top, width, height } = placement.part;
        (left, top, width, height)
    };
    assert_eq!(part(cut.around((250.0, 3.0), (400, 200))), (200.0, 0.0, 100.0, 200.0));
    assert_eq!(part(cut.around((390.0, 3.0), (400, 200))), (300.0, 0.0, 100.0, 200.0));
    let closer = cut.closer(2.0, (400, 200));
    assert_eq!((part(closer), closer.size), ((175.0, 50.0, 50.0, 100.0), (50, 100)));
    assert_eq!(part(closer.around((10.0, 190.0), (400, 200))), (0.0, 100.0, 50.0, 100.0));
    assert_eq!(part(cut.closer(0.5, (400, 200))), (150.0, 0.0, 100.0, 200.0));
}

#[test]
fn results_have_a_limit() {
    for chain in
        ["w-2000,c-force,h-1000", "w-60000", "h-0.001,w-60000,c-at_least", "w-2000,h-1000,cm-pad_extract"]
    {
        assert!(matches!(placement(chain, (400, 200)), Err(ImagingError::ResultTooLarge { .. })), "{chain}");
    }
}

/// Turning a picture and cutting a part out is cutting the part out as stored and turning that.
#[rstest]
fn parts_of_turned_pictures(#[values(1, 2, 3, 4, 5, 6, 7, 8)] code: u8) {
    let orientation = Orientation::from_exif(code).unwrap();
    let stored: DynamicImage =
        image::RgbImage::from_fn(7, 5, |x, y| image::Rgb([x as u8, y as u8, 0])).into();
    let mut upright = stored.clone();
    upright.apply_orientation(orientation);
    let part = Part { left: 1.0, top: 2.0, width: 3.0, height: 2.0 };
    let expected = upright.crop_imm(1, 2, 3, 2);

    let cut = part.in_stored(orientation, upright.dimensions());
    let mut found = stored.crop_imm(cut.left as u32, cut.top as u32, cut.width as u32, cut.height as u32);
    found.apply_orientation(orientation);

    assert_eq!(found, expected);
}

proptest! {
    #[test]
    fn every_placement_is_inside(
        width in 1_u32..3000, height in 1_u32..3000,
        words in proptest::collection::vec(prop_oneof![
            "[wh]-([1-9][0-9]{0,3}|0\\.[0-9]{1,3}1)", "ar-[1-9][0-9]?-[1-9]", "dpr-[1-4]\\.[0-9]",
            "c-(force|at_max|at_least|at_max_enlarge|maintain_ratio|maintain_ratio_no_enlarge)", "cm-(extract|pad_resize(_no_enlarge)?|pad_extract(_no_shrink)?)",
            "fo-(top|left|bottom_right|center)", "x-N?[0-9]{1,4}", "yc-N?[0-9]{1,4}",
        ], 0..8),
    ) {
        if let Ok(placed) = placement(&words.join(","), (width, height)) {
            let part = placed.part.within((width, height));
            prop_assert!(part.left >= 0.0 && part.width > 0.0 && part.left + part.width <= f64::from(width) + 1e-9);
            prop_assert!(part.top >= 0.0 && part.height > 0.0 && part.top + part.height <= f64::from(height) + 1e-9);
            prop_assert!(placed.size.0 > 0 && placed.size.1 > 0);
            let ground = placed.canvas.map_or(placed.size, |canvas| canvas.size);
            prop_assert!(u64::from(ground.0) * u64::from(ground.1) <= LIMIT);
        }
    }
}
