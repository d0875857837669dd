//! Takes what comes in while a terminal is being asked apart: answers, and what the user types.

use crate::app::Msg;
use crate::runtime::keys;

/// What a terminal said of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// It speaks kitty's graphics protocol.
    pub kitty: bool,
    /// It takes kitty pictures compressed.
    pub kitty_compressed: bool,
    /// It answers kitty's query without knowing Unicode placeholders, by its own name and version.
    pub no_placeholders: bool,
    /// It speaks iTerm2's protocol, by its own name.
    pub iterm2: bool,
    /// It draws sixels.
    pub sixel: bool,
    /// It speaks kitty's keyboard protocol.
    pub keyboard: bool,
    /// Pixels of a cell, width and height.
    pub cell: Option<(u16, u16)>,
    /// Its background colour.
    pub background: Option<[u8; 3]>,
    /// Nothing more will come.
    pub complete: bool,
}

impl Answers {
    /// Of a terminal that says nothing.
    pub const NOTHING: Self = Self {
        kitty: false,
        kitty_compressed: false,
        no_placeholders: false,
        iterm2: false,
        sixel: false,
        keyboard: false,
        cell: None,
        background: None,
        complete: false,
    };
}

/// What is asked, and what ends it: every terminal answers the status report, and answers come in
/// the order of the questions.
pub(super) const QUESTIONS: &str = concat!(
    "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\",
    "\x1b_Gi=32,s=1,v=1,a=q,t=d,f=24,o=z;eJxjYGAAAAADAAE=\x1b\\",
    "\x1b[>q",
    "\x1b[?u",
    "\x1b]11;?\x1b\\",
    "\x1b[16t",
    "\x1b[c",
    "\x1b[5n",
);

/// Gathers answers from a stream of bytes and gives back what the user did meanwhile.
#[derive(Default)]
pub(super) struct Listener {
    pub(super) answers: Answers,
    pending: Vec<u8>,
}

impl Listener {
    /// Takes bytes in; returns the keys among them.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.pending.extend_from_slice(bytes);
        let mut msgs = Vec::new();
        let mut at = 0;
        while let Some((token, length)) = self.pending.get(at..).and_then(keys::next) {
            at += length;
            match token {
                keys::Token::Key(key) => msgs.push(Msg::Key(key)),
                keys::Token::Paste(text) => msgs.push(Msg::Paste(text)),
                keys::Token::Control(sequence) => self.note(&sequence),
            }
        }
        self.pending.drain(..at);
        msgs
    }

    /// Whether part of a sequence has come: the rest is on its way, or it is the Escape key.
    pub(super) fn is_inside(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether what has come may also be a whole key: Escape, or Alt and a character.
    pub(super) fn may_be_a_key(&self) -> bool {
        (1..=2).contains(&self.pending.len())
    }

    /// Takes what is pending for what it is when nothing follows.
    pub(super) fn finish(&mut self) -> Vec<Msg> {
        let pending = std::mem::take(&mut self.pending);
        keys::alone(&pending).into_iter().map(Msg::Key).collect()
    }

    fn note(&mut self, sequence: &[u8]) {
        let Some(sequence) = std::str::from_utf8(sequence).ok().and_then(|text| text.strip_prefix('\x1b'))
        else {
            return;
        };
        let answers = &mut self.answers;
        if let Some(answer) = sequence.strip_prefix("_Gi=") {
            answers.kitty |= answer.starts_with("31;OK");
            answers.kitty_compressed |= answer.starts_with("32;OK");
        } else if let Some(name) = sequence.strip_prefix("P>|") {
            answers.no_placeholders =
                ["WezTerm", "Konsole"].iter().any(|other| name.starts_with(other)) || is_old_kitty(name);
            answers.iterm2 = ["WezTerm", "iTerm2"].iter().any(|other| name.starts_with(other));
        } else if let Some(colour) = sequence.strip_prefix("]11;") {
            answers.background = colour_of(colour);
        } else if let Some(parameters) = sequence.strip_prefix("[?") {
            match parameters.chars().next_back() {
                Some('u') => answers.keyboard = true,
                Some('c') => {
                    answers.sixel = parameters.trim_end_matches('c').split(';').skip(1).any(|p| p == "4");
                }
                _ => {}
            }
        } else if let Some(size) = sequence.strip_prefix("[6;").and_then(|rest| rest.strip_suffix('t')) {
            answers.cell = cell_of(size);
        } else if sequence == "[0n" {
            answers.complete = true;
        }
    }
}

/// `kitty(0.26.5)` and the like, up to 0.27: placeholders came with 0.28.
fn is_old_kitty(name: &str) -> bool {
    let version = name.strip_prefix("kitty(0.").and_then(|rest| rest.split(['.', ')']).next());
    version.and_then(|minor| minor.parse::<u32>().ok()).is_some_and(|minor| minor < 28)
}

/// `HEIGHT;WIDTH`.
fn cell_of(text: &str) -> Option<(u16, u16)> {
    let (height, width) = text.split_once(';')?;
    let cell = (width.parse().ok()?, height.parse().ok()?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// `rgb:RRRR/GGGG/BBBB` with one to four digits each, then BEL or ST.
fn colour_of(text: &str) -> Option<[u8; 3]> {
    let channels = text.trim_end_matches(['\x07', '\\', '\x1b']).strip_prefix("rgb:")?;
    let mut channels = channels.split('/').map(channel_of);
    Some([channels.next()??, channels.next()??, channels.next()??])
}

fn channel_of(digits: &str) -> Option<u8> {
    let value = u32::from_str_radix(digits, 16).ok()?;
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    u8::try_from(value * 255 / most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::{Key, KeyCode};

    fn heard(bytes: &[u8]) -> (Answers, Vec<Msg>) {
        let mut listener = Listener::default();
        let mut msgs = listener.feed(bytes);
        msgs.extend(listener.finish());
        (listener.answers, msgs)
    }

    fn key(code: KeyCode) -> Msg {
        Msg::Key(Key { code, ctrl: false, alt: false, shift: false })
    }

    const ALL: &[u8] = b"\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;OK\x1b\\\x1bP>|kitty(0.41.1)\x1b\\\x1b[?0u\x1b]11;rgb:1010/2020/ffff\x1b\\\
        \x1b[6;18;9t\x1b[?62;4;22c\x1b[0n";

    #[test]
    fn a_terminal_that_can_do_everything() {
        let answers = Answers {
            kitty: true,
            kitty_compressed: true,
            no_placeholders: false,
            iterm2: false,
            sixel: true,
            keyboard: true,
            cell: Some((9, 18)),
            background: Some([0x10, 0x20, 0xff]),
            complete: true,
        };
        assert_eq!(heard(ALL), (answers, vec![]));
    }

    #[test]
    fn a_plain_one() {
        let answers = Answers { complete: true, ..Answers::NOTHING };
        assert_eq!(heard(b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?64;1;2;24c\x1b[0n"), (answers, vec![]));
    }

    #[test]
    fn names_say_what_a_query_does_not() {
        let told = |name: &str| {
            let (answers, msgs) = heard(format!("\x1bP>|{name}\x1b\\").as_bytes());
            assert_eq!(msgs, []);
            (answers.no_placeholders, answers.iterm2)
        };
        assert_eq!(told("kitty(0.26.5)"), (true, false));
        assert_eq!(told("kitty(0.41.1)"), (false, false));
        assert_eq!(told("kitty(1.0.0)"), (false, false));
        assert_eq!(told("WezTerm 20240203-110809-5046fc22"), (true, true));
        assert_eq!(told("Konsole 23.08.5"), (true, false));
        assert_eq!(told("iTerm2 3.5.10"), (false, true));
        assert_eq!(told("XTerm(390)"), (false, false));
    }

    #[test]
    fn what_is_typed_between_answers_is_kept() {
        let typed = b"j\x1b_Gi=31;OK\x1b\\\x1b[A\x1b[?62;4c\xc3\xa9\x1b[0nk";
        let (answers, msgs) = heard(typed);
        assert!(answers.kitty && answers.sixel && answers.complete);
        let keys = [KeyCode::Char('j'), KeyCode::Up, KeyCode::Char('é'), KeyCode::Char('k')];
        assert_eq!(msgs, keys.map(key));
    }

    #[test]
    fn bytes_may_come_one_by_one() {
        let mut listener = Listener::default();
        let mut msgs = Vec::new();
        for byte in [b"j".as_slice(), ALL, b"\x1b[B"].concat() {
            msgs.extend(listener.feed(&[byte]));
        }
        assert!(listener.answers.complete && listener.answers.kitty && !listener.is_inside());
        assert_eq!(msgs, [key(KeyCode::Char('j')), key(KeyCode::Down)]);
    }

    #[test]
    fn an_escape_alone_is_the_key() {
        let mut listener = Listener::default();
        assert_eq!(listener.feed(b"\x1b"), []);
        assert!(listener.is_inside());
        assert_eq!(listener.finish(), [key(KeyCode::Esc)]);
    }
}
