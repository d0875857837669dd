//! The governors of a process: one for each account, whoever asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use sha2::{Digest, Sha256};

use super::Governor;
use crate::model::Secret;

/// Tells accounts apart without holding their keys.
type Fingerprint = [u8; 32];

/// The governor of the account with this key at this host, shared with all that use it now. The
/// service counts by account, so clients that were made apart must not be counted apart.
pub(crate) fn of_account(host: &str, key: &Secret, loopback: bool) -> Arc<Governor> {
    static ALL: OnceLock<Mutex<HashMap<Fingerprint, Weak<Governor>>>> = OnceLock::new();
    // A map whose holder panicked is still a map.
    let mut all = ALL.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let fingerprint = fingerprint(host, key);
    if let Some(governor) = all.get(&fingerprint).and_then(Weak::upgrade) {
        return governor;
    }
    all.retain(|_, governor| governor.strong_count() > 0);
    let governor = Arc::new(Governor::new(loopback));
    all.insert(fingerprint, Arc::downgrade(&governor));
    governor
}

fn fingerprint(host: &str, key: &Secret) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update(host);
    hash.update([0]);
    hash.update(key.reveal());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_one_governor_as_long_as_somebody_uses_it() {
        let of = |host, key| of_account(host, &Secret::new(key), true);
        let one = of("https://shared.test", "a");
        assert!(Arc::ptr_eq(&one, &of("https://shared.test", "a")));
        assert!(!Arc::ptr_eq(&one, &of("https://shared.test", "b")));
        assert!(!Arc::ptr_eq(&one, &of("https://shared.test:1", "a")));
        let weak = Arc::downgrade(&one);
        drop(one);
        assert!(weak.upgrade().is_none(), "the map keeps nothing alive");
    }
}
