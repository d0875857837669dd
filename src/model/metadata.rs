//! What the bytes of a file say of themselves.

use serde_json::Value;

use super::Film;

/// The metadata of a picture or film (imagekit-api.md 2.11); what wasn't said is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// Bytes.
    pub size: Option<u64>,
    /// `jpg`, `mp4` and so on.
    pub format: Option<String>,
    /// Whether a colour profile is embedded.
    pub has_color_profile: Option<bool>,
    /// Whether some of it can be seen through.
    pub has_transparency: Option<bool>,
    /// 1 to 100; 0 where it isn't known.
    pub quality: Option<u32>,
    /// Pixels an inch.
    pub density: Option<f64>,
    /// The perceptual hash: 16 hexadecimal digits.
    pub p_hash: Option<String>,
    /// EXIF of a picture.
    pub exif: Exif,
    /// What only a film has.
    pub film: Option<Film>,
    /// The body as it came, for fields that ikt doesn't know.
    pub raw: Value,
}

/// EXIF in its groups: names and values in the order received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exif {
    /// Of the picture: make, model, orientation.
    pub image: Vec<(String, Value)>,
    /// Of the small picture inside.
    pub thumbnail: Vec<(String, Value)>,
    /// How it was taken: exposure, aperture, times.
    pub exif: Vec<(String, Value)>,
    /// Where it was taken.
    pub gps: Vec<(String, Value)>,
    /// Which rules of interoperability it follows.
    pub interoperability: Vec<(String, Value)>,
    /// What the maker of the camera added.
    pub makernote: Vec<(String, Value)>,
}

impl Exif {
    /// The groups by name, empty ones included.
    pub fn groups(&self) -> [(&'static str, &[(String, Value)]); 6] {
        [
            ("image", &self.image),
            ("thumbnail", &self.thumbnail),
            ("exif", &self.exif),
            ("gps", &self.gps),
            ("interoperability", &self.interoperability),
            ("makernote", &self.makernote),
        ]
    }
}
