//! `[pathway]`: from onset to treatment.

mod hospital_times;
mod patients;
mod prehospital_test;

pub use hospital_times::HospitalTimes;
pub use patients::{PatientChoice, UtilityScale};
pub use prehospital_test::TestChoice;

use super::delays::{self, DelayMinutes, of_pathway};
use super::error::StudyError;
use super::setting::{Setting, written};
use super::source::Source;
use super::spanned::Spanned;
use crate::care::{CareDelays, DelaysPreset};
use crate::pathway::Pathway;
use crate::units::TravelTime;
use crate::volume::CentrePolicy;
use hospital_times::HospitalTimesToml;
use patients::PatientsToml;
use prehospital_test::TestToml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much farther than the nearest unit a centre may be for a bypass; the text of the source works
/// out 15 min.
pub(crate) const ALLOWABLE_DELAY: Setting<TravelTime> = Setting::new(
    "allowable_delay_minutes",
    15.0,
    "Allen et al. 2019, European Stroke Journal",
);

/// How patients come from onset to treatment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PathwayChoice {
    /// Capability of the hospitals of the first tier; those of the second are the sites of each
    /// layout.
    pub ivt: String,
    /// Which hospital an ambulance goes to, in the tables of areas, sites and groups.
    pub routing: Pathway,
    /// How much farther than the nearest unit a centre may be for a bypass.
    pub allowable: TravelTime,
    /// The published chain that the delays start from.
    pub preset: DelaysPreset,
    /// All delays apart from travel time.
    pub delays: CareDelays,
    /// Times between hospitals.
    pub hospital_times: Option<HospitalTimes>,
    /// A test of the ambulance crew, for the pathway of best outcome.
    pub test: Option<TestChoice>,
    /// Who the patients are, and what treatment does for them.
    pub patients: PatientChoice,
}

/// From onset to treatment. Without this table the study covers travel times only.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::study) struct PathwayToml {
    /// The capability of the hospitals of the first tier; those of the second are the sites of each
    /// layout.
    #[schemars(extend("examples" = ["ivt"]))]
    ivt: String,
    /// Which hospital an ambulance goes to, in the tables of areas, sites and groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = Pathway::default()))]
    routing: Option<Spanned<Pathway>>,
    /// How much farther than the nearest unit a centre may be for a bypass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ALLOWABLE_DELAY.in_schema())]
    allowable_delay_minutes: Option<Spanned<f64>>,
    /// The published set of delays to start from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = DelaysPreset::default()))]
    delays: Option<Spanned<DelaysPreset>>,
    /// Single delays that override those of the set. The defaults here are those of the default
    /// set.
    #[serde(default)]
    #[schemars(schema_with = "of_pathway", extend("examples" = [{ "on_scene": 20 }]))]
    delay_minutes: DelayMinutes,
    /// Times between hospitals. Without them, they come from the travel times of the demand point
    /// nearest to the hospital.
    #[serde(skip_serializing_if = "Option::is_none")]
    hospital_times: Option<HospitalTimesToml>,
    /// A pre-hospital test for large-vessel occlusion: adds the pathway of best outcome with the
    /// test. It has `scale`, or both `sensitivity` and `specificity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    test: Option<Spanned<TestToml>>,
    /// Who the patients are, and what treatment does for them. `lvo_share` may be set alone, or with
    /// `nlvo_share` and `haemorrhage_share`, which then add up to 1.
    #[serde(default)]
    patients: PatientsToml,
}

impl PathwayToml {
    /// Reads a pathway; `centres` count as many procedures as patients are given MT.
    pub(in crate::study) fn read(
        form: Spanned<Self>,
        centres: Option<&CentrePolicy>,
        source: &Source<'_>,
    ) -> Result<PathwayChoice, StudyError> {
        let (span, form) = (form.span(), form.into_inner());
        let preset = form.delays.map(Spanned::into_inner).unwrap_or_default();
        let delays = delays::read(&form.delay_minutes, preset.delays(), source)?;
        let allowable = ALLOWABLE_DELAY.read(form.allowable_delay_minutes.as_ref(), source)?;
        let hospital_times = form.hospital_times.map(|times| times.read(source));
        let hospital_times = hospital_times.transpose()?;
        let test = form.test.map(|test| TestToml::read(&test, source));
        Ok(PathwayChoice {
            ivt: form.ivt,
            routing: form.routing.map(Spanned::into_inner).unwrap_or_default(),
            allowable,
            preset,
            delays,
            hospital_times,
            test: test.transpose()?,
            patients: form.patients.read(centres, &span, source)?,
        })
    }

    pub(in crate::study) fn written(choice: &PathwayChoice) -> Spanned<Self> {
        Spanned::nowhere(Self {
            ivt: choice.ivt.clone(),
            routing: Some(Spanned::nowhere(choice.routing)),
            allowable_delay_minutes: written(choice.allowable),
            delays: Some(Spanned::nowhere(choice.preset)),
            delay_minutes: delays::written(&choice.delays),
            hospital_times: choice
                .hospital_times
                .as_ref()
                .map(HospitalTimesToml::written),
            test: choice.test.map(TestToml::written),
            patients: PatientsToml::written(&choice.patients),
        })
    }
}
