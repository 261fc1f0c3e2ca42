//! Laws of the simulation, against the deterministic run and against what cannot be otherwise.

use super::engine::{Clock, Distribution, Draws, Precision};
use super::*;
use crate::care::CareDelays;
use crate::model::{PointIndex, SiteIndex};
use crate::outcome::Population;
use crate::pathway::fixture::{Fixture, fixture};
use crate::pathway::{Pathway, PathwayTimes, Setting};
use crate::units::{Demand, DemandMinutes, TravelTime};
use proptest::prelude::*;

mod expectations;
mod history;
mod years;

const CALENDAR: Calendar = Calendar::new(1);

fn setting(pathway: Pathway, population: &Population) -> Setting<'_> {
    Setting {
        allowable: TravelTime::from_whole(20),
        ..Setting::by_road(pathway, CareDelays::default(), population)
    }
}

fn routes(fixture: &Fixture, settings: &[Setting], acceptance: &Acceptance) -> Routes {
    let Fixture {
        matrix,
        between,
        ivt,
        mt,
    } = fixture;
    Routes::try_new(matrix, between, ivt, mt, settings, acceptance, None).unwrap()
}

fn setup<'a>(
    routes: &'a Routes,
    acceptance: &'a Acceptance,
    centres: &'a [CentreResources],
    population: &Population,
) -> Setup<'a> {
    Setup {
        routes,
        acceptance,
        centres,
        aircraft: None,
        minimum_saving: TravelTime::ZERO,
        planned_door_in_door_out: TravelTime::from_whole(60),
        window: population.mt_cut_off(),
        groups: &[],
        group_count: 0,
    }
}

fn patients<'a>(candidates: &'a [f64], lead: &'a [u32], durations: &Durations) -> Patients<'a> {
    let factors = ArrivalFactors::default();
    Patients::try_new(
        candidates,
        lead,
        &[1.0],
        0.7,
        *durations,
        &factors,
        CALENDAR,
    )
    .unwrap()
}

proptest! {
    /// Without randomness and without limits every demand point has the puncture of the deterministic
    /// run, to the millisecond, by every pathway.
    #[test]
    fn no_chance_and_no_limits_is_the_deterministic_run(
        fixture in fixture(), place in 0_usize..4, demand in prop::collection::vec(0_u32..90, 20),
    ) {
        let population = Population::default();
        let pathway = Pathway::ALL[place];
        let settings = [setting(pathway, &population)];
        let acceptance = Acceptance::always(fixture.mt.len());
        let routes = routes(&fixture, &settings, &acceptance);
        let centres = vec![CentreResources::unlimited(); fixture.mt.len()];
        let service = setup(&routes, &acceptance, &centres, &population);
        let points = fixture.matrix.origins();
        let demand: Vec<Demand> = demand[..points].iter().map(|&n| Demand::from_millionths(u64::from(n) * 137_911)).collect();
        let (candidates, lead) = (vec![0.0; points], vec![0; points]);
        // `try_new` needs somebody to arrive in some hour, not in some place.
        let all = patients(&candidates, &lead, &Durations::fixed(&CareDelays::default()));
        let record = replicate(&service, &all, &all.expected(&demand), Draws::new(0, 0));

        let times = PathwayTimes::follow(&fixture.network(), &settings[0]);
        let (mut treated, mut sum, mut late, mut lost, mut by_road) =
            (Demand::ZERO, DemandMinutes::ZERO, Demand::ZERO, Demand::ZERO, Demand::ZERO);
        for (path, &demand) in times.iter().zip(&demand) {
            let path = path.and_then(|path| Some((path.route, path.mt?)));
            match path {
                Some((route, mt)) if mt <= population.mt_cut_off() => {
                    treated += demand;
                    sum += DemandMinutes::from_raw(
                        u128::from(demand.millionths()) * u128::from(mt.milliseconds()));
                    if route == crate::pathway::Route::DripAndShip {
                        by_road += demand;
                    }
                }
                Some(_) => late += demand,
                None => lost += demand,
            }
        }
        prop_assert_eq!(record.treated, treated.millionths());
        prop_assert_eq!(record.to_puncture, sum);
        prop_assert_eq!(record.by_road, by_road.millionths());
        prop_assert_eq!(record.lost.get(Cause::TooLate), late.millionths());
        prop_assert_eq!(record.lost.get(Cause::Unreachable), lost.millionths());
        prop_assert_eq!(record.lost.get(Cause::Closed) + record.lost.get(Cause::Busy), 0);
        prop_assert_eq!(record.suite_wait + record.team_wait + record.opening_wait, 0);
    }

    /// Everybody who arrives is treated or lost for one cause; hours, sites and the total agree; and
    /// a second run gives the same record.
    #[test]
    fn nobody_is_lost_without_a_cause_or_counted_twice(
        fixture in fixture(), limits in any_limits(), seed in 0_u32..1_000, yearly in 1.0..400.0_f64,
    ) {
        let population = Population::default();
        let settings = [setting(Pathway::DripAndShip, &population)];
        let (acceptance, centres) = limits.of(fixture.mt.len());
        let routes = routes(&fixture, &settings, &acceptance);
        let service = setup(&routes, &acceptance, &centres, &population);
        let points = fixture.matrix.origins();
        let (candidates, lead) = (vec![yearly; points], vec![600_000; points]);
        let all = patients(&candidates, &lead, &Durations::default());
        let draws = Draws::new(seed, 1);
        let mut drawn = Vec::new();
        all.draw(draws, &mut drawn);
        let record = replicate(&service, &all, &drawn, draws);
        prop_assert_eq!(record.candidates, record.treated + record.lost.total());
        let counted = drawn.iter().filter(|patient| CALENDAR.counts(patient.call)).count();
        prop_assert_eq!(record.candidates, 1_000_000 * counted as u64);
        for (which, total) in [(0, record.candidates), (1, record.treated)] {
            prop_assert_eq!(record.hours.iter().map(|hour| hour[which]).sum::<u64>(), total);
        }
        prop_assert_eq!(record.sites.iter().map(|site| site.treated).sum::<u64>(), record.treated);
        prop_assert_eq!(record.times.len() as u64 * 1_000_000, record.treated);
        prop_assert!(record.times.iter().all(|&time| time <= service.window.milliseconds()));
        prop_assert!(record.suite_wait >= 0 && record.team_wait >= 0 && record.opening_wait >= 0);
        prop_assert_eq!(&record, &replicate(&service, &all, &drawn, draws));
    }

    /// A centre that nobody can reach changes nothing, nor does one beside which all draws are the
    /// same.
    #[test]
    fn an_unrelated_centre_changes_nothing(fixture in fixture(), limits in any_limits(), seed in 0_u32..99) {
        let population = Population::default();
        let settings = [setting(Pathway::Bypass, &population)];
        let points = fixture.matrix.origins();
        let (candidates, lead) = (vec![40.0; points], vec![600_000; points]);
        let all = patients(&candidates, &lead, &Durations::default());
        let draws = Draws::new(seed, 0);
        let mut drawn = Vec::new();
        all.draw(draws, &mut drawn);
        let record = |fixture: &Fixture| {
            let (acceptance, centres) = limits.of(fixture.mt.len());
            let routes = routes(fixture, &settings, &acceptance);
            replicate(
                &setup(&routes, &acceptance, &centres, &population), &all, &drawn, draws)
        };
        let before = record(&fixture);
        let after = record(&with_an_island(&fixture));
        prop_assert_eq!(before.sites.as_slice(), &after.sites[..before.sites.len()]);
        prop_assert_eq!((before.treated, before.lost, before.times), (after.treated, after.lost, after.times));
    }
}

/// The same network with one more centre that has no road to or from it.
fn with_an_island(fixture: &Fixture) -> Fixture {
    let extended = |matrix: &crate::model::TravelTimeMatrix, more: usize| {
        let (origins, sites) = (matrix.origins() + more, matrix.sites() + 1);
        let cell = |origin: usize, site: usize| {
            let inside = origin < matrix.origins() && site < matrix.sites();
            let origin = PointIndex(u32::try_from(origin).unwrap());
            inside.then(|| matrix.get(origin, SiteIndex(u16::try_from(site).unwrap())))?
        };
        let cells = (0..sites).flat_map(|site| (0..origins).map(move |origin| cell(origin, site)));
        crate::model::TravelTimeMatrix::from_columns(origins, sites, cells).unwrap()
    };
    let island = SiteIndex(u16::try_from(fixture.matrix.sites()).unwrap());
    let mut mt = fixture.mt.clone();
    mt.push(island);
    Fixture {
        matrix: extended(&fixture.matrix, 0),
        between: extended(&fixture.between, 1),
        ivt: fixture.ivt.clone(),
        mt,
    }
}

/// Hours and resources that every centre has, but for its suites.
#[derive(Debug, Clone)]
struct Limits {
    opens: Clock,
    length: Clock,
    wait: Clock,
    suites: u32,
    teams: u32,
}

fn any_limits() -> impl Strategy<Value = Limits> {
    (0_i64..24, 1_i64..=24, 0_i64..3, 1_u32..3, 1_u32..3).prop_map(
        |(opens, length, wait, suites, teams)| Limits {
            opens,
            length,
            wait,
            suites,
            teams,
        },
    )
}

impl Limits {
    fn of(&self, centres: usize) -> (Acceptance, Vec<CentreResources>) {
        const HOUR: Clock = 3_600_000;
        let days = (-8..370).map(|day| {
            let from = 24 * HOUR * day + HOUR * self.opens;
            (from, from + HOUR * self.length)
        });
        let mut open: Vec<(Clock, Clock)> = days.collect();
        if self.length == 24 {
            open = vec![(open[0].0, open[open.len() - 1].1)];
        }
        let resources = CentreResources {
            suites: self.suites,
            teams: vec![(Clock::MIN / 2, self.teams)],
            on_site: Some(open.clone()),
            elective: None,
        };
        (
            Acceptance::new(vec![open; centres], HOUR * self.wait),
            vec![resources; centres],
        )
    }
}

/// A small network with one busy centre, for the laws of comparisons.
fn one_centre() -> Fixture {
    use crate::pathway::fixture::matrix;
    Fixture {
        matrix: matrix(&[vec![Some(20), Some(45)], vec![Some(70), Some(30)]]),
        between: matrix(&[vec![Some(0), Some(50)], vec![Some(50), Some(0)]]),
        ivt: vec![SiteIndex(1)],
        mt: vec![SiteIndex(0)],
    }
}

fn plan(most: u32, pairs: Vec<(usize, usize)>) -> Plan {
    let precision = Precision {
        half_width: 0.0,
        confidence: 0.95,
        look_ahead: 5,
        least: 3,
        most,
    };
    Plan {
        seed: 11,
        first: 0,
        precision,
        pairs,
    }
}

/// A service beats itself in half of the years, and differs from itself by nothing.
#[test]
fn a_service_does_not_beat_itself() {
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::DripAndShip, &population)];
    let acceptance = Acceptance::always(1);
    let routes = routes(&fixture, &settings, &acceptance);
    let centres = [CentreResources {
        suites: 1,
        ..CentreResources::unlimited()
    }];
    let service = setup(&routes, &acceptance, &centres, &population);
    let all = patients(
        &[300.0, 200.0],
        &[1_500_000, 1_500_000],
        &Durations::default(),
    );
    let services = [service.clone(), service];
    let result = simulate(&all, &services, &plan(24, vec![]), &mut |_| true);
    let [first, second] = &result.services[..] else {
        panic!()
    };
    assert_eq!(first.years.len(), 24);
    let paired = first.paired(second, Figure::Treated, 0.95).unwrap();
    assert_eq!((paired.difference.low, paired.difference.high), (0.0, 0.0));
    assert!((paired.second_is_higher.estimate - 0.5).abs() < 1e-12);
    // And equal services are precise as soon as they may be.
    let later = Plan {
        first: 20,
        ..plan(4, vec![])
    };
    let later = simulate(&all, &services, &later, &mut |_| true);
    assert_eq!(
        later.services[0].years,
        first.years[20..],
        "parts are those of the whole"
    );
    let soon = simulate(&all, &services, &plan(24, vec![(0, 1)]), &mut |_| true);
    assert_eq!((soon.services[0].years.len(), soon.is_precise), (8, true));
}

/// One suite with fixed arrivals of the same kind is M/G/1: with an hour in the suite for each of
/// 1,500 a year the mean wait is ρ/(2(1 − ρ)) hours of a constant rate, and twice as many suites
/// leave less.
#[test]
fn a_centre_with_one_suite_waits_as_pollaczek_khinchine_say() {
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::Mothership, &population)];
    let acceptance = Acceptance::always(1);
    let routes = routes(&fixture, &settings, &acceptance);
    let mut durations = Durations::fixed(&CareDelays::default());
    durations = durations
        .with(Step::Case, Distribution::Fixed { minutes: 240.0 })
        .unwrap();
    let factors = ArrivalFactors::constant();
    let yearly = [1_500.0, 0.0];
    let all =
        Patients::try_new(&yearly, &[0, 0], &[1.0], 1.0, durations, &factors, CALENDAR).unwrap();
    let mut means = Vec::new();
    for suites in [1, 2] {
        let centres = [CentreResources {
            suites,
            ..CentreResources::unlimited()
        }];
        let mut service = setup(&routes, &acceptance, &centres, &population);
        service.window = TravelTime::from_whole(20_000);
        let result = simulate(&all, &[service], &plan(40, vec![]), &mut |_| true);
        let interval = result.services[0]
            .interval(Figure::SuiteWait, 0.999)
            .unwrap();
        means.push(interval);
    }
    let used = 1_500.0 * 4.0 / 8_760.0;
    let wait = 240.0 * used / (2.0 * (1.0 - used));
    assert!(means[0].contains(wait), "{:?} instead of {wait}", means[0]);
    assert!(means[1].high < means[0].low);
}

/// Longer hours never lose more patients to closed centres, patient by patient the same.
#[test]
fn longer_hours_treat_more() {
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::DripAndShip, &population)];
    let all = patients(
        &[300.0, 200.0],
        &[1_500_000, 1_500_000],
        &Durations::default(),
    );
    let treated = |length| {
        let limits = Limits {
            opens: 8,
            length,
            wait: 0,
            suites: 9,
            teams: 9,
        };
        let (acceptance, centres) = limits.of(1);
        let routes = routes(&fixture, &settings, &acceptance);
        let service = setup(&routes, &acceptance, &centres, &population);
        let result = simulate(&all, &[service], &plan(8, vec![]), &mut |_| true);
        result.services[0]
            .interval(Figure::Treated, 0.95)
            .unwrap()
            .estimate
    };
    let by_length: Vec<f64> = [4, 8, 12, 18, 24].into_iter().map(treated).collect();
    assert!(
        by_length.is_sorted() && by_length[0] < by_length[4],
        "{by_length:?}"
    );
}
