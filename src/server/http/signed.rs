//! Client-side uploads, signed by somebody else than the uploader (imagekit-api.md 6.1).

use super::AppState;
use super::answer::Refused;
use crate::url::auth::AuthParameters;

/// Seconds that a signature is good for at most.
const HOUR: i64 = 3600;

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
    pub(super) async fn verify(&self, state: &AppState) -> Result<(), Refused> {
        let invalid = |what| Refused::bad(format!("Your request contains invalid {what} parameter."));
        if self.public_key.as_deref() != Some(&state.account.public_key) {
            return Err(invalid("publicKey"));
        }
        let now = state.store.now().as_second();
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
        let spent = state.store(move |store| store.spend_token(&parameters.token, expire)).await?;
        if spent { Ok(()) } else { Err(invalid("token")) }
    }
}
