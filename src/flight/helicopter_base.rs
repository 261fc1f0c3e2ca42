use super::clock::FlyingHours;
use crate::model::LatLon;
use crate::units::KmPerHour;

/// A place where a helicopter stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AirBase {
    /// Unique in the study.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// Where it lies.
    pub position: LatLon,
    /// Cruise speed of its aircraft.
    pub cruise: KmPerHour,
    /// When its crew flies.
    pub hours: FlyingHours,
}
