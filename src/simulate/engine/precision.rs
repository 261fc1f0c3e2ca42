use super::interval::Sample;

/// How precise a mean over replications has to be before no more are run.
///
/// # Source
///
/// Hoad, Robinson and Davies 2010, "Automated selection of the number of replications for a
/// discrete-event simulation": the half-width of the interval must be small enough, and stay so for
/// the next few replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The half-width that is small enough, in the unit of the figure.
    pub half_width: f64,
    /// Confidence of the interval, 0 to 1.
    pub confidence: f64,
    /// Replications for which it must stay small enough.
    pub look_ahead: u32,
    /// The fewest replications, at least 2.
    pub least: u32,
    /// The most replications.
    pub most: u32,
}

/// The precision of a mean as its values come, one for each replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrecisionSoFar {
    precision: Precision,
    sample: Sample,
    /// Since which number of values the half-width has been small enough.
    since: Option<u32>,
    enough: Option<u32>,
}

impl Precision {
    /// The precision of a mean of which no value is known yet.
    #[must_use]
    pub const fn start(self) -> PrecisionSoFar {
        PrecisionSoFar {
            precision: self,
            sample: Sample::new(),
            since: None,
            enough: None,
        }
    }

    /// How many of these values, one for each replication, are enough; `None` where more are needed.
    #[must_use]
    pub fn enough(&self, values: &[f64]) -> Option<u32> {
        let mut so_far = self.start();
        for &value in values {
            so_far.add(value);
        }
        so_far.enough()
    }
}

impl PrecisionSoFar {
    /// Adds the value of the next replication. Once there are enough it changes nothing.
    pub fn add(&mut self, value: f64) {
        if self.enough.is_some() {
            return;
        }
        let precision = &self.precision;
        self.sample.add(value);
        let count = self.sample.count();
        let small = count >= precision.least.max(2)
            && self
                .sample
                .interval(precision.confidence)
                .is_some_and(|interval| interval.half_width() <= precision.half_width);
        self.since = if small {
            self.since.or(Some(count))
        } else {
            None
        };
        let stays = |since: &u32| count >= since + precision.look_ahead;
        let at_most = (count >= precision.most).then_some(precision.most);
        self.enough = self.since.filter(stays).or(at_most);
    }

    /// How many values are enough; `None` where more are needed.
    #[must_use]
    pub const fn enough(&self) -> Option<u32> {
        self.enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PRECISION: Precision = Precision {
        half_width: 1.0,
        confidence: 0.95,
        look_ahead: 5,
        least: 3,
        most: 40,
    };

    proptest! {
        /// The same number comes out however the values arrive, in one piece or more.
        #[test]
        fn more_values_do_not_change_the_answer(values in prop::collection::vec(-4.0..4.0_f64, 40..80)) {
            let all = PRECISION.enough(&values);
            for shown in 0..values.len() {
                if let Some(found) = PRECISION.enough(&values[..shown]) {
                    prop_assert_eq!(Some(found), all);
                }
            }
            prop_assert!(all.is_some_and(|all| (3..=40).contains(&all)));
        }
    }

    #[test]
    fn equal_values_need_the_fewest_and_wild_ones_the_most() {
        assert_eq!(PRECISION.enough(&[5.0; 8]), Some(3));
        assert_eq!(PRECISION.enough(&[5.0; 7]), None);
        let wild: Vec<f64> = (0..40).map(|n| f64::from(n % 2) * 100.0).collect();
        assert_eq!(PRECISION.enough(&wild), Some(40));
        assert_eq!(PRECISION.enough(&wild[..39]), None);
    }
}
