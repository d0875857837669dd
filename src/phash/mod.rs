//! pHash distance: how far two pictures are from each other. Pure.
//!
//! A pHash is a hash of 64 bits, written as hexadecimal text. [`distance`] counts the bits in which
//! two differ: 0 for the same picture, about 17 for similar ones, about 37 for different ones
//! (imagekit-api.md 6.2).
//!
//! [`Forest`] holds the groups of near images among many, at every threshold at once; [`read`] is strict
//! about what it compares, where [`distance`] is as lenient as the official SDK.

mod buckets;
mod distinct;
mod forest;
mod grow;
mod hash;
mod kernel;
mod levels;
mod list;
mod masks;
mod odds;
mod pass;
mod plan;
mod python;
mod room;
mod sensible;
mod sieve;
mod standing;
mod threads;
mod watch;

use thiserror::Error;

pub use self::forest::{Forest, MOST, Summary};
pub use self::hash::{Unfit, is_flat, read};
pub(crate) use self::python::repr;
pub use self::sensible::sensible;

/// The bits of a pHash.
const BITS: usize = 64;

/// Why two values have no distance. The texts are those of the Python SDK's exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhashError {
    /// A value is empty, or not there.
    #[error("{{'message': 'Missing pHash value', 'help': 'Please pass two pHash values'}}")]
    Missing,
    /// A value isn't text.
    #[error(
        "({{'message': 'Invalid pHash value', 'help': 'Both pHash strings must be valid hexadecimal numbers'}},)"
    )]
    NotText,
    /// A text isn't a hexadecimal number.
    #[error("{}", not_hexadecimal(.0))]
    NotHexadecimal(String),
}

impl PhashError {
    /// The class of the Python SDK's exception.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Missing | Self::NotText => "TypeError",
            Self::NotHexadecimal(_) => "ValueError",
        }
    }
}

/// Python shows the first 200 characters of what it can't read.
fn not_hexadecimal(text: &str) -> String {
    let shown: String = repr(text).chars().take(200).collect();
    format!("invalid literal for int() with base 16: {shown}")
}

/// In how many bits two pHashes differ: 0 to 64.
///
/// Counted as `imagekitio` 4.1.0 does (imagekit-api.md 6.2): texts are numbers in the spelling of
/// Python's `int(text, 16)`, padded with zeros at the left to 64 bits. Longer ones are no error: they
/// are compared from the left, as far as the shorter one goes.
///
/// # Errors
///
/// When a value is empty or no hexadecimal number; the first such value is told.
pub fn distance(first: &str, second: &str) -> Result<usize, PhashError> {
    if first.is_empty() || second.is_empty() {
        return Err(PhashError::Missing);
    }
    let (first, second) = (binary(first)?, binary(second)?);
    let at = |digits: &[u8], index: usize, width: usize| match (index + digits.len()).checked_sub(width) {
        Some(index) => digits.get(index).copied().unwrap_or(b'0'),
        None => b'0',
    };
    let (wide, narrow) = (first.len().max(BITS), second.len().max(BITS));
    Ok((0..wide.min(narrow)).filter(|&i| at(&first, i, wide) != at(&second, i, narrow)).count())
}

/// The binary digits of a text as Python has them: of `bin()` the SDK leaves the first two characters
/// out, so that a negative number keeps the `b` of its `-0b`.
fn binary(text: &str) -> Result<Vec<u8>, PhashError> {
    let number = python::hexadecimal(text).ok_or_else(|| PhashError::NotHexadecimal(text.to_owned()))?;
    let bits = number.digits.iter().flat_map(|digit| (0..4).rev().map(move |bit| b'0' + (digit >> bit & 1)));
    let mut binary: Vec<u8> = bits.skip_while(|bit| *bit == b'0').collect();
    if number.negative && !binary.is_empty() {
        binary.insert(0, b'b');
    }
    Ok(binary)
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
