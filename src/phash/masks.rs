//! Which numbers differ in few bits.

/// All numbers of so many bits of which few are set.
#[derive(Debug)]
pub(super) struct Masks {
    bits: u32,
    /// By how many bits are set, then by which is the highest one.
    by: Vec<Vec<Vec<u32>>>,
}

impl Masks {
    /// Those with up to `most` of `bits` bits set.
    pub(super) fn new(bits: u32, most: u32) -> Self {
        let mut by: Vec<Vec<Vec<u32>>> = Vec::new();
        for _ in 0..most {
            let with = |top: u32| match by.last() {
                // One more above those that are set.
                Some(fewer) => {
                    fewer.iter().take(top as usize).flatten().map(|mask| mask | 1 << top).collect()
                }
                None => vec![1 << top],
            };
            let more = (0..bits).map(with).collect();
            by.push(more);
        }
        Self { bits, by }
    }

    /// Up to so many bits are set.
    pub(super) fn most(&self) -> u32 {
        self.by.len() as u32
    }

    /// Adds the numbers greater than one that differ from it in so many bits: 1 to [`most`](Self::most).
    pub(super) fn greater(&self, number: u32, differ: u32, greater: &mut Vec<u32>) {
        let Some(by) = self.by.get((differ as usize).wrapping_sub(1)) else { return };
        // Greater where the highest of them isn't set.
        let mut unset = !number & (1u32 << self.bits).wrapping_sub(1);
        while let Some(masks) = by.get(unset.trailing_zeros() as usize) {
            greater.extend(masks.iter().map(|mask| number ^ mask));
            unset &= unset.wrapping_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greater_numbers_are_all_near_ones_once() {
        for (bits, most) in [(0, 0), (0, 3), (3, 1), (5, 3), (10, 2), (4, 4)] {
            let masks = Masks::new(bits, most);
            assert_eq!(masks.most(), most);
            for number in (0..1u32 << bits).step_by(3) {
                for differ in 1..=most {
                    let mut found = Vec::new();
                    masks.greater(number, differ, &mut found);
                    found.sort_unstable();
                    let near = |other: &u32| (other ^ number).count_ones() == differ;
                    let expected: Vec<u32> = (number..1 << bits).filter(near).collect();
                    assert_eq!(found, expected, "{bits} bits, {differ} differ from {number}");
                }
            }
        }
    }
}
