//! The fonts that words are drawn with.

use std::sync::Arc;

use cosmic_text::fontdb::{Database, Source};
use cosmic_text::{Attrs, Family, FontSystem, Style, Weight};

use super::super::ImagingError;
use super::super::layers::{Assets, fetched};
use crate::url::recipe::{Font, Lettering};

/// The bundled family.
const OPEN_SANS: &str = "Open Sans";

/// Its faces.
const FACES: [&[u8]; 4] = [
    include_bytes!("../../../../assets/fonts/OpenSans-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/OpenSans-Bold.ttf"),
    include_bytes!("../../../../assets/fonts/OpenSans-Italic.ttf"),
    include_bytes!("../../../../assets/fonts/OpenSans-BoldItalic.ttf"),
];

/// What draws a font, and the name of its family. Characters that the file of a font lacks are taken
/// from the bundled one; the fonts of the machine are left alone, so that every machine draws the same.
pub(super) fn system(font: &Font, assets: &Assets) -> Result<(FontSystem, String), ImagingError> {
    let mut fonts = Database::new();
    for face in FACES {
        fonts.load_font_source(Source::Binary(Arc::new(face)));
    }
    let family = match font {
        Font::OpenSans => OPEN_SANS.to_owned(),
        Font::File(path) => loaded(path, &mut fonts, assets)?,
    };
    fonts.set_sans_serif_family(OPEN_SANS);
    Ok((FontSystem::new_with_locale_and_db("en-US".to_owned(), fonts), family))
}

/// The name of the family in a file.
fn loaded(path: &str, fonts: &mut Database, assets: &Assets) -> Result<String, ImagingError> {
    let ids = fonts.load_font_source(Source::Binary(Arc::new(fetched(path, assets)?)));
    let face = ids.first().and_then(|id| fonts.face(*id));
    let family = face.and_then(|face| face.families.first()).map(|(name, _)| name.clone());
    family.ok_or_else(|| ImagingError::NoFont(path.to_owned()))
}

/// How the letters look.
pub(super) fn attributes<'a>(lettering: &Lettering, family: &'a str) -> Attrs<'a> {
    let mut attributes = Attrs::new().family(Family::Name(family));
    if lettering.bold {
        attributes = attributes.weight(Weight::BOLD);
    }
    if lettering.italic {
        attributes = attributes.style(Style::Italic);
    }
    if lettering.strikethrough {
        attributes = attributes.strikethrough();
    }
    attributes
}
