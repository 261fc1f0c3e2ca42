use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long to look for a proof, and how good a proof is enough.
///
/// The default looks until the answer is proven, in at most [`Budget::MEMORY`]. When a limit ends the
/// work, the best layout so far is returned with its bound.
///
/// # Examples
///
/// ```
/// use catchment::optimise::Budget;
/// use std::time::Duration;
/// let budget = Budget::default().within(Duration::from_secs(60)).to_gap(0.001);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Budget<'a> {
    /// Longest time to work; `None` until proven. The only way the clock enters an answer. A search that is
    /// out of time ends within half a second or 2 % of it, even where it has not read all of its problem.
    pub time_limit: Option<Duration>,
    /// Largest gap between value and bound, as a part of the value, that ends the work; 0 for
    /// a proof of optimality.
    pub gap: f64,
    /// Set from outside, as by an interrupt, to end the work soon.
    pub cancel: Option<&'a AtomicBool>,
    /// The most memory for the parts of a search that wait for their turn, in bytes. Beside it a search
    /// needs what its problem and the few parts in hand take.
    ///
    /// Where the parts would need more, those that come last forget what was learnt of them, and learn it
    /// again in their turn: the search takes longer, and the proof is the same. Where not even its problem
    /// would fit, the p-median leaves out of its rows what is farthest from every point: its bounds are then
    /// lower, and true. Where all that is not enough, the work ends with [`Status::MemoryLimit`](crate::optimise::Status::MemoryLimit).
    pub memory: u64,
    /// A clock that counts how often it is looked at.
    #[cfg(test)]
    pub(crate) polls: Option<&'a super::work::Polls>,
}

impl Default for Budget<'_> {
    fn default() -> Self {
        Self {
            time_limit: None,
            gap: 0.0,
            cancel: None,
            memory: Self::MEMORY,
            #[cfg(test)]
            polls: None,
        }
    }
}

impl<'a> Budget<'a> {
    /// The memory that is allowed where nothing else is said: 2 GiB, which national problems do not reach
    /// and laptops have.
    pub const MEMORY: u64 = 2 << 30;

    /// With a limit of memory, in bytes.
    #[must_use]
    pub const fn in_memory(self, memory: u64) -> Self {
        Self { memory, ..self }
    }

    /// With a limit of time.
    #[must_use]
    pub const fn within(self, time_limit: Duration) -> Self {
        Self {
            time_limit: Some(time_limit),
            ..self
        }
    }

    /// With a gap that is enough: 0.01 is one per cent of the value.
    #[must_use]
    pub const fn to_gap(self, gap: f64) -> Self {
        Self { gap, ..self }
    }

    /// What is left after this many seconds of work.
    pub(crate) fn after(self, seconds: f64) -> Self {
        let spent = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        let left = |limit: Duration| limit.saturating_sub(spent);
        Self {
            time_limit: self.time_limit.map(left),
            ..self
        }
    }

    /// Whether the work was ended from outside.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// With a flag that ends the work.
    #[must_use]
    pub const fn unless(self, cancel: &'a AtomicBool) -> Self {
        Self {
            cancel: Some(cancel),
            ..self
        }
    }
}

/// Times that are not all looked at in a moment; in tests any.
const MANY_TIMES: usize = if cfg!(test) { 1 } else { 1 << 24 };

/// A budget from the moment the work began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch<'a> {
    start: Instant,
    budget: Budget<'a>,
}

/// Why work ended before its proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interruption {
    TimeLimit,
    MemoryLimit,
    Cancelled,
}

impl<'a> Watch<'a> {
    pub(crate) fn start(budget: Budget<'a>) -> Self {
        Self {
            start: Instant::now(),
            budget,
        }
    }

    /// For as long as it takes, with as much memory.
    pub(crate) fn unlimited() -> Self {
        Self::start(Budget::default().in_memory(u64::MAX))
    }

    /// Whether, and why, the work must end now.
    pub(crate) fn interruption(&self) -> Option<Interruption> {
        if self.budget.is_cancelled() {
            return Some(Interruption::Cancelled);
        }
        #[cfg(test)]
        if self.budget.polls.is_some_and(super::work::Polls::is_over) {
            return Some(Interruption::TimeLimit);
        }
        let limit = self.budget.time_limit?;
        (self.start.elapsed() >= limit).then_some(Interruption::TimeLimit)
    }

    /// To look at so many times of a table once: few are looked at even if the time is over.
    pub(crate) fn where_many(self, times: usize) -> Self {
        if times < MANY_TIMES {
            Self::unlimited()
        } else {
            self
        }
    }

    /// The same without a gap that is enough.
    pub(crate) const fn to_proof(self) -> Self {
        Self {
            budget: self.budget.to_gap(0.0),
            ..self
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.interruption().is_some()
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    pub(crate) fn memory(&self) -> u64 {
        self.budget.memory
    }

    pub(crate) fn gap(&self) -> f64 {
        self.budget.gap
    }
}
