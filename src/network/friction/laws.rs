//! What holds on every friction surface, and plain methods to compare with.

use super::{CellSizes, FrictionSurface, allocate, times_between};
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::units::TravelTime;
use proptest::prelude::*;

/// A small raster with barriers, and its columns.
fn any_cells() -> impl Strategy<Value = (usize, Vec<Option<f32>>)> {
    (1..9_usize, 1..9_usize, any::<bool>()).prop_flat_map(|(rows, columns, wild)| {
        let quick = 0.000_4..0.03_f32;
        let value = if wild {
            prop_oneof![quick, 0.000_001..900.0_f32].boxed()
        } else {
            quick.boxed()
        };
        let cell = prop_oneof![3 => value.prop_map(Some), 1 => Just(None)];
        (Just(columns), prop::collection::vec(cell, rows * columns))
    })
}

fn any_sizes(rows: usize) -> impl Strategy<Value = CellSizes> {
    let north = (-60.0..80.0_f64, 0.001..0.1_f64);
    prop_oneof![
        (10.0..2_000.0_f64, 10.0..2_000.0_f64)
            .prop_map(move |(width, height)| CellSizes::metres(rows, width, height)),
        north.prop_map(move |(north, step)| CellSizes::degrees(rows, north, step, step)),
    ]
}

fn any_surface() -> impl Strategy<Value = FrictionSurface> {
    any_cells().prop_flat_map(|(columns, cells)| {
        any_sizes(cells.len() / columns).prop_map(move |sizes| {
            FrictionSurface::new(columns, cells.clone(), sizes).expect("a surface")
        })
    })
}

fn cells_of(surface: &FrictionSurface) -> u32 {
    u32::try_from(surface.rows() * surface.columns()).unwrap()
}

/// Minutes from a cell to every cell by Bellman and Ford's method, in plain fractions.
fn oracle(surface: &FrictionSurface, from: u32) -> Vec<Option<f64>> {
    let (rows, columns) = (surface.rows(), surface.columns());
    let value = |row: usize, column: usize| {
        let cell = u32::try_from(row * columns + column).unwrap();
        surface.minutes_per_metre(cell).map(f64::from)
    };
    let mut minutes = vec![f64::INFINITY; rows * columns];
    if surface.minutes_per_metre(from).is_some() {
        minutes[from as usize] = 0.0;
    }
    let sizes = surface.sizes();
    loop {
        let before = minutes.clone();
        for row in 0..rows {
            for column in 0..columns {
                for row2 in row.saturating_sub(1)..(row + 2).min(rows) {
                    for column2 in column.saturating_sub(1)..(column + 2).min(columns) {
                        let (Some(one), Some(other)) = (value(row, column), value(row2, column2))
                        else {
                            continue;
                        };
                        let metres = match (row == row2, column == column2) {
                            (true, true) => continue,
                            (true, false) => sizes.east[row],
                            (false, true) => sizes.south[row.min(row2)],
                            (false, false) => sizes.diagonal[row.min(row2)],
                        };
                        let is_corner = row != row2 && column != column2;
                        let beside = value(row, column2).or(value(row2, column));
                        if is_corner && beside.is_none() {
                            continue;
                        }
                        let step = f64::midpoint(one, other) * metres;
                        let by = minutes[row * columns + column] + step;
                        let known = &mut minutes[row2 * columns + column2];
                        *known = known.min(by);
                    }
                }
            }
        }
        if before == minutes {
            let reached = |minutes: f64| minutes.is_finite().then_some(minutes);
            return minutes.into_iter().map(reached).collect();
        }
    }
}

fn all_times(surface: &FrictionSurface) -> TravelTimeMatrix {
    let all: Vec<u32> = (0..cells_of(surface)).collect();
    times_between(surface, &all, &all)
}

fn time(times: &TravelTimeMatrix, site: u32, cell: u32) -> Option<TravelTime> {
    times.get(PointIndex(cell), SiteIndex(u16::try_from(site).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Times are those of a plain method, to the rounding of a microsecond a step and of the result to
    /// milliseconds.
    #[test]
    fn times_are_those_of_a_plain_method(surface in any_surface()) {
        let times = all_times(&surface);
        let steps = f64::from(cells_of(&surface));
        for site in 0..cells_of(&surface) {
            for (cell, minutes) in (0..).zip(oracle(&surface, site)) {
                let found = time(&times, site, cell);
                let minutes = minutes.filter(|&minutes| minutes < 30_000.0);
                prop_assert_eq!(found.is_some(), minutes.is_some(), "{} to {}", site, cell);
                if let (Some(found), Some(minutes)) = (found, minutes) {
                    let error = (found.as_f64() - minutes).abs() * 60_000.0;
                    prop_assert!(error <= 0.501 + steps * 0.0005, "{} {}", found, minutes);
                }
            }
        }
    }

    /// From there to here takes exactly as long as from here to there.
    #[test]
    fn both_directions_take_the_same_time(surface in any_surface()) {
        let times = all_times(&surface);
        for a in 0..cells_of(&surface) {
            for b in 0..a {
                prop_assert_eq!(time(&times, a, b), time(&times, b, a));
            }
        }
    }

    /// The allocation is the site with the least time, the first of equals, and no site where none can
    /// be reached.
    #[test]
    fn the_allocation_is_the_least_of_the_times(
        surface in any_surface(),
        sites in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let all: Vec<u32> = (0..cells_of(&surface)).collect();
        let sites: Vec<u32> = sites.iter().map(|site| all[site.index(all.len())]).collect();
        let allocation = allocate(&surface, &sites);
        let times = times_between(&surface, &sites, &all);
        for &cell in &all {
            let of_site = |site: u16| times.get(PointIndex(cell), SiteIndex(site));
            let count = u16::try_from(sites.len()).unwrap();
            let least = (0..count).filter_map(of_site).min();
            let found = allocation.get(cell);
            prop_assert_eq!(found.map(|(_, time)| time), least);
            if let Some((site, time)) = found {
                prop_assert_eq!(of_site(site.0), Some(time));
            }
        }
    }

    /// Of sites in one cell the first gets all.
    #[test]
    fn of_equally_near_sites_the_first_gets_the_cell(surface in any_surface()) {
        let cells = cells_of(&surface);
        let allocation = allocate(&surface, &[cells / 2, cells / 2]);
        for cell in 0..cells {
            prop_assert!(allocation.get(cell).is_none_or(|(site, _)| site == SiteIndex(0)));
        }
    }

    /// Where a cell becomes slower or a barrier, no journey becomes shorter.
    #[test]
    fn more_friction_never_shortens(
        (columns, cells) in any_cells(),
        at in any::<prop::sample::Index>(),
        factor in prop::option::of(1.0..50.0_f32),
    ) {
        let sizes = CellSizes::metres(cells.len() / columns, 500.0, 700.0);
        let surface = |cells: &[Option<f32>]| {
            FrictionSurface::new(columns, cells.iter().copied(), sizes.clone()).unwrap()
        };
        let mut slower = cells.clone();
        let changed = &mut slower[at.index(cells.len())];
        *changed = changed.zip(factor).map(|(value, factor)| (value * factor).min(1_000.0));
        let (before, after) = (surface(&cells), surface(&slower));
        let (before_times, after_times) = (all_times(&before), all_times(&after));
        for a in 0..cells_of(&before) {
            for b in 0..cells_of(&before) {
                let late = |time: Option<TravelTime>| time.map_or(u32::MAX, TravelTime::milliseconds);
                let (earlier, later) = (time(&before_times, a, b), time(&after_times, a, b));
                prop_assert!(late(earlier) <= late(later));
            }
        }
    }

    /// Twice the friction is twice the time, whatever the cells; so is twice the metres.
    #[test]
    fn times_grow_with_friction_and_with_distance((columns, cells) in any_cells()) {
        let rows = cells.len() / columns;
        let times = |factor: f32, metres: f64| {
            let scaled = cells.iter().map(|cell| cell.map(|value| value * factor));
            let sizes = CellSizes::metres(rows, metres, metres);
            FrictionSurface::new(columns, scaled, sizes).map(|surface| all_times(&surface))
        };
        let Ok(twice) = times(2.0, 128.0) else {
            // Beyond what a surface takes.
            return Ok(());
        };
        let once = times(1.0, 128.0).unwrap();
        prop_assert_eq!(&twice, &times(1.0, 256.0).unwrap());
        let cells = u32::try_from(cells.len()).unwrap();
        for a in 0..cells {
            for b in 0..cells {
                if let (Some(one), Some(two)) = (time(&once, a, b), time(&twice, a, b)) {
                    let error = f64::from(two.milliseconds()) - 2.0 * f64::from(one.milliseconds());
                    prop_assert!(error.abs() <= 1.6, "{} {}", one, two);
                }
            }
        }
    }

    #[test]
    fn threads_change_nothing(surface in any_surface()) {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| all_times(&surface))
        };
        prop_assert_eq!(with(1), with(4));
    }
}

/// A wall of barriers that touch only at their corners is closed, and one cell less opens it.
#[test]
fn a_diagonal_wall_is_closed() {
    let cells = |open: bool| {
        (0..25_usize).map(move |cell| {
            let is_wall = cell / 5 == cell % 5 && !(open && cell == 12);
            (!is_wall).then_some(0.001)
        })
    };
    let times = |open| {
        let sizes = CellSizes::metres(5, 1_000.0, 1_000.0);
        let surface = FrictionSurface::new(5, cells(open), sizes).unwrap();
        times_between(&surface, &[4], &[20]).get(PointIndex(0), SiteIndex(0))
    };
    assert_eq!(times(false), None);
    let minutes = times(true).map(TravelTime::as_f64);
    assert!((minutes.unwrap() - 4.0 * 2.0_f64.sqrt()).abs() < 1e-4);
}

/// At 60 degrees of latitude a cell of degrees is half as wide as at the equator.
#[test]
fn cells_of_degrees_are_as_wide_as_their_latitude_says() {
    let at = |north| CellSizes::degrees(1, north + 0.005, 0.01, 0.01).east[0];
    assert!((at(0.0) - 1_111.95).abs() < 0.01);
    assert!((at(60.0) / at(0.0) - 0.5).abs() < 1e-6);
    let sizes = CellSizes::degrees(3, 50.0, 0.01, 0.02);
    assert!((sizes.south[0] - 2_223.9).abs() < 0.1);
    let corner = sizes.east[0].hypot(sizes.south[0]);
    assert!((sizes.diagonal[0] / corner - 1.0).abs() < 1e-3);
}

#[test]
fn what_is_no_friction_is_refused_with_its_cell() {
    let sizes = || CellSizes::metres(2, 100.0, 100.0);
    let error = |cells: &[Option<f32>]| {
        let surface = FrictionSurface::new(2, cells.iter().copied(), sizes());
        surface.unwrap_err().to_string()
    };
    let good = Some(0.01);
    for bad in [0.0, -9_999.0, f32::NAN, f32::INFINITY, 1_001.0] {
        let found = error(&[good, good, Some(bad), good]);
        assert!(
            found.starts_with("row 1, column 0: friction must be above 0"),
            "{found}"
        );
    }
    assert_eq!(error(&[good; 3]), "3 cells do not fill 2 rows of 2 columns");
    assert_eq!(error(&[good; 5]), "5 cells do not fill 2 rows of 2 columns");
}
