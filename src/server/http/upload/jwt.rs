//! Client-side uploads of version 2: the fields of the form, signed as a JWT (imagekit-api.md 2.3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::super::AppState;
use super::super::answer::Refused;
use super::form::Form;

/// Seconds that a token is good for at most.
const HOUR: i64 = 3600;

/// Checks the token of a form and spends it.
///
/// # Errors
/// The service's 400.
pub(super) async fn verify(state: &AppState, form: &Form, token: &str) -> Result<(), Refused> {
    let claims = claims(state, token).ok_or_else(invalid)?;
    let second = |name: &str| claims.get(name).and_then(Value::as_i64);
    let (Some(issued), Some(expire)) = (second("iat"), second("exp")) else { return Err(invalid()) };
    let now = state.store.now().as_second();
    if expire <= now {
        return Err(Refused::bad("Your request contains expired token."));
    }
    if expire <= issued || expire.saturating_sub(issued) > HOUR || expire - now > HOUR {
        return Err(invalid());
    }
    if !is_same(&claims, form) {
        return Err(Refused::bad(
            "Your request contains invalid payload. It does not match with the payload used to generate token.",
        ));
    }
    let spent = token.to_owned();
    if state.store(move |store| store.spend_token(&spent, expire)).await? { Ok(()) } else { Err(invalid()) }
}

fn invalid() -> Refused {
    Refused::bad("Your request has invalid token.")
}

/// The payload of a token that is signed with the private key.
fn claims(state: &AppState, token: &str) -> Option<Map<String, Value>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header: Map<String, Value> = decoded(header)?;
    let says = |key: &str, value: &str| header.get(key).and_then(Value::as_str) == Some(value);
    if !says("alg", "HS256") || !says("kid", &state.account.public_key) {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(state.account.private_key.reveal().as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    decoded(payload)
}

fn decoded(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// Whether the claims are the fields of the form, each as its text.
fn is_same(claims: &Map<String, Value>, form: &Form) -> bool {
    let claimed = claims.iter().filter(|(name, _)| !matches!(name.as_str(), "iat" | "exp"));
    let fields = form.fields().filter(|(name, _)| *name != "token");
    claimed.clone().count() == fields.clone().count()
        && fields.clone().all(|(name, text)| claims.get(name).and_then(Value::as_str) == Some(text))
}
