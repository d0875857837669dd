//! What there is to say of a URL, in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::url::classic::Position;

use super::{Difference, Encoding, Explanation, Finding};

impl Explanation {
    /// Whether the URL is served, and what there is to say; times in the zone of this computer.
    pub fn words(&self) -> (bool, Vec<String>) {
        words(&self.finding)
    }
}

fn words(finding: &Finding) -> (bool, Vec<String>) {
    match finding {
        Finding::Valid(None) => (true, vec!["valid for ever".to_owned()]),
        Finding::Valid(Some(at)) => (true, vec![format!("valid until {}", local(*at))]),
        Finding::Expired(at) => (false, vec![format!("expired since {}", local(*at))]),
        Finding::Unsigned => (false, vec!["not signed: it has no ik-s".to_owned()]),
        Finding::Unknown => {
            let why = "signed with a key that isn't known here, or changed in a way that can't be told from the \
                       signature";
            (false, vec![why.to_owned()])
        }
        Finding::Differs(differences) => (false, differences.iter().map(difference).collect()),
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::NoQuestionMark => "the signature follows a & though the URL has no ?".to_owned(),
        Difference::UpperCase => "the signature is in upper case; it has to be in lower case".to_owned(),
        Difference::Key(profile) => format!("signed with the key of {profile}"),
        Difference::Encoding(encoding) => format!("signed was the path {}", written(*encoding)),
        Difference::Slashes => "the URL has double slashes where what was signed has one".to_owned(),
        Difference::Endpoint(endpoint) if endpoint.is_empty() => {
            "signed was the whole URL: the endpoint was not taken off".to_owned()
        }
        Difference::Endpoint(endpoint) => format!("signed for the endpoint {endpoint}"),
        Difference::Expiry => "the expiry (ik-t) was added or changed after signing".to_owned(),
        Difference::Transformation => "the transformation was added or changed after signing".to_owned(),
        Difference::SlashLost => "signed was the URL with a double slash behind the endpoint".to_owned(),
        Difference::TransformationChanged(signed) => {
            format!("the transformation was changed after signing: signed was {signed}")
        }
        Difference::TransformationMoved(Position::Path) => {
            "the transformation was moved after signing: signed was the URL with it in the path".to_owned()
        }
        Difference::TransformationMoved(Position::Query) => {
            "the transformation was moved after signing: signed was the URL with it in the query".to_owned()
        }
        Difference::TransformationEncoding => {
            "signed was the transformation in another encoding of , and :".to_owned()
        }
        Difference::Parameter(name) => format!("the parameter {name} was added after signing"),
    }
}

fn written(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Raw => "as it is, not percent-encoded",
        Encoding::Percent => "percent-encoded",
        Encoding::Twice => "percent-encoded twice",
        Encoding::Composed => "with composed letters (NFC)",
        Encoding::ComposedRaw => "with composed letters (NFC), not percent-encoded",
        Encoding::Decomposed => "with decomposed letters (NFD)",
        Encoding::DecomposedRaw => "with decomposed letters (NFD), not percent-encoded",
    }
}

/// A moment in local time.
fn local(at: i64) -> String {
    match Timestamp::from_second(at) {
        Ok(time) => time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        Err(_) => format!("{at} s"),
    }
}
