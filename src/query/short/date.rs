//! Days, months and years of short forms, in UTC as the service counts them (imagekit-api.md 3.3).

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The first millisecond of a period and the first one after it.
pub(super) type Period = (i64, i64);

/// Reads `2026`, `2026-01`, `2026-01-31`, `today` or `yesterday`.
pub(super) fn period(text: &str, now: Timestamp) -> Option<Period> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let (first, next) = match text.to_ascii_lowercase().as_str() {
        "today" => (today, today.checked_add(1.day()).ok()?),
        "yesterday" => (today.checked_sub(1.day()).ok()?, today),
        _ => written(text)?,
    };
    Some((millis(first)?, millis(next)?))
}

fn written(text: &str) -> Option<(Date, Date)> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
    let (rest, length) = match shape.as_str() {
        "dddd" => ("-01-01", 1.year()),
        "dddd-dd" => ("-01", 1.month()),
        "dddd-dd-dd" => ("", 1.day()),
        _ => return None,
    };
    let first: Date = format!("{text}{rest}").parse().ok()?;
    Some((first, first.checked_add(length).ok()?))
}

fn millis(day: Date) -> Option<i64> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_and_end_at_midnight() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().expect("a literal");
        let read = |text: &str| {
            period(text, now).map(|(first, next)| {
                let day = |at| Timestamp::from_millisecond(at).expect("in range").to_string();
                (day(first), day(next))
            })
        };
        let days =
            |first: &str, next: &str| Some((format!("{first}T00:00:00Z"), format!("{next}T00:00:00Z")));
        assert_eq!(read("today"), days("2026-03-01", "2026-03-02"));
        assert_eq!(read("Yesterday"), days("2026-02-28", "2026-03-01"));
        assert_eq!(read("2025"), days("2025-01-01", "2026-01-01"));
        assert_eq!(read("2025-12"), days("2025-12-01", "2026-01-01"));
        assert_eq!(read("2024-02-29"), days("2024-02-29", "2024-03-01"));
        for wrong in ["2025-13", "2025-02-29", "20", "9999", "soon", "２０２５"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
