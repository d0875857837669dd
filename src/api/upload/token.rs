//! The token that stands for the private key in an upload of version 2 (imagekit-api.md 2.3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::Upload;
use super::form::Fields;
use crate::api::client::Client;
use crate::api::error::Error;
use crate::model::Secret;

/// How long a token is valid at most, in seconds.
pub const TOKEN_LIFETIME: u32 = 3600;

impl Client {
    /// Signs a token for one upload of version 2: a JWT that holds every field of the form. It is
    /// valid for `seconds` from `now`, a Unix time in seconds; the service takes at most
    /// [`TOKEN_LIFETIME`].
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] for what can't be written as JSON.
    pub fn upload_token(&self, upload: &Upload, now: i64, seconds: u32) -> Result<Secret, Error> {
        let account = self.account();
        let mut payload: Map<String, Value> = Fields::of(upload)?
            .pairs()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        payload.remove("token");
        payload.insert("iat".to_owned(), json!(now));
        payload.insert("exp".to_owned(), json!(now.saturating_add(seconds.into())));
        let header = json!({ "alg": "HS256", "typ": "JWT", "kid": account.public_key });
        let encode = |value: &Value| BASE64.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&Value::Object(payload)));
        let mut mac = Hmac::<Sha256>::new_from_slice(account.private_key.reveal().as_bytes())
            .map_err(|error| Error::Setup(error.to_string()))?;
        mac.update(signed.as_bytes());
        Ok(Secret::new(format!("{signed}.{}", BASE64.encode(mac.finalize().into_bytes()))))
    }
}
