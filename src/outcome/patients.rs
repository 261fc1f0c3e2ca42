use crate::units::Share;

/// The final diagnoses of suspected strokes.
///
/// # Examples
///
/// ```
/// use catchment::outcome::PatientMix;
/// use catchment::units::Share;
/// let share = |percent: f64| Share::try_new(percent / 100.0);
/// let mix = PatientMix::try_new(share(30.0)?, share(50.0)?, share(20.0)?)?;
/// assert_eq!(mix.lvo(), 0.3);
/// assert!(PatientMix::try_new(share(30.0)?, share(30.0)?, share(20.0)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatientMix {
    lvo: f64,
    nlvo: f64,
    haemorrhage: f64,
}

/// Shares that do not add up to one.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("the shares of LVO, other ischaemic stroke and haemorrhage must add up to 1 (got `{sum}`)")]
pub struct MixError {
    /// Their sum.
    pub sum: f64,
}

impl PatientMix {
    /// Large-vessel occlusion 31.7% of admissions, other ischaemic 51.7%, haemorrhage 16.6%.
    ///
    /// # Source
    ///
    /// Allen et al. 2021, European Stroke Journal.
    pub const ALLEN_2021: Self = Self {
        lvo: 0.317,
        nlvo: 0.517,
        haemorrhage: 0.166,
    };

    /// From the shares of large-vessel occlusion, other ischaemic stroke and haemorrhage.
    ///
    /// # Errors
    ///
    /// They do not add up to one, to a millionth.
    pub fn try_new(lvo: Share, nlvo: Share, haemorrhage: Share) -> Result<Self, MixError> {
        let (lvo, nlvo, haemorrhage) = (lvo.as_f64(), nlvo.as_f64(), haemorrhage.as_f64());
        let sum = lvo + nlvo + haemorrhage;
        // Shares that add up to one, as a manifest lists them, stay as they are to the last digit.
        if (sum - 1.0).abs() < 1e-12 {
            Ok(Self {
                lvo,
                nlvo,
                haemorrhage,
            })
        } else if (sum - 1.0).abs() <= 1e-6 {
            Ok(Self::scaled(lvo, nlvo, haemorrhage))
        } else {
            Err(MixError { sum })
        }
    }

    /// The same mix with another share of large-vessel occlusions; the others keep their ratio.
    #[must_use]
    pub fn with_lvo(self, lvo: Share) -> Self {
        let rest = self.nlvo + self.haemorrhage;
        let part = |share: f64| if rest > 0.0 { share / rest } else { 0.5 };
        let others = 1.0 - lvo.as_f64();
        Self {
            lvo: lvo.as_f64(),
            nlvo: others * part(self.nlvo),
            haemorrhage: others * part(self.haemorrhage),
        }
    }

    /// From parts in the right ratio, of a positive sum.
    pub(super) fn scaled(lvo: f64, nlvo: f64, haemorrhage: f64) -> Self {
        let sum = lvo + nlvo + haemorrhage;
        Self {
            lvo: lvo / sum,
            nlvo: nlvo / sum,
            haemorrhage: haemorrhage / sum,
        }
    }

    /// Share of large-vessel occlusions.
    #[must_use]
    pub const fn lvo(&self) -> f64 {
        self.lvo
    }

    /// Share of other ischaemic strokes.
    #[must_use]
    pub const fn nlvo(&self) -> f64 {
        self.nlvo
    }

    /// Share of haemorrhages.
    #[must_use]
    pub const fn haemorrhage(&self) -> f64 {
        self.haemorrhage
    }
}

impl Default for PatientMix {
    fn default() -> Self {
        Self::ALLEN_2021
    }
}

/// The shares of patients who are given a treatment that is in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreatedShares {
    /// Of large-vessel occlusions, given MT.
    pub mt_of_lvo: Share,
    /// Of those given MT, given IVT too.
    pub ivt_with_mt: Share,
    /// Of large-vessel occlusions not given MT, given IVT.
    pub ivt_of_other_lvo: Share,
    /// Of other ischaemic strokes, given IVT.
    pub ivt_of_nlvo: Share,
}

impl Default for TreatedShares {
    /// MT for 9.9% of all strokes, which is 31.2% of large-vessel occlusions; IVT for 19.4% of
    /// other ischaemic strokes (Allen et al. 2021).
    ///
    /// Two shares have no published figure here and are assumptions: everybody given MT is given
    /// IVT too where it is in time, and large-vessel occlusions not given MT are given IVT as
    /// often as other ischaemic strokes.
    fn default() -> Self {
        let share = |share: f64| Share::try_new(share).unwrap_or(Share::ALL);
        Self {
            mt_of_lvo: share(0.099 / 0.317),
            ivt_with_mt: Share::ALL,
            ivt_of_other_lvo: share(0.194),
            ivt_of_nlvo: share(0.194),
        }
    }
}
