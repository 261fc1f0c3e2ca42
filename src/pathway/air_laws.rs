//! Laws of transfers by helicopter, against their definition.

use super::fixture::{Fixture, fixture, follow, matrix, minutes};
use super::*;
use crate::care::{CareDelays, Delay};
use crate::flight::{
    AirDelays, Aircraft, Availability, Fleet, Flight, FlyableShare, FlyingHours, HelicopterBase,
    MissionCost, SecondaryTransfer,
};
use crate::model::{CapabilityStatus, LatLon, SiteIndex};
use crate::outcome::Population;
use crate::units::{Demand, Share, TravelTime};
use proptest::prelude::*;

fn base(lat: f64, lon: f64, aircraft: &str, hours: FlyingHours) -> HelicopterBase {
    HelicopterBase {
        id: String::new(),
        name: String::new(),
        position: LatLon::try_new(lat, lon).unwrap(),
        cruise: Aircraft::cruise_of(aircraft),
        hours,
    }
}

const PADS: [CapabilityStatus; 7] = [
    CapabilityStatus::Yes,
    CapabilityStatus::No,
    CapabilityStatus::Unknown,
    CapabilityStatus::Yes,
    CapabilityStatus::Yes,
    CapabilityStatus::Unknown,
    CapabilityStatus::No,
];

fn service<'a>(
    fleet: &'a Fleet,
    availability: &Availability,
    positions: &'a [Option<LatLon>],
) -> AirService<'a> {
    AirService {
        fleet,
        delays: AirDelays::default(),
        availability: *availability,
        positions,
        pads: &PADS,
        minimum_saving: TravelTime::ZERO,
    }
}

fn position() -> impl Strategy<Value = Option<LatLon>> {
    let somewhere = (50.5..54.5_f64, -4.0..1.0_f64);
    prop_oneof![9 => somewhere.prop_map(|(lat, lon)| LatLon::try_new(lat, lon).ok()), 1 => Just(None)]
}

fn hours() -> impl Strategy<Value = FlyingHours> {
    prop_oneof![
        Just(FlyingHours::Always),
        Just(FlyingHours::SURVEYED),
        Just(FlyingHours::Never),
        Just(FlyingHours::Daylight),
    ]
}

fn bases() -> impl Strategy<Value = Vec<HelicopterBase>> {
    let aircraft = prop_oneof![Just("H145"), Just("EC135"), Just("AW169")];
    let base = (50.5..54.5_f64, -4.0..1.0_f64, aircraft, hours())
        .prop_map(|(lat, lon, aircraft, hours)| base(lat, lon, aircraft, hours));
    prop::collection::vec(base, 0..6)
}

/// All positions of the fixtures' sites.
fn positions() -> impl Strategy<Value = Vec<Option<LatLon>>> {
    prop::collection::vec(position(), 7)
}

/// Every base and every centre tried, without index or bound: the fastest journey by air.
fn soonest_by_air(
    fixture: &Fixture,
    unit: SiteIndex,
    fleet: &Fleet,
    positions: &[Option<LatLon>],
) -> Option<TravelTime> {
    let here = positions[unit.get()]?;
    let open = fleet
        .bases()
        .iter()
        .filter(|base| base.hours != FlyingHours::Never);
    let flights = open.flat_map(|base| {
        fixture.mt.iter().filter_map(move |centre| {
            let flight = Flight {
                cruise: base.cruise,
                to_patient: here.distance_to(base.position),
                to_centre: here.distance_to(positions[centre.get()]?),
                pad_at_patient: PADS[unit.get()],
                pad_at_centre: PADS[centre.get()],
            };
            let dido = CareDelays::default().get(Delay::DoorInDoorOut);
            Some(SecondaryTransfer::new(&flight, dido, &AirDelays::default()).door_to_door())
        })
    });
    flights.min()
}

/// By hand: two bases serve one unit day and night; weather lets 80% fly, each aircraft is out one
/// time in four. The sooner flies 0.8 × 0.75 = 60%, the later 0.8 × 0.25 × 0.75 = 15%, and 25% go
/// by road.
#[test]
fn the_shares_of_a_years_transfers_worked_by_hand() {
    let fixture = Fixture {
        matrix: matrix(&[vec![Some(10), Some(160)]]),
        between: matrix(&[vec![Some(0), Some(150)], vec![Some(150), Some(0)]]),
        ivt: vec![SiteIndex(0)],
        mt: vec![SiteIndex(1)],
    };
    let network = fixture.network();
    let positions = [
        LatLon::try_new(52.0, -3.0).ok(),
        LatLon::try_new(53.0, -3.0).ok(),
    ];
    let fleet = Fleet::new(vec![
        base(51.0, -3.0, "H145", FlyingHours::Always),
        base(52.0, -3.1, "H145", FlyingHours::Always),
    ]);
    let availability = Availability {
        flyable: FlyableShare::constant(Share::try_new(0.8).unwrap()),
        busy: Share::try_new(0.25).unwrap(),
        ..Availability::default()
    };
    let delays = CareDelays::default();
    let air = service(&fleet, &availability, &positions).transfers(&network, &delays);
    let options: Vec<_> = air
        .over_the_year
        .options(0)
        .iter()
        .map(|option| (option.mode, (option.share * 1e9).round() / 1e9))
        .collect();
    let expected = [
        (Mode::Air(1), 0.6),
        (Mode::Air(0), 0.15),
        (Mode::Road, 0.25),
    ];
    assert_eq!(options, expected);
    assert_eq!(air.over_the_year.options(0)[2].door_to_door, minutes(240));
    assert!((air.over_the_year.flown(0) - 0.75).abs() < 1e-9);

    let demand = [Demand::from_whole(1_000)];
    let times = follow(&network, Pathway::DripAndShip, &delays);
    let population = Population::default();
    let effect = HelicopterEffect::measure(
        &network,
        &demand,
        &times,
        &delays,
        &air,
        &population,
        Some(MissionCost::SURVEYED),
    );
    // By road MT comes 406 min after onset, too late: all who are transferred fly.
    assert!((effect.transfers.as_f64() - 0.75 * 99.0).abs() < 1e-6);
    assert!((effect.units[0].flown_share - 1.0).abs() < 1e-9);
    assert!((effect.flown - 0.75 * 99.0).abs() < 1e-6);
    assert!(effect.mt_mean.is_some_and(|mean| mean < 360.0));
    assert!((effect.cost.unwrap() - 0.75 * 99.0 * 2_750.0).abs() < 1e-2);
    assert_eq!(
        (effect.areas_that_gain, effect.units_that_gain().count()),
        (1, 1)
    );
    assert!((effect.distribution.at_least(TravelTime::ZERO) - effect.flown).abs() < 1e-9);
    assert!(effect.gained.qalys > 0.0 && effect.gained.mrs < 0.0);
    let saved = effect.units[0].air.unwrap().saved.unwrap();
    assert_eq!(effect.distribution.quantile(1.0), Some(saved));
    assert!(effect.mean_saved_flown().unwrap() <= saved.as_f64());

    // Sooner at the door, the road is in time as well: all are transferred, and three in four fly.
    let delays = CareDelays::travel_only(minutes(60));
    let air = service(&fleet, &availability, &positions).transfers(&network, &delays);
    let times = follow(&network, Pathway::DripAndShip, &delays);
    let cost = Some(MissionCost::SURVEYED);
    let effect =
        HelicopterEffect::measure(&network, &demand, &times, &delays, &air, &population, cost);
    assert!((effect.transfers.as_f64() - 99.0).abs() < 1e-6);
    assert!((effect.flown - 99.0 * effect.units[0].flown_share).abs() < 1e-6);
    assert!((effect.units[0].flown_share - air.over_the_year.flown(0)).abs() < 1e-9);
}

/// A unit without a road to any centre is reached by air alone, and says so.
#[test]
fn a_unit_without_a_road_is_reached_only_by_air() {
    let fixture = Fixture {
        matrix: matrix(&[vec![Some(10), None]]),
        between: matrix(&[vec![Some(0), None], vec![None, Some(0)]]),
        ivt: vec![SiteIndex(0)],
        mt: vec![SiteIndex(1)],
    };
    let network = fixture.network();
    let positions = [
        LatLon::try_new(50.7, -1.3).ok(),
        LatLon::try_new(50.9, -1.4).ok(),
    ];
    let fleet = Fleet::new(vec![base(51.2, -1.6, "H135", FlyingHours::SURVEYED)]);
    let delays = CareDelays::default();
    let air = service(&fleet, &Availability::default(), &positions).transfers(&network, &delays);
    assert_eq!(air.only_by_air, [SiteIndex(0)]);
    assert!(air.when_it_can_fly.mean(0).is_some());
    assert_eq!(air.over_the_year.mean(0), None);
    assert_eq!(air.worth_flying[0][0].saved, None);
}

proptest! {
    /// The faster of road and air by definition, whatever the index leaves out.
    #[test]
    fn when_it_can_fly_the_soonest_way_is_taken(
        fixture in fixture(), bases in bases(), positions in positions(),
    ) {
        let (network, fleet) = (fixture.network(), Fleet::new(bases));
        let delays = CareDelays::default();
        let road = Transfers::by_road(&network, &delays);
        let air = service(&fleet, &Availability::default(), &positions).transfers(&network, &delays);
        for (place, unit) in network.units().iter().enumerate() {
            let by_air = if unit.centre {
                None
            } else {
                soonest_by_air(&fixture, unit.site, &fleet, &positions)
            };
            let soonest = road.mean(place).into_iter().chain(by_air).min();
            prop_assert_eq!(air.when_it_can_fly.mean(place), soonest);
        }
    }

    /// Road is never faster than the faster of road and air, over the year neither; the shares of a
    /// unit's ways add up to one.
    #[test]
    fn the_soonest_of_road_and_air_is_never_later_than_road(
        fixture in fixture(), bases in bases(), positions in positions(),
    ) {
        let (network, fleet) = (fixture.network(), Fleet::new(bases));
        let delays = CareDelays::default();
        let road = Transfers::by_road(&network, &delays);
        let air = service(&fleet, &Availability::default(), &positions).transfers(&network, &delays);
        for place in 0..network.units().len() {
            let Some(road) = road.mean(place) else { continue };
            let over_the_year = air.over_the_year.mean(place).unwrap();
            prop_assert!(air.when_it_can_fly.mean(place).unwrap() <= over_the_year);
            prop_assert!(over_the_year <= road);
            let shares = air.over_the_year.options(place).iter().map(|option| option.share);
            prop_assert!((shares.sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn without_a_base_or_hours_or_weather_nothing_flies(
        fixture in fixture(), bases in bases(), positions in positions(),
    ) {
        let (network, fleet) = (fixture.network(), Fleet::new(bases));
        let delays = CareDelays::default();
        let road = Transfers::by_road(&network, &delays);
        let never = fleet.with_hours(FlyingHours::Never);
        for grounded in [&Fleet::new(Vec::new()), &never] {
            let air =
                service(grounded, &Availability::perfect(), &positions).transfers(&network, &delays);
            prop_assert_eq!(&air.over_the_year, &road);
            prop_assert_eq!(&air.when_it_can_fly, &road);
        }
        let storm = Availability {
            flyable: FlyableShare::constant(Share::try_new(0.0).unwrap()),
            ..Availability::default()
        };
        let air = service(&fleet, &storm, &positions).transfers(&network, &delays);
        prop_assert_eq!(&air.over_the_year, &road);
    }

    /// Another base, and longer hours, make no unit's transfers later.
    #[test]
    fn more_helicopters_never_hurt(
        fixture in fixture(), bases in bases(), positions in positions(), without in 0_usize..6,
    ) {
        let network = fixture.network();
        let all = Fleet::new(bases);
        let kept: Vec<_> = (0..all.bases().len()).filter(|&base| base != without).collect();
        let delays = CareDelays::default();
        let transfers = |fleet: &Fleet| {
            service(fleet, &Availability::default(), &positions).transfers(&network, &delays)
        };
        let some = transfers(&all.only(&kept));
        let every = transfers(&all);
        let always = transfers(&all.with_hours(FlyingHours::Always));
        for place in 0..network.units().len() {
            for (fewer, more) in [(&some, &every), (&every, &always)] {
                prop_assert!(
                    more.over_the_year.mean(place) <= fewer.over_the_year.mean(place)
                        || fewer.over_the_year.mean(place).is_none());
                prop_assert!(
                    more.over_the_year.flown(place) >= fewer.over_the_year.flown(place) - 1e-12);
            }
        }
    }

    /// What does not save enough does not fly.
    #[test]
    fn a_transfer_flies_only_if_it_saves_enough(
        fixture in fixture(), bases in bases(), positions in positions(), saving in 0_u32..90,
    ) {
        let (network, fleet) = (fixture.network(), Fleet::new(bases));
        let service = AirService {
            minimum_saving: minutes(saving),
            ..service(&fleet, &Availability::default(), &positions)
        };
        let air = service.transfers(&network, &CareDelays::default());
        for flight in air.worth_flying.iter().flatten() {
            prop_assert!(flight.saved.is_none_or(|saved| saved >= minutes(saving)));
            prop_assert!(flight.saved != Some(TravelTime::ZERO));
        }
    }

    /// No set of as many bases is better, and another base never hurts.
    #[test]
    fn the_best_bases_are_the_best(
        fixture in fixture(), bases in bases(), positions in positions(),
    ) {
        let (network, fleet) = (fixture.network(), Fleet::new(bases));
        let service = service(&fleet, &Availability::default(), &positions);
        let transfers: Vec<_> = (1..).map(Demand::from_whole).take(network.units().len()).collect();
        let siting = BaseSiting::new(&network, &service, &CareDelays::default(), &transfers);
        let count = fleet.bases().len();
        let mut before = None;
        for chosen in 1..=count + 1 {
            let best = siting.best(chosen);
            prop_assert_eq!(best.is_some(), chosen <= count);
            let Some(best) = best else { break };
            let worth = (best.unreached, best.total);
            for mask in 0_u32..1 << count {
                let set: Vec<_> = (0..count).filter(|&base| mask & (1 << base) != 0).collect();
                if set.len() == chosen {
                    let value = siting.value(&set);
                    prop_assert!(worth <= (value.unreached, value.total));
                }
            }
            prop_assert!(before.is_none_or(|before| worth <= before));
            before = Some(worth);
        }
    }
}
