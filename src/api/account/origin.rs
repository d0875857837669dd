//! Origins: where files come from that are not in the library.

use serde::{Deserialize, Serialize, Serializer};

use crate::api::collection::sealed::Sealed;
use crate::api::collection::{Extra, Resource};
use crate::api::wire::lenient::word;
use crate::model::Secret;

/// The kind of [`crate::api::Client::origins`].
#[derive(Debug)]
pub enum Origins {}

impl Sealed for Origins {}

impl Resource for Origins {
    type Item = Origin;
    type New = NewOrigin;
    type Change = NewOrigin;
    const PATH: &'static [&'static str] = &["v1", "accounts", "origins"];
    const REPLACES: bool = true;
}

/// An origin to make, or to put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewOrigin {
    /// Letters, digits and blanks, at most 100.
    pub name: String,
    /// Whether answers carry a `Link` to the canonical URL.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub include_canonical_header: bool,
    /// The beginning of the canonical URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url_for_canonical_header: Option<String>,
    /// What it is and how to get in.
    #[serde(flatten)]
    pub source: OriginSource,
}

/// What an origin is, and how to get in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "the fields are named by the services that they belong to")]
pub enum OriginSource {
    /// A bucket of Amazon S3. `prefix` is empty for all of it.
    S3 {
        bucket: String,
        #[serde(serialize_with = "revealed")]
        access_key: Secret,
        #[serde(serialize_with = "revealed")]
        secret_key: Secret,
        prefix: String,
        #[serde(rename = "useIAMRole", skip_serializing_if = "std::ops::Not::not")]
        use_iam_role: bool,
    },
    /// The bucket in which Cloudinary puts copies.
    CloudinaryBackup {
        bucket: String,
        #[serde(serialize_with = "revealed")]
        access_key: Secret,
        #[serde(serialize_with = "revealed")]
        secret_key: Secret,
        prefix: String,
        #[serde(rename = "useIAMRole", skip_serializing_if = "std::ops::Not::not")]
        use_iam_role: bool,
    },
    /// A bucket of a service that speaks like S3.
    S3Compatible {
        bucket: String,
        #[serde(serialize_with = "revealed")]
        access_key: Secret,
        #[serde(serialize_with = "revealed")]
        secret_key: Secret,
        endpoint: String,
        prefix: String,
        #[serde(rename = "s3ForcePathStyle")]
        force_path_style: bool,
    },
    /// A web server.
    WebFolder { base_url: String, forward_host_header_to_origin: bool },
    /// Any URL of the web.
    WebProxy,
    /// A bucket of Google Cloud Storage.
    Gcs {
        bucket: String,
        client_email: String,
        #[serde(serialize_with = "revealed")]
        private_key: Secret,
        prefix: String,
    },
    /// A container of Azure Blob Storage.
    AzureBlob {
        account_name: String,
        container: String,
        #[serde(serialize_with = "revealed")]
        sas_token: Secret,
        prefix: String,
    },
    /// Akeneo's product information.
    AkeneoPim {
        base_url: String,
        client_id: String,
        #[serde(serialize_with = "revealed")]
        client_secret: Secret,
        username: String,
        #[serde(serialize_with = "revealed")]
        password: Secret,
    },
}

/// An origin as the service tells of it; its secrets are never told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Origin {
    /// Its id.
    #[serde(deserialize_with = "word")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// `S3`, `WEB_FOLDER` and so on.
    #[serde(rename = "type", deserialize_with = "word")]
    pub kind: String,
    /// Whether answers carry a `Link` to the canonical URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_canonical_header: Option<bool>,
    /// The beginning of the canonical URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url_for_canonical_header: Option<String>,
    /// Of buckets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    /// Of buckets and containers: the part of it that is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Of services that speak like S3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Of web servers and Akeneo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// All else that is said of it, by the kind of origin.
    #[serde(flatten)]
    pub extra: Extra,
}

fn revealed<S: Serializer>(secret: &Secret, output: S) -> Result<S::Ok, S::Error> {
    output.serialize_str(secret.reveal())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(source: OriginSource) -> serde_json::Value {
        let new = NewOrigin {
            name: "shop".into(),
            include_canonical_header: false,
            base_url_for_canonical_header: None,
            source,
        };
        assert!(!format!("{new:?}").contains("hush"), "{new:?}");
        serde_json::to_value(new).expect("JSON")
    }

    #[test]
    fn origins_are_written_as_documented() {
        let secret = || Secret::new("hush");
        let s3 = OriginSource::S3 {
            bucket: "b".into(),
            access_key: secret(),
            secret_key: secret(),
            prefix: String::new(),
            use_iam_role: true,
        };
        let expected = json!({ "name": "shop", "type": "S3", "bucket": "b", "accessKey": "hush",
            "secretKey": "hush", "prefix": "", "useIAMRole": true });
        assert_eq!(sent(s3), expected);
        let azure = OriginSource::AzureBlob {
            account_name: "a".into(),
            container: "c".into(),
            sas_token: secret(),
            prefix: "p".into(),
        };
        let expected = json!({ "name": "shop", "type": "AZURE_BLOB", "accountName": "a", "container": "c",
            "sasToken": "hush", "prefix": "p" });
        assert_eq!(sent(azure), expected);
        assert_eq!(sent(OriginSource::WebProxy), json!({ "name": "shop", "type": "WEB_PROXY" }));
    }

    #[test]
    fn what_is_not_known_of_an_origin_is_kept_and_not_printed() {
        let origin: Origin = serde_json::from_value(json!({
            "id": 7, "name": null, "type": "S3", "bucket": "b", "useIAMRole": true, "secretKey": "hush",
        }))
        .expect("an origin");
        assert_eq!((origin.id.as_str(), origin.name.as_str()), ("7", ""));
        assert_eq!(origin.extra.0.get("useIAMRole"), Some(&json!(true)));
        assert!(!format!("{origin:?}").contains("hush"), "{origin:?}");
    }
}
