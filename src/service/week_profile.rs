use super::week::WEEK_HOURS;
use super::week_hours::WeekHours;

/// How demand is spread over the hours of a week: a weight per hour, from Monday 00:00, with sum 1.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekProfile {
    weights: Vec<f64>,
}

/// Weights that are not a profile of a week.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeekProfileError {
    /// Not one weight per hour.
    #[error("a week has {WEEK_HOURS} hours (got {0} weights)")]
    Length(usize),
    /// A weight that is negative or not a number.
    #[error("the weight of hour {hour} of the week must be a number from 0 (got {found})")]
    Weight {
        /// Hour of the week, from 0.
        hour: usize,
        /// The weight.
        found: f64,
    },
    /// All weights are zero.
    #[error("at least one hour of the week must have a weight above 0")]
    Nothing,
}

/// Arrivals at hospital by three hours of the day, from midnight.
pub(crate) const ARRIVALS_BY_THREE_HOURS: [f64; 8] = [
    9_890.0, 7_367.0, 15_871.0, 52_049.0, 48_687.0, 39_838.0, 32_200.0, 20_918.0,
];

/// Arrivals at hospital by weekday, from Monday.
pub(crate) const ARRIVALS_BY_WEEKDAY: [f64; 7] = [
    35_509.0, 33_378.0, 33_031.0, 32_813.0, 33_162.0, 29_423.0, 29_504.0,
];

impl WeekProfile {
    /// From one weight per hour of the week, in any unit.
    ///
    /// # Errors
    ///
    /// Not 168 weights, a weight below 0 or undefined, or no weight above 0.
    pub fn from_weights(weights: &[f64]) -> Result<Self, WeekProfileError> {
        if weights.len() != WEEK_HOURS {
            return Err(WeekProfileError::Length(weights.len()));
        }
        for (hour, &found) in weights.iter().enumerate() {
            if !(found >= 0.0 && found.is_finite()) {
                return Err(WeekProfileError::Weight { hour, found });
            }
        }
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            Ok(Self {
                weights: weights.iter().map(|weight| weight / sum).collect(),
            })
        } else {
            Err(WeekProfileError::Nothing)
        }
    }

    /// Weights by hour of the day times weights by weekday, from Monday.
    ///
    /// # Errors
    ///
    /// As for [`WeekProfile::from_weights`].
    pub fn from_factors(hours: &[f64; 24], weekdays: &[f64; 7]) -> Result<Self, WeekProfileError> {
        let products = weekdays
            .iter()
            .flat_map(|day| hours.iter().map(move |hour| hour * day));
        Self::from_weights(&products.collect::<Vec<_>>())
    }

    /// The same in every hour.
    #[must_use]
    pub fn flat() -> Self {
        Self {
            weights: vec![1.0 / WEEK_HOURS as f64; WEEK_HOURS],
        }
    }

    /// Arrivals at hospital with stroke in England and Wales.
    ///
    /// The product of hour and weekday is an assumption: the joint table is not published. Hours
    /// within a step of three are equal, which hides the rise from 06:00 to 09:00.
    ///
    /// # Source
    ///
    /// SSNAP 2016–2018, 226,820 arrivals, onset out of hospital: samuel-book/samuel-1,
    /// `02a_daily_patterns` and `02b_weekly_patterns`.
    #[must_use]
    pub fn ssnap_arrivals() -> Self {
        let sum = |counts: &[f64]| counts.iter().sum::<f64>();
        let all = 3.0 * sum(&ARRIVALS_BY_THREE_HOURS) * sum(&ARRIVALS_BY_WEEKDAY);
        let weights = ARRIVALS_BY_WEEKDAY.iter().flat_map(|day| {
            (0..24).map(move |hour: usize| day * ARRIVALS_BY_THREE_HOURS[hour / 3] / all)
        });
        Self {
            weights: weights.collect(),
        }
    }

    /// One weight per hour of the week, from Monday 00:00; the sum is 1.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The share of demand that arises while something is open, from 0 to 1. Within an hour demand
    /// is even.
    #[must_use]
    pub fn share_in(&self, hours: &WeekHours) -> f64 {
        let mut share = 0.0;
        for &(from, to) in hours.intervals() {
            for hour in from / 60..to.div_ceil(60) {
                let open = to.min((hour + 1) * 60) - from.max(hour * 60);
                share += self.weights[hour as usize] * f64::from(open) / 60.0;
            }
        }
        share.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_cent(share: f64) -> String {
        format!("{:.1}", share * 100.0)
    }

    /// Shares calculated from the same tables by hand, elsewhere.
    #[test]
    fn shares_of_opening_hours_are_those_of_the_tables() {
        let ssnap = WeekProfile::ssnap_arrivals();
        let hours = |text| WeekHours::from_choice(text).unwrap();
        for (text, at_arrival, three_hours_later) in [
            ("08:00-20:00", "73.8", "64.2"),
            ("Mon-Fri 08:00-17:00", "43.3", "33.6"),
        ] {
            assert_eq!(per_cent(ssnap.share_in(&hours(text))), at_arrival, "{text}");
            let later = ssnap.share_in(&hours(text).earlier_by(180));
            assert_eq!(per_cent(later), three_hours_later, "{text}");
        }
        let office = ssnap.share_in(&WeekHours::office_hours());
        assert!((office - 0.415).abs() < 0.0006, "{office}");
        assert_eq!(per_cent(ssnap.share_in(&hours("00:00-03:00"))), "4.4");
        let monday = ssnap.share_in(&hours("Mon 00:00-24:00"));
        assert!((monday * 7.0 - 1.096).abs() < 0.0005, "{monday}");
    }

    /// Observed 36 % of MT outside 08–20, and 58 % outside 08–17 from Monday to Friday.
    #[test]
    fn arrivals_explain_what_was_seen_at_centres_that_never_close() {
        let ssnap = WeekProfile::ssnap_arrivals();
        let night = WeekHours::extended_day().complement().earlier_by(180);
        assert_eq!(per_cent(ssnap.share_in(&night)), "35.8");
        let week = WeekHours::from_choice("Mon-Fri 08:00-17:00").unwrap();
        assert_eq!(per_cent(ssnap.share_in(&week.complement())), "56.7");
    }

    #[test]
    fn the_whole_week_holds_all_demand() {
        for profile in [WeekProfile::ssnap_arrivals(), WeekProfile::flat()] {
            assert!((profile.weights().iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!((profile.share_in(&WeekHours::always()) - 1.0).abs() < 1e-12);
        }
        let office = WeekProfile::flat().share_in(&WeekHours::office_hours());
        assert!((office - 40.0 / 168.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_profile_is_refused() {
        let mut weights = vec![0.0; WEEK_HOURS];
        assert_eq!(
            WeekProfile::from_weights(&weights),
            Err(WeekProfileError::Nothing)
        );
        weights[7] = -1.0;
        assert_eq!(
            WeekProfile::from_weights(&weights),
            Err(WeekProfileError::Weight {
                hour: 7,
                found: -1.0
            })
        );
        assert_eq!(
            WeekProfile::from_weights(&weights[1..]),
            Err(WeekProfileError::Length(167))
        );
        assert!(WeekProfile::from_factors(&[1.0; 24], &[f64::NAN; 7]).is_err());
    }
}
