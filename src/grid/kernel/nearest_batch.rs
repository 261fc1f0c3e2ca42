use super::cell_batch::RUN;

/// The nearest centres of a run of cells, and how far away they are.
pub(in crate::grid) struct NearestBatch {
    pub(in crate::grid) centre: [u16; RUN],
    /// Squared chords of the unit sphere.
    pub(in crate::grid) chord2: [f64; RUN],
    /// Seconds by road.
    pub(in crate::grid) seconds: [u32; RUN],
}

impl Default for NearestBatch {
    fn default() -> Self {
        Self {
            centre: [0; RUN],
            chord2: [0.0; RUN],
            seconds: [0; RUN],
        }
    }
}
