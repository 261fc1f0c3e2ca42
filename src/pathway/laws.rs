//! Laws of the pathways by road, against their definition.

use super::fixture::{Fixture, bypass, fixture, follow, minutes};
use super::*;
use crate::care::{CareDelays, Delay};
use crate::model::{PointIndex, SiteIndex};
use crate::outcome::{PatientMix, Population};
use crate::units::{Demand, DemandMinutes, Share, TravelTime};
use proptest::prelude::*;

/// Drip and ship of one point by definition, without places or walks.
fn by_definition(
    fixture: &Fixture,
    point: PointIndex,
    allowable: TravelTime,
) -> Option<PatientPath> {
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
        let times = PathwayTimes::follow(&network, &bypass(allowable, &CareDelays::default()));
        for point in fixture.points() {
            prop_assert_eq!(times.get(point), by_definition(&fixture, point, allowable));
        }
    }

    #[test]
    fn bypass_without_delay_is_drip_and_ship(fixture in fixture()) {
        let network = fixture.network();
        let delays = CareDelays::default();
        prop_assert_eq!(
            PathwayTimes::follow(&network, &bypass(TravelTime::ZERO, &delays)),
            follow(&network, Pathway::DripAndShip, &delays)
        );
    }

    /// Wherever a centre can be reached at all.
    #[test]
    fn bypass_at_any_delay_is_mothership(fixture in fixture()) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let bypass = PathwayTimes::follow(&network, &bypass(TravelTime::MAX, &delays));
        let mothership = follow(&network, Pathway::Mothership, &delays);
        for point in fixture.points() {
            if network.soonest_centre(point).is_some() {
                prop_assert_eq!(bypass.get(point), mothership.get(point));
            } else {
                prop_assert_eq!(mothership.get(point), None);
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
            let setting = bypass(minutes(allowable), &CareDelays::default());
            PathwayTimes::follow(&network, &setting)
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
        let setting = Setting::by_road(Pathway::BestOutcome, delays, &population);
        let best = PathwayTimes::follow(&network, &setting);
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
        let times = follow(&network, Pathway::DripAndShip, &delays);
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
        let in_time = |time: Option<TravelTime>| time.is_some_and(|time| time <= minutes(cut_off));
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
            prop_assert!((found.as_f64() - share.part_of(expected)).abs() < 1e-4);
        }
        let treated = sum(|unit| unit.procedures) + flows.without_mt + flows.too_late;
        let expected = share.part_of(all - flows.unreachable);
        prop_assert!((treated.as_f64() - expected).abs() < 1e-4);
    }

    /// Means and outcomes of a summary are those of its points, on any number of threads.
    #[test]
    fn a_summary_adds_up_its_points(fixture in fixture(), allowable in 0_u32..60) {
        let network = fixture.network();
        let delays = CareDelays::default();
        let setting = bypass(minutes(allowable), &delays);
        let population = setting.population;
        let demand: Vec<_> = (1..).map(Demand::from_whole).take(network.points()).collect();
        let times = PathwayTimes::follow(&network, &setting);
        let summary = sweep(&network, &demand, &[setting])[0];
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
        let setting = bypass(minutes(allowable), &delays);
        let times = PathwayTimes::follow(&network, &setting);
        for point in fixture.points() {
            let timeline = Timeline::new(&network, &setting, point, None);
            prop_assert_eq!(timeline.as_ref().map(|t| t.path), times.get(point));
            let Some(timeline) = timeline else { continue };
            let mut door = TravelTime::ZERO;
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
