/// Where the cells of a raster lie, north up, in the units of its coordinate reference system: x is
/// the longitude and y the latitude of one in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoTransform {
    /// The outer x of the first column.
    pub west: f64,
    /// The outer y of the first row.
    pub north: f64,
    /// The width of a cell, above zero.
    pub step_x: f64,
    /// The height of a cell, above zero.
    pub step_y: f64,
}

impl GeoTransform {
    /// Square cells.
    #[must_use]
    pub const fn square(west: f64, north: f64, step: f64) -> Self {
        Self {
            west,
            north,
            step_x: step,
            step_y: step,
        }
    }
}
