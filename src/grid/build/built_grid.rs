use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::output::people_file::PeopleFile;
use crate::model::LatLon;
use crate::units::Demand;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A place where people live, with the area that it lies in: a postcode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AddressPoint {
    /// Metres east.
    pub easting: f64,
    /// Metres north.
    pub northing: f64,
    /// The number of its area; `None` outside all areas.
    pub area: Option<u32>,
}

/// An area whose people are to be spread over its points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PeopledArea {
    /// Everyone in it.
    pub people: Demand,
    /// Where they all live if it has no point: metres east and north.
    pub middle: Option<(f64, f64)>,
}

/// A population grid built from address points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuiltGrid {
    /// The people of each populated cell, by its column and row counted from the origin.
    pub cells: BTreeMap<(i32, i32), Demand>,
    /// Points dropped because too many share their place: large users, PO boxes.
    pub dropped: usize,
    /// Points outside all areas.
    pub outside: usize,
    /// People of areas without points, who are put into the cell of the area's middle.
    pub at_middles: Demand,
    /// People of areas without points and without a middle, who are in no cell.
    pub homeless: Demand,
}

/// More points than this at one place are not homes.
pub const MOST_AT_A_PLACE: usize = 20;

/// Spreads each area's people equally over its points and sums them by square cells.
///
/// Totals are kept to the last millionth: what does not divide goes to an area's first points,
/// one millionth each.
///
/// # Errors
///
/// A cell without a size, or a point beyond 2³¹ cells.
pub(crate) fn build(
    points: &[AddressPoint],
    areas: &[PeopledArea],
    cell_metres: f64,
) -> Result<BuiltGrid, GridError> {
    if !(cell_metres > 0.0 && cell_metres.is_finite()) {
        return Err(GridError::CellSize(cell_metres));
    }
    let number = |metres: f64| {
        let cell = (metres / cell_metres).floor();
        #[expect(clippy::cast_possible_truncation, reason = "in range")]
        (cell.abs() < f64::from(i32::MAX)).then_some(cell as i32)
    };
    let cell = |(easting, northing): (f64, f64)| {
        let found = number(easting).zip(number(northing));
        found.ok_or(GridError::BeyondCells { easting, northing })
    };
    let place = |point: &AddressPoint| (point.easting.to_bits(), point.northing.to_bits());
    let mut at_place: HashMap<(u64, u64), usize> = HashMap::new();
    for point in points {
        *at_place.entry(place(point)).or_default() += 1;
    }
    let mut built = BuiltGrid::default();
    let mut of_area: Vec<Vec<(i32, i32)>> = vec![Vec::new(); areas.len()];
    for point in points {
        if at_place[&place(point)] > MOST_AT_A_PLACE {
            built.dropped += 1;
            continue;
        }
        let area = point.area.and_then(|area| of_area.get_mut(area as usize));
        let Some(cells) = area else {
            built.outside += 1;
            continue;
        };
        cells.push(cell((point.easting, point.northing))?);
    }
    for (mut cells, area) in of_area.into_iter().zip(areas) {
        if let (true, Some(middle)) = (cells.is_empty(), area.middle) {
            cells.push(cell(middle)?);
            built.at_middles += area.people;
        }
        let Ok(count @ 1..) = u64::try_from(cells.len()) else {
            built.homeless += area.people;
            continue;
        };
        let millionths = area.people.millionths();
        let (each, left) = (millionths / count, millionths % count);
        for (number, cell) in (0..).zip(cells) {
            let share = each + u64::from(number < left);
            *built.cells.entry(cell).or_default() += Demand::from_millionths(share);
        }
    }
    built.cells.retain(|_, people| *people > Demand::ZERO);
    Ok(built)
}

impl BuiltGrid {
    /// Writes the cells' middles and people: `lon, lat, population`, as Parquet or CSV.
    ///
    /// # Errors
    ///
    /// A name of another kind, a cell off the Earth, or a file that cannot be written; nothing is
    /// written then.
    pub fn write(&self, file: &Path, crs: &Crs, cell_metres: f64) -> Result<(), GridError> {
        let cells: Vec<(LatLon, Demand)> = self.places(crs, cell_metres).collect();
        if cells.len() < self.cells.len() {
            let reason = format!("some cells lie outside {}", crs.code());
            return Err(GridError::file(file, reason));
        }
        let mut out = PeopleFile::create(file)?;
        out.write(cells.into_iter())?;
        out.finish()
    }

    /// All people of the cells.
    #[must_use]
    pub fn people(&self) -> Demand {
        self.cells.values().copied().sum()
    }

    /// The middle of each cell in a coordinate reference system, with its people; cells outside
    /// the system are left out.
    pub fn places(&self, crs: &Crs, cell_metres: f64) -> impl Iterator<Item = (LatLon, Demand)> {
        self.cells
            .iter()
            .filter_map(move |(&(column, row), &people)| {
                let middle = |number: i32| (f64::from(number) + 0.5) * cell_metres;
                Some((crs.place(middle(column), middle(row))?, people))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Nobody is lost or counted twice, whatever does not divide.
        #[test]
        fn totals_are_kept_exactly(
            points in prop::collection::vec((0.0..5_000.0_f64, 0.0..5_000.0_f64, 0_u32..6), 0..200),
            millionths in prop::collection::vec((0_u64..10_000_000_000, any::<bool>()), 5),
        ) {
            let points: Vec<_> = points.into_iter().map(|(easting, northing, area)| AddressPoint {
                easting, northing, area: (area < 5).then_some(area),
            }).collect();
            let areas: Vec<_> = millionths.into_iter().map(|(millionths, placed)| PeopledArea {
                people: Demand::from_millionths(millionths),
                middle: placed.then_some((700.0, 800.0)),
            }).collect();
            let built = build(&points, &areas, 100.0).unwrap();
            let all: Demand = areas.iter().map(|area| area.people).sum();
            prop_assert_eq!(built.people() + built.homeless, all);
            prop_assert_eq!(built.outside, points.iter().filter(|p| p.area.is_none()).count());
            let without = |placed: bool| -> Demand {
                let areas = (0..).zip(&areas);
                let empty = areas.filter(|(n, area): &(u32, _)| {
                    area.middle.is_some() == placed && points.iter().all(|p| p.area != Some(*n))
                });
                empty.map(|(_, area)| area.people).sum()
            };
            prop_assert_eq!(built.at_middles, without(true));
            prop_assert_eq!(built.homeless, without(false));
        }
    }

    #[test]
    fn places_shared_by_many_points_are_not_homes() {
        let point = |easting| AddressPoint {
            easting,
            northing: 50.0,
            area: Some(0),
        };
        let mut points = vec![point(1_050.0); MOST_AT_A_PLACE + 1];
        points.push(point(250.0));
        let area = PeopledArea {
            people: Demand::from_whole(7),
            middle: None,
        };
        let built = build(&points, &[area], 100.0).unwrap();
        assert_eq!(built.dropped, MOST_AT_A_PLACE + 1);
        assert_eq!(
            built.cells.into_iter().collect::<Vec<_>>(),
            [((2, 0), Demand::from_whole(7))]
        );
        assert!(build(&points, &[area], 0.0).is_err());
        assert!(build(&points, &[area], 1e-9).is_err());
    }
}
