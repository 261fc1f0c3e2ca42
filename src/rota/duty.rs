use super::parameters::{OnCallMeasure, RotaParameters};
use crate::service::{WEEK_HOURS, WeekHours};

/// How the 168 hours of a week are covered at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyHours {
    /// Open, with a clinician at the workplace.
    pub resident: WeekHours,
    /// Open, with a clinician on call from home.
    pub on_call: WeekHours,
    /// Closed.
    pub closed: WeekHours,
}

impl DutyHours {
    /// The duties of a service that is open in these hours.
    #[must_use]
    pub fn new(hours: &WeekHours, parameters: &RotaParameters) -> Self {
        Self {
            resident: hours.intersection(&parameters.working_hours),
            on_call: hours.difference(&parameters.working_hours),
            closed: hours.complement(),
        }
    }

    /// Hours per week: resident, on call and closed; their sum is 168.
    #[must_use]
    pub fn per_week(&self) -> [f64; 3] {
        [&self.resident, &self.on_call, &self.closed].map(WeekHours::hours_per_week)
    }

    /// Clinicians at work that the standard of 1 in N asks for; 0 without hours on call.
    pub(super) fn at_work_for_one_in(&self, parameters: &RotaParameters) -> f64 {
        let on_call = self.on_call.hours_per_week();
        if on_call <= 0.0 {
            return 0.0;
        }
        match parameters.measure {
            OnCallMeasure::Duties => parameters.one_in,
            OnCallMeasure::Hours => {
                let most = WEEK_HOURS as f64 - parameters.working_hours.hours_per_week();
                parameters.one_in * on_call / most
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every hour of the week is resident, on call or closed, and only one of them.
        #[test]
        fn a_week_has_168_hours(
            days in 0..8_u32, from in 0..1_440_u32, length in 0..1_440_u32, start in 0..1_440_u32,
        ) {
            let hours = WeekHours::on_days(0..days, from, (from + length).min(1_440));
            let parameters = RotaParameters {
                working_hours: WeekHours::on_days(0..5, start, 1_440),
                ..RotaParameters::default()
            };
            let duty = DutyHours::new(&hours, &parameters);
            prop_assert!((duty.per_week().iter().sum::<f64>() - 168.0).abs() < 1e-9);
            prop_assert_eq!(duty.resident.union(&duty.on_call), hours);
            prop_assert_eq!(duty.resident.intersection(&duty.on_call), WeekHours::never());
        }
    }
}
