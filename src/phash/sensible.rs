//! How far a threshold may go before chance takes over.

/// How many pairs may lie together by chance for one image, on average: more, and groups grow together
/// that have nothing in common.
const PAIRS_PER_IMAGE: f64 = 1.0 / 30.0;

/// The highest threshold at which chance neighbours stay rare for so many images: 14 at 10,000, 11 at a
/// million, 9 at ten million.
///
/// Two hashes of random bits lie within `d` bits of each other with the chance
/// `p(d) = sum of C(64, k) / 2^64 for k up to d`, so that `n` images have `n (n − 1) / 2 · p(d)` such pairs.
/// The highest `d` is told for which that is at most `n / 30`.
pub fn sensible(images: usize) -> u8 {
    let others = images.saturating_sub(1) as f64;
    let mut ways = 1.0;
    let mut chance = 0.0;
    for distance in 0..=super::MOST {
        chance += ways / 2f64.powi(64);
        if others / 2.0 * chance > PAIRS_PER_IMAGE {
            return distance.saturating_sub(1);
        }
        let k = f64::from(distance);
        ways *= (64.0 - k) / (k + 1.0);
    }
    super::MOST
}
