//! Draws pictures: flat illustrations with depth, each from a seed.

mod canvas;
mod color;
mod dice;
mod landscape;
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
];

impl Scene {
    /// All scenes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..SCENES.len()).map(Self)
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
