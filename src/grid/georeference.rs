use super::error::GridError;
use super::kernel::geo_transform::GeoTransform;
use super::kernel::lattice::Lattice;
use crate::crs::Crs;

/// Where the cells of a raster lie, north up.
#[derive(Debug, Clone)]
pub(in crate::grid) struct Georeference {
    pub(in crate::grid) crs: Crs,
    pub(in crate::grid) transform: GeoTransform,
}

/// Metres per degree of latitude.
const DEGREE: f64 = crate::model::EARTH_RADIUS * std::f64::consts::PI / 180.0;

/// The least side of a cell, in units of its coordinate system: a millionth of a millimetre in metres, a
/// tenth of a millimetre in degrees. Finer ones are a mistake, and places in cells are counted in whole numbers.
const LEAST_CELL: f64 = 1e-9;

impl Georeference {
    /// # Errors
    ///
    /// With the reason, if cells are too small.
    pub(in crate::grid) fn try_new(crs: Crs, transform: GeoTransform) -> Result<Self, String> {
        let least = transform.step_x.min(transform.step_y);
        if least < LEAST_CELL {
            return Err(format!(
                "cells of {least:e} by its coordinate system are too small: expected at least {LEAST_CELL:e}; \
                 check the size of a cell and the coordinate system"
            ));
        }
        Ok(Self { crs, transform })
    }

    /// The whole Earth in cells of degrees that each hold a cell from the middle of this projected
    /// raster, whichever way it is turned.
    pub(in crate::grid) fn in_degrees(&self, rows: usize, columns: usize) -> GeoTransform {
        let at = self.transform;
        let x = at.west + at.step_x * columns as f64 / 2.0;
        let y = at.north - at.step_y * rows as f64 / 2.0;
        let lat = self.crs.place(x, y).map_or(0.0, crate::model::LatLon::lat);
        let step = at.step_x.hypot(at.step_y) / DEGREE;
        GeoTransform {
            west: -180.0,
            north: 90.0,
            step_x: step / lat.to_radians().cos().max(0.05),
            step_y: step,
        }
    }

    /// The raster as a lattice, if its rows are parallels and its columns are meridians.
    pub(in crate::grid) fn lattice(
        &self,
        rows: usize,
        columns: usize,
    ) -> Option<Result<Lattice, GridError>> {
        self.crs
            .is_degrees()
            .then(|| Lattice::try_new(self.transform, rows, columns))
    }
}
