//! JSON bodies, read as leniently as the service does: any content type, and nothing at all.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::answer::Refused;

/// Most bytes of a JSON body.
const LIMIT: usize = 1 << 20;

/// The JSON object of a request; empty when there is no body.
#[derive(Debug)]
pub(super) struct Params(pub(super) Map<String, Value>);

impl<S: Sync> FromRequest<S> for Params {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let bytes = to_bytes(request.into_body(), LIMIT).await.map_err(|_| {
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "Your request body is incomplete or exceeds limits.")
        })?;
        if bytes.trim_ascii().is_empty() {
            return Ok(Self(Map::new()));
        }
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Refused::bad("Your request contains an invalid JSON body. It should be an object."))
    }
}

impl Params {
    /// A text that has to be there; the service's reasons are those of copy, move and rename.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refused> {
        match self.0.get(name) {
            None | Some(Value::Null) => {
                Err(Refused::bad(format!("{name} parameter is missing.")).reason("MISSING_PARAMETER"))
            }
            Some(Value::String(text)) if text.is_empty() => {
                Err(Refused::bad(format!("{name} parameter is missing.")).reason("MISSING_PARAMETER"))
            }
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(Refused::bad(format!("{name} should be a string.")).reason("INVALID_PARAMETER")),
        }
    }

    /// A switch, off when it isn't there.
    pub(super) fn switch(&self, name: &str) -> Result<bool, Refused> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(on)) => Ok(*on),
            Some(_) => Err(Refused::bad(format!("{name} should be a boolean.")).reason("INVALID_PARAMETER")),
        }
    }

    /// An array of texts, or `wrong` where it is anything else.
    pub(super) fn texts(value: &Value, wrong: &'static str) -> Result<Vec<String>, Refused> {
        value
            .as_array()
            .and_then(|all| all.iter().map(|one| one.as_str().map(str::to_owned)).collect())
            .ok_or_else(|| Refused::bad(wrong))
    }
}
