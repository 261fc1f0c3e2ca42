use super::error::GridError;
use super::kernel::centres::Centres;
use super::kernel::nearest_centre::NearestCentre;
use super::kernel::point_cells::PointCells;
use super::kernel::point_sweep::{PointSweep, Prepared};
use super::kernel::query::GridQuery;
use super::kernel::totals::LayoutTotals;
use super::kernel::travel_time_lookup::TravelTimeLookup;
use crate::travel::RoadCurve;
use crate::units::TravelTime;
use std::sync::{Mutex, PoisonError};

/// A question that owns all it needs, to be asked of many batches of cells, from any thread.
///
/// What a query has to be prepared with, the map of the nearest centres, is made for the first batch and
/// kept; it grows where later batches lie elsewhere. Answers do not depend on it. The totals of batches
/// merge exactly: their sums are whole numbers.
///
/// # Examples
///
/// ```
/// use catchment::grid::{Centres, GridQuestion, PointCells};
/// use catchment::model::LatLon;
/// use catchment::travel::RoadCurve;
/// use catchment::units::TravelTime;
///
/// let places = [(50.4, -4.1), (50.3, -5.1)];
/// let places = places.map(|(lat, lon)| LatLon::try_new(lat, lon).expect("on the Earth"));
/// let question = GridQuestion::try_new(
///     Centres::try_new(places.to_vec())?,
///     vec![vec![0], vec![0, 1]],
///     vec![TravelTime::from_whole(30)],
///     RoadCurve::default(),
/// )?;
/// let west = PointCells::from_degrees(vec![50.2], vec![-5.3], &[30.0])?;
/// let east = PointCells::from_degrees(vec![50.5], vec![-4.2], &[12.5])?;
/// let mut totals = question.sum(&west);
/// for (all, of_east) in totals.iter_mut().zip(&question.sum(&east)) {
///     all.merge(of_east);
/// }
/// assert_eq!(totals[0].total().within[0].as_f64(), 12.5);
/// assert_eq!(totals[1].total().within[0].as_f64(), 42.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct GridQuestion {
    centres: Centres,
    layouts: Vec<Vec<u16>>,
    standards: Vec<TravelTime>,
    travel_times: TravelTimeLookup,
    /// `None` until the first batch. Never held while a map is made, which is parallel work.
    prepared: Mutex<Option<Prepared>>,
}

impl GridQuestion {
    /// Asks for the nearest centre of each layout by the road times of a curve. Layouts are lists of
    /// numbers of centres, ascending and without duplicates.
    ///
    /// # Errors
    ///
    /// A layout without a centre, with one that does not exist, or not in ascending order without
    /// duplicates; standards that are not in ascending order.
    pub fn try_new(
        centres: Centres,
        layouts: Vec<Vec<u16>>,
        standards: Vec<TravelTime>,
        curve: RoadCurve,
    ) -> Result<Self, GridError> {
        let question = Self {
            centres,
            layouts,
            standards,
            travel_times: TravelTimeLookup::new(curve),
            prepared: Mutex::new(None),
        };
        question.query().check()?;
        Ok(question)
    }

    /// All centres.
    #[must_use]
    pub const fn centres(&self) -> &Centres {
        &self.centres
    }

    /// The centres of each layout.
    #[must_use]
    pub fn layouts(&self) -> &[Vec<u16>] {
        &self.layouts
    }

    /// The time standards, ascending, each inclusive.
    #[must_use]
    pub fn standards(&self) -> &[TravelTime] {
        &self.standards
    }

    /// The question as the functions of this module take it.
    #[must_use]
    pub fn query(&self) -> GridQuery<'_> {
        GridQuery {
            centres: &self.centres,
            layouts: &self.layouts,
            travel_times: &self.travel_times,
            standards: &self.standards,
        }
    }

    /// Sums the cells by centre, for each layout.
    #[must_use]
    pub fn sum(&self, cells: &PointCells) -> Vec<LayoutTotals> {
        self.ask(cells, |sweep| sweep.sum(cells))
    }

    /// Every cell's nearest centre of a layout, and the road time to it; `None` if there is no layout
    /// with this number.
    #[must_use]
    pub fn allocate(&self, layout: usize, cells: &PointCells) -> Option<Vec<NearestCentre>> {
        let exists = layout < self.layouts.len();
        exists.then(|| self.ask(cells, |sweep| sweep.allocate(layout, cells)))
    }

    fn ask<A>(&self, cells: &PointCells, answer: impl FnOnce(&PointSweep) -> A) -> A {
        let query = self.query();
        let known = {
            let kept = self.prepared.lock();
            kept.unwrap_or_else(PoisonError::into_inner).clone()
        };
        let mut sweep = match known {
            Some(prepared) => PointSweep::from_prepared(&query, prepared),
            None => PointSweep::new(&query, cells),
        };
        if !cells.is_empty() {
            sweep.prepare(cells);
            let kept = self.prepared.lock();
            *kept.unwrap_or_else(PoisonError::into_inner) = Some(sweep.prepared().clone());
        }
        answer(&sweep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LatLon;
    use crate::units::Demand;
    use proptest::prelude::*;

    fn question() -> GridQuestion {
        let places = [(51.5, -0.1), (52.5, -1.9), (53.5, -2.2), (50.4, -4.1)];
        let places = places.map(|(lat, lon)| LatLon::try_new(lat, lon).unwrap());
        GridQuestion::try_new(
            Centres::try_new(places.to_vec()).unwrap(),
            vec![vec![0, 1], vec![0, 1, 2, 3]],
            [30, 60].map(TravelTime::from_whole).to_vec(),
            RoadCurve::default(),
        )
        .unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// However cells are divided into batches, in whatever order these are asked for, and whether
        /// they come in degrees or one by one: the totals are those of all cells at once.
        #[test]
        fn batches_merge_to_the_whole(
            cells in prop::collection::vec(
                (-89.0..89.0_f64, -179.0..179.0_f64, 0.0..1e4_f64), 1..400),
            size in 1_usize..150,
        ) {
            let mut whole = PointCells::default();
            for &(lat, lon, people) in &cells {
                whole.push(LatLon::try_new(lat, lon).unwrap(), Demand::try_new(people).unwrap());
            }
            let expected = question().sum(&whole);
            let asked = question();
            let mut totals = expected.clone();
            for layout in &mut totals {
                *layout = LayoutTotals::new(layout.by_centre.len(), 2);
            }
            for batch in cells.chunks(size).rev() {
                let column = |of: fn(&(f64, f64, f64)) -> f64| batch.iter().map(of).collect();
                let people: Vec<f64> = column(|cell| cell.2);
                let batch = PointCells::from_degrees(
                    column(|cell| cell.0), column(|cell| cell.1), &people).unwrap();
                for (all, some) in totals.iter_mut().zip(asked.sum(&batch)) {
                    all.merge(&some);
                }
            }
            prop_assert_eq!(totals, expected);
        }
    }

    #[test]
    fn layouts_that_cannot_be_are_refused() {
        let centres = || Centres::try_new(vec![LatLon::try_new(50.0, 0.0).unwrap()]).unwrap();
        for layout in [vec![], vec![1], vec![0, 0]] {
            let asked =
                GridQuestion::try_new(centres(), vec![layout], vec![], RoadCurve::default());
            assert!(matches!(asked, Err(GridError::Layout(0, 1))));
        }
    }

    #[test]
    fn columns_that_are_not_cells_are_refused() {
        for (lat, lon, people) in [
            (91.0, 0.0, 1.0),
            (0.0, f64::NAN, 1.0),
            (0.0, 0.0, f64::NAN),
            (0.0, 0.0, 1e10),
        ] {
            let cells = PointCells::from_degrees(vec![0.0, lat], vec![0.0, lon], &[1.0, people]);
            let error = cells.unwrap_err().to_string();
            assert!(error.starts_with("cell number 1: "), "{error}");
        }
        assert!(PointCells::from_degrees(vec![0.0], vec![], &[1.0]).is_err());
        let everybody = vec![1e9; 20_000];
        let nowhere = || vec![0.0; everybody.len()];
        assert!(PointCells::from_degrees(nowhere(), nowhere(), &everybody).is_err());
    }
}
