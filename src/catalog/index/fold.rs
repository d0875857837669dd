//! Text as it is compared: in lower case and without accents, so that `cafe` finds `Café`.

use icu_normalizer::DecomposingNormalizerBorrowed;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The text as it is compared. It has no line ends: those stand between texts.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Writes the text as it is compared behind what is there.
pub(super) fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        fold_char(c, |folded| out.push(folded));
    }
}

/// The text as it is compared, and for each of its bytes where in `text` the character begins that it
/// comes from; one more for the end.
pub(super) fn fold_with_origins(text: &str) -> (String, Vec<usize>) {
    let (mut folded, mut origins) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, c) in text.char_indices() {
        fold_char(c, |one| {
            folded.push(one);
            origins.resize(folded.len(), at);
        });
    }
    origins.push(text.len());
    (folded, origins)
}

/// Accents are marks of their own once a character is taken apart; they are left out.
fn fold_char(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        return push(if c == '\n' { ' ' } else { c.to_ascii_lowercase() });
    }
    let normalizer = const { DecomposingNormalizerBorrowed::new_nfd() };
    for part in normalizer.normalize_iter(std::iter::once(c)) {
        if part.general_category_group() != GeneralCategoryGroup::Mark {
            part.to_lowercase().filter(|c| *c != '\u{307}').for_each(&mut push);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        assert_eq!(fold("Café_ÀÉÎÕÜ-ñ.JPG"), "cafe_aeiou-n.jpg");
        assert_eq!(fold("e\u{301}"), "e");
        assert_eq!(fold("Straße ΣΑΣ İ"), "straße σασ i");
        assert_eq!(fold("a\nb"), "a b");
    }

    #[test]
    fn each_byte_knows_its_origin() {
        let (folded, origins) = fold_with_origins("aÉ写.");
        assert_eq!(folded, "ae写.");
        assert_eq!(origins, [0, 1, 3, 3, 3, 6, 7]);
    }
}
