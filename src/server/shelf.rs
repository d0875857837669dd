//! What was used last, within a bound on its size.

use std::borrow::Borrow;
use std::hash::Hash;

use lru::LruCache;

/// Things in memory, of `limit` bytes in all at most; what was not used for longest goes first.
#[derive(Debug)]
pub(super) struct Shelf<K: Hash + Eq, V> {
    things: LruCache<K, (V, u64)>,
    /// Bytes.
    used: u64,
    /// Bytes.
    limit: u64,
}

impl<K: Hash + Eq, V> Shelf<K, V> {
    pub(super) fn new(limit: u64) -> Self {
        Self { things: LruCache::unbounded(), used: 0, limit }
    }

    /// A thing that is there; it counts as used now.
    pub(super) fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.things.get(key).map(|(thing, _)| thing)
    }

    /// Puts in a thing of `size` bytes, unless it is larger than all that may be here.
    pub(super) fn put(&mut self, key: K, thing: V, size: u64) {
        if let Some((_, before)) = self.things.pop(&key) {
            self.used -= before;
        }
        if size > self.limit {
            return;
        }
        while self.used + size > self.limit
            && let Some((_, (_, oldest))) = self.things.pop_lru()
        {
            self.used -= oldest;
        }
        self.things.put(key, (thing, size));
        self.used += size;
    }

    /// Removes all that is there.
    pub(super) fn clear(&mut self) {
        self.things.clear();
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_unused_go_first() {
        let mut shelf = Shelf::new(100);
        shelf.put("a", 1, 40);
        shelf.put("b", 2, 40);
        assert_eq!(shelf.get("a"), Some(&1));
        shelf.put("c", 3, 40);
        assert_eq!(["a", "b", "c"].map(|key| shelf.get(key).copied()), [Some(1), None, Some(3)]);
        shelf.put("d", 4, 101);
        assert_eq!(["a", "d"].map(|key| shelf.get(key).copied()), [Some(1), None], "too large to be kept");
        shelf.clear();
        assert_eq!(shelf.get("a"), None);
        assert_eq!(shelf.used, 0);
    }

    proptest! {
        #[test]
        fn the_bound_holds(things in proptest::collection::vec((0_u8..9, 0_u64..60), 0..60)) {
            let mut shelf = Shelf::new(100);
            for (key, size) in things {
                shelf.put(key, (), size);
                let there: u64 = shelf.things.iter().map(|(_, (_, size))| size).sum();
                prop_assert_eq!(there, shelf.used);
                prop_assert!(there <= 100);
                prop_assert!(shelf.get(&key).is_some());
            }
        }
    }
}
