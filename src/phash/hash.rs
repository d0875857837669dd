//! A pHash as 64 bits, read from what the service gives.

use thiserror::Error;

/// The hexadecimal digits of a pHash.
const DIGITS: usize = 16;

/// Why a text is no pHash of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Unfit {
    /// There is no text.
    #[error("there is no pHash")]
    Missing,
    /// Another number of characters, which is told.
    #[error("a pHash has 16 hexadecimal digits, this has {0}")]
    Length(usize),
    /// A character is no hexadecimal digit.
    #[error("a pHash has 16 hexadecimal digits, and this holds something else")]
    NotHexadecimal,
}

/// The 64 bits of a pHash: exactly 16 hexadecimal digits, large or small.
///
/// # Errors
///
/// For everything else, so that a hash of another length is told and not compared as if it were one.
pub fn read(text: &str) -> Result<u64, Unfit> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(Unfit::Missing);
    }
    let length = text.chars().count();
    if length != DIGITS {
        return Err(Unfit::Length(length));
    }
    // A sign is no digit, though a number may have one.
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Unfit::NotHexadecimal);
    }
    u64::from_str_radix(text, 16).map_err(|_| Unfit::NotHexadecimal)
}

/// Whether all bits are the same, as they are for a picture of one colour. Such hashes say little: they
/// are compared as all others, and marked where they are listed.
pub fn is_flat(hash: u64) -> bool {
    hash == 0 || hash == u64::MAX
}
