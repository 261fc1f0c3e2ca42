//! Where everything is, and what follows from it alone.

use super::random_study::{MINUTE, Places, Random};

const SECOND: i128 = 1_000;

/// Corners of a study's area: in England, beyond the polar circle, and in the far south-east.
pub(crate) const CORNERS: [[f64; 2]; 3] = [[51.3, -2.3], [69.4, 19.0], [-41.5, 174.0]];

impl Places {
    /// Within so many degrees of a corner.
    pub(crate) fn new(
        random: &mut Random,
        corner: [f64; 2],
        wide: u32,
        points: usize,
        sites: usize,
    ) -> Self {
        let mut places = |count: usize| {
            let place = |_| corner.map(|degrees| random.degrees(degrees, wide));
            (0..count).map(place).collect()
        };
        Self {
            points: places(points),
            sites: places(sites),
        }
    }

    /// The demand point that lies nearest to a site; of equally near ones the first.
    pub(crate) fn area_of(&self, site: usize) -> usize {
        let here = self.sites[site];
        let from = |&point: &usize| distance(here, self.points[point]);
        let points = 0..self.points.len();
        points
            .min_by(|one, other| from(one).total_cmp(&from(other)))
            .expect("a point")
    }
}

/// Great-circle distance in metres on the sphere of the IUGG's mean radius.
pub(crate) fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [la, oa, lb, ob] = [a[0], a[1], b[0], b[1]].map(f64::to_radians);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let part = half(lb - la) + la.cos() * lb.cos() * half(ob - oa);
    2.0 * 6_371_008.8 * part.sqrt().asin()
}

/// Milliseconds, to the nearest second.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
pub(crate) fn to_second(minutes: f64) -> i128 {
    assert_eq!(MINUTE, 60 * SECOND);
    (minutes * 60.0).round() as i128 * SECOND
}

/// A road time by the straight-line model of England.
pub(crate) fn straight_line(km: f64) -> i128 {
    let speed = 90.0 - (90.0 - 39.0) * (-km / 31.0).exp();
    to_second(6.4 + 60.0 * 1.3 * km / speed)
}
