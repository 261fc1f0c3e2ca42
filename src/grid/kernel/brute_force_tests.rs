//! The sweeps against a plain scan of all centres for every cell, on random and adversarial grids.

use super::angles::Angles;
use super::chord::chord2;
use super::lattice::row_terms;
use super::travel_time_lookup::tests::curve;
use crate::grid::*;
use crate::model::LatLon;
use crate::units::{Demand, TravelTime};
use proptest::prelude::*;
use std::sync::LazyLock;

#[expect(clippy::disallowed_methods, reason = "made by one thread")]
static SECONDS: LazyLock<TravelTimeLookup> =
    LazyLock::new(|| TravelTimeLookup::new(curve(5, 1.3, 30.0, 50.0)));

fn standards() -> [TravelTime; 3] {
    [30, 45, 90].map(TravelTime::from_whole)
}

fn place(lat: f64, lon: f64) -> LatLon {
    LatLon::try_new(lat, lon).unwrap()
}

/// The first of the least.
fn first_least(distances: impl Iterator<Item = (u16, f64)>) -> (u16, f64) {
    distances.fold((u16::MAX, f64::INFINITY), |best, next| {
        if next.1 < best.1 { next } else { best }
    })
}

/// Every cell's centre and seconds by asking all centres of the layout.
fn scan_raster(
    query: &GridQuery,
    layout: &[u16],
    lattice: &Lattice,
    cells: &[f32],
) -> Vec<Option<(u16, u32)>> {
    let columns = lattice.columns();
    (0..cells.len())
        .map(|cell| {
            if cells[cell].is_nan() {
                return None;
            }
            let (row, column) = (cell / columns, cell % columns);
            let all = layout.iter().map(|&centre| {
                let angles: &Angles = &query.centres.angles()[usize::from(centre)];
                let (part, factor) = row_terms(lattice.row_angles()[row], angles);
                let of_column = lattice.column_angles()[column].haversine(angles.lon);
                (centre, part + factor * of_column)
            });
            let (centre, chord2) = first_least(all);
            Some((centre, query.travel_times.seconds(chord2)))
        })
        .collect()
}

fn scan_totals(
    query: &GridQuery,
    layout: &[u16],
    found: &[Option<(u16, u32)>],
    people: impl Fn(usize) -> Demand,
) -> LayoutTotals {
    let mut totals = LayoutTotals::new(layout.len(), query.standards.len());
    for (cell, allocation) in found.iter().enumerate() {
        if let Some((centre, seconds)) = allocation {
            let place = layout.iter().position(|of| of == centre).unwrap();
            let time = TravelTime::from_seconds(*seconds);
            totals.by_centre[place].add(people(cell), time, query.standards);
        }
    }
    totals
}

fn people_of(cells: &[f32]) -> impl Fn(usize) -> Demand {
    |cell| Demand::try_new(f64::from(cells[cell].max(0.0))).unwrap()
}

/// Checks every layout of a query on a raster, cell by cell and in sums.
fn check_raster(query: &GridQuery, lattice: &Lattice, cells: &[f32]) {
    let (totals, allocations) = allocate_raster(query, lattice, 0, cells);
    assert_eq!(
        totals,
        sum_raster(query, lattice, 0, cells),
        "with and without allocations"
    );
    for (n, layout) in query.layouts.iter().enumerate() {
        let found = scan_raster(query, layout, lattice, cells);
        for (cell, expected) in found.iter().enumerate() {
            let allocation = allocations[n].centre(cell).zip(allocations[n].time(cell));
            let expected = expected.map(|(centre, s)| (centre, TravelTime::from_seconds(s)));
            assert_eq!(allocation, expected, "layout {n}, cell {cell}");
        }
        let expected = scan_totals(query, layout, &found, people_of(cells));
        assert_eq!(totals[n], expected, "layout {n}");
    }
}

/// The great circle itself has the last word: nobody is sent farther than the nearest centre.
fn check_great_circle(query: &GridQuery, layout: &[u16], from: LatLon, centre: u16) {
    let places = query.centres.places();
    let distance = |centre: u16| places[usize::from(centre)].distance_to(from).as_f64();
    let nearest = layout
        .iter()
        .map(|&centre| distance(centre))
        .fold(f64::INFINITY, f64::min);
    // Near the opposite side of the Earth an arcsine loses a few centimetres.
    assert!(distance(centre) <= nearest + 0.1, "{from:?}");
}

fn check_points(query: &GridQuery, cells: &PointCells, places: &[LatLon]) {
    check_sweep(&PointSweep::new(query, cells), query, cells, places);
    // One that is ready for the place of the first cell alone.
    let mut first = PointCells::default();
    first.push(places[0], Demand::ZERO);
    check_sweep(&PointSweep::new(query, &first), query, cells, places);
    // Cells as they are read.
    let (mut lon, mut lat): (Vec<f64>, Vec<f64>) = places
        .iter()
        .map(|place| (place.lon(), place.lat()))
        .unzip();
    let mut people = (0..cells.len())
        .map(|cell| cells.people_of(cell).millionths())
        .collect();
    let mut read = PointCells::default();
    read.set_degrees([&mut lon, &mut lat], &mut people);
    check_sweep(&PointSweep::new(query, &read), query, &read, places);
}

fn check_sweep(sweep: &PointSweep, query: &GridQuery, cells: &PointCells, places: &[LatLon]) {
    let totals = sweep.sum(cells);
    for (n, layout) in query.layouts.iter().enumerate() {
        let found: Vec<_> = (0..cells.len())
            .map(|cell| {
                let unit = query.centres.unit();
                let all = layout
                    .iter()
                    .map(|&centre| (centre, chord2(cells.unit(cell), unit[usize::from(centre)])));
                let (centre, chord2) = first_least(all);
                Some((centre, query.travel_times.seconds(chord2)))
            })
            .collect();
        let nearest = sweep.nearest(n, cells);
        for (cell, NearestCentre { centre, time }) in
            sweep.allocate(n, cells).into_iter().enumerate()
        {
            assert_eq!(
                Some((centre, time.whole_seconds())),
                found[cell],
                "layout {n}, cell {cell}"
            );
            assert_eq!(nearest[cell], centre);
            check_great_circle(query, layout, places[cell], centre);
        }
        let expected = scan_totals(query, layout, &found, |cell| cells.people_of(cell));
        assert_eq!(totals[n], expected, "layout {n}");
    }
}

fn centres(places: Vec<LatLon>) -> Centres {
    Centres::try_new(places).unwrap()
}

fn all(count: usize) -> Vec<u16> {
    (0..u16::try_from(count).unwrap()).collect()
}

fn anywhere() -> impl Strategy<Value = LatLon> {
    prop_oneof![
        (-90.0..=90.0_f64, -180.0..=180.0_f64),
        (50.0..56.0_f64, -5.0..2.0_f64),
        (
            -5.0..=5.0_f64,
            prop_oneof![-180.0..=-179.0_f64, 179.0..=180.0_f64]
        ),
        (
            prop_oneof![-90.0..=-88.0_f64, 88.0..=90.0_f64],
            -180.0..=180.0_f64
        ),
    ]
    .prop_map(|(lat, lon)| place(lat, lon))
}

fn cell() -> impl Strategy<Value = f32> {
    prop_oneof![
        Just(f32::NAN),
        Just(0.0),
        Just(-99_999.0),
        0.0..1e3_f32,
        0.0..1e9_f32
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A raster anywhere, cells of any size, any centres, layouts that share some of them.
    #[test]
    fn a_raster_is_as_a_scan_of_all_centres_finds_it(
        at in prop::collection::vec(anywhere(), 1..60),
        north in -60.0..89.0_f64, west in -180.0..180.0_f64,
        step in prop_oneof![Just(0.001), 0.01..0.1_f64, 0.1..0.6_f64],
        rows in 1_usize..70, columns in 1_usize..200,
        some in prop::collection::vec(cell(), 97),
        cut in any::<prop::sample::Index>(),
    ) {
        // A raster that leaves the Earth is refused, which has a test of its own.
        prop_assume!(north - step * rows as f64 > -90.0);
        let lattice = Lattice::try_new(GeoTransform::square(west, north, step), rows, columns).unwrap();
        let cells: Vec<f32> = (0..rows * columns).map(|n| some[(n * 31 + n / 97) % 97]).collect();
        let count = at.len();
        let cut = cut.index(count);
        let centres = centres(at);
        let mut layouts = vec![all(count), all(count)[cut..].to_vec(), all(count)[..=cut].to_vec()];
        layouts.push(layouts[0].clone());
        let query = GridQuery {
            centres: &centres, layouts: &layouts, travel_times: &SECONDS, standards: &standards(),
        };
        check_raster(&query, &lattice, &cells);
    }

    /// Cells anywhere on the Earth, any centres.
    #[test]
    fn points_are_as_a_scan_of_all_centres_finds_them(
        at in prop::collection::vec(anywhere(), 1..60),
        places in prop::collection::vec(anywhere(), 1..300),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut cells = PointCells::default();
        for (n, &place) in (1..).zip(&places) {
            cells.push(place, Demand::from_whole(n));
        }
        let cut = cut.index(at.len());
        let layouts = [all(at.len()), all(at.len())[cut..].to_vec()];
        let centres = centres(at);
        let query = GridQuery {
            centres: &centres, layouts: &layouts, travel_times: &SECONDS, standards: &standards(),
        };
        check_points(&query, &cells, &places);
    }
}

/// Adversarial centres: all in one place, mirror images across a raster's middle, one alone.
#[test]
fn equal_distances_go_to_the_lower_number() {
    let here = place(0.0, 0.0);
    let mirrored = [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)].map(|(a, b)| place(a, b));
    for at in [vec![here; 5], mirrored.to_vec(), vec![here]] {
        let layouts = [all(at.len())];
        let centres = centres(at);
        let query = GridQuery {
            centres: &centres,
            layouts: &layouts,
            travel_times: &SECONDS,
            standards: &standards(),
        };
        let lattice = Lattice::try_new(GeoTransform::square(-1.05, 1.05, 0.1), 21, 21).unwrap();
        check_raster(&query, &lattice, &[1.0; 21 * 21]);
        let (_, allocations) = allocate_raster(&query, &lattice, 0, &[1.0; 21 * 21]);
        assert_eq!(
            allocations[0].centre(10 * 21 + 10),
            Some(0),
            "the middle is equally near to all"
        );
    }
}

#[test]
fn the_world_at_once_and_its_edges() {
    let at = [
        (90.0, 0.0),
        (-90.0, 0.0),
        (0.0, 180.0),
        (0.0, -180.0),
        (51.5, -0.1),
        (10.0, 179.9),
    ];
    let layouts = [all(6), vec![5]];
    let centres = centres(at.map(|(lat, lon)| place(lat, lon)).to_vec());
    let query = GridQuery {
        centres: &centres,
        layouts: &layouts,
        travel_times: &SECONDS,
        standards: &standards(),
    };
    for west in [-180.0, 0.0, 179.0] {
        let lattice = Lattice::try_new(GeoTransform::square(west, 90.0, 1.0), 180, 360).unwrap();
        check_raster(&query, &lattice, &vec![2.5; 180 * 360]);
    }
}

#[test]
fn a_raster_without_cells_holds_nobody() {
    let layouts = [vec![0]];
    let centres = centres(vec![place(52.0, 0.0)]);
    let query = GridQuery {
        centres: &centres,
        layouts: &layouts,
        travel_times: &SECONDS,
        standards: &standards(),
    };
    let lattice = Lattice::try_new(GeoTransform::square(0.0, 55.0, 0.01), 40, 100).unwrap();
    check_raster(&query, &lattice, &vec![f32::NAN; 4_000]);
    let totals = sum_raster(&query, &lattice, 0, &vec![f32::NAN; 4_000]);
    assert_eq!(totals[0].total(), CoverageTotals::new(3));
    let none: [f32; 0] = [];
    assert_eq!(
        sum_raster(&query, &lattice, 0, &none)[0].total(),
        CoverageTotals::new(3)
    );
}

/// The sums are the same on one thread and on several, to the last digit.
#[test]
fn sums_do_not_depend_on_threads() {
    let layouts = [all(3)];
    let centres = centres(vec![place(52.0, 0.0), place(53.0, 1.0), place(51.0, -2.0)]);
    let query = GridQuery {
        centres: &centres,
        layouts: &layouts,
        travel_times: &SECONDS,
        standards: &standards(),
    };
    let lattice = Lattice::try_new(GeoTransform::square(-3.0, 55.0, 0.01), 400, 300).unwrap();
    let cells: Vec<f32> = (0_u16..400)
        .flat_map(|n| vec![f32::from(n) / 7.0; 300])
        .collect();
    let sums = [1, 2, 5].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| sum_raster(&query, &lattice, 0, &cells))
    });
    assert_eq!(sums[0], sums[1]);
    assert_eq!(sums[0], sums[2]);
}
