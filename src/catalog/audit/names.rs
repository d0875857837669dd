//! What may be wrong with a name.

use mime_guess::mime::{APPLICATION, AUDIO, IMAGE, Mime, TEXT, VIDEO};

use crate::model::FileKind;

/// Names of formats that several extensions and MIME types have.
const SAME: [(&str, &str); 6] = [
    ("image/jpg", "image/jpeg"),
    ("image/pjpeg", "image/jpeg"),
    ("image/x-icon", "image/vnd.microsoft.icon"),
    ("image/svg", "image/svg+xml"),
    ("image/heif", "image/heic"),
    ("image/x-png", "image/png"),
];

/// The text behind the last dot, where there is some on both sides.
pub(super) fn extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let plausible =
        (1..=10).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric());
    (plausible && !stem.is_empty()).then_some(extension)
}

/// Blanks of any kind.
pub(super) fn has_blanks(name: &str) -> bool {
    name.chars().any(char::is_whitespace)
}

/// Small letters and capitals, as in `IMG_Beach.jpg`; `IMG_0001.jpg` is what cameras write: its extension
/// doesn't count.
pub(super) fn mixes_case(name: &str) -> bool {
    let stem = extension(name).map_or(name, |extension| &name[..name.len() - extension.len() - 1]);
    stem.chars().any(char::is_lowercase) && stem.chars().any(char::is_uppercase)
}

/// ASCII signs that an upload would make `_` of (imagekit-api.md 2.2); blanks are told of as such.
pub(super) fn has_signs(name: &str) -> bool {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') || c.is_whitespace();
    name.chars().any(|c| c.is_ascii() && !kept(c))
}

/// Whether the extension says that this is something else than the service takes it for.
pub(super) fn is_wrong(name: &str, kind: FileKind, mime: Option<&str>) -> bool {
    let Some(extension) = extension(name) else { return false };
    let guesses = mime_guess::from_ext(extension);
    let Some(first) = guesses.first() else { return false };
    if !fits_kind(&first, kind) {
        return true;
    }
    // Pictures alone: of films and texts there are too many names for one thing.
    let Some(mime) = mime.filter(|mime| mime.starts_with("image/")) else { return false };
    let mime = usual(mime);
    first.type_() == IMAGE && !guesses.iter().any(|guess| usual(guess.essence_str()) == mime)
}

fn fits_kind(guess: &Mime, kind: FileKind) -> bool {
    match kind {
        // Formats of programs such as Photoshop's are pictures too.
        FileKind::Image => guess.type_() == IMAGE || guess.type_() == APPLICATION && guess.subtype() != "zip",
        FileKind::Video => guess.type_() == VIDEO || guess.type_() == APPLICATION || guess.type_() == AUDIO,
        FileKind::Other => !is_web_picture(guess) && guess.type_() != VIDEO || guess.type_() == TEXT,
    }
}

/// A picture that the service would have known as one.
fn is_web_picture(guess: &Mime) -> bool {
    ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"].contains(&guess.essence_str())
}

fn usual(mime: &str) -> &str {
    SAME.iter().find(|(other, _)| *other == mime).map_or(mime, |(_, usual)| usual)
}
