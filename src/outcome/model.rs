use super::effect::TreatmentEffect;
use super::mrs::MrsDistribution;
use crate::units::TravelTime;

/// The mRS of ischaemic strokes by time to treatment.
///
/// # Source
///
/// [`OutcomeModel::EXETER`], the default: distributions of `stroke-outcome` 0.1.8; time of no
/// effect of IVT 378 min (Emberson et al. 2014, Lancet: 6.3 h) and of MT 480 min (Fransen et al.
/// 2016, JAMA Neurology: 8 h); nobody is given IVT after 270 min or MT after 360 min.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutcomeModel {
    /// Other ischaemic stroke without treatment.
    pub untreated_nlvo: MrsDistribution,
    /// Large-vessel occlusion without treatment.
    pub untreated_lvo: MrsDistribution,
    /// Other ischaemic stroke with thrombolysis.
    pub nlvo_ivt: TreatmentEffect,
    /// Large-vessel occlusion with thrombolysis alone.
    pub lvo_ivt: TreatmentEffect,
    /// Large-vessel occlusion with thrombectomy.
    pub lvo_mt: TreatmentEffect,
}

const IVT_NO_EFFECT: TravelTime = TravelTime::from_whole(378);
const IVT_CUT_OFF: TravelTime = TravelTime::from_whole(270);
const MT_NO_EFFECT: TravelTime = TravelTime::from_whole(480);
const MT_CUT_OFF: TravelTime = TravelTime::from_whole(360);

impl OutcomeModel {
    /// The model of the Exeter group.
    pub const EXETER: Self = Self {
        untreated_nlvo: MrsDistribution::known([0.198, 0.460, 0.580, 0.708, 0.856, 0.918]),
        untreated_lvo: MrsDistribution::known([0.050, 0.129, 0.265, 0.429, 0.676, 0.811]),
        nlvo_ivt: TreatmentEffect::known(
            MrsDistribution::known([0.445, 0.642, 0.752, 0.862, 0.941, 0.967]),
            MrsDistribution::known([0.196, 0.455, 0.574, 0.701, 0.847, 0.908]),
            IVT_NO_EFFECT,
            IVT_CUT_OFF,
        ),
        lvo_ivt: TreatmentEffect::known(
            MrsDistribution::known([0.140, 0.233, 0.361, 0.522, 0.730, 0.838]),
            MrsDistribution::known([0.048, 0.124, 0.255, 0.414, 0.653, 0.783]),
            IVT_NO_EFFECT,
            IVT_CUT_OFF,
        ),
        lvo_mt: TreatmentEffect::known(
            MrsDistribution::known([0.306, 0.429, 0.548, 0.707, 0.851, 0.915]),
            MrsDistribution::known([0.048, 0.124, 0.255, 0.412, 0.649, 0.779]),
            MT_NO_EFFECT,
            MT_CUT_OFF,
        ),
    };

    /// The mRS of an other ischaemic stroke that could have IVT at this time after onset.
    #[must_use]
    pub fn nlvo(&self, ivt: Option<TravelTime>) -> MrsDistribution {
        self.nlvo_ivt.in_time(ivt).unwrap_or(self.untreated_nlvo)
    }

    /// The mRS of a large-vessel occlusion that could have IVT and MT at these times after onset.
    ///
    /// A patient who has both takes the better mean outcome, MT where they are equal.
    #[must_use]
    pub fn lvo(&self, ivt: Option<TravelTime>, mt: Option<TravelTime>) -> MrsDistribution {
        match (self.lvo_ivt.in_time(ivt), self.lvo_mt.in_time(mt)) {
            (Some(ivt), Some(mt)) if ivt.mean() < mt.mean() => ivt,
            (_, Some(mt)) => mt,
            (Some(ivt), None) => ivt,
            (None, None) => self.untreated_lvo,
        }
    }
}

impl Default for OutcomeModel {
    fn default() -> Self {
        Self::EXETER
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{EffectError, MrsScale};

    const MODEL: OutcomeModel = OutcomeModel::EXETER;

    /// The constants skip the check on construction; here they pass it.
    #[test]
    fn the_tables_are_distributions() {
        let effects = [MODEL.nlvo_ivt, MODEL.lvo_ivt, MODEL.lvo_mt];
        let ends = effects.map(|e| [e.treated_at(TravelTime::ZERO), e.treated_at(e.no_effect())]);
        let untreated = [MODEL.untreated_nlvo, MODEL.untreated_lvo];
        for table in ends.into_iter().flatten().chain(untreated) {
            let at_most = std::array::from_fn(|grade| table.at_most(grade));
            assert!(
                MrsDistribution::try_from_cumulative(at_most).is_ok(),
                "{table:?}"
            );
        }
        for effect in effects {
            assert!(effect.with_cut_off(effect.cut_off()).is_ok());
        }
    }

    /// Every grade's chance of being this well or better falls with every minute to treatment.
    #[test]
    fn every_grade_falls_with_time() {
        for effect in [MODEL.nlvo_ivt, MODEL.lvo_ivt, MODEL.lvo_mt] {
            for minute in 0..500 {
                let sooner = effect.treated_at(TravelTime::from_whole(minute));
                let later = effect.treated_at(TravelTime::from_whole(minute + 1));
                assert!((0..6).all(|grade| later.at_most(grade) <= sooner.at_most(grade)));
            }
        }
    }

    /// Mean mRS, utility and QALYs get worse with every minute on every scale, and who comes after
    /// the cut-off is worse off than who came before, though spared the deaths of treatment.
    #[test]
    fn the_outcome_falls_with_time() {
        let outcome: [fn(TravelTime) -> MrsDistribution; 3] = [
            |t| MODEL.nlvo(Some(t)),
            |t| MODEL.lvo(Some(t), None),
            |t| MODEL.lvo(None, Some(t)),
        ];
        let scales = [
            MrsScale::WANG_2020,
            MrsScale::DIJKLAND_2018,
            MrsScale::QALYS_AT_75,
        ];
        for outcome in outcome {
            for minute in 0..500 {
                let sooner = outcome(TravelTime::from_whole(minute));
                let later = outcome(TravelTime::from_whole(minute + 1));
                assert!(later.mean() >= sooner.mean(), "{minute} min");
                for scale in scales {
                    assert!(
                        later.expected(&scale) <= sooner.expected(&scale),
                        "{minute} min"
                    );
                }
            }
        }
    }

    /// By hand: half way to no effect at 189 min, logit P(mRS ≤ 1) = (0.5842 − 0.1805) / 2.
    #[test]
    fn half_way_to_no_effect_the_log_odds_are_half_way() {
        let half_way = MODEL.nlvo(Some(TravelTime::from_whole(189)));
        assert!(
            (half_way.at_most(1) - 0.550_28).abs() < 1e-5,
            "{}",
            half_way.at_most(1)
        );
    }

    #[test]
    fn nobody_is_treated_after_the_cut_off() {
        let last = TravelTime::from_whole(270);
        let late = last + TravelTime::from_seconds(1);
        assert_ne!(MODEL.nlvo(Some(last)), MODEL.untreated_nlvo);
        assert_eq!(MODEL.nlvo(Some(late)), MODEL.untreated_nlvo);
        assert_eq!(MODEL.nlvo(None), MODEL.untreated_nlvo);
        assert_eq!(MODEL.lvo(Some(late), None), MODEL.untreated_lvo);
        let refused = MODEL.lvo_mt.with_cut_off(TravelTime::from_whole(481));
        assert!(matches!(refused, Err(EffectError::CutOff { .. })));
    }
}
