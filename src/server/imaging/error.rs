//! Why a picture can't be had.

/// What stands between a file and a transformation of it.
#[derive(Debug, thiserror::Error)]
pub enum ImagingError {
    /// No picture, or of a format that isn't read here: SVG, AVIF, HEIC and the like.
    #[error(
        "Files of type {0} can't be transformed: JPEG, PNG, WebP and GIF can. Ask for the original, without a transformation."
    )]
    Unsupported(String),
    /// The bytes aren't what their beginning promises.
    #[error(
        "The picture can't be decoded: {0}. Upload it again, or ask for the original, without a transformation."
    )]
    Corrupt(String),
    /// Too many pixels to be read.
    #[error(
        "The picture has {width} × {height} pixels and at most {limit} in all are read. Ask for the original, without a transformation, or upload a smaller version."
    )]
    TooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels in all.
        limit: u64,
    },
    /// Too many pixels to be made.
    #[error(
        "The result would have {width} × {height} pixels; at most {limit} in all are made. Ask for less."
    )]
    ResultTooLarge {
        /// Pixels.
        width: u64,
        /// Pixels.
        height: u64,
        /// Pixels in all.
        limit: u64,
    },
    /// Shadows are for smaller pictures (imagekit-api.md 4.2).
    #[error(
        "A shadow is given to pictures of at most {limit} pixels in all, and this one has {width} × {height}. Ask for less, `w-500,e-shadow` for example."
    )]
    ShadowTooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels in all.
        limit: u64,
    },
    /// `pg` with a number that is too large.
    #[error("The picture has {count} frames, and `pg` asks for number {number}. Ask for one of them.")]
    NoPage {
        /// Asked for, from 1.
        number: u32,
        /// Frames that there are.
        count: u32,
    },
    /// The format can't hold the result.
    #[error(
        "The result of {width} × {height} pixels can't be written: {why}. Ask for another format or less."
    )]
    Unwritable {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// The encoder's words.
        why: String,
    },
    /// A layer or a font isn't in the library.
    #[error(
        "There is no file `{0}`, which a layer needs. Upload it, or correct its path: `@@` stands for a slash there."
    )]
    NoAsset(String),
    /// A font can't be read.
    #[error("`{0}` is no font that can be read: TrueType and OpenType can. Leave `ff` out for Open Sans.")]
    NoFont(String),
    /// Words that are too long or too large.
    #[error(
        "The text would take {width} × {height} pixels; a side has {longest} at most. Ask for a smaller `fs`, or for `w`, at which lines are wrapped."
    )]
    TextTooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels of a side.
        longest: u32,
    },
}
