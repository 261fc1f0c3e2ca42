use super::duty::DutyHours;
use super::parameters::RotaParameters;
use super::work::{ROUNDING, YearOfWork};
use crate::service::WeekHours;

/// Clinicians that a rota group needs, by what asks for them. The need is the greatest of the
/// three: the same people do all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClinicianNeed {
    /// For a clinician at every centre in its working hours.
    pub resident: u32,
    /// For 1 in N on call.
    pub on_call: u32,
    /// For the average working week.
    pub working_time: u32,
}

impl ClinicianNeed {
    /// Clinicians of the group.
    #[must_use]
    pub fn clinicians(self) -> u32 {
        self.resident.max(self.on_call).max(self.working_time)
    }
}

/// Clinicians that a group of `centres` needs to be open in `hours`: at each centre in its working
/// hours, at one of them, with one clinician on call for all, in the rest.
///
/// `mt_per_centre` is the MT per centre and year of a service that never closes. All numbers allow
/// for days away.
#[must_use]
pub fn clinicians_needed(
    hours: &WeekHours,
    centres: u32,
    mt_per_centre: f64,
    parameters: &RotaParameters,
) -> ClinicianNeed {
    let duty = DutyHours::new(hours, parameters);
    let [resident, ..] = duty.per_week();
    let at_each = whole(parameters.with_leave(resident) / parameters.contract_hours);
    let frequency = duty.at_work_for_one_in(parameters);
    let mt = mt_per_centre * f64::from(centres);
    let work = YearOfWork::new(mt, &duty.resident, &duty.on_call, parameters);
    let spare = parameters.average_week_limit - parameters.contract_hours;
    let called_in = parameters.with_leave(work.called_in_hours(parameters));
    ClinicianNeed {
        resident: centres * at_each,
        on_call: whole(parameters.with_leave(frequency)),
        working_time: whole(called_in / spare),
    }
}

/// Rounded up to whole clinicians, but for the error of the arithmetic.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0, and far below 2^32 by the limits of the parameters"
)]
fn whole(clinicians: f64) -> u32 {
    (clinicians - ROUNDING).ceil().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::OnCallMeasure;
    use proptest::prelude::*;

    const MT: f64 = 8_080.0 / 24.0;

    fn kinds() -> [WeekHours; 4] {
        [
            WeekHours::never(),
            WeekHours::office_hours(),
            WeekHours::extended_day(),
            WeekHours::always(),
        ]
    }

    fn parameters() -> impl Strategy<Value = RotaParameters> {
        (1..12_u32, 0..200_u32, 30..44_u32, any::<bool>(), 0..10_u32).prop_map(
            |(one_in, away, contract, duties, alarms)| RotaParameters {
                one_in: f64::from(one_in),
                days_away: f64::from(away),
                contract_hours: f64::from(contract),
                false_alarms_per_mt: f64::from(alarms),
                measure: if duties {
                    OnCallMeasure::Duties
                } else {
                    OnCallMeasure::Hours
                },
                ..RotaParameters::default()
            },
        )
    }

    fn clinicians(hours: &WeekHours, centres: u32, mt: f64, parameters: &RotaParameters) -> u32 {
        clinicians_needed(hours, centres, mt, parameters).clinicians()
    }

    proptest! {
        /// Longer hours, more leave, a higher N and more MT never need fewer clinicians.
        #[test]
        fn more_to_do_never_needs_fewer(
            p in parameters(), centres in 1..5_u32, mt in 0..2_000_u32, more in 1..40_u32,
        ) {
            let mt = f64::from(mt);
            for pair in kinds().windows(2) {
                prop_assert!(pair[1].includes(&pair[0]));
                let (less, needs) =
                    (clinicians(&pair[0], centres, mt, &p), clinicians(&pair[1], centres, mt, &p));
                prop_assert!(less <= needs);
                let more = f64::from(more);
                let higher = RotaParameters { one_in: p.one_in + more, ..p.clone() };
                prop_assert!(needs <= clinicians(&pair[1], centres, mt, &higher));
                let away = RotaParameters { days_away: p.days_away + more, ..p.clone() };
                prop_assert!(needs <= clinicians(&pair[1], centres, mt, &away));
                prop_assert!(needs <= clinicians(&pair[1], centres, mt + more, &p));
            }
        }

        /// Centres together never need more than each alone.
        #[test]
        fn a_network_never_needs_more_than_its_centres_alone(
            p in parameters(), centres in 1..9_u32, mt in 0..2_000_u32,
        ) {
            for hours in kinds() {
                let alone = clinicians(&hours, 1, f64::from(mt), &p);
                prop_assert!(clinicians(&hours, centres, f64::from(mt), &p) <= centres * alone);
            }
        }
    }

    /// "With leave a true 1 in 6 needs 7.5, so 8": 192 for 24 centres and 240 for 30.
    #[test]
    fn a_true_one_in_six_needs_eight() {
        let needed = clinicians_needed(&WeekHours::always(), 1, MT, &RotaParameters::default());
        assert_eq!(needed.on_call, 8);
        assert_eq!(24 * needed.clinicians(), 192);
        assert_eq!(30 * needed.clinicians(), 240);
    }

    #[test]
    fn hours_on_call_may_be_weighed() {
        let p = RotaParameters {
            measure: OnCallMeasure::Hours,
            ..RotaParameters::default()
        };
        let need = kinds().map(|hours| clinicians(&hours, 1, MT, &p));
        assert_eq!(need, [0, 2, 3, 8]);
    }
}
