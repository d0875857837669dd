//! Client-side uploads, signed by somebody else than the uploader (imagekit-api.md 6.1).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::AppState;
use super::answer::Refused;
use crate::url::auth::AuthParameters;

/// Seconds that a signature is good for at most.
const HOUR: i64 = 3600;

/// Tokens that have been used, and when they would have expired.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<HashMap<String, i64>>);

impl Tokens {
    /// Spends a token; whether it was still good.
    fn spend(&self, token: &str, expire: i64, now: i64) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, expire| *expire >= now);
        spent.insert(token.to_owned(), expire).is_none()
    }
}

/// The fields of a client-side upload.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) public_key: Option<String>,
    pub(super) token: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) expire: Option<String>,
}

impl Signed {
    /// Whether there is anything of it.
    pub(super) fn is_there(&self) -> bool {
        self.signature.is_some() || self.token.is_some() || self.expire.is_some()
    }

    /// Checks key, expiry and signature, and spends the token.
    pub(super) fn verify(&self, state: &AppState, now: Timestamp) -> Result<(), Refused> {
        let invalid = |what| Refused::bad(format!("Your request contains invalid {what} parameter."));
        if self.public_key.as_deref() != Some(&state.account.public_key) {
            return Err(invalid("publicKey"));
        }
        let now = now.as_second();
        let expire = self.expire.as_deref().and_then(|text| text.parse::<i64>().ok());
        let expire = expire.filter(|expire| *expire > now && *expire - now < HOUR);
        let Some(expire) = expire else {
            return Err(Refused::bad(
                "Your request contains invalid expire parameter. Expire parameter should be a Unix time in less than 1 hour into the future.",
            ));
        };
        let token = self.token.clone().filter(|token| !token.is_empty()).ok_or_else(|| invalid("token"))?;
        let signature = self.signature.clone().unwrap_or_default();
        let parameters = AuthParameters { token, expire, signature };
        if !parameters.is_genuine(&state.account.private_key) {
            return Err(invalid("signature"));
        }
        if state.tokens.spend(&parameters.token, expire, now) { Ok(()) } else { Err(invalid("token")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_once_until_it_expires() {
        let tokens = Tokens::default();
        assert!(tokens.spend("a", 100, 50));
        assert!(!tokens.spend("a", 100, 60));
        assert!(tokens.spend("b", 200, 101));
        assert!(tokens.spend("a", 300, 102));
    }
}
