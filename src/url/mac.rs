//! HMAC-SHA1, the one algorithm of all signatures of the service.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::model::Secret;

/// The digest of `message` in lower-case hexadecimal digits.
pub(super) fn hex(key: &Secret, message: &[u8]) -> String {
    let mut digits = String::with_capacity(40);
    for byte in keyed(key, message).finalize().into_bytes() {
        // Writing to a `String` can't fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Whether `digits` is what [`hex`] would give, in a time that doesn't depend on the digits.
pub(super) fn matches(key: &Secret, message: &[u8], digits: &str) -> bool {
    bytes(digits).is_some_and(|digest| keyed(key, message).verify_slice(&digest).is_ok())
}

fn keyed(key: &Secret, message: &[u8]) -> Hmac<Sha1> {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.reveal().as_bytes()).expect("HMAC takes keys of any length");
    mac.update(message);
    mac
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
