use super::TravelModel;
use super::road_curve::RoadCurve;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, to_cell, to_time};
use crate::units::{CostUnit, Demand, TravelTime};
use rayon::prelude::*;

/// The unit of a travel time table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Minutes, with or without a fraction.
    Minutes,
    /// Seconds, with or without a fraction.
    Seconds,
    /// Hours, with or without a fraction.
    Hours,
}

impl TimeUnit {
    /// Its name in a study.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::Hours => "hours",
        }
    }

    /// The minutes in one of it.
    #[must_use]
    pub const fn minutes(self) -> f64 {
        match self {
            Self::Minutes => 1.0,
            Self::Seconds => 1.0 / 60.0,
            Self::Hours => 60.0,
        }
    }
}

/// The unit of a table's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableUnit {
    /// They are travel times.
    Time(TimeUnit),
    /// They are costs.
    Cost(CostUnit),
}

/// What a missing value in a table means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Missing {
    /// There is no route.
    Unreachable,
    /// The straight-line model fills in.
    StraightLine(RoadCurve),
}

impl TravelModel for TravelTimeMatrix {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        self.get(from, to)
    }
}

/// The times of any model from every point to every site, computed once.
///
/// # Panics
///
/// There are more than 2³² points or 2¹⁶ sites; `load` refuses such a study.
#[must_use]
pub fn matrix(travel: &impl TravelModel, points: usize, sites: usize) -> TravelTimeMatrix {
    let origins = u32::try_from(points).expect("load admits at most 2³² points");
    let sites_16 = u16::try_from(sites).expect("load admits at most 2¹⁶ sites");
    let cells: Vec<u32> = (0..sites_16)
        .into_par_iter()
        .flat_map_iter(|site| {
            let time = move |point| travel.travel_time(PointIndex(point), SiteIndex(site));
            (0..origins).map(move |point| to_cell(time(point)))
        })
        .collect();
    TravelTimeMatrix::from_cells(points, sites, cells)
}

/// As [`matrix`], with the times to a site computed when they are first asked for.
pub(crate) fn matrix_when_asked(
    points: usize,
    sites: usize,
    time: impl Fn(PointIndex, SiteIndex) -> Option<TravelTime> + Send + Sync + 'static,
) -> TravelTimeMatrix {
    let origins = u32::try_from(points).expect("load admits at most 2³² points");
    TravelTimeMatrix::found_by(points, sites, move |site| {
        let origins = (0..origins).into_par_iter().with_min_len(MIN_TIMES);
        let cells = origins.map(|point| to_cell(time(PointIndex(point), site)));
        cells.collect()
    })
}

/// Fewer times are not worth dividing among threads.
const MIN_TIMES: usize = 1_024;

/// A table, and a model where the table has no value.
///
/// # Examples
///
/// ```
/// use catchment::model::{LatLon, PointIndex, SiteIndex, TravelTimeMatrix};
/// use catchment::travel::{Filled, RoadCurve, StraightLine, TravelModel as _};
/// use catchment::units::TravelTime;
///
/// let table = TravelTimeMatrix::from_columns(2, 1, [Some(TravelTime::from_whole(25)), None])?;
/// let homes = [LatLon::try_new(50.3, -5.1)?, LatLon::try_new(50.2, -5.4)?].map(Some);
/// let stations = [Some(LatLon::try_new(50.4, -5.0)?)];
/// let filled = Filled::new(&table, StraightLine::new(RoadCurve::default(), homes, &stations));
/// let known = filled.travel_time(PointIndex(0), SiteIndex(0));
/// assert_eq!(known, Some(TravelTime::from_whole(25)));
/// assert!(filled.travel_time(PointIndex(1), SiteIndex(0)).is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Filled<'a, T> {
    table: &'a TravelTimeMatrix,
    model: T,
}

impl<'a, T: TravelModel> Filled<'a, T> {
    /// Takes the table's value where it has one, the model's elsewhere.
    #[must_use]
    pub fn new(table: &'a TravelTimeMatrix, model: T) -> Self {
        Self { table, model }
    }
}

impl<T: TravelModel> TravelModel for Filled<'_, T> {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        self.table
            .get(from, to)
            .or_else(|| self.model.travel_time(from, to))
    }
}

/// Missing values of a table for the sites of some layouts.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::travel::Gaps;
/// use catchment::units::{Demand, TravelTime};
///
/// let table = TravelTimeMatrix::from_columns(2, 1, [Some(TravelTime::from_whole(25)), None])?;
/// let gaps = Gaps::count(&table, &[SiteIndex(0)], &[5, 7].map(Demand::from_whole));
/// assert_eq!((gaps.pairs, gaps.pairs_without_time), (2, 1));
/// assert_eq!(gaps.demand_without_time, Demand::from_whole(7));
/// # Ok::<(), catchment::model::MatrixShapeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gaps {
    /// Pairs of a point and a site.
    pub pairs: usize,
    /// Those without a value.
    pub pairs_without_time: usize,
    /// Points without a value for any of the sites.
    pub points_without_time: usize,
    /// The demand of those points.
    pub demand_without_time: Demand,
}

impl Gaps {
    /// Counts them.
    #[must_use]
    pub fn count(matrix: &TravelTimeMatrix, sites: &[SiteIndex], demand: &[Demand]) -> Self {
        let mut gaps = Self {
            pairs: sites.len() * demand.len(),
            ..Self::default()
        };
        let mut reached = vec![false; demand.len()];
        for &site in sites {
            for (reached, &cell) in reached.iter_mut().zip(matrix.column(site)) {
                match to_time(cell) {
                    Some(_) => *reached = true,
                    None => gaps.pairs_without_time += 1,
                }
            }
        }
        for (_, &demand) in reached.iter().zip(demand).filter(|&(reached, _)| !reached) {
            gaps.points_without_time += 1;
            gaps.demand_without_time += demand;
        }
        gaps
    }
}
