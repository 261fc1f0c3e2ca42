use super::mrs::{MrsDistribution, MrsScale};
use std::ops::{Add, AddAssign, Mul, Sub};

/// Expected outcomes of one patient, or their sum over many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expected {
    /// Mean grade of the mRS, 0 to 6: lower is better.
    pub mrs: f64,
    /// Utility, on the study's scale.
    pub utility: f64,
    /// Remaining QALYs, on the study's scale.
    pub qalys: f64,
    /// Patients without disability: mRS 0–1.
    pub excellent: f64,
    /// Patients who live independently: mRS 0–2.
    pub good: f64,
}

/// The value of each grade of the mRS in a study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scales {
    /// Utility of every grade.
    pub utility: MrsScale,
    /// QALYs of every grade.
    pub qalys: MrsScale,
}

impl Default for Scales {
    /// [`MrsScale::WANG_2020`] and [`MrsScale::QALYS_AT_75`].
    fn default() -> Self {
        Self {
            utility: MrsScale::WANG_2020,
            qalys: MrsScale::QALYS_AT_75,
        }
    }
}

impl Expected {
    /// What is expected of a patient with this distribution.
    #[must_use]
    pub fn new(distribution: &MrsDistribution, scales: &Scales) -> Self {
        Self {
            mrs: distribution.mean(),
            utility: distribution.expected(&scales.utility),
            qalys: distribution.expected(&scales.qalys),
            excellent: distribution.at_most(1),
            good: distribution.at_most(2),
        }
    }

    /// `part` of the way from here to `other`.
    pub(super) fn towards(self, other: Self, part: f64) -> Self {
        self + (other - self) * part
    }
}

impl Add for Expected {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            mrs: self.mrs + other.mrs,
            utility: self.utility + other.utility,
            qalys: self.qalys + other.qalys,
            excellent: self.excellent + other.excellent,
            good: self.good + other.good,
        }
    }
}

impl AddAssign for Expected {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Expected {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul<f64> for Expected {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            mrs: self.mrs * factor,
            utility: self.utility * factor,
            qalys: self.qalys * factor,
            excellent: self.excellent * factor,
            good: self.good * factor,
        }
    }
}
