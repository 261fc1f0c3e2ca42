use crate::model::LatLon;

/// The distances between the centres of neighbouring cells of a raster, in metres.
///
/// They are one for each row: in a raster of degrees the cells of a northern row are narrower.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSizes {
    /// To the next cell of the same row.
    pub(super) east: Vec<f64>,
    /// To the same column of the next row.
    pub(super) south: Vec<f64>,
    /// To the next column of the next row.
    pub(super) diagonal: Vec<f64>,
}

impl CellSizes {
    /// Of a raster whose cells all have the same width and height in metres.
    #[must_use]
    pub fn metres(rows: usize, width: f64, height: f64) -> Self {
        Self {
            east: vec![width; rows],
            south: vec![height; rows.saturating_sub(1)],
            diagonal: vec![width.hypot(height); rows.saturating_sub(1)],
        }
    }

    /// Of a raster in degrees, north up: great-circle distances.
    ///
    /// `north` is the latitude of its upper edge, and the steps are the width and height of a cell.
    #[must_use]
    pub fn degrees(rows: usize, north: f64, step_x: f64, step_y: f64) -> Self {
        let place = |row: usize, column: f64| {
            let lat = (north - (row as f64 + 0.5) * step_y).clamp(-90.0, 90.0);
            LatLon::try_new(lat, (column * step_x).min(180.0))
        };
        let metres = |from: (usize, f64), to: (usize, f64)| {
            let from = place(from.0, from.1);
            let both = from.and_then(|from| Ok((from, place(to.0, to.1)?)));
            both.map_or(f64::INFINITY, |(from, to)| from.distance_to(to).as_f64())
        };
        let pairs = 0..rows.saturating_sub(1);
        Self {
            east: (0..rows)
                .map(|row| metres((row, 0.0), (row, 1.0)))
                .collect(),
            south: pairs
                .clone()
                .map(|row| metres((row, 0.0), (row + 1, 0.0)))
                .collect(),
            diagonal: pairs
                .map(|row| metres((row, 0.0), (row + 1, 1.0)))
                .collect(),
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.east.len()
    }

    /// The least and the greatest width of a cell, in metres; `None` without rows.
    #[must_use]
    pub fn widths(&self) -> Option<(f64, f64)> {
        let least = self.east.iter().copied().min_by(f64::total_cmp)?;
        let most = self.east.iter().copied().max_by(f64::total_cmp)?;
        Some((least, most))
    }

    /// The height of a cell in the middle, in metres; `None` with fewer than two rows.
    #[must_use]
    pub fn height(&self) -> Option<f64> {
        self.south.get(self.south.len() / 2).copied()
    }
}
