use super::choices::{ColumnNames, TravelFile};
use crate::care::{CareDelays, DelaysPreset};
use crate::flight::{AirDelays, Availability, FlyingHours, MissionCost};
use crate::outcome::{
    MrsScale, OutcomeModel, PatientMix, Population, PrehospitalTest, Scales, TreatedShares,
};
use crate::units::{KmPerHour, Minutes, Share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How patients come from onset to treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct PathwayChoice {
    /// Capability of the hospitals of the first tier; those of the second are the sites of each
    /// layout.
    pub ivt: String,
    /// Which hospital an ambulance makes for, in the tables of areas, sites and groups.
    pub routing: Routing,
    /// How much farther than the nearest unit a centre may be for a bypass.
    pub allowable: Minutes,
    /// The published chain that the delays start from.
    pub preset: DelaysPreset,
    /// All delays besides travel.
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

/// What holds where a table of times between hospitals has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HospitalGaps {
    /// The time from the demand point that lies nearest to the hospital; where that has none
    /// either, the straight-line model.
    #[default]
    Area,
    /// There is no route.
    Unreachable,
}

/// Which hospital an ambulance makes for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// To the nearest unit, then a transfer.
    #[default]
    DripAndShip,
    /// Straight to a centre.
    Mothership,
    /// Straight to a centre if it is not much farther than the nearest unit.
    Bypass,
    /// Whichever of the first two gives the better expected outcome.
    BestOutcome,
}

impl Routing {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 4] = [
        Self::DripAndShip,
        Self::Mothership,
        Self::Bypass,
        Self::BestOutcome,
    ];

    /// The name of the choice in a study and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DripAndShip => "drip-and-ship",
            Self::Mothership => "mothership",
            Self::Bypass => "bypass",
            Self::BestOutcome => "best-outcome",
        }
    }
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
    pub ivt_cut_off: Minutes,
    /// Nobody is given MT later.
    pub mt_cut_off: Minutes,
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
    /// Delays of the chain, and what an unknown pad counts as.
    pub delays: AirDelays,
    /// Cruise speed of every aircraft; by its type where `None`.
    pub cruise: Option<KmPerHour>,
    /// Hours of a base whose hours the file does not give or that cannot be read.
    pub unlisted_hours: FlyingHours,
    /// Weather, other missions, and when transfers are wanted.
    pub availability: Availability,
    /// A transfer flies only if it saves at least this.
    pub minimum_saving: Minutes,
    /// What one mission costs; `None` where nothing is known in the study's currency.
    pub mission_cost: Option<MissionCost>,
    /// For the map of bases: how far an aircraft comes within this of the notification.
    pub reach: Minutes,
    /// What is compared, in the order of the study.
    pub scenarios: Vec<Scenario>,
}

/// When the helicopters of a study fly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Unique in the study.
    pub name: String,
    /// For captions; the name where the study gives none.
    pub title: String,
    /// When.
    pub hours: ScenarioHours,
}

/// The hours of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScenarioHours {
    /// Each base by its own.
    Listed,
    /// All bases alike; [`FlyingHours::Never`] is the road alone.
    All(FlyingHours),
}
