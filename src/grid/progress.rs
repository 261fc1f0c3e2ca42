/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Cells that have been computed.
    pub cells: u64,
    /// The part of the input that has been read, from 0 to 1.
    pub part: f64,
}
