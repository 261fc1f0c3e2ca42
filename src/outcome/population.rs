use super::effect::TreatmentEffect;
use super::expected::{Expected, Scales};
use super::model::OutcomeModel;
use super::patients::{PatientMix, TreatedShares};
use crate::units::TravelTime;

/// What is expected of one admission of a mixed population, by its times to IVT and MT.
///
/// Tables by whole minute, with a straight line between minutes, make it fast enough for every
/// area in a sweep of parameters; the error of the straight line is below 1e-6.
///
/// Haemorrhages stay in the denominator and add nothing: neither treatment is theirs, and the
/// model has no mRS for them. A difference between two pathways is therefore one of ischaemic
/// strokes alone.
///
/// # Examples
///
/// ```
/// use catchment::outcome::Population;
/// use catchment::units::TravelTime;
/// let admissions = Population::default();
/// let minutes = |minutes| Some(TravelTime::from_whole(minutes));
/// let early = admissions.expected(minutes(120), minutes(180));
/// let late = admissions.expected(minutes(120), minutes(300));
/// let never = admissions.expected(None, None);
/// assert!(early.mrs < late.mrs && late.mrs < never.mrs, "lower is better");
/// assert!(early.utility > late.utility);
/// ```
#[derive(Debug, Clone)]
pub struct Population {
    mix: PatientMix,
    treated: TreatedShares,
    outcomes: Outcomes,
    /// Other ischaemic strokes, by the time to IVT.
    nlvo: Curve,
    /// Large-vessel occlusions not given MT, by the time to IVT.
    other_lvo: Curve,
    /// Those who are given MT in time, by the time to IVT, should that be what helps them more.
    mt_by_ivt: Curve,
    /// Those who are given MT in time, by the time to MT.
    mt_by_mt: Curve,
}

/// What is expected of one patient of each kind and treatment, by time.
#[derive(Debug, Clone)]
struct Outcomes {
    nlvo_ivt: Curve,
    lvo_ivt: Curve,
    lvo_mt: Curve,
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
        let other = Expected::new(&model.untreated_nlvo, scales);
        let lvo = Expected::new(&model.untreated_lvo, scales);
        let outcomes = Outcomes {
            nlvo_ivt: Curve::new(&model.nlvo_ivt, other, scales),
            lvo_ivt: Curve::new(&model.lvo_ivt, lvo, scales),
            lvo_mt: Curve::new(&model.lvo_mt, lvo, scales),
        };
        Self::weighted(outcomes, mix, treated)
    }

    /// The same population with another mix.
    #[must_use]
    pub fn with_mix(&self, mix: PatientMix) -> Self {
        Self::weighted(self.outcomes.clone(), mix, self.treated)
    }

    fn weighted(outcomes: Outcomes, mix: PatientMix, treated: TreatedShares) -> Self {
        let mt = mix.lvo() * treated.mt_of_lvo.as_f64();
        let other_lvo = mix.lvo() - mt;
        Self {
            nlvo: outcomes
                .nlvo_ivt
                .of_part(treated.ivt_of_nlvo.as_f64(), mix.nlvo()),
            other_lvo: outcomes
                .lvo_ivt
                .of_part(treated.ivt_of_other_lvo.as_f64(), other_lvo),
            mt_by_ivt: outcomes.lvo_ivt.of_part(1.0, mt),
            mt_by_mt: outcomes.lvo_mt.of_part(1.0, mt),
            mix,
            treated,
            outcomes,
        }
    }

    /// The final diagnoses of its patients.
    #[must_use]
    pub const fn mix(&self) -> PatientMix {
        self.mix
    }

    /// Who of them is treated.
    #[must_use]
    pub const fn treated(&self) -> TreatedShares {
        self.treated
    }

    /// Share of all admissions that are given MT when it is in time.
    #[must_use]
    pub fn mt_share(&self) -> f64 {
        self.mix.lvo() * self.treated.mt_of_lvo.as_f64()
    }

    /// The last time after onset at which MT is given (inclusive).
    #[must_use]
    pub const fn mt_cut_off(&self) -> TravelTime {
        self.mt_by_mt.cut_off
    }

    /// The last time after onset at which IVT is given (inclusive).
    #[must_use]
    pub fn ivt_cut_off(&self) -> TravelTime {
        self.nlvo.cut_off.max(self.other_lvo.cut_off)
    }

    /// What is expected of one admission that could have IVT and MT at these times after onset.
    #[must_use]
    pub fn expected(&self, ivt: Option<TravelTime>, mt: Option<TravelTime>) -> Expected {
        self.nlvo.at(ivt) + self.other_lvo.at(ivt) + self.expected_of_mt(ivt, mt)
    }

    /// The part of [`Self::expected`] that the time to MT can change: that of the patients who are
    /// given MT when it is in time.
    #[must_use]
    pub fn expected_of_mt(&self, ivt: Option<TravelTime>, mt: Option<TravelTime>) -> Expected {
        let (by_ivt, by_mt) = (self.mt_by_ivt.at(ivt), self.mt_by_mt.at(mt));
        let better = if self.mt_helps_more(mt, by_ivt.mrs, by_mt.mrs) {
            by_mt
        } else {
            by_ivt
        };
        by_mt.towards(better, self.treated.ivt_with_mt.as_f64())
    }

    /// Only the utility of [`Self::expected`], which is faster to compute.
    #[must_use]
    pub fn utility(&self, ivt: Option<TravelTime>, mt: Option<TravelTime>) -> f64 {
        let utility = |row: &Expected| row.utility;
        let mrs = |row: &Expected| row.mrs;
        let by_mt = self.mt_by_mt.number_at(mt, utility);
        let (ivt_mrs, mt_mrs) = (
            self.mt_by_ivt.number_at(ivt, mrs),
            self.mt_by_mt.number_at(mt, mrs),
        );
        let better = if self.mt_helps_more(mt, ivt_mrs, mt_mrs) {
            by_mt
        } else {
            self.mt_by_ivt.number_at(ivt, utility)
        };
        let of_mt = by_mt + (better - by_mt) * self.treated.ivt_with_mt.as_f64();
        self.nlvo.number_at(ivt, utility) + self.other_lvo.number_at(ivt, utility) + of_mt
    }

    /// Whether a patient who could have both is given what MT does: it comes in time, and its mean
    /// mRS is no higher.
    fn mt_helps_more(&self, mt: Option<TravelTime>, ivt_mrs: f64, mt_mrs: f64) -> bool {
        mt.is_some_and(|mt| mt <= self.mt_by_mt.cut_off) && mt_mrs <= ivt_mrs
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

/// Milliseconds of a minute.
const MINUTE: u32 = 60_000;

/// One treatment's effect by whole minutes from onset, to the minute after its cut-off.
#[derive(Debug, Clone)]
struct Curve {
    minutes: Vec<Expected>,
    untreated: Expected,
    cut_off: TravelTime,
}

impl Curve {
    fn new(effect: &TreatmentEffect, untreated: Expected, scales: &Scales) -> Self {
        let last = effect.cut_off().milliseconds() / MINUTE + 1;
        let at = |minute| Expected::new(&effect.treated_at(TravelTime::from_whole(minute)), scales);
        Self {
            minutes: (0..=last).map(at).collect(),
            untreated,
            cut_off: effect.cut_off(),
        }
    }

    /// The curve of patients of whom only a share is treated, times how many they are.
    fn of_part(&self, treated: f64, patients: f64) -> Self {
        let part = |row: &Expected| self.untreated.towards(*row, treated) * patients;
        Self {
            minutes: self.minutes.iter().map(part).collect(),
            untreated: self.untreated * patients,
            cut_off: self.cut_off,
        }
    }

    fn at(&self, time: Option<TravelTime>) -> Expected {
        match self.between(time) {
            Some((before, after, part)) => before.towards(*after, part),
            None => self.untreated,
        }
    }

    fn number_at(&self, time: Option<TravelTime>, of: impl Fn(&Expected) -> f64) -> f64 {
        match self.between(time) {
            Some((before, after, part)) => of(before) + (of(after) - of(before)) * part,
            None => of(&self.untreated),
        }
    }

    /// The rows of the minutes before and after a time, and how far it lies from the first;
    /// `None` where nobody is treated then.
    fn between(&self, time: Option<TravelTime>) -> Option<(&Expected, &Expected, f64)> {
        let time = time.filter(|&time| time <= self.cut_off)?.milliseconds();
        let minute = (time / MINUTE) as usize;
        let part = f64::from(time % MINUTE) * (1.0 / f64::from(MINUTE));
        Some((&self.minutes[minute], &self.minutes[minute + 1], part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, without tables.
    fn by_definition(ivt: Option<TravelTime>, mt: Option<TravelTime>) -> Expected {
        let (model, mix, treated) = (
            OutcomeModel::EXETER,
            PatientMix::ALLEN_2021,
            TreatedShares::default(),
        );
        let of = |distribution| Expected::new(&distribution, &Scales::default());
        let mt_of_lvo = treated.mt_of_lvo.as_f64();
        of(model.nlvo(ivt)) * (mix.nlvo() * 0.194)
            + of(model.untreated_nlvo) * (mix.nlvo() * 0.806)
            + of(model.lvo(ivt, mt)) * (mix.lvo() * mt_of_lvo)
            + of(model.lvo(ivt, None)) * (mix.lvo() * (1.0 - mt_of_lvo) * 0.194)
            + of(model.untreated_lvo) * (mix.lvo() * (1.0 - mt_of_lvo) * 0.806)
    }

    fn time() -> impl Strategy<Value = Option<TravelTime>> {
        prop_oneof![4 => (0_u32..30_000_000).prop_map(|ms| Some(TravelTime::from_milliseconds(ms))), 1 => Just(None)]
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
            let utility = Population::default().utility(ivt, mt);
            prop_assert!((utility - found.utility).abs() < 1e-12);
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
                    Some(TravelTime::from_seconds(ivt)), Some(TravelTime::from_seconds(mt)))
            };
            let now = at(ivt, mt);
            for better in [at(ivt.saturating_sub(sooner), mt), at(ivt, mt.saturating_sub(sooner))] {
                prop_assert!(better.mrs <= now.mrs + 1e-12);
            }
        }
    }
}
