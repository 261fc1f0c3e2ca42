use super::{CellSizes, FrictionError, FrictionSurface};
use crate::crs::Crs;
use crate::model::LatLon;
use crate::units::Metres;

/// A friction surface and where its cells are on the Earth, north up.
#[derive(Debug, Clone)]
pub struct PlacedSurface {
    surface: FrictionSurface,
    crs: Crs,
    /// The outer x of the first column, and the outer y of the first row.
    corner: (f64, f64),
    /// The width and height of a cell, in the units of the coordinate reference system.
    step: (f64, f64),
}

/// A place that journeys over a surface cannot begin or end at.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotOnSurface {
    /// The cell has no value.
    #[error("is on a barrier (row {row}, column {column}){}", nearest.map(said).unwrap_or_default())]
    Barrier {
        /// Row of the cell, from 0 in the north.
        row: u32,
        /// Column of the cell, from 0 in the west.
        column: u32,
        /// The centre of the nearest passable cell, and how far it is.
        nearest: Option<(LatLon, Metres)>,
    },

    /// It is beyond the edge.
    #[error("is outside the surface{}", nearest.map(said).unwrap_or_default())]
    Outside {
        /// The centre of a passable cell near the edge, and how far it is.
        nearest: Option<(LatLon, Metres)>,
    },
}

/// The words for the nearest passable cell.
fn said((place, distance): (LatLon, Metres)) -> String {
    format!(
        "; the nearest passable cell is {:.2} km away, at {:.5}, {:.5}",
        distance.kilometres(),
        place.lat(),
        place.lon()
    )
}

impl PlacedSurface {
    /// A surface of cells, row by row from the north-west, with the outer corner of the first and the
    /// width and height of all, in the units of the coordinate reference system: degrees or metres.
    ///
    /// # Errors
    ///
    /// The cells are not a surface.
    pub fn new(
        crs: Crs,
        corner: (f64, f64),
        step: (f64, f64),
        (rows, columns): (usize, usize),
        cells: impl IntoIterator<Item = Option<f32>>,
    ) -> Result<Self, FrictionError> {
        let sizes = if crs.is_degrees() {
            CellSizes::degrees(rows, corner.1, step.0, step.1)
        } else {
            CellSizes::metres(rows, step.0, step.1)
        };
        Ok(Self {
            surface: FrictionSurface::new(columns, cells, sizes)?,
            crs,
            corner,
            step,
        })
    }

    /// The surface.
    #[must_use]
    pub const fn surface(&self) -> &FrictionSurface {
        &self.surface
    }

    /// The coordinate reference system.
    #[must_use]
    pub const fn crs(&self) -> &Crs {
        &self.crs
    }

    /// The centre of a cell; `None` where the projection has none.
    #[must_use]
    pub fn centre(&self, cell: u32) -> Option<LatLon> {
        let columns = u32::try_from(self.surface.columns()).ok()?;
        let (row, column) = (cell / columns, cell % columns);
        let x = self.corner.0 + (f64::from(column) + 0.5) * self.step.0;
        let y = self.corner.1 - (f64::from(row) + 0.5) * self.step.1;
        self.crs.place(x, y)
    }

    /// The cell that a place lies in, passable or not; `None` outside. A place on an edge is in the
    /// cell to the south and east of it, and on the last edge in the last cell.
    #[must_use]
    pub fn cell_of(&self, place: LatLon) -> Option<u32> {
        let (x, y) = self.crs.coordinates(place)?;
        let turned = if self.crs.is_degrees() && x < self.corner.0 {
            // A raster from 0 to 360 degrees.
            x + 360.0
        } else {
            x
        };
        let column = index(
            (turned - self.corner.0) / self.step.0,
            self.surface.columns(),
        )?;
        let row = index((self.corner.1 - y) / self.step.1, self.surface.rows())?;
        u32::try_from(row * self.surface.columns() + column).ok()
    }

    /// Whether a place lies in a passable cell.
    #[must_use]
    pub fn is_passable(&self, place: LatLon) -> bool {
        let cell = self.cell_of(place);
        cell.is_some_and(|cell| self.surface.minutes_per_metre(cell).is_some())
    }

    /// The passable cell that a place lies in.
    ///
    /// # Errors
    ///
    /// It lies on a barrier or outside.
    pub fn passable_cell_of(&self, place: LatLon) -> Result<u32, NotOnSurface> {
        match self.cell_of(place) {
            Some(cell) if self.surface.minutes_per_metre(cell).is_some() => Ok(cell),
            Some(cell) => {
                let columns = u32::try_from(self.surface.columns()).unwrap_or(u32::MAX);
                Err(NotOnSurface::Barrier {
                    row: cell / columns,
                    column: cell % columns,
                    nearest: self.nearest_passable(place),
                })
            }
            None => Err(NotOnSurface::Outside {
                nearest: self.nearest_passable(place),
            }),
        }
    }

    /// The centre of the passable cell that is nearest to a place, and how far it is; of equally near
    /// ones the first.
    #[must_use]
    pub fn nearest_passable(&self, place: LatLon) -> Option<(LatLon, Metres)> {
        let cells = u32::try_from(self.surface.rows() * self.surface.columns()).ok()?;
        let passable = (0..cells).filter(|&cell| self.surface.minutes_per_metre(cell).is_some());
        let centres = passable.filter_map(|cell| self.centre(cell));
        let distances = centres.map(|centre| (centre, centre.distance_to(place)));
        distances.min_by(|(_, one), (_, other)| one.as_f64().total_cmp(&other.as_f64()))
    }

    /// How much longer or shorter a metre of the raster is than one on the ground, at the corner or
    /// the middle where they differ most: 0.02 for two in a hundred. Zero in degrees, whose cells are
    /// measured on the ground.
    #[must_use]
    pub fn distortion(&self) -> f64 {
        if self.crs.is_degrees() {
            return 0.0;
        }
        let size = (self.surface.columns() as f64, self.surface.rows() as f64);
        let parts = [(0.5, 0.5), (0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)];
        let of = |(part_x, part_y): (f64, f64)| {
            let x = self.corner.0 + part_x * size.0 * self.step.0;
            let y = self.corner.1 - part_y * size.1 * self.step.1;
            let here = self.crs.place(x, y)?;
            let there = self.crs.place(x + self.step.0, y)?;
            let ground = here.distance_to(there).as_f64();
            (ground > 0.0).then(|| self.step.0 / ground - 1.0)
        };
        let all = parts.into_iter().filter_map(of);
        all.max_by(|one, other| one.abs().total_cmp(&other.abs()))
            .unwrap_or_default()
    }
}

/// The whole cell of a position in cells.
fn index(position: f64, count: usize) -> Option<usize> {
    let inside = (0.0..=count as f64).contains(&position) && count > 0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the number of cells"
    )]
    inside.then(|| (position as usize).min(count - 1))
}
