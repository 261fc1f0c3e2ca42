/// How likely each grade of the modified Rankin Scale is: 0 no symptoms, … 5 bedridden, 6 dead.
///
/// # Examples
///
/// ```
/// use catchment::outcome::MrsDistribution;
/// let even = [1, 2, 3, 4, 5, 6].map(|grades| f64::from(grades) / 7.0);
/// let even = MrsDistribution::try_from_cumulative(even)?;
/// assert!((even.mean() - 3.0).abs() < 1e-12);
/// assert!(MrsDistribution::try_from_cumulative([1.5; 6]).is_err());
/// # Ok::<(), catchment::outcome::MrsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MrsDistribution {
    /// P(mRS ≤ x) for x = 0…5; P(mRS ≤ 6) is one.
    at_most: [f64; 6],
}

/// Numbers that are not a distribution of the mRS, or not weights for it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MrsError {
    /// A cumulative probability outside 0 to 1, the ends excluded.
    #[error("P(mRS ≤ {grade}) must lie between 0 and 1, both excluded (got `{found}`)")]
    Probability {
        /// The grade.
        grade: usize,
        /// As it was given.
        found: f64,
    },
    /// A cumulative probability below that of the grade before.
    #[error("P(mRS ≤ {grade}) must not be less than P(mRS ≤ {}) (got `{found}`)", grade - 1)]
    Falling {
        /// The grade.
        grade: usize,
        /// As it was given.
        found: f64,
    },
    /// A weight that is not a number.
    #[error("the weight of mRS {grade} must be a finite number (got `{found}`)")]
    Weight {
        /// The grade.
        grade: usize,
        /// As it was given.
        found: f64,
    },
}

impl MrsDistribution {
    /// From the cumulative probabilities P(mRS ≤ 0) … P(mRS ≤ 5).
    ///
    /// # Errors
    ///
    /// A probability of 0 or 1 or beyond (its log odds would be infinite), or one that falls.
    pub fn try_from_cumulative(at_most: [f64; 6]) -> Result<Self, MrsError> {
        let mut before = 0.0;
        for (grade, &found) in at_most.iter().enumerate() {
            if !(found > 0.0 && found < 1.0) {
                return Err(MrsError::Probability { grade, found });
            }
            if found < before {
                return Err(MrsError::Falling { grade, found });
            }
            before = found;
        }
        Ok(Self { at_most })
    }

    /// For numbers of this crate's own tables, which a test passes through
    /// [`Self::try_from_cumulative`].
    pub(super) const fn known(at_most: [f64; 6]) -> Self {
        Self { at_most }
    }

    /// P(mRS ≤ `grade`); one from grade 6 on.
    #[must_use]
    pub fn at_most(&self, grade: usize) -> f64 {
        self.at_most.get(grade).copied().unwrap_or(1.0)
    }

    /// P(mRS = 0) … P(mRS = 6).
    #[must_use]
    pub fn probabilities(&self) -> [f64; 7] {
        let below = |grade: usize| grade.checked_sub(1).map_or(0.0, |g| self.at_most(g));
        std::array::from_fn(|grade| self.at_most(grade) - below(grade))
    }

    /// Mean grade, 0 to 6.
    #[must_use]
    pub fn mean(&self) -> f64 {
        6.0 - self.at_most.iter().sum::<f64>()
    }

    /// Expected value of a scale that gives every grade a number.
    #[must_use]
    pub fn expected(&self, scale: &MrsScale) -> f64 {
        let products = self.probabilities().into_iter().zip(scale.0);
        products.map(|(p, value)| p * value).sum()
    }

    /// The distribution whose log odds lie `part` of the way from this one's to `other`'s.
    pub(super) fn towards(&self, other: &Self, part: f64) -> Self {
        let logit = |p: f64| (p / (1.0 - p)).ln();
        Self {
            at_most: std::array::from_fn(|grade| {
                let (from, to) = (logit(self.at_most[grade]), logit(other.at_most[grade]));
                1.0 / (1.0 + (-(from + (to - from) * part)).exp())
            }),
        }
    }
}

/// The value of each grade of the mRS: a utility, or QALYs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MrsScale([f64; 7]);

impl MrsScale {
    /// Utility of mRS 0…6, pooled from more than 20,000 patients of acute stroke trials; 1 is full
    /// health, 0 is dead.
    ///
    /// # Source
    ///
    /// Wang et al. 2020, Stroke 51:2411–2417.
    pub const WANG_2020: Self = Self([0.97, 0.88, 0.74, 0.55, 0.20, -0.19, 0.0]);

    /// Utility of mRS 0…6, from patients of a thrombectomy trial; 1 is full health, 0 is dead.
    ///
    /// # Source
    ///
    /// Dijkland et al. 2018, Stroke 49:965–971.
    pub const DIJKLAND_2018: Self = Self([0.95, 0.93, 0.83, 0.62, 0.42, 0.11, 0.0]);

    /// Discounted QALYs still to come at the age of 75, of mRS 0…6 at discharge; mean of women
    /// and men.
    ///
    /// Counted to the median survival, discounted by 3.5% a year, utilities of
    /// [`MrsScale::DIJKLAND_2018`] adjusted for age and sex. Age 75 is that of Coughlan et al.
    /// 2021, with whose cost per QALY ours is compared.
    ///
    /// # Source
    ///
    /// `stroke-lifetime` 3.0.1 (`PyPI`, MIT licence), whose model is not yet published in a
    /// journal; `tests/reference/stroke_lifetime.py` prints these numbers.
    pub const QALYS_AT_75: Self = Self([7.634_6, 6.563_7, 4.674_0, 2.176_3, 0.767_3, 0.111_9, 0.0]);

    /// From the worth of mRS 0…6.
    ///
    /// # Errors
    ///
    /// A number that is not finite.
    pub fn try_new(values: [f64; 7]) -> Result<Self, MrsError> {
        match values.iter().position(|value| !value.is_finite()) {
            None => Ok(Self(values)),
            Some(grade) => Err(MrsError::Weight {
                grade,
                found: values[grade],
            }),
        }
    }

    /// The worth of mRS 0…6.
    #[must_use]
    pub const fn values(&self) -> [f64; 7] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_distribution_is_refused() {
        let good = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
        assert!(MrsDistribution::try_from_cumulative(good).is_ok());
        for (grade, bad) in [(0, 0.0), (3, 1.0), (3, f64::NAN), (5, 1.2), (2, -0.1)] {
            let mut at_most = good;
            at_most[grade] = bad;
            let refused = MrsDistribution::try_from_cumulative(at_most);
            assert!(matches!(refused, Err(MrsError::Probability { grade: g, .. }) if g == grade));
        }
        let falling = MrsDistribution::try_from_cumulative([0.1, 0.3, 0.2, 0.4, 0.5, 0.6]);
        assert_eq!(
            falling,
            Err(MrsError::Falling {
                grade: 2,
                found: 0.2
            })
        );
    }

    /// By hand: a tenth each of mRS 0…5 and 0.4 dead have a mean of 0.1·15 + 0.4·6 = 3.9 and a
    /// utility of 0.1·3.15 = 0.315.
    #[test]
    fn mean_and_utility_worked_by_hand() {
        let even = MrsDistribution::try_from_cumulative([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]).unwrap();
        assert!((even.mean() - 3.9).abs() < 1e-12);
        assert!((even.expected(&MrsScale::WANG_2020) - 0.315).abs() < 1e-12);
        assert!((even.probabilities().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
