use crate::simulate::engine::Distribution;

/// The shape of what is known between the least and the greatest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// All values are equally likely.
    Uniform,
    /// Values near the likeliest are likelier.
    Triangular,
}

/// A number that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertain {
    low: f64,
    likeliest: f64,
    high: f64,
    shape: Shape,
}

/// Values that are not in order.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error(
    "an uncertain number needs a least, a likeliest and a greatest value in this order (got \
     {low}, {likeliest} and {high})"
)]
pub struct UncertainError {
    /// The least value.
    pub low: f64,
    /// The likeliest value.
    pub likeliest: f64,
    /// The greatest value.
    pub high: f64,
}

impl Uncertain {
    /// Between two values, with a likeliest one.
    ///
    /// # Errors
    ///
    /// Values that are not in order or not finite.
    pub fn try_new(
        low: f64,
        likeliest: f64,
        high: f64,
        shape: Shape,
    ) -> Result<Self, UncertainError> {
        if low <= likeliest && likeliest <= high && low.is_finite() && high.is_finite() {
            Ok(Self {
                low,
                likeliest,
                high,
                shape,
            })
        } else {
            Err(UncertainError {
                low,
                likeliest,
                high,
            })
        }
    }

    /// Known exactly.
    #[must_use]
    pub const fn certain(value: f64) -> Self {
        Self {
            low: value,
            likeliest: value,
            high: value,
            shape: Shape::Uniform,
        }
    }

    /// The least value, the likeliest and the greatest.
    #[must_use]
    pub const fn values(self) -> [f64; 3] {
        [self.low, self.likeliest, self.high]
    }

    /// The value below which a share `u` of the distribution lies: by inversion, one uniform for one
    /// value.
    #[must_use]
    pub fn at(self, u: f64) -> f64 {
        let (least, likeliest, most) = (self.low, self.likeliest, self.high);
        let distribution = match self.shape {
            Shape::Uniform => Distribution::Uniform { least, most },
            Shape::Triangular => Distribution::Triangular {
                least,
                likeliest,
                most,
            },
        };
        let value = distribution.inverse(u.clamp(0.0, 1.0));
        value.clamp(self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The inverse against the distribution function.
        #[test]
        fn the_share_below_a_value_is_its_uniform(
            low in -50.0..50.0_f64, rise in 0.0..9.0_f64, fall in 0.0..9.0_f64, u in 0.0..1.0_f64,
        ) {
            prop_assume!(rise + fall > 0.1);
            let (mode, high) = (low + rise, low + rise + fall);
            let value = Uncertain::try_new(low, mode, high, Shape::Triangular).unwrap().at(u);
            let width = high - low;
            let below = if value < mode {
                (value - low).powi(2) / (width * rise)
            } else if fall > 0.0 {
                1.0 - (high - value).powi(2) / (width * fall)
            } else {
                1.0
            };
            prop_assert!((below - u).abs() < 1e-6 || fall < 1e-6 || rise < 1e-6);
            let even = Uncertain::try_new(low, mode, high, Shape::Uniform).unwrap().at(u);
            prop_assert!(((even - low) / width - u).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_certain_never_changes() {
        for u in [0.0, 0.3, 1.0] {
            assert_eq!(Uncertain::certain(67.0).at(u).to_bits(), 67.0_f64.to_bits());
            let point = Uncertain::try_new(2.0, 2.0, 2.0, Shape::Triangular).unwrap();
            assert_eq!(point.at(u).to_bits(), 2.0_f64.to_bits());
        }
        assert!(Uncertain::try_new(2.0, 1.0, 3.0, Shape::Uniform).is_err());
        assert!(Uncertain::try_new(f64::NAN, 1.0, 3.0, Shape::Uniform).is_err());
    }
}
