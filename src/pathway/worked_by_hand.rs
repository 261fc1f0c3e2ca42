//! Pathways by road worked by hand: one area, one unit, one centre.

use super::fixture::{Fixture, PATIENTS, by_road, bypass, follow, matrix, minutes};
use super::*;
use crate::care::CareDelays;
use crate::model::{PointIndex, SiteIndex};
use crate::outcome::{PatientMix, Population, PrehospitalTest};
use crate::units::{Demand, Share, TravelTime};

/// One area, 10 min from a unit and 40 from a centre, 35 min from the unit.
fn by_hand() -> Fixture {
    Fixture {
        matrix: matrix(&[vec![Some(10), Some(40)]]),
        between: matrix(&[vec![Some(0), Some(35)], vec![Some(99), Some(0)]]),
        ivt: vec![SiteIndex(0)],
        mt: vec![SiteIndex(1)],
    }
}

fn path_of(setting: &Setting) -> PatientPath {
    let times = PathwayTimes::follow(&by_hand().network(), setting);
    times.get(PointIndex(0)).unwrap()
}

fn path_by_hand(pathway: Pathway, delays: &CareDelays) -> PatientPath {
    path_of(&by_road(pathway, delays))
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
        let setting = bypass(minutes(allowable), &CareDelays::default());
        assert_eq!(path_of(&setting).route, route);
    }
}

/// A unit and a centre at the same distance: the centre is the closest hospital, by every pathway.
#[test]
fn of_a_unit_and_a_centre_equally_near_the_centre_wins() {
    let mut fixture = by_hand();
    fixture.matrix = matrix(&[vec![Some(25), Some(25)]]);
    let network = fixture.network();
    let delays = CareDelays::default();
    assert_eq!(
        network.closest(PointIndex(0)),
        Some((SiteIndex(1), minutes(25)))
    );
    for pathway in Pathway::ALL {
        let path = follow(&network, pathway, &delays)
            .get(PointIndex(0))
            .unwrap();
        assert_eq!((path.route, path.first), (Route::Direct, SiteIndex(1)));
    }
    // A millisecond nearer, and the unit is the closest.
    let nearer = TravelTime::from_milliseconds(25 * 60_000 - 1);
    fixture
        .matrix
        .set(PointIndex(0), SiteIndex(0), Some(nearer));
    let path = follow(&fixture.network(), Pathway::DripAndShip, &delays);
    assert_eq!(path.get(PointIndex(0)).unwrap().first, SiteIndex(0));
}

/// The cut-off itself is in time; a millisecond later, nobody is transferred or treated.
#[test]
fn who_comes_after_the_cut_off_is_not_treated() {
    let delays = CareDelays::planning_app_2024();
    let demand = [Demand::from_whole(100)];
    // By drip and ship MT comes 281 min and the way to the unit after onset; the cut-off is 360 min.
    for (late, treated) in [(0, 100), (1, 0)] {
        let mut fixture = by_hand();
        let way = TravelTime::from_milliseconds((360 - 281) * 60_000 + late);
        fixture.matrix.set(PointIndex(0), SiteIndex(0), Some(way));
        fixture.matrix.set(PointIndex(0), SiteIndex(1), None);
        let network = fixture.network();
        let setting = by_road(Pathway::DripAndShip, &delays);
        let summary = PathwaySummary::new(&network, &setting, &demand);
        assert_eq!(summary.mt_in_time(), Demand::from_whole(treated));
        assert_eq!(summary.transferred, Demand::from_whole(treated));
        assert_eq!(summary.mt_too_late, Demand::from_whole(100 - treated));
        assert_eq!(summary.mt_mean().is_some(), treated > 0);
        let transfers = Transfers::by_road(&network, &delays);
        let times = follow(&network, Pathway::DripAndShip, &delays);
        let cut_off = PATIENTS.mt_cut_off();
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
    let route = |population: &Population| {
        path_of(&Setting::by_road(Pathway::BestOutcome, delays, population)).route
    };
    assert_eq!(route(&lvo), Route::Direct);
    assert_eq!(route(&nlvo), Route::DripAndShip);
    let network = by_hand().network();
    let classes = with_test(
        &network,
        &[Demand::from_whole(100)],
        &by_road(Pathway::BestOutcome, &delays),
        &PrehospitalTest::new(all, all),
    );
    let routes: Vec<_> = classes
        .iter()
        .map(|class| {
            (
                class.positive,
                class.times.get(PointIndex(0)).unwrap().route,
            )
        })
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
    let times = follow(&network, Pathway::DripAndShip, &delays);
    let path = times.get(PointIndex(0)).unwrap();
    assert_eq!((path.ivt, path.mt), (minutes(166), None));
    let demand = [Demand::from_whole(100)];
    let tenth = Share::try_new(0.1).unwrap();
    let flows = Flows::count(
        &network,
        &times,
        &transfers,
        &demand,
        tenth,
        TravelTime::MAX,
    );
    assert_eq!(flows.without_mt, Demand::from_whole(10));
    let setting = by_road(Pathway::DripAndShip, &delays);
    let summary = PathwaySummary::new(&network, &setting, &demand);
    assert_eq!(summary.without_mt, demand[0]);
    assert_eq!(summary.mt_mean(), None);
    assert_eq!(summary.ivt_mean(), Some(166.0));
}
