use super::{Crs, GridError};
use crate::model::LatLon;
use crate::units::Demand;
use std::collections::BTreeMap;

/// A place where people live, with the area that it lies in: a postcode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddressPoint {
    /// Metres east.
    pub easting: f64,
    /// Metres north.
    pub northing: f64,
    /// The number of its area; `None` for one that lies in none.
    pub area: Option<u32>,
}

/// A population grid built from address points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuiltGrid {
    /// The people of each populated cell, by its column and row counted from the origin.
    pub cells: BTreeMap<(i32, i32), Demand>,
    /// Points dropped because too many share their place: large users, PO boxes.
    pub dropped: usize,
    /// Points that lie in no area.
    pub outside: usize,
    /// People of areas without a point, who are in no cell.
    pub homeless: Demand,
}

/// More points than this at one place are no homes.
pub const MOST_AT_A_PLACE: usize = 20;

/// Spreads each area's people equally over its points and sums them by square cells.
///
/// Totals are kept to the last millionth: what does not divide goes to an area's first points,
/// one millionth each.
///
/// # Errors
///
/// A cell without a size, or a point beyond 2³¹ cells.
pub fn build(
    points: &[AddressPoint],
    people_of_area: &[Demand],
    cell_metres: f64,
) -> Result<BuiltGrid, GridError> {
    let wrong = |reason: &str| GridError::file(std::path::Path::new("points"), reason);
    if !(cell_metres > 0.0 && cell_metres.is_finite()) {
        return Err(wrong("the size of a cell must be above 0 m"));
    }
    let place = |point: &AddressPoint| (point.easting.to_bits(), point.northing.to_bits());
    let mut at_place: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for point in points {
        *at_place.entry(place(point)).or_default() += 1;
    }
    let mut built = BuiltGrid::default();
    let mut of_area: Vec<Vec<(i32, i32)>> = vec![Vec::new(); people_of_area.len()];
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
        let number = |metres: f64| {
            let cell = (metres / cell_metres).floor();
            #[expect(clippy::cast_possible_truncation, reason = "in range")]
            (cell.abs() < f64::from(i32::MAX)).then_some(cell as i32)
        };
        match (number(point.easting), number(point.northing)) {
            (Some(column), Some(row)) => cells.push((column, row)),
            _ => return Err(wrong("a point lies beyond all cells")),
        }
    }
    for (cells, &people) in of_area.iter().zip(people_of_area) {
        let Ok(count @ 1..) = u64::try_from(cells.len()) else {
            built.homeless += people;
            continue;
        };
        let (each, left) = (people.millionths() / count, people.millionths() % count);
        for (number, &cell) in (0..).zip(cells) {
            let share = each + u64::from(number < left);
            *built.cells.entry(cell).or_default() += Demand::from_millionths(share);
        }
    }
    built.cells.retain(|_, people| *people > Demand::ZERO);
    Ok(built)
}

impl BuiltGrid {
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
            millionths in prop::collection::vec(0_u64..10_000_000_000, 5),
        ) {
            let points: Vec<_> = points.into_iter().map(|(easting, northing, area)| AddressPoint {
                easting, northing, area: (area < 5).then_some(area),
            }).collect();
            let people: Vec<_> = millionths.into_iter().map(Demand::from_millionths).collect();
            let built = build(&points, &people, 100.0).unwrap();
            let all: Demand = people.iter().copied().sum();
            prop_assert_eq!(built.people() + built.homeless, all);
            prop_assert_eq!(built.outside, points.iter().filter(|p| p.area.is_none()).count());
        }
    }

    #[test]
    fn places_shared_by_many_points_are_no_homes() {
        let point = |easting| AddressPoint {
            easting,
            northing: 50.0,
            area: Some(0),
        };
        let mut points = vec![point(1_050.0); MOST_AT_A_PLACE + 1];
        points.push(point(250.0));
        let built = build(&points, &[Demand::from_whole(7)], 100.0).unwrap();
        assert_eq!(built.dropped, MOST_AT_A_PLACE + 1);
        assert_eq!(
            built.cells.into_iter().collect::<Vec<_>>(),
            [((2, 0), Demand::from_whole(7))]
        );
    }
}
