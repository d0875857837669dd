//! Pictures: what a file is, what it says of itself, and its transformations. Nothing here knows of
//! HTTP or of the store; all of it takes bytes from outside and answers with typed errors.

mod decode;
mod embedded;
mod encode;
mod error;
mod exif;
mod gate;
mod geometry;
mod kept;
mod layers;
mod metadata;
mod page;
mod phash;
mod pixels;
mod probe;
mod quality;
mod text;
mod transform;

pub use encode::accepted;
pub use error::ImagingError;
pub use gate::{Gate, Pass};
pub use layers::Assets;
pub use metadata::{Metadata, metadata};
pub use phash::PHash;
pub use probe::{Probe, probe};
pub use transform::{Output, transform};

/// How large pictures may be, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of a picture that is read; the service's own limit is 100 megapixels.
    pub source: u64,
    /// Of what comes out of any step.
    pub result: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source: 100_000_000, result: 50_000_000 }
    }
}
