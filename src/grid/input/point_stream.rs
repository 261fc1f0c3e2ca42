use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::PointCells;

/// Points that are read at a time: 4 MiB, and as much again of the chunk before, stay in the
/// processor's last cache.
pub(in crate::grid) const CHUNK: usize = 1 << 17;

/// A stream of cells as points, a chunk at a time.
pub(in crate::grid) trait PointStream: Send {
    /// Fills `cells` with the next chunk, with nothing at the end of the file; does something else
    /// meanwhile.
    fn next_chunk(
        &mut self,
        cells: &mut PointCells,
        meanwhile: &mut (dyn FnMut() + Send),
    ) -> Result<(), GridError>;

    /// Places around all cells of the file, as far as it says where they lie.
    fn around(&self) -> PointCells {
        PointCells::default()
    }

    /// The part of the file that has been read, from 0 to 1.
    fn progress(&self) -> f64;

    /// What was accepted though it is unusual.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}
