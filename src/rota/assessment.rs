use super::duty::DutyHours;
use super::parameters::RotaParameters;
use super::rest::rest_breaches;
use super::work::{ROUNDING, YearOfWork};
use crate::service::WeekHours;

/// What a number of clinicians gives in a rota group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RotaAssessment {
    /// Clinicians of the group.
    pub clinicians: u32,
    /// N of 1 in N on the rota.
    pub nominal_one_in: f64,
    /// N of 1 in N while colleagues are away.
    pub real_one_in: f64,
    /// Whether enough clinicians are at work for the standard of 1 in N.
    pub meets_frequency: bool,
    /// Hours per week of the service at each centre: resident, on call and closed.
    pub hours: [f64; 3],
    /// Hours per week and clinician at the workplace for the service.
    pub resident_each: f64,
    /// Hours per week and clinician on call from home, called in or not.
    pub on_call_each: f64,
    /// Hours per week and clinician called in, averaged over all weeks of the year.
    pub called_in_each: f64,
    /// Working hours per week and clinician, averaged over weeks at work: contract and called in.
    pub average_week: f64,
    /// Whether the average week is within its limit.
    pub meets_average_week: bool,
    /// Expected nights per year and clinician in which calls leave less than the daily rest. Each
    /// needs compensatory rest.
    pub rest_breaches_each: f64,
    /// MT per year and clinician.
    pub mt_each: f64,
    /// Whether each clinician has the least number of MT.
    pub meets_operator_minimum: bool,
}

/// What `clinicians` in all give a group of `centres` that is open in `hours`; `None` without
/// clinicians or without centres.
///
/// `mt_per_centre` is the MT per centre and year of a service that never closes. Travel from home is
/// not counted.
#[must_use]
pub fn assess(
    hours: &WeekHours,
    centres: u32,
    clinicians: u32,
    mt_per_centre: f64,
    parameters: &RotaParameters,
) -> Option<RotaAssessment> {
    if clinicians == 0 || centres == 0 {
        return None;
    }
    let staff = f64::from(clinicians);
    let duty = DutyHours::new(hours, parameters);
    let [resident, on_call, closed] = duty.per_week();
    let mt = mt_per_centre * f64::from(centres);
    let work = YearOfWork::new(mt, &duty.resident, &duty.on_call, parameters);
    let resident_each = resident * f64::from(centres) / staff;
    let called_in_each = work.called_in_hours(parameters) / staff;
    let workplace = parameters
        .contract_hours
        .max(parameters.with_leave(resident_each));
    let average_week = workplace + parameters.with_leave(called_in_each);
    let real_one_in = parameters.at_work(staff);
    let mt_each = work.mt() / staff;
    Some(RotaAssessment {
        clinicians,
        nominal_one_in: staff,
        real_one_in,
        meets_frequency: real_one_in + ROUNDING >= duty.at_work_for_one_in(parameters),
        hours: [resident, on_call, closed],
        resident_each,
        on_call_each: on_call / staff,
        called_in_each,
        average_week,
        meets_average_week: average_week <= parameters.average_week_limit + ROUNDING,
        rest_breaches_each: rest_breaches(mt, &duty.on_call, parameters) / staff,
        mt_each,
        meets_operator_minimum: mt_each >= parameters.operator_minimum,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::{OnCallMeasure, clinicians_needed};
    use proptest::prelude::*;

    fn of(clinicians: u32, mt: f64) -> RotaAssessment {
        assess(
            &WeekHours::always(),
            1,
            clinicians,
            mt,
            &RotaParameters::default(),
        )
        .unwrap()
    }

    /// The table of 10 % of 80,800 strokes among 24 or 30 centres, calculated elsewhere.
    #[test]
    fn so_many_clinicians_give_so_much() {
        for (clinicians, real, mt_of_24, mt_of_30) in [
            (3, "2.4", "112", "90"),
            (4, "3.2", "84", "67"),
            (5, "4.0", "67", "54"),
            (6, "4.8", "56", "45"),
            (8, "6.4", "42", "34"),
        ] {
            let [of_24, of_30] = [24.0, 30.0].map(|centres| of(clinicians, 8_080.0 / centres));
            assert_eq!(format!("{:.1}", of_24.real_one_in), real);
            assert_eq!(format!("{:.0}", of_24.mt_each), mt_of_24);
            assert_eq!(format!("{:.0}", of_30.mt_each), mt_of_30);
            assert_eq!(of_24.meets_frequency, clinicians == 8);
        }
        let today = [24.0, 30.0].map(|centres| of(5, 0.043 * 80_800.0 / centres));
        assert_eq!(today.map(|now| format!("{:.0}", now.mt_each)), ["29", "23"]);
    }

    /// 337 MT, 58 % out of hours, 171 min each and 1.55 false alarms of 27 min: 2.7 h a week for
    /// each of five. Frequency binds, not the 48 hours.
    #[test]
    fn five_are_called_in_for_less_than_three_hours_a_week() {
        let five = of(5, 337.0);
        let by_hand = 337.0 * 0.58 * (171.0 + 1.55 * 27.0) / 60.0 / 52.0 / 5.0;
        assert!((five.called_in_each - by_hand).abs() < 1e-12);
        assert_eq!(format!("{:.1}", five.called_in_each), "2.7");
        assert!(five.meets_average_week && !five.meets_frequency);
        assert!((five.hours.iter().sum::<f64>() - 168.0).abs() < 1e-12);
    }

    /// One clinician who is at the workplace for all 45 working hours, and away for a fifth of the
    /// year, would work more than 48 hours.
    #[test]
    fn one_clinician_cannot_be_there_all_week() {
        let parameters = RotaParameters::default();
        let one = assess(&parameters.working_hours, 1, 1, 10.0, &parameters).unwrap();
        assert!((one.average_week - 45.0 * 260.0 / 208.0).abs() < 1e-9);
        assert!(!one.meets_average_week && !one.meets_operator_minimum);
    }

    #[test]
    fn nobody_gives_nothing() {
        let parameters = RotaParameters::default();
        assert_eq!(assess(&WeekHours::always(), 1, 0, 337.0, &parameters), None);
    }

    proptest! {
        /// What each clinician has is what the rota has, whatever their number.
        #[test]
        fn the_work_is_shared(clinicians in 1..30_u32, centres in 1..5_u32, mt in 1..900_u32) {
            let p = RotaParameters::default();
            let given = |clinicians| {
                assess(&WeekHours::extended_day(), centres, clinicians, f64::from(mt), &p).unwrap()
            };
            let (one, many) = (given(1), given(clinicians));
            let sums = |g: &RotaAssessment, n: u32| {
                [g.resident_each, g.on_call_each, g.called_in_each, g.rest_breaches_each, g.mt_each]
                    .map(|each| each * f64::from(n))
            };
            for (one, many) in sums(&one, 1).iter().zip(sums(&many, clinicians)) {
                prop_assert!((one - many).abs() < 1e-9 * (1.0 + one));
            }
            prop_assert!((one.resident_each - 45.0 * f64::from(centres)).abs() < 1e-9);
            prop_assert!((one.on_call_each - 39.0).abs() < 1e-9);
            prop_assert_eq!(
                many.meets_operator_minimum,
                one.mt_each >= 15.0 * f64::from(clinicians)
            );
        }

        /// Whatever the hours: the number needed meets the standards, and one fewer does not.
        #[test]
        fn the_number_needed_is_the_least_that_meets_the_standards(
            centres in 1..5_u32, mt in 0..3_000_u32, kind in 0..3_usize, one_in in 1..12_u32,
            duties: bool,
        ) {
            let hours = [
                WeekHours::office_hours(), WeekHours::extended_day(), WeekHours::always(),
            ][kind].clone();
            let measure = if duties { OnCallMeasure::Duties } else { OnCallMeasure::Hours };
            let p = RotaParameters { one_in: f64::from(one_in), measure, ..RotaParameters::default() };
            let mt = f64::from(mt);
            let needed = clinicians_needed(&hours, centres, mt, &p);
            let enough = |clinicians: u32| {
                assess(&hours, centres, clinicians, mt, &p).is_some_and(|given| {
                    given.meets_frequency
                        && given.meets_average_week
                        && clinicians >= needed.resident
                })
            };
            prop_assert!(enough(needed.clinicians()));
            prop_assert!(!enough(needed.clinicians() - 1));
        }
    }
}
