use super::rounding::whole;

/// The number of people in a cell of a raster; NaN where the raster has no cell.
pub trait Cell: Copy + Send + Sync + 'static {
    /// Where the raster has no cell.
    const NONE: Self;

    /// The number in double precision.
    fn as_f64(self) -> f64;

    /// Whether the raster has a cell here.
    fn exists(self) -> bool;
}

impl Cell for f32 {
    const NONE: Self = Self::NAN;

    #[inline(always)]
    fn as_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn exists(self) -> bool {
        !self.is_nan()
    }
}

impl Cell for f64 {
    const NONE: Self = Self::NAN;

    #[inline(always)]
    fn as_f64(self) -> f64 {
        self
    }

    #[inline(always)]
    fn exists(self) -> bool {
        !self.is_nan()
    }
}

/// The most people in one cell: a thousand million, as for any demand point.
const MOST: f64 = crate::units::Demand::MAX_OF_A_POINT;

/// The people of a cell in whole millionths, as [`crate::units::Demand::try_new`] rounds them;
/// zero if there is no cell or the number is negative.
#[inline(always)]
pub(in crate::grid) fn millionths(people: f64) -> u64 {
    let people = if people > 0.0 { people } else { 0.0 };
    let people = if people < MOST { people } else { MOST };
    // Halves go up, as with `round`, but in plain vector instructions; the difference is exact.
    let scaled = people * 1e6;
    let below = scaled.floor();
    whole(below + if scaled - below >= 0.5 { 1.0 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Demand;
    use proptest::prelude::*;

    #[test]
    fn nobody_lives_where_there_is_no_cell() {
        for none in [f64::NAN, -9_999.0, -0.0, f64::NEG_INFINITY] {
            assert_eq!(millionths(none), 0, "{none}");
        }
    }

    proptest! {
        /// A cell holds the same whole millionths as a demand point of the same population.
        #[test]
        fn people_are_rounded_as_demand_is(
            people in prop_oneof![0.0..1e9_f64, 0.0..10.0_f64, (0_u32..1_000_000).prop_map(|n| f64::from(n) / 128.0)],
        ) {
            prop_assert_eq!(millionths(people), Demand::try_new(people).unwrap().millionths());
        }
    }
}
