/// No area: the sea, or land outside the study.
pub(crate) const OUTSIDE: u32 = u32::MAX;

/// A straight piece of border from one vertex to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Border {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The area to the left on the way from the one to the other, or [`OUTSIDE`].
    pub(crate) left: u32,
    pub(crate) right: u32,
}
