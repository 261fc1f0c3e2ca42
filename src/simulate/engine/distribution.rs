use super::normal::inverse_normal;

/// A quantity that is not the same each time, such as the minutes that something takes, drawn from by
/// inversion: one uniform number per variate, and a larger number never gives less.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Distribution {
    /// Always the same.
    Fixed {
        /// Minutes.
        minutes: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Minutes that half of all stay below.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Everything between two times, equally likely.
    Uniform {
        /// Minutes.
        least: f64,
        /// Minutes.
        most: f64,
    },
    /// Between two times, the likeliest between them.
    Triangular {
        /// Minutes.
        least: f64,
        /// Minutes.
        likeliest: f64,
        /// Minutes.
        most: f64,
    },
    /// Without memory.
    Exponential {
        /// Minutes.
        mean: f64,
    },
}

/// Parameters that make no distribution of times.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("`{key}` must be {expected} (got `{found}`)")]
pub struct DistributionError {
    /// The parameter.
    pub key: &'static str,
    /// What was expected.
    pub expected: &'static str,
    /// The number as it was given.
    pub found: f64,
}

/// The longest time that a parameter may name: 30 days, in minutes.
const LONGEST: f64 = 43_200.0;

fn require(
    is_met: bool,
    key: &'static str,
    expected: &'static str,
    found: f64,
) -> Result<(), DistributionError> {
    let error = DistributionError {
        key,
        expected,
        found,
    };
    if is_met { Ok(()) } else { Err(error) }
}

impl Distribution {
    /// Checks the parameters.
    ///
    /// # Errors
    ///
    /// A time that is negative, not a number or longer than 30 days; a median or mean of 0 where a
    /// spread is given; a negative spread or one above 5; times out of order.
    pub fn checked(self) -> Result<Self, DistributionError> {
        let time = |key, found| {
            let expected = "from 0 to 43,200 minutes";
            require((0.0..=LONGEST).contains(&found), key, expected, found)
        };
        let positive = |key, found| {
            time(key, found)?;
            require(found > 0.0, key, "above 0", found)
        };
        let ordered = |key, least, found, expected| require(least <= found, key, expected, found);
        match self {
            Self::Fixed { minutes } => time("minutes", minutes)?,
            Self::Lognormal { median, sigma } => {
                positive("median", median)?;
                require((0.0..=5.0).contains(&sigma), "sigma", "from 0 to 5", sigma)?;
            }
            Self::Uniform { least, most } => {
                time("least", least)?;
                time("most", most)?;
                ordered("most", least, most, "at least `least`")?;
            }
            Self::Triangular {
                least,
                likeliest,
                most,
            } => {
                time("least", least)?;
                time("most", most)?;
                ordered("likeliest", least, likeliest, "at least `least`")?;
                ordered("most", likeliest, most, "at least `likeliest`")?;
            }
            Self::Exponential { mean } => positive("mean", mean)?,
        }
        Ok(self)
    }

    /// The time, in minutes, that a share `uniform` (strictly between 0 and 1) stays below.
    #[must_use]
    pub fn inverse(self, uniform: f64) -> f64 {
        match self {
            Self::Fixed { minutes } => minutes,
            Self::Lognormal { median, sigma } => median * (sigma * inverse_normal(uniform)).exp(),
            Self::Uniform { least, most } => least + uniform * (most - least),
            Self::Triangular {
                least,
                likeliest,
                most,
            } => {
                let width = most - least;
                if width == 0.0 {
                    return least;
                }
                if uniform < (likeliest - least) / width {
                    least + (uniform * width * (likeliest - least)).sqrt()
                } else {
                    most - ((1.0 - uniform) * width * (most - likeliest)).sqrt()
                }
            }
            Self::Exponential { mean } => -mean * (-uniform).ln_1p(),
        }
    }

    /// The mean, in minutes.
    #[must_use]
    pub fn mean(self) -> f64 {
        match self {
            Self::Fixed { minutes } => minutes,
            Self::Lognormal { median, sigma } => median * (sigma * sigma / 2.0).exp(),
            Self::Uniform { least, most } => f64::midpoint(least, most),
            Self::Triangular {
                least,
                likeliest,
                most,
            } => (least + likeliest + most) / 3.0,
            Self::Exponential { mean } => mean,
        }
    }

    /// The median, in minutes.
    #[must_use]
    pub fn median(self) -> f64 {
        self.inverse(0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any() -> impl Strategy<Value = Distribution> {
        let time = 0.1..500.0_f64;
        prop_oneof![
            time.clone()
                .prop_map(|minutes| Distribution::Fixed { minutes }),
            (time.clone(), 0.0..1.5_f64)
                .prop_map(|(median, sigma)| Distribution::Lognormal { median, sigma }),
            (time.clone(), time.clone()).prop_map(|(a, b)| Distribution::Uniform {
                least: a.min(b),
                most: a.max(b)
            }),
            (time.clone(), time.clone(), time.clone()).prop_map(|(a, b, c)| {
                let mut sorted = [a, b, c];
                sorted.sort_by(f64::total_cmp);
                let [least, likeliest, most] = sorted;
                Distribution::Triangular {
                    least,
                    likeliest,
                    most,
                }
            }),
            time.prop_map(|mean| Distribution::Exponential { mean }),
        ]
    }

    proptest! {
        #[test]
        fn a_larger_number_never_gives_a_shorter_time(each in any(), a in 1e-9..1.0_f64, b in 1e-9..1.0_f64) {
            let (low, high) = (a.min(b).min(1.0 - 1e-9), a.max(b).min(1.0 - 1e-9));
            prop_assert!(each.checked().is_ok());
            prop_assert!(each.inverse(low) <= each.inverse(high));
            prop_assert!(each.inverse(low) >= 0.0);
        }

        /// The integral of the inverse is the mean.
        #[test]
        fn the_mean_is_that_of_the_draws(each in any()) {
            let steps = 200_000;
            let sum: f64 = (0..steps).map(|n| each.inverse((f64::from(n) + 0.5) / f64::from(steps))).sum();
            let mean = sum / f64::from(steps);
            prop_assert!((mean - each.mean()).abs() <= 2e-3 * each.mean().max(1.0), "{mean} {}", each.mean());
        }
    }

    #[test]
    fn parameters_that_cannot_be_are_refused_by_name() {
        let refused = |distribution: Distribution| distribution.checked().unwrap_err().to_string();
        assert!(refused(Distribution::Fixed { minutes: -1.0 }).starts_with("`minutes` must be"));
        assert!(
            refused(Distribution::Fixed { minutes: f64::NAN }).starts_with("`minutes` must be")
        );
        let none = Distribution::Lognormal {
            median: 0.0,
            sigma: 0.1,
        };
        assert!(refused(none).starts_with("`median` must be above 0"));
        let negative = Distribution::Lognormal {
            median: 1.0,
            sigma: -0.1,
        };
        assert!(refused(negative).starts_with("`sigma` must be from 0 to 5"));
        let turned = Distribution::Uniform {
            least: 2.0,
            most: 1.0,
        };
        assert!(refused(turned).starts_with("`most` must be at least `least`"));
    }
}
