//! What holds of any network: the oracles are plain searches over all segments, and brute force.

use super::index::{Nearest, nearer, on_piece};
use super::network::RoadNetwork;
use super::snap::{NotSnapped, Snap, Snapping};
use super::times::RoadPlaces;
use super::town::{any_places, any_town};
use crate::model::{EARTH_RADIUS, LatLon, PointIndex, SiteIndex};
use crate::network::osm::extract::Extract;
use crate::network::osm::sample::Map;
use crate::network::{OsmError, Profile, RoadClass, RoadNetworkError};
use crate::units::{Metres, TravelTime};
use proptest::prelude::*;
use std::io::Cursor;

fn extract(map: &Map, profile: &Profile) -> Extract {
    Extract::read(&mut Cursor::new(map.bytes()), profile).expect("a good file")
}

fn network(map: &Map, profile: &Profile) -> RoadNetwork {
    RoadNetwork::build(extract(map, profile), profile, true).expect("a network")
}

fn far() -> Snapping {
    Snapping {
        limit: Metres::try_new(5_000.0).unwrap(),
        // No part of a town is an island here.
        least_island: Metres::try_new(10_000_000.0).unwrap(),
        ..Snapping::default()
    }
}

/// Times between all of some places, in milliseconds.
fn times(network: &RoadNetwork, places: &[Option<LatLon>]) -> Vec<Vec<Option<u32>>> {
    let places = RoadPlaces::new(&network.snap(places, &far()));
    let count = places.len();
    let matrix = network.times(&places, &places);
    (0..count)
        .map(|from| {
            let cell = |to: usize| {
                let (from, to) = (u32::try_from(from).unwrap(), u16::try_from(to).unwrap());
                matrix
                    .get(PointIndex(from), SiteIndex(to))
                    .map(TravelTime::milliseconds)
            };
            (0..count).map(cell).collect()
        })
        .collect()
}

/// Whether two networks keep the same part of a town: of equally large parts one may keep another.
fn same_part(one: &RoadNetwork, other: &RoadNetwork) -> bool {
    let [one, other] = [one, other].map(|network| network.report().road_km());
    one.iter()
        .zip(other)
        .all(|(one, other)| (one - other).abs() < 1e-6)
}

/// A town without a road has no network.
fn built(map: &Map, profile: &Profile) -> Option<RoadNetwork> {
    match RoadNetwork::read(&mut Cursor::new(map.bytes()), profile) {
        Ok(network) => Some(network),
        Err(RoadNetworkError::File(OsmError::NoRoads { .. })) => None,
        Err(error) => panic!("{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Snapping finds what a look at every segment finds.
    #[test]
    fn the_nearest_road_is_that_of_brute_force(town in any_town(), shares in any_places()) {
        let Some(network) = built(&town.map(), &Profile::car()) else { return Ok(()) };
        let places = town.places(&shares);
        for (place, snap) in places.iter().zip(network.snap(&places, &far())) {
            let vector = place.unwrap().unit_vector();
            let mut best: Option<Nearest> = None;
            for (number, piece) in (0..).zip(&network.pieces) {
                if network.is_in_graph(network.links[number as usize]) {
                    for nearest in on_piece(&network, piece, number, vector) {
                        best = Some(nearer(&network, best, nearest));
                    }
                }
            }
            let Some(best) = best else {
                // One-way streets that lead nowhere back leave a junction without a road.
                prop_assert_eq!(snap, Err(NotSnapped::TooFar));
                continue;
            };
            let metres = best.distance_2.sqrt() * EARTH_RADIUS;
            match snap {
                Ok(snap) => prop_assert_eq!(Ok(snap), network.at(best, &far())),
                Err(reason) => {
                    prop_assert_eq!(reason, NotSnapped::TooFar);
                    prop_assert!(metres > 5_000.0);
                }
            }
        }
    }

    /// Roads joined over nodes where nothing branches off give the same times.
    #[test]
    fn joined_pieces_give_the_times_of_single_ones(town in any_town(), shares in any_places()) {
        let map = town.map();
        let profile = Profile::car();
        if let Some(joined) = built(&map, &profile) {
            let single = RoadNetwork::build(extract(&map, &profile), &profile, false).unwrap();
            prop_assert!(joined.graph().nodes() <= single.graph().nodes());
            let places = town.places(&shares);
            // Without branches the largest part may be another one of the same number of nodes.
            if same_part(&joined, &single) {
                prop_assert_eq!(times(&joined, &places), times(&single, &places));
            }
        }
    }

    /// Times do not depend on the ids of nodes and ways, on their order, or on how they are packed.
    #[test]
    fn ids_and_their_order_change_no_time(
        town in any_town(), shares in any_places(), block in 0..4_usize,
    ) {
        let map = town.map();
        let profile = Profile::car();
        let Some(expected) = built(&map, &profile) else { return Ok(()) };
        let places = town.places(&shares);
        let mut other = Map { block, ..map };
        for node in &mut other.nodes {
            node.0 = 5_000 - node.0;
        }
        for way in &mut other.ways {
            way.0 = 5_000 - way.0;
            for node in &mut way.1 {
                *node = 5_000 - *node;
            }
        }
        other.ways.rotate_left(1);
        other.nodes.rotate_left(2);
        let found = network(&other, &profile);
        if same_part(&found, &expected) {
            prop_assert_eq!(times(&found, &places), times(&expected, &places));
        }
    }

    /// The time of a pair does not depend on what else is asked.
    #[test]
    fn a_pair_has_its_time_whoever_else_is_asked(town in any_town(), shares in any_places()) {
        let Some(network) = built(&town.map(), &Profile::car()) else { return Ok(()) };
        let places = town.places(&shares);
        let all = times(&network, &places);
        for from in 0..places.len() {
            for to in 0..places.len() {
                let pair = times(&network, &[places[from], places[to]]);
                prop_assert_eq!(pair[0][1], all[from][to]);
            }
        }
    }

    /// A journey by way of another place is never quicker.
    #[test]
    fn no_detour_is_quicker(town in any_town(), shares in any_places()) {
        let Some(network) = built(&town.map(), &Profile::car()) else { return Ok(()) };
        let all = times(&network, &town.places(&shares));
        for (from, row) in all.iter().enumerate() {
            for (by, onward) in all.iter().enumerate() {
                for to in (0..all.len()).filter(|&to| to != from && by != from && to != by) {
                    if let (Some(first), Some(second)) = (row[by], onward[to]) {
                        prop_assert!(row[to].is_some_and(|time| time <= first + second));
                    }
                }
            }
        }
    }

    /// Closing a street never makes a journey shorter, and so opening one never makes it longer.
    #[test]
    fn a_closed_street_never_shortens_a_journey(
        town in any_town(), shares in any_places(), closed in 0..32_usize,
    ) {
        let profile = Profile::car();
        let map = town.map();
        let Some(open) = built(&map, &profile) else { return Ok(()) };
        let places = town.places(&shares);
        let mut fewer = map.clone();
        if closed < fewer.ways.len() {
            fewer.ways.remove(closed);
        }
        let Some(shut) = built(&fewer, &profile) else { return Ok(()) };
        // The places must be on the same roads for a comparison.
        let snaps = |network: &RoadNetwork| {
            let on = |snap: Result<Snap, NotSnapped>| snap.map(|snap| (snap.way, snap.segment)).ok();
            network.snap(&places, &far()).into_iter().map(on).collect::<Vec<_>>()
        };
        if snaps(&open) == snaps(&shut) {
            for (open, shut) in times(&open, &places).concat().into_iter().zip(times(&shut, &places).concat()) {
                if let (Some(open), Some(shut)) = (open, shut) {
                    prop_assert!(open <= shut, "{} {}", open, shut);
                }
            }
        }
    }

    /// All speeds twice as high, all times half as long, but for the rounding of each segment.
    #[test]
    fn times_scale_with_speeds(town in any_town(), shares in any_places()) {
        let car = Profile::car();
        let mut fast = Profile::car();
        fast.maxspeed_factor *= 2.0;
        fast.speeds_kmh = fast.speeds_kmh.map(|speed| 2.0 * speed);
        let Some(slow) = built(&town.map(), &car) else { return Ok(()) };
        let quick = network(&town.map(), &fast);
        let places = town.places(&shares);
        let snaps = [&slow, &quick].map(|network| network.snap(&places, &far()));
        for (one, other) in snaps[0].iter().zip(&snaps[1]) {
            prop_assert_eq!(one.is_ok(), other.is_ok());
        }
        let approach: Vec<u32> =
            snaps[0].iter().map(|snap| snap.map_or(0, |snap| snap.approach)).collect();
        let (slow, quick) = (times(&slow, &places), times(&quick, &places));
        for from in 0..places.len() {
            for to in 0..places.len() {
                if let (Some(slow), Some(quick)) = (slow[from][to], quick[from][to]) {
                    let off_road = f64::from(approach[from] + approach[to]);
                    let (slow, quick) = (f64::from(slow) - off_road, f64::from(quick) - off_road);
                    prop_assert!((slow - 2.0 * quick).abs() < 200.0, "{} {}", slow, quick);
                }
            }
        }
    }

    /// Towns that nothing connects are parts of their own, each with the graph of one alone.
    #[test]
    fn disjoint_copies_are_as_many_times_the_same(town in any_town()) {
        let profile = Profile::car();
        let Some(alone) = built(&town.map(), &profile) else { return Ok(()) };
        let mut all = town.map();
        for copy in 1..4_i32 {
            let other = town.map_at(10_000 * i64::from(copy), 0.5 * f64::from(copy));
            all.nodes.extend(other.nodes);
            all.ways.extend(other.ways);
        }
        let all = network(&all, &profile);
        prop_assert_eq!(all.graph(), alone.graph());
        prop_assert_eq!(all.report().components, 4 * alone.report().components);
        prop_assert_eq!(all.report().driven_ways, 4 * alone.report().driven_ways);
    }
}

/// Two islands, with a ferry of three nodes and two roads on each side.
fn strait(ferry: &[(&'static str, &str)]) -> Map {
    let road = [("highway", "residential"), ("maxspeed", "36")];
    let mut map = Map::default();
    for (id, lon) in [
        (1, 14.0),
        (2, 14.01),
        (3, 14.05),
        (4, 14.06),
        (5, 14.07),
        (6, 14.08),
    ] {
        map.add_node(id, 36.0, lon, &[]);
    }
    map.way(1, &[1, 2], &road)
        .way(2, &[5, 6], &road)
        .way(3, &[2, 3, 4, 5], ferry)
}

fn at(lon: f64) -> LatLon {
    LatLon::try_new(36.0, lon).unwrap()
}

#[test]
fn a_ferry_takes_what_its_tag_says_and_one_waits_once() {
    let ferry = [
        ("route", "ferry"),
        ("motor_vehicle", "yes"),
        ("duration", "0:25"),
    ];
    let quays = [Some(at(14.01)), Some(at(14.07))];
    let between = |map: &Map, wait: f64| {
        let profile = Profile {
            ferry_wait_minutes: wait,
            ..Profile::car()
        };
        times(&network(map, &profile), &quays)
    };
    for (wait, expected) in [(0.0, 25 * 60_000), (15.0, 40 * 60_000)] {
        let times = between(&strait(&ferry), wait);
        assert_eq!([times[0][1], times[1][0]], [Some(expected); 2], "{wait}");
    }
    // The same ferry in two ways, each with a duration of its own: one boarding.
    let mut two = strait(&ferry);
    two.ways.retain(|way| way.0 != 3);
    let tags = |duration| {
        [
            ("route", "ferry"),
            ("motorcar", "yes"),
            ("duration", duration),
        ]
    };
    let two = two
        .way(3, &[2, 3], &tags("0:20"))
        .way(4, &[3, 4, 5], &tags("5"));
    assert_eq!(between(&two, 15.0)[0][1], Some(40 * 60_000));
}

#[test]
fn without_a_car_ferry_an_island_is_unreachable_and_says_so() {
    let mut map = strait(&[("route", "ferry"), ("foot", "yes")]);
    map = map.way(9, &[1, 2, 1, 2], &[("highway", "residential")]);
    let network = network(&map, &Profile::car());
    let snapping = Snapping {
        least_island: Metres::try_new(500.0).unwrap(),
        ..far()
    };
    let snaps = network.snap(
        &[
            Some(at(14.005)),
            Some(at(14.075)),
            Some(at(14.03)),
            Some(at(20.0)),
            None,
        ],
        &snapping,
    );
    assert!(snaps[0].is_ok());
    assert!(matches!(snaps[1], Err(NotSnapped::Island(km)) if (0.8..1.0).contains(&km)));
    assert!(snaps[2].is_ok());
    assert_eq!(snaps[3], Err(NotSnapped::TooFar));
    assert_eq!(snaps[4], Err(NotSnapped::NoPosition));
    assert_eq!(network.report().closed.values().sum::<u64>(), 1);
    // A short one is left out like the car park of a supermarket.
    let snaps = network.snap(
        &[Some(at(14.075))],
        &Snapping {
            limit: Metres::try_new(9_000.0).unwrap(),
            ..far()
        },
    );
    assert!(snaps[0].is_ok());
}

/// 36 km/h are 10 m/s; the times of a street by hand, with the approach at 5 km/h.
#[test]
fn a_journey_worked_by_hand() {
    let street = [
        ("highway", "residential"),
        ("maxspeed", "45"),
        ("oneway", "yes"),
    ];
    let back = [("highway", "residential"), ("maxspeed", "45")];
    let map = Map::default()
        .node(1, 0.0, 0.0)
        .node(2, 0.0, 0.01)
        .node(3, 0.01, 0.005)
        .way(1, &[1, 2], &street)
        .way(2, &[2, 3, 1], &back);
    let network = network(&map, &Profile::car());
    let place = |lat, lon| Some(LatLon::try_new(lat, lon).unwrap());
    // On the one-way street: 0.002° apart, 222.39 m at 10 m/s; the first 0.001° = 111.19 m beside it.
    let places = [place(-0.001, 0.002), place(0.0, 0.004)];
    let times = times(&network, &places);
    // A segment is a straight line, which lies 23 mm below the second place: 1,112² · 0.4 · 0.6 / 2 R.
    let approach = (111.195 + 0.023_3) * 3_600.0 / 5.0;
    let there = f64::from(times[0][1].unwrap());
    assert!(
        (there - (222.390 / 10.0 * 1_000.0 + approach)).abs() < 2.0,
        "{there}"
    );
    let length =
        |network: &RoadNetwork| network.report().by_class[&RoadClass::Residential].kilometres;
    let round = length(&network) * 1_000.0 / 10.0 * 1_000.0;
    let back = f64::from(times[1][0].unwrap());
    assert!(
        (back - (round - 222.390 * 100.0 + approach)).abs() < 3.0,
        "{back} of {round}"
    );
}
