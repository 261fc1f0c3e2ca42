use super::choices::{ColumnNames, TravelFile};
use crate::care::{CareDelays, DelaysPreset};
use crate::flight::{FlyingHours, HelicopterService};
use crate::outcome::{
    MrsScale, OutcomeModel, PatientMix, Population, PrehospitalTest, Scales, TreatedShares,
};
use crate::pathway::{HospitalGaps, Pathway};
use crate::units::{KmPerHour, Share, TravelTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How patients come from onset to treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct PathwayChoice {
    /// Capability of the hospitals of the first tier; those of the second are the sites of each
    /// layout.
    pub ivt: String,
    /// Which hospital an ambulance makes for, in the tables of areas, sites and groups.
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

/// A table of times from hospital to hospital.
#[derive(Debug, Clone, PartialEq)]
pub struct HospitalTimes {
    /// The table.
    pub file: TravelFile,
    /// What holds where it has no value.
    pub gaps: HospitalGaps,
}

/// A test of the ambulance crew for large-vessel occlusion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TestChoice {
    /// [`PrehospitalTest::race_5`].
    Race5,
    /// Of this sensitivity and specificity.
    Accuracy {
        /// Large-vessel occlusions found positive.
        sensitivity: Share,
        /// All others found negative.
        specificity: Share,
    },
}

impl TestChoice {
    /// Whom it finds positive.
    #[must_use]
    pub fn test(&self) -> PrehospitalTest {
        match *self {
            Self::Race5 => PrehospitalTest::race_5(),
            Self::Accuracy {
                sensitivity,
                specificity,
            } => PrehospitalTest::new(sensitivity, specificity),
        }
    }
}

/// Who the patients are, and what treatment does for them.
#[derive(Debug, Clone, Copy, PartialEq)]
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
        let within = |effect: crate::outcome::TreatmentEffect, cut_off| {
            effect.with_cut_off(cut_off).unwrap_or(effect)
        };
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

/// A helicopter service.
#[derive(Debug, Clone, PartialEq)]
pub struct HelicopterChoice {
    /// File of the bases, from the study's folder.
    pub bases: String,
    /// Coordinate reference system of their easting and northing, by its code; the British National
    /// Grid where `None`.
    pub crs: Option<String>,
    /// Which of its columns hold what.
    pub columns: ColumnNames,
    /// Capability that says whether a hospital has a pad; all are unknown without one.
    pub pads: Option<String>,
    /// Cruise speed of every aircraft; by its type where `None`.
    pub cruise: Option<KmPerHour>,
    /// Hours of a base whose hours the file does not give or that cannot be read.
    pub unlisted_hours: FlyingHours,
    /// How it works.
    pub service: HelicopterService,
}
