//! A helicopter service and its scenarios.

use super::super::HelicopterChoice;
use super::super::columns::BASE_FIELDS;
use super::super::error::{StudyCause, StudyError};
use super::super::helicopter::{
    HelicopterToml, MINIMUM_SAVING_MINUTES, REACH_MINUTES, ScenarioToml,
};
use super::super::spanned::Spanned;
use super::Source;
use crate::flight::{
    AirDelays, ArrivalProfile, Availability, AvailabilityError, FlyableShare, FlyingHours,
    HelicopterService, MissionCost, Scenario, ScenarioHours,
};
use crate::units::{Currency, KmPerHour};
use std::ops::Range;

impl Source<'_> {
    pub(super) fn helicopter(
        &self,
        form: HelicopterToml,
        currency: Option<Currency>,
    ) -> Result<HelicopterChoice, StudyError> {
        let unlisted_hours = match &form.unlisted_hours {
            None => FlyingHours::SURVEYED,
            Some(text) => FlyingHours::from_choice(text.as_ref()).ok_or_else(|| {
                let expected = "`24/7`, `daylight`, `never`, or hours such as `07:00-21:30`";
                self.value("unlisted_hours", expected, text.as_ref(), &text.span())
            })?,
        };
        let cruise = form.cruise_kmh.as_ref().map(|speed| {
            self.quantity(
                "cruise_kmh",
                &speed.span(),
                KmPerHour::try_new(*speed.as_ref()),
            )
        });
        let delays = self.air_delays(&form)?;
        let cruise = cruise.transpose()?;
        let service = HelicopterService {
            delays,
            availability: self.availability(&form)?,
            minimum_saving: self.minutes_or(
                "minimum_saving_minutes",
                form.minimum_saving_minutes.as_ref(),
                MINIMUM_SAVING_MINUTES,
            )?,
            mission_cost: self.mission_cost(form.mission_cost, currency)?,
            reach: self.minutes_or("reach_minutes", form.reach_minutes.as_ref(), REACH_MINUTES)?,
            scenarios: self.scenarios(form.scenarios)?,
        };
        Ok(HelicopterChoice {
            cruise,
            unlisted_hours,
            service,
            bases: form.bases,
            crs: self.crs(form.crs)?,
            columns: self.columns(form.columns, &BASE_FIELDS)?,
            pads: form.pads,
        })
    }

    /// The study's own cost, or the surveyed one where it is in the study's currency.
    fn mission_cost(
        &self,
        amount: Option<Spanned<f64>>,
        currency: Option<Currency>,
    ) -> Result<Option<MissionCost>, StudyError> {
        let key = "mission_cost";
        match (amount, currency) {
            (None, currency) => {
                let surveyed = MissionCost::SURVEYED;
                Ok((currency == Some(surveyed.currency())).then_some(surveyed))
            }
            (Some(amount), None) => {
                let because = "without `currency`";
                Err(self.error(&amount.span(), StudyCause::NoEffect { key, because }))
            }
            (Some(amount), Some(currency)) => MissionCost::try_new(*amount.as_ref(), currency)
                .map(Some)
                .ok_or_else(|| {
                    let expected = "a number of at least 0";
                    self.value(key, expected, amount.as_ref(), &amount.span())
                }),
        }
    }

    fn air_delays(&self, form: &HelicopterToml) -> Result<AirDelays, StudyError> {
        let unknown = form.unknown_pads.as_ref().map(|policy| *policy.as_ref());
        let named = self.delays(*AirDelays::default().named(), &form.delay_minutes)?;
        Ok(AirDelays::new(named).with_unknown_pad(unknown.unwrap_or_default()))
    }

    fn availability(&self, form: &HelicopterToml) -> Result<Availability, StudyError> {
        let default = Availability::default();
        let of = |key, span: &Range<usize>, source: AvailabilityError| {
            self.error(span, StudyCause::Availability { key, source })
        };
        let flyable = match (&form.flyable_share, &form.flyable_share_by_month) {
            (Some(share), Some(_)) => {
                return Err(self.error(
                    &share.span(),
                    StudyCause::NoEffect {
                        key: "flyable_share",
                        because: "with `flyable_share_by_month`",
                    },
                ));
            }
            (None, Some(months)) => FlyableShare::try_from_months(months.as_ref())
                .map_err(|source| of("flyable_share_by_month", &months.span(), source))?,
            (share, None) => FlyableShare::constant(self.share_or(
                "flyable_share",
                share.as_ref(),
                default.flyable.in_month(0),
            )?),
        };
        let arrivals = match &form.arrivals_by_hour {
            None => default.arrivals,
            Some(hours) => ArrivalProfile::try_from_hours(hours.as_ref())
                .map_err(|source| of("arrivals_by_hour", &hours.span(), source))?,
        };
        Ok(Availability {
            flyable,
            busy: self.share_or("busy_share", form.busy_share.as_ref(), default.busy)?,
            arrivals,
        })
    }

    /// The scenarios of the study; the hours of the bases themselves where it has none.
    fn scenarios(&self, forms: Vec<Spanned<ScenarioToml>>) -> Result<Vec<Scenario>, StudyError> {
        let mut scenarios: Vec<(Scenario, Range<usize>)> = Vec::new();
        for form in forms {
            let (span, form) = (form.span(), form.into_inner());
            let name = self.file_name("name", &form.name, &span)?;
            if let Some((_, first)) = scenarios.iter().find(|(other, _)| other.name == name) {
                let first = self.line(first);
                let what = "scenario";
                return Err(self.error(&span, StudyCause::Duplicate { what, name, first }));
            }
            let hours = ScenarioHours::from_choice(form.hours.as_ref()).ok_or_else(|| {
                let expected =
                    "`listed`, `24/7`, `daylight`, `never`, or hours such as `07:00-21:30`";
                self.value("hours", expected, form.hours.as_ref(), &form.hours.span())
            })?;
            let title = form.title.unwrap_or_else(|| name.clone());
            scenarios.push((Scenario { name, title, hours }, span));
        }
        if scenarios.is_empty() {
            return Ok(vec![Scenario {
                name: "listed-hours".to_owned(),
                title: "helicopters in the hours of their bases".to_owned(),
                hours: ScenarioHours::Listed,
            }]);
        }
        Ok(scenarios
            .into_iter()
            .map(|(scenario, _)| scenario)
            .collect())
    }
}
