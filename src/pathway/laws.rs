//! Laws of the pathways by road, against their definition.

use super::fixture::{Fixture, fixture, matrix, minutes};
use super::*;
use crate::model::{PointIndex, SiteIndex};
use crate::outcome::{PatientMix, Population, PrehospitalTest};
use crate::units::{Demand, DemandMinutes, Minutes, Share};
use proptest::prelude::*;

/// One area, 10 min from a unit and 40 from a centre, 35 min from the unit.
fn by_hand() -> Fixture {
    Fixture {
        matrix: matrix(&[vec![Some(10), Some(40)]]),
        between: matrix(&[vec![Some(0), Some(35)], vec![Some(99), Some(0)]]),
        ivt: vec![SiteIndex(0)],
        mt: vec![SiteIndex(1)],
    }
}

fn follow(network: &StrokeNetwork, pathway: Pathway, delays: &CareDelays) -> PathwayTimes {
    network.follow(pathway, delays, &Transfers::by_road(network, delays))
}

fn path_by_hand(pathway: Pathway, delays: &CareDelays) -> PatientPath {
    let network = by_hand().network();
    follow(&network, pathway, delays).of(PointIndex(0)).unwrap()
}

/// By hand: 79 + 18 + 29 = 126 to departure; 126 + 10 + 30 = 166 to the needle;
/// 126 + 10 + 90 + 35 + 30 = 291 to puncture.
#[test]
fn drip_and_ship_worked_by_hand() {
    let path = path_by_hand(Pathway::DripAndShip, &CareDelays::planning_app_2024());
    assert_eq!((path.route, path.first), (Route::DripAndShip, SiteIndex(0)));
    assert_eq!((path.ivt, path.mt), (minutes(166), Some(minutes(291))));
}

/// By hand: 126 + 40 + 30 = 196 to the needle; 126 + 40 + 60 = 226 to puncture.
#[test]
fn mothership_worked_by_hand() {
    let path = path_by_hand(Pathway::Mothership, &CareDelays::planning_app_2024());
    assert_eq!((path.route, path.first), (Route::Direct, SiteIndex(1)));
    assert_eq!((path.ivt, path.mt), (minutes(196), Some(minutes(226))));
}

/// The centre is 30 min farther: an allowable delay of 30 min bypasses the unit, 29 do not.
#[test]
fn bypass_worked_by_hand() {
    for (allowable, route) in [(29, Route::DripAndShip), (30, Route::Direct)] {
        let pathway = Pathway::Bypass {
            allowable: minutes(allowable),
        };
        assert_eq!(path_by_hand(pathway, &CareDelays::default()).route, route);
    }
}

/// A unit and a centre at the same distance: the centre is the closest hospital, by every pathway.
#[test]
fn of_a_unit_and_a_centre_equally_near_the_centre_wins() {
    let mut fixture = by_hand();
    fixture.matrix = matrix(&[vec![Some(25), Some(25)]]);
    let network = fixture.network();
    let delays = CareDelays::default();
    let population = Population::default();
    assert_eq!(
        network.closest(PointIndex(0)),
        Some((SiteIndex(1), minutes(25)))
    );
    for pathway in [
        Pathway::Mothership,
        Pathway::DripAndShip,
        Pathway::Bypass {
            allowable: Minutes::ZERO,
        },
        Pathway::BestOutcome(&population),
    ] {
        let path = follow(&network, pathway, &delays)
            .of(PointIndex(0))
            .unwrap();
        assert_eq!((path.route, path.first), (Route::Direct, SiteIndex(1)));
    }
    // A millisecond nearer, and the unit is the closest.
    let nearer = Minutes::from_milliseconds(25 * 60_000 - 1);
    fixture
        .matrix
        .set(PointIndex(0), SiteIndex(0), Some(nearer));
    let path = follow(&fixture.network(), Pathway::DripAndShip, &delays);
    assert_eq!(path.of(PointIndex(0)).unwrap().first, SiteIndex(0));
}

/// The cut-off itself is in time; a millisecond later, nobody is transferred or treated.
#[test]
fn who_comes_after_the_cut_off_is_not_treated() {
    let delays = CareDelays::planning_app_2024();
    let demand = [Demand::from_whole(100)];
    let population = Population::default();
    // By drip and ship MT comes 281 min and the way to the unit after onset; the cut-off is 360 min.
    for (late, treated) in [(0, 100), (1, 0)] {
        let mut fixture = by_hand();
        let way = Minutes::from_milliseconds((360 - 281) * 60_000 + late);
        fixture.matrix.set(PointIndex(0), SiteIndex(0), Some(way));
        fixture.matrix.set(PointIndex(0), SiteIndex(1), None);
        let network = fixture.network();
        let setting = Setting {
            pathway: Pathway::DripAndShip,
            delays,
            transfers: None,
            population: &population,
        };
        let summary = setting.summarise(&network, &demand);
        assert_eq!(summary.mt_in_time(), Demand::from_whole(treated));
        assert_eq!(summary.transferred, Demand::from_whole(treated));
        assert_eq!(summary.mt_too_late, Demand::from_whole(100 - treated));
        assert_eq!(summary.mt_mean().is_some(), treated > 0);
        let transfers = Transfers::by_road(&network, &delays);
        let times = network.follow(Pathway::DripAndShip, &delays, &transfers);
        let cut_off = population.mt_cut_off();
        let flows = Flows::count(&network, &times, &transfers, &demand, Share::ALL, cut_off);
        assert_eq!(flows.transfers(), Demand::from_whole(treated));
        assert_eq!(flows.too_late, Demand::from_whole(100 - treated));
        assert_eq!(flows.units[0].first_admissions, demand[0]);
    }
}

/// By hand: 10 min to IVT; 10 + 35 + 60 = 105 to MT, as Allen et al. 2019 count.
#[test]
fn travel_only_worked_by_hand() {
    let delays = CareDelays::travel_only(minutes(60));
    let path = path_by_hand(Pathway::DripAndShip, &delays);
    assert_eq!((path.ivt, path.mt), (minutes(10), Some(minutes(105))));
    let direct = path_by_hand(Pathway::Mothership, &delays);
    assert_eq!((direct.ivt, direct.mt), (minutes(40), Some(minutes(40))));
}

/// By hand: for 65 min sooner MT of a tenth, others wait 30 min more for IVT. Where all have a
/// large-vessel occlusion the centre is best; where none has, the unit is.
#[test]
fn the_best_outcome_follows_the_mix() {
    let [all, none] = [Share::ALL, Share::try_new(0.0).unwrap()];
    let lvo = Population::default().with_mix(PatientMix::try_new(all, none, none).unwrap());
    let nlvo = Population::default().with_mix(PatientMix::try_new(none, all, none).unwrap());
    let delays = CareDelays::allen_2021();
    let route =
        |population: &Population| path_by_hand(Pathway::BestOutcome(population), &delays).route;
    assert_eq!(route(&lvo), Route::Direct);
    assert_eq!(route(&nlvo), Route::DripAndShip);
    let network = by_hand().network();
    let classes = with_test(
        &network,
        &[Demand::from_whole(100)],
        &delays,
        &Transfers::by_road(&network, &delays),
        &Population::default(),
        &PrehospitalTest::new(all, all),
    );
    let routes: Vec<_> = classes
        .iter()
        .map(|class| (class.positive, class.times.of(PointIndex(0)).unwrap().route))
        .collect();
    assert_eq!(routes, [(true, Route::Direct), (false, Route::DripAndShip)]);
    assert!((classes.iter().map(|class| class.share).sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn what_is_no_network_is_refused() {
    let Fixture {
        matrix: to_sites,
        between,
        ..
    } = by_hand();
    let [here, outside] = [SiteIndex(0), SiteIndex(2)];
    let refused = StrokeNetwork::try_new(&to_sites, &between, &[here], &[]);
    assert_eq!(refused.unwrap_err(), NetworkError::NoCentre);
    let refused = StrokeNetwork::try_new(&to_sites, &between, &[], &[outside]);
    assert!(matches!(refused, Err(NetworkError::Outside { .. })));
    let refused = StrokeNetwork::try_new(&to_sites, &matrix(&[vec![Some(0)]]), &[], &[here]);
    assert!(matches!(refused, Err(NetworkError::HospitalTimes { .. })));
}

/// A unit from which no centre can be reached gives IVT and no MT, and its patients are counted.
#[test]
fn patients_without_a_way_to_a_centre_are_counted() {
    let mut fixture = by_hand();
    fixture.between = matrix(&[vec![Some(0), None], vec![None, Some(0)]]);
    let network = fixture.network();
    assert_eq!(network.units_without_centre().count(), 1);
    let delays = CareDelays::default();
    let transfers = Transfers::by_road(&network, &delays);
    let times = network.follow(Pathway::DripAndShip, &delays, &transfers);
    let path = times.of(PointIndex(0)).unwrap();
    assert_eq!((path.ivt, path.mt), (minutes(166), None));
    let demand = [Demand::from_whole(100)];
    let tenth = Share::try_new(0.1).unwrap();
    let flows = Flows::count(&network, &times, &transfers, &demand, tenth, Minutes::MAX);
    assert_eq!(flows.without_mt, Demand::from_whole(10));
    let setting = Setting {
        pathway: Pathway::DripAndShip,
        delays,
        transfers: None,
        population: &Population::default(),
    };
    let summary = setting.summarise(&network, &demand);
    assert_eq!(summary.without_mt, demand[0]);
    assert_eq!(summary.mt_mean(), None);
    assert_eq!(summary.ivt_mean(), Some(166.0));
}

/// Drip and ship of one point by definition, without places or walks.
fn by_definition(fixture: &Fixture, point: PointIndex, allowable: Minutes) -> Option<PatientPath> {
    let delays = CareDelays::default();
    let soonest = |sites: &[SiteIndex]| {
        let ways = sites
            .iter()
            .filter_map(|&site| Some((fixture.matrix.get(point, site)?, site)));
        ways.min()
    };
    let only_ivt: Vec<_> = fixture
        .ivt
        .iter()
        .filter(|s| !fixture.mt.contains(s))
        .copied()
        .collect();
    let (unit, centre) = (soonest(&only_ivt), soonest(&fixture.mt));
    let departure = delays.onset_to_departure();
    let direct = match (unit, centre) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some((unit, _)), Some((centre, _))) => centre <= unit + allowable,
    };
    let (travel, first) = if direct { centre } else { unit }?;
    let mt = if direct {
        Some(departure + travel + delays.get(Delay::DoorToPuncture))
    } else {
        let origin = PointIndex(u32::from(first.0));
        let ways = fixture
            .mt
            .iter()
            .filter_map(|&mt| fixture.between.get(origin, mt));
        ways.min().map(|way| {
            departure
                + travel
                + delays.get(Delay::DoorInDoorOut)
                + way
                + delays.get(Delay::ArrivalToPuncture)
        })
    };
    Some(PatientPath {
        route: if direct {
            Route::Direct
        } else {
            Route::DripAndShip
        },
        first,
        travel,
        ivt: departure + travel + delays.get(Delay::DoorToNeedle),
        mt,
    })
}

proptest! {
    #[test]
    fn every_way_agrees_with_its_definition(fixture in fixture(), allowable in 0_u32..60) {
        let network = fixture.network();
        let allowable = minutes(allowable);
        let times = follow(&network, Pathway::Bypass { allowable }, &CareDelays::default());
        for point in fixture.points() {
            prop_assert_eq!(times.of(point), by_definition(&fixture, point, allowable));
        }
    }

    #[test]
    fn bypass_without_delay_is_drip_and_ship(fixture in fixture()) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let bypass = Pathway::Bypass { allowable: Minutes::ZERO };
        prop_assert_eq!(
            follow(&network, bypass, &delays),
            follow(&network, Pathway::DripAndShip, &delays)
        );
    }

    /// Wherever a centre can be reached at all.
    #[test]
    fn bypass_at_any_delay_is_mothership(fixture in fixture()) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let bypass = follow(&network, Pathway::Bypass { allowable: Minutes::MAX }, &delays);
        let mothership = follow(&network, Pathway::Mothership, &delays);
        for point in fixture.points() {
            if network.soonest_centre(point).is_some() {
                prop_assert_eq!(bypass.of(point), mothership.of(point));
            } else {
                prop_assert_eq!(mothership.of(point), None);
            }
        }
    }

    /// A longer allowable delay takes nobody back to the unit, and nobody to IVT sooner.
    #[test]
    fn a_longer_allowable_delay_redirects_more(
        fixture in fixture(), shorter in 0_u32..60, more in 0_u32..60,
    ) {
        let network = fixture.network();
        let times = |allowable| {
            let pathway = Pathway::Bypass { allowable: minutes(allowable) };
            follow(&network, pathway, &CareDelays::default())
        };
        let (shorter, longer) = (times(shorter), times(shorter + more));
        for (shorter, longer) in shorter.iter().flatten().zip(longer.iter().flatten()) {
            prop_assert!(longer.ivt >= shorter.ivt);
            prop_assert!(shorter.route != Route::Direct || longer.route == Route::Direct);
        }
    }

    /// No other choice at any point has a higher expected utility.
    #[test]
    fn the_best_outcome_is_the_best(fixture in fixture(), lvo in 0.0..1.0_f64) {
        let network = fixture.network();
        let delays = CareDelays::allen_2021();
        let mix = PatientMix::ALLEN_2021.with_lvo(Share::try_new(lvo).unwrap());
        let population = Population::default().with_mix(mix);
        let utility = |path: Option<PatientPath>| {
            let (ivt, mt) = (path.map(|p| p.ivt), path.and_then(|p| p.mt));
            population.expected(ivt, mt).utility
        };
        let best = follow(&network, Pathway::BestOutcome(&population), &delays);
        for other in [Pathway::Mothership, Pathway::DripAndShip] {
            for (best, other) in best.iter().zip(follow(&network, other, &delays).iter()) {
                prop_assert!(utility(best) >= utility(other) - 1e-12);
            }
        }
    }

    /// First admissions and the unreachable are the demand; who is sent arrives; who is eligible
    /// is treated, or counted as without MT or too late.
    #[test]
    fn nobody_is_lost_or_counted_twice(
        fixture in fixture(), people in prop::collection::vec(0_u32..500, 20), eligible in 0.0..1.0_f64,
        cut_off in 150_u32..500,
    ) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let transfers = Transfers::by_road(&network, &delays);
        let times = network.follow(Pathway::DripAndShip, &delays, &transfers);
        let people: Vec<_> = people.into_iter().map(Demand::from_whole).collect();
        let demand = &people[..network.points()];
        let share = Share::try_new(eligible).unwrap();
        let flows = Flows::count(&network, &times, &transfers, demand, share, minutes(cut_off));
        let sum = |of: fn(&UnitFlow) -> Demand| flows.units.iter().map(of).sum::<Demand>();
        let all: Demand = demand.iter().copied().sum();
        prop_assert_eq!(sum(|unit| unit.first_admissions) + flows.unreachable, all);
        prop_assert_eq!(sum(|unit| unit.transfers_out), sum(|unit| unit.transfers_in));
        prop_assert_eq!(flows.transfers(), sum(|unit| unit.transfers_in));
        prop_assert!(flows.units.iter().all(|unit| unit.centre || unit.transfers_in == Demand::ZERO));
        let in_time = |time: Option<Minutes>| time.is_some_and(|time| time <= minutes(cut_off));
        let of = |counts: &dyn Fn(&PatientPath) -> bool| -> Demand {
            let patients = times.iter().zip(demand);
            patients.filter(|(path, _)| path.as_ref().is_some_and(counts)).map(|(_, &d)| d).sum()
        };
        for (found, expected) in [
            (sum(|unit| unit.procedures), of(&|path| in_time(path.mt))),
            (flows.too_late, of(&|path| path.mt.is_some() && !in_time(path.mt))),
            (flows.without_mt, of(&|path| path.mt.is_none())),
            (flows.transfers(), of(&|path| in_time(path.mt) && path.route == Route::DripAndShip)),
        ] {
            prop_assert!((found.as_f64() - share.of(expected)).abs() < 1e-4);
        }
        let treated = sum(|unit| unit.procedures) + flows.without_mt + flows.too_late;
        let expected = share.of(all - flows.unreachable);
        prop_assert!((treated.as_f64() - expected).abs() < 1e-4);
    }

    /// Means and outcomes of a summary are those of its points, on any number of threads.
    #[test]
    fn a_summary_adds_up_its_points(fixture in fixture(), allowable in 0_u32..60) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let population = Population::default();
        let pathway = Pathway::Bypass { allowable: minutes(allowable) };
        let demand: Vec<_> = (1..).map(Demand::from_whole).take(network.points()).collect();
        let setting = Setting { pathway, delays, transfers: None, population: &population };
        let summary = sweep(&network, &demand, &[setting])[0];
        let times = follow(&network, pathway, &delays);
        let mut mt = (DemandMinutes::ZERO, Demand::ZERO);
        let mut ivt_in_time = (DemandMinutes::ZERO, Demand::ZERO);
        let (mut late, mut nowhere) = (Demand::ZERO, Demand::ZERO);
        let mut good = 0.0;
        for (path, &demand) in times.iter().zip(&demand) {
            let (ivt, puncture) = (path.map(|p| p.ivt), path.and_then(|p| p.mt));
            good += population.expected(ivt, puncture).good * demand.as_f64();
            match puncture {
                Some(time) if time <= minutes(360) => {
                    mt = (mt.0 + demand.times(time), mt.1 + demand);
                }
                Some(_) => late += demand,
                None => nowhere += demand,
            }
            if let Some(time) = ivt.filter(|&time| time <= minutes(270)) {
                ivt_in_time = (ivt_in_time.0 + demand.times(time), ivt_in_time.1 + demand);
            }
        }
        prop_assert_eq!(summary.mt_mean(), mt.0.mean_over(mt.1));
        prop_assert_eq!(summary.mt_in_time(), mt.1);
        prop_assert_eq!(summary.mt_too_late, late);
        prop_assert_eq!(summary.unreachable + summary.without_mt, nowhere);
        prop_assert_eq!(summary.ivt_mean(), ivt_in_time.0.mean_over(ivt_in_time.1));
        prop_assert_eq!(summary.ivt_in_time(), ivt_in_time.1);
        prop_assert!((summary.expected.good - good).abs() < 1e-9);
        prop_assert_eq!(summary.demand, demand.iter().copied().sum::<Demand>());
    }

    /// The legs of a timeline join on without a gap and end when the pathway says.
    #[test]
    fn the_legs_of_a_timeline_make_up_its_times(fixture in fixture(), allowable in 0_u32..60) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let pathway = Pathway::Bypass { allowable: minutes(allowable) };
        let times = follow(&network, pathway, &delays);
        for point in fixture.points() {
            let timeline = network.timeline(point, pathway, &delays, None);
            prop_assert_eq!(timeline.as_ref().map(|t| t.path), times.of(point));
            let Some(timeline) = timeline else { continue };
            let mut door = Minutes::ZERO;
            for leg in &timeline.to_first {
                prop_assert_eq!(leg.start, door);
                door = leg.end();
            }
            prop_assert_eq!(timeline.to_needle[0].start, door);
            prop_assert_eq!(timeline.to_needle[0].end(), timeline.path.ivt);
            for leg in &timeline.to_puncture {
                prop_assert_eq!(leg.start, door);
                door = leg.end();
            }
            prop_assert_eq!(timeline.centre.map(|_| door), timeline.path.mt);
        }
    }
}
