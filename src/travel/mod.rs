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
use crate::units::Minutes;

/// A way of knowing how long the journey from a demand point to a site takes.
pub trait TravelTime: Sync {
    /// The time from a point to a site, or `None` where there is no route.
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes>;
}

impl<T: TravelTime> TravelTime for &T {
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes> {
        (**self).minutes(from, to)
    }
}
