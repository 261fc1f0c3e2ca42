use super::base_map::BaseMap;
use super::canvas::Canvas;
use super::pen::tenths;
use super::window::Window;
use crate::model::{EARTH_RADIUS, LatLon};
use crate::units::Metres;
use std::fmt::Write;

/// What is within a great-circle distance of a place: on a map not quite a circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Circle {
    pub(super) middle: LatLon,
    pub(super) radius: Metres,
}

/// Corners of an outline: their sides are then within a thousandth of the radius of the circle.
const CORNERS: u32 = 90;

impl Circle {
    /// Places on its edge, all at the same distance from its middle.
    fn edge(&self) -> impl Iterator<Item = LatLon> {
        let [x, y, z] = self.middle.unit_vector();
        let (sin_lon, cos_lon) = self.middle.lon().to_radians().sin_cos();
        let east = [-sin_lon, cos_lon, 0.0];
        let north = [-z * cos_lon, -z * sin_lon, x.hypot(y)];
        let (sin, cos) = (self.radius.as_f64() / EARTH_RADIUS).sin_cos();
        (0..CORNERS).filter_map(move |corner| {
            let bearing = f64::from(corner) * std::f64::consts::TAU / f64::from(CORNERS);
            let (to_east, to_north) = (sin * bearing.sin(), sin * bearing.cos());
            let at =
                |axis: usize, here: f64| cos * here + to_east * east[axis] + to_north * north[axis];
            let [x, y, z] = [at(0, x), at(1, y), at(2, z)];
            LatLon::try_new(z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees()).ok()
        })
    }
}

impl BaseMap {
    /// The outlines of circles in one window.
    pub(super) fn draw_circles(
        &self,
        canvas: &mut Canvas,
        circles: &[Circle],
        window: &Window,
        number: usize,
    ) {
        let mut data = String::new();
        for circle in circles {
            for (corner, at) in circle.edge().enumerate() {
                let [x, y] = window.view.place(self.place(at));
                let to = if corner == 0 { 'M' } else { 'L' };
                let _ = write!(data, "{to}{} {}", tenths(x), tenths(y));
            }
            data.push('z');
        }
        if data.is_empty() {
            return;
        }
        let clip = window.view.clip(canvas, &format!("frame-{number}"));
        let clip = format!("{clip} fill=\"none\"");
        canvas.path(
            &data,
            &format!("{clip} stroke=\"#b30059\" stroke-width=\"14\""),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every place on the edge is as far from the middle as the radius says.
        #[test]
        fn the_edge_is_a_radius_away(
            lat in -85.0..85.0_f64, lon in -179.0..179.0_f64, km in 1.0..900.0_f64,
        ) {
            let circle = Circle {
                middle: LatLon::try_new(lat, lon).unwrap(),
                radius: Metres::try_new(1_000.0 * km).unwrap(),
            };
            let edge: Vec<LatLon> = circle.edge().collect();
            prop_assert_eq!(edge.len(), CORNERS as usize);
            for at in edge {
                let off = at.distance_to(circle.middle).as_f64() - circle.radius.as_f64();
                prop_assert!(off.abs() < 0.01, "{} m", off);
            }
        }
    }
}
