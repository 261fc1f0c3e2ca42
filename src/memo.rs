//! A value that is found once, when it is first asked for.

use std::sync::OnceLock;

/// A value that is found when it is first asked for, by work that may itself be parallel.
///
/// Threads that ask at the same time may each find it, and one of the equal findings is kept. A lock that
/// is held during the work would stop for ever: a thread of the pool that waits for parts of the work takes
/// up other tasks meanwhile, and one of them may ask for the same value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo<T>(OnceLock<T>);

impl<T> Memo<T> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    pub(crate) fn get_or_find(&self, find: impl FnOnce() -> T) -> &T {
        if let Some(found) = self.0.get() {
            return found;
        }
        let found = find();
        #[expect(clippy::disallowed_methods, reason = "nothing is done under the lock")]
        self.0.get_or_init(|| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    /// Under a lock this stops for ever on any number of threads but one.
    #[test]
    fn parallel_work_may_be_asked_for_in_parallel() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build();
        pool.unwrap().install(|| {
            for _ in 0..50 {
                let memo = Memo::new();
                let sum = || (0..5_000_u32).into_par_iter().with_max_len(1).sum::<u32>();
                let asked = (0..64).into_par_iter().with_max_len(1);
                assert!(asked.all(|_| *memo.get_or_find(sum) == 12_497_500));
            }
        });
    }

    #[test]
    fn a_value_is_found_once() {
        let memo = Memo::new();
        assert_eq!(*memo.get_or_find(|| 1), 1);
        assert_eq!(*memo.get_or_find(|| unreachable!()), 1);
    }
}
