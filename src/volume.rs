//! How much each centre would have to do, and whether it is enough to be good at it.

use crate::allocation::Catchment;
use crate::units::{Demand, Share};

/// What a centre needs to be.
///
/// # Examples
///
/// ```
/// use catchment::units::{Demand, Share};
/// use catchment::volume::CentrePolicy;
///
/// // One in ten admissions has a thrombectomy; a centre should do 150 a year, with 5 clinicians.
/// let policy = CentrePolicy {
///     eligible: Share::try_new(0.1)?,
///     min_procedures: Demand::from_whole(150),
///     min_demand: Demand::from_whole(600),
///     clinicians: 5,
/// };
/// assert_eq!(policy.eligible.part_of(Demand::from_whole(2_000)), 200.0);
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CentrePolicy {
    /// Share of the demand that is eligible for the treatment.
    pub eligible: Share,
    /// Treatments a year that a centre should give at least.
    pub min_procedures: Demand,
    /// Demand a year that a centre should see at least.
    pub min_demand: Demand,
    /// Specialists a centre needs to stay open day and night.
    pub clinicians: u32,
}

/// The work of a layout's centres, against what a centre needs to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Volumes {
    /// Procedures a year at each centre, in the order of the layout: the eligible share of its
    /// demand.
    pub procedures: Vec<f64>,
    /// Whether each centre gives at least as many procedures as a centre should, in the order of the
    /// layout.
    pub enough_procedures: Vec<bool>,
    /// Centres that would give fewer procedures than a centre should.
    pub below_min_procedures: usize,
    /// Centres that would see less demand than a centre should.
    pub below_min_demand: usize,
    /// Specialists that all centres need together.
    pub clinicians: u64,
    /// Demand that is within each standard *and* goes to a centre with enough procedures.
    pub within_and_enough: Vec<Demand>,
}

/// Minimum, quartiles and maximum.
///
/// Quartiles interpolate between numbers as R's type 7 and numpy's default do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiveNumbers {
    /// The smallest.
    pub min: f64,
    /// A quarter lies below.
    pub q1: f64,
    /// Half lies below.
    pub median: f64,
    /// Three quarters lie below.
    pub q3: f64,
    /// The largest.
    pub max: f64,
}

impl FiveNumbers {
    /// Of some numbers; `None` of none.
    ///
    /// # Examples
    ///
    /// ```
    /// use catchment::volume::FiveNumbers;
    /// let sizes = FiveNumbers::from_values(vec![7.0, 1.0, 4.0]).expect("some numbers");
    /// assert_eq!((sizes.min, sizes.median, sizes.max), (1.0, 4.0, 7.0));
    /// assert_eq!(FiveNumbers::from_values(Vec::new()), None);
    /// ```
    #[must_use]
    pub fn from_values(mut numbers: Vec<f64>) -> Option<Self> {
        numbers.sort_by(f64::total_cmp);
        let (&min, &max) = (numbers.first()?, numbers.last()?);
        let quantile = |quarters: usize| {
            let place = quarters * (numbers.len() - 1);
            let below = numbers[place / 4];
            let above = numbers[place.div_ceil(4)];
            below + (above - below) * (place % 4) as f64 / 4.0
        };
        Some(Self {
            min,
            q1: quantile(1),
            median: quantile(2),
            q3: quantile(3),
            max,
        })
    }
}

/// The demand of a layout's centres; all 0 of a layout without one.
#[must_use]
pub fn centre_sizes(catchments: &[Catchment]) -> FiveNumbers {
    let sizes = catchments.iter().map(|centre| centre.demand.as_f64());
    FiveNumbers::from_values(sizes.collect()).unwrap_or(FiveNumbers {
        min: 0.0,
        q1: 0.0,
        median: 0.0,
        q3: 0.0,
        max: 0.0,
    })
}

impl Volumes {
    /// Of a layout's catchments.
    #[must_use]
    pub fn new(catchments: &[Catchment], policy: &CentrePolicy) -> Self {
        let procedures: Vec<f64> = catchments
            .iter()
            .map(|centre| policy.eligible.part_of(centre.demand))
            .collect();
        let enough: Vec<bool> = catchments
            .iter()
            .map(|centre| {
                policy
                    .eligible
                    .reaches(centre.demand, policy.min_procedures)
            })
            .collect();
        let standards = catchments.first().map_or(0, |centre| centre.within.len());
        let mut within_and_enough = vec![Demand::ZERO; standards];
        for (centre, _) in catchments
            .iter()
            .zip(&enough)
            .filter(|&(_, &enough)| enough)
        {
            for (sum, &within) in within_and_enough.iter_mut().zip(&centre.within) {
                *sum += within;
            }
        }
        Self {
            below_min_procedures: enough.iter().filter(|&&enough| !enough).count(),
            below_min_demand: catchments
                .iter()
                .filter(|centre| centre.demand < policy.min_demand)
                .count(),
            clinicians: catchments.len() as u64 * u64::from(policy.clinicians),
            procedures,
            enough_procedures: enough,
            within_and_enough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::Allocation;
    use crate::model::{Layout, SiteIndex, TravelTimeMatrix};
    use crate::units::{Share, TravelTime};
    use proptest::prelude::*;

    /// numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) = 1.75, 3, 5.
    #[test]
    fn quartiles_interpolate_as_numpy_does() {
        let five = FiveNumbers::from_values(vec![8.0, 1.0, 4.0, 2.0]).unwrap();
        assert_eq!(
            (five.min, five.q1, five.median, five.q3, five.max),
            (1.0, 1.75, 3.0, 5.0, 8.0)
        );
        assert_eq!(FiveNumbers::from_values(Vec::new()), None);
    }

    /// Two centres, 2,000 and 1,000 admissions: at 10% only the first gives 150 procedures, and who
    /// is near the second is within the standard but not at a centre with enough.
    #[test]
    fn near_a_centre_that_is_too_small_is_not_enough() {
        let demand = [1_500, 500, 1_000].map(Demand::from_whole);
        let minutes = [10, 40, 90, 90, 90, 10];
        let times = minutes.map(|m| Some(TravelTime::from_whole(m)));
        let matrix = TravelTimeMatrix::from_columns(3, 2, times).unwrap();
        let layout = Layout::try_new("two", vec![SiteIndex(0), SiteIndex(1)]).unwrap();
        let allocation = Allocation::soonest(&matrix, &layout);
        let policy = CentrePolicy {
            eligible: Share::try_new(0.1).unwrap(),
            min_procedures: Demand::from_whole(150),
            min_demand: Demand::from_whole(600),
            clinicians: 5,
        };
        let standards = [30, 45].map(TravelTime::from_whole);
        let volumes = Volumes::new(&allocation.catchments(&demand, None, &standards), &policy);
        assert_eq!(volumes.below_min_procedures, 1);
        assert_eq!(volumes.below_min_demand, 0);
        assert_eq!(volumes.clinicians, 10);
        assert_eq!(
            volumes.within_and_enough,
            [1_500, 2_000].map(Demand::from_whole)
        );
    }

    proptest! {
        #[test]
        fn quartiles_stand_in_order(numbers in prop::collection::vec(0.0..1e6_f64, 1..40)) {
            let five = FiveNumbers::from_values(numbers).unwrap();
            prop_assert!([five.min, five.q1, five.median, five.q3, five.max].is_sorted());
        }
    }
}
