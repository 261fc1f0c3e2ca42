use super::parameters::RotaParameters;
use crate::service::WeekHours;

/// Weeks of a year.
pub(super) const WEEKS: f64 = 52.0;

/// What arithmetic may lose of a clinician or an hour without missing a standard.
pub(super) const ROUNDING: f64 = 1e-9;

/// MT of a year, by when the work is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct YearOfWork {
    /// While a clinician is at the workplace.
    pub(super) resident_mt: f64,
    /// For which a clinician on call is called in.
    pub(super) on_call_mt: f64,
}

impl YearOfWork {
    /// From the MT that a service would have if it never closed. Shorter hours lose their share.
    ///
    /// In and out of the working hours, MT are spread as calls are.
    pub(super) fn new(
        mt_never_closed: f64,
        resident: &WeekHours,
        on_call: &WeekHours,
        parameters: &RotaParameters,
    ) -> Self {
        let working = &parameters.working_hours;
        let part = |hours: &WeekHours, of: &WeekHours| {
            let all = parameters.profile.share_in(of);
            if all > 0.0 {
                (parameters.profile.share_in(hours) / all).min(1.0)
            } else {
                0.0
            }
        };
        let out = parameters.out_of_hours_share;
        Self {
            resident_mt: mt_never_closed * (1.0 - out) * part(resident, working),
            on_call_mt: mt_never_closed * out * part(on_call, &working.complement()),
        }
    }

    /// All MT of the year.
    pub(super) fn mt(self) -> f64 {
        self.resident_mt + self.on_call_mt
    }

    /// Hours per week for which clinicians on call are called in, false alarms included, all
    /// clinicians together.
    pub(super) fn called_in_hours(self, parameters: &RotaParameters) -> f64 {
        let minutes = parameters.minutes_per_mt
            + parameters.false_alarms_per_mt * parameters.minutes_per_false_alarm;
        self.on_call_mt * minutes / 60.0 / WEEKS
    }
}
