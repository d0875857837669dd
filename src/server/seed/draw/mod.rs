//! Draws pictures: flat illustrations with depth, each from a seed.

mod animal;
mod building;
mod canvas;
mod chart;
mod color;
mod dice;
mod food;
mod landscape;
mod letters;
mod logo;
mod noise;
mod portrait;
mod product;
mod shape;
mod texture;

use canvas::Canvas;
use dice::Dice;

use image::RgbaImage;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scene(usize);

type Draw = fn(&mut Canvas, &Dice);

const SCENES: &[(&str, Draw)] = &[
    ("mountains", landscape::mountains),
    ("sea", landscape::sea),
    ("dunes", landscape::dunes),
    ("forest", landscape::forest),
    ("city", landscape::city),
    ("aurora", landscape::aurora),
    ("fields", landscape::fields),
    ("bottle", product::bottle),
    ("mug", product::mug),
    ("perfume", product::perfume),
    ("plant", product::plant),
    ("vase", product::vase),
    ("sneaker", product::sneaker),
    ("backpack", product::backpack),
    ("headphones", product::headphones),
    ("watch", product::watch),
    ("lamp", product::lamp),
    ("chair", product::chair),
    ("camera", product::camera),
    ("speaker", product::speaker),
    ("portrait", portrait::portrait),
    ("team", portrait::team),
    ("terrazzo", texture::terrazzo),
    ("seigaiha", texture::seigaiha),
    ("marble", texture::marble),
    ("wood", texture::wood),
    ("weave", texture::weave),
    ("folds", texture::folds),
    ("tiles", texture::tiles),
    ("papercut", texture::papercut),
    ("bars", chart::bars),
    ("lines", chart::lines),
    ("donut", chart::donut),
    ("heatmap", chart::heatmap),
    ("scatter", chart::scatter),
    ("dashboard", chart::dashboard),
    ("ramen", food::ramen),
    ("pizza", food::pizza),
    ("donuts", food::donuts),
    ("citrus", food::citrus),
    ("desk", food::desk),
    ("facade", building::facade),
    ("arches", building::arches),
    ("blocks", building::blocks),
    ("bird", animal::bird),
    ("fish", animal::fish),
    ("logo", logo::logo),
];

impl Scene {
    /// One of them by a number, in turn; the last one, the logo, is no picture by itself.
    pub fn pick(number: u64) -> Self {
        Self(usize::try_from(number % (SCENES.len() as u64 - 1)).unwrap_or_default())
    }

    /// The scene of this name.
    pub fn named(name: &str) -> Option<Self> {
        SCENES.iter().position(|(known, _)| *known == name).map(Self)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        SCENES.get(self.0).map_or("", |(name, _)| name)
    }

    /// Draws it: the same seed and size make the same picture.
    pub fn draw(self, seed: u64, width: u32, height: u32) -> RgbaImage {
        let rng = Dice::new(seed ^ 0x696b_7421);
        let (Some((_, draw)), Some(mut canvas)) = (SCENES.get(self.0), Canvas::new(width, height)) else {
            return RgbaImage::new(width, height);
        };
        draw(&mut canvas, &rng);
        canvas.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of each channel over a grid of 4 by 4, which survives rounding on another machine.
    fn coarse(picture: &RgbaImage) -> Vec<u8> {
        image::imageops::resize(picture, 4, 4, image::imageops::FilterType::Triangle).into_raw()
    }

    #[test]
    fn every_scene_fills_its_picture_in_any_shape() {
        for (i, (name, _)) in SCENES.iter().enumerate() {
            for (width, height) in [(96, 64), (48, 80), (1, 1), (60, 7)] {
                let picture = Scene(i).draw(3, width, height);
                assert_eq!(picture.dimensions(), (width, height), "{name}");
                let seen_through = picture.pixels().any(|pixel| pixel.0[3] < 255);
                assert!(*name == "logo" || !seen_through, "{name} at {width} by {height}");
            }
        }
    }

    #[test]
    fn a_seed_is_a_picture() {
        for (i, (name, _)) in SCENES.iter().enumerate() {
            let draw = |seed| Scene(i).draw(seed, 96, 64);
            assert_eq!(draw(5), draw(5), "{name}");
            assert!((6..12).any(|seed| coarse(&draw(seed)) != coarse(&draw(5))), "{name} is always the same");
        }
    }

    #[test]
    fn a_scene_looks_the_same_in_every_size() {
        for name in ["sea", "portrait", "bars"] {
            let scene = Scene::named(name).expect("a scene");
            let (small, large) = (coarse(&scene.draw(2, 120, 80)), coarse(&scene.draw(2, 360, 240)));
            let furthest = small.iter().zip(&large).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(furthest < Some(12), "{name}: {furthest:?}");
        }
    }

    #[test]
    fn scenes_have_names() {
        assert_eq!(Scene::named("mountains").map(Scene::name), Some("mountains"));
        assert_eq!(Scene::named("nothing"), None);
    }
}
