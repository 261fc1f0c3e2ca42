/// Whether demand points are drawn as dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dots {
    /// All have areas.
    None,
    /// Some have no area.
    Some,
    /// None has an area.
    Only,
}

/// Sea, land and coast beneath dots: darker than the palest colours and paler than the darkest, so that
/// dots of every class are seen on them.
pub(super) const GROUND: [&str; 3] = ["#e6ecf1", "#c2c6c9", "#9aa1a7"];

/// A thin edge around dots, so that those as pale as the ground are seen.
pub(super) const EDGE: &str = "#5a6066";
/// In pixels.
pub(super) const EDGE_WIDTH: f64 = 0.9;
