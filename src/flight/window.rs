/// Months of a year.
pub const MONTHS: usize = 12;

/// Minutes of a day.
pub(super) const DAY: u16 = 1_440;

/// A part of a day, in minutes after midnight; the end is not part of it.
pub type Window = std::ops::Range<u16>;
