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
    /// Somebody stopped the work; the best layout so far.
    Cancelled,
}

impl From<Interruption> for Status {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::TimeLimit => Self::TimeLimit,
            Interruption::Cancelled => Self::Cancelled,
        }
    }
}
