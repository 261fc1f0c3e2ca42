use super::LatLon;
use crate::units::Demand;

/// A place where people live, with its demand.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPoint {
    /// Unique in the study: an area's code.
    pub id: String,
    /// Name to show; the id if the data give no name.
    pub name: String,
    /// Position; `None` if the data give no coordinates.
    pub position: Option<LatLon>,
    /// Residents; `None` if the data give none.
    pub population: Option<Demand>,
    /// What the study weighs by: residents, admissions, …
    pub demand: Demand,
}
