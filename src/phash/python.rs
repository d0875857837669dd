//! How Python reads a number and writes a text: the SDK leaves both to it.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A number as it was written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hexadecimal {
    pub(super) negative: bool,
    /// Values of its digits, 0 to 15, highest first.
    pub(super) digits: Vec<u8>,
}

/// Reads a text as `int(text, 16)` does: blanks around it, a sign, `0x`, single underscores between
/// digits, and decimal digits of any script. `None` for what that refuses.
pub(super) fn hexadecimal(text: &str) -> Option<Hexadecimal> {
    let text: String = text.chars().map(plain).collect();
    let text = text.trim_matches(is_blank);
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(rest) => rest.strip_prefix('_').unwrap_or(rest),
        None => text,
    };
    let digits: Option<Vec<u8>> = digits.split('_').map(group).try_fold(Vec::new(), |mut all, group| {
        all.extend(group?);
        Some(all)
    });
    Some(Hexadecimal { negative, digits: digits? })
}

/// Digits between underscores: at least one.
fn group(text: &str) -> Option<Vec<u8>> {
    let digit = |c: char| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.chars().map(digit).collect::<Option<Vec<u8>>>().filter(|digits| !digits.is_empty())
}

/// The blanks of ASCII that Python skips; those of other scripts have become spaces.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

/// Blanks and decimal digits of all scripts as ASCII.
fn plain(c: char) -> char {
    if c.is_ascii() {
        c
    } else if c.is_whitespace() {
        ' '
    } else if is_decimal(c) {
        // Digits stand in runs of ten, beginning with a zero; at most five such runs are neighbours.
        let before = (1..50).take_while(|n| char::from_u32(c as u32 - n).is_some_and(is_decimal)).count();
        char::from_digit(u32::try_from(before % 10).unwrap_or_default(), 10).unwrap_or(c)
    } else {
        c
    }
}

fn is_decimal(c: char) -> bool {
    c.general_category() == GeneralCategory::DecimalNumber
}

/// A text as Python's `repr` writes it, quotes included.
pub(crate) fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut written = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => written.push_str(r"\\"),
            '\n' => written.push_str(r"\n"),
            '\r' => written.push_str(r"\r"),
            '\t' => written.push_str(r"\t"),
            c if c == quote => written.extend(['\\', c]),
            c if is_printable(c) => written.push(c),
            c => written.push_str(&escaped(c as u32)),
        }
    }
    written.push(quote);
    written
}

fn escaped(code: u32) -> String {
    match code {
        0..=0xff => format!(r"\x{code:02x}"),
        0x100..=0xffff => format!(r"\u{code:04x}"),
        _ => format!(r"\U{code:08x}"),
    }
}

fn is_printable(c: char) -> bool {
    use GeneralCategory as G;
    c == ' '
        || !matches!(
            c.general_category(),
            G::Control
                | G::Format
                | G::Surrogate
                | G::PrivateUse
                | G::Unassigned
                | G::LineSeparator
                | G::ParagraphSeparator
                | G::SpaceSeparator
        )
}
