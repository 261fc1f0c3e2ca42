use super::effect::TreatmentEffect;
use super::expected::{Expected, Scales};
use super::model::OutcomeModel;
use super::patients::{PatientMix, TreatedShares};
use crate::units::Minutes;

/// What is expected of one admission of a mixed population, by its times to IVT and MT.
///
/// Tables by whole minute, with a straight line between minutes, make it fast enough for every
/// area in a sweep of parameters; the error of the straight line is below 1e-6.
///
/// Haemorrhages stay in the denominator and add nothing: neither treatment is theirs, and the
/// model has no mRS for them. A difference between two pathways is therefore one of ischaemic
/// strokes alone.
#[derive(Debug, Clone)]
pub struct Population {
    mix: PatientMix,
    treated: TreatedShares,
    nlvo_ivt: Curve,
    lvo_ivt: Curve,
    lvo_mt: Curve,
    untreated_nlvo: Expected,
    untreated_lvo: Expected,
}

impl Population {
    /// A population of this mix, of whom these shares are treated.
    #[must_use]
    pub fn new(
        model: &OutcomeModel,
        scales: &Scales,
        mix: PatientMix,
        treated: TreatedShares,
    ) -> Self {
        Self {
            mix,
            treated,
            nlvo_ivt: Curve::new(&model.nlvo_ivt, scales),
            lvo_ivt: Curve::new(&model.lvo_ivt, scales),
            lvo_mt: Curve::new(&model.lvo_mt, scales),
            untreated_nlvo: Expected::of(&model.untreated_nlvo, scales),
            untreated_lvo: Expected::of(&model.untreated_lvo, scales),
        }
    }

    /// The same population with another mix.
    #[must_use]
    pub fn with_mix(&self, mix: PatientMix) -> Self {
        Self {
            mix,
            ..self.clone()
        }
    }

    /// What its patients turn out to be.
    #[must_use]
    pub const fn mix(&self) -> PatientMix {
        self.mix
    }

    /// What is expected of one admission that could have IVT and MT at these times after onset.
    #[must_use]
    pub fn expected(&self, ivt: Option<Minutes>, mt: Option<Minutes>) -> Expected {
        let lvo_ivt = self.lvo_ivt.at(ivt).unwrap_or(self.untreated_lvo);
        self.without_mt(ivt, lvo_ivt) + self.with_mt(lvo_ivt, mt)
    }

    /// Share of all admissions that are given MT when it is in time.
    #[must_use]
    pub fn mt_share(&self) -> f64 {
        self.mix.lvo() * self.treated.mt_of_lvo.as_f64()
    }

    /// All but those who may be given MT.
    fn without_mt(&self, ivt: Option<Minutes>, lvo_ivt: Expected) -> Expected {
        let nlvo = self.nlvo_ivt.at(ivt).unwrap_or(self.untreated_nlvo);
        let treated = &self.treated;
        let nlvo = self
            .untreated_nlvo
            .towards(nlvo, treated.ivt_of_nlvo.as_f64());
        let lvo = self
            .untreated_lvo
            .towards(lvo_ivt, treated.ivt_of_other_lvo.as_f64());
        let no_mt = 1.0 - treated.mt_of_lvo.as_f64();
        nlvo * self.mix.nlvo() + lvo * (self.mix.lvo() * no_mt)
    }

    fn with_mt(&self, lvo_ivt: Expected, mt: Option<Minutes>) -> Expected {
        let mt = self.lvo_mt.at(mt);
        let alone = mt.unwrap_or(self.untreated_lvo);
        let both = match mt {
            Some(mt) if mt.mrs <= lvo_ivt.mrs => mt,
            _ => lvo_ivt,
        };
        let expected = alone.towards(both, self.treated.ivt_with_mt.as_f64());
        expected * self.mt_share()
    }
}

impl Default for Population {
    fn default() -> Self {
        Self::new(
            &OutcomeModel::EXETER,
            &Scales::default(),
            PatientMix::default(),
            TreatedShares::default(),
        )
    }
}

/// One treatment's effect by whole minutes from onset, to the minute after its cut-off.
#[derive(Debug, Clone)]
struct Curve {
    minutes: Vec<Expected>,
    cut_off: Minutes,
}

impl Curve {
    fn new(effect: &TreatmentEffect, scales: &Scales) -> Self {
        let last = effect.cut_off().seconds() / 60 + 1;
        let at = |minute| Expected::of(&effect.treated_at(Minutes::from_whole(minute)), scales);
        Self {
            minutes: (0..=last).map(at).collect(),
            cut_off: effect.cut_off(),
        }
    }

    fn at(&self, time: Option<Minutes>) -> Option<Expected> {
        let seconds = time.filter(|&time| time <= self.cut_off)?.seconds();
        let (before, after) = (seconds as usize / 60, seconds as usize / 60 + 1);
        let part = f64::from(seconds % 60) / 60.0;
        Some(self.minutes[before].towards(self.minutes[after], part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, without tables.
    fn by_definition(ivt: Option<Minutes>, mt: Option<Minutes>) -> Expected {
        let (model, mix, treated) = (
            OutcomeModel::EXETER,
            PatientMix::ALLEN_2021,
            TreatedShares::default(),
        );
        let of = |distribution| Expected::of(&distribution, &Scales::default());
        let mt_of_lvo = treated.mt_of_lvo.as_f64();
        of(model.nlvo(ivt)) * (mix.nlvo() * 0.194)
            + of(model.untreated_nlvo) * (mix.nlvo() * 0.806)
            + of(model.lvo(ivt, mt)) * (mix.lvo() * mt_of_lvo)
            + of(model.lvo(ivt, None)) * (mix.lvo() * (1.0 - mt_of_lvo) * 0.194)
            + of(model.untreated_lvo) * (mix.lvo() * (1.0 - mt_of_lvo) * 0.806)
    }

    fn time() -> impl Strategy<Value = Option<Minutes>> {
        prop_oneof![4 => (0_u32..30_000).prop_map(|s| Some(Minutes::from_seconds(s))), 1 => Just(None)]
    }

    proptest! {
        #[test]
        fn the_tables_agree_with_the_definition(ivt in time(), mt in time()) {
            let found = Population::default().expected(ivt, mt);
            let defined = by_definition(ivt, mt);
            for (found, defined) in [
                (found.mrs, defined.mrs),
                (found.utility, defined.utility),
                (found.qalys, defined.qalys),
                (found.excellent, defined.excellent),
                (found.good, defined.good),
            ] {
                prop_assert!((found - defined).abs() < 2e-6, "{} {}", found, defined);
            }
        }

        /// Sooner treatment never raises the mean mRS. (Utility may fall by a trifle where a patient
        /// who has both changes from IVT's distribution to MT's: the better is that of lower mRS.)
        #[test]
        fn who_is_treated_sooner_is_better_off(
            ivt in 0_u32..20_000, mt in 0_u32..30_000, sooner in 0_u32..5_000,
        ) {
            let population = Population::default();
            let at = |ivt: u32, mt: u32| {
                population.expected(
                    Some(Minutes::from_seconds(ivt)), Some(Minutes::from_seconds(mt)))
            };
            let now = at(ivt, mt);
            for better in [at(ivt.saturating_sub(sooner), mt), at(ivt, mt.saturating_sub(sooner))] {
                prop_assert!(better.mrs <= now.mrs + 1e-12);
            }
        }
    }
}
