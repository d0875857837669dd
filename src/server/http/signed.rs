//! Client-side uploads, signed by somebody else than the uploader (imagekit-api.md 6.1).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

use super::AppState;
use super::answer::Refused;

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
        let text = self.expire.as_deref().unwrap_or_default();
        let expire = text.parse::<i64>().ok().filter(|expire| *expire > now && *expire - now < HOUR);
        let Some(expire) = expire else {
            return Err(Refused::bad(
                "Your request contains invalid expire parameter. Expire parameter should be a Unix time in less than 1 hour into the future.",
            ));
        };
        let token =
            self.token.as_deref().filter(|token| !token.is_empty()).ok_or_else(|| invalid("token"))?;
        let key = state.account.private_key.reveal();
        if !signature_fits(key, &format!("{token}{text}"), self.signature.as_deref().unwrap_or_default()) {
            return Err(invalid("signature"));
        }
        if state.tokens.spend(token, expire, now) { Ok(()) } else { Err(invalid("token")) }
    }
}

fn signature_fits(key: &str, message: &str, signature: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key.as_bytes()) else { return false };
    mac.update(message.as_bytes());
    let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    digits == signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_vector_fits() {
        let signature = "e71bcd6031016b060d349d212e23e85c791decdd";
        assert!(signature_fits("private_key_test", "your_token1582269249", signature));
        assert!(!signature_fits("private_key_tesT", "your_token1582269249", signature));
    }

    #[test]
    fn a_token_is_good_once_until_it_expires() {
        let tokens = Tokens::default();
        assert!(tokens.spend("a", 100, 50));
        assert!(!tokens.spend("a", 100, 60));
        assert!(tokens.spend("b", 200, 101));
        assert!(tokens.spend("a", 300, 102));
    }
}
