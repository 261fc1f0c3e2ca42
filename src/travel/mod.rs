//! Ways of knowing a travel time.

pub mod air;
mod leg;
mod repair;
mod straight_line;
mod table;

pub use leg::{Leg, LegSource};
pub use repair::{Repair, repair, suspects};
pub use straight_line::StraightLine;
pub use table::{Filled, Gaps, matrix};

use crate::model::{PointIndex, SiteIndex};
use crate::units::Minutes;

/// A way of knowing how long the journey from a demand point to a site takes.
pub trait TravelTime: Sync {
    /// The time from a point to a site, or `None` where there is no way.
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes>;
}

impl<T: TravelTime> TravelTime for &T {
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes> {
        (**self).minutes(from, to)
    }
}
