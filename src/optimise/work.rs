//! How much work a search does between two looks at the clock, and what it holds, which tests count.

/// A search walks over this many rows, or does as much.
#[cfg(not(test))]
#[inline]
pub(crate) const fn walks_over(_rows: usize) {}

/// The parts of a search that wait take so many bytes.
#[cfg(not(test))]
#[inline]
pub(crate) const fn holds(_bytes: u64) {}

#[cfg(test)]
pub(crate) use counted::{Polls, holds, most_held, walks_over};

#[cfg(test)]
mod counted {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicU64, Ordering};

    thread_local! {
        static ROWS: Cell<u64> = const { Cell::new(0) };
        static MOST_HELD: Cell<u64> = const { Cell::new(0) };
    }

    pub(crate) fn holds(bytes: u64) {
        MOST_HELD.with(|most| most.set(most.get().max(bytes)));
    }

    /// What a search on this thread finds, and the most bytes that its waiting parts took.
    pub(crate) fn most_held<T>(search: impl FnOnce() -> T) -> (T, u64) {
        MOST_HELD.set(0);
        (search(), MOST_HELD.get())
    }

    pub(crate) fn walks_over(rows: usize) {
        ROWS.with(|done| done.set(done.get() + rows as u64));
    }

    /// A clock on which the time is over when it is looked at for the n-th time. For searches on one thread.
    #[derive(Debug)]
    pub(crate) struct Polls {
        left: AtomicU64,
        /// The work that was done when the time was over.
        over_at: AtomicU64,
    }

    impl Polls {
        pub(crate) const fn until(polls: u64) -> Self {
            Self {
                left: AtomicU64::new(polls),
                over_at: AtomicU64::new(u64::MAX),
            }
        }

        pub(crate) fn is_over(&self) -> bool {
            let left = self.left.load(Ordering::Relaxed);
            self.left.store(left.saturating_sub(1), Ordering::Relaxed);
            if left == 1 {
                self.over_at.store(ROWS.get(), Ordering::Relaxed);
            }
            left <= 1
        }

        /// The work since the time was over; `None` where it never was.
        pub(crate) fn work_since(&self) -> Option<u64> {
            let over_at = self.over_at.load(Ordering::Relaxed);
            (over_at < u64::MAX).then(|| ROWS.get() - over_at)
        }
    }
}
