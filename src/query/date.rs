//! Moments, absolute and relative (imagekit-api.md 3.3).

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A moment as a query says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A date and perhaps a time of day, in milliseconds since 1970 in UTC.
    At(i64),
    /// So long before now.
    Ago(u32, Span),
}

/// Units of relative dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `w`
    Weeks,
    /// `m`: months of the calendar.
    Months,
    /// `y`
    Years,
}

impl When {
    /// Reads `2020-01-31`, `2020-01-31T10:20:30` or `3d`.
    pub(super) fn read(text: &str) -> Option<Self> {
        ago(text).or_else(|| moment(text).map(Self::At))
    }

    /// In milliseconds since 1970; what lies before all time is its beginning.
    pub fn millis(self, now: Timestamp) -> i64 {
        let (amount, span) = match self {
            Self::At(millis) => return millis,
            Self::Ago(amount, span) => (i64::from(amount), span),
        };
        let length = match span {
            Span::Hours => jiff::Span::new().try_hours(amount),
            Span::Days => jiff::Span::new().try_days(amount),
            Span::Weeks => jiff::Span::new().try_weeks(amount),
            Span::Months => jiff::Span::new().try_months(amount),
            Span::Years => jiff::Span::new().try_years(amount),
        };
        let then = length.and_then(|length| now.to_zoned(TimeZone::UTC).checked_sub(length));
        then.map_or(Timestamp::MIN, |then| then.timestamp()).as_millisecond()
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::At(millis) => {
                let time = Timestamp::from_millisecond(millis).unwrap_or_default();
                let time = time.to_zoned(TimeZone::UTC).datetime();
                if time.time() == jiff::civil::Time::midnight() { time.date().fmt(f) } else { time.fmt(f) }
            }
            Self::Ago(amount, span) => {
                let letter = match span {
                    Span::Hours => 'h',
                    Span::Days => 'd',
                    Span::Weeks => 'w',
                    Span::Months => 'm',
                    Span::Years => 'y',
                };
                write!(f, "{amount}{letter}")
            }
        }
    }
}

fn ago(text: &str) -> Option<When> {
    let span = match text.chars().last()? {
        'h' => Span::Hours,
        'd' => Span::Days,
        'w' => Span::Weeks,
        'm' => Span::Months,
        'y' => Span::Years,
        _ => return None,
    };
    let digits = text.get(..text.len() - 1)?;
    let whole = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    Some(When::Ago(digits.parse().ok().filter(|_| whole)?, span))
}

/// The moment that a date of ISO 8601 names, in milliseconds since 1970: `2020-01-31` is its first
/// one in UTC, `2020-01-31T10:20:30` is in UTC too, and a zone (`Z`, `+01:00`) is heeded. Finer
/// parts of a second are cut off.
pub fn moment(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() >= 10
        && bytes.iter().zip(b"dddd-dd-dd").all(|(c, p)| match p {
            b'd' => c.is_ascii_digit(),
            _ => c == p,
        });
    if !shaped {
        return None;
    }
    if bytes.len() == 10 {
        let date: Date = text.parse().ok()?;
        return millis(date.to_datetime(jiff::civil::Time::midnight()));
    }
    if !matches!(bytes.get(10), Some(b'T' | b' ')) || bytes.get(13) != Some(&b':') {
        return None;
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_millisecond());
    }
    // A civil time takes an annotation in brackets, which is no date of ours.
    let plain = bytes.iter().skip(11).all(|c| c.is_ascii_digit() || matches!(c, b':' | b'.'));
    if plain { millis(text.parse().ok()?) } else { None }
}

fn millis(time: DateTime) -> Option<i64> {
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_millisecond())
}
