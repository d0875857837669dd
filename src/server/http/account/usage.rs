//! How much an account used.

use std::ops::Range;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde_json::json;

use super::count::{TOTAL, day};
use crate::server::http::AppState;
use crate::server::http::answer::{Refused, json as answer};

/// Days that a span stays below.
const SPAN: i32 = 90;

/// The days of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) start: Date,
    pub(super) end: Date,
}

impl Days {
    /// Reads `startDate` and `endDate`; they may be the same where both days count.
    pub(super) fn read(query: Option<&str>, both_count: bool) -> Result<Self, Refused> {
        let given = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
            pairs.find(|(found, _)| found == name).map(|(_, value)| value).filter(|value| !value.is_empty())
        };
        let (Some(start), Some(end)) = (given("startDate"), given("endDate")) else {
            return Err(Refused::bad("startDate and endDate are required in query parameters."));
        };
        let (Some(start), Some(end)) = (date(&start), date(&end)) else {
            return Err(Refused::bad("startDate and endDate should be in format YYYY-MM-DD."));
        };
        if start > end || (start == end && !both_count) {
            return Err(Refused::bad("startDate should be before endDate."));
        }
        if day(end) - day(start) >= SPAN {
            return Err(Refused::bad("startDate and endDate should be within 90 days."));
        }
        Ok(Self { start, end })
    }

    pub(super) fn without_end(self) -> Range<i32> {
        day(self.start)..day(self.end)
    }

    pub(super) fn with_end(self) -> Range<i32> {
        day(self.start)..day(self.end) + 1
    }
}

/// A day, written as the service wants it and not otherwise.
fn date(text: &str) -> Option<Date> {
    text.parse().ok().filter(|date: &Date| date.to_string() == text)
}

/// `GET /v1/accounts/usage`.
pub(super) async fn usage(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let days = Days::read(query.as_deref(), false)?.without_end();
    let counted = state.deliveries.take();
    let (bandwidth, stored) = state
        .store(move |store| {
            store.count_delivered(counted)?;
            let delivered = store.delivered(days, TOTAL)?;
            Ok((delivered.iter().map(|(_, traffic)| traffic.bytes).sum::<u64>(), store.stored_bytes()?))
        })
        .await?;
    // A local library converts no videos, runs no extensions, and fetches nothing from origins.
    Ok(answer(
        StatusCode::OK,
        &json!({
            "bandwidthBytes": bandwidth,
            "mediaLibraryStorageBytes": stored,
            "videoProcessingUnitsCount": 0,
            "extensionUnitsCount": 0,
            "originalCacheStorageBytes": 0,
        }),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_checked_in_order() {
        let read = |query| Days::read(Some(query), false).map_err(|refused| refused.message.into_owned());
        assert_eq!(read("startDate=2026-01-01&endDate=2026-03-31").unwrap().without_end().len(), 89);
        for (query, words) in [
            ("endDate=x", "startDate and endDate are required in query parameters."),
            ("startDate=&endDate=2026-01-02", "startDate and endDate are required in query parameters."),
            (
                "startDate=2026-1-1&endDate=2026-01-02",
                "startDate and endDate should be in format YYYY-MM-DD.",
            ),
            ("startDate=20260101&endDate=20260102", "startDate and endDate should be in format YYYY-MM-DD."),
            (
                "startDate=2026-02-30&endDate=2026-03-02",
                "startDate and endDate should be in format YYYY-MM-DD.",
            ),
            ("startDate=2026-01-02&endDate=2026-01-02", "startDate should be before endDate."),
            ("startDate=2026-01-01&endDate=2026-04-01", "startDate and endDate should be within 90 days."),
        ] {
            assert_eq!(read(query).unwrap_err(), words, "{query}");
        }
        assert!(Days::read(Some("startDate=2026-01-02&endDate=2026-01-02"), true).is_ok());
    }
}
