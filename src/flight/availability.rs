use super::window::{MONTHS, Window};
use crate::units::{QuantityError, Share};

/// Hours of a day.
const HOURS: usize = 24;

/// Numbers that do not describe when a helicopter flies.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AvailabilityError {
    /// Not one share per month.
    #[error("the weather needs one share for each of 12 months (got {0})")]
    Months(usize),
    /// Not one share per hour.
    #[error("the arrivals need one number for each of 24 hours (got {0})")]
    Hours(usize),
    /// A number that is no share, of a month or of an hour (the first is number 0).
    #[error("number {place}: {source}")]
    Share {
        /// Which month or hour.
        place: usize,
        /// What was wrong.
        source: QuantityError,
    },
    /// Nobody arrives.
    #[error("the arrivals of 24 hours must not all be 0")]
    NoArrivals,
}

/// Share of missions that the weather lets fly, by month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlyableShare([Share; MONTHS]);

impl FlyableShare {
    /// Where the default comes from.
    pub(crate) const SOURCE: &str =
        "Devon 2022–2024: 3.4% and 5.7% of the time of two aircraft grounded by weather";

    /// The same share in every month.
    #[must_use]
    pub const fn constant(share: Share) -> Self {
        Self([share; MONTHS])
    }

    /// A share for every month, January first.
    ///
    /// # Errors
    ///
    /// Not twelve numbers, or one that is no share.
    pub fn try_from_months(shares: &[f64]) -> Result<Self, AvailabilityError> {
        if shares.len() != MONTHS {
            return Err(AvailabilityError::Months(shares.len()));
        }
        let mut months = [Share::ALL; MONTHS];
        for (place, (month, &share)) in months.iter_mut().zip(shares).enumerate() {
            *month = Share::try_new(share)
                .map_err(|source| AvailabilityError::Share { place, source })?;
        }
        Ok(Self(months))
    }

    /// The share of every month, January first.
    #[must_use]
    pub const fn months(&self) -> &[Share; MONTHS] {
        &self.0
    }

    /// The share of a month; 0 is January.
    ///
    /// # Panics
    ///
    /// There is no such month.
    #[must_use]
    pub const fn in_month(&self, month: usize) -> Share {
        self.0[month]
    }
}

/// When in the day transfers are wanted: a share for each of 24 hours, by the clock.
///
/// # Examples
///
/// ```
/// use catchment::flight::ArrivalProfile;
/// assert!((ArrivalProfile::UNIFORM.within(&(0..720)) - 0.5).abs() < 1e-12);
/// let office_hours: Vec<f64> = (0..24).map(|hour| f64::from(u8::from((9..17).contains(&hour)))).collect();
/// let arrivals = ArrivalProfile::try_from_hours(&office_hours)?;
/// assert!((arrivals.within(&(9 * 60..17 * 60)) - 1.0).abs() < 1e-12);
/// # Ok::<(), catchment::flight::AvailabilityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArrivalProfile([f64; HOURS]);

impl ArrivalProfile {
    /// The same number in every hour: the default.
    pub const UNIFORM: Self = Self([1.0 / 24.0; HOURS]);

    /// Onsets by quarter of the day from midnight: 0.74, 2.88, 1.74 and 1 to each other.
    ///
    /// # Source
    ///
    /// 1,711 strokes in Auckland, New Zealand Medical Journal 2004 (abstract). They are hours of
    /// onset; a transfer is wanted some hours later.
    #[must_use]
    pub fn auckland_2004() -> Self {
        let quarters = [0.74, 2.88, 1.74, 1.0];
        let sum = 6.0 * quarters.iter().sum::<f64>();
        Self(std::array::from_fn(|hour| quarters[hour / 6] / sum))
    }

    /// From numbers in the ratio of the hours' arrivals, those from 00:00 to 01:00 first.
    ///
    /// # Errors
    ///
    /// Not 24 numbers; one that is negative, infinite or undefined; nothing but zeros.
    pub fn try_from_hours(arrivals: &[f64]) -> Result<Self, AvailabilityError> {
        if arrivals.len() != HOURS {
            return Err(AvailabilityError::Hours(arrivals.len()));
        }
        if let Some(place) = arrivals.iter().position(|a| !a.is_finite() || *a < 0.0) {
            let source = QuantityError {
                quantity: "the arrivals of an hour",
                expected: "a finite number of at least 0",
                found: arrivals[place],
            };
            return Err(AvailabilityError::Share { place, source });
        }
        let sum = arrivals.iter().sum::<f64>();
        // Shares that add up to one, as a manifest lists them, stay as they are to the last digit.
        let sum = if (sum - 1.0).abs() < 1e-12 { 1.0 } else { sum };
        if sum > 0.0 {
            Ok(Self(std::array::from_fn(|hour| arrivals[hour] / sum)))
        } else {
            Err(AvailabilityError::NoArrivals)
        }
    }

    /// The share of every hour, that from 00:00 to 01:00 first.
    #[must_use]
    pub const fn hours(&self) -> &[f64; HOURS] {
        &self.0
    }

    /// Share of the day's arrivals within a window.
    #[must_use]
    pub fn within(&self, window: &Window) -> f64 {
        let (from, to) = (f64::from(window.start), f64::from(window.end));
        (0_u32..)
            .zip(self.0)
            .map(|(hour, share)| {
                let start = f64::from(hour) * 60.0;
                share * (to.min(start + 60.0) - from.max(start)).max(0.0) / 60.0
            })
            .sum()
    }
}

/// When helicopters can fly, over a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Availability {
    /// Share of missions that the weather lets fly: the same for all bases at a time.
    pub flyable: FlyableShare,
    /// Chance that an aircraft is out on another mission: of each aircraft for itself.
    pub busy: Share,
    /// When in the day transfers are wanted.
    pub arrivals: ArrivalProfile,
}

impl Default for Availability {
    /// Weather lets 95% of missions fly: in Devon it grounded two aircraft for 3.4% and 5.7% of their
    /// time (August 2022 to July 2024; Pilbery, repository `DAA_DES`). One coastal county, so the range
    /// is 90 to 97%; in Finnish Lapland (2019) it was 80%. An aircraft is out one time in six: 34 of
    /// 51 transfers flew in Finland (2024), which with the weather of Lapland leaves that; an
    /// inference, not a figure of that study. The same number of transfers in every hour.
    fn default() -> Self {
        let share = |share| Share::try_new(share).unwrap_or(Share::ALL);
        Self {
            flyable: FlyableShare::constant(share(0.95)),
            busy: share(1.0 / 6.0),
            arrivals: ArrivalProfile::UNIFORM,
        }
    }
}

impl Availability {
    /// Helicopters always fly: any hour of opening, any weather, no other mission.
    #[must_use]
    pub fn perfect() -> Self {
        Self {
            flyable: FlyableShare::constant(Share::ALL),
            busy: Share::try_new(0.0).unwrap_or(Share::ALL),
            arrivals: ArrivalProfile::UNIFORM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weather_and_arrivals_that_cannot_be_are_refused() {
        let refused = FlyableShare::try_from_months(&[0.8; 13]);
        assert_eq!(refused, Err(AvailabilityError::Months(13)));
        let mut months = [0.8; 12];
        months[4] = 1.1;
        let refused = FlyableShare::try_from_months(&months);
        assert!(matches!(
            refused,
            Err(AvailabilityError::Share { place: 4, .. })
        ));
        let refused = ArrivalProfile::try_from_hours(&[0.0; 24]);
        assert_eq!(refused, Err(AvailabilityError::NoArrivals));
        let refused = ArrivalProfile::try_from_hours(&[1.0; 23]);
        assert_eq!(refused, Err(AvailabilityError::Hours(23)));
        let mut hours = [1.0; 24];
        hours[3] = -1.0;
        let refused = ArrivalProfile::try_from_hours(&hours);
        assert!(matches!(
            refused,
            Err(AvailabilityError::Share { place: 3, .. })
        ));
    }

    /// By hand: of 3 : 1 arrivals in two hours, half of each lie between their middles.
    #[test]
    fn a_window_over_two_hours_takes_its_part_of_each() {
        let mut hours = [0.0; 24];
        hours[5] = 3.0;
        hours[6] = 1.0;
        let profile = ArrivalProfile::try_from_hours(&hours).unwrap();
        assert!((profile.within(&(330..390)) - 0.5).abs() < 1e-12);
        assert!((profile.within(&(360..420)) - 0.25).abs() < 1e-12);
    }
}
