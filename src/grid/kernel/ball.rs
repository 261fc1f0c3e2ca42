/// The places of the unit sphere within a chord of a place.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct Ball {
    pub(in crate::grid) middle: [f64; 3],
    /// A chord.
    pub(in crate::grid) radius: f64,
}
