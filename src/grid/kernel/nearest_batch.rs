use super::cell_batch::BATCH;

/// The nearest centres of a batch of cells, and how far away they are.
pub(in crate::grid) struct NearestBatch {
    pub(in crate::grid) centre: [u16; BATCH],
    /// Squared chords of the unit sphere.
    pub(in crate::grid) chord2: [f64; BATCH],
    /// Seconds by road.
    pub(in crate::grid) seconds: [u32; BATCH],
}

impl Default for NearestBatch {
    fn default() -> Self {
        Self {
            centre: [0; BATCH],
            chord2: [0.0; BATCH],
            seconds: [0; BATCH],
        }
    }
}
