//! How patients come from onset to treatment.

use super::super::centres::ELIGIBLE_SHARE;
use super::super::delays::DelayMinutes;
use super::super::error::{StudyCause, StudyError};
use super::super::pathway::{
    ALLOWABLE_DELAY_MINUTES, HospitalTimesToml, PathwayToml, PatientsToml, TestToml,
};
use super::super::spanned::Spanned;
use super::super::{HospitalTimes, PathwayChoice, PatientChoice, TestChoice, nearest_word};
use super::Source;
use crate::care::{DelayError, DelayName, NamedDelays};
use crate::outcome::{OutcomeModel, PatientMix, TreatedShares};
use crate::units::{Share, TravelTime};
use crate::volume::CentrePolicy;
use std::ops::Range;

impl Source<'_> {
    pub(super) fn pathway(
        &self,
        form: Spanned<PathwayToml>,
        centres: Option<&CentrePolicy>,
    ) -> Result<PathwayChoice, StudyError> {
        let (span, form) = (form.span(), form.into_inner());
        let preset = form.delays.map(Spanned::into_inner).unwrap_or_default();
        let delays = self.delays(preset.delays(), &form.delay_minutes)?;
        Ok(PathwayChoice {
            ivt: form.ivt,
            routing: form.routing.map(Spanned::into_inner).unwrap_or_default(),
            allowable: self.minutes_or(
                "allowable_delay_minutes",
                form.allowable_delay_minutes.as_ref(),
                ALLOWABLE_DELAY_MINUTES,
            )?,
            preset,
            delays,
            hospital_times: form
                .hospital_times
                .map(|times| self.hospital_times(times))
                .transpose()?,
            test: form.test.map(|test| self.test(test)).transpose()?,
            patients: self.patients(&form.patients, centres, &span)?,
        })
    }

    /// The delays of a chain with those that a study sets.
    pub(super) fn delays<D: DelayName, const N: usize>(
        &self,
        mut delays: NamedDelays<D, N>,
        form: &DelayMinutes,
    ) -> Result<NamedDelays<D, N>, StudyError> {
        for (key, minutes) in form {
            let named = |delay: &&D| delay.key() == key.as_ref();
            let Some(&delay) = D::ALL.iter().find(named) else {
                let known: Vec<String> = D::ALL.iter().map(|d| d.key().to_owned()).collect();
                let cause = StudyCause::UnknownKey {
                    key: key.as_ref().clone(),
                    nearest: nearest_word(key.as_ref(), &known),
                    known,
                };
                return Err(self.error(&key.span(), cause));
            };
            delays = delays.with(delay, *minutes.as_ref()).map_err(|error| {
                let cause = match error {
                    DelayError::Quantity { key, source } => StudyCause::Quantity { key, source },
                    other => StudyCause::Delay(other),
                };
                self.error(&minutes.span(), cause)
            })?;
        }
        Ok(delays)
    }

    pub(super) fn minutes_or(
        &self,
        key: &'static str,
        form: Option<&Spanned<f64>>,
        default: f64,
    ) -> Result<TravelTime, StudyError> {
        let (minutes, span) = form.map_or((default, 0..0), |f| (*f.as_ref(), f.span()));
        self.quantity(key, &span, TravelTime::try_limit_from_minutes(minutes))
    }

    pub(super) fn share_or(
        &self,
        key: &'static str,
        form: Option<&Spanned<f64>>,
        default: Share,
    ) -> Result<Share, StudyError> {
        form.map_or(Ok(default), |form| {
            self.quantity(key, &form.span(), Share::try_new(*form.as_ref()))
        })
    }

    fn hospital_times(&self, form: HospitalTimesToml) -> Result<HospitalTimes, StudyError> {
        Ok(HospitalTimes {
            gaps: form.missing.map(Spanned::into_inner).unwrap_or_default(),
            file: self.travel_file(
                form.file,
                form.shape,
                form.unit,
                form.columns,
                form.unreachable_value.as_ref(),
            )?,
        })
    }

    fn test(&self, form: Spanned<TestToml>) -> Result<TestChoice, StudyError> {
        let (span, form) = (form.span(), form.into_inner());
        let expected = "`scale`, or both `sensitivity` and `specificity`";
        match (&form.scale, &form.sensitivity, &form.specificity) {
            (Some(_), None, None) => Ok(TestChoice::Race5),
            (None, Some(sensitivity), Some(specificity)) => Ok(TestChoice::Accuracy {
                sensitivity: self.share_or("sensitivity", Some(sensitivity), Share::ALL)?,
                specificity: self.share_or("specificity", Some(specificity), Share::ALL)?,
            }),
            (None, None, None) => Err(self.value("test", expected, "nothing", &span)),
            (Some(_), ..) => Err(self.value("test", expected, "`scale` and others", &span)),
            (None, ..) => Err(self.value("test", expected, "one of the two", &span)),
        }
    }

    fn patients(
        &self,
        form: &PatientsToml,
        centres: Option<&CentrePolicy>,
        span: &Range<usize>,
    ) -> Result<PatientChoice, StudyError> {
        let mix = self.mix(form, span)?;
        let default = TreatedShares::default();
        let mt_of_lvo = if let Some(share) = &form.mt_of_lvo {
            self.share_or("mt_of_lvo", Some(share), default.mt_of_lvo)?
        } else {
            // As many are given MT as the volumes of the centres count.
            let eligible = centres.map_or(ELIGIBLE_SHARE, |c| c.eligible.as_f64());
            Share::try_new(eligible / mix.lvo()).map_err(|_| {
                let expected = "at least the `eligible_share` of the centres";
                self.value("lvo_share", expected, &mix.lvo(), span)
            })?
        };
        let share =
            |key, form: &Option<Spanned<f64>>, default| self.share_or(key, form.as_ref(), default);
        let treated = TreatedShares {
            mt_of_lvo,
            ivt_with_mt: share("ivt_with_mt", &form.ivt_with_mt, default.ivt_with_mt)?,
            ivt_of_other_lvo: share(
                "ivt_of_other_lvo",
                &form.ivt_of_other_lvo,
                default.ivt_of_other_lvo,
            )?,
            ivt_of_nlvo: share("ivt_of_nlvo", &form.ivt_of_nlvo, default.ivt_of_nlvo)?,
        };
        let model = OutcomeModel::EXETER;
        Ok(PatientChoice {
            mix,
            treated,
            ivt_cut_off: self.cut_off(
                "ivt_cut_off_minutes",
                form.ivt_cut_off_minutes.as_ref(),
                model.nlvo_ivt.cut_off(),
                model.nlvo_ivt.no_effect(),
                "at most 378, after which IVT has no effect",
            )?,
            mt_cut_off: self.cut_off(
                "mt_cut_off_minutes",
                form.mt_cut_off_minutes.as_ref(),
                model.lvo_mt.cut_off(),
                model.lvo_mt.no_effect(),
                "at most 480, after which MT has no effect",
            )?,
            utility: form
                .utility
                .as_ref()
                .map(|u| *u.as_ref())
                .unwrap_or_default(),
        })
    }

    fn mix(&self, form: &PatientsToml, span: &Range<usize>) -> Result<PatientMix, StudyError> {
        let share = |key, form: &Spanned<f64>| self.share_or(key, Some(form), Share::ALL);
        match (&form.lvo_share, &form.nlvo_share, &form.haemorrhage_share) {
            (None, None, None) => Ok(PatientMix::default()),
            (Some(lvo), None, None) => Ok(PatientMix::default().with_lvo(share("lvo_share", lvo)?)),
            (Some(lvo), Some(nlvo), Some(haemorrhage)) => {
                let place = lvo.span();
                let lvo = share("lvo_share", lvo)?;
                let nlvo = share("nlvo_share", nlvo)?;
                let haemorrhage = share("haemorrhage_share", haemorrhage)?;
                PatientMix::try_new(lvo, nlvo, haemorrhage)
                    .map_err(|error| self.error(&place, StudyCause::Mix(error)))
            }
            (lvo, nlvo, _) => {
                let expected = "`lvo_share` alone, or all of `lvo_share`, `nlvo_share` and \
                                `haemorrhage_share`";
                let found = if lvo.is_none() && nlvo.is_none() {
                    "`haemorrhage_share` alone"
                } else {
                    "some of them"
                };
                Err(self.value("patients", expected, found, span))
            }
        }
    }

    fn cut_off(
        &self,
        key: &'static str,
        form: Option<&Spanned<f64>>,
        default: TravelTime,
        no_effect: TravelTime,
        expected: &'static str,
    ) -> Result<TravelTime, StudyError> {
        let Some(form) = form else {
            return Ok(default);
        };
        let span = form.span();
        let found = self.quantity(
            key,
            &span,
            TravelTime::try_limit_from_minutes(*form.as_ref()),
        )?;
        if found > no_effect {
            return Err(self.value(key, expected, form.as_ref(), &span));
        }
        Ok(found)
    }
}
