use super::mrs::MrsDistribution;
use crate::units::TravelTime;

/// The effect of one treatment on one kind of stroke, by the time from onset to treatment.
///
/// `logit P(mRS ≤ x)(t) = logit P(0) + (logit P(T) − logit P(0)) · t / T`, and from the time of
/// no effect T on P(T), which is worse than no treatment by the deaths the treatment causes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreatmentEffect {
    at_onset: MrsDistribution,
    too_late: MrsDistribution,
    no_effect: TravelTime,
    cut_off: TravelTime,
}

/// Times that are not valid for a treatment.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EffectError {
    /// The time of no effect is zero.
    #[error("the time of no effect must be above 0 min")]
    NoTime,
    /// Patients would be treated after the treatment has lost its effect.
    #[error("the cut-off ({cut_off}) must not be later than the time of no effect ({no_effect})")]
    CutOff {
        /// Nobody is treated later.
        cut_off: TravelTime,
        /// From this time on the treatment has no effect.
        no_effect: TravelTime,
    },
}

impl TreatmentEffect {
    /// A treatment that helps most at onset, has no effect from `no_effect` on, and is not given
    /// after `cut_off`.
    ///
    /// # Errors
    ///
    /// A time of no effect of zero, or a cut-off after it.
    pub fn try_new(
        at_onset: MrsDistribution,
        too_late: MrsDistribution,
        no_effect: TravelTime,
        cut_off: TravelTime,
    ) -> Result<Self, EffectError> {
        if no_effect == TravelTime::ZERO {
            return Err(EffectError::NoTime);
        }
        if cut_off > no_effect {
            return Err(EffectError::CutOff { cut_off, no_effect });
        }
        Ok(Self::known(at_onset, too_late, no_effect, cut_off))
    }

    pub(super) const fn known(
        at_onset: MrsDistribution,
        too_late: MrsDistribution,
        no_effect: TravelTime,
        cut_off: TravelTime,
    ) -> Self {
        Self {
            at_onset,
            too_late,
            no_effect,
            cut_off,
        }
    }

    /// The same effect with another last time at which patients are treated.
    ///
    /// # Errors
    ///
    /// A cut-off after the time of no effect.
    pub fn with_cut_off(self, cut_off: TravelTime) -> Result<Self, EffectError> {
        Self::try_new(self.at_onset, self.too_late, self.no_effect, cut_off)
    }

    /// The last time at which patients are treated (inclusive).
    #[must_use]
    pub const fn cut_off(&self) -> TravelTime {
        self.cut_off
    }

    /// From this time on the treatment has no effect.
    #[must_use]
    pub const fn no_effect(&self) -> TravelTime {
        self.no_effect
    }

    /// The mRS of patients treated this long after onset, regardless of the cut-off.
    #[must_use]
    pub fn treated_at(&self, onset_to_treatment: TravelTime) -> MrsDistribution {
        if onset_to_treatment >= self.no_effect {
            return self.too_late;
        }
        let part = onset_to_treatment.as_f64() / self.no_effect.as_f64();
        self.at_onset.towards(&self.too_late, part)
    }

    /// The mRS of patients who could be treated this long after onset; `None` where they are not
    /// treated, because there is no route to treatment or it comes after the cut-off.
    #[must_use]
    pub fn in_time(&self, onset_to_treatment: Option<TravelTime>) -> Option<MrsDistribution> {
        let time = onset_to_treatment.filter(|&time| time <= self.cut_off)?;
        Some(self.treated_at(time))
    }
}
