use super::super::{Limits, transform};
use crate::url::{Chain, Recipe};
use image::{ImageFormat, RgbImage, RgbaImage};

/// The result of a chain on a white picture of 400 × 300.
fn result(chain: &str) -> RgbaImage {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(400, 300, image::Rgb([255; 3])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    let recipe = Recipe::read(&Chain::parse(&format!("{chain}:f-png"))).unwrap();
    assert!(recipe.ignored.is_empty(), "{chain}: {:?}", recipe.ignored);
    let limits = Limits { source: 1_000_000, result: 1_000_000 };
    let font = |path: &str| (path == "f/bold.ttf").then(|| FONT.to_vec());
    let output = transform(&bytes.into_inner(), &recipe, "", &limits, &font).unwrap();
    image::load_from_memory(&output.bytes).unwrap().into_rgba8()
}

const FONT: &[u8] = include_bytes!("../../../../assets/fonts/OpenSans-Bold.ttf");

/// How dark a picture is all in all: full black counts 1 a pixel.
fn ink(picture: &RgbaImage) -> f64 {
    picture.pixels().map(|pixel| f64::from(255 - pixel.0[1]) / 255.0).sum()
}

/// The rectangle around all that isn't white: left, top, right, bottom.
fn bounds(picture: &RgbaImage) -> (u32, u32, u32, u32) {
    let found: Vec<_> = picture.enumerate_pixels().filter(|(.., pixel)| pixel.0[1] < 200).collect();
    let xs = found.iter().map(|(x, ..)| *x);
    let ys = found.iter().map(|(_, y, _)| *y);
    (xs.clone().min().unwrap(), ys.clone().min().unwrap(), xs.max().unwrap(), ys.max().unwrap())
}

/// How many rows of ink there are: lines of letters, with white between.
fn lines(picture: &RgbaImage) -> usize {
    let dark: Vec<bool> = picture.rows().map(|mut row| row.any(|pixel| pixel.0[1] < 200)).collect();
    dark.windows(2).filter(|pair| !pair[0] && pair[1]).count()
}

#[test]
fn letters_are_as_large_as_asked_for() {
    for size in [20_u32, 40, 80] {
        let (left, top, right, bottom) = bounds(&result(&format!("l-text,i-HHH,fs-{size},lx-0,ly-0,l-end")));
        // Capitals of Open Sans are 0.714 em high, and an H is 0.738 em wide.
        let (height, width) = (f64::from(bottom - top + 1), f64::from(right - left + 1));
        let em = f64::from(size);
        assert!((height - 0.714 * em).abs() <= 2.0, "{size}: {height}");
        assert!((width - (3.0 * 0.738 - 0.2) * em).abs() <= 0.1 * em, "{size}: {width}");
        // The baseline is 1.069 em below the top of the line.
        assert!((f64::from(bottom + 1) - 1.069 * em).abs() <= 2.0, "{size}: {bottom}");
    }
    assert!(ink(&result("l-text,i-HHH,fs-bw_div_10,l-end")) == ink(&result("l-text,i-HHH,fs-40,l-end")));
}

#[test]
fn lines_are_aligned() {
    let edges = |align: &str| {
        let (left, _, right, _) =
            bounds(&result(&format!("l-text,i-HI,fs-40,w-300,lx-50,ly-0,ia-{align},l-end")));
        (left - 50, 350 - right)
    };
    let (left, center, right) = (edges("left"), edges("center"), edges("right"));
    assert!(left.0 < 10 && left.1 > 200, "{left:?}");
    assert!(right.1 < 10 && right.0 > 200, "{right:?}");
    assert!(center.0.abs_diff(center.1) <= 4, "{center:?}");
}

#[test]
fn right_to_left_starts_at_the_right() {
    // "שלום" and "hello"
    let hebrew = bounds(&result("l-text,i-%D7%A9%D7%9C%D7%95%D7%9D,fs-30,w-300,lx-50,ly-0,l-end"));
    let latin = bounds(&result("l-text,i-hello,fs-30,w-300,lx-50,ly-0,l-end"));
    assert!(hebrew.2 > 340 && hebrew.0 > 200, "{hebrew:?}");
    assert!(latin.0 < 60 && latin.2 < 200, "{latin:?}");
}

#[test]
fn narrow_texts_are_wrapped() {
    let text = "HE HE HE HE HE HE";
    assert_eq!(lines(&result(&format!("l-text,i-{text},fs-30,lx-0,ly-10,l-end"))), 1);
    let wrapped = result(&format!("l-text,i-{text},fs-30,w-100,lx-0,ly-10,l-end"));
    assert!(lines(&wrapped) >= 3, "{}", lines(&wrapped));
    assert!(bounds(&wrapped).2 <= 100);
    assert_eq!(lines(&result("l-text,i-HE%0AHE%0AHE,fs-30,lx-0,ly-10,l-end")), 3);
    let spread = |height: u32| bounds(&result(&format!("l-text,i-H%0AH,fs-30,lh-{height},lx-0,ly-0,l-end")));
    let (near, far) = (spread(40), spread(90));
    assert_eq!((far.3 - far.1) - (near.3 - near.1), 50);
}

#[test]
fn typefaces() {
    let of = |look: &str| ink(&result(&format!("l-text,i-Hamburg,fs-40{look},l-end")));
    let (regular, bold) = (of(""), of(",tg-b"));
    assert!(bold > regular * 1.2, "{regular} {bold}");
    assert!(of(",tg-strikethrough") > regular * 1.03);
    assert!((of(",al-5") - regular / 2.0).abs() < regular * 0.03);
    // A file of the library is the same as the face it holds.
    let file = result("l-text,i-Hamburg,fs-40,ff-f@@bold.ttf,tg-b,l-end");
    assert!((ink(&file) - bold).abs() < 1e-9);
    // The stem of an italic leans to the right: its top lies right of its foot.
    let lean = |look: &str| {
        let picture = result(&format!("l-text,i-l,fs-100{look},l-end"));
        let (_, top, _, bottom) = bounds(&picture);
        let middle = |y: u32| {
            let dark: Vec<u32> = (0..400).filter(|x| picture.get_pixel(*x, y).0[1] < 128).collect();
            f64::from(dark.iter().sum::<u32>()) / dark.len() as f64
        };
        middle(top + 3) - middle(bottom - 3)
    };
    assert!(lean("").abs() < 1.0 && lean(",tg-i") > 5.0, "{} {}", lean(""), lean(",tg-i"));
}

#[test]
fn colours_and_boxes() {
    let picture = result("l-text,i-H,fs-40,co-0000FF,bg-00FF00,w-100,pa-5_10_15_20,lx-30,ly-40,l-end");
    let colored = |test: fn(&[u8; 4]) -> bool| {
        let found: Vec<_> = picture.enumerate_pixels().filter(|(.., pixel)| test(&pixel.0)).collect();
        let xs = found.iter().map(|(x, ..)| *x);
        let ys = found.iter().map(|(_, y, _)| *y);
        (xs.clone().min().unwrap(), ys.clone().min().unwrap(), xs.max().unwrap() + 1, ys.max().unwrap() + 1)
    };
    // 40 px letters take 54.4 px from line to line; right and left of 100 px are 10 and 20.
    let ground = colored(|pixel| pixel[0] == 0);
    assert_eq!(ground, (30, 40, 30 + 20 + 100 + 10, 40 + 5 + 55 + 15));
    let letter = colored(|pixel| pixel[2] > 200 && pixel[0] == 0);
    assert!(letter.0 >= 50 && letter.0 < 60 && letter.1 > 45, "{letter:?}");
}

#[test]
fn a_turned_text_stands_upright() {
    let (left, top, right, bottom) = bounds(&result("l-text,i-HHHHHH,fs-30,rt-90,l-end"));
    assert!(bottom - top > 2 * (right - left));
}

#[test]
fn what_is_empty_or_huge_is_no_trouble() {
    assert_eq!(ink(&result("l-text,i-%20,fs-30,l-end")), 0.0);
    assert!(ink(&result("l-text,i-H,fs-30,lh-1,l-end")) < ink(&result("l-text,i-H,fs-30,l-end")));
    assert!(ink(&result(&format!("l-text,i-{},fs-5,w-300,l-end", "word ".repeat(60)))) > 100.0);
}
