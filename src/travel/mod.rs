//! Ways of knowing a travel time.

mod calibration;
mod repair;
mod road_curve;
mod straight_line;
mod table;

pub use calibration::Calibration;
pub use repair::{Repair, RepairRule, repair, suspects};
pub use road_curve::{CurveFit, ENGLAND_ROAD, RoadCurve, RoadNumbers};
pub use straight_line::StraightLine;
pub(crate) use table::matrix_when_asked;
pub use table::{Filled, Gaps, Missing, TableUnit, TimeUnit, matrix};

use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;

/// A way of knowing how long the journey from a demand point to a site takes.
///
/// # Examples
///
/// ```
/// use catchment::model::{PointIndex, SiteIndex};
/// use catchment::travel::{self, TravelModel};
/// use catchment::units::TravelTime;
///
/// /// Places along a coast road, in kilometres from its end; a kilometre takes a minute.
/// struct CoastRoad {
///     points: Vec<u32>,
///     sites: Vec<u32>,
/// }
///
/// impl TravelModel for CoastRoad {
///     fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
///         let km = self.points[from.get()].abs_diff(self.sites[to.get()]);
///         Some(TravelTime::from_whole(km))
///     }
/// }
///
/// let road = CoastRoad { points: vec![0, 30], sites: vec![10] };
/// let matrix = travel::matrix(&road, 2, 1);
/// assert_eq!(matrix.get(PointIndex(1), SiteIndex(0)), Some(TravelTime::from_whole(20)));
/// ```
pub trait TravelModel: Sync {
    /// The time from a point to a site, or `None` where there is no route.
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime>;
}

impl<T: TravelModel> TravelModel for &T {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        (**self).travel_time(from, to)
    }
}
