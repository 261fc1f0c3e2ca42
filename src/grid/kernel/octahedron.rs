#![expect(clippy::many_single_char_names, reason = "coordinates")]

use super::ball::Ball;
use super::chord::chord2;

/// A place on the unit sphere as a place on the flattened octahedron: both from −1 to 1.
///
/// This needs one division and no trigonometry, and it is one to one.
#[inline(always)]
pub(in crate::grid) fn flatten([x, y, z]: [f32; 3]) -> (f32, f32) {
    let scale = 1.0 / (x.abs() + y.abs() + z.abs());
    let (u, v) = (x * scale, y * scale);
    let (folded_u, folded_v) = ((1.0 - v.abs()).copysign(u), (1.0 - u.abs()).copysign(v));
    if z < 0.0 {
        (folded_u, folded_v)
    } else {
        (u, v)
    }
}

/// The place on the unit sphere of a place on the flattened octahedron.
pub(in crate::grid) fn unflatten(u: f64, v: f64) -> [f64; 3] {
    let z = 1.0 - u.abs() - v.abs();
    let (x, y) = if z < 0.0 {
        ((1.0 - v.abs()).copysign(u), (1.0 - u.abs()).copysign(v))
    } else {
        (u, v)
    };
    let length = (x * x + y * y + z * z).sqrt();
    [x / length, y / length, z / length]
}

/// A square of the flattened octahedron.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct Square {
    pub(in crate::grid) u: f64,
    pub(in crate::grid) v: f64,
    pub(in crate::grid) half: f64,
}

/// The most that rounding to single precision can move a place on the flattened octahedron, with a
/// wide margin: 6 m on the ground.
const ROUNDING: f64 = 1e-6;

impl Square {
    /// A ball around the square's middle that contains every place that [`flatten`] puts in the square.
    pub(in crate::grid) fn ball(self) -> Ball {
        let middle = unflatten(self.u, self.v);
        let half = self.half + ROUNDING;
        let folds = |at: f64| at.abs() <= half;
        let edge = (self.u.abs() + self.v.abs() - 1.0).abs() <= 2.0 * half;
        let outside = self.u.abs() + half > 1.0 || self.v.abs() + half > 1.0;
        if folds(self.u) || folds(self.v) || edge || outside {
            // A face's place moves √3 times as far as its flattened one at most, and the sphere's
            // √3 times as far again, as the face is 1/√3 from the middle of the Earth at least.
            let radius = 3.0 * half * std::f64::consts::SQRT_2;
            return Ball { middle, radius };
        }
        // Within one face the square is a polygon of great circles, whose farthest places from
        // its middle are its corners.
        let mut farthest = 0.0_f64;
        for (du, dv) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)] {
            let corner = unflatten(self.u + du * half, self.v + dv * half);
            farthest = farthest.max(chord2(middle, corner));
        }
        let radius = farthest.sqrt() + 1e-14;
        Ball { middle, radius }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Flat and back again is the same place.
        #[test]
        fn every_place_has_one_place_on_the_octahedron(
            u in -1.0..1.0_f64, v in -1.0..1.0_f64,
        ) {
            let place = unflatten(u, v);
            #[expect(clippy::cast_possible_truncation, reason = "single precision is the point")]
            let (flat_u, flat_v) = flatten(place.map(|x| x as f32));
            let back = unflatten(f64::from(flat_u), f64::from(flat_v));
            prop_assert!(chord2(place, back).sqrt() < 3.0 * ROUNDING);
        }

        /// Every place of a square lies within its ball, on folds and edges as well.
        #[test]
        fn a_square_lies_within_its_ball(
            u in prop_oneof![-1.0..1.0_f64, -0.01..0.01_f64],
            v in prop_oneof![-1.0..1.0_f64, -0.01..0.01_f64],
            half in prop_oneof![0.0..0.5_f64, 0.0..0.001_f64],
            along in -1.0..1.0_f64, across in -1.0..1.0_f64,
        ) {
            let square = Square { u, v, half };
            let Ball { middle, radius } = square.ball();
            let (u, v) = (
                (u + along * half).clamp(-1.0, 1.0),
                (v + across * half).clamp(-1.0, 1.0),
            );
            let chord = chord2(middle, unflatten(u, v)).sqrt();
            prop_assert!(chord <= radius, "{} > {}", chord, radius);
        }
    }
}
