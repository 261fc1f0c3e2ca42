//! `[pathway.patients]`: who the patients are, and what treatment does for them.

use crate::outcome::{
    MrsScale, OutcomeModel, PatientMix, Population, Scales, TreatedShares, TreatmentEffect,
};
use crate::study::centres::ELIGIBLE_SHARE;
use crate::study::error::{StudyCause, StudyError};
use crate::study::setting::{self, Setting, written};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::units::{Share, TravelTime};
use crate::volume::CentrePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Who the patients are, and what treatment does for them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PatientChoice {
    /// What admissions turn out to be.
    pub mix: PatientMix,
    /// Who is given a treatment when it can be given in time.
    pub treated: TreatedShares,
    /// Nobody is given IVT later.
    pub ivt_cut_off: TravelTime,
    /// Nobody is given MT later.
    pub mt_cut_off: TravelTime,
    /// Utilities of the grades of the mRS.
    pub utility: UtilityScale,
}

/// A published utility of the grades of the mRS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub enum UtilityScale {
    /// Wang et al. 2020, Stroke 51:2411–2417.
    #[default]
    #[serde(rename = "wang-2020")]
    Wang2020,
    /// Dijkland et al. 2018, Stroke 49:965–971.
    #[serde(rename = "dijkland-2018")]
    Dijkland2018,
}

impl UtilityScale {
    /// Utility of mRS 0…6.
    #[must_use]
    pub const fn scale(self) -> MrsScale {
        match self {
            Self::Wang2020 => MrsScale::WANG_2020,
            Self::Dijkland2018 => MrsScale::DIJKLAND_2018,
        }
    }
}

impl PatientChoice {
    /// What is expected of one admission, by its times to treatment.
    #[must_use]
    pub fn population(&self) -> Population {
        let model = OutcomeModel::EXETER;
        // A study's cut-offs were checked against the times of no effect when it was read.
        let within =
            |effect: TreatmentEffect, cut_off| effect.with_cut_off(cut_off).unwrap_or(effect);
        let model = OutcomeModel {
            nlvo_ivt: within(model.nlvo_ivt, self.ivt_cut_off),
            lvo_ivt: within(model.lvo_ivt, self.ivt_cut_off),
            lvo_mt: within(model.lvo_mt, self.mt_cut_off),
            ..model
        };
        let scales = Scales {
            utility: self.utility.scale(),
            ..Scales::default()
        };
        Population::new(&model, &scales, self.mix, self.treated)
    }
}

const ALLEN_2021: &str = "Allen et al. 2021, European Stroke Journal";
const ASSUMED: &str = "an assumption: no published figure was found";
const EXETER: &str = "stroke-outcome 0.1.8";

fn ivt_with_mt() -> Setting<Share> {
    let default = TreatedShares::default().ivt_with_mt.as_f64();
    Setting::new("ivt_with_mt", default, ASSUMED)
}

fn ivt_of_other_lvo() -> Setting<Share> {
    let default = TreatedShares::default().ivt_of_other_lvo.as_f64();
    Setting::new("ivt_of_other_lvo", default, ASSUMED)
}

fn ivt_of_nlvo() -> Setting<Share> {
    let default = TreatedShares::default().ivt_of_nlvo.as_f64();
    Setting::new("ivt_of_nlvo", default, ALLEN_2021)
}

/// The time from onset after which a treatment is not given.
struct CutOff {
    key: &'static str,
    effect: TreatmentEffect,
    expected: &'static str,
}

const IVT: CutOff = CutOff {
    key: "ivt_cut_off_minutes",
    effect: OutcomeModel::EXETER.nlvo_ivt,
    expected: "at most 378, after which IVT has no effect",
};

const MT: CutOff = CutOff {
    key: "mt_cut_off_minutes",
    effect: OutcomeModel::EXETER.lvo_mt,
    expected: "at most 480, after which MT has no effect",
};

impl CutOff {
    fn setting(&self) -> Setting<TravelTime> {
        let default = self.effect.cut_off().as_f64();
        Setting::new(self.key, default, EXETER).at_most(self.effect.no_effect().as_f64())
    }

    fn read(
        &self,
        form: Option<&Spanned<f64>>,
        source: &Source<'_>,
    ) -> Result<TravelTime, StudyError> {
        let found = self.setting().read(form, source)?;
        match form {
            Some(form) if found > self.effect.no_effect() => {
                Err(source.value(self.key, self.expected, form.as_ref(), &form.span()))
            }
            _ => Ok(found),
        }
    }
}

/// Who the patients are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PatientsToml {
    /// Admissions with large-vessel occlusion.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.lvo()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    lvo_share: Option<Spanned<f64>>,
    /// Admissions with another ischaemic stroke.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.nlvo()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    nlvo_share: Option<Spanned<f64>>,
    /// Admissions with haemorrhage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.haemorrhage()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    haemorrhage_share: Option<Spanned<f64>>,
    /// Large-vessel occlusions that are given MT where it is in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "as many patients as the `eligible_share` of the centres, or its default", "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "examples" = [0.3]
    ))]
    mt_of_lvo: Option<Spanned<f64>>,
    /// Those given MT who are given IVT too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ivt_with_mt().in_schema())]
    ivt_with_mt: Option<Spanned<f64>>,
    /// Large-vessel occlusions without MT that are given IVT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ivt_of_other_lvo().in_schema())]
    ivt_of_other_lvo: Option<Spanned<f64>>,
    /// Other ischaemic strokes that are given IVT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ivt_of_nlvo().in_schema())]
    ivt_of_nlvo: Option<Spanned<f64>>,
    /// Time from onset after which IVT is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = IVT.setting().in_schema())]
    ivt_cut_off_minutes: Option<Spanned<f64>>,
    /// Time from onset after which MT is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = MT.setting().in_schema())]
    mt_cut_off_minutes: Option<Spanned<f64>>,
    /// Utilities of the grades of the mRS.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = UtilityScale::default()))]
    utility: Option<Spanned<UtilityScale>>,
}

impl PatientsToml {
    /// Reads who the patients are; `span` is the place of the pathway.
    pub(super) fn read(
        &self,
        centres: Option<&CentrePolicy>,
        span: &Range<usize>,
        source: &Source<'_>,
    ) -> Result<PatientChoice, StudyError> {
        let mix = self.mix(span, source)?;
        let mt_of_lvo = if let Some(share) = &self.mt_of_lvo {
            setting::read("mt_of_lvo", share, source)?
        } else {
            // As many are given MT as the volumes of the centres count.
            let default = ELIGIBLE_SHARE.default_number();
            let eligible = centres.map_or(default, |c| c.eligible.as_f64());
            Share::try_new(eligible / mix.lvo()).map_err(|_| {
                let expected = "at least the `eligible_share` of the centres";
                source.value("lvo_share", expected, &mix.lvo(), span)
            })?
        };
        let treated = TreatedShares {
            mt_of_lvo,
            ivt_with_mt: ivt_with_mt().read(self.ivt_with_mt.as_ref(), source)?,
            ivt_of_other_lvo: ivt_of_other_lvo().read(self.ivt_of_other_lvo.as_ref(), source)?,
            ivt_of_nlvo: ivt_of_nlvo().read(self.ivt_of_nlvo.as_ref(), source)?,
        };
        let utility = self.utility.as_ref().map(|scale| *scale.as_ref());
        Ok(PatientChoice {
            mix,
            treated,
            ivt_cut_off: IVT.read(self.ivt_cut_off_minutes.as_ref(), source)?,
            mt_cut_off: MT.read(self.mt_cut_off_minutes.as_ref(), source)?,
            utility: utility.unwrap_or_default(),
        })
    }

    fn mix(&self, span: &Range<usize>, source: &Source<'_>) -> Result<PatientMix, StudyError> {
        let share = |key, form: &Spanned<f64>| setting::read(key, form, source);
        match (&self.lvo_share, &self.nlvo_share, &self.haemorrhage_share) {
            (None, None, None) => Ok(PatientMix::default()),
            (Some(lvo), None, None) => Ok(PatientMix::default().with_lvo(share("lvo_share", lvo)?)),
            (Some(lvo), Some(nlvo), Some(haemorrhage)) => {
                let place = lvo.span();
                let lvo = share("lvo_share", lvo)?;
                let nlvo = share("nlvo_share", nlvo)?;
                let haemorrhage = share("haemorrhage_share", haemorrhage)?;
                PatientMix::try_new(lvo, nlvo, haemorrhage)
                    .map_err(|error| source.error(&place, StudyCause::Mix(error)))
            }
            (lvo, nlvo, _) => {
                let expected = "`lvo_share` alone, or all of `lvo_share`, `nlvo_share` and \
                                `haemorrhage_share`";
                let found = if lvo.is_none() && nlvo.is_none() {
                    "`haemorrhage_share` alone"
                } else {
                    "some of them"
                };
                Err(source.value("patients", expected, found, span))
            }
        }
    }

    pub(super) fn written(choice: &PatientChoice) -> Self {
        let share = |share: f64| Some(Spanned::nowhere(share));
        Self {
            lvo_share: share(choice.mix.lvo()),
            nlvo_share: share(choice.mix.nlvo()),
            haemorrhage_share: share(choice.mix.haemorrhage()),
            mt_of_lvo: written(choice.treated.mt_of_lvo),
            ivt_with_mt: written(choice.treated.ivt_with_mt),
            ivt_of_other_lvo: written(choice.treated.ivt_of_other_lvo),
            ivt_of_nlvo: written(choice.treated.ivt_of_nlvo),
            ivt_cut_off_minutes: written(choice.ivt_cut_off),
            mt_cut_off_minutes: written(choice.mt_cut_off),
            utility: Some(Spanned::nowhere(choice.utility)),
        }
    }
}

/// A share as published, without the last bits of its arithmetic.
fn round(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}
