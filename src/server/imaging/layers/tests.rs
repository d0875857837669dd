use rstest::rstest;

use super::super::{Output, transform};
use super::*;
use crate::url::{Chain, Recipe};

const WHITE: [u8; 4] = [255; 4];
const RED: [u8; 4] = [255, 0, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const CLEAR: [u8; 4] = [0; 4];

fn png(pixels: &RgbaImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn plain(width: u32, height: u32, color: [u8; 4]) -> RgbaImage {
    RgbaImage::from_pixel(width, height, Rgba(color))
}

/// A red square, a ring that can be seen through in the middle, and a font that is none.
fn asset(path: &str) -> Option<Vec<u8>> {
    match path {
        "red.png" | "logos/red.png" => Some(png(&plain(20, 20, RED))),
        "ring.png" => Some(png(&RgbaImage::from_fn(20, 20, |x, y| {
            let inside = (5..15).contains(&x) && (5..15).contains(&y);
            Rgba(if inside { [0, 0, 255, 0] } else { BLUE })
        }))),
        "wide.png" => Some(png(&RgbaImage::from_fn(40, 20, |x, _| Rgba(if x < 20 { RED } else { BLUE })))),
        "broken.ttf" => Some(b"no font".to_vec()),
        _ => None,
    }
}

fn attempt(chain: &str) -> Result<Output, ImagingError> {
    let recipe = Recipe::read(&Chain::parse(chain)).unwrap();
    let limits = Limits { source: 1_000_000, result: 1_000_000 };
    transform(&png(&plain(100, 60, WHITE)), &recipe, "", &limits, &asset)
}

/// The result on a white picture of 100 × 60.
fn result(chain: &str) -> RgbaImage {
    let output = attempt(&format!("{chain}:f-png")).unwrap();
    image::load_from_memory(&output.bytes).unwrap().into_rgba8()
}

/// The rectangle around all pixels of a colour: left, top, width, height.
fn bounds(picture: &RgbaImage, color: [u8; 4]) -> Option<(u32, u32, u32, u32)> {
    let found: Vec<_> = picture.enumerate_pixels().filter(|(.., pixel)| pixel.0 == color).collect();
    let left = found.iter().map(|(x, ..)| *x).min()?;
    let right = found.iter().map(|(x, ..)| *x).max()?;
    let top = found.iter().map(|(_, y, _)| *y).min()?;
    let bottom = found.iter().map(|(_, y, _)| *y).max()?;
    Some((left, top, right - left + 1, bottom - top + 1))
}

/// How many pixels have a colour.
fn count(picture: &RgbaImage, color: [u8; 4]) -> usize {
    picture.pixels().filter(|pixel| pixel.0 == color).count()
}

#[rstest]
#[case("lx-10,ly-5", (10, 5, 20, 20))]
#[case("lx-N5,ly-50", (0, 50, 15, 10))]
#[case("lx-7", (7, 0, 20, 20))]
#[case("ly-7", (0, 7, 20, 20))]
#[case("lxc-50,lyc-30", (40, 20, 20, 20))]
#[case("lx-bw_sub_cw,ly-bh_div_3", (80, 20, 20, 20))]
#[case("lx-iw,ly-cw_div_2", (20, 10, 20, 20))]
#[case("lap-bottom_right,lx-N25,ly-N30", (75, 30, 20, 20))]
#[case("lap-center,lxc-0,lyc-0", (40, 20, 20, 20))]
#[case("lap-top,lx-1", (51, 0, 20, 20))]
#[case("", (40, 20, 20, 20))]
#[case("lfo-top_left", (0, 0, 20, 20))]
#[case("lfo-bottom", (40, 40, 20, 20))]
#[case("lfo-right", (80, 20, 20, 20))]
#[case("lfo-right,lx-3", (3, 0, 20, 20))]
fn a_square_lies_where_it_is_told_to(#[case] place: &str, #[case] expected: (u32, u32, u32, u32)) {
    let separator = if place.is_empty() { "" } else { "," };
    let picture = result(&format!("l-image,i-red.png,{place}{separator}t-false,l-end"));
    assert_eq!(bounds(&picture, RED), Some(expected));
    assert_eq!(count(&picture, RED) + count(&picture, WHITE), 100 * 60);
    assert_eq!(count(&picture, RED), (expected.2 * expected.3) as usize);
}

#[test]
fn what_is_done_to_a_layer_is_done_to_it_alone() {
    let picture = result("l-image,i-logos@@red.png,lx-0,ly-0,t-false,w-bw_div_2,h-10,c-force,l-end");
    assert_eq!(picture.dimensions(), (100, 60));
    assert_eq!(bounds(&picture, RED), Some((0, 0, 50, 10)));

    let turned = result("l-image,i-wide.png,lx-0,ly-0,t-false:rt-90,l-end");
    assert_eq!((bounds(&turned, RED), bounds(&turned, BLUE)), (Some((0, 0, 20, 20)), Some((0, 20, 20, 20))));
    let flipped = result("l-image,i-wide.png,lx-0,ly-0,t-false,fl-h,l-end");
    assert_eq!(
        (bounds(&flipped, RED), bounds(&flipped, BLUE)),
        (Some((20, 0, 20, 20)), Some((0, 0, 20, 20)))
    );
}

#[test]
fn layers_follow_the_plain_work_of_their_step() {
    let picture = result("l-image,i-red.png,lx-0,ly-0,t-false,l-end,w-50");
    assert_eq!((picture.dimensions(), bounds(&picture, RED)), ((50, 30), Some((0, 0, 20, 20))));
    // In a step before the work they are scaled with it.
    let picture = result("l-image,i-red.png,lx-0,ly-0,t-false,l-end:w-50");
    assert_eq!(picture.dimensions(), (50, 30));
    assert_eq!((picture.get_pixel(5, 5).0, picture.get_pixel(15, 15).0), (RED, WHITE));
    // The later one lies on top.
    let two =
        "l-image,i-ik_canvas,bg-0000FF,w-30,h-30,lx-0,ly-0,l-end,l-image,i-red.png,lx-0,ly-0,t-false,l-end";
    let picture = result(two);
    assert_eq!((count(&picture, RED), count(&picture, BLUE)), (400, 500));
}

#[test]
fn blocks_of_one_colour() {
    let picture = result("l-image,i-ik_canvas,bg-FF0000,w-30,h-10,lx-5,ly-6,l-end");
    assert_eq!((bounds(&picture, RED), count(&picture, RED)), (Some((5, 6, 30, 10)), 300));
    let all = result("l-image,i-ik_canvas,bg-FF0000,w-bw_div_4,l-end");
    assert_eq!(bounds(&all, RED), Some((37, 0, 25, 60)));
    // Half of red on white; what the colour says wins over `al`.
    for (look, green) in [("bg-FF0000,al-5", 127), ("bg-FF000050", 127), ("bg-FF000020,al-9", 204)] {
        let mixed = result(&format!("l-image,i-ik_canvas,{look},w-10,h-10,l-end")).get_pixel(50, 30).0;
        assert!(
            mixed[0] == 255 && mixed[1].abs_diff(green) <= 1 && mixed[2] == mixed[1],
            "{look}: {mixed:?}"
        );
    }
}

#[test]
fn layers_within_layers() {
    let inner = "l-image,i-red.png,lx-2,ly-bh_sub_ch,t-false,l-end";
    let picture = result(&format!("l-image,i-ik_canvas,bg-0000FF,w-40,h-30,lx-10,ly-10:{inner},l-end"));
    assert_eq!(bounds(&picture, BLUE), Some((10, 10, 40, 30)));
    assert_eq!((bounds(&picture, RED), count(&picture, RED)), (Some((12, 20, 20, 20)), 400));

    let nested = |depth: usize| {
        let open = "l-image,i-ik_canvas,bg-FF0000,w-5,h-5,".repeat(depth);
        let chain = format!("{}{}", open.trim_end_matches(','), ",l-end".repeat(depth));
        Recipe::read(&Chain::parse(&chain)).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(nested(3), Ok(()));
    assert!(nested(4).unwrap_err().starts_with("At most 3 layers"));
}

#[test]
fn modes() {
    let ground = "l-image,i-ik_canvas,bg-FF8040,w-100,h-60,l-end";
    let multiplied = result(&format!("{ground}:l-image,i-ring.png,lx-0,ly-0,t-false,lm-multiply,l-end"));
    assert_eq!(multiplied.get_pixel(1, 1).0, [0, 0, 0x40, 255]);
    assert_eq!(multiplied.get_pixel(10, 10).0, [255, 0x80, 0x40, 255]);

    let cut = result("l-image,i-ring.png,lx-10,ly-10,t-false,lm-cutter,l-end");
    assert_eq!((bounds(&cut, WHITE), count(&cut, WHITE)), (Some((10, 10, 20, 20)), 300));
    let cut = result("l-image,i-ring.png,lx-10,ly-10,t-false,lm-cutout,l-end");
    assert_eq!(
        (count(&cut, WHITE), cut.get_pixel(20, 20).0, cut.get_pixel(11, 11).0[3]),
        (6000 - 300, WHITE, 0)
    );
}

#[test]
fn a_layer_can_be_seen_through() {
    let on_clear =
        result("l-image,i-ik_canvas,lm-cutout,bg-000000,w-100,h-60,l-end:l-image,i-red.png,t-false,l-end");
    assert_eq!((count(&on_clear, RED), on_clear.get_pixel(0, 0).0[3]), (400, CLEAR[3]));
    let ring = result("l-image,i-ring.png,t-false,l-end");
    assert_eq!((count(&ring, BLUE), ring.get_pixel(50, 30).0), (300, WHITE));
}

#[rstest]
#[case("if-w_gt_50,w-20,if-else,w-30,if-end", (20, 12))]
#[case("if-w_gt_100,w-20,if-else,w-30,if-end", (30, 18))]
#[case("w-50:if-w_eq_50_and_iw_eq_100,h-10,if-end", (17, 10))]
#[case("w-50:if-w_gt_50_or_ar_lt_1,h-10,if-end", (50, 30))]
#[case("if-ar_gt_1,w-50:rt-90,if-else,w-10,if-end:h-25", (15, 25))]
#[case("w-iw_div_4", (25, 15))]
#[case("w-50:w-iw_mul_0.4_sub_ch", (10, 6))]
#[case("h-ih_div_0", (100, 60))]
#[case("w-40,ar-iar_div_2", (40, 48))]
#[case("w-20,h-20,cm-extract,x-iw_sub_20,y-N5", (20, 20))]
#[case("w-ih_div_2,h-iw_div_2,c-force", (30, 50))]
fn sizes_that_depend_on_the_picture(#[case] chain: &str, #[case] size: (u32, u32)) {
    assert_eq!(result(chain).dimensions(), size, "{chain}");
}

#[test]
fn an_extract_at_a_place_that_is_worked_out() {
    let picture =
        result("l-image,i-red.png,lx-80,ly-40,t-false,l-end:cm-extract,w-25,h-25,x-cw_sub_25,y-ch_sub_25");
    assert_eq!(bounds(&picture, RED), Some((5, 5, 20, 20)));
}

#[test]
fn a_layer_within_a_condition() {
    let chain = "if-w_lt_50,w-5,if-else,l-image,i-red.png,t-false,l-end,if-end";
    assert_eq!(count(&result(chain), RED), 400);
}

#[test]
fn errors_name_the_file() {
    let error = |chain: &str| attempt(chain).unwrap_err().to_string();
    assert!(error("l-image,i-none@@here.png,l-end").starts_with("There is no file `none/here.png`"));
    assert!(error("l-text,i-a,ff-none.ttf,l-end").starts_with("There is no file `none.ttf`"));
    assert!(error("l-text,i-a,ff-broken.ttf,l-end").starts_with("`broken.ttf` is no font"));
    assert!(error("l-image,i-ik_canvas,w-60000,h-60000,l-end").starts_with("The result would have 60000"));
    assert!(error("l-text,i-a,fs-500,pa-16000,l-end").contains("16383 at most"));
}

#[test]
fn what_is_not_drawn_is_named() {
    let recipe = |chain: &str| Recipe::read(&Chain::parse(chain)).unwrap();
    let ignored = |chain: &str| recipe(chain).ignored.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ignored("l-video,i-a.mp4,l-end").len(), 1);
    assert_eq!(ignored("l-subtitles,i-a.srt,l-end").len(), 1);
    assert_eq!(ignored("l-image,i-a.png,lm-displace,l-end").len(), 1);
    assert!(ignored("l-text,i-a,ff-Comic Sans,zz-1,l-end")[0].starts_with("ff-Comic Sans"));
    assert_eq!(
        recipe("l-image,i-a@@b.png,l-end:l-text,i-x,ff-f@@g.ttf,l-end").assets(),
        ["a/b.png", "f/g.ttf"]
    );
    assert!(recipe("").is_identity() && !recipe("l-image,i-a.png,l-end").is_identity());
}
