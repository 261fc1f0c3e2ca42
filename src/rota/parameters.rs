use super::described::{
    AVERAGE_WEEK, CONTRACT_HOURS, DAILY_REST, DAYS_AWAY, FALSE_ALARM_MINUTES, FALSE_ALARMS,
    MT_MINUTES, MT_PER_YEAR, ONE_IN, OPERATOR_MINIMUM, OUT_OF_HOURS, WORKING_DAYS,
};
use crate::service::{Parameter, ParameterError, WeekHours, WeekProfile};

/// What 1 in N counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnCallMeasure {
    /// Duties: whoever is on call for an evening has a duty, as for a night. This is the standard
    /// as it is written.
    Duties,
    /// Hours: evenings until 20:00 weigh less than nights. A clinician has at most the hours on
    /// call of 1 in N in a service that never closes. An assumption.
    Hours,
}

/// The numbers of the rota arithmetic.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RotaParameters {
    /// N of 1 in N: each clinician has at most one duty on call in N.
    pub one_in: f64,
    /// What 1 in N counts.
    pub measure: OnCallMeasure,
    /// Working days per year of a clinician who is never away.
    pub working_days: f64,
    /// Working days per year away: leave, public holidays and study.
    pub days_away: f64,
    /// Contracted hours per week at the workplace.
    pub contract_hours: f64,
    /// Greatest average of working hours per week.
    pub average_week_limit: f64,
    /// Least rest between two days of work, in hours.
    pub daily_rest: f64,
    /// When clinicians are at the workplace if the service is open; at other open hours one is on
    /// call from home.
    pub working_hours: WeekHours,
    /// Share of MT outside the working hours in a service that never closes.
    pub out_of_hours_share: f64,
    /// Operator time per MT, in minutes.
    pub minutes_per_mt: f64,
    /// False alarms per MT.
    pub false_alarms_per_mt: f64,
    /// Operator time per false alarm, in minutes.
    pub minutes_per_false_alarm: f64,
    /// Least MT per operator and year.
    pub operator_minimum: f64,
    /// MT per year of all centres of a layout that never closes.
    pub mt_per_year: f64,
    /// How calls are spread over the week.
    pub profile: WeekProfile,
}

impl RotaParameters {
    /// What is known of each number, in the order of the fields.
    pub const DESCRIBED: [Parameter; 12] = [
        ONE_IN,
        WORKING_DAYS,
        DAYS_AWAY,
        CONTRACT_HOURS,
        AVERAGE_WEEK,
        DAILY_REST,
        OUT_OF_HOURS,
        MT_MINUTES,
        FALSE_ALARMS,
        FALSE_ALARM_MINUTES,
        OPERATOR_MINIMUM,
        MT_PER_YEAR,
    ];

    const fn values(&self) -> [f64; 12] {
        [
            self.one_in,
            self.working_days,
            self.days_away,
            self.contract_hours,
            self.average_week_limit,
            self.daily_rest,
            self.out_of_hours_share,
            self.minutes_per_mt,
            self.false_alarms_per_mt,
            self.minutes_per_false_alarm,
            self.operator_minimum,
            self.mt_per_year,
        ]
    }

    /// Checks that every number is possible.
    ///
    /// # Errors
    ///
    /// The first that is not: outside its limits, days away that leave no working day, or a
    /// contract of as many hours as the week may have.
    pub fn check(&self) -> Result<(), ParameterError> {
        let described = Self::DESCRIBED.iter().zip(self.values());
        for (parameter, value) in described {
            parameter.check(value)?;
        }
        let below = |parameter: Parameter, value: f64, greatest: f64| {
            let (least, _) = parameter.limits;
            let limits = (least, greatest);
            Parameter {
                limits,
                ..parameter
            }
            .check(value)
        };
        below(DAYS_AWAY, self.days_away, self.working_days - 1.0)?;
        below(
            CONTRACT_HOURS,
            self.contract_hours,
            self.average_week_limit - 1.0,
        )
    }

    /// The number of clinicians of whom `present` are at work on average: `present` times working
    /// days over days at work.
    #[must_use]
    pub(super) fn with_leave(&self, present: f64) -> f64 {
        present * self.working_days / (self.working_days - self.days_away)
    }

    /// How many of `clinicians` are at work on average.
    #[must_use]
    pub(super) fn at_work(&self, clinicians: f64) -> f64 {
        clinicians * (self.working_days - self.days_away) / self.working_days
    }
}

impl Default for RotaParameters {
    fn default() -> Self {
        Self {
            one_in: ONE_IN.default,
            measure: OnCallMeasure::Duties,
            working_days: WORKING_DAYS.default,
            days_away: DAYS_AWAY.default,
            contract_hours: CONTRACT_HOURS.default,
            average_week_limit: AVERAGE_WEEK.default,
            daily_rest: DAILY_REST.default,
            // As the out-of-hours share of Royal Stoke was counted.
            working_hours: WeekHours::on_days(0..5, 8 * 60, 17 * 60),
            out_of_hours_share: OUT_OF_HOURS.default,
            minutes_per_mt: MT_MINUTES.default,
            false_alarms_per_mt: FALSE_ALARMS.default,
            minutes_per_false_alarm: FALSE_ALARM_MINUTES.default,
            operator_minimum: OPERATOR_MINIMUM.default,
            mt_per_year: MT_PER_YEAR.default,
            profile: WeekProfile::ssnap_arrivals(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_in_their_ranges_and_ranges_in_their_limits() {
        for parameter in RotaParameters::DESCRIBED {
            assert!(parameter.is_in_order(), "{}", parameter.key);
        }
        let defaults = RotaParameters::default();
        defaults.check().unwrap();
        for (parameter, value) in RotaParameters::DESCRIBED.iter().zip(defaults.values()) {
            assert!(
                (parameter.default - value).abs() < f64::EPSILON,
                "{}",
                parameter.key
            );
        }
    }

    #[test]
    fn impossible_numbers_are_refused() {
        let with = |change: fn(&mut RotaParameters)| {
            let mut parameters = RotaParameters::default();
            change(&mut parameters);
            parameters.check().unwrap_err().to_string()
        };
        assert_eq!(
            with(|p| p.days_away = 260.0),
            "`days_away` must be a number from 0 to 259 days per year (got 260)"
        );
        assert_eq!(
            with(|p| p.contract_hours = 48.0),
            "`contract_hours` must be a number from 1 to 47 hours per week (got 48)"
        );
        assert_eq!(
            with(|p| p.one_in = 0.0),
            "`one_in` must be a number from 1 to 100 duties (got 0)"
        );
        assert!(with(|p| p.out_of_hours_share = f64::NAN).contains("out_of_hours_share"));
    }
}
