//! `[helicopter]`: a service that flies transfers.

mod scenarios;

use super::columns::{self, BASE_FIELDS, ColumnNames, ColumnsToml, of_bases};
use super::crs_code;
use super::delays::{self, DelayMinutes, of_helicopter};
use super::error::{StudyCause, StudyError};
use super::setting::{self, Setting, written};
use super::source::Source;
use super::spanned::Spanned;
use crate::flight::{
    AirDelays, ArrivalProfile, Availability, AvailabilityError, FlyableShare, FlyingHours,
    HelicopterService, MissionCost, PadPolicy,
};
use crate::units::{Currency, KmPerHour, Share, TravelTime};
use scenarios::ScenarioToml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Coughlan et al. 2021 (abstract) find flying cost-effective from about 60 min.
pub(crate) const MINIMUM_SAVING: Setting<TravelTime> =
    Setting::new("minimum_saving_minutes", 0.0, "an assumption: any saving");

/// From the notification of a crew to its landing at a patient.
const REACH: Setting<TravelTime> = Setting::new("reach_minutes", 20.0, "a choice of the map");

fn flyable_share() -> Setting<Share> {
    let default = Availability::default().flyable.in_month(0).as_f64();
    Setting::new("flyable_share", default, FlyableShare::SOURCE).known([0.9, 0.97], "inference")
}

fn busy_share() -> Setting<Share> {
    let default = Availability::default().busy.as_f64();
    let source = "inferred from Finland 2024: 34 of 51 transfers flew";
    Setting::new("busy_share", default, source).known([0.086, 0.23], "inference")
}

/// A helicopter service.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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

/// A helicopter service that flies transfers. Only with `[pathway]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::study) struct HelicopterToml {
    /// The bases: CSV (also `.gz` or `.zst`), relative to the study file; one row per base.
    #[schemars(extend("examples" = ["bases.csv"]))]
    bases: String,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    crs: Option<Spanned<String>>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_bases", extend("examples" = [{ "aircraft": "type" }]))]
    columns: ColumnsToml,
    /// The capability that says whether a hospital has a landing pad.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "no pad is known", "examples" = ["helipad"]))]
    pads: Option<String>,
    /// How a hospital counts whose pad is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = PadPolicy::default()))]
    unknown_pads: Option<Spanned<PadPolicy>>,
    /// Single delays of a mission.
    #[serde(default)]
    #[schemars(schema_with = "of_helicopter", extend("examples" = [{ "loading": 12 }]))]
    delay_minutes: DelayMinutes,
    /// Cruise speed of every aircraft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "by type: 225 (H145, and types not known), 254 (EC135, H135), 269 (AW169)",
        "x-source" = "published cruise speeds",
        "exclusiveMinimum" = 0, "x-unit" = "km/h", "examples" = [240]
    ))]
    cruise_kmh: Option<Spanned<f64>>,
    /// When a base flies if the file does not give its hours: `24/7`, `daylight`, `never`, or
    /// hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = "07:00-21:30",
        "x-source" = "survey of English air ambulances (Lumley et al., abstract)",
        "examples" = ["08:00-20:00"]
    ))]
    unlisted_hours: Option<Spanned<String>>,
    /// Share of missions that the weather allows, the same in every month.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = flyable_share().in_schema())]
    flyable_share: Option<Spanned<f64>>,
    /// The same, one share per month from January. Instead of `flyable_share`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "`flyable_share`", "minItems" = 12, "maxItems" = 12, "x-unit" = "share",
        "examples" = [[0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 0.9, 0.8, 0.7, 0.6]]
    ))]
    flyable_share_by_month: Option<Spanned<Vec<f64>>>,
    /// Chance that an aircraft is out on another mission.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = busy_share().in_schema())]
    busy_share: Option<Spanned<f64>>,
    /// When transfers are wanted: one weight per hour from midnight, by the clock of `time_zone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the same number in every hour", "x-source" = "an assumption",
        "minItems" = 24, "maxItems" = 24,
        "examples" = [[1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1]]
    ))]
    arrivals_by_hour: Option<Spanned<Vec<f64>>>,
    /// A transfer flies only if it saves at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = MINIMUM_SAVING.in_schema(), extend("examples" = [60]))]
    minimum_saving_minutes: Option<Spanned<f64>>,
    /// Cost of one mission. Needs `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = format!("{} in pounds; otherwise there are no costs", MissionCost::SURVEYED.amount()),
        "x-source" = "survey of English air ambulances (Lumley et al., abstract)",
        "minimum" = 0, "maximum" = MissionCost::MAX, "x-unit" = "`currency`", "examples" = [3100]
    ))]
    mission_cost: Option<Spanned<f64>>,
    /// For the map of bases: how far an aircraft gets within this time of its notification. No result
    /// depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = REACH.in_schema())]
    reach_minutes: Option<Spanned<f64>>,
    /// When helicopters fly, one table per choice of hours that is compared.
    #[serde(default)]
    #[schemars(extend("x-default" = "one, `listed-hours`: each base by its own hours"))]
    scenarios: Vec<Spanned<ScenarioToml>>,
}

impl HelicopterToml {
    pub(in crate::study) fn read(
        self,
        currency: Option<Currency>,
        source: &Source<'_>,
    ) -> Result<HelicopterChoice, StudyError> {
        let unlisted_hours = match &self.unlisted_hours {
            None => FlyingHours::SURVEYED,
            Some(text) => FlyingHours::from_choice(text.as_ref()).ok_or_else(|| {
                let expected = "`24/7`, `daylight`, `never`, or hours such as `07:00-21:30`";
                source.value("unlisted_hours", expected, text.as_ref(), &text.span())
            })?,
        };
        let delays = self.delays(source)?;
        let cruise = self.cruise_kmh.as_ref();
        let cruise = cruise.map(|speed| setting::read("cruise_kmh", speed, source));
        let cruise = cruise.transpose()?;
        let service = HelicopterService {
            delays,
            availability: self.availability(source)?,
            minimum_saving: MINIMUM_SAVING.read(self.minimum_saving_minutes.as_ref(), source)?,
            mission_cost: self.mission_cost(currency, source)?,
            reach: REACH.read(self.reach_minutes.as_ref(), source)?,
            scenarios: ScenarioToml::read_all(self.scenarios, source)?,
        };
        Ok(HelicopterChoice {
            cruise,
            unlisted_hours,
            service,
            bases: self.bases,
            crs: crs_code::read(self.crs, source)?,
            columns: columns::read(self.columns, &BASE_FIELDS, source)?,
            pads: self.pads,
        })
    }

    fn delays(&self, source: &Source<'_>) -> Result<AirDelays, StudyError> {
        let unknown = self.unknown_pads.as_ref().map(|policy| *policy.as_ref());
        let named = delays::read(&self.delay_minutes, *AirDelays::default().named(), source)?;
        Ok(AirDelays::new(named).with_unknown_pad(unknown.unwrap_or_default()))
    }

    fn availability(&self, source: &Source<'_>) -> Result<Availability, StudyError> {
        let error = |key, span: &Range<usize>, cause: AvailabilityError| {
            let cause = StudyCause::Availability { key, source: cause };
            source.error(span, cause)
        };
        let flyable = match (&self.flyable_share, &self.flyable_share_by_month) {
            (Some(share), Some(_)) => {
                let because = "with `flyable_share_by_month`";
                return Err(source.no_effect("flyable_share", because, &share.span()));
            }
            (None, Some(months)) => FlyableShare::try_from_months(months.as_ref())
                .map_err(|cause| error("flyable_share_by_month", &months.span(), cause))?,
            (share, None) => FlyableShare::constant(flyable_share().read(share.as_ref(), source)?),
        };
        let arrivals = match &self.arrivals_by_hour {
            None => Availability::default().arrivals,
            Some(hours) => ArrivalProfile::try_from_hours(hours.as_ref())
                .map_err(|cause| error("arrivals_by_hour", &hours.span(), cause))?,
        };
        Ok(Availability {
            flyable,
            busy: busy_share().read(self.busy_share.as_ref(), source)?,
            arrivals,
        })
    }

    /// The study's own cost, or the surveyed one where it is in the study's currency.
    fn mission_cost(
        &self,
        currency: Option<Currency>,
        source: &Source<'_>,
    ) -> Result<Option<MissionCost>, StudyError> {
        let key = "mission_cost";
        match (&self.mission_cost, currency) {
            (None, currency) => {
                let surveyed = MissionCost::SURVEYED;
                Ok((currency == Some(surveyed.currency())).then_some(surveyed))
            }
            (Some(amount), None) => {
                Err(source.no_effect(key, "without `currency`", &amount.span()))
            }
            (Some(amount), Some(currency)) => MissionCost::try_new(*amount.as_ref(), currency)
                .map(Some)
                .ok_or_else(|| {
                    let expected = "a number from 0 to 10¹²";
                    source.value(key, expected, amount.as_ref(), &amount.span())
                }),
        }
    }

    pub(in crate::study) fn written(choice: &HelicopterChoice) -> Spanned<Self> {
        let service = &choice.service;
        let months = service.availability.flyable.months().map(Share::as_f64);
        let is_constant = months
            .iter()
            .all(|month| month.total_cmp(&months[0]).is_eq());
        let hours = service.availability.arrivals.hours();
        let cost = service.mission_cost;
        Spanned::nowhere(Self {
            bases: choice.bases.clone(),
            crs: crs_code::written(choice.crs.as_ref()),
            columns: columns::written(&choice.columns),
            pads: choice.pads.clone(),
            unknown_pads: Some(Spanned::nowhere(service.delays.unknown_pad())),
            delay_minutes: delays::written(service.delays.named()),
            cruise_kmh: choice.cruise.and_then(written),
            unlisted_hours: Some(Spanned::nowhere(choice.unlisted_hours.to_string())),
            flyable_share: is_constant.then(|| Spanned::nowhere(months[0])),
            flyable_share_by_month: (!is_constant).then(|| Spanned::nowhere(months.to_vec())),
            busy_share: written(service.availability.busy),
            arrivals_by_hour: Some(Spanned::nowhere(hours.to_vec())),
            minimum_saving_minutes: written(service.minimum_saving),
            mission_cost: cost.map(|cost| Spanned::nowhere(cost.amount())),
            reach_minutes: written(service.reach),
            scenarios: service
                .scenarios
                .iter()
                .map(ScenarioToml::written)
                .collect(),
        })
    }
}
