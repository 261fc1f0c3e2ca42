use super::TravelModel;
use super::road_curve::RoadCurve;
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::units::TravelTime;
use std::borrow::Cow;

/// Travel times from the distance alone, for studies without a table and for its gaps.
///
/// # Examples
///
/// ```
/// use catchment::model::{LatLon, PointIndex, SiteIndex};
/// use catchment::travel::{self, RoadCurve, StraightLine};
///
/// let homes = [Some(LatLon::try_new(50.3, -5.1)?), None];
/// let stations = [Some(LatLon::try_new(50.4, -5.0)?)];
/// let model = StraightLine::new(RoadCurve::default(), homes, &stations);
/// let matrix = travel::matrix(&model, homes.len(), stations.len());
/// assert!(matrix.get(PointIndex(0), SiteIndex(0)).is_some());
/// assert_eq!(matrix.get(PointIndex(1), SiteIndex(0)), None, "no place, no time");
/// # Ok::<(), catchment::model::LatLonError>(())
/// ```
#[derive(Debug, Clone)]
pub struct StraightLine<'a> {
    curve: RoadCurve,
    points: Vec<Option<LatLon>>,
    sites: Cow<'a, [Option<LatLon>]>,
}

impl<'a> StraightLine<'a> {
    /// A model of the journeys between these points and sites; one without coordinates has none.
    #[must_use]
    pub fn new(
        curve: RoadCurve,
        points: impl IntoIterator<Item = Option<LatLon>>,
        sites: impl Into<Cow<'a, [Option<LatLon>]>>,
    ) -> Self {
        Self {
            curve,
            points: points.into_iter().collect(),
            sites: sites.into(),
        }
    }
}

impl TravelModel for StraightLine<'_> {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        let distance = self.points[from.get()]?.distance_to(self.sites[to.get()]?);
        Some(self.curve.travel_time(distance))
    }
}
