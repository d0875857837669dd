//! Ids of files and folders.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a file or folder.
///
/// The service's ids are 24 lower-case hexadecimal digits and are held in 12 bytes; anything else
/// that a server sends is kept as it came.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetId(Repr);

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Repr {
    Hex([u8; 12]),
    Text(Arc<str>),
}

impl AssetId {
    /// Takes an id as the API wrote it.
    pub fn new(text: &str) -> Self {
        match hex12(text) {
            Some(bytes) => Self(Repr::Hex(bytes)),
            None => Self(Repr::Text(text.into())),
        }
    }

    /// An id from its 12 bytes.
    pub fn from_bytes(bytes: [u8; 12]) -> Self {
        Self(Repr::Hex(bytes))
    }

    /// The 12 bytes of an id of 24 lower-case hexadecimal digits, else `None`.
    pub fn bytes(&self) -> Option<[u8; 12]> {
        match self.0 {
            Repr::Hex(bytes) => Some(bytes),
            Repr::Text(_) => None,
        }
    }
}

impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Hex(bytes) => {
                // At once: lists of a million files write their ids.
                let mut digits = [0; 24];
                for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
                    pair.copy_from_slice(&[hex(byte >> 4), hex(byte & 15)]);
                }
                f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
            }
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for AssetId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AssetId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

fn hex12(text: &str) -> Option<[u8; 12]> {
    let digits = text.as_bytes();
    if digits.len() != 24 {
        return None;
    }
    let mut bytes = [0; 12];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    }
}

fn hex(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_as_written() {
        for text in ["598821f949c0a938d57563bd", "598821F949C0A938D57563BD", "x", ""] {
            assert_eq!(AssetId::new(text).to_string(), text);
        }
        assert!(AssetId::new("598821f949c0a938d57563bd").bytes().is_some());
        assert!(AssetId::new("598821F949C0A938D57563BD").bytes().is_none());
    }
}
