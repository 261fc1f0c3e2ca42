use super::TravelTime;
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::study::RoadCurve;
use crate::units::{Metres, Minutes};

impl RoadCurve {
    /// Road time over a great-circle distance.
    ///
    /// `fixed + 60 · detour · km / speed`, `speed = fast − (fast − slow) · exp(−km / reach)`
    ///
    /// To the nearest second, and at most [`Minutes::MAX`]. Never falls as the distance grows, so that the nearest site is also the soonest: the
    /// derivative of km / speed has the sign of `fast − (fast − slow) · (1 + x) · exp(−x)` with
    /// x = km / reach, which lies between `slow` and `fast`.
    #[must_use]
    pub fn minutes(&self, distance: Metres) -> Minutes {
        Minutes::from_seconds(self.seconds(distance))
    }

    /// The same in whole seconds: the model is no better than that.
    pub(crate) fn seconds(&self, distance: Metres) -> u32 {
        let (driving, _) = self.driving(distance.kilometres());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time is not negative; a number too large is the largest"
        )]
        let driving = (driving * 60.0).round() as u32;
        self.fixed_seconds().saturating_add(driving)
    }

    /// The fixed part to the nearest second.
    pub(crate) const fn fixed_seconds(&self) -> u32 {
        (self.fixed.milliseconds() + 500) / 1_000
    }

    /// Minutes on the way over so many kilometres, not rounded, and how they grow with a kilometre
    /// more.
    #[inline]
    pub(crate) fn driving(&self, km: f64) -> (f64, f64) {
        let (slow, fast) = (self.slow.as_f64(), self.fast.as_f64());
        let x = km / self.reach.kilometres();
        let lag = (fast - slow) * (-x).exp();
        let speed = fast - lag;
        let minutes = 60.0 * self.detour * km / speed;
        let slope = 60.0 * self.detour * (speed - x * lag) / (speed * speed);
        (minutes, slope)
    }
}

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

impl TravelTime for StraightLine<'_> {
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes> {
        let distance = self.points[from.get()]?.distance_to(self.sites[to.get()]?);
        Some(self.curve.minutes(distance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::KmPerHour;
    use proptest::prelude::*;

    fn curve(fixed: u32, detour: f64, slow: f64, faster_by: f64, reach_km: f64) -> RoadCurve {
        RoadCurve {
            fixed: Minutes::from_whole(fixed),
            detour,
            slow: KmPerHour::try_new(slow).unwrap(),
            fast: KmPerHour::try_new(slow + faster_by).unwrap(),
            reach: Metres::try_new(reach_km * 1_000.0).unwrap(),
        }
    }

    fn km(km: f64) -> Metres {
        Metres::try_new(km * 1_000.0).unwrap()
    }

    /// By hand: at 30 km with a reach of 30 km the speed is 80 − 50/e = 61.606 km/h, and 39 km of
    /// road take 37.98 min after 5 fixed ones.
    #[test]
    fn a_journey_worked_by_hand() {
        let time = curve(5, 1.3, 30.0, 50.0, 30.0).minutes(km(30.0));
        assert_eq!(
            time,
            Minutes::try_to_nearest_second(5.0 + 37.983_3).unwrap()
        );
    }

    #[test]
    fn no_distance_takes_the_fixed_time() {
        assert_eq!(
            curve(5, 1.3, 30.0, 50.0, 30.0).minutes(km(0.0)),
            Minutes::from_whole(5)
        );
    }

    proptest! {
        /// Who lives farther away never arrives sooner: the nearest site is the soonest.
        #[test]
        fn time_never_falls_with_distance(
            slow in 5.0..60.0_f64, faster_by in 0.0..100.0_f64, reach in 1.0..200.0_f64,
            near in 0.0..2_000.0_f64, more in 0.0..50.0_f64,
        ) {
            let curve = curve(5, 1.3, slow, faster_by, reach);
            prop_assert!(curve.minutes(km(near)) <= curve.minutes(km(near + more)));
        }
    }
}
