/// Whole rows of a raster; NaN where there is no cell.
#[derive(Debug, Default)]
pub(in crate::grid) struct Band {
    pub(in crate::grid) first_row: usize,
    pub(in crate::grid) cells: Vec<f64>,
    /// How many of them there are.
    pub(in crate::grid) count: u64,
    /// No fewer people than they hold.
    pub(in crate::grid) most_people: f64,
}
