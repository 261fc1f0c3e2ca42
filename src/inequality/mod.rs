//! How unequal travel times are: among people, from the worst-off group to the best-off, and where
//! people beyond a standard live together.

mod cold_spots;
mod dispersion;
mod gradient;

pub use cold_spots::{ColdSpot, NEIGHBOURS, cold_spots, mutual_neighbours};
pub use dispersion::{Dispersion, dispersion};
pub use gradient::{ConcentrationPoint, Gradient, OrderedGroup, concentration_curve, gradient};
