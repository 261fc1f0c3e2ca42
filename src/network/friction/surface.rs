use super::CellSizes;

/// What a barrier is among the cells; no passable cell is as slow.
pub(super) const BARRIER: f32 = f32::INFINITY;

/// A raster of minutes per metre, over which one can go from every cell to its eight neighbours.
///
/// A step takes the mean of the two cells times the distance of their centres. A cell without a value is
/// a barrier. A step to a corner is not taken where both cells beside it are barriers, so that a
/// line of barriers that only touch at their corners is closed, as a river drawn cell by cell is.
///
/// Journeys are from the centre of a cell to the centre of a cell; within a cell they take no time. Times
/// are sums of whole microseconds, so that they are the same in both directions and do not depend on the
/// order in which cells are visited.
///
/// # Source
///
/// Weiss et al. 2018, "A global map of travel time to cities to assess inequalities in accessibility in
/// 2015", Nature 553: minutes per metre, eight neighbours.
///
/// # Examples
///
/// ```
/// use catchment::model::{PointIndex, SiteIndex};
/// use catchment::network::friction::{CellSizes, FrictionSurface, times_between};
///
/// // One row of three cells of 1 km: two quick ones and a slow one.
/// let cells = vec![Some(0.001), Some(0.001), Some(0.003)];
/// let surface = FrictionSurface::new(3, cells, CellSizes::metres(1, 1_000.0, 1_000.0))?;
/// let times = times_between(&surface, &[0], &[0, 1, 2]);
/// let minutes = |cell| times.get(PointIndex(cell), SiteIndex(0)).map(|time| time.as_f64());
/// assert_eq!(minutes(0), Some(0.0));
/// assert_eq!(minutes(1), Some(1.0));
/// assert_eq!(minutes(2), Some(3.0));
/// # Ok::<(), catchment::network::friction::FrictionError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FrictionSurface {
    rows: usize,
    columns: usize,
    /// Minutes per metre, with a row and a column of barriers on every side.
    cells: Vec<f32>,
    sizes: CellSizes,
    range: Option<(f32, f32)>,
}

/// Numbers that do not make a friction surface.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FrictionError {
    /// The cells do not fill the rows.
    #[error("{cells} cells do not fill {rows} rows of {columns} columns")]
    Shape {
        /// Cells that were given.
        cells: usize,
        /// Rows of the raster.
        rows: usize,
        /// Cells of a row.
        columns: usize,
    },

    /// More cells than 32 bits can number.
    #[error(
        "{0} cells: a friction surface has at most 4,000,000,000; cut it to the region of the study"
    )]
    TooManyCells(usize),

    /// A number that is not one of minutes per metre.
    #[error(
        "row {row}, column {column}: friction must be above 0 and at most 1,000 minutes per metre \
         (got `{found}`); barriers are cells without data"
    )]
    Value {
        /// Row of the cell, from 0 in the north.
        row: usize,
        /// Column of the cell, from 0 in the west.
        column: usize,
        /// What was found.
        found: f32,
    },
}

/// The most minutes per metre: slower than anything that moves, and sums stay whole.
const MOST: f32 = 1_000.0;

impl FrictionSurface {
    /// A surface from its cells, row by row from the north-west; `None` is a barrier.
    ///
    /// # Errors
    ///
    /// The cells do not fill the rows, are too many, or are no minutes per metre.
    pub fn new(
        columns: usize,
        cells: impl IntoIterator<Item = Option<f32>>,
        sizes: CellSizes,
    ) -> Result<Self, FrictionError> {
        let rows = sizes.rows();
        let width = columns + 2;
        let padded = width.saturating_mul(rows + 2);
        if padded > 4_000_000_000 {
            return Err(FrictionError::TooManyCells(rows.saturating_mul(columns)));
        }
        let mut all = vec![BARRIER; padded];
        let mut range: Option<(f32, f32)> = None;
        let mut count = 0;
        for cell in cells {
            let (row, column) = (count / columns.max(1), count % columns.max(1));
            count += 1;
            let (Some(found), true) = (cell, row < rows) else {
                continue;
            };
            if !(found > 0.0 && found <= MOST) {
                return Err(FrictionError::Value { row, column, found });
            }
            all[(row + 1) * width + column + 1] = found;
            let (least, most) = range.unwrap_or((found, found));
            range = Some((least.min(found), most.max(found)));
        }
        if count != rows * columns {
            return Err(FrictionError::Shape {
                cells: count,
                rows,
                columns,
            });
        }
        Ok(Self {
            rows,
            columns,
            cells: all,
            sizes,
            range,
        })
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// The distances between cells.
    #[must_use]
    pub const fn sizes(&self) -> &CellSizes {
        &self.sizes
    }

    /// Minutes per metre of a cell, numbered row by row from the north-west; `None` of a barrier.
    ///
    /// # Panics
    ///
    /// The surface has no such cell.
    #[must_use]
    pub fn minutes_per_metre(&self, cell: u32) -> Option<f32> {
        let value = self.cells[self.padded(cell)];
        (value < BARRIER).then_some(value)
    }

    /// The least and the most minutes per metre of a passable cell; `None` if all are barriers.
    #[must_use]
    pub const fn range(&self) -> Option<(f32, f32)> {
        self.range
    }

    /// Number of barriers.
    #[must_use]
    pub fn barriers(&self) -> usize {
        let passable = self.cells.iter().filter(|&&cell| cell < BARRIER).count();
        self.rows * self.columns - passable
    }

    /// The median of the minutes per metre of passable cells; `None` if all are barriers.
    #[must_use]
    pub fn median(&self) -> Option<f32> {
        let all = self.cells.iter().copied();
        let mut passable: Vec<f32> = all.filter(|&cell| cell < BARRIER).collect();
        let middle = passable.len() / 2;
        (!passable.is_empty()).then(|| *passable.select_nth_unstable_by(middle, f32::total_cmp).1)
    }

    /// Cells of a padded row.
    pub(super) const fn width(&self) -> usize {
        self.columns + 2
    }

    /// The padded cells.
    pub(super) fn cells(&self) -> &[f32] {
        &self.cells
    }

    /// Where a cell is among the padded ones.
    pub(super) fn padded(&self, cell: u32) -> usize {
        let (row, column) = (cell as usize / self.columns, cell as usize % self.columns);
        assert!(
            row < self.rows,
            "cell {cell} of {} × {}",
            self.rows,
            self.columns
        );
        (row + 1) * self.width() + column + 1
    }
}
