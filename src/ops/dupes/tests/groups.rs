use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::phash::Forest;

type Groups = BTreeSet<Vec<Row>>;

fn go_on() -> bool {
    false
}

/// Rows that leave gaps and don't ascend, so that none is taken for a place.
fn row(image: usize) -> Row {
    let image = Row::try_from(image).expect("few images");
    image.wrapping_mul(7919) % 100_003
}

fn images(hashes: &[u64]) -> Images {
    let mut images = Images::with_capacity(hashes.len());
    hashes.iter().enumerate().for_each(|(image, hash)| images.push(row(image), *hash, 10 + image as u64));
    images
}

fn grouped(hashes: &[u64], apart: &[(usize, usize)], max: u8) -> Duplicates {
    let apart: Vec<(Row, Row)> = apart.iter().map(|(a, b)| (row(*a), row(*b))).collect();
    Duplicates::new(&images(hashes), &apart, max, &go_on).expect("nobody cancels")
}

fn groups(duplicates: &Duplicates, threshold: u8) -> Groups {
    let all = 0..duplicates.level(threshold).groups().len();
    all.map(|group| {
        let mut rows = duplicates.members(threshold, group).to_vec();
        rows.sort_unstable();
        rows
    })
    .collect()
}

/// All pairs that are near and not taken apart, joined one by one.
fn brute(hashes: &[u64], apart: &[(usize, usize)], threshold: u32) -> Groups {
    let mut of: Vec<usize> = (0..hashes.len()).collect();
    for a in 0..hashes.len() {
        for b in 0..a {
            let is_apart = apart.contains(&(a, b)) || apart.contains(&(b, a));
            if !is_apart && (hashes[a] ^ hashes[b]).count_ones() <= threshold {
                let (from, to) = (of[a], of[b]);
                of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
            }
        }
    }
    let mut all: Vec<Vec<Row>> = vec![Vec::new(); hashes.len()];
    of.iter().enumerate().for_each(|(image, group)| all[*group].push(row(image)));
    all.iter_mut().for_each(|rows| rows.sort_unstable());
    all.into_iter().filter(|rows| rows.len() > 1).collect()
}

/// Hashes in a few clusters, many of them equal.
fn hashes(most: usize) -> impl Strategy<Value = Vec<u64>> {
    let centre =
        prop_oneof![Just(0), Just(u64::MAX), Just(0x0f0f_1234_5678_9abc), Just(0x0f0f_1234_5678_9aff)];
    let flips = vec(0_u32..64, 0..4);
    let hash =
        (centre, flips).prop_map(|(centre, flips)| flips.iter().fold(centre, |hash, bit| hash ^ 1 << bit));
    vec(hash, 0..most)
}

fn pairs(most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    vec((0..most, 0..most), 0..60)
}

proptest! {
    #[test]
    fn groups_of_those_before_and_more_are_groups_of_all(
        hashes in hashes(24),
        before in vec(any::<bool>(), 24),
        apart in pairs(24),
        max in 0_u8..9,
    ) {
        let (mut some, all) = (Images::default(), images(&hashes));
        let chosen = hashes.iter().enumerate().zip(before).filter(|(_, before)| *before);
        chosen.for_each(|((image, hash), _)| some.push(row(image), *hash, 1));
        let apart: Vec<(Row, Row)> = apart.iter().map(|(a, b)| (row(*a), row(*b))).collect();
        let some = Duplicates::new(&some, &[], max, &go_on).expect("nobody cancels");
        let after = Duplicates::after(Some(&some), &all, &apart, max, &go_on).expect("nobody cancels");
        let anew = Duplicates::new(&all, &apart, max, &go_on).expect("nobody cancels");
        for threshold in 0..=max {
            prop_assert_eq!(groups(&after, threshold), groups(&anew, threshold));
            let bytes = |of: &Duplicates| of.level(threshold).bytes();
            prop_assert_eq!(bytes(&after), bytes(&anew));
        }
        for row in all.rows {
            prop_assert_eq!(after.hash(row), anew.hash(row));
        }
    }

    #[test]
    fn groups_are_those_of_all_pairs_without_the_ones_that_are_apart(
        hashes in hashes(24),
        apart in pairs(24),
    ) {
        let apart: Vec<(usize, usize)> =
            apart.into_iter().filter(|(a, b)| *a < hashes.len() && *b < hashes.len()).collect();
        for apart in [&[][..], &apart] {
            let duplicates = grouped(&hashes, apart, 12);
            for threshold in 0..=12 {
                prop_assert_eq!(
                    groups(&duplicates, threshold),
                    brute(&hashes, apart, u32::from(threshold)),
                    "at {}", threshold
                );
            }
        }
    }

    #[test]
    fn a_level_tells_what_its_groups_are(hashes in hashes(40), apart in pairs(40)) {
        let apart: Vec<(usize, usize)> =
            apart.into_iter().filter(|(a, b)| *a < hashes.len() && *b < hashes.len()).collect();
        let duplicates = grouped(&hashes, &apart, 8);
        for threshold in 0..=8 {
            let level = duplicates.level(threshold);
            let members = |group: usize| duplicates.members(threshold, group);
            let size = |row: &Row| 10 + (0..hashes.len()).find(|n| self::row(*n) == *row).expect("a row") as u64;
            for (number, group) in level.groups().iter().enumerate() {
                let rows = members(number);
                prop_assert_eq!(group.len(), rows.len());
                let total: u64 = rows.iter().map(size).sum();
                prop_assert_eq!(group.bytes, total - rows.iter().map(size).max().unwrap_or_default());
                let flat = rows.iter().filter_map(|row| duplicates.hash(*row)).any(|h| h == 0 || h == u64::MAX);
                prop_assert_eq!(group.flat, flat);
                // It is one group from `widest` on, and not before.
                let whole = |at: u8| groups(&duplicates, at).iter().any(|other| {
                    rows.iter().all(|row| other.contains(row))
                });
                prop_assert!(group.widest <= threshold && whole(group.widest));
                prop_assert!(group.widest == 0 || !whole(group.widest - 1));
                for row in rows {
                    prop_assert_eq!(duplicates.group_of(threshold, *row), Some(number));
                }
            }
            let held: usize = level.groups().iter().map(Group::len).sum();
            prop_assert_eq!(level.images(), held);
            prop_assert_eq!(level.bytes(), level.groups().iter().map(|group| group.bytes).sum::<u64>());
            prop_assert_eq!(level.largest(), level.groups().iter().map(Group::len).max().unwrap_or(0));
            for (order, key) in [
                (Order::Bytes, (|g: &Group| (u64::MAX - g.bytes, u64::from(g.widest))) as fn(&Group) -> (u64, u64)),
                (Order::Closeness, |g| (u64::from(g.widest), u64::MAX - g.bytes)),
            ] {
                let keys: Vec<_> = level.order(order).iter().map(|n| key(&level.groups()[*n as usize])).collect();
                prop_assert!(keys.is_sorted());
                prop_assert_eq!(keys.len(), level.groups().len());
            }
            let near: Vec<usize> = level.within(2).collect();
            let fits = |n: &usize| level.groups()[*n].widest <= 2 && !level.groups()[*n].flat;
            prop_assert!(near.iter().all(fits));
            prop_assert_eq!(near.len(), (0..level.groups().len()).filter(|n| fits(n)).count());
        }
    }
}

#[test]
fn levels_are_those_of_the_forest() {
    let hashes: Vec<u64> = (0..500_u64).map(|n| (n / 7) << 40 | 1 << (n % 7)).collect();
    let forest = Forest::grow(&hashes, 10, &go_on).expect("nobody cancels");
    let duplicates = grouped(&hashes, &[], 10);
    for threshold in 0..=10 {
        let mut runs = vec![Vec::new()];
        for (leaf, gap) in forest.leaves().iter().zip(forest.gaps()) {
            if *gap > threshold {
                runs.push(Vec::new());
            }
            runs.last_mut().expect("a run").push(row(*leaf as usize));
        }
        let runs = runs.into_iter().filter(|run| run.len() > 1).map(|mut run| {
            run.sort_unstable();
            run
        });
        assert_eq!(groups(&duplicates, threshold), runs.collect::<Groups>());
    }
}

#[test]
fn a_group_whose_pairs_are_all_apart_is_gone() {
    let hashes = [5, 5, 5, 5 << 32, 5 << 32];
    let all = [(0, 1), (1, 2), (2, 0)];
    let others: Groups = [vec![row(3), row(4)]]
        .map(|mut rows| {
            rows.sort_unstable();
            rows
        })
        .into();
    assert_eq!(groups(&grouped(&hashes, &all, 3), 0), others);
    // Two of them are still held by the third.
    assert_eq!(groups(&grouped(&hashes, &all[..1], 3), 0).len(), 2);
    // A pair that isn't in one group, an image with itself, and one that is gone change nothing.
    let nothing = [(0, 3), (1, 1)];
    assert_eq!(grouped(&hashes, &nothing, 3), grouped(&hashes, &[], 3));
    let gone = Duplicates::new(&images(&hashes), &[(row(0), Row::MAX)], 3, &go_on);
    assert_eq!(gone, Some(grouped(&hashes, &[], 3)));
}

#[test]
fn many_equal_ones_hold_each_other_whoever_is_apart() {
    let hashes = vec![77; 3000];
    let apart: Vec<(usize, usize)> = (1..100).map(|n| (0, n)).collect();
    let duplicates = grouped(&hashes, &apart, 1);
    assert_eq!((duplicates.level(0).groups().len(), duplicates.level(1).images()), (1, 3000));
    let apart: Vec<(usize, usize)> = (1..3000).map(|n| (0, n)).collect();
    let level = grouped(&hashes, &apart, 1);
    assert_eq!((level.level(0).images(), level.group_of(0, row(0))), (2999, None));
}

#[test]
fn what_is_not_there_is_nothing() {
    let none = grouped(&[], &[(1, 2)], 8);
    assert_eq!((none.images(), none.max(), none.level(40).groups().len()), (0, 8, 0));
    assert_eq!((none.members(3, 9), none.group_of(3, 1), none.hash(1)), (&[][..], None, None));
    let flat = grouped(&[0, u64::MAX, 1], &[], 2);
    assert_eq!((flat.flat(), flat.level(9)), (2, flat.level(2)));
    assert_eq!(Duplicates::new(&images(&[1, 1]), &[], 8, &|| true), None);
}

#[test]
fn where_an_image_is_gone_or_another_all_are_compared_anew() {
    let before = Duplicates::new(&images(&[0, 1, 2]), &[], 2, &go_on).expect("nobody cancels");
    let mut gone = images(&[0, 1]);
    gone.push(row(7), 0xff00, 1);
    for now in [gone, images(&[0, 0xff00, 2, 3])] {
        assert_eq!(before.first_of(&now), None);
        let after = Duplicates::after(Some(&before), &now, &[], 2, &go_on).expect("nobody cancels");
        assert_eq!(Some(after), Duplicates::new(&now, &[], 2, &go_on));
    }
    assert_eq!(before.first_of(&images(&[0, 1, 2, 3])).map(|images| images.len()), Some(4));
}
