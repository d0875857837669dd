use super::super::grow::grow_with;
use super::super::kernel::{Found, Kernel, Near, Rows};
use super::super::list::List;
use super::super::testing::{Shape, assert_exact, make, partition};
use super::super::*;
use proptest::prelude::*;

fn never() -> bool {
    false
}

fn grow(hashes: &[u64], max: u8) -> Forest {
    Forest::grow(hashes, max, &never).expect("not cancelled")
}

fn shape() -> impl Strategy<Value = Shape> {
    prop::sample::select(Shape::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn groups_are_those_of_brute_force(shape in shape(), count in 0usize..400, seed: u64, max in 0u8..=20) {
        let hashes = make(shape, count, seed);
        assert_exact(&grow(&hashes, max), &hashes);
    }

    #[test]
    fn extended_is_grown(
        shape in shape(), more in shape(), count in 0usize..200, added in 0usize..100, seed: u64, max in 0u8..=20,
    ) {
        let mut hashes = make(shape, count, seed);
        let old = grow(&hashes, max);
        hashes.extend(make(more, added, seed ^ 1));
        prop_assert_eq!(old.extend(&hashes, &never).expect("not cancelled"), grow(&hashes, max));
    }

    #[test]
    fn every_kernel_finds_the_same(
        shape in shape(), rows in 0usize..20, count in 0usize..100, seed: u64, most in 0u8..=20, depth in 4usize..=16,
    ) {
        let (a, b) = (make(shape, rows, seed), make(shape, count, seed ^ 2));
        // Others, or some of a row of which the list holds the last ones.
        let from = count / 3;
        let mine = |from: usize| b.get(from..).unwrap_or_default();
        let own = |place: usize| Rows { hashes: mine(place), place: Some(place as i64 - from as i64) };
        for rows in [Rows { hashes: &a, place: None }, own(0), own(from), own(count / 2)] {
            let listed = mine(from);
            let each = (0u32..).zip(rows.hashes);
            let each = each.flat_map(|(i, hash)| (0u32..).zip(listed).map(move |(j, other)| (i, j, hash ^ other)));
            let behind = |i: u32, j: u32| rows.place.is_none_or(|place| i64::from(j) > place + i64::from(i));
            let is_near = |pair: &(u32, u32, u64)| pair.2.count_ones() <= u32::from(most) && behind(pair.0, pair.1);
            let expected: Vec<_> = each.filter(is_near).map(|(i, j, _)| (i, j)).collect();
            for kernel in Kernel::all() {
                let (mut list, mut found) = (List::new(), Found::new());
                list.add(listed, 0);
                list.set_apart(0);
                kernel.lay(&mut list, depth);
                kernel.near(rows, &list, Near { most, sieve: most }, &mut found);
                found.pairs.sort_unstable();
                prop_assert_eq!(&found.pairs, &expected, "{:?}", kernel);
            }
        }
    }

    #[test]
    fn kernels_and_threads_do_not_matter(shape in shape(), count in 0usize..1000, seed: u64, max in 0u8..=20) {
        let hashes = make(shape, count, seed);
        let expected = grow(&hashes, max);
        for (kernel, threads) in Kernel::all().into_iter().zip([1, 2, 3, 7]) {
            let forest = grow_with(kernel, threads, &hashes, max, &never).expect("not cancelled");
            prop_assert_eq!(&forest, &expected, "{:?} in {} threads", kernel, threads);
        }
    }

    #[test]
    fn order_of_the_images_does_not_matter(shape in shape(), count in 0usize..300, seed: u64) {
        let hashes = make(shape, count, seed);
        let turned: Vec<u64> = hashes.iter().rev().copied().collect();
        let (forest, turned) = (grow(&hashes, 12), grow(&turned, 12));
        for d in 0..=12 {
            prop_assert_eq!(forest.summary(d), turned.summary(d));
        }
    }
}

/// So many that a look at some bits is enough for most pairs, in whichever way a kernel looks.
#[test]
fn every_kernel_makes_the_same_groups_of_many() {
    const COUNT: usize = if cfg!(debug_assertions) { 4_000 } else { 20_000 };
    for shape in [Shape::Uniform, Shape::Bursts] {
        let hashes = make(shape, COUNT, 5);
        for max in [8, 14] {
            let grow = |kernel| grow_with(kernel, 2, &hashes, max, &never).expect("not cancelled");
            let expected = grow(Kernel::Plain);
            for kernel in Kernel::all() {
                assert!(grow(kernel) == expected, "{kernel:?} with {shape:?} up to {max}");
            }
        }
    }
}

#[test]
fn a_thousand_of_each_shape() {
    for shape in Shape::ALL {
        let hashes = make(shape, 1_000, 7);
        assert_exact(&grow(&hashes, MOST), &hashes);
    }
}

#[test]
fn the_order_is_told_by_the_hashes() {
    //                  0     1    2    3     4     5
    let hashes = [0xff00, 0b111, 0, 0b11, 0xff00, 0xff01];
    let forest = grow(&hashes, 2);
    assert_eq!(forest.leaves(), [0, 4, 5, 1, 3, 2]);
    assert_eq!(forest.gaps(), [255, 0, 1, 255, 1, 2]);
    let groups = |d| forest.groups(d).collect::<Vec<_>>();
    assert!(forest.groups(0).eq(std::iter::once(0..2)));
    assert_eq!(groups(1), [0..3, 3..5]);
    assert_eq!(groups(2), [0..3, 3..6]);
    assert_eq!(groups(64), groups(2), "no more is known");
    assert_eq!(forest.summary(1), Summary { groups: 2, images: 5, largest: 3 });
    assert_eq!((forest.max(), forest.len(), forest.is_empty()), (2, 6, false));
}

#[test]
fn none_and_one() {
    let none = grow(&[], 8);
    assert!(none.is_empty() && none == Forest::extend(&none, &[], &never).expect("not cancelled"));
    assert_eq!(none.groups(8).count(), 0);
    let one = grow(&[5], 8);
    assert_eq!((one.leaves(), one.groups(8).count()), (&[0][..], 0));
    assert_eq!(partition(&one, 8), [0]);
}

#[test]
fn a_threshold_too_high_is_the_highest() {
    let hashes = make(Shape::Uniform, 50, 3);
    assert_eq!(grow(&hashes, 64), grow(&hashes, MOST));
}

#[test]
fn cancelled_at_any_moment() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let hashes = make(Shape::Bursts, 600, 5);
    let whole = grow(&hashes, 8);
    let asked_until = |nth: usize| {
        let asked = AtomicUsize::new(0);
        let cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= nth;
        (Forest::grow(&hashes, 8, &cancelled), asked.into_inner())
    };
    let (all, asks) = asked_until(usize::MAX);
    assert_eq!(all, Some(whole));
    assert!(asks > 3, "asked {asks} times");
    for nth in 0..asks {
        assert_eq!(asked_until(nth).0, None, "cancelled when asked for the {nth}th time of {asks}");
    }
}

#[test]
fn hashes_are_read_strictly() {
    assert_eq!(read("00000000000000ff"), Ok(255));
    assert_eq!(read("FFFFffffFFFFffff"), Ok(u64::MAX));
    assert_eq!(read(" 2d5ad3936d2e015b\r"), Ok(0x2d5a_d393_6d2e_015b));
    assert_eq!(read("  "), Err(Unfit::Missing));
    assert_eq!(read("ff"), Err(Unfit::Length(2)));
    assert_eq!(read("00000000000000ff0"), Err(Unfit::Length(17)));
    assert_eq!(read("+0000000000000ff"), Err(Unfit::NotHexadecimal));
    assert_eq!(read("0x000000000000ff"), Err(Unfit::NotHexadecimal));
    assert_eq!(read("ééééé000000"), Err(Unfit::Length(11)));
    assert!(is_flat(0) && is_flat(u64::MAX) && !is_flat(1));
}

#[test]
fn sensible_thresholds() {
    assert_eq!([10_000, 1_000_000, 10_000_000].map(sensible), [14, 11, 9]);
    assert_eq!([0, 1].map(sensible), [MOST, MOST]);
    assert!(sensible(usize::MAX) < 5);
    let falling: Vec<u8> = (0..60).map(|power| sensible(1 << power)).collect();
    assert!(falling.is_sorted_by(|a, b| a >= b), "{falling:?}");
}

/// Runs of several large groups in one bucket.
#[test]
fn large_groups_beside_each_other_stay_apart() {
    let mut hashes = make(Shape::Dense, 99, 2_937_822_463_692_937_455);
    hashes.extend(make(Shape::FewBits, 33, 2_937_822_463_692_937_454));
    for max in 0..=MOST {
        assert_exact(&grow(&hashes, max), &hashes);
    }
}
