//! Times as the API writes them, and seconds of windows.

use jiff::Timestamp;

/// ISO 8601 in UTC with milliseconds; a time that can't be is written as 1970.
pub(super) fn iso(ms: i64) -> String {
    timestamp(ms).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Whether a text is what [`iso`] writes for `ms`, given that it names that moment.
pub(super) fn is_iso(text: &str, ms: i64) -> bool {
    const FORM: &[u8; 24] = b"dddd-dd-ddTdd:dd:dd.dddZ";
    let formed = text.len() == FORM.len()
        && text.bytes().zip(FORM).all(|(c, form)| match form {
            b'd' => c.is_ascii_digit(),
            form => c == *form,
        });
    // A leap second is written in another way than it is read.
    formed
        && text.get(17..19) != Some("60")
        && text.parse::<Timestamp>().is_ok_and(|time| time.as_millisecond() == ms)
}

/// The moment; 1970 for what is none.
pub(super) fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

/// The second that a moment is in.
pub(super) fn second(ms: i64) -> i64 {
    ms.div_euclid(1000)
}

/// A second as the search language takes it.
pub(super) fn in_search(second: i64) -> String {
    let time = Timestamp::from_second(second).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
