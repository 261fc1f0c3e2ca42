use crate::grid::georeference::Georeference;
use crate::grid::kernel::chord::chord2;

/// Places of the cells of a projected raster, as points of the unit sphere.
///
/// The projection gives every eighth column of a row; between them the place is the
/// parabola through three of these, checked against the projection in its middle. Where
/// the check fails, or there is no place, every cell is projected by itself.
pub(in crate::grid) struct RowPlaces<'a> {
    at: &'a Georeference,
    columns: usize,
}

/// Columns between two places of the projection.
const APART: usize = 8;

/// The most that a place may be off, as a chord of the unit sphere: 1 cm.
const OFF: f64 = 0.01 / crate::model::EARTH_RADIUS;

impl<'a> RowPlaces<'a> {
    pub(in crate::grid) fn new(at: &'a Georeference, columns: usize) -> Self {
        Self { at, columns }
    }

    /// The place of a cell, as the projection has it.
    pub(in crate::grid) fn exact(&self, row: usize, column: f64) -> Option<[f64; 3]> {
        let at = self.at.transform;
        let x = at.west + (column + 0.5) * at.step_x;
        let y = at.north - (row as f64 + 0.5) * at.step_y;
        Some(self.at.crs.place(x, y)?.unit_vector())
    }

    /// The places of a row's cells that are wanted.
    pub(in crate::grid) fn fill(
        &self,
        row: usize,
        wanted: impl Fn(usize) -> bool,
        mut give: impl FnMut(usize, Option<[f64; 3]>),
    ) {
        for from in (0..self.columns).step_by(2 * APART) {
            let to = (from + 2 * APART).min(self.columns);
            if !(from..to).any(&wanted) {
                continue;
            }
            let parabola = self.parabola(row, from);
            for column in (from..to).filter(|&column| wanted(column)) {
                let place = match &parabola {
                    Some(knots) => Some(at(knots, (column - from) as f64 / APART as f64)),
                    None => self.exact(row, column as f64),
                };
                give(column, place);
            }
        }
    }

    fn parabola(&self, row: usize, from: usize) -> Option<[[f64; 3]; 3]> {
        let knot = |n: usize| self.exact(row, (from + n * APART) as f64);
        let knots = [knot(0)?, knot(1)?, knot(2)?];
        // The error of a parabola is greatest 0.42 of a step from its middle, on either side.
        for along in [0.5, 1.5] {
            let asked = self.exact(row, from as f64 + along * APART as f64)?;
            if chord2(asked, at(&knots, along)).sqrt() > OFF {
                return None;
            }
        }
        Some(knots)
    }
}

/// The parabola through knots at 0, 1 and 2.
fn at(knots: &[[f64; 3]; 3], along: f64) -> [f64; 3] {
    let weights = [
        (along - 1.0) * (along - 2.0) / 2.0,
        along * (2.0 - along),
        along * (along - 1.0) / 2.0,
    ];
    std::array::from_fn(|axis| (0..3).map(|n| weights[n] * knots[n][axis]).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::Crs;
    use crate::grid::kernel::geo_transform::GeoTransform;

    /// A centimetre at most from where the projection puts each cell, at 100 m and at 1 km, in
    /// the middle of a projection and at its edge.
    #[test]
    fn places_are_the_projections_own() {
        for (code, west, north) in [
            ("ESRI:54009", -200_000.0, 6_000_000.0),
            ("ESRI:54009", 17_000_000.0, 1_000_000.0),
            ("ESRI:54009", -17_900_000.0, 500_000.0),
            ("EPSG:27700", 0.0, 700_000.0),
            ("EPSG:32630", 200_000.0, 5_700_000.0),
            ("EPSG:3035", 3_000_000.0, 3_500_000.0),
        ] {
            for step in [100.0, 1_000.0] {
                let crs = Crs::from_code(code).unwrap();
                let at = Georeference {
                    crs,
                    transform: GeoTransform::square(west, north, step),
                };
                let places = RowPlaces::new(&at, 1_003);
                for row in [0, 40] {
                    let mut given = 0;
                    places.fill(
                        row,
                        |column| column % 3 != 0,
                        |column, place| {
                            given += 1;
                            let exact = places.exact(row, column as f64);
                            assert_eq!(place.is_some(), exact.is_some(), "{code} {column}");
                            if let (Some(place), Some(exact)) = (place, exact) {
                                let off = chord2(place, exact).sqrt() * crate::model::EARTH_RADIUS;
                                assert!(off < 0.015, "{code}, {step} m, column {column}: {off} m");
                            }
                        },
                    );
                    assert_eq!(given, (0..1_003).filter(|column| column % 3 != 0).count());
                }
            }
        }
    }
}
