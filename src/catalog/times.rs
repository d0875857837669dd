//! Times as the API writes them, and seconds of windows.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;

/// Milliseconds and no less, as the API has them.
const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// ISO 8601 in UTC with milliseconds; a time that can't be is written as 1970.
pub(super) fn iso(ms: i64) -> String {
    PRINTER.timestamp_to_string(&timestamp(ms))
}

/// Whether a text is what [`iso`] writes for `ms`.
pub(super) fn is_iso(text: &str, ms: i64) -> bool {
    const LENGTH: usize = "2024-02-29T12:00:00.000Z".len();
    text.len() == LENGTH && text == iso(ms)
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
