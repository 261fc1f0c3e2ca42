use super::chord::chord2;
use super::nearest_centre::NearestCentre;
use super::point_cells::PointCells;
use super::query::GridQuery;
use crate::units::TravelTime;
use rayon::prelude::*;

/// A thread takes this many cells at a time.
const CHUNK: usize = 1 << 10;

/// The nearest centres of a layout for each cell and the road times to them, nearest first; ties go
/// to the lower number.
///
/// # Examples
///
/// ```
/// use catchment::grid::{Centres, GridQuery, NearestCentres, PointCells, TravelTimeLookup};
/// use catchment::model::LatLon;
/// use catchment::travel::RoadCurve;
/// use catchment::units::Demand;
///
/// let centres = [(50.4, -4.1), (50.3, -5.1)];
/// let places = centres.map(|(lat, lon)| LatLon::try_new(lat, lon).expect("on the Earth"));
/// let centres = Centres::try_new(places.to_vec())?;
/// let travel_times = TravelTimeLookup::new(RoadCurve::default());
/// let query = GridQuery {
///     centres: &centres,
///     layouts: &[vec![0, 1]],
///     travel_times: &travel_times,
///     standards: &[],
/// };
/// let mut cells = PointCells::default();
/// cells.push(LatLon::try_new(50.2, -5.3).expect("on the Earth"), Demand::from_whole(30));
///
/// let nearest = NearestCentres::new(&query, 0, &cells, 2);
/// let numbers: Vec<u16> = nearest.get(0).iter().map(|nearest| nearest.centre).collect();
/// assert_eq!(numbers, [1, 0]);
/// # Ok::<(), catchment::grid::GridError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestCentres {
    ranks: usize,
    /// By cell, then by rank.
    allocations: Vec<NearestCentre>,
}

impl NearestCentres {
    /// The `wanted` nearest centres of each cell, or all of a smaller layout.
    ///
    /// # Panics
    ///
    /// Panics if the query has no layout with this number.
    #[must_use]
    pub fn new(query: &GridQuery, layout: usize, cells: &PointCells, wanted: usize) -> Self {
        let layout = &query.layouts[layout];
        let unit = query.centres.unit();
        let ranks = wanted.min(layout.len());
        let mut allocations = vec![NearestCentre::UNKNOWN; cells.len() * ranks];
        if ranks > 0 {
            allocations
                .par_chunks_mut(ranks * CHUNK)
                .enumerate()
                .for_each(|(chunk, allocations)| {
                    let mut best: Vec<(f64, u16)> = Vec::with_capacity(ranks + 1);
                    for (n, allocations) in allocations.chunks_mut(ranks).enumerate() {
                        let place = cells.unit(chunk * CHUNK + n);
                        best.clear();
                        for &centre in layout {
                            let chord2 = chord2(place, unit[usize::from(centre)]);
                            if best.len() == ranks && chord2 >= best[ranks - 1].0 {
                                continue;
                            }
                            let at = best.partition_point(|&(other, _)| other <= chord2);
                            best.insert(at, (chord2, centre));
                            best.truncate(ranks);
                        }
                        for (allocation, &(chord2, centre)) in allocations.iter_mut().zip(&best) {
                            let seconds = query.travel_times.seconds(chord2);
                            *allocation = NearestCentre {
                                centre,
                                time: TravelTime::from_seconds(seconds),
                            };
                        }
                    }
                });
        }
        Self { ranks, allocations }
    }

    /// How many centres each cell has.
    #[must_use]
    pub const fn ranks(&self) -> usize {
        self.ranks
    }

    /// The centres of a cell.
    ///
    /// # Panics
    ///
    /// Panics if there is no cell with this number.
    #[must_use]
    pub fn get(&self, cell: usize) -> &[NearestCentre] {
        &self.allocations[cell * self.ranks..][..self.ranks]
    }
}
