//! The demo: a library of pictures that the project draws itself, and libraries of any size whose
//! pictures are drawn on demand.

mod big;
mod credit;
mod draw;
mod drawn;
mod exif;
mod jpeg;
mod make;
mod manifest;
mod plant;

pub use big::{BigError, Plan, fill};
pub use drawn::{Promise, drawn, promise, subject};
pub use make::{MakeError, draw_assets};
pub use plant::{PlantError, leave_empty, plant};
