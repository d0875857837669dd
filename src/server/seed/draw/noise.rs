//! Smooth noise, the same for the same seed.

/// A number from 0 to 1 for a point of a grid.
fn lattice(seed: u64, x: i64, y: i64) -> f32 {
    let mut h = seed
        ^ (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (y as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((h ^ (h >> 31)) >> 40) as f32 / (1u64 << 24) as f32
}

/// Smooth noise from 0 to 1; features are about one unit large.
pub(super) fn smooth(seed: u64, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (ease(x - left), ease(y - top));
    let (i, j) = (left as i64, top as i64);
    let row = |j: i64| {
        let (a, b) = (lattice(seed, i, j), lattice(seed, i + 1, j));
        a + (b - a) * fx
    };
    let (upper, lower) = (row(j), row(j + 1));
    upper + (lower - upper) * fy
}

/// Noise with finer noise on it, from 0 to 1.
pub(super) fn rough(seed: u64, x: f32, y: f32, octaves: u32) -> f32 {
    let (mut sum, mut weight, mut all, mut size) = (0.0, 0.5, 0.0, 1.0);
    for octave in 0..octaves {
        sum += weight * smooth(seed.wrapping_add(u64::from(octave) * 7919), x * size, y * size);
        all += weight;
        weight *= 0.5;
        size *= 2.03;
    }
    sum / all
}
