//! URL endpoints: where files are delivered, and which origins they are looked for in.

use serde::{Deserialize, Serialize};

use crate::api::collection::sealed::Sealed;
use crate::api::collection::{Extra, Resource};
use crate::api::wire::lenient::{or_default, word};

/// The kind of [`crate::api::Client::url_endpoints`].
#[derive(Debug)]
pub enum UrlEndpoints {}

impl Sealed for UrlEndpoints {}

impl Resource for UrlEndpoints {
    type Item = UrlEndpoint;
    type New = NewUrlEndpoint;
    type Change = NewUrlEndpoint;
    const PATH: &'static [&'static str] = &["v1", "accounts", "url-endpoints"];
    const REPLACES: bool = true;
}

/// A URL endpoint to make, or to put in the place of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewUrlEndpoint {
    /// What it is for, 1 to 1000 characters.
    pub description: String,
    /// What follows the account's id in its URLs: letters, digits and hyphens, at most 100. `None`
    /// is for the default endpoint alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_prefix: Option<String>,
    /// Ids of at most 10 origins, in the order in which files are looked for.
    pub origins: Vec<String>,
    /// Whose URLs it understands besides its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_rewriter: Option<UrlRewriter>,
}

/// Whose URLs an endpoint understands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum UrlRewriter {
    /// Cloudinary's.
    Cloudinary {
        /// Whether `<asset_type>/<delivery_type>` stays in the path.
        #[serde(default)]
        preserve_asset_delivery_types: bool,
    },
    /// Imgix's.
    Imgix,
    /// Akamai's.
    Akamai,
    /// Somebody's that ikt doesn't know, as it came.
    #[serde(untagged)]
    Other(serde_json::Value),
}

/// A URL endpoint.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UrlEndpoint {
    /// Its id; `default` for the one that every account has.
    #[serde(deserialize_with = "word")]
    pub id: String,
    /// What it is for.
    #[serde(deserialize_with = "word")]
    pub description: String,
    /// What follows the account's id in its URLs; empty for the default one.
    #[serde(deserialize_with = "word")]
    pub url_prefix: String,
    /// Ids of origins, in the order in which files are looked for.
    #[serde(deserialize_with = "or_default")]
    pub origins: Vec<String>,
    /// Whose URLs it understands besides its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_rewriter: Option<UrlRewriter>,
    /// What ikt doesn't know.
    #[serde(flatten)]
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rewriters_are_written_as_documented_and_read_back() {
        for rewriter in [
            json!({ "type": "CLOUDINARY", "preserveAssetDeliveryTypes": true }),
            json!({ "type": "IMGIX" }),
            json!({ "type": "AKAMAI" }),
            json!({ "type": "NEW", "x": 1 }),
        ] {
            let body =
                json!({ "id": "e", "urlPrefix": null, "origins": null, "urlRewriter": rewriter, "z": 1 });
            let endpoint: UrlEndpoint = serde_json::from_value(body).expect("an endpoint");
            assert_eq!(endpoint.extra.0.get("z"), Some(&json!(1)));
            let again = serde_json::to_value(&endpoint.url_rewriter).expect("JSON");
            assert_eq!(again, rewriter);
        }
        let new = NewUrlEndpoint { description: "d".into(), ..NewUrlEndpoint::default() };
        assert_eq!(serde_json::to_value(new).expect("JSON"), json!({ "description": "d", "origins": [] }));
    }
}
