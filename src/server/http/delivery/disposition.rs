//! `Content-Disposition`: what a browser calls a file that it saves (RFC 6266).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in an extended value (RFC 8187, `attr-char`).
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The header's value for a file to be saved under a name. Where that isn't plain ASCII it comes twice: with
/// underscores for old clients, and whole for others.
pub(super) fn attachment(name: &str) -> String {
    let name: String = name.chars().map(|c| if is_harmful(c) { '_' } else { c }).collect();
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let extended = utf8_percent_encode(&name, EXTENDED);
    match plain == name {
        true => format!("attachment; filename=\"{plain}\""),
        false => format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}"),
    }
}

/// What would lead out of the folder in which the file is saved, or to the next header.
fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '/' | '\\')
}

/// What every client reads alike in quotes. (A percent sign is decoded by some.)
fn is_plain(c: char) -> bool {
    c.is_ascii() && !matches!(c, '"' | '%')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a b.jpg", "attachment; filename=\"a b.jpg\"")]
    #[case("50%\".jpg", "attachment; filename=\"50__.jpg\"; filename*=UTF-8''50%25%22.jpg")]
    #[case("é€.png", "attachment; filename=\"__.png\"; filename*=UTF-8''%C3%A9%E2%82%AC.png")]
    #[case("../a\\b\r\nc", "attachment; filename=\".._a_b__c\"")]
    fn names(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(attachment(name), expected);
    }
}
