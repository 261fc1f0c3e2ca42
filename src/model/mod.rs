//! The nouns of a study: who needs care, where it can be given, and how long the journey takes.

mod demand_point;
mod found_columns;
mod grouping;
mod id;
mod lat_lon;
mod layout;
mod site;
mod travel_time_matrix;
mod unreachable_rule;

pub use demand_point::DemandPoint;
pub use grouping::Grouping;
pub use id::{PointIndex, SiteIndex};
pub use lat_lon::{EARTH_RADIUS, LatLon, LatLonError};
pub use layout::{Layout, LayoutError};
pub use site::{CapabilityStatus, Site};
pub use travel_time_matrix::{MatrixShapeError, TravelTimeMatrix};
pub(crate) use travel_time_matrix::{to_cell, to_time};
pub use unreachable_rule::{UnreachableRule, UnreachableRuleError};
