use super::error::GridError;
use super::kernel::lattice::Lattice;
use crate::crs::Crs;

/// Where the cells of a raster lie, north up.
#[derive(Debug, Clone)]
pub(in crate::grid) struct Georeference {
    pub(in crate::grid) crs: Crs,
    /// The outer corner of the first cell.
    pub(in crate::grid) west: f64,
    pub(in crate::grid) north: f64,
    /// The size of a cell, both above zero.
    pub(in crate::grid) step_x: f64,
    pub(in crate::grid) step_y: f64,
}

/// Metres per degree of latitude.
const DEGREE: f64 = crate::model::EARTH_RADIUS * std::f64::consts::PI / 180.0;

impl Georeference {
    /// The size in degrees of latitude and longitude that a cell in the middle of a projected
    /// raster fits into, whichever way it is turned.
    pub(in crate::grid) fn degrees_of_a_cell(&self, rows: usize, columns: usize) -> (f64, f64) {
        let x = self.west + self.step_x * columns as f64 / 2.0;
        let y = self.north - self.step_y * rows as f64 / 2.0;
        let lat = self.crs.place(x, y).map_or(0.0, crate::model::LatLon::lat);
        let step = self.step_x.hypot(self.step_y) / DEGREE;
        (step, step / lat.to_radians().cos().max(0.05))
    }

    /// The raster as a lattice, if its rows are parallels and its columns are meridians.
    pub(in crate::grid) fn lattice(
        &self,
        rows: usize,
        columns: usize,
    ) -> Option<Result<Lattice, GridError>> {
        self.crs.is_degrees().then(|| {
            let corner = (self.north, self.west);
            Lattice::try_new(corner, (self.step_y, self.step_x), rows, columns)
        })
    }
}
