use super::content::Content;
use crate::grid::error::GridError;
use crate::units::Demand;
use rayon::prelude::*;
use std::path::Path;

/// Refuses cells whose number cannot be what the raster holds.
pub(super) fn check(
    file: &Path,
    content: Content,
    first_row: usize,
    columns: usize,
    cells: &[f64],
) -> Result<(), GridError> {
    let wrong = |cell: &f64| !(cell.is_nan() || (0.0..=Demand::MAX_OF_A_POINT).contains(cell));
    let Some(at) = cells.par_iter().position_first(wrong) else {
        return Ok(());
    };
    let value = cells[at];
    let alike = cells
        .iter()
        .filter(|cell| cell.to_bits() == value.to_bits())
        .count();
    let advice = if alike > 1 || value < 0.0 {
        let name = file.display();
        format!(
            "; {alike} of the first {} cells hold it: is this undeclared nodata? (`gdal_edit.py \
             -a_nodata {value} {name}`)",
            first_row * columns + cells.len()
        )
    } else {
        String::new()
    };
    Err(GridError::at(
        file,
        format!("row {}, column {}", first_row + at / columns, at % columns),
        format!(
            "expected {}, or nodata (got `{value}`){advice}",
            content.expected()
        ),
    ))
}
