/// When arrivals come: the relative rate in every step of a horizon, all steps of the same length.
///
/// Of a non-homogeneous Poisson process with this profile the number of arrivals is Poisson, and
/// given the number their times are independent, each by the inverse of the cumulative rate. That is
/// exact: nothing is thinned, and a step without a rate has no arrivals.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalProfile {
    /// Start of the horizon, in milliseconds.
    start: i64,
    /// Length of a step, in milliseconds.
    step: i64,
    /// Sum of the rates before each step, and of all; ends with 1.
    cumulative: Vec<f64>,
    /// For each of as many equal parts of 0 to 1 as there are steps, the step in which it begins.
    guide: Vec<u32>,
    /// Sum of the rates.
    total: f64,
}

/// Rates that make no profile.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ArrivalProfileError {
    /// A rate that is negative or not a number.
    #[error("a rate must be at least 0 (got `{found}` in step {})", step + 1)]
    Rate {
        /// Number of the step, from 0.
        step: usize,
        /// The rate.
        found: f64,
    },
    /// No rate is above 0.
    #[error("at least one rate must be above 0")]
    NoRate,
}

impl ArrivalProfile {
    /// The profile of these rates, one for each step of `step` milliseconds from `start` on.
    ///
    /// # Errors
    ///
    /// A rate that is negative or not a number, or none above 0.
    pub fn try_new(start: i64, step: i64, rates: &[f64]) -> Result<Self, ArrivalProfileError> {
        let bad = |&(_, rate): &(usize, &f64)| !(rate.is_finite() && *rate >= 0.0);
        if let Some((step, &found)) = rates.iter().enumerate().find(bad) {
            return Err(ArrivalProfileError::Rate { step, found });
        }
        let total: f64 = rates.iter().sum();
        if total <= 0.0 {
            return Err(ArrivalProfileError::NoRate);
        }
        let mut cumulative = vec![0.0];
        let mut sum = 0.0;
        for rate in rates {
            sum += rate;
            cumulative.push(sum / total);
        }
        let mut guide = Vec::with_capacity(rates.len());
        let mut at = 0;
        for part in 0..rates.len() {
            let share = part as f64 / rates.len() as f64;
            while cumulative[at + 1] <= share && at + 1 < rates.len() {
                at += 1;
            }
            #[expect(clippy::cast_possible_truncation, reason = "hours of a year")]
            guide.push(at as u32);
        }
        Ok(Self {
            start,
            step,
            cumulative,
            guide,
            total,
        })
    }

    /// Sum of the rates as they were given.
    #[must_use]
    pub const fn total(&self) -> f64 {
        self.total
    }

    /// The time, in milliseconds, before which this share (strictly between 0 and 1) of all arrivals
    /// comes.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        reason = "a share of a number of steps, and of a step"
    )]
    pub fn time(&self, share: f64) -> i64 {
        let part = (share * self.guide.len() as f64) as usize;
        let mut at = self.guide[part.min(self.guide.len() - 1)] as usize;
        while self.cumulative[at + 1] <= share && at + 2 < self.cumulative.len() {
            at += 1;
        }
        let (before, after) = (self.cumulative[at], self.cumulative[at + 1]);
        let within = ((share - before) / (after - before)).clamp(0.0, 1.0);
        let into = ((within * self.step as f64) as i64).min(self.step - 1);
        self.start + at as i64 * self.step + into
    }
}

/// The largest mean that one number is inverted for; a larger one is a sum of several.
const CHUNK: f64 = 16.0;

/// A Poisson number with this mean, by inversion; `uniform` gives the number of a chunk (0, 1, …),
/// strictly between 0 and 1. A mean up to 16 takes one.
#[must_use]
pub fn poisson(mean: f64, mut uniform: impl FnMut(u32) -> f64) -> u32 {
    let mut left = mean;
    let mut count = 0;
    let mut chunk = 0;
    while left > 0.0 {
        let mean = left.min(CHUNK);
        count += inverse_poisson(mean, uniform(chunk));
        left -= mean;
        chunk += 1;
    }
    count
}

fn inverse_poisson(mean: f64, uniform: f64) -> u32 {
    let mut probability = (-mean).exp();
    let mut below = probability;
    let mut count = 0;
    // Beyond 200 the probability of a mean of at most 16 is nothing that the sum could still hold.
    while uniform > below && count < 200 {
        count += 1;
        probability *= mean / f64::from(count);
        below += probability;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::Draws;
    use super::*;
    use statrs::distribution::{Discrete as _, Poisson};

    const HOUR: i64 = 3_600_000;

    /// Shares of a day's arrivals at hospital by three hours, England and Wales 2016–2018.
    const SHARES: [f64; 8] = [4.36, 3.25, 7.0, 22.95, 21.47, 17.56, 14.2, 9.22];

    fn day_profile(days: usize) -> ArrivalProfile {
        let day = (0..24).map(|hour| SHARES[hour / 3] / 3.0);
        let rates: Vec<f64> = (0..days).flat_map(|_| day.clone()).collect();
        ArrivalProfile::try_new(0, HOUR, &rates).unwrap()
    }

    /// The fault of thinning with the rate of the last arrival shows at two a day and hides at 220.
    #[test]
    fn counts_by_hour_are_those_of_the_profile_at_two_and_at_220_a_day() {
        for (daily, days) in [(2.25, 40_000_usize), (220.0, 400)] {
            let profile = day_profile(days);
            let draws = Draws::new(11, 0);
            let mean = daily * days as f64;
            let count = poisson(mean, |chunk| draws.one(0, chunk, 0, 0));
            assert!(
                (f64::from(count) - mean).abs() < 4.0 * mean.sqrt(),
                "{count} {mean}"
            );
            let mut counts = [0.0; 8];
            for arrival in 0..count {
                let time = profile.time(draws.one(arrival, 0, 1, 0));
                let hour = usize::try_from(time.rem_euclid(24 * HOUR) / HOUR).unwrap();
                counts[hour / 3] += 1.0;
            }
            for (found, share) in counts.iter().zip(SHARES) {
                let expected = mean * share / SHARES.iter().sum::<f64>();
                assert!(
                    (found - expected).abs() < 4.0 * expected.sqrt(),
                    "{found} {expected}"
                );
            }
        }
    }

    #[test]
    fn a_step_without_a_rate_has_no_arrivals() {
        let profile = ArrivalProfile::try_new(-10, 10, &[0.0, 2.0, 0.0, 0.0, 1.0, 0.0]).unwrap();
        let draws = Draws::new(1, 1);
        for arrival in 0..10_000 {
            let time = profile.time(draws.one(arrival, 0, 0, 0));
            assert!(
                (0..10).contains(&time) || (30..40).contains(&time),
                "{time}"
            );
        }
        assert_eq!(profile.time(0.0), 0);
        assert_eq!(profile.time(1.0 - 1e-12), 39);
    }

    #[test]
    fn rates_that_make_no_profile_are_refused() {
        let refused = |rates: &[f64]| {
            ArrivalProfile::try_new(0, 1, rates)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused(&[0.0, -1.0]),
            "a rate must be at least 0 (got `-1` in step 2)"
        );
        assert_eq!(
            refused(&[f64::NAN]),
            "a rate must be at least 0 (got `NaN` in step 1)"
        );
        assert_eq!(refused(&[0.0, 0.0]), "at least one rate must be above 0");
        assert_eq!(refused(&[]), "at least one rate must be above 0");
    }

    /// The share of each number is its probability, within four standard deviations.
    #[test]
    fn poisson_numbers_have_their_probabilities() {
        for mean in [0.28, 4.0, 16.0, 60.0] {
            let trials = 40_000_u32;
            let draws = Draws::new(5, 9);
            let mut counts = vec![0.0_f64; 200];
            for trial in 0..trials {
                let number = poisson(mean, |chunk| draws.one(trial, chunk, 0, 0));
                counts[number as usize] += 1.0;
            }
            let law = Poisson::new(mean).unwrap();
            for (number, &found) in (0_u64..).zip(&counts) {
                let expected = f64::from(trials) * law.pmf(number);
                assert!(
                    (found - expected).abs() <= 4.5 * expected.sqrt() + 1.0,
                    "{mean} {number}"
                );
            }
        }
        assert_eq!(poisson(0.0, |_| unreachable!()), 0);
    }
}
