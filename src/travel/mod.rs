//! Ways of knowing a travel time.

mod repair;
mod road_curve;
mod straight_line;
mod table;

pub use repair::{Repair, RepairRule, repair, suspects};
pub use road_curve::{CurveFit, ENGLAND_ROAD, RoadCurve, RoadNumbers};
pub use straight_line::StraightLine;
pub use table::{Filled, Gaps, Missing, TimeUnit, matrix};

use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;

/// A way of knowing how long the journey from a demand point to a site takes.
pub trait TravelModel: Sync {
    /// The time from a point to a site, or `None` where there is no route.
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime>;
}

impl<T: TravelModel> TravelModel for &T {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        (**self).travel_time(from, to)
    }
}
