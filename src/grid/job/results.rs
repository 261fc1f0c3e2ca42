use crate::grid::kernel::totals::{CoverageTotals, LayoutTotals};
use crate::load::Warning;
use crate::units::Demand;

/// What a run found.
#[derive(Debug, Clone, PartialEq)]
pub struct GridResult {
    /// One result per layout, in the order of the options.
    pub layouts: Vec<LayoutResult>,
    /// Cells of the input, those without people included.
    pub cells: u64,
    /// All people of the input.
    pub people: Demand,
    /// People in cells outside the projection, which have no place on the Earth.
    pub nowhere: Demand,
    /// How the input was read, if it was scaled, masked, flipped or the like.
    pub notes: Vec<String>,
    /// What is probably wrong with the input.
    pub warnings: Vec<Warning>,
}

/// What a run found for one layout.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutResult {
    /// Its name.
    pub name: String,
    /// Sums by centre.
    pub totals: LayoutTotals,
    /// Sums by group, in the order of [`GroupPolygons::labels`](super::groups::GroupPolygons::labels); none without groups.
    pub groups: Vec<CoverageTotals>,
    /// Sums of the journeys to the second nearest centre, the third, and so on, as far as they were
    /// requested and exist.
    pub ranks: Vec<CoverageTotals>,
    /// By standard, the people who reach no centre within it, one, two, and so on; empty if not
    /// counted.
    pub backup: Vec<Vec<Demand>>,
}
