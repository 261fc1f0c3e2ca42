/// Whole rows of a raster; NaN marks a missing cell.
#[derive(Debug, Default)]
pub(in crate::grid) struct Band {
    pub(in crate::grid) first_row: usize,
    pub(in crate::grid) cells: Vec<f64>,
    /// The number of cells.
    pub(in crate::grid) count: u64,
    /// An upper bound of their people.
    pub(in crate::grid) most_people: f64,
}
