use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};

/// A confidence interval, and what it is around.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Half of its width.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// A share in per cent.
    #[must_use]
    pub fn percent(self) -> Self {
        Self {
            estimate: 100.0 * self.estimate,
            low: 100.0 * self.low,
            high: 100.0 * self.high,
        }
    }

    /// Whether a number lies in it, its ends included.
    #[must_use]
    pub fn contains(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// Independent values of one figure, such as one for each replication: their mean and spread, without
/// keeping them (Welford 1962).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    count: u32,
    mean: f64,
    squares: f64,
}

impl Sample {
    /// A sample without values.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            squares: 0.0,
        }
    }

    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / f64::from(self.count);
        self.squares += before * (value - self.mean);
    }

    /// How many values.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Their mean; `None` of none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Their standard deviation; `None` of fewer than two.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.squares.max(0.0) / f64::from(self.count - 1)).sqrt())
    }

    /// The interval that contains the true mean with this confidence (0 to 1), by Student's t;
    /// `None` of fewer than two values.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let deviation = self.standard_deviation()?;
        let freedom = f64::from(self.count - 1);
        let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
        let half = t.inverse_cdf(f64::midpoint(1.0, confidence)) * deviation
            / f64::from(self.count).sqrt();
        Some(Interval {
            estimate: self.mean,
            low: self.mean - half,
            high: self.mean + half,
        })
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sample = Self::default();
        values.into_iter().for_each(|value| sample.add(value));
        sample
    }
}

/// The share of trials that succeeded, with its interval (Wilson 1927); `None` without a trial.
/// `successes` may be fractional: a tie counts as half of one.
#[must_use]
pub fn proportion(successes: f64, trials: u32, confidence: f64) -> Option<Interval> {
    if trials == 0 {
        return None;
    }
    let n = f64::from(trials);
    let share = successes / n;
    let z = Normal::new(0.0, 1.0)
        .ok()?
        .inverse_cdf(f64::midpoint(1.0, confidence));
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    Some(Interval {
        estimate: share,
        low: (middle - half).max(0.0),
        high: (middle + half).min(1.0),
    })
}

/// The share of the differences that are above 0, with its interval; those of 0 count as half. `None`
/// without a difference.
#[must_use]
pub fn share_above(differences: &[f64], confidence: f64) -> Option<Interval> {
    let wins = differences.iter().map(|&difference| {
        if difference > 0.0 {
            1.0
        } else if difference < 0.0 {
            0.0
        } else {
            0.5
        }
    });
    let trials = u32::try_from(differences.len()).ok()?;
    proportion(wins.sum(), trials, confidence)
}

/// The place, in ascending order, of the value that a share of so many values does not exceed; `None`
/// without values.
#[must_use]
pub fn quantile_place(share: f64, values: usize) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among the values"
    )]
    let place = (share * (values.checked_sub(1)? as f64)).round() as usize;
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::super::{Distribution, Draws};
    use super::*;

    #[test]
    fn mean_and_spread_are_those_of_the_definition() {
        let values = [3.0, 1.5, 9.25, -2.0, 4.0];
        let sample: Sample = values.into_iter().collect();
        let mean = values.iter().sum::<f64>() / 5.0;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 4.0;
        assert!((sample.mean().unwrap() - mean).abs() < 1e-12);
        assert!((sample.standard_deviation().unwrap() - variance.sqrt()).abs() < 1e-12);
        // t of 4 degrees of freedom at 97.5 %: 2.776445.
        let half = 2.776_445 * variance.sqrt() / 5.0_f64.sqrt();
        assert!((sample.interval(0.95).unwrap().half_width() - half).abs() < 1e-5);
        assert_eq!(Sample::default().interval(0.95), None);
        assert_eq!(Sample::from_iter([1.0]).interval(0.95), None);
    }

    /// Published examples of the Wilson interval: Newcombe 1998, table I (81 of 263, 15 of 148, 0 of 20).
    #[test]
    fn the_wilson_interval_is_the_published_one() {
        for (successes, trials, low, high) in [
            (81.0, 263, 0.2553, 0.3662),
            (15.0, 148, 0.0624, 0.1605),
            (0.0, 20, 0.0, 0.1611),
        ] {
            let found = proportion(successes, trials, 0.95).unwrap();
            assert!(
                (found.low - low).abs() < 6e-5 && (found.high - high).abs() < 6e-5,
                "{found:?}"
            );
        }
        assert_eq!(proportion(0.0, 0, 0.95), None);
    }

    /// Of 1,000 intervals of 95 % about 950 contain the mean. With independent normal values their
    /// number is binomial with a standard deviation of 6.9; a correct interval leaves 922 to 978 (four
    /// standard deviations) once in 16,000 seeds, and this seed is fixed.
    #[test]
    fn about_950_of_1000_intervals_contain_the_mean() {
        let draws = Draws::new(2_018, 0);
        let normal = |u: f64| super::super::normal::inverse_normal(u);
        let contains = |trial: u32| {
            let values = (0..5)
                .flat_map(|part| draws.four(trial, part, 0, 0))
                .map(normal);
            values
                .collect::<Sample>()
                .interval(0.95)
                .unwrap()
                .contains(0.0)
        };
        let hits = (0..1_000).filter(|&trial| contains(trial)).count();
        assert!((922..=978).contains(&hits), "{hits}");
        // And of a skewed figure with many values.
        let mean = Distribution::Exponential { mean: 3.0 };
        let contains = |trial: u32| {
            let values = (0..25).flat_map(|part| draws.four(trial, part, 1, 0));
            values
                .map(|u| mean.inverse(u))
                .collect::<Sample>()
                .interval(0.95)
                .unwrap()
                .contains(3.0)
        };
        let hits = (0..1_000).filter(|&trial| contains(trial)).count();
        assert!((915..=978).contains(&hits), "{hits}");
    }
}
