//! Numbers in order, in time that grows with their number alone: a radix sort on the bits (Knuth, The Art of Computer
//! Programming, volume 3, section 5.2.5). A million numbers take some 30 ms.

/// Below this length comparing is faster.
const FEW: usize = 4_096;

/// Bits of a digit, and the digits of a number.
const BITS: u32 = 11;
const DIGITS: u32 = 6;
const SIZE: usize = 1 << BITS;

/// The bits of a number, in the order of the numbers; both zeros are the same.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// Numbers in rising order, without those that are not a number.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut keys = Vec::with_capacity(values.len());
    keys.extend(values.iter().filter(|value| !value.is_nan()).map(|&value| (key(value), ())));
    sort(keys).into_iter().map(|(key, ())| value(key)).collect()
}

/// The places of the numbers in rising order of the numbers, equal ones in the order in which they stand, without those
/// that are not a number.
pub fn rising(values: &[f64]) -> Vec<u32> {
    let numbered = values.iter().zip(0_u32..).filter(|(value, _)| !value.is_nan());
    let mut keys = Vec::with_capacity(values.len());
    keys.extend(numbered.map(|(&value, place)| (key(value), place)));
    sort(keys).into_iter().map(|(_, place)| place).collect()
}

/// Sorts by the key; equal keys keep their order.
fn sort<T: Copy + Default>(mut items: Vec<(u64, T)>) -> Vec<(u64, T)> {
    if items.len() < FEW {
        items.sort_by_key(|item| item.0);
        return items;
    }
    let mut counts = vec![[0_u32; SIZE]; DIGITS as usize];
    let digit = |key: u64, place: usize| (key >> (BITS * place as u32)) as usize & (SIZE - 1);
    for &(key, _) in &items {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, place)] += 1;
        }
    }
    let length = items.len() as u32;
    let mut other = vec![(0, T::default()); items.len()];
    for (place, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&length) {
            continue;
        }
        let mut start = 0;
        for count in counts.iter_mut() {
            start += std::mem::replace(count, start);
        }
        for &item in &items {
            let slot = &mut counts[digit(item.0, place)];
            other[*slot as usize] = item;
            *slot += 1;
        }
        std::mem::swap(&mut items, &mut other);
    }
    items
}

/// The rank of every number, from 1; equal numbers share the mean of theirs. Not a number where the number is none.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let order = rising(values);
    let mut ranks = vec![f64::NAN; values.len()];
    let mut below = 0;
    for group in order.chunk_by(|&a, &b| values[a as usize] == values[b as usize]) {
        let rank = below as f64 + (group.len() as f64 + 1.0) / 2.0;
        for &place in group {
            ranks[place as usize] = rank;
        }
        below += group.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_numbers_of_every_size_are_sorted() {
        let mut state = 1_u64;
        let values: Vec<f64> = (0..20_000)
            .map(|_| {
                state = crate::engine::random::mix(state);
                f64::from_bits(state)
            })
            .collect();
        let mut expected: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        expected.sort_by(f64::total_cmp);
        assert_eq!(sorted(&values), expected);
        let by_place: Vec<f64> = rising(&values).into_iter().map(|place| values[place as usize]).collect();
        assert_eq!(by_place, expected);
    }

    proptest! {
        #[test]
        fn ranks_share_their_mean(values in prop::collection::vec(-5_i8..5, 1..50), repeat in 1_usize..200) {
            let values: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect::<Vec<_>>().repeat(repeat);
            for (value, rank) in values.iter().zip(ranks(&values)) {
                let below = values.iter().filter(|other| *other < value).count() as f64;
                let same = values.iter().filter(|other| *other == value).count() as f64;
                prop_assert_eq!(rank, below + (same + 1.0) / 2.0);
            }
        }
    }
}
