use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::PointCells;

/// Points per chunk: 4 MiB, and as much again for the chunk before, fit into the processor's last
/// cache.
pub(in crate::grid) const CHUNK: usize = 1 << 17;

/// A stream of cells as points, a chunk at a time.
pub(in crate::grid) trait PointStream: Send {
    /// Fills `cells` with the next chunk, or with nothing at the end of the file, and runs `meanwhile`
    /// at the same time.
    fn next_chunk(
        &mut self,
        cells: &mut PointCells,
        meanwhile: &mut (dyn FnMut() + Send),
    ) -> Result<(), GridError>;

    /// Places that enclose all cells of the file; none if the file does not say where they lie.
    fn around(&self) -> PointCells {
        PointCells::default()
    }

    /// The part of the file that has been read, from 0 to 1.
    fn progress(&self) -> f64;

    /// Unusual things that were accepted.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}
