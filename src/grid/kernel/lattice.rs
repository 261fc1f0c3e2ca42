use super::angles::{Angles, HalfAngle};
use super::ball::Ball;
use super::geo_transform::GeoTransform;
use crate::grid::error::GridError;
use crate::model::LatLon;

/// A raster whose rows are parallels and whose columns are meridians: WGS 84, in degrees.
///
/// Row 0 is the northernmost. The squared chord between a cell and a centre is a term of the row,
/// plus a factor of the row times a term of the column, so the inner loop over a row needs one
/// multiplication and one addition per cell.
#[derive(Debug, Clone)]
pub struct Lattice {
    north: f64,
    west: f64,
    step_lat: f64,
    step_lon: f64,
    rows: Vec<Angles>,
    columns: Vec<HalfAngle>,
}

impl Lattice {
    /// A raster in degrees.
    ///
    /// # Errors
    ///
    /// If a cell size is not above zero, the middle of a cell is beyond a pole, or the raster is
    /// wider than 360 degrees.
    pub fn try_new(at: GeoTransform, rows: usize, columns: usize) -> Result<Self, GridError> {
        let GeoTransform {
            west,
            north,
            step_x: step_lon,
            step_y: step_lat,
        } = at;
        let south = north - step_lat * rows as f64;
        let fits = step_lat > 0.0
            && step_lon > 0.0
            && north - step_lat / 2.0 <= 90.0
            && south + step_lat / 2.0 >= -90.0
            && west.abs() <= 540.0
            && step_lon * columns as f64 <= 360.0 + step_lon;
        if !fits {
            return Err(GridError::Extent {
                north,
                south,
                west,
                east: west + step_lon * columns as f64,
            });
        }
        let mut lattice = Self {
            north,
            west,
            step_lat,
            step_lon,
            rows: Vec::new(),
            columns: Vec::new(),
        };
        lattice.columns = (0..columns)
            .map(|column| HalfAngle::from_degrees(lattice.lon(column)))
            .collect();
        lattice.rows = (0..rows)
            .map(|row| Angles {
                lat: HalfAngle::from_degrees(lattice.lat(row)),
                cos_lat: lattice.lat(row).to_radians().cos(),
                ..Angles::default()
            })
            .collect();
        Ok(lattice)
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Latitude of the middle of a row's cells, in degrees.
    #[must_use]
    pub fn lat(&self, row: usize) -> f64 {
        self.north - self.step_lat * (row as f64 + 0.5)
    }

    /// Longitude of the middle of a column's cells, in degrees; beyond 180 where the raster
    /// crosses the date line.
    #[must_use]
    pub fn lon(&self, column: usize) -> f64 {
        self.west + self.step_lon * (column as f64 + 0.5)
    }

    /// The middle of a cell; `None` outside the raster.
    #[must_use]
    pub fn middle(&self, row: usize, column: usize) -> Option<LatLon> {
        if row >= self.rows() || column >= self.columns() {
            return None;
        }
        let lon = (self.lon(column) + 180.0).rem_euclid(360.0) - 180.0;
        LatLon::try_new(self.lat(row).clamp(-90.0, 90.0), lon).ok()
    }

    /// The middle of a cell as a point of the unit sphere.
    pub(in crate::grid) fn unit(&self, row: usize, column: usize) -> [f64; 3] {
        let (angles, lon) = (self.rows[row], self.columns[column]);
        let sin_lat = 2.0 * angles.lat.sin * angles.lat.cos;
        let sin_lon = 2.0 * lon.sin * lon.cos;
        let cos_lon = (lon.cos - lon.sin) * (lon.cos + lon.sin);
        let cos_lat = angles.cos_lat;
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    }

    pub(in crate::grid) fn row_angles(&self) -> &[Angles] {
        &self.rows
    }

    pub(in crate::grid) fn column_angles(&self) -> &[HalfAngle] {
        &self.columns
    }

    /// A ball around the middle cell of a block that contains all cells of the block.
    pub(in crate::grid) fn ball(&self, block: Block) -> Ball {
        let (row, column) = (block.row + block.rows / 2, block.column + block.columns / 2);
        let (angles, lon) = (self.rows[row], self.columns[column]);
        let (middle, cos_lat) = (self.unit(row, column), angles.cos_lat);

        let (last_row, last_column) =
            (block.row + block.rows - 1, block.column + block.columns - 1);
        let ends = [self.rows[block.row], self.rows[last_row]];
        let widest = if ends[0].lat.sin * ends[1].lat.sin <= 0.0 {
            1.0
        } else {
            ends[0].cos_lat.max(ends[1].cos_lat)
        };
        let north_south = angles
            .lat
            .haversine(ends[0].lat)
            .max(angles.lat.haversine(ends[1].lat));
        let east_west = if self.step_lon * block.columns as f64 >= 180.0 {
            1.0
        } else {
            lon.haversine(self.columns[block.column])
                .max(lon.haversine(self.columns[last_column]))
        };
        let chord2 = 4.0 * (north_south + cos_lat * widest * east_west);
        Ball {
            middle,
            radius: chord2.min(4.0).sqrt() + 1e-14,
        }
    }
}

/// The squared chord between a cell and a centre: `row_part + row_factor · column_part`.
#[inline(always)]
pub(in crate::grid) fn row_terms(row: Angles, centre: &Angles) -> (f64, f64) {
    (
        4.0 * row.lat.haversine(centre.lat),
        4.0 * row.cos_lat * centre.cos_lat,
    )
}

/// A block of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grid) struct Block {
    pub(in crate::grid) row: usize,
    pub(in crate::grid) rows: usize,
    pub(in crate::grid) column: usize,
    pub(in crate::grid) columns: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::kernel::chord::chord2;

    #[test]
    fn a_raster_off_the_earth_is_refused() {
        let square = GeoTransform::square;
        assert!(Lattice::try_new(square(0.0, 95.0, 1.0), 10, 10).is_err());
        assert!(Lattice::try_new(square(0.0, 0.0, 1.0), 100, 10).is_err());
        let flat = GeoTransform {
            step_y: 0.0,
            ..square(0.0, 0.0, 1.0)
        };
        assert!(Lattice::try_new(flat, 10, 10).is_err());
        let unknown = GeoTransform {
            step_x: f64::NAN,
            ..square(0.0, 0.0, 1.0)
        };
        assert!(Lattice::try_new(unknown, 10, 10).is_err());
    }

    /// Every cell of a block lies within its ball, at the poles and around the world as well.
    #[test]
    fn a_block_lies_within_its_ball() {
        for (at, rows, columns) in [
            (GeoTransform::square(-180.0, 90.0, 1.0), 180, 360),
            (GeoTransform::square(170.0, 60.0, 0.5), 40, 40),
            (GeoTransform::square(-5.0, 3.0, 0.1), 60, 100),
        ] {
            let lattice = Lattice::try_new(at, rows, columns).unwrap();
            for (row, height) in [(0, rows), (0, 7), (rows - 9, 9), (rows / 2, 1)] {
                for (column, width) in [(0, columns), (3, 13), (columns - 1, 1)] {
                    let block = Block {
                        row,
                        rows: height,
                        column,
                        columns: width,
                    };
                    let Ball { middle, radius } = lattice.ball(block);
                    for r in row..row + height {
                        for c in column..column + width {
                            let cell = lattice.middle(r, c).unwrap().unit_vector();
                            let chord = chord2(cell, middle).sqrt();
                            assert!(chord <= radius, "{block:?} {r} {c}: {chord} > {radius}");
                        }
                    }
                }
            }
        }
    }
}
