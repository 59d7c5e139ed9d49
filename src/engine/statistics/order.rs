//! One way to put things in order. Every type that is sorted costs the page two kilobytes or more, so whatever
//! measures data sorts numbers with their places.

/// The places of keys in rising order of the keys; equal keys in the order in which they stand.
pub fn rising(keys: &[f64]) -> Vec<usize> {
    let mut order: Vec<(f64, u32)> = keys.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.into_iter().map(|(_, place)| place as usize).collect()
}

/// Items with the largest key first; those with equal keys in the order in which they stood.
pub fn largest_first<T>(items: Vec<T>, key: impl Fn(&T) -> f64) -> Vec<T> {
    smallest_first(items, |item| -key(item))
}

/// Items with the smallest key first. Equal ones keep their order.
pub fn smallest_first<T>(items: Vec<T>, key: impl Fn(&T) -> f64) -> Vec<T> {
    let keys: Vec<f64> = items.iter().map(key).collect();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    rising(&keys).into_iter().filter_map(|place| items.get_mut(place)?.take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(rising(&[2.0, 1.0, 2.0, 0.5]), [3, 1, 0, 2]);
        assert_eq!(
            largest_first(vec!["b", "ccc", "a", "dd"], |item| item.len() as f64),
            ["ccc", "dd", "b", "a"]
        );
        assert_eq!(largest_first(Vec::<u8>::new(), |_| 0.0), [0; 0]);
    }
}
