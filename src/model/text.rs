//! Text from outside, made fit to be shown.

use std::borrow::Cow;

/// Makes a text from outside harmless for a terminal.
///
/// Control characters (escapes among them) become their pictures (`␛`, `␊`), bidirectional
/// overrides, zero-width and other invisible format characters become `·`, so that what is seen
/// is what is there and nothing can move the cursor. Joiners inside emoji and scripts that need
/// them are kept. The raw value stays what the API is given.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

fn shown(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('·'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '·',
        _ => c,
    }
}

/// Bytes as `1.4 MB`, in units of 1024 as the service counts them (imagekit-api.md 3.3).
pub fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut value = n as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && value < 9.95);
    format!("{value:.digits$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_well() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(1023), "1.0 kB");
        assert_eq!(bytes(1_468_006), "1.4 MB");
        assert_eq!(bytes(u64::MAX), "16777216 TB");
    }

    #[test]
    fn escapes_are_shown_not_obeyed() {
        assert_eq!(harmless("a\u{1b}[2Jb\n"), "a␛[2Jb␊");
        assert_eq!(harmless("evil\u{202e}gpj.exe"), "evil·gpj.exe");
        assert_eq!(harmless("\u{9b}31m"), "·31m");
    }

    #[test]
    fn honest_text_is_untouched() {
        for text in ["plain.jpg", "写真.jpg", "صورة.jpg", "e\u{301}", "👩\u{200d}🚀"] {
            assert!(matches!(harmless(text), Cow::Borrowed(same) if same == text));
        }
    }
}
