//! The `Range` header, as far as one range goes (RFC 9110, 14).

/// What part of a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: no range, or one that is to be ignored.
    Whole,
    /// From this byte on, so many; at least one.
    Bytes { start: u64, length: u64 },
    /// Nothing of what is there.
    Outside,
}

/// Reads the value of a `Range` header for a file of `size` bytes. Several ranges at once are
/// ignored, as the standard allows.
pub(super) fn part(header: &str, size: u64) -> Part {
    let Some((first, last)) = header.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    let (start, end) = match (number(first), number(last)) {
        (Some(start), Some(end)) if start <= end => (start, end.saturating_add(1).min(size)),
        (Some(start), None) if last.trim().is_empty() => (start, size),
        (None, Some(length)) if first.trim().is_empty() => (size.saturating_sub(length), size),
        _ => return Part::Whole,
    };
    if start < end { Part::Bytes { start, length: end - start } } else { Part::Outside }
}

fn number(digits: &str) -> Option<u64> {
    let digits = digits.trim();
    digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("bytes=0-0", Part::Bytes { start: 0, length: 1 })]
    #[case("bytes=2-5", Part::Bytes { start: 2, length: 4 })]
    #[case("bytes=2-", Part::Bytes { start: 2, length: 8 })]
    #[case("bytes=2-99", Part::Bytes { start: 2, length: 8 })]
    #[case("bytes=-3", Part::Bytes { start: 7, length: 3 })]
    #[case("bytes=-99", Part::Bytes { start: 0, length: 10 })]
    #[case("bytes=0-18446744073709551615", Part::Bytes { start: 0, length: 10 })]
    #[case("bytes=10-", Part::Outside)]
    #[case("bytes=-0", Part::Outside)]
    #[case("bytes=5-2", Part::Whole)]
    #[case("bytes=0-1,3-4", Part::Whole)]
    #[case("bytes=-", Part::Whole)]
    #[case("bytes=a-2", Part::Whole)]
    #[case("lines=1-2", Part::Whole)]
    fn ranges(#[case] header: &str, #[case] expected: Part) {
        assert_eq!(part(header, 10), expected);
    }

    #[test]
    fn an_empty_file_has_no_parts() {
        assert_eq!(part("bytes=0-", 0), Part::Outside);
    }
}
