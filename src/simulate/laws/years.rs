//! Laws of whole years: their order, the warm-up before them, and queues in the long run.

use super::super::calendar::WEEK;
use super::super::figures::Figures;
use super::*;

/// One centre with one suite and one team, open day and night, for 2,400 patients a year: a full
/// service.
fn full_service(test: impl Fn(&Setup)) {
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::DripAndShip, &population)];
    let acceptance = Acceptance::always(1);
    let routes = routes(&fixture, &settings, &acceptance);
    let centres = [CentreResources {
        suites: 1,
        teams: vec![(Clock::MIN / 2, 1)],
        ..CentreResources::unlimited()
    }];
    test(&setup(&routes, &acceptance, &centres, &population));
}

fn from_two_places<'a>(lead: &'a [u32; 2], weeks: u16, factors: &ArrivalFactors) -> Patients<'a> {
    let (durations, calendar) = (Durations::default(), Calendar::new(weeks));
    Patients::try_new(
        &[1_500.0, 900.0],
        lead,
        &[1.0],
        0.7,
        durations,
        factors,
        calendar,
    )
    .unwrap()
}

const LEAD: [u32; 2] = [1_500_000; 2];

/// A replication depends on its number and on no other replication: the last first, one by one, they
/// are the years of a batch.
#[test]
fn replications_in_any_order_are_the_same_years() {
    full_service(|service| {
        let all = from_two_places(&LEAD, 1, &ArrivalFactors::default());
        let plan = plan(40, vec![]);
        let result = simulate(&all, std::slice::from_ref(service), &plan, &mut |_| true);
        let years = &result.services[0].years;
        assert_eq!(years.len(), 40);
        let mut cohort = Vec::new();
        for replication in (0..40).rev() {
            let draws = Draws::new(plan.seed, replication);
            all.draw(draws, &mut cohort);
            let mut record = replicate(service, &all, &cohort, draws);
            assert_eq!(years[replication as usize], Figures::new(&mut record));
        }
    });
}

/// Whoever came before the last week of four changes nothing in the year, for the same patients in
/// each of 200 years; without any warm-up some years differ, by a few patients.
#[test]
fn a_week_of_warm_up_is_enough() {
    full_service(|service| {
        let all = from_two_places(&LEAD, 4, &ArrivalFactors::default());
        let mut cohort = Vec::new();
        let mut without = [0, 0];
        for replication in 0..200 {
            let draws = Draws::new(3, replication);
            all.draw(draws, &mut cohort);
            let after = |weeks: Clock| {
                let late = |patient: &&Patient| patient.call >= -weeks * WEEK;
                let patients: Vec<Patient> = cohort.iter().filter(late).copied().collect();
                replicate(service, &all, &patients, draws)
            };
            let (none, one, four) = (after(0), after(1), after(4));
            assert_eq!(one, four, "replication {replication}");
            without[0] += u32::from(none != four);
            let difference = none.treated.abs_diff(four.treated) / 1_000_000;
            without[1] = without[1].max(u32::try_from(difference).unwrap());
        }
        assert!(
            (1..100).contains(&without[0]) && without[1] <= 3,
            "{without:?}"
        );
    });
}

/// Poisson arrivals see time averages (Wolff 1982): with a constant rate patients find the suite and
/// the team busy as often as they are. And Little: the mean number in the suite is the rate of those
/// treated times the mean time in it.
#[test]
fn patients_of_a_constant_rate_find_the_suite_busy_as_often_as_it_is() {
    full_service(|service| {
        let all = from_two_places(&LEAD, 1, &ArrivalFactors::constant());
        let mut cohort = Vec::new();
        let (mut differences, mut stays) = (engine::Sample::default(), engine::Sample::default());
        for replication in 0..300 {
            let draws = Draws::new(5, replication);
            all.draw(draws, &mut cohort);
            let record = replicate(service, &all, &cohort, draws);
            let [site] = record.sites[..] else { panic!() };
            let occupied = site.occupied as f64 / (365.0 * 86_400_000.0);
            differences.add(site.found_busy as f64 / site.ready as f64 - occupied);
            stays.add(site.occupied as f64 / (site.treated as f64 / 1e6) / 60_000.0);
        }
        // False alarms: one seed in 15,000; this one is fixed.
        let interval = differences.interval(1.0 - 1.0 / 15_000.0).unwrap();
        assert!(interval.contains(0.0), "{interval:?}");
        // 120 min of a case and 30 of making the suite ready.
        let stay = stays.interval(1.0 - 1.0 / 15_000.0).unwrap();
        assert!(stay.contains(150.0), "{stay:?}");
    });
}
