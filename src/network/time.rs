//! How the searches of this module write times: whole milliseconds, and one mark for all that is too far.

use crate::units::TravelTime;

/// The longest time that a search tells from "no way": that of [`TravelTime::MAX`].
const LONGEST: u32 = TravelTime::MAX.milliseconds();

/// Longer than any journey. Added to the longest arc it still fits in 32 bits, so that the inner loops
/// need no check.
pub(super) const TOO_FAR: u32 = LONGEST + 1;

/// The mark of a pair without a way in a matrix of travel times.
const UNREACHABLE: u32 = u32::MAX;

/// A time and another, or the mark.
pub(super) const fn plus(one: u32, other: u32) -> u32 {
    let sum = one.saturating_add(other);
    if sum > LONGEST { TOO_FAR } else { sum }
}

/// The cell of a matrix of travel times.
pub(super) const fn to_cell(time: u32) -> u32 {
    if time > LONGEST { UNREACHABLE } else { time }
}
