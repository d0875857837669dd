//! Keys from bytes, for the short time in which the terminal is asked about itself and crossterm
//! doesn't read yet: crossterm can't give back what is no event of its own.

use crate::app::msg::{Key, KeyCode};

/// One thing that a terminal sends.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// A key.
    Key(Key),
    /// Text between the marks of a bracketed paste.
    Paste(String),
    /// A control sequence that is no key.
    Control(Vec<u8>),
}

const ESC: u8 = 0x1b;
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// The first thing in `bytes` and its length; `None` if it isn't whole yet.
pub(super) fn next(bytes: &[u8]) -> Option<(Token, usize)> {
    match bytes {
        [] => None,
        [ESC, rest @ ..] => escape(bytes, rest),
        [byte, ..] if byte.is_ascii() => Some((Token::Key(ascii(*byte)), 1)),
        _ => character(bytes),
    }
}

/// The keys in a sequence that nothing follows: Escape, or Alt and a character.
pub(super) fn alone(bytes: &[u8]) -> Vec<Key> {
    match bytes {
        [] => vec![],
        [ESC] => vec![plain(KeyCode::Esc)],
        [ESC, byte] if byte.is_ascii() => vec![Key { alt: true, ..ascii(*byte) }],
        _ => vec![],
    }
}

fn escape(bytes: &[u8], rest: &[u8]) -> Option<(Token, usize)> {
    match *rest.first()? {
        b'[' => csi(bytes),
        b'O' => Some((ss3(*rest.get(1)?), 3)),
        b']' | b'_' | b'P' | b'^' | b'X' => string(bytes),
        ESC => Some((Token::Key(plain(KeyCode::Esc)), 1)),
        byte if byte.is_ascii() => Some((Token::Key(Key { alt: true, ..ascii(byte) }), 2)),
        _ => character(rest).map(|(token, length)| (with_alt(token), length + 1)),
    }
}

fn with_alt(token: Token) -> Token {
    match token {
        Token::Key(key) => Token::Key(Key { alt: true, ..key }),
        other => other,
    }
}

/// OSC, APC, DCS and their kin: up to BEL or ST.
fn string(bytes: &[u8]) -> Option<(Token, usize)> {
    let bel = bytes.iter().position(|&byte| byte == 0x07).map(|at| at + 1);
    let st = find(bytes, b"\x1b\\").map(|at| at + 2);
    let length = match (bel, st) {
        (Some(bel), Some(st)) => bel.min(st),
        (one, other) => one.or(other)?,
    };
    Some((Token::Control(bytes.get(..length)?.to_vec()), length))
}

fn csi(bytes: &[u8]) -> Option<(Token, usize)> {
    if bytes.starts_with(PASTE_BEGIN) {
        let end = find(bytes, PASTE_END)?;
        let text = String::from_utf8_lossy(bytes.get(PASTE_BEGIN.len()..end)?).into_owned();
        return Some((Token::Paste(text), end + PASTE_END.len()));
    }
    let body = bytes.get(2..)?;
    let end = body.iter().position(|byte| (0x40..=0x7e).contains(byte))?;
    let length = end + 3;
    let key = body.get(..end).and_then(|parameters| csi_key(parameters, *body.get(end)?));
    let token = match key {
        Some(key) => Token::Key(key),
        None => Token::Control(bytes.get(..length)?.to_vec()),
    };
    Some((token, length))
}

/// `CSI 1 ; MODIFIERS A` and `CSI NUMBER ; MODIFIERS ~`, the numbers left out where they are 1.
fn csi_key(parameters: &[u8], last: u8) -> Option<Key> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    let mut numbers = parameters.split(';').map(|text| if text.is_empty() { Ok(1) } else { text.parse() });
    let number: u8 = numbers.next()?.ok()?;
    let modifiers: u8 = numbers.next().unwrap_or(Ok(1)).ok()?;
    let code = if last == b'~' { tilde(number)? } else { letter(last)? };
    let mask = modifiers.saturating_sub(1);
    Some(Key {
        code,
        shift: mask & 1 != 0 || code == KeyCode::BackTab,
        alt: mask & 2 != 0,
        ctrl: mask & 4 != 0,
    })
}

fn ss3(last: u8) -> Token {
    match letter(last) {
        Some(code) => Token::Key(plain(code)),
        None => Token::Control(vec![ESC, b'O', last]),
    }
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'Z' => KeyCode::BackTab,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn tilde(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

fn ascii(byte: u8) -> Key {
    let ctrl = |c: u8| Key { ctrl: true, ..plain(KeyCode::Char(char::from(c))) };
    match byte {
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        ESC => plain(KeyCode::Esc),
        0 => ctrl(b' '),
        0x01..=0x1a => ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'4'),
        _ => plain(KeyCode::Char(char::from(byte))),
    }
}

/// A character beyond ASCII; a byte that begins none is dropped as a control.
fn character(bytes: &[u8]) -> Option<(Token, usize)> {
    const LONGEST: usize = 4;
    let some = bytes.get(..bytes.len().min(LONGEST))?;
    let valid = match std::str::from_utf8(some) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(some.get(..error.valid_up_to())?).ok()?
        }
        Err(error) if error.error_len().is_none() => return None,
        Err(_) => return Some((Token::Control(bytes.get(..1)?.to_vec()), 1)),
    };
    let c = valid.chars().next()?;
    Some((Token::Key(plain(KeyCode::Char(c))), c.len_utf8()))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut at = 0;
        let mut keys = Vec::new();
        while let Some((token, length)) = next(&bytes[at..]) {
            at += length;
            if let Token::Key(key) = token {
                keys.push(key);
            }
        }
        keys.extend(alone(&bytes[at..]));
        keys
    }

    #[test]
    fn keys_of_an_xterm() {
        let table: &[(&[u8], KeyCode)] = &[
            (b"x", KeyCode::Char('x')),
            (b"G", KeyCode::Char('G')),
            (b"\r", KeyCode::Enter),
            (b"\x7f", KeyCode::Backspace),
            (b"\x1b", KeyCode::Esc),
            (b"\x1b[A", KeyCode::Up),
            (b"\x1bOB", KeyCode::Down),
            (b"\x1b[3~", KeyCode::Delete),
            (b"\x1b[6~", KeyCode::PageDown),
            (b"\x1bOP", KeyCode::F(1)),
            (b"\x1b[15~", KeyCode::F(5)),
            (b"\x1b[24~", KeyCode::F(12)),
            ("写".as_bytes(), KeyCode::Char('写')),
        ];
        for (bytes, code) in table {
            assert_eq!(keys(bytes), [plain(*code)], "{bytes:?}");
        }
    }

    #[test]
    fn modifiers() {
        let up = plain(KeyCode::Up);
        assert_eq!(keys(b"\x1b[1;2A"), [Key { shift: true, ..up }]);
        assert_eq!(keys(b"\x1b[1;5A"), [Key { ctrl: true, ..up }]);
        assert_eq!(keys(b"\x1b[Z"), [Key { shift: true, ..plain(KeyCode::BackTab) }]);
        assert_eq!(keys(b"\x10"), [Key { ctrl: true, ..plain(KeyCode::Char('p')) }]);
        assert_eq!(keys(b"\x1bx"), [Key { alt: true, ..plain(KeyCode::Char('x')) }]);
    }

    #[test]
    fn a_paste_is_one_thing() {
        let bytes = b"\x1b[200~d\x1b[Aq\n\x1b[201~x";
        assert_eq!(next(bytes), Some((Token::Paste("d\u{1b}[Aq\n".into()), bytes.len() - 1)));
        assert_eq!(next(b"\x1b[200~half"), None);
    }

    #[test]
    fn no_bytes_panic() {
        for a in 0..=255u8 {
            for b in 0..=255u8 {
                keys(&[a, b]);
                keys(&[ESC, a, b, 0xff, a]);
                keys(&[ESC, b'[', a, b, b'~', b]);
            }
        }
    }
}
