//! Work on many things, side by side on the cores of the machine: the one place of the engine that knows threads. What comes
//! out is what one core gives, in the same order. A browser's module has one core.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{Builder, available_parallelism, scope};

/// Hands what `part` makes of each chunk of `size` items to `take`, chunk after chunk in their order, with the chunk. A chunk
/// should be some milliseconds of work, many times what a thread costs to begin.
///
/// # Errors
/// What `take` returns.
pub fn in_chunks<I: Sync, T: Send, E>(
    items: &[I],
    size: usize,
    part: impl Fn(&[I]) -> T + Sync,
    take: impl FnMut(&[I], T) -> Result<(), E>,
) -> Result<(), E> {
    // Asking takes longer than a short chunk.
    let cores = if items.len() > size { available_parallelism().map_or(1, NonZero::get) } else { 1 };
    on(cores, items, size, part, take)
}

fn on<I: Sync, T: Send, E>(
    cores: usize,
    items: &[I],
    size: usize,
    part: impl Fn(&[I]) -> T + Sync,
    mut take: impl FnMut(&[I], T) -> Result<(), E>,
) -> Result<(), E> {
    for together in items.chunks(size.saturating_mul(cores).max(1)) {
        let mut chunks = together.chunks(size.max(1));
        let first = chunks.next().unwrap_or_default();
        let part = &part;
        let made = scope(|scope| {
            let begin = |chunk| (chunk, Builder::new().spawn_scoped(scope, move || part(chunk)));
            let others: Vec<_> = chunks.map(begin).collect();
            let mut made = vec![(first, part(first))];
            made.extend(others.into_iter().map(|(chunk, thread)| match thread.map(|thread| thread.join()) {
                Ok(Ok(made)) => (chunk, made),
                Ok(Err(panic)) => resume_unwind(panic),
                // The system has no thread to give: this one does it.
                Err(_) => (chunk, part(chunk)),
            }));
            made
        });
        made.into_iter().try_for_each(|(chunk, made)| take(chunk, made))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_item_is_taken_once_and_in_order(count in 0..2_000_usize, size in 1..300_usize, cores in 1..9_usize) {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let square = |chunk: &[usize]| chunk.iter().map(|item| item * item).collect::<Vec<_>>();
            let take = |chunk: &[usize], made: Vec<usize>| {
                taken.extend(chunk.iter().copied().zip(made));
                Ok::<(), ()>(())
            };
            on(cores, &items, size, square, take).unwrap();
            prop_assert_eq!(taken, items.iter().map(|item| (*item, item * item)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn it_ends_with_the_first_error() {
        let items: Vec<usize> = (0..1_000).collect();
        let mut chunks = 0;
        let ended = in_chunks(&items, 100, <[usize]>::len, |_, _| {
            chunks += 1;
            if chunks == 2 { Err("enough") } else { Ok(()) }
        });
        assert_eq!((ended, chunks), (Err("enough"), 2));
    }

    #[test]
    #[should_panic(expected = "of a thread")]
    fn a_panic_of_a_thread_goes_on() {
        let items: Vec<usize> = (0..1_000).collect();
        let part = |chunk: &[usize]| assert!(chunk.first() < Some(&100), "of a thread");
        let _ = on(4, &items, 100, part, |_, ()| Ok::<(), ()>(()));
    }
}
