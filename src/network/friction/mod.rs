//! Friction surfaces: rasters of the minutes that a metre takes, and the quickest ways over them.

mod placed;
mod sizes;
mod spread;
mod surface;

pub use placed::{NotOnSurface, PlacedSurface};
pub use sizes::CellSizes;
pub use spread::{SurfaceAllocation, allocate, times_between};
pub use surface::{FrictionError, FrictionSurface};

#[cfg(test)]
mod laws;
