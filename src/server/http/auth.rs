//! Who asks: Basic authentication by the user name alone (imagekit-api.md 1.2).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::AppState;
use super::answer::Refused;

/// Lets a request through that has the private key.
pub(super) async fn by_key(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Refused> {
    if !has_key(&state, request.headers())? {
        return Err(no_key());
    }
    Ok(next.run(request).await)
}

/// Whether the private key is there.
///
/// # Errors
/// 403 for another one.
pub(super) fn has_key(state: &AppState, headers: &HeaderMap) -> Result<bool, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(false) };
    let given = value.as_bytes();
    let right = match given.split_at_checked(6) {
        Some((scheme, credentials)) if scheme.eq_ignore_ascii_case(b"Basic ") => {
            let credentials = credentials.trim_ascii();
            let key = state.account.private_key.reveal().as_bytes();
            let user = STANDARD.decode(credentials).ok();
            let user = user.as_deref().and_then(|pair| pair.split(|&b| b == b':').next());
            // The bare key is allowed as well.
            user == Some(key) || credentials == key
        }
        _ => false,
    };
    if right {
        Ok(true)
    } else {
        Err(Refused::new(StatusCode::FORBIDDEN, "Your account cannot be authenticated."))
    }
}

/// The 401 of a request without a key.
pub(super) fn no_key() -> Refused {
    Refused::new(StatusCode::UNAUTHORIZED, "Your request does not contain private API key.")
}
