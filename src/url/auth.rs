//! Authentication parameters for uploads without the private key (imagekit-api.md 6.1).

use super::mac::Signer;
use crate::model::Secret;

/// How long parameters are valid by custom, in seconds.
pub const LIFETIME: u64 = 1800;

/// What a client sends in place of the private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthParameters {
    /// Any text, used once; by custom a UUID v4.
    pub token: String,
    /// When the parameters end to be valid, in Unix seconds; the service takes one hour ahead at most.
    pub expire: i64,
    /// HMAC-SHA1 of token and expiry, lower-case hexadecimal digits.
    pub signature: String,
}

impl AuthParameters {
    /// Signs a token that is valid until `expire`, in Unix seconds.
    pub fn new(key: &Secret, token: impl Into<String>, expire: i64) -> Self {
        let token = token.into();
        let signature = signature(key, &token, &expire.to_string());
        Self { token, expire, signature }
    }

    /// Whether the signature is that of the token and the expiry. Whether the expiry has passed
    /// and whether the token was used before is for the server to look at.
    pub fn is_genuine(&self, key: &Secret) -> bool {
        Signer::new(key).matches(&message(&self.token, self.expire), &self.signature)
    }
}

/// The signature of a token and an expiry that is any text: HMAC-SHA1 of the two, one after the other,
/// in lower-case hexadecimal digits.
pub fn signature(key: &Secret, token: &str, expire: &str) -> String {
    Signer::new(key).hex([token, expire]).as_str().to_owned()
}

fn message(token: &str, expire: i64) -> String {
    format!("{token}{expire}")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The SDK's own answers, those whose token is text (or absent) and whose expiry a whole number.
    #[test]
    fn official_vectors() {
        let file: Value = serde_json::from_str(include_str!("../../tests/vectors/auth.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 20, "only {} cases", cases.len());
        for case in cases {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let key = Secret::new(text(&case["private_key"]));
            let expected = &case["expected"];
            let given = case["args"]["token"].as_str().filter(|token| !token.is_empty());
            let token = given.map_or_else(|| text(&case["uuid"]), str::to_owned);
            let expire = case["args"]["expire"].as_i64().filter(|expire| *expire != 0);
            let expire = expire.unwrap_or(case["now"].as_i64().unwrap() + LIFETIME as i64);

            let parameters = AuthParameters::new(&key, token, expire);

            assert_eq!(parameters.token, text(&expected["token"]), "{}", case["id"]);
            assert_eq!(parameters.expire, expected["expire"].as_i64().unwrap(), "{}", case["id"]);
            assert_eq!(parameters.signature, text(&expected["signature"]), "{}", case["id"]);
            assert!(parameters.is_genuine(&key));
        }
    }

    #[test]
    fn a_changed_expiry_or_an_upper_case_signature_is_not_genuine() {
        let key = Secret::new("private_key_test");
        let genuine = AuthParameters::new(&key, "your_token", 1_582_269_249);
        let later = AuthParameters { expire: genuine.expire + 1, ..genuine.clone() };
        let upper = AuthParameters { signature: genuine.signature.to_uppercase(), ..genuine.clone() };
        assert!(!later.is_genuine(&key));
        assert!(!upper.is_genuine(&key));
        assert!(!genuine.is_genuine(&Secret::new("another")));
    }
}
