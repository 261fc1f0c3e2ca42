use super::LatLon;
use crate::units::Demand;

/// A place where people live, and how many of them.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPoint {
    /// Unique in the study: an area's code.
    pub id: String,
    /// For people to read; the id where the data give no name.
    pub name: String,
    /// Where it lies; `None` where the data give no coordinates.
    pub position: Option<LatLon>,
    /// Residents; `None` where the data give none.
    pub population: Option<Demand>,
    /// What the study weighs by: residents, admissions, …
    pub demand: Demand,
}
