use super::TravelModel;
use super::road_curve::RoadCurve;
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::units::TravelTime;

/// Travel times from the distance alone, for studies without a table and for its gaps.
#[derive(Debug, Clone)]
pub struct StraightLine<'a> {
    curve: RoadCurve,
    points: Vec<Option<LatLon>>,
    sites: &'a [Option<LatLon>],
}

impl<'a> StraightLine<'a> {
    /// A model of the journeys between these points and sites; one without coordinates has none.
    #[must_use]
    pub fn new(
        curve: RoadCurve,
        points: impl IntoIterator<Item = Option<LatLon>>,
        sites: &'a [Option<LatLon>],
    ) -> Self {
        Self {
            curve,
            points: points.into_iter().collect(),
            sites,
        }
    }
}

impl TravelModel for StraightLine<'_> {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        let distance = self.points[from.get()]?.distance_to(self.sites[to.get()]?);
        Some(self.curve.travel_time(distance))
    }
}
