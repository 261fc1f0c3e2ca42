use super::clock::FlyingHours;
use crate::model::LatLon;
use crate::units::KmPerHour;

/// A place where a helicopter is based.
#[derive(Debug, Clone, PartialEq)]
pub struct HelicopterBase {
    /// Unique in the study.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Position.
    pub position: LatLon,
    /// Cruise speed of its aircraft.
    pub cruise: KmPerHour,
    /// When its crew flies.
    pub hours: FlyingHours,
}
