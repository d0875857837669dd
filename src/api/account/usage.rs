//! How much of its allowance an account has used.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::client::Client;
use crate::api::collection::Extra;
use crate::api::error::Error;
use crate::api::wire::lenient::{count, or_default, timestamp, word};

/// Use of an account over some days.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Usage {
    /// Bytes delivered.
    #[serde(deserialize_with = "count")]
    pub bandwidth_bytes: u64,
    /// Bytes in the library.
    #[serde(deserialize_with = "count")]
    pub media_library_storage_bytes: u64,
    /// Units of video processing.
    #[serde(deserialize_with = "count")]
    pub video_processing_units_count: u64,
    /// Units of extensions.
    #[serde(deserialize_with = "count")]
    pub extension_units_count: u64,
    /// Bytes of originals kept near.
    #[serde(deserialize_with = "count")]
    pub original_cache_storage_bytes: u64,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What was delivered over some days, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UsageAnalytics {
    /// The first day.
    #[serde(deserialize_with = "word")]
    pub start_date: String,
    /// The last day.
    #[serde(deserialize_with = "word")]
    pub end_date: String,
    /// When this was counted.
    #[serde(deserialize_with = "timestamp")]
    pub generated_at: Option<Timestamp>,
    /// Bytes delivered.
    #[serde(deserialize_with = "count")]
    pub bandwidth_bytes: u64,
    /// Requests.
    #[serde(deserialize_with = "count")]
    pub request_count: u64,
    /// How often the cache had it.
    #[serde(deserialize_with = "or_default")]
    pub cache: CacheCounts,
    /// By browser.
    #[serde(deserialize_with = "or_default")]
    pub browser: Ranking,
    /// By country.
    #[serde(deserialize_with = "or_default")]
    pub country: Ranking,
    /// By device.
    #[serde(deserialize_with = "or_default")]
    pub device: Ranking,
    /// By format.
    #[serde(deserialize_with = "or_default")]
    pub format: Ranking,
    /// Pictures.
    #[serde(deserialize_with = "or_default")]
    pub top_images: Ranking,
    /// Transformations of pictures.
    #[serde(deserialize_with = "or_default")]
    pub top_image_transforms: Ranking,
    /// Films.
    #[serde(deserialize_with = "or_default")]
    pub top_videos: Ranking,
    /// Transformations of films.
    #[serde(deserialize_with = "or_default")]
    pub top_video_transforms: Ranking,
    /// Other files.
    #[serde(deserialize_with = "or_default")]
    pub top_other_assets: Ranking,
    /// Pages that link to them.
    #[serde(deserialize_with = "or_default")]
    pub top_referrers: Ranking,
    /// Programs that ask.
    #[serde(deserialize_with = "or_default")]
    pub top_user_agents: Ranking,
    /// By URL endpoint.
    #[serde(deserialize_with = "or_default")]
    pub url_endpoints: Ranking,
    /// By status.
    #[serde(deserialize_with = "or_default")]
    pub status_codes: Vec<RequestCount>,
    /// By reason of errors.
    #[serde(deserialize_with = "or_default")]
    pub error_reasons: Vec<RequestCount>,
    /// Asked for and not there.
    #[serde(rename = "top404Assets", deserialize_with = "or_default")]
    pub top_404_assets: Vec<RequestCount>,
    /// By extension.
    #[serde(deserialize_with = "or_default")]
    pub extensions: Vec<ExtensionCount>,
    /// By codec and resolution.
    #[serde(deserialize_with = "or_default")]
    pub video_processing: Vec<FilmSeconds>,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How often the cache had it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CacheCounts {
    /// It had.
    #[serde(deserialize_with = "count")]
    pub hit_count: u64,
    /// It had not.
    #[serde(deserialize_with = "count")]
    pub miss_count: u64,
    /// It ended in an error.
    #[serde(deserialize_with = "count")]
    pub error_count: u64,
}

/// What was delivered most.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ranking {
    /// By bytes.
    #[serde(deserialize_with = "or_default")]
    pub by_bandwidth: Vec<Ranked>,
    /// By requests.
    #[serde(deserialize_with = "or_default")]
    pub by_requests: Vec<Ranked>,
}

/// One line of a ranking.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ranked {
    /// What, where or who.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// Of a country: its two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Bytes delivered.
    #[serde(deserialize_with = "count")]
    pub bandwidth_bytes: u64,
    /// Requests.
    #[serde(deserialize_with = "count")]
    pub request_count: u64,
}

/// How often something was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestCount {
    /// A status, reason or path.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// Requests.
    #[serde(deserialize_with = "count")]
    pub request_count: u64,
}

/// How often an extension was run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExtensionCount {
    /// The extension.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// Runs.
    #[serde(deserialize_with = "count")]
    pub operation_count: u64,
}

/// How much film was made.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FilmSeconds {
    /// The codec.
    #[serde(deserialize_with = "word")]
    pub codec: String,
    /// The resolution.
    #[serde(deserialize_with = "word")]
    pub resolution: String,
    /// Seconds of it.
    #[serde(deserialize_with = "or_default")]
    pub duration_seconds: f64,
}

impl Client {
    /// Use from the first day up to the other, which is not counted; at most 90 days.
    ///
    /// # Errors
    ///
    /// [`crate::api::Kind::BadRequest`] for other days; and those of any call.
    pub async fn usage(&self, start: Date, end: Date) -> Result<Usage, Error> {
        self.over_days("usage", start, end).await
    }

    /// What was delivered from the first day to the last, both counted; at most 90 days.
    ///
    /// # Errors
    ///
    /// Those of [`Client::usage`].
    pub async fn usage_analytics(&self, first: Date, last: Date) -> Result<UsageAnalytics, Error> {
        self.over_days("usage-analytics", first, last).await
    }

    async fn over_days<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        start: Date,
        end: Date,
    ) -> Result<T, Error> {
        let mut url = self.api(&["v1", "accounts", what])?;
        url.query_pairs_mut()
            .append_pair("startDate", &start.to_string())
            .append_pair("endDate", &end.to_string());
        self.json(Call::get(url)).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_may_be_floats_or_missing() {
        let usage: Usage = serde_json::from_value(
            json!({ "bandwidthBytes": 21991583578.0, "extensionUnitsCount": null, "new": 1 }),
        )
        .expect("usage");
        assert_eq!((usage.bandwidth_bytes, usage.extension_units_count), (21_991_583_578, 0));
        assert_eq!(usage.extra.0.get("new"), Some(&json!(1)));
        let analytics: UsageAnalytics = serde_json::from_value(json!({
            "startDate": "2024-01-01", "requestCount": "12", "cache": null,
            "country": { "byRequests": [{ "name": "Norway", "code": "NO", "requestCount": 3 }], "byBandwidth": null },
            "statusCodes": [{ "name": 404, "requestCount": 2 }], "videoProcessing": [{ "durationSeconds": 1.5 }],
        }))
        .expect("analytics");
        assert_eq!(analytics.request_count, 12);
        assert_eq!(analytics.country.by_requests[0].code.as_deref(), Some("NO"));
        assert_eq!(analytics.status_codes[0].name, "404");
    }
}
