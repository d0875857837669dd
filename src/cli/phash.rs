//! `ikt phash`: how far two pictures are from each other.

use serde_json::{Value, json};

use super::batch::{self, Raised};
use super::frame::{Code, Common, Failure, Out, With};
use crate::phash::{PhashError, distance};

/// Two pHashes, or many pairs.
#[derive(Debug, clap::Args)]
pub(super) struct PhashArgs {
    /// A pHash: 16 hexadecimal digits, as `ikt meta` tells it
    #[arg(required_unless_present = "batch")]
    first: Option<String>,
    /// Another
    #[arg(required_unless_present = "batch")]
    second: Option<String>,
    /// Read pairs from standard input, {"first": …, "second": …} one a line, and answer each with
    /// {"value": …} or {"error": {"kind": …, "message": …}}; the exit code is 9 when some are errors
    #[arg(long, conflicts_with_all = ["first", "second"])]
    batch: bool,
}

/// Writes the distance: 0 to 64 bits.
///
/// # Errors
///
/// When a value is no pHash.
pub(super) fn run(with: With<PhashArgs>) -> Result<Code, Failure> {
    let With { args, common: Common { json, .. } } = with;
    let out = Out::new(json);
    if args.batch {
        return batch::run(out, case);
    }
    let (first, second) = (args.first.unwrap_or_default(), args.second.unwrap_or_default());
    let bits = distance(&first, &second)
        .map_err(|error| Failure::usage(error, "Give two values as `ikt meta` tells"))?;
    out.either(&json!({ "value": bits }), || bits.to_string())?;
    Ok(Code::Done)
}

/// A pair of any JSON values, judged as the Python SDK does.
fn case(case: &Value) -> Result<Value, Raised> {
    let value = |name: &str| case.get(name).unwrap_or(&Value::Null);
    let (first, second) = (value("first"), value("second"));
    if batch::is_nothing(first) || batch::is_nothing(second) {
        return Err(raised(&PhashError::Missing));
    }
    let Value::String(first) = first else { return Err(raised(&PhashError::NotText)) };
    // The first is read before the second is looked at.
    let Value::String(second) = second else {
        return Err(raised(&distance(first, "0").err().unwrap_or(PhashError::NotText)));
    };
    distance(first, second).map(|bits| json!(bits)).map_err(|error| raised(&error))
}

fn raised(error: &PhashError) -> Raised {
    Raised::new(error.class(), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_vectors() {
        let file: Value =
            serde_json::from_str(include_str!("../../tests/vectors/auth-and-phash.json")).expect("vectors");
        let cases = file["phash"].as_array().expect("cases");
        assert_eq!(cases.len(), 130);
        for vector in cases {
            match case(vector) {
                Ok(bits) => assert_eq!(bits, vector["expected"], "{vector}"),
                Err(raised) => {
                    assert_eq!(raised, Raised::new(text(&vector["raises_type"]), text(&vector["raises"])))
                }
            }
        }
    }

    fn text(value: &Value) -> &str {
        value.as_str().expect("text")
    }
}
