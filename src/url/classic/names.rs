//! The names of transformations in the official Python SDK 4.1.0 (imagekit-api.md 4.2).

/// Names and their codes.
pub const NAMES: &[(&str, &str)] = &[
    ("height", "h"),
    ("width", "w"),
    ("aspect_ratio", "ar"),
    ("quality", "q"),
    ("crop", "c"),
    ("crop_mode", "cm"),
    ("x", "x"),
    ("y", "y"),
    ("focus", "fo"),
    ("format", "f"),
    ("radius", "r"),
    ("background", "bg"),
    ("border", "b"),
    ("rotation", "rt"),
    ("blur", "bl"),
    ("named", "n"),
    ("progressive", "pr"),
    ("lossless", "lo"),
    ("trim", "t"),
    ("metadata", "md"),
    ("color_profile", "cp"),
    ("default_image", "di"),
    ("dpr", "dpr"),
    ("effect_sharpen", "e-sharpen"),
    ("effect_usm", "e-usm"),
    ("effect_contrast", "e-contrast"),
    ("effect_gray", "e-grayscale"),
    ("effect_shadow", "e-shadow"),
    ("effect_gradient", "e-gradient"),
    ("original", "orig"),
    ("raw", "raw"),
];

/// The code of a name; `None` if it isn't one, which the SDK takes for a code.
pub fn code(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}
