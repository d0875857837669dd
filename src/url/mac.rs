//! HMAC-SHA1, the one algorithm of all signatures of the service.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::model::Secret;

/// A private key, ready to sign: its own part of the work is done once.
#[derive(Clone)]
pub struct Signer(Hmac<Sha1>);

/// A digest in lower-case hexadecimal digits.
pub(super) struct Hex([u8; 40]);

impl Signer {
    /// Readies a key.
    pub fn new(key: &Secret) -> Self {
        Self(Hmac::new_from_slice(key.reveal().as_bytes()).expect("HMAC takes keys of any length"))
    }

    /// The digest of a message that is given in pieces.
    pub(super) fn hex<'a>(&self, message: impl IntoIterator<Item = &'a str>) -> Hex {
        Hex::of(self.fed(message).finalize().into_bytes().into())
    }

    /// Whether `digits` is what [`hex`](Self::hex) would give, in a time that doesn't depend on the digits.
    pub(super) fn matches(&self, message: &str, digits: &str) -> bool {
        bytes(digits).is_some_and(|digest| self.fed([message]).verify_slice(&digest).is_ok())
    }

    fn fed<'a>(&self, message: impl IntoIterator<Item = &'a str>) -> Hmac<Sha1> {
        let mut mac = self.0.clone();
        for piece in message {
            mac.update(piece.as_bytes());
        }
        mac
    }
}

/// Nothing of the key is shown.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Hex {
    fn of(digest: [u8; 20]) -> Self {
        let mut digits = [0; 40];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        Self(digits)
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }
}

fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}

/// The 20 bytes of 40 lower-case digits; upper case is refused as the service does.
fn bytes(digits: &str) -> Option<[u8; 20]> {
    let mut bytes = [0; 20];
    let digits = digits.as_bytes();
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_may_come_in_pieces() {
        let signer = Signer::new(&Secret::new("private_key_test"));
        let whole = signer.hex(["tr:w-100/a.jpg9999999999"]);
        let pieces = signer.hex(["tr:w-100", "", "/a.jpg", "9999999999"]);
        assert_eq!(whole.as_str(), pieces.as_str());
        assert!(signer.matches("tr:w-100/a.jpg9999999999", whole.as_str()));
        assert!(!signer.matches("tr:w-100/a.jpg9999999999", &whole.as_str().to_uppercase()));
        assert!(!format!("{signer:?}").contains("private"));
    }
}
