//! Reading what may be missing, `null`, or a number of another kind.

use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// `null` counts as absent.
pub(crate) fn or_default<'de, D, T>(input: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(input)?.unwrap_or_default())
}

/// A count that may be a float, `null` or the text of a number; below zero counts as zero.
pub(crate) fn count<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
    Ok(match Value::deserialize(input)? {
        Value::Number(number) => number.as_u64().unwrap_or_else(|| whole(number.as_f64(), u64::MAX)),
        Value::String(text) => whole(text.trim().parse().ok(), u64::MAX),
        _ => 0,
    })
}

/// A time; what is none is as if it were missing.
pub(crate) fn timestamp<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(Option::<Value>::deserialize(input)?.and_then(|value| value.as_str()?.parse().ok()))
}

/// A text that may be a number or `null`.
pub(crate) fn word<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(input)? {
        Value::Null => String::new(),
        value => text(&value),
    })
}

/// The members of an object in the order received.
#[derive(Debug, Default)]
pub(crate) struct Pairs(pub(crate) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        input.deserialize_map(Reader)
    }
}

pub(crate) fn whole(number: Option<f64>, most: u64) -> u64 {
    // A cast from a float saturates, and a NaN becomes 0.
    (number.unwrap_or_default().round() as u64).min(most)
}

pub(crate) fn pixels(number: Option<f64>) -> u32 {
    u32::try_from(whole(number, u32::MAX.into())).unwrap_or(u32::MAX)
}

pub(crate) fn time(text: Option<&str>) -> Timestamp {
    text.and_then(|text| text.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Names and values as text; what is nested gets names with dots.
pub(crate) fn flat(pairs: Option<Pairs>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, value) in pairs.unwrap_or_default().0 {
        flatten(name, value, &mut out);
    }
    out
}

fn flatten(name: String, value: Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            members.into_iter().for_each(|(key, value)| flatten(format!("{name}.{key}"), value, out));
        }
        value => out.push((name, text(&value))),
    }
}

pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
