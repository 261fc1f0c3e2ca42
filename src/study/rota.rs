//! `[rota]`: how many clinicians hours need.

use super::error::{StudyCause, StudyError};
use super::parameter::{in_schema, read};
use super::source::Source;
use super::spanned::Spanned;
use super::week_hours::hours;
use crate::rota::{
    AVERAGE_WEEK, CONTRACT_HOURS, DAILY_REST, DAYS_AWAY, FALSE_ALARM_MINUTES, FALSE_ALARMS,
    MT_MINUTES, ONE_IN, OPERATOR_MINIMUM, OUT_OF_HOURS, OnCallMeasure, RotaParameters,
    WORKING_DAYS,
};
use crate::service::WeekHours;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const HOURS: [&str; 3] = ["Mon-Fri 09:00-17:00", "08:00-20:00", "24/7"];
const NETWORKS: [u32; 4] = [1, 2, 3, 4];
const WORKING_HOURS: &str = "Mon-Fri 08:00-17:00";

/// What a study says of rotas.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RotaChoice {
    /// The numbers of the arithmetic; MT per year and the profile of the week come from the run.
    pub parameters: RotaParameters,
    /// MT per year of all centres of a layout; from the demand of the study where `None`.
    pub mt_per_year: Option<f64>,
    /// The hours that are compared.
    pub hours: Vec<WeekHours>,
    /// How many centres share nights and weekends, at most; 1 is each alone.
    pub networks: Vec<u32>,
}

/// How many clinicians the hours of a layout need, alone and in networks, and what the planned number
/// gives: `catchment rota`. Without this table the command uses the defaults.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotaToml {
    /// Opening hours to compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = HOURS, "minItems" = 1))]
    hours: Option<Spanned<Vec<Spanned<String>>>>,
    /// How many centres share nights and weekends, at most; 1 is each alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = NETWORKS, "minItems" = 1))]
    networks: Option<Spanned<Vec<Spanned<u32>>>>,
    /// Whether 1 in N counts `duties`, or `hours`: then an evening weighs less than a night.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "duties", "enum" = ["duties", "hours"]))]
    on_call_measure: Option<Spanned<String>>,
    /// When a clinician is at the workplace of each open centre. At other open hours one is on call
    /// from home.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = WORKING_HOURS,
        "x-source" = "the hours by which Royal Stoke counted its out-of-hours share"
    ))]
    working_hours: Option<Spanned<String>>,
    /// N of 1 in N: the most duties on call of one clinician.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(ONE_IN))]
    one_in: Option<Spanned<f64>>,
    /// Working days of a clinician who is never away.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(WORKING_DAYS))]
    working_days: Option<Spanned<f64>>,
    /// Working days away: leave, public holidays and study.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(DAYS_AWAY))]
    days_away: Option<Spanned<f64>>,
    /// Contracted hours at the workplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(CONTRACT_HOURS))]
    contract_hours: Option<Spanned<f64>>,
    /// Longest average working week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(AVERAGE_WEEK))]
    average_week_limit: Option<Spanned<f64>>,
    /// Shortest rest between two days of work.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(DAILY_REST))]
    daily_rest: Option<Spanned<f64>>,
    /// MT outside the working hours, in a service that never closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(OUT_OF_HOURS))]
    out_of_hours_share: Option<Spanned<f64>>,
    /// Time of the operator per MT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(MT_MINUTES))]
    minutes_per_mt: Option<Spanned<f64>>,
    /// Calls that end without MT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(FALSE_ALARMS))]
    false_alarms_per_mt: Option<Spanned<f64>>,
    /// Time of the operator per call that ends without MT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(FALSE_ALARM_MINUTES))]
    minutes_per_false_alarm: Option<Spanned<f64>>,
    /// Fewest MT per operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(OPERATOR_MINIMUM))]
    operator_minimum: Option<Spanned<f64>>,
    /// MT of all centres of a layout together, if none ever closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the demand of the study times `eligible_share` of `[centres]`; without \
                       `[centres]`, times the share that `[pathway]` gives MT",
        "minimum" = 0, "x-unit" = "MT per year", "examples" = [8080]
    ))]
    mt_per_year: Option<Spanned<f64>>,
}

impl RotaToml {
    pub(super) fn read(&self, source: &Source<'_>) -> Result<RotaChoice, StudyError> {
        let number =
            |parameter, form: &Option<Spanned<f64>>| read(&parameter, form.as_ref(), source);
        let mut parameters = RotaParameters {
            one_in: number(ONE_IN, &self.one_in)?,
            working_days: number(WORKING_DAYS, &self.working_days)?,
            days_away: number(DAYS_AWAY, &self.days_away)?,
            contract_hours: number(CONTRACT_HOURS, &self.contract_hours)?,
            average_week_limit: number(AVERAGE_WEEK, &self.average_week_limit)?,
            daily_rest: number(DAILY_REST, &self.daily_rest)?,
            out_of_hours_share: number(OUT_OF_HOURS, &self.out_of_hours_share)?,
            minutes_per_mt: number(MT_MINUTES, &self.minutes_per_mt)?,
            false_alarms_per_mt: number(FALSE_ALARMS, &self.false_alarms_per_mt)?,
            minutes_per_false_alarm: number(FALSE_ALARM_MINUTES, &self.minutes_per_false_alarm)?,
            operator_minimum: number(OPERATOR_MINIMUM, &self.operator_minimum)?,
            ..RotaParameters::default()
        };
        if let Some(form) = &self.working_hours {
            parameters.working_hours = hours("working_hours", form, source)?;
        }
        if let Some(form) = &self.on_call_measure {
            parameters.measure = match form.as_ref().as_str() {
                "duties" => OnCallMeasure::Duties,
                "hours" => OnCallMeasure::Hours,
                _ => return Err(source.unknown_choice(form, &["duties", "hours"])),
            };
        }
        // Two numbers that are possible, and not together.
        parameters.check().map_err(|cause| {
            let forms = [&self.days_away, &self.contract_hours];
            let [days_away, contract] = forms.map(|form| form.as_ref().map(Spanned::span));
            let place = if cause.key == DAYS_AWAY.key {
                days_away.or_else(|| self.working_days.as_ref().map(Spanned::span))
            } else {
                contract.or_else(|| self.average_week_limit.as_ref().map(Spanned::span))
            };
            source.error(&place.unwrap_or(0..0), StudyCause::Parameter(cause))
        })?;
        let mt_per_year = self.mt_per_year.as_ref().map(|form| {
            let mt = *form.as_ref();
            if mt >= 0.0 && mt.is_finite() {
                Ok(mt)
            } else {
                Err(source.value("mt_per_year", "a number of at least 0", &mt, &form.span()))
            }
        });
        Ok(RotaChoice {
            parameters,
            mt_per_year: mt_per_year.transpose()?,
            hours: self.hours(source)?,
            networks: self.networks(source)?,
        })
    }

    fn hours(&self, source: &Source<'_>) -> Result<Vec<WeekHours>, StudyError> {
        let Some(form) = &self.hours else {
            let defaults = HOURS.map(|text| Spanned::nowhere(text.to_owned()));
            return defaults
                .iter()
                .map(|text| hours("hours", text, source))
                .collect();
        };
        if form.as_ref().is_empty() {
            return Err(source.value("hours", "at least one", "[]", &form.span()));
        }
        let texts = form.as_ref().iter();
        texts.map(|text| hours("hours", text, source)).collect()
    }

    fn networks(&self, source: &Source<'_>) -> Result<Vec<u32>, StudyError> {
        let Some(form) = &self.networks else {
            return Ok(NETWORKS.to_vec());
        };
        let sizes = form.as_ref();
        if sizes.is_empty() {
            return Err(source.value("networks", "at least one", "[]", &form.span()));
        }
        if let Some(size) = sizes.iter().find(|size| *size.as_ref() == 0) {
            let expected = "whole numbers of at least 1";
            return Err(source.value("networks", expected, &0, &size.span()));
        }
        Ok(sizes.iter().map(|size| *size.as_ref()).collect())
    }

    pub(super) fn written(choice: &RotaChoice) -> Self {
        let p = &choice.parameters;
        let number = |number: f64| Some(Spanned::nowhere(number));
        let hours = choice
            .hours
            .iter()
            .map(|hours| Spanned::nowhere(hours.to_string()));
        let networks = choice.networks.iter().map(|&size| Spanned::nowhere(size));
        let measure = match p.measure {
            OnCallMeasure::Duties => "duties",
            OnCallMeasure::Hours => "hours",
        };
        Self {
            hours: Some(Spanned::nowhere(hours.collect())),
            networks: Some(Spanned::nowhere(networks.collect())),
            on_call_measure: Some(Spanned::nowhere(measure.to_owned())),
            working_hours: Some(Spanned::nowhere(p.working_hours.to_string())),
            one_in: number(p.one_in),
            working_days: number(p.working_days),
            days_away: number(p.days_away),
            contract_hours: number(p.contract_hours),
            average_week_limit: number(p.average_week_limit),
            daily_rest: number(p.daily_rest),
            out_of_hours_share: number(p.out_of_hours_share),
            minutes_per_mt: number(p.minutes_per_mt),
            false_alarms_per_mt: number(p.false_alarms_per_mt),
            minutes_per_false_alarm: number(p.minutes_per_false_alarm),
            operator_minimum: number(p.operator_minimum),
            mt_per_year: choice.mt_per_year.map(Spanned::nowhere),
        }
    }
}

/// The choice of a study without the table.
impl Default for RotaChoice {
    fn default() -> Self {
        Self {
            parameters: RotaParameters::default(),
            mt_per_year: None,
            hours: vec![
                WeekHours::office_hours(),
                WeekHours::extended_day(),
                WeekHours::always(),
            ],
            networks: NETWORKS.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RotaChoice, StudyError> {
        let source = Source {
            text,
            file: "study.toml",
        };
        let form: RotaToml = toml::from_str(text).expect("a table");
        form.read(&source)
    }

    /// The defaults of the form and those of the arithmetic are the same.
    #[test]
    fn an_empty_table_is_the_default() {
        let choice = read("").unwrap();
        assert_eq!(choice, RotaChoice::default());
        let source = Source {
            text: "",
            file: "study.toml",
        };
        assert_eq!(RotaToml::written(&choice).read(&source), Ok(choice));
    }

    #[test]
    fn impossible_rotas_are_refused_where_they_are_written() {
        for (text, line, words) in [
            ("one_in = 0", 1, "`one_in` must be a number from 1"),
            ("working_days = 200\ndays_away = 200", 2, "0 to 199 days"),
            ("average_week_limit = 40\n", 1, "`contract_hours` must be"),
            ("mt_per_year = -1", 1, "at least 0"),
            ("networks = [1,\n0]", 2, "at least 1"),
            ("hours = []", 1, "at least one"),
            ("on_call_measure = \"hour\"", 1, "did you mean `hours`?"),
            ("hours = [\"20:00-08:00\"]", 1, "ends before it begins"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
