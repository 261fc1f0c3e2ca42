use super::budget::Interruption;

/// What is proven of a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// No layout is better.
    Optimal,
    /// The gap is as small as the budget asked for.
    WithinGap,
    /// Time ran out; the best layout so far.
    TimeLimit,
    /// The search would have needed more memory than the budget allows; the best layout so far.
    MemoryLimit,
    /// Somebody stopped the work; the best layout so far.
    Cancelled,
}

impl Status {
    /// The word for it in files: `optimal`, `within-gap`, `time-limit`, `memory-limit`, `cancelled`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::WithinGap => "within-gap",
            Self::TimeLimit => "time-limit",
            Self::MemoryLimit => "memory-limit",
            Self::Cancelled => "cancelled",
        }
    }
}

impl From<Interruption> for Status {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::TimeLimit => Self::TimeLimit,
            Interruption::MemoryLimit => Self::MemoryLimit,
            Interruption::Cancelled => Self::Cancelled,
        }
    }
}
