//! The k nearest centres and the centres within a standard, against sorting all centres of every
//! cell, on random and adversarial places.

use super::chord::chord2;
use super::travel_time_lookup::tests::curve;
use crate::grid::*;
use crate::model::LatLon;
use crate::units::{Demand, TravelTime};
use proptest::prelude::*;
use std::sync::LazyLock;

#[expect(clippy::disallowed_methods, reason = "made by one thread")]
static SECONDS: LazyLock<TravelTimeLookup> =
    LazyLock::new(|| TravelTimeLookup::new(curve(5, 1.3, 30.0, 50.0)));

fn place(lat: f64, lon: f64) -> LatLon {
    LatLon::try_new(lat, lon).unwrap()
}

/// Both answers for every cell and layout, by sorting.
fn check(at: &[LatLon], layouts: &[Vec<u16>], from: &[LatLon], wanted: usize) {
    let standards = [20, 45, 90].map(TravelTime::from_whole);
    let centres = Centres::try_new(at.to_vec()).unwrap();
    let query = GridQuery {
        centres: &centres,
        layouts,
        travel_times: &SECONDS,
        standards: &standards,
    };
    let mut cells = PointCells::default();
    for (n, &place) in (1..).zip(from) {
        cells.push(place, Demand::from_whole(n));
    }
    for (n, layout) in layouts.iter().enumerate() {
        let nearest = NearestCentres::new(&query, n, &cells, wanted);
        let reachable = ReachableCentres::new(&query, n, &cells);
        let first = PointSweep::new(&query, &cells).allocate(n, &cells);
        let mut people = vec![vec![Demand::ZERO; layout.len() + 1]; standards.len()];
        for (cell, &first) in first.iter().enumerate() {
            let chord2_of =
                |centre: u16| chord2(cells.unit(cell), centres.unit()[usize::from(centre)]);
            let mut sorted = layout.clone();
            sorted.sort_by(|&a, &b| chord2_of(a).total_cmp(&chord2_of(b)).then(a.cmp(&b)));
            let time = |centre: u16| TravelTime::from_seconds(SECONDS.seconds(chord2_of(centre)));
            let of = |&centre: &u16| NearestCentre {
                centre,
                time: time(centre),
            };
            let expected: Vec<_> = sorted.iter().take(wanted).map(of).collect();
            assert_eq!(nearest.get(cell), expected, "layout {n}, cell {cell}");
            if wanted > 0 {
                assert_eq!(nearest.get(cell)[0], first, "the first is the nearest");
            }
            for (s, &standard) in standards.iter().enumerate() {
                let count = layout.iter().filter(|&&c| time(c) <= standard).count();
                assert_eq!(
                    usize::from(reachable.get(cell)[s]),
                    count,
                    "cell {cell}, {standard:?}"
                );
                people[s][count] += cells.people_of(cell);
            }
        }
        let mut summed = vec![Vec::new(); standards.len()];
        reachable.add_to(&cells, &mut summed);
        for (summed, mut expected) in summed.into_iter().zip(people) {
            while expected.last() == Some(&Demand::ZERO) {
                expected.pop();
            }
            assert_eq!(summed, expected);
        }
    }
}

fn all(count: usize) -> Vec<u16> {
    (0..u16::try_from(count).unwrap()).collect()
}

/// The whole Earth, one country, the date line, a pole, and places that repeat.
fn anywhere() -> impl Strategy<Value = LatLon> {
    prop_oneof![
        (-90.0..=90.0_f64, -180.0..=180.0_f64),
        (51.0..53.0_f64, -2.0..1.0_f64),
        (
            -2.0..=2.0_f64,
            prop_oneof![-180.0..=-179.0_f64, 179.0..=180.0_f64]
        ),
        (
            prop_oneof![-90.0..=-89.0_f64, 89.0..=90.0_f64],
            -180.0..=180.0_f64
        ),
        (Just(52.0), prop_oneof![Just(0.0), Just(0.5), Just(1.0)]),
    ]
    .prop_map(|(lat, lon)| place(lat, lon))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nearest_and_reachable_are_as_sorting_finds_them(
        at in prop::collection::vec(anywhere(), 1..50),
        from in prop::collection::vec(anywhere(), 1..80),
        wanted in 0_usize..6,
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = cut.index(at.len());
        let layouts = [all(at.len()), all(at.len())[cut..].to_vec()];
        check(&at, &layouts, &from, wanted);
    }
}

/// Centres in one place, mirror images, antipodes, and a single centre: ties go to the lower
/// number, and fewer centres than were asked for are no error.
#[test]
fn adversarial_centres_are_ranked_by_number() {
    let here = place(0.0, 0.0);
    let cross = [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)].map(|(a, b)| place(a, b));
    let poles = [(90.0, 0.0), (-90.0, 0.0), (90.0, 120.0)].map(|(a, b)| place(a, b));
    let line = [(0.0, 180.0), (0.0, -180.0), (0.0, 179.5), (0.0, -179.5)].map(|(a, b)| place(a, b));
    let from = [
        here,
        place(90.0, 77.0),
        place(0.0, 180.0),
        place(-90.0, 0.0),
        place(0.3, 0.3),
    ];
    for at in [
        vec![here; 5],
        vec![here],
        cross.to_vec(),
        poles.to_vec(),
        line.to_vec(),
    ] {
        for wanted in [1, 2, 3, 9] {
            check(&at, &[all(at.len())], &from, wanted);
        }
    }
}
