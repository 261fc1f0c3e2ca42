use super::calendar::{Calendar, HOUR};
use super::engine::{ArrivalProfile, ArrivalProfileError};
use crate::service::{ARRIVALS_BY_THREE_HOURS, ARRIVALS_BY_WEEKDAY};

/// When patients come to hospital: relative weights by hour of the day, day of the week and month,
/// which multiply.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalFactors {
    /// By hour from midnight.
    pub hours: [f64; 24],
    /// By day from Monday.
    pub weekdays: [f64; 7],
    /// By month from January.
    pub months: [f64; 12],
}

/// Factors that make no arrivals.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ArrivalFactorsError {
    /// A weight that is negative or not a number.
    #[error("`{key}`: a weight must be at least 0 (got `{found}` at place {place})")]
    Weight {
        /// Which factor.
        key: &'static str,
        /// Its place, from 1.
        place: usize,
        /// The weight.
        found: f64,
    },
    /// All weights are 0.
    #[error("`{key}`: at least one weight must be above 0")]
    NoWeight {
        /// Which factor.
        key: &'static str,
    },
}

/// Half the swing of the year around its mean, highest in December.
///
/// # Source
///
/// Fitted to ischaemic strokes in Scotland 1986–2005 (8.8 % of a year in December, 7.9 % in September:
/// Moinuddin et al., abstract); no table for England was found.
const SEASON: f64 = 0.055;

/// As [`crate::service::WeekProfile::ssnap_arrivals`], with a season.
impl Default for ArrivalFactors {
    fn default() -> Self {
        let month = |from_december: f64| {
            1.0 + SEASON * (std::f64::consts::TAU * from_december / 12.0).cos()
        };
        Self {
            hours: std::array::from_fn(|hour| ARRIVALS_BY_THREE_HOURS[hour / 3] / 3.0),
            weekdays: ARRIVALS_BY_WEEKDAY,
            months: std::array::from_fn(|month_| month(month_ as f64 + 1.0)),
        }
    }
}

impl ArrivalFactors {
    /// The same in every hour of the year.
    #[must_use]
    pub const fn constant() -> Self {
        Self {
            hours: [1.0; 24],
            weekdays: [1.0; 7],
            months: [1.0; 12],
        }
    }

    /// Checks the weights.
    ///
    /// # Errors
    ///
    /// A weight that is negative or not a number, or a factor without a weight above 0.
    pub fn checked(self) -> Result<Self, ArrivalFactorsError> {
        let factors: [(&'static str, &[f64]); 3] = [
            ("hours", &self.hours),
            ("weekdays", &self.weekdays),
            ("months", &self.months),
        ];
        for (key, weights) in factors {
            let bad = |&(_, weight): &(usize, &f64)| !(weight.is_finite() && *weight >= 0.0);
            if let Some((place, &found)) = (1..).zip(weights).find(bad) {
                return Err(ArrivalFactorsError::Weight { key, place, found });
            }
            if weights.iter().sum::<f64>() <= 0.0 {
                return Err(ArrivalFactorsError::NoWeight { key });
            }
        }
        Ok(self)
    }

    /// Share of a week's arrivals in each of its hours, from Monday 00:00; they sum to 1.
    #[must_use]
    pub fn week(&self) -> [f64; 168] {
        let weight = |hour: usize| self.weekdays[hour / 24] * self.hours[hour % 24];
        let total: f64 = (0..168).map(weight).sum();
        std::array::from_fn(|hour| weight(hour) / total)
    }

    /// The profile over a calendar's horizon, and the horizon's arrivals for each one of a year.
    ///
    /// # Errors
    ///
    /// As [`Self::checked`].
    pub(super) fn profile(
        &self,
        calendar: Calendar,
    ) -> Result<(ArrivalProfile, f64), ArrivalProfileError> {
        let hours = (calendar.end() - calendar.start()) / HOUR;
        let rate = |hour: i64| {
            let time = calendar.start() + hour * HOUR;
            let of_week = calendar.hour_of_week(time);
            self.weekdays[of_week / 24]
                * self.hours[of_week % 24]
                * self.months[calendar.month(time)]
        };
        let rates: Vec<f64> = (0..hours).map(rate).collect();
        let counted = |hour: &i64| calendar.counts(calendar.start() + hour * HOUR);
        let year: f64 = (0..hours).filter(counted).map(rate).sum();
        let profile = ArrivalProfile::try_new(calendar.start(), HOUR, &rates)?;
        let of_a_year = profile.total() / year;
        Ok((profile, of_a_year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares of demand in opening hours, by arrival at hospital: 73.8 % in 08–20 every day, 41.5 % in
    /// 09–17 and 43.3 % in 08–17 Monday to Friday (`docs/validation.md`).
    #[test]
    fn opening_hours_take_the_published_shares_of_arrivals() {
        let week = ArrivalFactors::default().week();
        let share = |days: usize, from: usize, to: usize| -> f64 {
            let hours = (0..days).flat_map(|day| (from..to).map(move |hour| 24 * day + hour));
            100.0 * hours.map(|hour| week[hour]).sum::<f64>()
        };
        assert!((share(7, 8, 20) - 73.8).abs() < 0.2, "{}", share(7, 8, 20));
        assert!((share(5, 9, 17) - 41.5).abs() < 0.2, "{}", share(5, 9, 17));
        assert!((share(5, 8, 17) - 43.3).abs() < 0.2, "{}", share(5, 8, 17));
        assert!((week.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn weights_that_cannot_be_are_refused() {
        let mut factors = ArrivalFactors::constant();
        factors.months[3] = -1.0;
        let refused = factors.checked().unwrap_err().to_string();
        assert_eq!(
            refused,
            "`months`: a weight must be at least 0 (got `-1` at place 4)"
        );
        let mut factors = ArrivalFactors::constant();
        factors.weekdays = [0.0; 7];
        let refused = factors.checked().unwrap_err().to_string();
        assert_eq!(refused, "`weekdays`: at least one weight must be above 0");
    }
}
